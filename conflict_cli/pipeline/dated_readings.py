"""What dates that name a month, a year or a feast mean; the readings of timexes.yaml that stand alone."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from conflict_cli.pipeline import calendar_dates as dates
from conflict_cli.pipeline.calendar_dates import Interval
from conflict_cli.pipeline.feasts import feast_days
from conflict_cli.pipeline.numerals import read_number
from conflict_cli.pipeline.time_context import Context, Groups, Halves, Reading

ATTACKS_OF_2001 = date(2001, 9, 11)


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
    return context.part(found, groups)


def calendar_months(groups: Groups, context: Context) -> Halves | None:
    """Read "from April to June 1968" as its two months."""
    in_year = dates.full_year(groups["year"] or "")
    first, second = (context.look_up("month", groups[name]) for name in ("first", "second"))
    return dates.month(in_year - (first > second), first), dates.month(in_year, second)


def calendar_year(groups: Groups, context: Context) -> Interval | None:
    """Read "2011" and "late in 2017"."""
    return context.part(dates.year(int(groups["year"] or "")), groups)


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
    return context.part(dates.years(first, first + 9, "decade"), groups)


def century(groups: Groups, context: Context) -> Interval | None:
    """Read "the 19th century"."""
    words = groups["century"] or ""
    number = _digits(words) if words[0].isdigit() else context.look_up("ordinal", words)
    if not dates.is_reportable(100 * number):
        return None
    return context.part(dates.years(100 * number - 100, 100 * number - 1, "century"), groups)


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


def slashed_date(groups: Groups, _: Context) -> Interval | None:
    """Read "28/11/2024" and "11/28/2024"; where both numbers could be the month, there is no telling."""
    first, second = int(groups["first"] or ""), int(groups["second"] or "")
    day_of_month, number = max(first, second), min(first, second)
    if not 1 <= number <= 12 or (day_of_month <= 12 and first != second):
        return None
    found = dates.month_day(number, day_of_month, int(groups["year"] or ""))
    return dates.day(found) if found else None


def named_day(groups: Groups, context: Context) -> Interval | None:
    """Read "Thanksgiving Day", "Christmas 1914", "Easter week", "Ramadan"."""
    feast = context.look_up("named_day", groups["name"])
    near = context.anchor if context.history else context.published
    if groups["year"]:
        found = next(feast_days(feast, int(groups["year"])), None)
    elif near is None:
        return None
    else:
        found = _feast_near(feast, near, future=context.future)
    if found is None or found.earliest is None:
        return None
    # "Easter week" begins with Palm Sunday, "Christmas week" is the week of the day
    return dates.week(found.earliest) if groups.get("holiday_week") else found


def _feast_near(feast: Any, near: date, *, future: bool) -> Interval | None:
    """Return the feast nearest to a day; one far ahead is last year's, unless the clause speaks of what is to come."""

    def distance(found: Interval) -> int:
        earliest, latest = found.earliest or near, found.latest or near
        return max((earliest - near).days, (near - latest).days, 0)

    found = [each for step in (-1, 0, 1) for each in feast_days(feast, near.year + step)]
    if not future:
        found = [each for each in found if (each.earliest or near) - near <= dates.FARTHEST_AHEAD]
    return min(found, key=distance, default=None)


def attacks_of_2001(_: Groups, context: Context) -> Interval | None:
    """Read "the Sept. 11 attacks", which name a day of 2001 whatever the year."""
    if context.published is not None and context.published < ATTACKS_OF_2001:
        return None
    return dates.day(ATTACKS_OF_2001)


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


def _digits(text: str | None) -> int:
    found = re.match(r"\d+", text or "")
    return int(found[0]) if found else 0


DATED_READINGS: dict[str, Reading] = {
    function.__name__: function
    for function in (
        attacks_of_2001,
        calendar_day,
        calendar_days,
        calendar_month,
        calendar_months,
        calendar_year,
        calendar_years,
        century,
        decade,
        named_day,
        numeric_date,
        slashed_date,
        spelled_year,
    )
}
