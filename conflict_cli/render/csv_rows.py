"""CSV: a row per event, or per claim. docs/output.md describes the columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from conflict_cli.errors import UsageError
from conflict_cli.render.csv_text import csv_line
from conflict_cli.render.view import View
from conflict_cli.report import SECTIONS, ActorSpan, Event, Report

# fmt: off
EVENT_COLUMNS = (
    "article", "source", "published", "event", "type", "subtype", "plover", "ucdp", "status", "earliest",
    "latest", "precision", "time_inferred", "initiators", "initiator_names", "targets", "target_names",
    "locations", "location_names", "country", "admin1", "latitude", "longitude", "point_of", "place_inferred",
    "weapons", "weapons_hit", "casualties", "killed_low", "killed_high", "wounded_low", "wounded_high", "said_by",
    "corefers", "trigger", "evidence", "start", "end", "rule", "confidence",
)
CLAIM_COLUMNS = (
    "article", "source", "published", "claim", "speaker", "speaker_name", "speaker_kind", "stance", "cue",
    "quotation", "content", "accused", "addressee", "plover", "events", "evidence", "start", "end", "rule",
)
# fmt: on

Row = dict[str, Any]


def csv_rows(reports: Iterable[Report], view: View) -> Iterator[str]:
    """Return the header and then a line per event, or per claim when `view.only` names claims.

    Raises:
        UsageError: `view.only` names neither, or both without naming all sections.
    """
    chosen = set(view.only) & {"events", "claims"}
    if view.only != SECTIONS and len(chosen) != 1:
        raise UsageError("CSV has one kind of row: choose --only events or --only claims")
    if chosen == {"claims"}:
        return _lines(reports, CLAIM_COLUMNS, claim_rows, view)
    return _lines(reports, EVENT_COLUMNS, lambda report: event_rows(report, report.events), view)


def _lines(
    reports: Iterable[Report], columns: tuple[str, ...], rows_of: Callable[[Report], Iterator[Row]], view: View
) -> Iterator[str]:
    yield csv_line(columns)
    for report in reports:
        yield "".join(csv_line(row.values(), raw=view.raw_csv) for row in rows_of(report))


def event_rows(report: Report, events: Iterable[Event]) -> Iterator[Row]:
    """Yield the cells of each event by EVENT_COLUMNS, unknown ones None, several values as a list."""
    names = {actor.id: actor.name for actor in report.actors}
    speakers = {claim.id: claim.speaker.text if claim.speaker else "unnamed" for claim in report.claims}
    for event in events:
        yield {
            **_article_cells(report),
            "event": event.id,
            "type": event.type,
            "subtype": event.subtype,
            "plover": event.plover,
            "ucdp": event.ucdp,
            "status": event.status,
            "earliest": event.time and event.time.earliest,
            "latest": event.time and event.time.latest,
            "precision": event.time and event.time.precision,
            "time_inferred": event.time and event.time.inferred,
            "initiators": [span.text for span in event.initiators],
            "initiator_names": _names(event.initiators, names),
            "targets": [span.text for span in event.targets],
            "target_names": _names(event.targets, names),
            **_place_cells(report, event),
            "weapons": [weapon.text for weapon in event.weapons_of("used")],
            "weapons_hit": [weapon.text for weapon in event.weapons_of("hit")],
            "casualties": [figure.text for figure in event.casualties],
            **_figure_cells(event, "killed"),
            **_figure_cells(event, "wounded"),
            "said_by": [speakers[claim] for claim in event.claims if claim in speakers],
            "corefers": list(event.corefers),
            "trigger": event.trigger.text,
            "evidence": event.evidence.text,
            "start": event.trigger.start,
            "end": event.trigger.end,
            "rule": event.rule,
            "confidence": event.confidence,
        }


def claim_rows(report: Report) -> Iterator[Row]:
    """Yield the cells of each claim of a report, by column."""
    names = {actor.id: actor.name for actor in report.actors}
    for claim in report.claims:
        yield {
            **_article_cells(report),
            "claim": claim.id,
            "speaker": claim.speaker and claim.speaker.text,
            "speaker_name": _names([claim.speaker], names),
            "speaker_kind": claim.speaker_kind,
            "stance": claim.stance,
            "cue": claim.cue.text,
            "quotation": claim.quotation,
            "content": " … ".join(span.text for span in claim.content),
            "accused": claim.accused and claim.accused.text,
            "addressee": claim.addressee and claim.addressee.text,
            "plover": claim.plover,
            "events": list(claim.events),
            "evidence": claim.evidence.text,
            "start": claim.cue.start,
            "end": claim.cue.end,
            "rule": claim.rule,
        }


def _article_cells(report: Report) -> Row:
    head = report.report
    return {"article": head.id, "source": head.source, "published": head.published}


def _place_cells(report: Report, event: Event) -> Row:
    places = {place.id: place for place in report.places}
    found = [places[span.place] for span in event.locations if span.place in places]
    located = next((span for span in event.locations if span.latitude is not None), None)
    place = places.get(located.place or "") if located is not None else None
    return {
        "locations": [span.text for span in event.locations],
        "location_names": [place.name for place in found],
        "country": place and place.country,
        "admin1": place and place.admin1,
        "latitude": located and located.latitude,
        "longitude": located and located.longitude,
        "point_of": located and located.precision,
        "place_inferred": located and located.inferred,
    }


def _figure_cells(event: Event, harm: str) -> Row:
    # several figures of one harm: parts and rival counts can't be told apart here, so the widest bounds
    figures = [figure for figure in event.casualties if figure.harm == harm]
    lows = [figure.low for figure in figures if figure.low is not None]
    highs = [figure.high for figure in figures if figure.high is not None]
    return {
        f"{harm}_low": max(lows, default=None),
        f"{harm}_high": max(highs) if highs and len(highs) == len(figures) else None,
    }


def _names(spans: Iterable[ActorSpan | None], names: dict[str, str]) -> list[str]:
    return [names[span.actor] for span in spans if span and span.actor in names]
