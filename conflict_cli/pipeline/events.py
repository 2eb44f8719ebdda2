"""conflict_events: find triggers by rule, give each a type and its arguments, merge what is one event."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Token

from conflict_cli.errors import RuleError
from conflict_cli.matcher import syntax
from conflict_cli.matcher.compiler import Finding
from conflict_cli.matcher.rule import Rule
from conflict_cli.pipeline.annotations import Argument, EventMention
from conflict_cli.pipeline.event_arguments import ArgumentFiller
from conflict_cli.pipeline.event_plausibility import plausible
from conflict_cli.pipeline.event_types import REFINEMENTS, VIOLENT_TYPES, check_type, retype
from conflict_cli.pipeline.model_roles import check_roles
from conflict_cli.pipeline.rulebook import build_matcher, load_grammar, rules_of, word_classes
from conflict_cli.taxonomy import load_taxonomy

DEFAULT_CONFIDENCE = 0.7  # of a rule that states none
MEANING_KEYS = frozenset({"confidence", "harm", "needs_detail", "plover", "refine", "status", "subtype"})
DYING_VERBS = frozenset({"die", "perish"})
BLOODLESS_TYPES = frozenset({"Force movement", "Humanitarian impact"})
PEACEFUL = "Peaceful protest"
REMOTE = "Explosions/Remote violence"
AGAINST_CIVILIANS = "Violence against civilians"
SEIZURE = "Disrupted weapons use"
USING_VERBS = frozenset({"deploy", "drop", "employ", "fire", "launch", "use"})
# "killed in the strike", "wounded by the blast", "died during clashes": the noun is the event
CAUSE_PREPOSITIONS = frozenset(
    {"after", "amid", "as", "between", "by", "during", "following", "from", "in", "under", "when", "with"}
)


@Language.factory(
    "conflict_events",
    default_config={"rules_dir": None},
    requires=["doc._.mentions", "doc._.quantities", "doc._.timexes", "doc._.structure"],
    assigns=["doc._.events"],
)
def create_events(nlp: Language, name: str, rules_dir: str | None) -> EventFinder:
    """Build the component with the event rules, a user's included."""
    return EventFinder(nlp, rules_dir)


@dataclass(slots=True)
class _Found:
    """An event with the rule match it came from."""

    event: EventMention
    finding: Finding
    harmed: list[Argument] = field(default_factory=list)
    """Whom it harmed, by the words of harm merged into it."""

    @property
    def harm(self) -> bool:
        """Tell whether the rule knows only the harm ("killed"), not what did it."""
        return bool(self.finding.rule.meaning.get("harm"))

    @property
    def read(self) -> bool:
        """Tell whether the trained model names the event, not a rule of the language."""
        return _is_read(self.finding)

    @property
    def general(self) -> bool:
        """Tell whether the word leaves open how it was done: "attack"."""
        return "means" in self.finding.rule.meaning.get("refine", ())


def _is_read(finding: Finding) -> bool:
    return "model" in finding.rule.meaning.get("refine", ())


class EventFinder:
    """Write `doc._.events`: "Jets bombed Sarmin on Thursday." gives an Air/drone strike on Sarmin."""

    def __init__(self, nlp: Language, rules_dir: str | None):
        for rule in rules_of("events", rules_dir):
            check_meaning(rule)
        self._matcher = build_matcher("events", rules_dir)

    def __call__(self, doc: Doc) -> Doc:
        """Find the events of one Doc."""
        classes = word_classes(doc)
        findings = [finding for finding in self._matcher(doc, classes) if not in_credits(finding.head)]
        # "handed over the bodies": what only the model reads as an event may still take part in another
        triggers = {finding.head.i for finding in findings if not _is_read(finding)}
        filler = ArgumentFiller(doc._.mentions, doc._.timexes, classes, triggers)
        found = [_Found(_new_event(finding), finding) for finding in findings]
        for item in found:
            filler.fill(item.event, item.finding)
        _spare_seized_weapons(found)
        found = [item for item in _absorb_harm(found) if not _names_a_kind(item)]
        _borrow_doers([item.event for item in found])
        reading = doc._.model_reading
        for item in found:
            if reading is not None:
                check_roles(item.event, reading, doc._.timexes, filler)
            retype(item.event, item.finding.rule, classes, harmed=item.harmed)
            if reading is not None and not item.read:
                check_type(item.event, reading, classes)
        found = [item for item in found if not (item.read and _is_told(item, found))]
        _warn_of_endless_sentences(doc)
        kept = plausible([item.event for item in found], doc, classes)
        read = {id(item.event) for item in found if item.read}
        told = [event for event in kept if id(event) not in read]
        doc._.events = [event for event in kept if id(event) not in read or _fits_in(event, told)]
        return doc


