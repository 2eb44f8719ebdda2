"""Whether a mention tells of one incident or sums up many: "12,000 people have been killed since 2015"."""

from __future__ import annotations

from datetime import date

from conflict_cli.pipeline.annotations import EventMention, Timex

LONGEST_INCIDENT = 31  # days; what took longer is a sum of incidents
MANY = 10  # victims that one deed seldom has, where no weapon is told
PLURAL_NOUN = "NNS"


def scope_of(event: EventMention) -> str:
    """Return "aggregate" for a sum over more than a month, else "incident"."""
    time = event.time
    if time is None or event.time_inferred or days_of(time) <= LONGEST_INCIDENT:
        return "incident"
    # "was assassinated in 2015" took a day of that year
    many = any((figure.low or figure.high or 0) >= MANY for figure in event.casualties)
    summed = (many and not event.weapons and event.head.pos_ == "VERB") or event.head.tag_ == PLURAL_NOUN
    return "aggregate" if summed else "incident"


def days_of(time: Timex) -> int:
    """Return the days between the bounds of a time, 0 where one is open."""
    if not (time.earliest and time.latest):
        return 0
    return (date.fromisoformat(time.latest) - date.fromisoformat(time.earliest)).days
