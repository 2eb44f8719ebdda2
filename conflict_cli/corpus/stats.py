"""Count what a run has found, part by part: events by type, country and time, casualties, actors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any

from conflict_cli.corpus import parts
from conflict_cli.corpus.run import RUN_FILE, SUMMARY_FILE
from conflict_cli.errors import OutputError, UsageError

PERIODS = ("day", "week", "month", "year")
TABLES = ("status", "type", "subtype", "country", "period", "actor")
COUNTED = ("happened", "ongoing")
"""Status of the events that the tables count; the others are plans, threats and denials."""
NOT_TOLD = "not told"
FIGURES = ("killed_low", "killed_high", "wounded_low", "wounded_high")

Row = dict[str, Any]
_EVENT_COLUMNS = (
    "article", "source", "event", "type", "subtype", "status", "earliest", "country", "initiator_names",
    "target_names", "corefers", *FIGURES,
)  # fmt: skip


@dataclass(slots=True)
class Count:
    """A row of a table; casualties are sums of the bounds that reports give."""

    events: int = 0
    killed_low: int = 0
    killed_high: int = 0
    wounded_low: int = 0
    wounded_high: int = 0
    as_initiator: int = 0
    as_target: int = 0


@dataclass(slots=True)
class Stats:
    """The tables by name, each from a name to its counts; `articles` and `events` are totals.

    Events of one article that are told more than once count once. The same event in two articles counts twice.
    """

    articles: int = 0
    events: int = 0
    complete: bool = True
    tables: dict[str, dict[str, Count]] = field(default_factory=lambda: {name: {} for name in TABLES})

    def rows(self, *, top: int | None = None) -> Iterator[Row]:
        """Yield the rows of all tables, the largest first, periods in their order.

        Args:
            top: rows of each table of names at most.
        """
        for table, counts in self.tables.items():
            by_number = sorted(counts.items(), key=lambda pair: (-pair[1].events, pair[0]))
            chosen = sorted(counts.items()) if table == "period" else by_number[:top]
            for name, count in chosen:
                cells = {key: getattr(count, key) for key in Count.__dataclass_fields__}
                yield {"table": table, "name": name, **cells}

    def add(self, events: list[Row], period: str) -> None:
        """Count the events of one article."""
        self.articles += 1
        for event in _joined(events):
            self._count("status", event["status"], event)
            if event["status"] not in COUNTED:
                continue
            self.events += 1
            self._count("type", event["type"], event)
            self._count("subtype", event["subtype"], event)
            self._count("country", event["country"] or NOT_TOLD, event)
            self._count("period", _period(event["earliest"], period), event)
            for name in sorted({*event["initiator_names"], *event["target_names"]}):
                count = self._count("actor", name, event)
                count.as_initiator += name in event["initiator_names"]
                count.as_target += name in event["target_names"]

    def _count(self, table: str, name: str, event: Row) -> Count:
        count = self.tables[table].setdefault(name, Count())
        count.events += 1
        for figure in FIGURES:
            setattr(count, figure, getattr(count, figure) + (event[figure] or 0))
        return count


def corpus_stats(outdir: str | Path, *, period: str = "month") -> Stats:
    """Count the events of a run, reading one part after the other.

    Args:
        outdir: the folder of a run.
        period: day, week (ISO 8601), month or year.

    Raises:
        UsageError: the folder holds no run, or reports without events.
        OutputError: a part is damaged.
    """
    folder = Path(outdir)
    try:
        options = json.loads((folder / RUN_FILE).read_text("utf-8"))["options"]
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"{folder}: no run of `conflict corpus run` here") from error
    if "events" not in options["only"] and options["format"] == parts.JSON_LINES:
        raise UsageError(f"{folder}: its reports have no events; it was run with --only {','.join(options['only'])}")
    stats = Stats(complete=_is_complete(folder))
    read = _reports_of_lines if options["format"] == parts.JSON_LINES else _reports_of_parquet
    for file in parts.part_files(folder, options["format"]):
        try:
            for events in read(file):
                stats.add(events, period)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise OutputError(f"{file}: damaged ({error}); delete it and run again with --resume") from error
    if options["format"] == parts.PARQUET:  # articles without an event have no row
        stats.articles = sum(parts.read_summary(folder, number)["records"] for number in parts.finished(folder))
    return stats


def _is_complete(folder: Path) -> bool:
    try:
        return bool(json.loads((folder / SUMMARY_FILE).read_text("utf-8"))["complete"])
    except (OSError, ValueError, KeyError):
        return False


def _reports_of_lines(file: Path) -> Iterator[list[Row]]:
    with file.open("rb") as stream:
        for line in stream:
            yield list(_event_rows(json.loads(line)))


def _event_rows(report: Row) -> Iterator[Row]:
    """Yield what is counted of each event of a report: the columns of the table of events, from the whole report."""
    names = {actor["id"]: actor["name"] for actor in report.get("actors", ())}
    countries = {place["id"]: place["country"] for place in report.get("places", ())}
    for event in report["events"]:
        located = next((span for span in event["locations"] if span["latitude"] is not None), None)
        yield {
            "event": event["id"],
            "type": event["type"],
            "subtype": event["subtype"],
            "status": event["status"],
            "earliest": event["time"] and event["time"]["earliest"],
            "country": countries.get(located["place"]) if located else None,
            "initiator_names": [names[span["actor"]] for span in event["initiators"] if span["actor"] in names],
            "target_names": [names[span["actor"]] for span in event["targets"] if span["actor"] in names],
            "corefers": event["corefers"],
            **{
                f"{harm}_{bound}": _figure(event, harm, bound)
                for harm in ("killed", "wounded")
                for bound in ("low", "high")
            },
        }


def _figure(event: Row, harm: str, bound: str) -> int | None:
    # as in the table of events: the widest bounds of several figures, no upper one where one figure has none
    figures = [figure[bound] for figure in event["casualties"] if figure["harm"] == harm]
    known = [figure for figure in figures if figure is not None]
    return max(known) if known and (bound == "low" or len(known) == len(figures)) else None


def _reports_of_parquet(file: Path) -> Iterator[list[Row]]:
    _, parquet = parts.load_pyarrow()
    with parquet.ParquetFile(file) as opened:
        batches = opened.iter_batches(columns=list(_EVENT_COLUMNS))
        rows = (row for batch in batches for row in batch.to_pylist())
        for _, group in groupby(rows, key=lambda row: (row["article"], row["source"])):
            yield list(group)


def _joined(events: Iterable[Row]) -> Iterator[Row]:
    """Yield each event of an article once: the first mention, with what only later ones tell."""
    first: dict[str, Row] = {}
    order: list[Row] = []
    for event in events:
        known = next((first[other] for other in event["corefers"] if other in first), None)
        if known is None:
            known = dict(event)
            order.append(known)
        else:
            _merge(known, event)
        first[event["event"]] = known
    for event in order:
        for harm in ("killed", "wounded"):
            low, high = event[f"{harm}_low"], event[f"{harm}_high"]
            event[f"{harm}_low"] = low or 0
            event[f"{harm}_high"] = max(low or 0, high or 0)  # "at least 12": no upper bound, the lower one counts
        yield event


def _merge(known: Row, later: Row) -> None:
    for key in ("earliest", "country"):
        known[key] = known[key] or later[key]
    for key in ("initiator_names", "target_names"):
        known[key] = [*known[key], *(name for name in later[key] if name not in known[key])]
    for key in FIGURES:
        known[key] = max((figure for figure in (known[key], later[key]) if figure is not None), default=None)


def _period(day: str | None, period: str) -> str:
    if day is None:
        return NOT_TOLD
    if period == "week":
        year, week, _ = date.fromisoformat(day).isocalendar()
        return f"{year}-W{week:02d}"
    return day[: {"day": 10, "month": 7, "year": 4}[period]]
