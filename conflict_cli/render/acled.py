"""CSV in the columns of ACLED, a row per event that took place. docs/exports.md says where each cell comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from conflict_cli.render.countries import country_name, country_number
from conflict_cli.render.csv_text import csv_line
from conflict_cli.render.merged import MergedEvent, check_only, days_of, merged_events, year_of
from conflict_cli.render.parties import STATE_KINDS, Party
from conflict_cli.render.sites import DISTRICT
from conflict_cli.render.view import View
from conflict_cli.report import Head, Report, TimeSpan

# fmt: off
ACLED_COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type",
    "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting",
    "iso", "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision",
    "source", "source_scale", "notes", "fatalities", "tags", "timestamp",
)
# fmt: on

STATE, REBEL, MILITIA, IDENTITY = "State forces", "Rebel group", "Political militia", "Identity militia"
RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL = "Rioters", "Protesters", "Civilians", "External/Other forces"
INTERS = (STATE, REBEL, MILITIA, IDENTITY, RIOTERS, PROTESTERS, CIVILIANS, EXTERNAL)
"""ACLED's kinds of actors in the order of their former numbers 1 to 8."""

ARMED_INTERS = frozenset({STATE, REBEL, MILITIA, IDENTITY})
ARMED_TYPES = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})
VIOLENCE, DEMONSTRATIONS, STRATEGIC = "Political violence", "Demonstrations", "Strategic developments"
DISORDER_OF_TYPE = dict.fromkeys(ARMED_TYPES, VIOLENCE) | {
    "Protests": DEMONSTRATIONS,
    "Riots": DEMONSTRATIONS,
    "Strategic developments": STRATEGIC,
}
DISORDER_OF_SUBTYPE = {
    "Excessive force against protesters": f"{VIOLENCE}; {DEMONSTRATIONS}",
    "Mob violence": VIOLENCE,
}
# what ACLED codes our own subtypes as; the others of ours have no like in it
NEAREST = {
    "Advance": "Change to group/activity",
    "Withdrawal": "Change to group/activity",
    "Deployment/build-up": "Change to group/activity",
    "Displacement": "Other",
}
INTER_OF_KIND = {
    "state_forces": STATE,
    "government": STATE,
    "police": STATE,
    "rebel_group": REBEL,
    "militia": MILITIA,
    "protesters": PROTESTERS,
    "civilians": CIVILIANS,
    "media": CIVILIANS,
    "ngo": CIVILIANS,
    "external_forces": EXTERNAL,
    "intergovernmental": EXTERNAL,
}
CROWD_OF_TYPE = {"Protests": PROTESTERS, "Riots": RIOTERS}
NAMELESS = frozenset({"people", "civilians", "residents", "protesters", "demonstrators", "marchers", "crowd"})
UNIDENTIFIED = "Unidentified Armed Group"
WEEK, MONTH = 7, 31  # days
GEO_PRECISIONS = {"point": 1, "settlement": 1, "offset": 2, "near": 2, DISTRICT: 2, "admin": 3, "region": 3}


def acled_rows(reports: Iterable[Report], view: View) -> Iterator[str]:
    """Return the header and then a line per event that happened or is going on.

    Raises:
        UsageError: `view.only` leaves out the events.
    """
    check_only(view, "acled")
    return _lines(reports, view)


def _lines(reports: Iterable[Report], view: View) -> Iterator[str]:
    yield csv_line(ACLED_COLUMNS)
    for report in reports:
        rows = (_row(event, report.report) for event in merged_events(report) if event.took_place)
        yield "".join(csv_line(row.values(), raw=view.raw_csv) for row in rows)


def _row(event: MergedEvent, head: Head) -> dict[str, Any]:
    place = event.site
    first, second = _sides(event)
    kind, subtype = _type(event, second)
    day, precision = _date(event.event.time)
    is_spot = place.precision in GEO_PRECISIONS
    return dict.fromkeys(ACLED_COLUMNS) | {
        "event_id_cnty": event.id,
        "event_date": day and day.isoformat(),
        "year": _year(event.event.time),
        "time_precision": precision,
        "disorder_type": DISORDER_OF_SUBTYPE.get(subtype or "", DISORDER_OF_TYPE.get(kind or "")),
        "event_type": kind,
        "sub_event_type": subtype,
        "actor1": first.name,
        "assoc_actor_1": first.others,
        "inter1": first.inter,
        "actor2": second.name,
        "assoc_actor_2": second.others,
        "inter2": second.inter,
        "interaction": _interaction(first, second),
        "civilian_targeting": "Civilian targeting" if _hits_civilians(kind, subtype, second) else None,
        "iso": country_number(place.country),
        "country": country_name(place.country),
        "admin1": place.admin1,
        "location": place.name,
        "latitude": place.latitude if is_spot else None,
        "longitude": place.longitude if is_spot else None,
        "geo_precision": place.code(GEO_PRECISIONS),
        "source": head.publisher or head.source,
        "notes": event.notes,
        "fatalities": event.killed.low,
    }


# ---------------------------------------------------------------- what, when, where


