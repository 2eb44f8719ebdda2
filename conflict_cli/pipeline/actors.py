"""conflict_actors: which mentions are one actor: names, aliases, acronyms, nominals and pronouns."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from conflict_cli.lexicon.countries import load_country_names
from conflict_cli.lexicon.terms import load_countries
from conflict_cli.matcher import syntax
from conflict_cli.pipeline.annotations import Mention, ResolvedActor

ARMED_GROUPS = frozenset({"militia", "rebel_group"})
# "the group", "the movement": whatever armed group or party was named last
GROUP_NOUNS = frozenset({"faction", "group", "militia", "movement", "organisation", "organization"})
SINGULAR_PERSON = frozenset({"he", "him", "his", "she", "her"})
PLURAL = frozenset({"they", "them", "their"})
NEUTER = frozenset({"it", "its"})
FIRST_PERSON = frozenset({"i", "we", "us", "our", "my"})
PRONOUNS = SINGULAR_PERSON | PLURAL | NEUTER
# words that say nothing on who is meant: "the Syrian army" and "the army" may be one
LEADING_WORDS = re.compile(r"^(?:the|a|an|some|several|many|its|their|his|her|our|those|these|this|that)\s+", re.I)
LONGEST_ACRONYM = 4  # "HTS" is no plural of "HT"
PRONOUN_REACH = 3  # sentences back that a pronoun is looked for in


@Language.factory(
    "conflict_actors", requires=["doc._.mentions", "doc._.places"], assigns=["doc._.actors", "doc._.mentions"]
)
def create_actors(nlp: Language, name: str) -> ActorResolver:
    """Build the component."""
    return ActorResolver()


class ActorResolver:
    """Write `doc._.actors`: "Hayat Tahrir al Sham", "HTS" and "the group" are one actor."""

    def __call__(self, doc: Doc) -> Doc:
        """Resolve the actors of one Doc."""
        clusters = _Clusters()
        mentions = [mention for mention in doc._.mentions if mention.label == "actor"]
        for mention in mentions:
            if not mention.nominal and not mention.countries:
                clusters.add_name(mention)
        for mention in mentions:
            if mention.countries:
                clusters.add_joint(mention)
            elif mention.nominal:
                clusters.add_nominal(mention)
        pronouns = list(_pronoun_mentions(doc, clusters))
        doc._.mentions = sorted([*doc._.mentions, *pronouns], key=lambda mention: mention.span.start)
        doc._.actors = clusters.actors()
        return doc


class _Clusters:
    """Actors under construction, in order of first mention."""

    def __init__(self) -> None:
        self._actors: list[ResolvedActor] = []
        self._of: dict[int, ResolvedActor] = {}

    def add_name(self, mention: Mention) -> None:
        """Put a name with the actor that has its canonical name, its words, its surname or its acronym."""
        for actor in self._actors:
            if _same_name(actor, mention):
                self._join(actor, mention)
                return
        self._open(mention, mention.name or mention.span.text)

    def add_nominal(self, mention: Mention) -> None:
        """Put "the army", "the militants" with the actor they fit best among those mentioned before."""
        before = [(self._last_before(actor, mention), actor) for actor in self._actors]
        near = sorted(((at, actor) for at, actor in before if at >= 0), key=lambda item: -item[0])
        for fits in (_same_words, _nominal_fits):
            for _, actor in near:
                if fits(actor, mention):
                    self._join(actor, mention)
                    return
        self._open(mention, _bare(mention.span))

    def add_joint(self, mention: Mention) -> None:
        """Put "the Russian and Syrian air forces" with two actors, a force of each country."""
        head = mention.span.root
        for code in mention.countries:
            country = load_countries()[code]
            adjective = country.adjectives[0] if country.adjectives else country.name
            words = [word.text for word in head.doc[_after_last_adjective(mention) : mention.span.end]]
            name = f"{adjective} {' '.join(words)}"
            for actor in self._actors:
                if actor.country == code and actor.kind == mention.kind and actor.name.lower() == name.lower():
                    actor.mentions.append(mention)
                    break
            else:
                self._actors.append(ResolvedActor(name, mention.kind, code, None, [mention]))

    def latest(self, span: Span, *, plural: bool, person: bool) -> ResolvedActor | None:
        """Return the actor a pronoun most likely means, within a few sentences: the nearest sentence's main subject."""
        candidates = []
        for actor in self._actors:
            if not _agrees(actor, plural=plural, person=person):
                continue
            for mention in actor.mentions:
                distance = _sentences_between(mention.span, span)
                if (
                    mention.span.end <= span.start
                    and distance <= PRONOUN_REACH
                    and not syntax.is_possessor(mention.span.root)
                ):
                    rank = syntax.subject_rank(mention.span.root)
                    candidates.append(((-distance, rank, mention.span.start), actor))
        return max(candidates, key=lambda item: item[0])[1] if candidates else None

    def join(self, actor: ResolvedActor, mention: Mention) -> None:
        """Add a resolved pronoun to its actor."""
        self._join(actor, mention)

    def actors(self) -> list[ResolvedActor]:
        """Return the actors in order of first mention, their mentions in text order."""
        for actor in self._actors:
            actor.mentions.sort(key=lambda mention: mention.span.start)
        return sorted(self._actors, key=lambda actor: actor.mentions[0].span.start)

    def _open(self, mention: Mention, name: str) -> None:
        actor = ResolvedActor(name, mention.kind, mention.country, mention.wikidata, [mention])
        self._actors.append(actor)

    @staticmethod
    def _join(actor: ResolvedActor, mention: Mention) -> None:
        actor.mentions.append(mention)
        actor.kind = actor.kind or mention.kind
        actor.country = actor.country or mention.country
        actor.wikidata = actor.wikidata or mention.wikidata
        unnamed = mention.name is None and actor.mentions[0].name is None
        if unnamed and mention.source != "pronoun" and mention.nominal == actor.mentions[0].nominal:
            # the longest is the fullest: "General Qasem Soleimani" over "Soleimani", "rebels" over "rebel"
            actor.name = max(actor.name, _bare(mention.span), key=len)

    @staticmethod
    def _last_before(actor: ResolvedActor, mention: Mention) -> int:
        return max((m.span.start for m in actor.mentions if m.span.start < mention.span.start), default=-1)


