"""The actors on one side of an event, each once, as a data set names them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
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


class Cast:
    """The actors of a report.

    Attributes:
        actors: by id.
    """

    def __init__(self, actors: Iterable[Actor]) -> None:
        self.actors: dict[str, Actor] = {actor.id: actor for actor in actors}
        self._names = sorted(
            (mention.start, mention.end, actor.id)
            for actor in self.actors.values()
            if is_named(actor)
            for mention in actor.mentions
        )

    def parties(self, spans: Iterable[ActorSpan]) -> tuple[Party, ...]:
        """Return the actors among the participants of one side: not things and places.

        The organisation stands for the person who speaks for it, and the group for its members: of "fighters of the
        Levant Front" the Levant Front.
        """
        found: dict[str, tuple[Actor, list[tuple[int, int]]]] = {}
        for span in spans:
            actor = self.actors.get(span.actor or "")
            if actor is not None:
                actor = self._organisation(actor, span)
                found.setdefault(actor.id, (actor, []))[1].append((span.start, span.end))
        return tuple(Party(actor.name, actor.kind, actor.country, tuple(places)) for actor, places in found.values())

    def _organisation(self, actor: Actor, span: ActorSpan) -> Actor:
        if actor.kind == "person":
            return self.actors.get(actor.affiliation or "", actor)
        if is_named(actor):
            return actor
        inside = self._names[bisect_left(self._names, (span.start,)) : bisect_left(self._names, (span.end,))]
        members_of = (self.actors[name] for _, end, name in inside if end <= span.end)
        return next((group for group in members_of if group.kind == actor.kind), actor)


def is_named(actor: Actor) -> bool:
    """Tell "Levant Front" from "Rebel fighters"."""
    first, *others = actor.name.split()
    return actor.wikidata is not None or first.isupper() or any(word[0].isupper() for word in others)
