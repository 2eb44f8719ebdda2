"""What each time expression means: named groups of a pattern and the article's dates in, calendar days out.

Every reading of data/rules/timexes.yaml is a function here. It returns an Interval; two of them for "April 6-7",
whose halves are told apart by the groups `first` and `second`; or None where the words give no dates.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from conflict_cli.pipeline import calendar_dates as dates
from conflict_cli.pipeline.calendar_dates import Interval
from conflict_cli.pipeline.numerals import read_number

ATTACKS_OF_2001 = date(2001, 9, 11)
LONG_UNITS = frozenset({"week", "weekend", "month", "quarter", "year", "decade", "century"})

Groups = Mapping[str, str | None]
Halves = tuple[Interval, Interval]
Reading = Callable[[Groups, "Context"], Interval | Halves | None]


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


def calendar_day(groups: Groups, context: Context) -> Interval | None:
    """Read "Nov. 25", "26 October 1955", "July 25 of that year"."""
    number, day_of_month = context.look_up("month", groups["month"]), _digits(groups["day"])
    found = _day(number, day_of_month, _year(groups, context), context)
    return dates.day(found) if found else None


def calendar_days(groups: Groups, context: Context) -> Halves | None:
    """Read "April 6-7, 2019" as its two days."""
    number, in_year = context.look_up("month", groups["month"]), _year(groups, context)
    second = _day(number, _digits(groups["second"]), in_year, context)
    first = second and dates.month_day(number, _digits(groups["first"]), second.year)
    return (dates.day(first), dates.day(second)) if first and second else None


def calendar_month(groups: Groups, context: Context) -> Interval | None:
    """Read "March 2020", "last May", "early October"."""
    number, in_year = context.look_up("month", groups["month"]), _year(groups, context)
    found = None
    if in_year:
        found = dates.month(in_year, number)
    elif context.history and context.told and not groups.get("relation"):
        found = dates.month(dates.narrative_year(number, context.told), number)
    elif context.published:
        found = _related_month(groups.get("relation"), number, context.published, context.future)
    return _with_part(found, groups, context)


def calendar_months(groups: Groups, context: Context) -> Halves | None:
    """Read "from April to June 1968" as its two months."""
    in_year = dates.full_year(groups["year"] or "")
    first, second = (context.look_up("month", groups[name]) for name in ("first", "second"))
    return dates.month(in_year - (first > second), first), dates.month(in_year, second)


def calendar_year(groups: Groups, context: Context) -> Interval | None:
    """Read "2011" and "late in 2017"."""
    return _with_part(dates.year(int(groups["year"] or "")), groups, context)


def calendar_years(groups: Groups, _: Context) -> Halves | None:
    """Read "1955-1963" and "2007-08" as their two years."""
    first, last = groups["first"] or "", groups["second"] or ""
    end = int(first[: len(first) - len(last)] + last)
    return dates.year(int(first)), dates.year(end)


def decade(groups: Groups, context: Context) -> Interval | None:
    """Read "the 1990s" and "the nineties"."""
    words = groups["decade"] or ""
    tens = context.tables["decade_word"].get(words.lower())
    first = 1900 + tens if tens is not None else int(words[:4])
    return _with_part(dates.years(first, first + 9, "decade"), groups, context)


def century(groups: Groups, context: Context) -> Interval | None:
    """Read "the 19th century"."""
    words = groups["century"] or ""
    number = _digits(words) if words[0].isdigit() else context.look_up("ordinal", words)
    return _with_part(dates.years(100 * number - 100 or 1, 100 * number - 1, "century"), groups, context)


def spelled_year(groups: Groups, context: Context) -> Interval | None:
    """Read "nineteen ninety-one" and "the year two thousand"."""
    if groups["thousand"]:
        return dates.year(2000 + (read_number(groups["extra"] or "zero") or 0))
    in_year = 100 * (read_number(groups["hundreds"] or "") or 0) + (read_number(groups["rest"] or "") or 0)
    if groups["month"]:
        return dates.month(in_year, context.look_up("month", groups["month"]))
    return dates.year(in_year)


def numeric_date(groups: Groups, _: Context) -> Interval | None:
    """Read "2024-11-28"."""
    number = int(groups["month_number"] or "")
    if not 1 <= number <= 12:
        return None
    found = dates.month_day(number, _digits(groups["day"]), int(groups["year"] or ""))
    return dates.day(found) if found else None


def weekday(groups: Groups, context: Context) -> Interval | None:
    """Read "Thursday", "last Friday", "Tuesday last week", "the following Monday"."""
    number, relation = context.look_up("weekday", groups["weekday"]), (groups["relation"] or "").lower()
    if relation.startswith("the ") and context.told_day:
        step = -7 if relation == "the previous" else 7
        return dates.day(_strictly(number, context.told_day, step))
    near = context.told_day if context.history and context.told_day else context.published
    if near is None:
        return None
    if groups["week"]:
        monday = dates.week(near + timedelta(weeks=context.look_up("unit_step", groups["week"]))).earliest
        return dates.day(monday + timedelta(days=number)) if monday else None
    if relation in ("last", "this past"):
        return dates.day(_strictly(number, near, -7))
    if relation == "next":
        return dates.day(_strictly(number, near, 7))
    return dates.day(dates.weekday_near(number, near, future=context.future or bool(relation)))


def deictic_day(groups: Groups, context: Context) -> Interval | None:
    """Read "yesterday", "this morning", "last night"."""
    if context.published is None:
        return None
    return dates.day(context.published + timedelta(days=context.look_up("deictic", groups["deictic"])))


def overnight(_: Groups, context: Context) -> Interval | None:
    """Read "overnight": the day before publication to the day itself."""
    if context.published is None:
        return None
    return Interval(context.published - timedelta(days=1), context.published, "interval")


def clock(_: Groups, context: Context) -> Interval | None:
    """Read "about 7:45 p.m.": the day last told of."""
    return dates.day(context.anchor_day) if context.anchor_day else None


def named_day(groups: Groups, context: Context) -> Interval | None:
    """Read "Thanksgiving Day", "Christmas 1914", "Easter week"."""
    near = context.anchor if context.history else context.published
    if groups["year"]:
        found = _holiday(context.look_up("named_day", groups["name"]), int(groups["year"]))
    elif near is None:
        return None
    else:
        value = context.look_up("named_day", groups["name"])
        candidates = [day for step in (-1, 0, 1) if (day := _holiday(value, near.year + step))]
        if not context.future:
            candidates = [day for day in candidates if day - near <= dates.FARTHEST_AHEAD]
        found = min(candidates, key=lambda day: abs(day - near), default=None)
    if found is None:
        return None
    # "Easter week" begins with Palm Sunday, "Christmas week" is the week of the day
    return dates.week(found) if groups["holiday_week"] else dates.day(found)


def unit_of_publication(groups: Groups, context: Context) -> Interval | None:
    """Read "last week", "next year", "earlier this month"."""
    unit = (groups["unit"] or "").lower()
    if context.published is None or unit in ("hour", "day"):
        return None
    found = dates.unit_around(context.published, unit, context.look_up("unit_step", groups["step"]))
    return _with_part(found, groups, context)


def so_far(groups: Groups, context: Context) -> Interval | None:
    """Read "so far this year": from its first day to publication."""
    if context.published is None:
        return None
    unit = (groups["unit"] or groups["unit_first"] or "").lower()
    return Interval(dates.unit_around(context.published, unit).earliest, context.published, "interval")


def part_of_told(groups: Groups, context: Context) -> Interval | None:
    """Read "the start of the year", and "later in the year", which is of the year last told of."""
    near = context.published if groups["part"] and not context.history else context.anchor
    if near is None:
        return None
    found = dates.unit_around(near, (groups["unit"] or "").lower())
    return _with_part(found, groups, context)


def weekend(_: Groups, context: Context) -> Interval | None:
    """Read "the weekend": the one just past, or the one to come."""
    if context.published is None:
        return None
    saturday = dates.weekday_near(5, context.published, future=context.future)
    return dates.weekend(saturday)


def ago(groups: Groups, context: Context) -> Interval | None:
    """Read "five months ago": that month; "two weeks ago": that week."""
    return _counted(groups, context.published, -1)


def from_told(groups: Groups, context: Context) -> Interval | None:
    """Read "three years later", "two days earlier", counted from the date last told of."""
    forwards = (groups["direction"] or "").lower() in ("later", "afterwards", "after")
    return _counted(groups, context.anchor, 1 if forwards else -1)


def told_unit(groups: Groups, context: Context) -> Interval | None:
    """Read "that day", "the next morning", "the following year"."""
    unit, step = (groups["unit"] or "").lower(), context.look_up("told_step", groups["step"])
    return _beside_told(unit, step, context)


def day_beside(groups: Groups, context: Context) -> Interval | None:
    """Read "the day before", "the year after"."""
    step = -1 if (groups["direction"] or "").lower() in ("before", "earlier") else 1
    return _beside_told((groups["unit"] or "").lower(), step, context)


def span_of_units(groups: Groups, context: Context) -> Interval | None:
    """Read "the past two months": from that long ago to publication; "the next two weeks" the other way."""
    count = read_number(groups.get("count") or "one")
    unit = _singular(groups["unit"] or "")
    if context.published is None or count is None or unit in ("minute", "weekend"):
        return None
    if (groups["direction"] or "").lower() in ("next", "coming"):
        end = _counted({"count": str(count), "unit": unit}, context.published, 1)
        return Interval(context.published, end.latest, "interval") if end else None
    return Interval(dates.back_from(context.published, unit, count), context.published, "interval")


def since_then(_: Groups, context: Context) -> Interval | None:
    """Read "since then": from the date last told of to publication."""
    if context.told is None or context.told.first is None:
        return None
    return Interval(context.told.first, _end_of_open(context), "interval")


def attacks_of_2001(_: Groups, context: Context) -> Interval | None:
    """Read "the Sept. 11 attacks", which name a day of 2001 whatever the year."""
    if context.published is not None and context.published < ATTACKS_OF_2001:
        return None
    return dates.day(ATTACKS_OF_2001)


def no_dates(_: Groups, __: Context) -> None:
    """Read "recent weeks", "every Friday": times that give no dates."""
    return


def since(found: Interval, context: Context) -> Interval:
    """Read "since" before a date: from its first day to publication."""
    return Interval(found.first, _end_of_open(context, found.first), "interval")


def until(found: Interval) -> Interval:
    """Read "until" and "by" before a date: its last day is the latest."""
    return Interval(None, found.latest, found.precision)


def _end_of_open(context: Context, start: date | None = None) -> date | None:
    published = None if context.history else context.published
    return published if published and (start is None or start <= published) else None


def _digits(text: str | None) -> int:
    found = re.match(r"\d+", text or "")
    return int(found[0]) if found else 0


def _year(groups: Groups, context: Context) -> int | None:
    if digits := groups.get("year"):
        return dates.full_year(digits)
    words = " ".join((groups.get("year_of") or "").lower().split())
    if not words:
        return None
    near = context.published if words in ("last year", "this year", "next year") else context.anchor
    table = "unit_step" if words in ("last year", "this year", "next year") else "told_step"
    return near.year + int(context.look_up(table, words.removesuffix(" year"))) if near else None


def _day(number: int, day_of_month: int, in_year: int | None, context: Context) -> date | None:
    if in_year:
        return dates.month_day(number, day_of_month, in_year)
    if context.history and context.told:
        return dates.month_day(number, day_of_month, dates.narrative_year(number, context.told))
    if context.published is None:
        return None
    return dates.nearest_day(number, day_of_month, context.published, future=context.future)


def _related_month(relation: str | None, number: int, published: date, future: bool) -> Interval:
    relation = (relation or "").lower()
    if relation in ("last", "this past"):
        return dates.nearest_month(number, published - timedelta(days=published.day), future=False)
    if relation in ("next", "this coming"):
        return dates.nearest_month(number, published + timedelta(days=32 - published.day), future=True)
    if relation == "this":
        return dates.month(published.year, number)
    return dates.nearest_month(number, published, future=future)


def _with_part(found: Interval | None, groups: Groups, context: Context) -> Interval | None:
    words = groups.get("part") or groups.get("part_after")
    # A history of decades uses "early 1941" loosely: its whole year is meant
    if found is None or not words or context.history:
        return found
    return found.part(context.look_up("period_part", words.removesuffix("-")))


def _strictly(number: int, near: date, step: int) -> date:
    """Return the weekday before or after a day, never the day itself."""
    moved = near + timedelta(days=1 if step > 0 else -1)
    return dates.weekday_near(number, moved, future=step > 0)


def _counted(groups: Groups, start: date | None, direction: int) -> Interval | None:
    count, unit = read_number(groups["count"] or ""), _singular(groups["unit"] or "")
    if start is None or count is None or unit == "minute":
        return None
    if unit == "hour":
        return dates.day(start) if count < 24 else dates.day(start + direction * timedelta(hours=count))
    if unit in ("year", "decade", "century") and start.year + direction * count * _years_of(unit) < dates.FIRST_YEAR:
        return None
    if unit in ("decade", "century"):
        return dates.year(start.year + direction * count * _years_of(unit))
    return dates.unit_around(start, unit, direction * count)


def _years_of(unit: str) -> int:
    return {"year": 1, "decade": 10, "century": 100}[unit]


def _singular(unit: str) -> str:
    unit = unit.lower()
    return "century" if unit == "centuries" else unit.removesuffix("s")


def _beside_told(unit: str, step: int, context: Context) -> Interval | None:
    if unit in LONG_UNITS:
        return dates.unit_around(context.anchor, unit, step) if context.anchor else None
    return dates.day(context.anchor_day + timedelta(days=step)) if context.anchor_day else None


def _holiday(value: Any, in_year: int) -> date | None:
    if isinstance(value, dict):
        text = value.get(in_year)
        return date.fromisoformat(f"{in_year}-{text}") if text else None
    if len(value) == 1:
        return dates.easter(in_year) + timedelta(days=value[0])
    if len(value) == 2:
        return dates.month_day(value[0], value[1], in_year)
    return dates.nth_weekday(in_year, *value)


READINGS: dict[str, Reading] = {
    function.__name__: function
    for function in (
        ago, attacks_of_2001, calendar_day, calendar_days, calendar_month, calendar_months, calendar_year,
        calendar_years, century, clock, day_beside, decade, deictic_day, from_told, named_day, no_dates,
        numeric_date, overnight, part_of_told, since_then, so_far, span_of_units, spelled_year, told_unit,
        unit_of_publication, weekday, weekend,
    )
}  # fmt: skip