def _after_last_adjective(mention: Mention) -> int:
    """Return where the noun of a joint phrase begins: "air" in "the Russian and Syrian air forces"."""
    index = load_country_names()
    capitals = [
        token.i for token in mention.span[:-1] if token.text[:1].isupper() and index.get(token.text) is not None
    ]
    return max(capitals, default=mention.span.start) + 1


# ---------------------------------------------------------------- names


def _same_name(actor: ResolvedActor, mention: Mention) -> bool:
    first = actor.mentions[0]
    if mention.name is not None or first.name is not None:
        same_lexicon_name = mention.name == first.name
        if mention.name is not None and first.name is not None:
            return same_lexicon_name and actor.country == mention.country
    if "person" in {actor.kind, mention.kind}:
        return actor.kind == mention.kind and _same_person(actor, mention)
    if _bare(mention.span).lower() in {_bare(m.span).lower() for m in actor.mentions}:
        return True
    return _is_acronym(mention.span.text, actor.name) or _is_acronym(actor.name, mention.span.text)


def _same_person(actor: ResolvedActor, mention: Mention) -> bool:
    """Tell whether one name ends with the other: "Soleimani" and "General Qasem Soleimani"."""
    new = _words(mention.span.text)
    for other in actor.mentions:
        old = _words(other.span.text)
        shorter, longer = sorted((new, old), key=len)
        if shorter and longer[-len(shorter) :] == shorter:
            return True
    return False


def _is_acronym(short: str, name: str) -> bool:
    letters = short.replace(".", "")
    if not (letters.isupper() and 2 <= len(letters) <= 8):
        return False
    initials = "".join(word[0] for word in re.findall(r"[^\W\d_]+", name))
    return letters in {initials.upper(), "".join(char for char in initials if char.isupper())}


