"""CSV in the columns of UCDP GED, a row per event with a type of violence. docs/exports.md describes the cells."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from conflict_cli.render.countries import country_name
from conflict_cli.render.csv_text import csv_line
from conflict_cli.render.merged import MergedEvent, check_only, days_of, merged_events, year_of
from conflict_cli.render.parties import STATE_KINDS, Party
from conflict_cli.render.sites import DISTRICT
from conflict_cli.render.view import View
from conflict_cli.report import Casualties, Head, Report, TimeSpan

# fmt: off
UCDP_COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id", "conflict_new_id",
    "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id", "side_a_new_id", "side_a",
    "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources", "source_article", "source_office", "source_date",
    "source_headline", "source_original", "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2",
    "latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity",
    "date_prec", "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)
# fmt: on

STATE_BASED, ONE_SIDED = "state-based", "one-sided"
TYPES = {STATE_BASED: 1, "non-state": 2, ONE_SIDED: 3}
CIVILIANS = "Civilians"
# fmt: off
WHERE_PRECISIONS = {
    "point": 1, "settlement": 1, "offset": 2, "near": 2, DISTRICT: 3, "admin": 4, "region": 5, "country": 6,
}
# fmt: on
LESS_THAN_A_WEEK, WEEK, MONTH, YEAR = 6, 7, 31, 366  # days
MOST = 5  # date_prec of a time longer than a month


def ucdp_rows(reports: Iterable[Report], view: View) -> Iterator[str]:
    """Return the header and then a line per event that took place and has a UCDP type, whether or not anybody died.

    Raises:
        UsageError: `view.only` leaves out the events.
    """
    check_only(view, "ucdp")
    return _lines(reports, view)


def _lines(reports: Iterable[Report], view: View) -> Iterator[str]:
    yield csv_line(UCDP_COLUMNS)
    for report in reports:
        names = {actor.id: actor.name for actor in report.actors}
        speakers = {
            claim.id: names.get(claim.speaker.actor or "", claim.speaker.text)
            for claim in report.claims
            if claim.speaker
        }
        rows = (
            _row(event, report.report, speakers)
            for event in merged_events(report)
            if event.took_place and event.event.ucdp in TYPES
        )
        yield "".join(csv_line(row.values(), raw=view.raw_csv) for row in rows)


def _row(event: MergedEvent, head: Head, speakers: dict[str, str]) -> dict[str, Any]:
    place = event.site
    side_a, side_b = _sides(event)
    dyad = f"{side_a.name} - {side_b.name}" if side_a.name and side_b.name else None
    words = [f"{span.relation} {span.text}".removeprefix("in ") for span in event.event.locations]
    return dict.fromkeys(UCDP_COLUMNS) | {
        "id": event.id,
        "year": year_of(event.event.time),
        "type_of_violence": TYPES[event.event.ucdp or ""],
        # GED calls a state-based conflict by what it is about, which no article says in its words
        "conflict_name": None if event.event.ucdp == STATE_BASED else dyad,
        "dyad_name": dyad,
        "side_a": side_a.name,
        "side_b": side_b.name,
        "number_of_sources": 1,
        "source_article": ",".join(filter(None, (head.publisher, head.published, head.title))) or head.source,
        "source_office": head.publisher,
        "source_date": head.published,
        "source_headline": head.title,
        "source_original": list(dict.fromkeys(speakers[claim] for claim in event.event.claims if claim in speakers)),
        "where_prec": place.code(WHERE_PRECISIONS),
        "where_coordinates": place.name or country_name(place.country),
        "where_description": words,
        "adm_1": place.admin1,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "country": country_name(place.country),
        **_dates(event.event.time),
        **_deaths(event, side_a, side_b),
    }


# ---------------------------------------------------------------- when


def _dates(time: TimeSpan | None) -> dict[str, Any]:
    days = days_of(time)
    if days is None or time is None:
        return {"date_prec": None, "date_start": None, "date_end": None}
    length = (days[1] - days[0]).days + 1
    if length > YEAR:
        return {"date_prec": None, "date_start": None, "date_end": None}
    limits = (1, LESS_THAN_A_WEEK, WEEK, MONTH)
    precision = next((number for number, limit in enumerate(limits, start=1) if length <= limit), MOST)
    return {
        "date_prec": max(precision, 2) if time.inferred else precision,
        "date_start": time.earliest,
        "date_end": time.latest,
    }


# ---------------------------------------------------------------- who and how many


@dataclass(frozen=True, slots=True)
class _Side:
    name: str | None
    members: tuple[Party, ...]


def _sides(event: MergedEvent) -> tuple[_Side, _Side]:
    """Return side A and side B: in a state-based event A is a state, in a one-sided one B are civilians."""
    doers, sufferers = event.sides
    if event.event.ucdp == ONE_SIDED:
        return _Side(_name(doers), doers), _Side(CIVILIANS, ())
    sides = _Side(_name(doers), doers), _Side(_name(sufferers), sufferers)
    is_turned = event.event.ucdp == STATE_BASED and not _is_state(doers) and _is_state(sufferers)
    return sides[::-1] if is_turned else sides


def _is_state(members: tuple[Party, ...]) -> bool:
    return any(party.kind in STATE_KINDS for party in members)


def _name(members: tuple[Party, ...]) -> str | None:
    """Return the names of a side; its states by UCDP's word for them."""
    names = []
    for party in members:
        country = country_name(party.country)
        names.append(f"Government of {country}" if country and party.kind in STATE_KINDS else party.name)
    return ", ".join(dict.fromkeys(names)) or None


def _deaths(event: MergedEvent, side_a: _Side, side_b: _Side) -> dict[str, int | None]:
    best = event.killed.low
    names = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
    deaths: dict[str, int | None] = dict.fromkeys(names, None if best is None else 0)
    for figure in event.killed.figures:
        name = _column(figure, event, side_a, side_b)
        deaths[name] = (deaths[name] or 0) + (figure.low or 0)
    if best is not None and not event.killed.figures:
        deaths["deaths_unknown"] = best
    return deaths | {"best": best, "high": event.killed.high, "low": best}


def _column(figure: Casualties, event: MergedEvent, side_a: _Side, side_b: _Side) -> str:
    if figure.civilian or (figure.civilian is None and event.event.ucdp == ONE_SIDED):
        return "deaths_civilians"
    for column, side in (("deaths_a", side_a), ("deaths_b", side_b)):
        spans = (span for party in side.members for span in party.spans)
        if any(start < figure.end and figure.start < end for start, end in spans):
            return column
    return "deaths_unknown"