def _warn_of_endless_sentences(doc: Doc) -> None:
    endless = sum(syntax.is_endless(sentence) for sentence in doc.sents)
    if endless:
        what = "a sentence" if endless == 1 else f"{endless} sentences"
        doc._.warnings.append(f"{what} of over {syntax.LONGEST_SENTENCE} words left out: a list or a table?")


def _fits_in(event: EventMention, told: list[EventMention]) -> bool:
    """Tell whether an article in which rules find these events may tell of this one, which the model reads.

    What it reads in the report of a match is no battle: where no rule finds violence there is none. Whom it harms, a
    rule has found: "dozens killed as fighting rages".
    """
    if event.absorbed:
        return True
    types = {other.type for other in told}
    return bool(types & VIOLENT_TYPES) if event.type in VIOLENT_TYPES else bool(types)


def _is_told(item: _Found, found: list[_Found]) -> bool:
    """Tell whether an event that the model reads is told by a word beside it: "staged" in "staged a raid"."""
    head = item.event.head
    for other in found:
        if other is item:
            continue
        if _describes_weapon(head, other.event):
            return True  # "a bomb left outside a bank went off"
        if not (_hangs_beside(head, other.event.head) or _hangs_beside(other.event.head, head)):
            continue
        nouns = other.event.head.pos_ not in syntax.VERBAL_POS or head.pos_ not in syntax.VERBAL_POS
        if (nouns or other.event.type == item.event.type) and not (other.read and other.event.head.i > head.i):
            return True
    return False


def _hangs_beside(token: Token, above: Token) -> bool:
    return above == token.head or (token.head.pos_ == "ADP" and token.head.head == above)


def _names_a_kind(found: _Found) -> bool:
    """Tell whether the words name a kind of deed and no deed: "murder, torture and rape were its methods"."""
    event, head = found.event, found.event.head
    if not found.finding.rule.meaning.get("needs_detail") or head.pos_ in syntax.VERBAL_POS:
        return False
    told = (event.initiators, event.targets, event.locations, event.weapons, event.absorbed, event.time)
    structure = head.doc._.structure
    in_title = structure is not None and structure.title is not None and head.i < structure.title.end
    return not in_title and not any(told) and syntax.is_undetermined(head)


def check_meaning(rule: Rule) -> None:
    """Raise RuleError when a rule's `event:` block has an unknown key, subtype or PLOVER type."""
    where = f"{rule.file}: {rule.id}"
    meaning: dict[str, Any] = rule.meaning
    unknown = sorted(set(meaning) - MEANING_KEYS)
    if unknown:
        raise RuleError(f'{where}: unknown key "{unknown[0]}" in event; known: {", ".join(sorted(MEANING_KEYS))}')
    taxonomy = load_taxonomy()
    taxonomy.check_event(str(meaning.get("subtype")), meaning.get("plover"), where=where)
    for refinement in meaning.get("refine", ()):
        if refinement not in REFINEMENTS:
            raise RuleError(f'{where}: unknown refinement "{refinement}"; known: {", ".join(sorted(REFINEMENTS))}')
    if meaning.get("status", "happened") not in taxonomy.statuses:
        raise RuleError(f'{where}: unknown status "{meaning["status"]}"; known: {", ".join(sorted(taxonomy.statuses))}')


def in_credits(token: Token) -> bool:
    """Tell whether a word stands in a byline, a dateline or a credit line."""
    structure = token.doc._.structure
    if structure is None:
        return False
    spans = [*structure.credits, *([structure.dateline.span] if structure.dateline else [])]
    return any(span.start <= token.i < span.end for span in spans)


def _new_event(finding: Finding) -> EventMention:
    meaning = finding.rule.meaning
    taxonomy = load_taxonomy()
    subtype = meaning["subtype"]
    return EventMention(
        trigger=finding.trigger,
        head=finding.head,
        rule=finding.rule.id,
        type=taxonomy.type_of[subtype],
        subtype=subtype,
        plover=meaning.get("plover", taxonomy.plover_of[subtype]),
        confidence=float(meaning.get("confidence", DEFAULT_CONFIDENCE)),
        status=meaning.get("status", "happened"),
    )


