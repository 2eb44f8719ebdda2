"""PLOVER records as JSON Lines, one per event with a PLOVER type. docs/exports.md describes the keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from conflict_cli.render.json_text import json_text
from conflict_cli.render.merged import MergedEvent, check_only, merged_events
from conflict_cli.render.tolls import Toll
from conflict_cli.render.view import View
from conflict_cli.report import Actor, ActorSpan, Place, PlaceSpan, Report

# (PLOVER type, our subtype) -> mode, where the subtype can mean no other
MODES = {
    ("ASSAULT", "Shelling/artillery/missile attack"): "heavy-weapons",
    ("ASSAULT", "Remote explosive/landmine/IED"): "explosives",
    ("ASSAULT", "Grenade"): "explosives",
    ("ASSAULT", "Suicide bomb"): "suicide-attack",
    ("ASSAULT", "Chemical weapon"): "unconventional",
    ("ASSAULT", "Abduction/forced disappearance"): "abduct",
    ("ASSAULT", "Sexual violence"): "sexual",
    ("ASSAULT", "Looting/property destruction"): "destroy",
    ("ASSAULT", "Protest with intervention"): "crowd-control",
    ("PROTEST", "Violent demonstration"): "riot",
    ("COERCE", "Arrests"): "arrest",
    ("COERCE", "Disrupted weapons use"): "seize",
    ("RETREAT", "Withdrawal"): "withdraw",
    ("SANCTION", "Withdrawal"): "withdraw",
}
AIR_STRIKE, DRONE, AERIAL = "Air/drone strike", "drone", "aerial"


def plover_lines(reports: Iterable[Report], view: View) -> Iterator[str]:
    """Return a line of JSON per event that has a PLOVER type, whatever its status.

    Raises:
        UsageError: `view.only` leaves out the events.
    """
    check_only(view, "plover")
    return _lines(reports)


def _lines(reports: Iterable[Report]) -> Iterator[str]:
    for report in reports:
        actors = {actor.id: actor for actor in report.actors}
        places = {place.id: place for place in report.places}
        records = (_record(event, report, actors, places) for event in merged_events(report) if event.event.plover)
        yield "".join(f"{json_text(record)}\n" for record in records)


def _record(
    event: MergedEvent, report: Report, actors: Mapping[str, Actor], places: Mapping[str, Place]
) -> dict[str, Any]:
    head, merged, time = report.report, event.event, event.event.time
    speakers = {claim.id: claim.speaker.text if claim.speaker else "unnamed" for claim in report.claims}
    return {
        "id": event.id,
        "event": merged.plover,
        "mode": _mode(event),
        "status": merged.status,
        "date_start": time and time.earliest,
        "date_end": time and time.latest,
        "date_precision": time and time.precision,
        "date_inferred": time and time.inferred,
        "actor": [_participant(span, actors) for span in merged.initiators],
        "recipient": [_participant(span, actors) for span in merged.targets],
        "location": [_location(location, places) for location in merged.locations],
        "fatalities": _bounds(event.killed),
        "injuries": _bounds(event.wounded),
        "weapons": [weapon.text for weapon in merged.weapons_of("used")],
        "said_by": list(dict.fromkeys(speakers[claim] for claim in merged.claims if claim in speakers)),
        "text": event.notes,
        "type": merged.type,
        "subtype": merged.subtype,
        "confidence": merged.confidence,
        "mentions": [mention.id for mention in event.mentions],
        "article": head.id,
        "source": head.source,
        "publisher": head.publisher,
        "published": head.published,
        "headline": head.title,
        "language": head.language,
    }


def _mode(event: MergedEvent) -> str | None:
    merged = event.event
    if merged.subtype == AIR_STRIKE and merged.plover == "ASSAULT":
        is_drone = any(weapon.kind == DRONE for weapon in merged.weapons_of("used"))
        return DRONE if is_drone else AERIAL
    return MODES.get((merged.plover or "", merged.subtype))


def _participant(span: ActorSpan, actors: Mapping[str, Actor]) -> dict[str, Any]:
    actor = actors.get(span.actor or "")
    return {
        "name": actor.name if actor else span.text,
        "text": span.text,
        "kind": actor and actor.kind,
        "country": actor and actor.country,
        "wikidata": actor and actor.wikidata,
    }


def _location(span: PlaceSpan, places: Mapping[str, Place]) -> dict[str, Any]:
    place = places.get(span.place or "")
    return {
        "name": place.name if place else span.text,
        "text": span.text,
        "relation": span.relation,
        "admin1": place and place.admin1,
        "country": place and place.country,
        "geonames": place and place.geonames,
        "latitude": span.latitude,
        "longitude": span.longitude,
        "precision": span.precision,
        "inferred": span.inferred,
    }


def _bounds(toll: Toll) -> dict[str, int | None] | None:
    return None if toll.low is None and toll.high is None else {"low": toll.low, "high": toll.high}
