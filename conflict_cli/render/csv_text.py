"""Lines of CSV that a spreadsheet can be trusted with."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable
from typing import Any

from conflict_cli.render.visible import one_line

SEPARATOR = "; "  # between several values of one cell
_FORMULA_STARTS = tuple("=+-@")  # a spreadsheet runs such a cell (CWE-1236)


def csv_line(cells: Iterable[Any], *, raw: bool = False) -> str:
    """Return one line of CSV; lists are joined, white space is collapsed, control characters are made visible.

    Args:
        cells: strings, lists of them, numbers, truth values or None.
        raw: leave out the "'" before text that a spreadsheet would run as a formula.

    Raises:
        ValueError: a cell is NaN or an infinity.
    """
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(_cell(cell, raw=raw) for cell in cells)
    return line.getvalue()


def _cell(value: Any, *, raw: bool) -> Any:
    if isinstance(value, (list, tuple)):
        value = SEPARATOR.join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"no number: {value}")
    if not isinstance(value, str):
        return value
    text = one_line(value)
    is_formula = text.startswith(_FORMULA_STARTS) and text != "-"  # "-" alone is standard input
    return f"'{text}" if is_formula and not raw else text
