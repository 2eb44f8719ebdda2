"""The counts of a corpus as tables, CSV or JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from conflict_cli.render.csv_text import csv_line
from conflict_cli.render.visible import one_line

HEADINGS = {
    "status": "Status",
    "type": "Type",
    "subtype": "Subtype",
    "country": "Country",
    "period": "Time",
    "actor": "Actor",
}
_FIRST = ("table", "name")

Row = Mapping[str, Any]


def render_stats(totals: Row, rows: Sequence[Row], format_name: str, *, width: int) -> Iterator[str]:
    """Yield the counts as text.

    Args:
        totals: what is said of the whole.
        rows: "table", "name" and counts.
        format_name: "table", "csv" or "json".
        width: columns of a table.
    """
    if format_name == "json":
        tables = {name: [_without(row, "table") for row in group] for name, group in _by_table(rows)}
        yield json.dumps({**totals, "tables": tables}, ensure_ascii=False, indent=2) + "\n"
    elif format_name == "csv":
        yield _csv(rows)
    else:
        yield from _tables(totals, rows, width)


def _by_table(rows: Sequence[Row]) -> Iterator[tuple[str, Iterator[Row]]]:
    return groupby(rows, key=lambda row: str(row["table"]))


def _without(row: Row, key: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != key}


def _csv(rows: Sequence[Row]) -> str:
    return csv_line(rows[0] if rows else _FIRST) + "".join(csv_line(row.values()) for row in rows)


def _tables(totals: Row, rows: Sequence[Row], width: int) -> Iterator[str]:
    yield f"{totals['events']:,} events in {totals['articles']:,} articles\n"
    for name, group in _by_table(rows):
        lines = [
            (
                one_line(row["name"]),
                f"{row['events']:,}",
                _bounds(row["killed_low"], row["killed_high"]),
                _bounds(row["wounded_low"], row["wounded_high"]),
                *((f"{row['as_initiator']:,}", f"{row['as_target']:,}") if name == "actor" else ()),
            )
            for row in group
        ]
        heads = (HEADINGS[name], "events", "killed", "wounded", *(("does", "suffers") if name == "actor" else ()))
        yield "\n" + _aligned([heads, *lines], width)


def _bounds(low: int, high: int) -> str:
    if not high:
        return ""
    return f"{low:,}" if low == high else f"{low:,}-{high:,}"


def _aligned(lines: list[tuple[str, ...]], width: int) -> str:
    numbers = [max(len(line[column]) for line in lines) for column in range(1, len(lines[0]))]
    room = max(10, width - sum(numbers) - 2 * len(numbers))
    names = min(room, max(len(line[0]) for line in lines))
    text = ""
    for line in lines:
        cut = line[0] if len(line[0]) <= names else f"{line[0][: names - 1]}…"
        cells = [f"{value:>{size}}" for value, size in zip(line[1:], numbers, strict=True)]
        text += "  ".join([f"{cut:<{names}}", *cells]).rstrip() + "\n"
    return text
