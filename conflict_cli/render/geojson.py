"""GeoJSON (RFC 7946): a feature per event, a point where the event has one, its CSV columns as properties."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from conflict_cli.render.csv_rows import event_rows
from conflict_cli.render.csv_text import SEPARATOR
from conflict_cli.render.json_text import json_text
from conflict_cli.render.merged import MergedEvent, check_only, merged_events
from conflict_cli.render.sites import POINTS
from conflict_cli.render.view import View
from conflict_cli.report import Report


def feature_collection(reports: Iterable[Report], view: View) -> Iterator[str]:
    """Return one FeatureCollection of all events, a feature on each line, written report by report.

    Raises:
        UsageError: `view.only` leaves out the events.
    """
    check_only(view, "geojson")
    return _pieces(reports)


def _pieces(reports: Iterable[Report]) -> Iterator[str]:
    yield '{"type": "FeatureCollection", "features": ['
    separator = "\n"
    for report in reports:
        for event in merged_events(report):
            yield separator + json_text(_feature(event, report))
            separator = ",\n"
    yield "\n]}\n"


def _feature(event: MergedEvent, report: Report) -> dict[str, Any]:
    [row] = event_rows(report, [event.event])
    row |= {
        "killed_low": event.killed.low,
        "killed_high": event.killed.high,
        "wounded_low": event.wounded.low,
        "wounded_high": event.wounded.high,
        "evidence": event.notes,
    }
    return {
        "type": "Feature",
        "id": event.id,
        "geometry": _geometry(event),
        "properties": {name: _plain(value) for name, value in row.items()},
    }


def _geometry(event: MergedEvent) -> dict[str, Any] | None:
    """Return the point; None where the coordinates are the middle of an area, or there are none."""
    place = event.site
    if place.precision not in POINTS:
        return None
    return {"type": "Point", "coordinates": [place.longitude, place.latitude]}


def _plain(value: Any) -> Any:
    """Join what has several values, as in CSV: map programs want plain properties."""
    return (SEPARATOR.join(value) or None) if isinstance(value, list) else value
