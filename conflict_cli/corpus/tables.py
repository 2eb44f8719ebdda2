"""The flat tables of a corpus: events, claims, actors, places. A row names its article; lists stay lists."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from conflict_cli.render.csv_rows import CLAIM_COLUMNS, EVENT_COLUMNS, claim_rows, event_rows
from conflict_cli.report import Report

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, columns with their kinds (text, texts, whole, number, yes), and the rows of a report."""

    name: str
    columns: tuple[tuple[str, str], ...]
    rows_of: Callable[[Report], Iterator[Row]]


_KINDS = {
    **dict.fromkeys(("start", "end", "killed_low", "killed_high", "wounded_low", "wounded_high"), "whole"),
    **dict.fromkeys(("mentions", "geonames"), "whole"),
    **dict.fromkeys(("latitude", "longitude", "confidence"), "number"),
    **dict.fromkeys(("time_inferred", "place_inferred"), "yes"),
    **dict.fromkeys(("initiators", "initiator_names", "targets", "target_names", "locations"), "texts"),
    **dict.fromkeys(("location_names", "weapons", "weapons_hit", "casualties", "said_by", "corefers"), "texts"),
    **dict.fromkeys(("speaker_name", "events", "mention_texts"), "texts"),
}
_ACTOR_COLUMNS = (
    "article", "source", "published", "actor", "name", "kind", "country", "wikidata", "affiliation", "mentions",
    "mention_texts",
)  # fmt: skip
_PLACE_COLUMNS = (
    "article", "source", "published", "place", "name", "kind", "country", "admin1", "latitude", "longitude",
    "geonames", "precision", "mentions", "mention_texts",
)  # fmt: skip


def _actor_rows(report: Report) -> Iterator[Row]:
    for actor in report.actors:
        yield {
            **_article_cells(report),
            "actor": actor.id,
            "name": actor.name,
            "kind": actor.kind,
            "country": actor.country,
            "wikidata": actor.wikidata,
            "affiliation": actor.affiliation,
            "mentions": len(actor.mentions),
            "mention_texts": sorted({mention.text for mention in actor.mentions}),
        }


def _place_rows(report: Report) -> Iterator[Row]:
    for place in report.places:
        yield {
            **_article_cells(report),
            "place": place.id,
            "name": place.name,
            "kind": place.kind,
            "country": place.country,
            "admin1": place.admin1,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "geonames": place.geonames,
            "precision": place.precision,
            "mentions": len(place.mentions),
            "mention_texts": sorted({mention.text for mention in place.mentions}),
        }


def _article_cells(report: Report) -> Row:
    head = report.report
    return {"article": head.id, "source": head.source, "published": head.published}


def _table(name: str, columns: tuple[str, ...], rows_of: Callable[[Report], Iterator[Row]]) -> Table:
    return Table(name, tuple((column, _KINDS.get(column, "text")) for column in columns), rows_of)


TABLES = (
    _table("places", _PLACE_COLUMNS, _place_rows),
    _table("actors", _ACTOR_COLUMNS, _actor_rows),
    _table("claims", CLAIM_COLUMNS, claim_rows),
    _table("events", EVENT_COLUMNS, lambda report: event_rows(report, report.events)),
)
"""In the order they are written: events last, so that a part of it says that the others are there."""
