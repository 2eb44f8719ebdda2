"""Report in, text out. A renderer yields text piece by piece, so that a corpus streams through."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from conflict_cli.render.view import View
from conflict_cli.report import Report

Renderer = Callable[[Iterable[Report], View], Iterator[str]]

ENDINGS = {
    ".txt": "table",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".geojson": "geojson",
}
"""The format that the name of an output file implies."""


def render(report: Report, format_name: str = "table", view: View | None = None) -> str:
    """Return one report as text in one of FORMATS.

    Example:
        >>> render(report, "yaml")  # doctest: +SKIP
        'schema_version: "1"...'
    """
    return "".join(FORMATS[format_name]([report], view or View()))


def _table(reports: Iterable[Report], view: View) -> Iterator[str]:
    from conflict_cli.render.tables import tables

    return tables(reports, view)


def _yaml(reports: Iterable[Report], view: View) -> Iterator[str]:
    from conflict_cli.render.structured import yaml_documents

    return yaml_documents(reports, view)


def _json(reports: Iterable[Report], view: View) -> Iterator[str]:
    from conflict_cli.render.structured import json_document

    return json_document(reports, view)


def _json_lines(reports: Iterable[Report], view: View) -> Iterator[str]:
    from conflict_cli.render.structured import json_lines

    return json_lines(reports, view)


def _csv(reports: Iterable[Report], view: View) -> Iterator[str]:
    from conflict_cli.render.csv_rows import csv_rows

    return csv_rows(reports, view)


def _acled(reports: Iterable[Report], view: View) -> Iterator[str]:
    from conflict_cli.render.acled import acled_rows

    return acled_rows(reports, view)


def _ucdp(reports: Iterable[Report], view: View) -> Iterator[str]:
    from conflict_cli.render.ucdp import ucdp_rows

    return ucdp_rows(reports, view)


def _plover(reports: Iterable[Report], view: View) -> Iterator[str]:
    from conflict_cli.render.plover import plover_lines

    return plover_lines(reports, view)


def _geojson(reports: Iterable[Report], view: View) -> Iterator[str]:
    from conflict_cli.render.geojson import feature_collection

    return feature_collection(reports, view)


# Each function imports its module when it is called: rich tables and YAML cost 20 ms each at start-up
FORMATS: dict[str, Renderer] = {
    "table": _table,
    "yaml": _yaml,
    "json": _json,
    "jsonl": _json_lines,
    "csv": _csv,
    "acled": _acled,
    "ucdp": _ucdp,
    "plover": _plover,
    "geojson": _geojson,
}
