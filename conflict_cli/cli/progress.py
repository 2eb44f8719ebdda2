"""The progress bar on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflict_cli.report import Report

FEW_ARTICLES = 3  # a bar for less would be gone before it is read


def with_progress(reports: Iterable[Report], *, total: int | None, wanted: bool) -> Iterator[Report]:
    """Pass reports through, counting them in a bar.

    Args:
        reports: in the order they are done.
        total: number of articles, None when a corpus is read and nobody knows.
        wanted: False for --quiet, and where the reports themselves appear on the terminal.
    """
    if not wanted or not sys.stderr.isatty() or (total is not None and total <= FEW_ARTICLES):
        yield from reports
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("parsing"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False)
    with bar as progress:
        task = progress.add_task("parsing", total=total)
        for report in reports:
            progress.advance(task)
            yield report
