"""What a time expression is read against: the publication date, and the date the text last told of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from conflict_cli.pipeline.calendar_dates import Interval

HALVES = ("first half", "second half")

Groups = Mapping[str, str | None]
Halves = tuple[Interval, Interval]


@dataclass(slots=True)
class Context:
    """What an expression is read against.

    Attributes:
        published: the day of publication.
        told: the date last mentioned in the text.
        told_day: the last mentioned that was a single day.
        history: the text tells of years long before its publication, so that `told` is the anchor.
        future: the clause speaks of what is to come.
        parsed: the document has a parse to tell the future by.
        tables: the word tables of the rule file.
    """

    published: date | None
    tables: Mapping[str, Mapping[str, Any]]
    told: Interval | None = None
    told_day: date | None = None
    history: bool = False
    future: bool = False
    parsed: bool = False

    @property
    def anchor(self) -> date | None:
        """Return the day that "that year" and "two days later" are counted from."""
        if self.told is not None and self.told.first is not None:
            return self.told.first
        return self.published

    @property
    def anchor_day(self) -> date | None:
        """Return the day that "that night" and "at 7:45 p.m." belong to."""
        return self.told_day or self.published

    def look_up(self, table: str, words: str | None) -> Any:
        """Return the value of a word in a table of the rule file."""
        return self.tables[table][" ".join((words or "").lower().split())]

    def part(self, found: Interval | None, groups: Groups) -> Interval | None:
        """Narrow a period to the part that is named: "early March", "the end of 2017"."""
        words = groups.get("part") or groups.get("part_after")
        if found is None or not words:
            return found
        name = self.look_up("period_part", words.removesuffix("-"))
        # A history of decades uses "early 1941" loosely: its whole year is meant
        return found if self.history and name not in HALVES else found.part(name)


Reading = Callable[[Groups, Context], Interval | Halves | None]
"""Named groups and context in, days out: two intervals for "April 6-7", None where the words give no dates."""