# ---------------------------------------------------------------- nominals


def _same_words(actor: ResolvedActor, mention: Mention) -> bool:
    words = _dictionary_form(mention.span)
    return any(m.nominal and _dictionary_form(m.span) == words for m in actor.mentions)


def _nominal_fits(actor: ResolvedActor, mention: Mention) -> bool:
    """Tell whether a definite nominal may mean the actor: same kind, same head noun, no rival country."""
    if mention.country is not None and actor.country not in (None, mention.country):
        return False
    head = _singular(mention.span.root)
    definite = mention.span[0].lower_ in {"the", "this", "that", "these", "those"}
    if head in GROUP_NOUNS and len(_bare(mention.span).split()) == 1:
        return definite and actor.kind in ARMED_GROUPS
    if actor.kind != mention.kind:
        return False
    heads = {_singular(m.span.root) for m in actor.mentions}
    if head in heads:
        return definite or mention.country == actor.country
    # "the rebels" after "Hayat Tahrir al Sham": an armed group named before
    return (
        definite and mention.kind in ARMED_GROUPS and mention.country is None and len(_bare(mention.span).split()) == 1
    )


# ---------------------------------------------------------------- pronouns


def _pronoun_mentions(doc: Doc, clusters: _Clusters) -> Iterable[Mention]:
    """Resolve the pronouns that take part in an event, speak, or stand in a relation."""
    for span in _participants(doc):
        word = span.root.lower_
        if len(span) > 1 or word not in PRONOUNS:
            continue
        actor = clusters.latest(span, plural=word in PLURAL, person=word in SINGULAR_PERSON)
        if actor is not None:
            mention = Mention(span, "actor", actor.kind, None, actor.country, None, nominal=True, source="pronoun")
            clusters.join(actor, mention)
            yield mention


def _participants(doc: Doc) -> list[Span]:
    spans = [argument.span for event in doc._.events for argument in [*event.initiators, *event.targets]]
    spans += [
        span for claim in doc._.claims for span in (claim.speaker, claim.accused, claim.addressee) if span is not None
    ]
    spans += [span for relation in doc._.relations for span in (relation.subject, relation.object)]
    return sorted({(span.start, span.end): span for span in spans}.values(), key=lambda span: span.start)


def _agrees(actor: ResolvedActor, *, plural: bool, person: bool) -> bool:
    if person:
        return actor.kind == "person"
    if plural:
        return actor.kind != "person" and any(_is_plural(mention) for mention in actor.mentions)
    return actor.kind != "person" and any(not _is_plural(mention) for mention in actor.mentions)


def _is_plural(mention: Mention) -> bool:
    root = mention.span.root
    collective = mention.kind in {"civilians", "police", "protesters", "rebel_group", "militia"}
    return (
        root.tag_ in {"NNS", "NNPS"}
        or (collective and not mention.nominal)
        or root.lower_ in PLURAL | {"police", "people"}
    )


def _sentences_between(earlier: Span, later: Span) -> int:
    return sum(1 for token in earlier.doc[earlier.start + 1 : later.start + 1] if token.is_sent_start)


def _bare(span: Span) -> str:
    """Return the words without a leading article or possessive: "the rebels" -> "rebels"."""
    return LEADING_WORDS.sub("", span.text)


def _dictionary_form(span: Span) -> str:
    """Return the bare words with a singular head: "rebel" in "rebel offensive" and "the rebels" are one."""
    words = _bare(span).lower().split()
    return " ".join([*words[:-1], _singular(span.root)])


def _singular(noun: Token) -> str:
    # "Rebels" at the head of a sentence is often read as a name, which keeps its plural
    lemma = noun.lemma_.lower()
    return lemma.removesuffix("s") if noun.pos_ == "PROPN" and len(lemma) > LONGEST_ACRONYM else lemma


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