def _type(event: MergedEvent, target: _Side) -> tuple[str | None, str | None]:
    """Return ACLED's types: who is hit tells its battles, of armed groups, from its violence against civilians."""
    subtype = event.event.subtype
    if subtype in NEAREST:
        return STRATEGIC, NEAREST[subtype]
    if subtype == "Attack" and target.inter in ARMED_INTERS:
        return "Battles", "Armed clash"
    if subtype == "Armed clash" and target.inter == CIVILIANS:
        return "Violence against civilians", "Attack"
    if event.event.type in DISORDER_OF_TYPE:
        return event.event.type, subtype
    return None, None


def _date(time: TimeSpan | None) -> tuple[date | None, int | None]:
    """Return the middle of the time and ACLED's precision of it: 1 day, 2 week, 3 month; a longer time is no date."""
    days = days_of(time)
    if days is None or time is None:
        return None, None
    length = (days[1] - days[0]).days + 1
    if length > MONTH:
        return None, None
    middle = days[0] + timedelta(days=(length - 1) // 2)
    precision = 1 if length == 1 else 2 if length <= WEEK else 3
    return middle, max(precision, 2) if time.inferred else precision


def _year(time: TimeSpan | None) -> int | None:
    day, _ = _date(time)
    if day:
        return day.year
    return year_of(time)


# ---------------------------------------------------------------- who


@dataclass(frozen=True, slots=True)
class _Side:
    name: str | None = None
    others: tuple[str, ...] = ()
    inter: str | None = None


def _sides(event: MergedEvent) -> tuple[_Side, _Side]:
    crowd = CROWD_OF_TYPE.get(event.event.type)
    if crowd:
        return _demonstration(event, crowd)
    doers, sufferers = event.sides
    first, second = _side(event, doers, None), _side(event, sufferers, None)
    if second.name is None and any(figure.civilian for figure in event.event.casualties):
        second = _Side(_of(CIVILIANS, event.site.country), (), CIVILIANS)
    return first, second


def _demonstration(event: MergedEvent, crowd: str) -> tuple[_Side, _Side]:
    """Return the crowd and the force it met: ACLED has no second actor for what a protest is against."""
    everybody = (*event.initiators, *event.targets)
    forces = tuple(party for party in everybody if party.kind in STATE_KINDS)
    people = tuple(party for party in everybody if party.kind not in STATE_KINDS | {"rebel_group", "militia"})
    if event.event.subtype == "Peaceful protest":
        return _side(event, tuple(party for party in people if party in event.initiators), crowd), _Side()
    if event.event.subtype == "Mob violence":
        return _side(event, event.initiators, crowd), _side(event, event.targets, None)
    sides = _side(event, people, crowd), _side(event, forces, None)
    return sides[::-1] if event.event.subtype == "Excessive force against protesters" else sides


def _side(event: MergedEvent, members: tuple[Party, ...], crowd: str | None) -> _Side:
    """Return one side: its first actor, the others beside it; civilians and crowds by ACLED's words for them."""
    if crowd:
        names = tuple(party.name for party in members if party.name.casefold() not in NAMELESS)
        return _Side(_of(crowd, event.site.country), names, crowd)
    if not members:
        return _Side()
    # the group that "a suicide bomber" comes from leads
    first, *others = sorted(members, key=lambda party: party.kind in {None, "unidentified"})
    names = tuple(party.name for party in others)
    inter = _inter(event, first)
    if first.kind == "unidentified" and event.event.type in ARMED_TYPES and first in event.initiators:
        return _Side(_of(UNIDENTIFIED, event.site.country), names, MILITIA)
    if first.kind in {"civilians", "media", "protesters"} or (inter == CIVILIANS and first.kind == "person"):
        said = () if first.name.casefold() in NAMELESS else (first.name,)
        return _Side(_of(inter or CIVILIANS, first.country or event.site.country), (*said, *names), inter)
    return _Side(first.name, names, inter)


def _inter(event: MergedEvent, party: Party) -> str | None:
    is_abroad = party.country and event.site.country and party.country != event.site.country
    if party.kind in STATE_KINDS and is_abroad and not event.site.inferred:
        return EXTERNAL
    if party.kind == "person" and event.event.type == "Violence against civilians" and party in event.targets:
        return CIVILIANS
    return INTER_OF_KIND.get(party.kind or "")


def _of(label: str, country: str | None) -> str:
    name = country_name(country)
    return f"{label} ({name})" if name else label


def _interaction(first: _Side, second: _Side) -> str | None:
    inters = [side.inter for side in (first, second) if side.name]
    known = sorted((inter for inter in inters if inter), key=INTERS.index)
    if not known or len(known) < len(inters):
        return None
    if known == [CIVILIANS, EXTERNAL]:  # the one pair that ACLED writes the other way round
        known.reverse()
    return "-".join(known) if len(known) == 2 else f"{known[0]} only"


def _hits_civilians(kind: str | None, subtype: str | None, target: _Side) -> bool:
    if kind == "Violence against civilians" or subtype == "Excessive force against protesters":
        return True
    return kind in {"Explosions/Remote violence", "Riots"} and target.inter == CIVILIANS
