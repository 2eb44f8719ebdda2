"""conflict_casualties: how many were killed, wounded, missing, taken or displaced, tied to the event that did it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from conflict_cli.errors import RuleError
from conflict_cli.lexicon.terms import load_animals
from conflict_cli.matcher import syntax
from conflict_cli.matcher.compiler import Classes, Finding
from conflict_cli.pipeline.annotations import CasualtyFigure, EventMention, Quantity
from conflict_cli.pipeline.rulebook import build_matcher, rules_of, word_classes
from conflict_cli.taxonomy import load_taxonomy

PEOPLE_CLASSES = frozenset(
    "civilians external_forces government media militia ngo person police political_party protesters rebel_group "
    "state_forces unidentified".split()
)
ARMED_CLASSES = frozenset({"external_forces", "militia", "police", "rebel_group", "state_forces"})
CIVILIAN_CLASSES = frozenset({"civilians", "media", "ngo", "protesters"})
# "several were wounded": people, but no figure
UNCOUNTED = frozenset({"several", "some", "many", "number", "few"})
# counted nouns that stand for people where no list knows them
PEOPLE_NOUNS = frozenset(
    """body bystander casualty child corpse couple dead fatality fisherman girl guard man member men other passenger
    people person personnel pilgrim student suspect victim villager woman women worker""".split()
)
MEANING_KEYS = frozenset({"harm", "living"})
ONE = frozenset({"a", "an", "one"})
TWO = frozenset({"couple", "duo", "pair"})
ORDINALS = frozenset("second third fourth fifth sixth seventh eighth ninth tenth".split())
# what these events do to their own targets, whatever words tell of it: "hauled away 137 men"
TAKEN_OR_MOVED = {"Abduction/forced disappearance": "abducted", "Arrests": "detained", "Displacement": "displaced"}
FLEEING_FIGHTERS = frozenset({"displaced"})  # fighters who flee retreat, they are not displaced
LEAST_HARM_SCORE = 0.9  # for a figure that only the trained model reads
PART_WORDS = frozenset({"including", "them"})  # "14 people, including three children", "among them two boys"
PEOPLE_POS = frozenset({"NOUN", "NUM", "PROPN"})


@Language.factory(
    "conflict_casualties",
    default_config={"rules_dir": None},
    requires=["doc._.events", "doc._.quantities", "doc._.mentions"],
    assigns=["doc._.events"],
)
def create_casualties(nlp: Language, name: str, rules_dir: str | None) -> CasualtyCounter:
    """Build the component with the casualty rules, a user's included."""
    return CasualtyCounter(nlp, rules_dir)


class CasualtyCounter:
    """Write `event.casualties`: "killing at least 12 civilians" is killed, low 12, high None."""

    def __init__(self, nlp: Language, rules_dir: str | None):
        for rule in rules_of("casualties", rules_dir):
            if rule.meaning.get("harm") not in load_taxonomy().harms or not set(rule.meaning) <= MEANING_KEYS:
                known = ", ".join(sorted(load_taxonomy().harms))
                raise RuleError(
                    f"{rule.file}: {rule.id}: casualty needs harm, and may have living; known harms: {known}"
                )
        self._matcher = build_matcher("casualties", rules_dir)

    def __call__(self, doc: Doc) -> Doc:
        """Count the casualties of one Doc."""
        if not doc._.events:
            return doc
        classes = word_classes(doc)
        quantity_at = {token.i: quantity for quantity in doc._.quantities for token in quantity.span}
        events = _EventIndex(doc._.events)
        taken: set[tuple[int, str]] = set()
        for finding in self._matcher(doc, classes):
            event = events.of(finding)
            if event is None:
                continue
            for victim in finding.arguments["victims"]:
                figure = _figure(victim, finding, quantity_at, classes)
                if figure is not None and (figure.span.start, figure.harm) not in taken:
                    taken.add((figure.span.start, figure.harm))
                    event.casualties.append(figure)
        for find in (_targets_counted, _figures_read):
            for event in doc._.events:
                for victim, span, harm in find(event, taken, quantity_at, classes):
                    figure = _with_bounds(victim, span, harm, event.head, quantity_at, classes)
                    if figure is not None:
                        taken.add((span.start, harm))
                        event.casualties.append(figure)
        for event in doc._.events:
            if event.subtype == "Casualties" and event.casualties and all(f.high == 0 for f in event.casualties):
                event.status = "denied"  # "no one died": told, but not to have happened
        return doc


