"""Decide the subtype of an event whose trigger alone does not: by its means, by who is on the two sides."""

from __future__ import annotations

from functools import cache

from conflict_cli.lexicon.terms import read_yaml
from conflict_cli.matcher.compiler import Classes
from conflict_cli.matcher.rule import Rule
from conflict_cli.pipeline.annotations import Argument, EventMention
from conflict_cli.pipeline.model_reading import ModelReading
from conflict_cli.taxonomy import load_taxonomy

VIOLENT_TYPES = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
"""Event types of armed violence."""

REFINEMENTS = frozenset({"means", "model", "parties", "taker"})
"""What a rule's `refine` may name: retype by the weapon used, as the trained model reads the word, by the kinds of the
two sides, by who takes a place."""

FORCE_KINDS = frozenset({"external_forces", "police", "state_forces"})
STATE_KINDS = frozenset({"government", "police", "state_forces"})
UNARMED_KINDS = frozenset({"civilians", "media", "ngo", "person", "protesters"})
ARMED_KINDS = FORCE_KINDS | {"government", "militia", "rebel_group"}
NEUTRAL_NOUNS = frozenset({"he", "man", "they", "youth"})  # they may be fighters
BY_PARTIES = frozenset({"Armed clash", "Attack"})  # the same words tell of both: who was hit decides
# the trained model overrules the rules where it sees this little of their type and this much of another
MOST_OF_TYPE, LEAST_OF_TYPE = 0.05, 0.85
LEAST_OF_CLASH = 0.5  # so surely must it read one where the rules see no side
# means of crowd control are no attack of their own
CROWD_CONTROL = frozenset({"Protest with intervention"})


def retype(event: EventMention, rule: Rule, classes: Classes, harmed: list[Argument]) -> None:
    """Set subtype, type and PLOVER type of an event whose rule asks for it.

    Args:
        event: the event, its roles filled.
        rule: the rule that found it.
        classes: gives the classes of a word.
        harmed: who is said to have been harmed: "the raid that killed 14 villagers".
    """
    refinements = rule.meaning.get("refine", ())
    subtype = _by_means(event) if "means" in refinements else None
    if subtype is None and "model" in refinements:
        subtype = next((word.subtype for word in event.head.doc._.event_words if word.token in event.trigger), None)
        if subtype in BY_PARTIES:
            subtype = _by_parties(event, classes, harmed) or subtype
    if subtype is None and "taker" in refinements:
        subtype = _by_taker(event, classes)
    if subtype is None and "parties" in refinements:
        subtype = _by_parties(event, classes, harmed)
        if subtype is None and not rule.meaning.get("harm") and _is_read_as_clash(event):
            subtype = "Armed clash"
    if subtype is None and rule.meaning.get("harm") and not event.initiators and not event.weapons:
        # "five people were killed": somebody died, nobody is said to have attacked
        subtype = "Casualties"
    if subtype is not None:
        set_subtype(event, subtype)


def check_type(event: EventMention, reading: ModelReading, classes: Classes) -> None:
    """Give an event another type where the trained model is sure of one and does not see that of the rules."""
    if event.subtype == "Attack" and _hits_civilians(event, classes):
        return  # "three farmers were ambushed" is no clash, whatever the verb is mostly said of
    word = reading.trigger_of(event)
    own = reading.types(word).get(event.type)
    if own is None or sum(own.values()) >= MOST_OF_TYPE:
        return
    subtype, share = reading.likeliest(word)
    if share >= LEAST_OF_TYPE:
        set_subtype(event, subtype)


def set_subtype(event: EventMention, subtype: str) -> None:
    """Give an event another subtype of the taxonomy, with its type and PLOVER type."""
    taxonomy = load_taxonomy()
    event.subtype = subtype
    event.type = taxonomy.type_of[subtype]
    event.plover = taxonomy.plover_of[subtype]


@cache
def _means() -> dict[str, str]:
    means: dict[str, str] = read_yaml("means.yaml")
    return means


def _by_means(event: EventMention) -> str | None:
    subtypes = [_means()[weapon.kind] for weapon in event.weapons if not weapon.hit and weapon.kind in _means()]
    return subtypes[0] if subtypes else None


def _by_taker(event: EventMention, classes: Classes) -> str | None:
    takers = _kinds(event.initiators, classes)
    if takers & STATE_KINDS:
        return "Government regains territory"  # beside militias too
    return "Non-state actor overtakes territory" if takers & {"militia", "rebel_group"} else None


def _by_parties(event: EventMention, classes: Classes, harmed: list[Argument]) -> str | None:
    doers, sufferers = _kinds(event.initiators, classes), _kinds(event.targets, classes)
    if not sufferers & (UNARMED_KINDS | ARMED_KINDS):
        # "the raid on the village killed 14 farmers": whom it hit decides
        sufferers |= _kinds(harmed, classes)
    if "protesters" in sufferers and doers & FORCE_KINDS:
        return "Excessive force against protesters"
    if "protesters" in doers:
        return "Violent demonstration"
    if sufferers & UNARMED_KINDS and not sufferers & ARMED_KINDS:
        return "Attack"
    armed = sufferers & ARMED_KINDS or any(weapon.hit for weapon in event.weapons)  # "fired on two helicopters"
    if doers & ARMED_KINDS and armed:
        return "Armed clash"
    return None


def _hits_civilians(event: EventMention, classes: Classes) -> bool:
    """Tell whether those hit are surely unarmed: farmers, not "his men"."""
    heads = [target.span.root for target in event.targets]
    return bool(heads) and all(
        classes(head) & UNARMED_KINDS and not classes(head) & ARMED_KINDS and head.lemma_.lower() not in NEUTRAL_NOUNS
        for head in heads
    )


def _is_read_as_clash(event: EventMention) -> bool:
    """Tell whether the trained model reads a clash where neither means nor sides tell: "attacked all positions"."""
    reading: ModelReading | None = event.head.doc._.model_reading
    if reading is None or event.subtype != "Attack":
        return False
    return reading.types(event.head).get("Battles", {}).get("Armed clash", 0.0) >= LEAST_OF_CLASH


def _kinds(arguments: list[Argument], classes: Classes) -> frozenset[str]:
    kinds: frozenset[str] = frozenset()
    for argument in arguments:
        kinds |= classes(argument.span.root)
    return kinds