def _is_seizure(event: EventMention) -> bool:
    """Tell whether weapons are found or taken, not shot down: a helicopter may attack and be shot down."""
    return event.subtype == SEIZURE and event.plover == "COERCE"


def _spare_seized_weapons(found: list[_Found]) -> None:
    """Mark weapons found or taken as no means of what is told beside: "recovered explosives in a raid"."""
    seized = {token.i for item in found if _is_seizure(item.event) for a in item.event.targets for token in a.span}
    for item in found:
        item.event.weapons = [
            replace(weapon, hit=True) if weapon.span.root.i in seized else weapon for weapon in item.event.weapons
        ]


# ---------------------------------------------------------------- one event, not two


def _absorb_harm(found: list[_Found]) -> list[_Found]:
    """Merge "killed five" into the event that killed them: "bombed the town, killing five"."""
    sentences: dict[int, list[_Found]] = {}
    for item in found:
        sentences.setdefault(syntax.sentence_of(item.event.head).start, []).append(item)
    return [item for beside in sentences.values() for item in _absorb_within(beside)]


def _absorb_within(found: list[_Found]) -> list[_Found]:
    """Merge the harm verbs of one sentence into the events of the same sentence."""
    harm_verbs = {item.event.head.i for item in found if item.harm}
    kept: list[_Found] = []
    for item in found:
        verbs = _coordinated(item.event.head, harm_verbs) if item.harm else [item.event.head]
        causes = [
            other
            for other in found
            if (not other.harm or _is_weapon_described(other, item)) and _causes(other, item, verbs)
        ]
        # "killed three and wounded five": one event, two figures
        causes += [other for other in kept if item.harm and other.harm and _same_harm(other.event, item.event, verbs)]
        if causes:
            causes[0].harmed += item.event.targets if item.harm else []
            adds = causes[0].harm if item.harm else _is_effect(causes[0], item)
            _merge(causes[0].event, item.event, adds_targets=adds)
        else:
            kept.append(item)
    return kept


def _coordinated(verb: Token, harm_verbs: set[int]) -> list[Token]:
    """Return a harm verb with those it is coordinated with: "killing two and wounding three"."""
    row, queue = [], [verb]
    while queue:
        current = queue.pop()
        row.append(current)
        queue += [token for token in syntax.coordinated(current) if token.i in harm_verbs and token not in row]
    return row


def _same_harm(earlier: EventMention, later: EventMention, verbs: list[Token]) -> bool:
    doers = [{argument.span.root.i for argument in event.initiators} for event in (earlier, later)]
    return earlier.head in verbs and not (all(doers) and doers[0] != doers[1])


def _causes(cause: _Found, item: _Found, verbs: list[Token]) -> bool:
    """Tell whether one event is what caused or did another, as the parse ties them."""
    other = cause.event.head
    if cause is item or syntax.sentence_of(other) != syntax.sentence_of(item.event.head):
        return False
    if _is_weapon_described(cause, item):
        return True
    if item.harm:
        if cause.event.type in BLOODLESS_TYPES and item.event.head.pos_ in syntax.VERBAL_POS and item.event.initiators:
            return False  # "soldiers entered the town, killing 12"
        if cause.event.subtype == PEACEFUL and item.event.initiators:
            return False  # "police killed seven people during protests": the protests killed nobody
        if cause.event.type not in VIOLENT_TYPES and syntax.has_own_subject(item.event.head) and item.event.initiators:
            return False  # "Peru imposed a curfew after rebels killed four soldiers"
        if any(_describes_place_hit(cause.event, verb) for verb in verbs):
            return True
        if other.pos_ == "NOUN" and any(_describes_doer(cause.event, verb) for verb in verbs):
            return True
        return any(_is_cause(other, verb, told=bool(item.event.initiators)) for verb in verbs)
    if any(tells(cause, item) for tells in (_is_purpose, _is_means_used, _is_summing_up, _is_effect)):
        return True
    # "the depot was hit by air strikes", "the attack targeted a convoy": the noun is the event
    verb = item.event.head
    if _is_weapon_described(item, cause):
        return False
    # "the blockade cut off supplies", "a suicide car bomb targeted a convoy"
    vague = item.general or item.event.subtype == cause.event.subtype or {item.event.type, cause.event.type} == {REMOTE}
    if not vague or verb.pos_ not in syntax.VERBAL_POS or other.pos_ in syntax.VERBAL_POS:
        return False
    return other in [*syntax.subjects(verb), *syntax.agents(verb)]


