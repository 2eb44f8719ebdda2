"""Events as a data set counts them: one for all its mentions, with all that they say of it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from conflict_cli.errors import UsageError
from conflict_cli.render.parties import Cast, Party, is_named
from conflict_cli.render.sites import Site, by_precision, site
from conflict_cli.render.tolls import Toll, speakers_of, toll
from conflict_cli.render.view import View
from conflict_cli.report import Actor, ActorSpan, Event, Report, TimeSpan

LONGEST_INCIDENT = 31  # days; a longer time is that of a sum of incidents
TOOK_PLACE = frozenset({"happened", "ongoing"})
# another mention often says more exactly what it was
GENERAL_SUBTYPES = frozenset({"Armed clash", "Attack", "Casualties", "Other"})

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class MergedEvent:
    """One event.

    Attributes:
        id: unique over articles: id of the report and of the first mention.
        event: what all mentions together say: the first mention's id, the most specific type, time and places, the
            participants, weapons, figures and claims of all.
        mentions: in the order of the article.
        initiators, targets: the actors among its participants.
        site: the most precise of its places.
        killed, wounded: people.
        notes: the sentences that tell of it, " … " between them.
    """

    id: str
    event: Event
    mentions: tuple[Event, ...]
    initiators: tuple[Party, ...]
    targets: tuple[Party, ...]
    site: Site
    killed: Toll
    wounded: Toll
    notes: str

    @property
    def sides(self) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
        """The two sides: initiators and targets, or the initiators of "A and B clashed" and "A and B agreed"."""
        is_joint = any(len(mention.initiators) > 1 for mention in self.mentions) and len(self.initiators) > 1
        is_clash = self.event.subtype == "Armed clash" and not self.event.targets
        if is_joint and (is_clash or self.event.subtype == "Agreement"):
            return self.initiators[:1], self.initiators[1:]
        return self.initiators, self.targets

    @property
    def took_place(self) -> bool:
        """Tell an event from a plan, a threat, an assumption, a denial, and from a sum of events."""
        return self.event.status in TOOK_PLACE and self.event.scope == "incident"


def check_only(view: View, format_name: str) -> None:
    """Raise UsageError when `view.only` leaves out the events, of which these formats consist."""
    if "events" not in view.only:
        raise UsageError(f"{format_name} has a row per event: leave --only out, or name events in it")


def merged_events(report: Report) -> Iterator[MergedEvent]:
    """Yield the events of a report, mentions that corefer joined, in the order of their first mention."""
    cast, speakers, text = Cast(report.actors), speakers_of(report), report.report.text or ""
    places = {place.id: place for place in report.places}
    for mentions in _clusters(report.events):
        event = _joined(mentions, cast.actors)
        yield MergedEvent(
            id=f"{report.report.id}-{event.id}",
            event=event,
            mentions=mentions,
            initiators=cast.parties(event.initiators),
            targets=cast.parties(event.targets),
            site=site(event.locations, places),
            killed=toll(mentions, "killed", text=text, speakers=speakers),
            wounded=toll(mentions, "wounded", text=text, speakers=speakers),
            notes=" … ".join(dict.fromkeys(mention.evidence.text for mention in mentions)),
        )


def _clusters(events: tuple[Event, ...]) -> Iterator[tuple[Event, ...]]:
    linked: dict[str, set[str]] = {event.id: set() for event in events}
    for event in events:
        for other in linked.keys() & set(event.corefers):
            linked[event.id].add(other)
            linked[other].add(event.id)
    by_id, done = {event.id: event for event in events}, set[str]()
    position = {event.id: number for number, event in enumerate(events)}
    for event in events:
        if event.id in done:
            continue
        cluster, waiting = {event.id}, [event.id]
        while waiting:
            found = linked[waiting.pop()] - cluster
            cluster |= found
            waiting += found
        done |= cluster
        yield tuple(by_id[one] for one in sorted(cluster, key=position.__getitem__))


def _joined(mentions: tuple[Event, ...], actors: dict[str, Actor]) -> Event:
    first, *others = mentions
    statuses = [mention.status for mention in mentions]
    status = next((one for one in ("happened", "ongoing") if one in statuses), first.status)
    telling = [mention for mention in mentions if mention.status == status]
    leading = next((mention for mention in telling if mention.subtype not in GENERAL_SUBTYPES), telling[0])
    return dataclasses.replace(
        leading,
        id=first.id,
        status=status,
        plover=_first((leading, *mentions), lambda mention: mention.plover),
        ucdp=_first((leading, *mentions), lambda mention: mention.ucdp),
        initiators=_participants([mention.initiators for mention in mentions], actors),
        targets=_participants([mention.targets for mention in mentions], actors),
        locations=by_precision(
            _each_once(
                (location for mention in mentions for location in mention.locations),
                lambda location: (location.place or location.text.casefold(), location.relation),
            )
        ),
        time=min((mention.time for mention in mentions if mention.time), key=_time_rank, default=None),
        weapons=_each_once(
            (weapon for mention in mentions for weapon in mention.weapons),
            lambda weapon: (weapon.text.casefold(), weapon.role),
        ),
        casualties=_each_once(
            (figure for mention in mentions for figure in mention.casualties),
            lambda figure: (figure.start, figure.harm),
        ),
        claims=_each_once((claim for mention in mentions for claim in mention.claims), lambda claim: claim),
        corefers=tuple(other.id for other in others),
        confidence=max(mention.confidence for mention in mentions),
    )


def _first(mentions: Iterable[Event], value: Callable[[Event], str | None]) -> str | None:
    return next(filter(None, map(value, mentions)), None)


def _participants(told: Iterable[tuple[ActorSpan, ...]], actors: dict[str, Actor]) -> tuple[ActorSpan, ...]:
    """Return the participants of one side that the mentions tell, each once.

    The "gunmen" of one mention are the group that another one names, and its "rebels" the other's "rebel fighters".
    """
    found: dict[str, ActorSpan] = {}
    for spans in told:
        before = {who: actors[span.actor] for who, span in found.items() if span.actor in actors}
        for span in spans:
            actor = actors.get(span.actor or "")
            if actor and _who(span) not in found:
                same = [who for who, other in before.items() if _may_be_one(actor, other)]
                if same and not is_named(actor):
                    continue
                for who in same:
                    found.pop(who, None)
            found.setdefault(_who(span), span)
    return tuple(found.values())


def _may_be_one(actor: Actor, other: Actor) -> bool:
    is_alike = actor.kind == other.kind or "unidentified" in (actor.kind, other.kind)
    return is_alike and not (is_named(actor) and is_named(other))


def _who(span: ActorSpan) -> str:
    return span.actor or span.text.casefold()


def _each_once(items: Iterable[Item], key: Callable[[Item], Hashable]) -> tuple[Item, ...]:
    found: dict[Hashable, Item] = {}
    for item in items:
        found.setdefault(key(item), item)
    return tuple(found.values())


def days_of(time: TimeSpan | None) -> tuple[date, date] | None:
    """Return the first and the last day that a time can mean; None when one of them is open or it is unresolved."""
    if time is None or time.earliest is None or time.latest is None:
        return None
    return date.fromisoformat(time.earliest), date.fromisoformat(time.latest)


def year_of(time: TimeSpan | None) -> int | None:
    """Return the year that the whole of a time lies in."""
    days = days_of(time)
    return days[0].year if days and days[0].year == days[1].year else None


def _time_rank(time: TimeSpan) -> tuple[bool, bool, bool, int]:
    """Put times of an incident before those of a series, said ones before inferred ones, short before long."""
    days = days_of(time)
    length = (days[1] - days[0]).days if days else 0
    return (days is None, length > LONGEST_INCIDENT, time.inferred, length)
