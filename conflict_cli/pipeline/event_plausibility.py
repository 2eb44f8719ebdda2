"""Drop violence that nothing else in the article bears out: the harm of an earthquake, a match, a speech."""

from __future__ import annotations

from conflict_cli.matcher.compiler import Classes
from conflict_cli.pipeline.annotations import EventMention

VIOLENT_TYPES = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
HARM_SUBTYPES = frozenset({"Casualties"})
# who fights or shoots; a minister or a team that "attacks" may do so in words or on a pitch
ARMED = frozenset({"external_forces", "militia", "police", "rebel_group", "state_forces", "unidentified"})
WEAK = 0.6  # confidence below which a rule's words have peaceful readings too: "attack", "battle", "beat", "killed"
NOBODY = frozenset({"no", "nobody", "none"})


def plausible(events: list[EventMention], classes: Classes) -> list[EventMention]:
    """Return the events without weak ones that stand alone.

    Words such as "killed" and "attacked" tell of violence only beside a weapon, an armed side or another event that
    is violent by its very words; an article that has none of these is about something else.
    """
    told = [event for event in events if not _harms_nobody(event)]
    if any(_is_firm(event, classes) for event in told):
        return told
    return [event for event in told if not _is_weak(event)]


def _is_firm(event: EventMention, classes: Classes) -> bool:
    if event.subtype not in HARM_SUBTYPES and event.type not in VIOLENT_TYPES:
        return False
    if event.type in VIOLENT_TYPES and event.confidence >= WEAK:
        return True
    if event.weapons:
        return True
    return any(classes(argument.span.root) & ARMED for argument in (*event.initiators, *event.targets))


def _is_weak(event: EventMention) -> bool:
    return event.subtype in HARM_SUBTYPES or (event.type in VIOLENT_TYPES and event.confidence < WEAK)


def _harms_nobody(event: EventMention) -> bool:
    """Tell whether the harm is said to have hit nobody: "no soldiers were injured"."""
    return event.subtype in HARM_SUBTYPES and any(argument.span[0].lower_ in NOBODY for argument in event.targets)