def _describes_doer(cause: EventMention, verb: Token) -> bool:
    """Tell whether the parser hangs the harm on who did it: "raids by gunmen that killed 40 villagers"."""
    return any(verb in syntax.adjectival_clauses(doer.span.root) for doer in cause.initiators)


def _is_purpose(cause: _Found, item: _Found) -> bool:
    """Tell whether a verb says what another was done for, both one event: "used batons to break up a protest"."""
    same = item.event.subtype == cause.event.subtype
    return same and item.event.head in syntax.purposes_of_verb(cause.event.head)


def _is_means_used(cause: _Found, item: _Found) -> bool:
    """Tell whether an attack is told by the weapon used in it: "fired rockets in an attack on the base"."""
    verb, noun = cause.event.head, item.event.head
    seized = _is_seizure(cause.event) and not item.event.targets  # "recovered explosives in raids near the border"
    used = verb.lemma_ in USING_VERBS and bool(cause.event.weapons)
    if noun.pos_ in syntax.VERBAL_POS or not (used or seized):
        return False
    return (
        item.general
        and syntax.preposition_of(noun) in {"during", "in"}
        and verb in syntax.prepositional_governors(noun)
    )


def _is_effect(cause: _Found, item: _Found) -> bool:
    """Tell whether a verb says what an explosion did to things: "a bomb went off, shattering windows"."""
    verb, other = item.event.head, cause.event.head
    if {item.event.type, cause.event.type} != {REMOTE} or verb.pos_ not in syntax.VERBAL_POS:
        return False
    if _describes_weapon(verb, cause.event):
        return True  # "planted explosives that destroyed a transformer"
    first = syntax.first_conjunct(verb)
    return verb.tag_ == "VBG" and first.head == other and syntax.is_adverbial_clause(first)


def _describes_weapon(verb: Token, event: EventMention) -> bool:
    """Tell whether a verb heads a clause that is said of a weapon of the event."""
    return any(verb in syntax.adjectival_clauses(weapon.span.root) for weapon in event.weapons)


def _is_summing_up(cause: _Found, item: _Found) -> bool:
    """Tell whether a noun calls the deed before it what it was: "blew himself up, in an attack claimed by rebels"."""
    verb, noun = cause.event.head, item.event.head
    if not item.general or noun.pos_ in syntax.VERBAL_POS or verb.pos_ not in syntax.VERBAL_POS:
        return False
    if cause.event.type not in VIOLENT_TYPES or item.event.targets or noun.i < verb.i:
        return False
    if syntax.is_afterthought(noun, verb):
        return True  # "..., police said, the latest attack in the region"
    whole = next((one for one in syntax.prepositional_governors(noun) if one.lower_ == "one"), noun)
    above = syntax.prepositional_governors(whole) if syntax.preposition_of(whole) == "in" else []
    # "..., officials said, in one of the worst attacks of the war"
    return any(verb in (governor, governor.head) or verb.head == governor for governor in above)


def _is_weapon_described(cause: _Found, item: _Found) -> bool:
    """Tell whether a clause says where the weapon of an event came from: "a bomb planted by rebels exploded"."""
    same = item.event.subtype == cause.event.subtype and cause.event.type == REMOTE
    if not same or cause.event.head.pos_ not in syntax.VERBAL_POS:
        return False
    clause = item.event.head
    weapons = [*syntax.subjects(cause.event.head), *syntax.passive_subjects(cause.event.head)]
    return any(clause in syntax.adjectival_clauses(weapon) or clause == weapon for weapon in weapons)


def _describes_place_hit(event: EventMention, verb: Token) -> bool:
    """Tell whether a clause is hung on the place and told of the deed: "the attack on the camp that killed nine"."""
    if event.head.pos_ in syntax.VERBAL_POS:
        return False
    places = {argument.span.root for argument in event.locations} & {argument.span.root for argument in event.targets}
    return any(verb in syntax.adjectival_clauses(place) and not syntax.is_passive(verb) for place in places)


