"""The contract: what one parsed article gives. docs/output.md describes each field.

Every span has `start` and `end` in Unicode code points into the article's text, `end` exclusive, and
`article[start:end] == text`. Unknown is None or an empty tuple, never a guess and never an empty string.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Any

SCHEMA_VERSION = "1"
SECTIONS = ("actors", "places", "events", "claims", "times", "relations", "disputes")
"""The parts of a report that `--only` may choose from."""


@dataclass(frozen=True, slots=True)
class Span:
    """Words of the article: code point offsets and the text between them."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class ActorSpan:
    """A participant or speaker; `actor` is the id of an Actor, None for a thing or a place."""

    start: int
    end: int
    text: str
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """Where an event happened; `relation` is in, near, east of, 10 km from, ...

    `latitude` and `longitude` (WGS 84 degrees) are those of the place, or the point that distance and bearing give;
    `precision` says which. `inferred`: not said of the event, but taken from its sentence or the dateline.
    """

    start: int
    end: int
    text: str
    place: str | None = None
    relation: str = "in"
    latitude: float | None = None
    longitude: float | None = None
    precision: str | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class RelationSpan:
    """The object of a relation: an actor or a place."""

    start: int
    end: int
    text: str
    actor: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A time expression; `earliest` and `latest` are ISO 8601 dates, both None when it gives none.

    `inferred`: an event's time that is not said of it, but carried over from the text before.
    """

    start: int
    end: int
    text: str
    earliest: str | None = None
    latest: str | None = None
    precision: str | None = None
    inferred: bool = False


@dataclass(frozen=True, slots=True)
class WeaponSpan:
    """A weapon or platform of an event; `kind` comes from the weapon lexicon.

    `role` is "used" for the means of the event, "hit" for what it destroyed, seized or shot down: "two tanks".
    """

    start: int
    end: int
    text: str
    kind: str | None = None
    role: str = "used"


@dataclass(frozen=True, slots=True)
class Casualties:
    """A figure: `low` and `high` are whole numbers of people, None where the text sets no bound."""

    start: int
    end: int
    text: str
    harm: str
    low: int | None = None
    high: int | None = None
    victims: str | None = None
    civilian: bool | None = None


@dataclass(frozen=True, slots=True)
class CueSpan:
    """The words that report or perform a claim; `lemma` is the dictionary form of their head."""

    start: int
    end: int
    text: str
    lemma: str


@dataclass(frozen=True, slots=True)
class Dateline:
    """The line that opens a wire report: "BEIRUT, Nov 28 (Reuters) -"."""

    start: int
    end: int
    text: str
    place: str | None = None
    date: str | None = None
    agency: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What the article is."""

    id: str
    source: str
    title: str | None
    publisher: str | None
    authors: tuple[str, ...]
    dateline: Dateline | None
    published: str | None
    published_from: str | None
    language: str
    text: str | None


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor of the article with all its mentions; `country` is ISO 3166-1 alpha-3.

    `affiliation` is the id of the actor that a person speaks for, leads or belongs to, where the text says it.
    """

    id: str
    name: str
    kind: str | None
    country: str | None
    wikidata: str | None
    affiliation: str | None
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One place with all its mentions; coordinates are WGS 84 degrees, None when not resolved.

    `precision` says what the coordinates are the point of; `relation` and `anchor` (the id of another Place) how a
    described place lies to a named one.
    """

    id: str
    name: str
    kind: str
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    geonames: int | None
    precision: str | None
    relation: str | None
    anchor: str | None
    mentions: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, is planned, threatened, hypothetical or denied."""

    id: str
    type: str
    subtype: str
    plover: str | None
    ucdp: str | None
    status: str
    scope: str
    trigger: Span
    evidence: Span
    initiators: tuple[ActorSpan, ...]
    targets: tuple[ActorSpan, ...]
    locations: tuple[PlaceSpan, ...]
    time: TimeSpan | None
    weapons: tuple[WeaponSpan, ...]
    casualties: tuple[Casualties, ...]
    claims: tuple[str, ...]
    corefers: tuple[str, ...]
    rule: str
    confidence: float

    def weapons_of(self, role: str) -> tuple[WeaponSpan, ...]:
        """Return the weapons that were `used` in the event, or `hit` by it."""
        return tuple(weapon for weapon in self.weapons if weapon.role == role)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who says, denies, accuses ... what."""

    id: str
    speaker: ActorSpan | None
    speaker_kind: str | None
    cue: CueSpan
    content: tuple[Span, ...]
    stance: str
    quotation: str
    accused: ActorSpan | None
    addressee: ActorSpan | None
    plover: str | None
    events: tuple[str, ...]
    evidence: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Relation:
    """A standing relation between two actors, or an actor and a place."""

    id: str
    subject: ActorSpan
    predicate: str
    object: RelationSpan
    evidence: Span
    rule: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """What the article's own sources disagree on."""

    id: str
    kind: str
    events: tuple[str, ...]
    claims: tuple[str, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything extracted from one article."""

    schema_version: str
    report: Head
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    events: tuple[Event, ...]
    claims: tuple[Claim, ...]
    times: tuple[TimeSpan, ...]
    relations: tuple[Relation, ...]
    disputes: tuple[Dispute, ...]
    warnings: tuple[str, ...]

    def to_dict(self, *, only: tuple[str, ...] = SECTIONS, with_text: bool = True) -> dict[str, Any]:
        """Return the report as plain dicts and lists, keys in the order of docs/output.md.

        Args:
            only: the sections to keep; `report` and `warnings` are always there.
            with_text: keep `report.text`, the text the offsets point into.
        """
        plain: dict[str, Any] = {
            field.name: _plain(getattr(self, field.name))
            for field in fields(self)
            if field.name in only or field.name not in SECTIONS
        }
        if not with_text:
            del plain["report"]["text"]
        return plain


@cache
def _field_names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _plain(value: Any) -> Any:
    # dataclasses.asdict copies every leaf deeply and takes three times as long
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        kind: type = type(value)
        return {name: _plain(getattr(value, name)) for name in _field_names(kind)}
    return value
