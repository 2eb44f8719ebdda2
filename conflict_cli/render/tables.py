"""Tables for people: wide, narrow or stacked, by the columns there are. Nothing is cut, cells wrap."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator

from rich import box
from rich.cells import cell_len
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from conflict_cli.render.sections import DIM, SAYERS, Row, Section, build_sections, default_sections
from conflict_cli.render.view import View
from conflict_cli.render.visible import one_line
from conflict_cli.report import SECTIONS, Head, Report

COLUMN_WIDTH = len(SAYERS)  # columns of the terminal: narrower, and English words break
GAP = 3  # between two columns: padding, divider, padding
LEAST_WIDTH = 10
ROOM_FOR_LABELS = 30  # columns of the terminal
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
    yield _header(report, view.width)
    for section in build_sections(report, default_sections() if view.only == SECTIONS else view.only):
        if section.rows:
            yield Text()
            yield Text(section.title, "bold")
            yield _layout(section, view.width)
    if report.warnings:
        yield Text()
        yield Text("Warnings", "bold")
        yield from (Text(f"- {one_line(warning)}", "yellow") for warning in report.warnings)


def _header(report: Report, width: int) -> Panel:
    head = report.report
    facts = {
        "source": head.source,
        "published": _published(head),
        "publisher": head.publisher,
        "by": ", ".join(head.authors),
        "dateline": head.dateline and head.dateline.text,
        "found": _counts(report),
    }
    labelled = [(name, Text(one_line(value))) for name, value in facts.items() if value]
    content = Group(Text(_title(head), "bold"), _facts(labelled, width))
    return Panel(content, box=box.ROUNDED, border_style=DIM)


def _facts(labelled: list[tuple[str, Text]], width: int) -> RenderableType:
    """Return labels and what they say side by side, or in one run where there is no room for two columns."""
    if width < ROOM_FOR_LABELS:
        return Group(*(Text.assemble((f"{label}: ", DIM), words) for label, words in labelled))
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style=DIM, no_wrap=True)
    grid.add_column(overflow="fold")
    for label, words in labelled:
        grid.add_row(label, words)
    return grid


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
    table = _table(section, section.rows, columns, width)
    if table is None and section.merged:
        rows = [_merge(row, columns, section.merged) for row in section.rows]
        table = _table(section, rows, list(rows[0]), width)
    return table or _stack(section, columns, width)


def _table(section: Section, rows: list[Row], columns: list[str], width: int) -> Table | None:
    """Return the table, None when its columns would become too narrow to read."""
    wanted = {
        title: max(cell_len(line) for cell in (title, *(row[title].plain for row in rows)) for line in cell.split("\n"))
        for title in columns
    }
    least = {title: section.least.get(title.partition("\n")[0], COLUMN_WIDTH) for title in columns}
    widths = _allot(wanted, least, width - GAP * (len(columns) - 1))
    if widths is None:
        return None
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1))
    for title in columns:
        table.add_column(Text(title), overflow="fold", width=widths[title])
    is_tall = any("\n" in title for title in columns)
    for number, row in enumerate(rows):
        if is_tall and number:
            table.add_row()
        table.add_row(*(_break_at_slashes(row[title], widths[title]) for title in columns))
    return table


def _break_at_slashes(cell: Text, width: int) -> Text:
    """Break "Shelling/artillery/missile" after a slash where the column is narrower."""
    for word in re.finditer(r"\S*/\S*", cell.plain):
        slash = cell.plain.rfind("/", word.start(), word.start() + width) + 1
        if len(word[0]) > width and slash:
            return Text.assemble(cell[:slash], "\n", cell[slash:])
    return cell


def _allot(wanted: dict[str, int], least: dict[str, int], room: int) -> dict[str, int] | None:
    """Narrow the widest columns, none below what it needs; None when there isn't room even so."""
    widths = dict(wanted)
    while sum(widths.values()) > room:
        shrinkable = [title for title in widths if widths[title] > least[title]]
        if not shrinkable:
            return None
        widths[max(shrinkable, key=widths.__getitem__)] -= 1
    return widths


def _merge(row: Row, columns: list[str], merged: dict[str, str]) -> Row:
    cells: Row = {}
    for title in columns:
        if merged.get(title) in columns:
            continue
        parts = [title, *(below for below in columns if merged.get(below) == title)]
        marked = [Text.assemble(("— ", DIM), row[part]) if part == SAYERS else row[part] for part in parts]
        cells["\n".join(parts)] = Text("\n").join(cell for cell in marked if cell.plain)
    return cells


def _stack(section: Section, columns: list[str], width: int) -> RenderableType:
    labels = [title for title in columns if title and title != section.key]
    blocks: list[RenderableType] = []
    for row in section.rows:
        heading = Text(" ").join(cell for cell in (row.get("", Text()), row[section.key]) if cell.plain)
        labelled = [(title.lower(), row[title]) for title in labels if row[title].plain]
        blocks += [heading, Padding(_facts(labelled, width), (0, 0, 0, 2))]
    return Group(*blocks)
