"""Where an event was: the most precise of its locations, named by the place that has the coordinates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from conflict_cli.report import Place, PlaceSpan

# from the most to the least precise; docs/output.md says what each is
PRECISIONS = ("point", "settlement", "offset", "near", "admin", "region", "country")
POINTS = frozenset({"point", "settlement", "offset", "near"})
"""Precisions whose coordinates are those of a spot; the others are the middle of an area."""
DISTRICT = "district"
"""Stands in tables of codes for a division of a province, whose precision is "admin" too."""


@dataclass(frozen=True, slots=True)
class Site:
    """The place of an event.

    Attributes:
        name: of the settlement or division; None when the text names none.
        country: ISO 3166-1 alpha-3.
        latitude, longitude: WGS 84 degrees, both None when not known.
        precision: one of PRECISIONS, None without coordinates.
        inferred: not said of the event, but taken from the words around it.
    """

    name: str | None = None
    admin1: str | None = None
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: str | None = None
    inferred: bool = False

    def code(self, codes: Mapping[str, int]) -> int | None:
        """Return a data set's code of how precise the place is: 2 at best where it is only inferred.

        Args:
            codes: of each precision, and of DISTRICT.
        """
        is_district = self.precision == "admin" and self.admin1 is not None and self.admin1 != self.name
        code = codes.get(DISTRICT if is_district else self.precision or "")
        return max(code, 2) if code and self.inferred else code


def by_precision(locations: Iterable[PlaceSpan]) -> tuple[PlaceSpan, ...]:
    """Return the locations in order: those with coordinates, those said of the event, the precise ones first."""
    return tuple(sorted(locations, key=_vagueness))


def site(locations: Iterable[PlaceSpan], places: Mapping[str, Place]) -> Site:
    """Return the place of an event.

    Args:
        locations: its locations, in any order.
        places: the places of the report by id.
    """
    best = next(iter(by_precision(locations)), None)
    place = places.get(best.place or "") if best else None
    if best is None or place is None:
        return Site()
    named = _named(place, places)
    if best.latitude is None:
        is_name = named.kind != "country" and named.name[:1].isupper()  # not "the village", "the Syrian border"
        return Site(named.name if is_name else None, named.admin1, named.country, inferred=best.inferred)
    return Site(
        name=None if best.precision == "country" else named.name,
        admin1=named.admin1,
        country=named.country or place.country,
        latitude=best.latitude,
        longitude=best.longitude,
        precision=best.precision,
        inferred=best.inferred,
    )


def _named(place: Place, places: Mapping[str, Place]) -> Place:
    """Return the place that a described one is described by: of "a market in Marea", Marea."""
    return places.get(place.anchor or "", place)


def _vagueness(location: PlaceSpan) -> tuple[bool, bool, int]:
    precision = location.precision
    return (
        location.latitude is None,
        location.inferred,
        PRECISIONS.index(precision) if precision in PRECISIONS else len(PRECISIONS),
    )
