"""Tables for people: wide, narrow or stacked, by the columns there are. Nothing is cut, cells wrap."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator

from rich import box
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from conflict_cli.render.sections import DIM, Row, Section, build_sections, default_sections
from conflict_cli.render.view import View
from conflict_cli.render.visible import one_line
from conflict_cli.report import SECTIONS, Head, Report

COLUMN_WIDTH = 14  # columns of the terminal: narrower, and English words break
LEAST_WIDTH = 10
TITLE_LENGTH = 90  # of an article without a title, its opening words stand in

_COUNTED = {"events": "event", "claims": "claim", "actors": "actor", "places": "place"}


def tables(reports: Iterable[Report], view: View) -> Iterator[str]:
    """Yield the tables of each report: what the article is, then its sections, then its warnings."""
    separator = ""
    for report in reports:
        yield separator + _written(Group(*_parts(report, view)), view)
        separator = "\n"


def _written(renderable: RenderableType, view: View) -> str:
    console = Console(
        file=io.StringIO(),
        width=max(view.width, LEAST_WIDTH),
        force_terminal=view.color,
        color_system="standard" if view.color else None,
        no_color=not view.color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )
    with console.capture() as capture:
        console.print(renderable)
    # a pipe has no use for the spaces that fill a line
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def _parts(report: Report, view: View) -> Iterator[RenderableType]:
    yield _header(report)
    for section in build_sections(report, default_sections() if view.only == SECTIONS else view.only):
        if section.rows:
            yield Text()
            yield Text(section.title, "bold")
            yield _layout(section, view.width)
    if report.warnings:
        yield Text()
        yield Text("Warnings", "bold")
        yield from (Text(f"- {one_line(warning)}", "yellow") for warning in report.warnings)


def _header(report: Report) -> Panel:
    head = report.report
    facts = {
        "source": head.source,
        "published": _published(head),
        "publisher": head.publisher,
        "by": ", ".join(head.authors),
        "dateline": head.dateline and head.dateline.text,
        "found": _counts(report),
    }
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style=DIM, no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in facts.items():
        if value:
            grid.add_row(name, Text(one_line(value)))
    return Panel(Group(Text(_title(head), "bold"), grid), box=box.ROUNDED, border_style=DIM)


def _title(head: Head) -> str:
    if head.title:
        return one_line(head.title)
    opening = one_line((head.text or "")[: 2 * TITLE_LENGTH])
    if len(opening) <= TITLE_LENGTH:
        return opening or head.id
    return opening[:TITLE_LENGTH].rpartition(" ")[0] + " …"


def _published(head: Head) -> str:
    if head.published is None:
        return "unknown; give it with --published"
    return f"{head.published} (from {head.published_from})" if head.published_from else head.published


def _counts(report: Report) -> str:
    numbers = {word: len(getattr(report, name)) for name, word in _COUNTED.items()}
    return ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for word, number in numbers.items())


def _layout(section: Section, width: int) -> RenderableType:
    columns = section.columns()
    if _fits(columns, section, width):
        return _table(section, section.rows, columns)
    merged = {below: above for below, above in section.merged.items() if above in columns}
    kept = [title for title in columns if title not in merged]
    if merged and _fits(kept, section, width):
        rows = [_merge(row, columns, merged) for row in section.rows]
        return _table(section, rows, list(rows[0]))
    return _stack(section, columns)


def _fits(columns: list[str], section: Section, width: int) -> bool:
    return sum(section.least.get(title, COLUMN_WIDTH) for title in columns if title) <= width


def _table(section: Section, rows: list[Row], columns: list[str]) -> Table:
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
    for title in columns:
        if title:
            least = section.least.get(title.partition("\n")[0])
            table.add_column(Text(title), overflow="fold", min_width=least)
        else:
            table.add_column(Text(), no_wrap=True)
    spaced = any("\n" in title for title in columns)
    for number, row in enumerate(rows):
        if spaced and number:
            table.add_row()
        table.add_row(*(row[title] for title in columns))
    return table


def _merge(row: Row, columns: list[str], merged: dict[str, str]) -> Row:
    cells: Row = {}
    for title in columns:
        if title in merged:
            continue
        parts = {title: row[title]}
        parts |= {below: row[below] for below, above in merged.items() if above == title and below in columns}
        cells["\n".join(parts)] = Text("\n").join(cell for cell in parts.values() if cell.plain)
    return cells


def _stack(section: Section, columns: list[str]) -> RenderableType:
    labels = [title for title in columns if title and title != section.key]
    blocks: list[RenderableType] = []
    for row in section.rows:
        heading = Text(" ").join(cell for cell in (row.get("", Text()), row[section.key]) if cell.plain)
        grid = Table.grid(padding=(0, 1))
        grid.add_column(style=DIM, no_wrap=True)
        grid.add_column(overflow="fold")
        for title in labels:
            if row[title].plain:
                grid.add_row(title.lower(), row[title])
        blocks += [heading, Padding(grid, (0, 0, 0, 2))]
    return Group(*blocks)
