"""Drop violence that nothing else in the article bears out: the harm of an earthquake, a match, a speech."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Doc

from conflict_cli.lexicon.terms import read_yaml
from conflict_cli.matcher.compiler import Classes
from conflict_cli.pipeline.annotations import EventMention
from conflict_cli.pipeline.confidence import HARM, WEAK
from conflict_cli.pipeline.event_types import VIOLENT_TYPES

HARM_SUBTYPES = frozenset({"Casualties"})
POLICED_SUBTYPES = frozenset({"Arrests"})  # "arrested in connection with the attack": the attack was one
# who fights, and whom or what only an attacker attacks; a minister or a team may "attack" in words or on a pitch
ARMED = frozenset({"external_forces", "militia", "police", "rebel_group", "state_forces", "unidentified"})
ATTACKED = ARMED | {"civilians", "facility", "media", "ngo"}
FOUGHT_TYPES = VIOLENT_TYPES | {"Force movement", "Humanitarian impact", "Riots", "Strategic developments"}
LIKELY_WORDS = 2
NOBODY = frozenset({"no", "nobody", "none"})


def plausible(events: list[EventMention], doc: Doc, classes: Classes) -> list[EventMention]:
    """Return the events without weak ones that stand alone.

    Words such as "battle" tell of violence only beside a weapon, an armed side or another event that is violent by
    its very words; deaths need one of these only where the article names a peaceful cause: a crash, a quake.
    """
    told = [event for event in events if not _harms_nobody(event)]
    if not any(_is_armed(event, classes) for event in told) and _is_of_peaceful_register(doc):
        return [event for event in told if event.type not in FOUGHT_TYPES]
    if any(_is_firm(event, classes) for event in told):
        return told
    peaceful = any(token.lemma_.lower() in _peaceful_causes() for token in doc)
    return [event for event in told if not (_is_vague(event) or (peaceful and _is_harm(event)))]


def _is_armed(event: EventMention, classes: Classes) -> bool:
    """Tell whether somebody who fights takes part, or a weapon is used."""
    if event.subtype in POLICED_SUBTYPES or any(not weapon.hit for weapon in event.weapons):
        return True
    taking_part = [*event.initiators, *event.targets]
    return any(classes(argument.span.root) & ARMED for argument in taking_part)


def _is_of_peaceful_register(doc: Doc) -> bool:
    """Tell whether the words are those of a match, a recipe, a film: "the attack" is then no attack."""
    sure, likely = _registers()
    words = {token.lemma_.lower() for token in doc}
    return not words.isdisjoint(sure) or len(words & likely) >= LIKELY_WORDS


@cache
def _registers() -> tuple[frozenset[str], frozenset[str]]:
    lists = read_yaml("registers.yaml")
    sure, likely = (frozenset(word for words in lists[name].values() for word in words) for name in ("sure", "likely"))
    return sure, likely


def _is_firm(event: EventMention, classes: Classes) -> bool:
    if event.subtype in POLICED_SUBTYPES:
        return True
    if event.subtype in HARM_SUBTYPES or event.type in VIOLENT_TYPES:
        doers = {name for argument in event.initiators for name in classes(argument.span.root)}
        sufferers = {name for argument in event.targets for name in classes(argument.span.root)}
        used = any(not weapon.hit for weapon in event.weapons)
        if used or doers & ARMED or sufferers & (ARMED if _is_harm(event) else ATTACKED):
            return True
    return event.type in VIOLENT_TYPES and event.confidence >= WEAK


def _is_harm(event: EventMention) -> bool:
    return event.subtype in HARM_SUBTYPES or (event.type in VIOLENT_TYPES and event.confidence <= HARM)


def _is_vague(event: EventMention) -> bool:
    return event.type in VIOLENT_TYPES and HARM < event.confidence < WEAK


@cache
def _peaceful_causes() -> frozenset[str]:
    return frozenset(word for words in read_yaml("peaceful_causes.yaml").values() for word in words)


def _harms_nobody(event: EventMention) -> bool:
    """Tell whether the harm is said to have hit nobody: "no soldiers were injured"."""
    return event.subtype in HARM_SUBTYPES and any(argument.span[0].lower_ in NOBODY for argument in event.targets)