def _targets_counted(
    event: EventMention, taken: set[tuple[int, str]], quantity_at: dict[int, Quantity], classes: Classes
) -> Iterator[tuple[Token, Span, str]]:
    """Yield those taken or driven out that no word of harm counted, and the harm: "led away 90 relatives"."""
    if event.subtype not in TAKEN_OR_MOVED:
        return
    harm = TAKEN_OR_MOVED[event.subtype]
    for victim in [target.span.root for target in event.targets]:
        span = _with_number(victim, quantity_at, event.trigger)
        known = any(figure.span.start < span.end and span.start < figure.span.end for figure in event.casualties)
        if not known and (span.start, harm) not in taken and _counts_people(victim, span, quantity_at, classes):
            yield victim, span, harm


def _figures_read(
    event: EventMention, taken: set[tuple[int, str]], quantity_at: dict[int, Quantity], classes: Classes
) -> Iterator[tuple[Token, Span, str]]:
    """Yield those whom the trained model surely reads as harmed in an event, and no rule counted, and the harm."""
    doc = event.head.doc
    if doc._.model_reading is None:
        return
    roles = doc._.model_reading.roles(event.trigger[0]) or doc._.model_reading.roles(event.head)
    for harm in sorted(load_taxonomy().harms & set(roles)):
        for word in (doc[place] for place, score in roles[harm].items() if score >= LEAST_HARM_SCORE):
            victim = word.head if syntax.is_number_modifier(word) else word
            span = _with_number(victim, quantity_at, event.trigger)
            known = any(harm == other and span.start <= start < span.end for start, other in taken)
            known = known or doc[max(span.start - 1, 0)].lower_ in PART_WORDS
            if victim.pos_ in PEOPLE_POS and not known and _counts_people(victim, span, quantity_at, classes):
                yield victim, span, harm


def _counts_people(victim: Token, span: Span, quantity_at: dict[int, Quantity], classes: Classes) -> bool:
    people = _are_people(victim, span, quantity_at, classes) or _may_live(victim, span, classes)
    return people and any(token.i in quantity_at for token in span)


# ---------------------------------------------------------------- the figure


def _figure(
    victim: Token, finding: Finding, quantity_at: dict[int, Quantity], classes: Classes
) -> CasualtyFigure | None:
    harm = finding.rule.meaning["harm"]
    if victim == finding.head:
        span = _counted_head(victim, quantity_at)
        if span is None:
            return None
    else:
        span = _with_number(victim, quantity_at, finding.trigger)
        if span[0].lower_ == "how":
            return None  # "it was not clear how many people were killed"
        living = bool(finding.rule.meaning.get("living"))
        if not (_are_people(victim, span, quantity_at, classes) or (living and _may_live(victim, span, classes))):
            return None
    return _with_bounds(victim, span, harm, finding.head, quantity_at, classes)


def _with_bounds(
    victim: Token, span: Span, harm: str, head: Token, quantity_at: dict[int, Quantity], classes: Classes
) -> CasualtyFigure | None:
    """Return the figure that a phrase for people gives; `head` is the word that tells of the harm."""
    if harm in FLEEING_FIGHTERS and classes(victim) & (ARMED_CLASSES | {"unidentified"}):
        return None
    quantity = next((quantity_at[token.i] for token in span if token.i in quantity_at), None)
    if quantity is None:
        bounds = _uncounted_bounds(victim, head, classes)
        if bounds is None:
            return None
        low, high = bounds
    else:
        low, high = quantity.low, quantity.high
    return CasualtyFigure(span, harm, low, high, _victims(victim, quantity), _is_civilian(victim, classes))


def _counted_head(head: Token, quantity_at: dict[int, Quantity]) -> Span | None:
    """Return "35 bodies", "30 dead": the harm word itself is counted."""
    numbers = [child for child in head.lefts if child.i in quantity_at]
    if not numbers:
        return None
    return head.doc[quantity_at[numbers[0].i].span.start : head.i + 1]


def _with_number(victim: Token, quantity_at: dict[int, Quantity], trigger: Span) -> Span:
    """Return the noun phrase, led by the words of its number: "at least 12 civilians"."""
    phrase = syntax.noun_phrase(victim)
    if phrase.start < trigger.end <= victim.i and phrase.start >= trigger.start:
        phrase = victim.doc[trigger.end : phrase.end]  # "shot dead two policemen"
    inside = [quantity_at[token.i].span for token in phrase if token.i in quantity_at]
    if not inside:
        return phrase
    start = min(phrase.start, inside[0].start)
    return victim.doc[start : max(phrase.end, inside[0].end)]


