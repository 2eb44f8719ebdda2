"""The actors on one side of an event, each once, as a data set names them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conflict_cli.report import Actor, ActorSpan

STATE_KINDS = frozenset({"external_forces", "government", "police", "state_forces"})


@dataclass(frozen=True, slots=True)
class Party:
    """One actor of an event.

    Attributes:
        name: as in `actors` of the report.
        kind: actor kind, None when it isn't known.
        country: ISO 3166-1 alpha-3.
        spans: the mentions in the event, (start, end) each.
    """

    name: str
    kind: str | None
    country: str | None
    spans: tuple[tuple[int, int], ...]


def parties(spans: Iterable[ActorSpan], actors: Mapping[str, Actor]) -> list[Party]:
    """Return the actors among the participants: not things and places.

    The organisation stands for the person who speaks for it, and the group for its members: of "fighters of the
    Levant Front" the Levant Front.

    Args:
        spans: participants of one side of an event.
        actors: the actors of the report by id.
    """
    found: dict[str, tuple[Actor, list[tuple[int, int]]]] = {}
    for span in spans:
        actor = actors.get(span.actor or "")
        if actor is None:
            continue
        actor = _organisation(actor, span, actors)
        found.setdefault(actor.id, (actor, []))[1].append((span.start, span.end))
    return [Party(actor.name, actor.kind, actor.country, tuple(places)) for actor, places in found.values()]


def is_named(actor: Actor) -> bool:
    """Tell "Levant Front" from "Rebel fighters"."""
    first, *others = actor.name.split()
    return actor.wikidata is not None or first.isupper() or any(word[0].isupper() for word in others)


def _organisation(actor: Actor, span: ActorSpan, actors: Mapping[str, Actor]) -> Actor:
    if actor.kind == "person":
        return actors.get(actor.affiliation or "", actor)
    if is_named(actor):
        return actor
    for other in actors.values():
        is_inside = any(span.start <= mention.start and mention.end <= span.end for mention in other.mentions)
        if is_inside and other.kind == actor.kind and is_named(other):
            return other
    return actor
