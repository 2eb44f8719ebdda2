"""What of a report to show, and how wide."""

from __future__ import annotations

from dataclasses import dataclass

from conflict_cli.report import SECTIONS

DEFAULT_WIDTH = 100  # columns, where there is no terminal to ask


@dataclass(frozen=True, slots=True)
class View:
    """How reports are shown.

    Attributes:
        only: the sections to show.
        with_text: keep the article's text in YAML, JSON and JSON Lines.
        several: more than one article was asked for, so JSON is an array whatever their number.
        width: columns of a table.
        color: tables carry ANSI colours.
        raw_csv: leave out the "'" before a CSV cell that a spreadsheet would run as a formula.
    """

    only: tuple[str, ...] = SECTIONS
    with_text: bool = True
    several: bool = False
    width: int = DEFAULT_WIDTH
    color: bool = False
    raw_csv: bool = False