def _are_people(victim: Token, span: Span, quantity_at: dict[int, Quantity], classes: Classes) -> bool:
    if any(classes(token) & PEOPLE_CLASSES for token in span if token == victim or token.i in quantity_at):
        return True
    if victim.lemma_.lower() in PEOPLE_NOUNS or victim.i in quantity_at or _is_one_more(victim):
        return True
    unknown = victim.lower_ == "number" and any(child.lower_ in ONE for child in victim.children)
    if unknown and any(classes(end) & PEOPLE_CLASSES for end in syntax.counted(victim)):
        return True  # "an unknown number of civilians"
    named = any(token.lemma_.lower() in PEOPLE_NOUNS or classes(token) & PEOPLE_CLASSES for token in span)
    return victim.ent_type_ == "PERSON" or (named and any(token.i in quantity_at for token in span))


def _may_live(victim: Token, span: Span, classes: Classes) -> bool:
    """Tell whether a counted noun no list knows can be people where the verb is said of living beings alone."""
    counted = any("quantity" in classes(token) for token in span)
    kinds = classes(victim)
    return (
        counted
        and victim.pos_ in syntax.NOUN_POS
        and victim.lemma_ not in load_animals()
        and not kinds & {"place", "time", "weapon"}
    )


def _uncounted_bounds(victim: Token, harm: Token, classes: Classes) -> tuple[int | None, int | None] | None:
    """Read a victim without a number: one person is 1, "several" has no bounds, a bare plural is no figure."""
    if victim.lower_ in TWO:
        return 2, 2  # "a couple and their children"
    if _is_one_more(victim):
        return 1, 1
    words = {child.lower_ for child in victim.children} | {victim.lower_}
    if words & UNCOUNTED:
        return None, None
    if victim.tag_ == "NNP":
        return 1, 1
    # "the mayor was killed", "wounding his driver"; "the family" may be any number
    named = "person" in classes(victim) and not syntax.is_infinitive_form(harm)  # not "a plot to kill the envoy"
    if victim.tag_ == "NN" and (words & ONE or victim.ent_type_ == "PERSON" or named):
        return 1, 1
    return None


def _is_one_more(victim: Token) -> bool:
    """Tell whether a word adds one to those named before: "killed two officers and wounded another", "a third"."""
    if victim.lower_ == "another":
        # "another officer" is the officer, "another that killed two" a killer
        behind = victim.doc[victim.i + 1 : victim.i + 2].text
        return not syntax.is_bare(victim) and behind not in {"that", "which", "who"}
    words = {child.lower_ for child in victim.children}
    return victim.lower_ in ORDINALS and "a" in words and "of" not in words


def _victims(victim: Token, quantity: Quantity | None) -> str | None:
    """Return the words for the people, without their number: "people, mostly civilians"."""
    phrase = syntax.noun_phrase(victim)
    end = phrase.end
    for aside in syntax.appositions(victim):
        if "civilian" in aside.lemma_.lower():
            end = max(end, aside.i + 1)
    start = phrase.start
    if quantity is not None and start <= quantity.span.end <= end:
        start = quantity.span.end
    words = victim.doc[start:end].text.removeprefix("of ").strip()
    return words or None


def _is_civilian(victim: Token, classes: Classes) -> bool | None:
    kinds = classes(victim)
    if kinds & CIVILIAN_CLASSES:
        return True
    if kinds & ARMED_CLASSES:
        return False  # "11 soldiers and two civilians": two figures
    return True if any("civilian" in word.lemma_.lower() for word in syntax.full_phrase(victim)) else None


# ---------------------------------------------------------------- its event


class _EventIndex:
    """The events of a Doc by the words that tell of them and by sentence."""

    def __init__(self, events: list[EventMention]):
        self._told_by: dict[int, EventMention] = {}
        self._in_sentence: dict[int, list[EventMention]] = {}
        for event in events:
            for token in (*event.trigger, *event.absorbed):
                self._told_by.setdefault(token.i, event)
            self._in_sentence.setdefault(syntax.sentence_of(event.head).start, []).append(event)

    def of(self, finding: Finding) -> EventMention | None:
        """Return the event a harm belongs to: its own trigger, the one it was merged into, else the nearest."""
        head = finding.head
        if head.i in self._told_by:
            return self._told_by[head.i]
        same_sentence = self._in_sentence.get(syntax.sentence_of(head).start, [])
        linked = [event for event in same_sentence if _linked(event.head, head)]
        return min(linked or same_sentence, key=lambda event: abs(event.head.i - head.i), default=None)


def _linked(trigger: Token, harm: Token) -> bool:
    return syntax.dominates(trigger, harm) or syntax.dominates(harm, trigger)