def _is_cause(other: Token, verb: Token, *, told: bool) -> bool:
    """Tell whether the parse ties a harm verb to the head of the event that caused the harm.

    Args:
        other: the head of the event.
        verb: the harm verb.
        told: whether the harm verb says who did the harm.
    """
    subjects = syntax.subjects(verb)
    if other in subjects or other in syntax.agents(verb):
        return True
    if verb in syntax.adjectival_clauses(other):  # "yesterday's attack in which 44 people were killed"
        return True
    if _hangs_on(other, verb) or syntax.is_afterthought(other, verb):
        return True
    leaving = syntax.leaving_verb(verb)
    if leaving is not None and (other in syntax.subjects(leaving) or leaving.head == other):
        return True  # "the clash left nine dead and 12 wounded"
    bare = syntax.is_passive(verb) or verb.lemma_ in DYING_VERBS
    if bare and not told and syntax.runs_on(verb, syntax.clause_verb(other)):
        return True  # "an explosion destroyed the depot; ten people were killed"
    if other.pos_ in syntax.VERBAL_POS:
        # "bombed the town, killing five"; "bombed the town and killed five"; "were killed when jets bombed"
        linked = verb.head == other or other.head == verb or verb.head in syntax.purposes_of_verb(other)
        if verb.lemma_ in DYING_VERBS and verb.head == other:
            return True  # "a truck ran over a mine and six people died"
        doers = {s.i for s in syntax.subjects(other)}
        shares = doers & {s.i for s in subjects}
        if syntax.is_passive(other) and syntax.is_passive(verb):  # "was ambushed and killed"
            shares = {s.i for s in syntax.passive_subjects(other)} & {s.i for s in syntax.passive_subjects(verb)}
        if told and doers and subjects and not shares and {verb.tag_, other.tag_} <= {"VBD", "VBP", "VBZ"}:
            return False  # "rebels killed two mayors while the army attacked a camp"
        return linked and (
            syntax.is_adverbial_clause(verb) or syntax.is_adverbial_clause(other) or bool(shares and other.i < verb.i)
        )
    # "the attack, which killed five"; "the attack that left five dead": found as the antecedent subject above
    governor = syntax.clause_verb(other)
    if governor.head == verb and syntax.is_adverbial_clause(governor):
        # "five were killed when police opened fire"
        return not told and other in syntax.objects(governor) and load_grammar().light_verb_of(other) == governor
    return syntax.is_adverbial_clause(verb) and verb.head == governor and other in governor.children


def _hangs_on(noun: Token, verb: Token) -> bool:
    """Tell whether a noun says how the harm came: "killed in the strike", "killed in two days of clashes"."""
    governors = syntax.prepositional_governors(noun)
    if syntax.preposition_of(noun) == "in" and governors and governors[0] in syntax.objects(verb):
        return True  # "killed 40 militants in air strikes": the parser hangs "in" on "militants"
    if syntax.preposition_of(noun) == "of" and governors and governors[0].pos_ in syntax.NOMINAL_POS:
        return _hangs_on(governors[0], verb)
    return governors == [verb] and syntax.preposition_of(noun) in CAUSE_PREPOSITIONS


def _borrow_doers(events: list[EventMention]) -> None:
    """Let the clause of the moment say who did it: "was assassinated when two men opened fire"."""
    for event in events:
        if event.initiators or event.type != AGAINST_CIVILIANS or not syntax.is_passive(event.head):
            continue
        moments = syntax.clauses_of_the_moment(event.head)
        for other in events if moments else ():
            if syntax.clause_verb(other.head) in moments and other.type in VIOLENT_TYPES and not other.targets:
                event.initiators = list(other.initiators)


def _merge(event: EventMention, harm: EventMention, *, adds_targets: bool) -> None:
    """Give the event what the harm verb told, where the event itself is silent.

    Args:
        event: the event that goes on.
        harm: the one merged into it.
        adds_targets: both tell what was hit: "killed a judge and wounded two guards" has two targets.
    """
    suffering = {event.head, *(argument.span.root for argument in event.targets)}
    for own, told in ((event.initiators, harm.initiators), (event.weapons, harm.weapons)):
        if not own:
            # "a helicopter was shot down, killing eight": the helicopter did nothing
            own += [argument for argument in told if argument.span.root not in suffering]
    if not event.targets or adds_targets:
        event.targets += [argument for argument in harm.targets if argument.span.root != event.head]
    known = {(argument.span.start, argument.span.end) for argument in event.locations}
    event.locations += [a for a in harm.locations if (a.span.start, a.span.end) not in known]
    event.time = event.time or harm.time
    event.absorbed.append(harm.head)
