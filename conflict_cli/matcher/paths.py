"""The paths that rules name: `subject`, `object`, `agent`, `prep:on`, light verbs included."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from conflict_cli.errors import RuleError
from conflict_cli.matcher import syntax
from conflict_cli.matcher.syntax import hyphenated, speech


class Grammar:
    """Follow the paths that rules name, light verbs included.

    Args:
        doer_verbs: light verbs whose subject does what their object noun says ("launch an attack").
        undergoer_verbs: light verbs whose subject suffers it ("come under attack", "suffer losses").
        means_verbs: verbs done by what a noun with "with" says ("retaliate with airstrikes").
        containers: nouns that only count or use what follows with "of" ("a series of attacks").
        effects: verbs for what a deed did to a thing ("the strike destroyed a bridge").
        sufferers: nouns for who suffers what follows with "of" ("the target of an attack").
    """

    def __init__(
        self,
        *,
        doer_verbs: frozenset[str] = frozenset(),
        undergoer_verbs: frozenset[str] = frozenset(),
        means_verbs: frozenset[str] = frozenset(),
        containers: frozenset[str] = frozenset(),
        sufferers: frozenset[str] = frozenset(),
        effects: frozenset[str] = frozenset(),
    ):
        self._doer_verbs = doer_verbs
        self._undergoer_verbs = undergoer_verbs
        self._means_verbs = means_verbs
        self._containers = containers
        self._sufferers = sufferers
        self._effects = effects
        self._paths: dict[str, Callable[[Token], list[Token]]] = {
            "agent": self.agents_of,
            "clause": syntax.clauses,
            "counted_among": syntax.counted_among,
            "described": syntax.described,
            "described_clause": syntax.clauses_of_described,
            "for_clause": speech.for_clauses,
            "governor": syntax.governors,
            "governor_to": syntax.governors_to,
            "complement_infinitive": syntax.infinitives_of_complement,
            "complement_subject": syntax.complement_subjects,
            "fighter": syntax.doers_of_verb_above,
            "head": lambda token: [token.head],
            "head_noun": syntax.head_nouns,
            "head_of_purpose": syntax.purpose_verbs,
            "head_past_hyphen": hyphenated.head_past_hyphen,
            "holder": syntax.holders,
            "holder_place": syntax.relative_places,
            "hyphen_left": hyphenated.left_of_hyphen,
            "hyphen_right": hyphenated.right_of_hyphen,
            "host_content": speech.host_contents,
            "infinitive": syntax.infinitives,
            "likened_clause": syntax.clauses_of_object,
            "modified": syntax.modified,
            "modifier": syntax.modifiers,
            "naming": speech.names_given,
            "noun_clause": speech.noun_clauses,
            "named": syntax.named_by,
            "object": syntax.objects,
            "own_infinitive": syntax.own_infinitives,
            "participle": syntax.participles,
            "passive_subject": syntax.passive_subjects,
            "possessor": syntax.possessors,
            "preposition_object": syntax.own_preposition_objects,
            "prepositional_governor": syntax.prepositional_governors,
            "purpose_object": syntax.purpose_objects,
            "result": syntax.results,
            "responsible": syntax.answerable_for,
            "quoted_speaker": speech.quoted_speakers,
            "self": lambda token: [token],
            "sentence": lambda token: list(syntax.sentence_of(token)),
            "speaker": self.speakers_of,
            "subject": self.subjects_of,
            "subject_of_participle": syntax.participle_subjects,
            "undergoer": self.undergoers_of,
        }

    @property
    def names(self) -> list[str]:
        """Return the path names a rule may use, besides `prep:WORD`."""
        return sorted(self._paths)

    def check(self, path: str, *, where: str) -> None:
        """Raise RuleError when there is no such path; `where` starts the message."""
        if path not in self._paths and not path.startswith("prep:"):
            raise RuleError(f'{where}: unknown path "{path}"; known: {", ".join(self.names)}, prep:WORD')

    def follow(self, token: Token, path: str) -> list[Token]:
        """Return the tokens at the end of the path, in text order of discovery."""
        if path.startswith("prep:"):
            return self._prepositions(token, path.removeprefix("prep:"))
        return self._paths[path](token)

    def subjects_of(self, token: Token) -> list[Token]:
        """Return who does it: a verb's subject, that of a noun's light verb, or who is made answerable for the noun."""
        if token.pos_ in syntax.VERBAL_POS:
            return syntax.subjects(token)
        token = self._contained(token)
        verb = self._light_verb(token, self._doer_verbs)
        if verb is None:
            means = syntax.means_verb(token)
            verb = means if means is not None and means.lemma_ in self._means_verbs else None
        if verb is None or syntax.is_passive(verb):
            return syntax.answerable_for(token)
        return [s for s in syntax.subjects(verb) if s != token]

    def speakers_of(self, token: Token) -> list[Token]:
        """Return who says it, in the words that stand there: "who", not the one "who" means."""
        return speech.stated_subjects(token) if token.pos_ in syntax.VERBAL_POS else self.subjects_of(token)

    def undergoers_of(self, noun: Token) -> list[Token]:
        """Return who suffers it: "The base came under fire", "the army suffered losses"."""
        verb = self._light_verb(noun, self._undergoer_verbs)
        if verb is not None:
            return [*syntax.subjects(verb), *syntax.left_harmed(noun)]
        above = syntax.container(noun)
        if above is not None and above.lemma_ in self._sufferers:
            return [*syntax.described_by_apposition(above), *syntax.predicated_of(above)]
        return syntax.left_harmed(noun) or syntax.struck(noun, self._effects) or syntax.purposes(noun)

    def agents_of(self, token: Token) -> list[Token]:
        """Return the by-phrase of the token or, for a noun, of its light verb: "was launched by rebels"."""
        if syntax.has_own_subject(token) and not syntax.is_passive(token):
            return []  # "police broke up a rally by students"
        found = syntax.agents(token)
        if not found and token.pos_ not in syntax.VERBAL_POS:
            verb = self._light_verb(token, self._doer_verbs)
            found = syntax.agents(verb) if verb is not None else []
            for clause in syntax.adjectival_clauses(token):
                if not found and clause.lemma_ in self._doer_verbs:
                    found = syntax.agents(clause)
        return found

    def _contained(self, noun: Token) -> Token:
        """Return the noun that stands for an event noun: "series" for "a series of attacks"."""
        above = syntax.container(noun)
        return above if above is not None and above.lemma_ in self._containers else noun

    def light_verb_of(self, noun: Token) -> Token | None:
        """Return the light verb an event noun depends on: "launched an incursion" -> launched."""
        return self._light_verb(noun, self._doer_verbs | self._undergoer_verbs)

    def _prepositions(self, token: Token, preposition: str) -> list[Token]:
        found = syntax.preposition_objects(token, preposition)
        if not found and token.pos_ not in syntax.VERBAL_POS:
            verb = self.light_verb_of(token) or syntax.occurrence_verb(token)
            verbs = [verb] if verb is not None else []
            # "the attack carried out by rebels against sailors"
            verbs += [clause for clause in syntax.adjectival_clauses(token) if clause.lemma_ in self._doer_verbs]
            for verb in verbs if preposition != "of" else ():
                found += [end for end in syntax.preposition_objects(verb, preposition) if end.i > token.i]
        return found

    def _light_verb(self, noun: Token, verbs: frozenset[str]) -> Token | None:
        verb = syntax.supporting_verb(noun)
        if verb is None or verb.lemma_ not in verbs or syntax.is_broken_up(verb):
            return None
        return verb
