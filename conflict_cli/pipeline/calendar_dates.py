"""Calendar days and the stretches of days that news speaks of: weeks, months, early March."""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1000, 2999  # what a report can mean; guards the calendar against "the year 9999"
# A date without a year lies near the publication date; this far ahead it means last year's.
FARTHEST_AHEAD = timedelta(days=60)
# A history moves forwards: "In January" after December 1955 is of 1956, "In October" after it is still of 1955.
FARTHEST_BACK_MONTHS = 7
EARLY_ENDS, LATE_BEGINS = 10, 21  # "early March" is 1 to 10 March, "late March" 21 to 31
TWO_DIGIT_PIVOT = 50  # "90" is 1990, "24" is 2024


@dataclass(frozen=True, slots=True)
class Interval:
    """Calendar days, both ends included; None where an end is open."""

    earliest: date | None
    latest: date | None
    precision: str

    @property
    def first(self) -> date | None:
        """Return the first day that is known."""
        return self.earliest or self.latest

    def part(self, name: str) -> Interval:
        """Return the early, middle or late part of a month or longer period; a day stays as it is."""
        start, end = self.earliest, self.latest
        if start is None or end is None or self.precision in ("day", "week", "weekend", "interval"):
            return self
        if self.precision == "month":
            bounds = {
                "early": (start, start.replace(day=EARLY_ENDS)),
                "mid": (start.replace(day=EARLY_ENDS + 1), start.replace(day=LATE_BEGINS - 1)),
                "late": (start.replace(day=LATE_BEGINS), end),
                "first half": (start, start.replace(day=15)),
                "second half": (start.replace(day=16), end),
            }
        else:
            length = (end - start).days + 1
            third, quarter = timedelta(days=length // 3), timedelta(days=length // 4)
            bounds = {
                "early": (start, _month_end(start + quarter - timedelta(days=15))),
                "mid": (_month_start(start + third), _month_end(end - third)),
                "late": (_month_start(end - quarter + timedelta(days=15)), end),
                "first half": (start, _month_end(start + timedelta(days=length // 2 - 15))),
                "second half": (_month_start(start + timedelta(days=length // 2 + 15)), end),
            }
        low, high = bounds[name]
        return replace(self, earliest=low, latest=high, precision=f"part of {self.precision}")


def day(when: date) -> Interval:
    """Return one day."""
    return Interval(when, when, "day")


def week(when: date) -> Interval:
    """Return the week, Monday to Sunday, that a day lies in."""
    monday = when - timedelta(days=when.weekday())
    return Interval(monday, monday + timedelta(days=6), "week")


def weekend(when: date) -> Interval:
    """Return the Saturday and Sunday of the week that a day lies in."""
    monday = when - timedelta(days=when.weekday())
    return Interval(monday + timedelta(days=5), monday + timedelta(days=6), "weekend")


def month(year: int, number: int) -> Interval:
    """Return a month; `number` may run past December or before January."""
    year, number = year + (number - 1) // 12, (number - 1) % 12 + 1
    start = date(year, number, 1)
    return Interval(start, _month_end(start), "month")


def quarter(year: int, number: int) -> Interval:
    """Return a quarter of the calendar year; `number` may run past 4 or before 1."""
    start = month(year, 3 * number - 2).earliest
    end = month(year, 3 * number).latest
    return Interval(start, end, "quarter")


def year(number: int) -> Interval:
    """Return a year."""
    return Interval(date(number, 1, 1), date(number, 12, 31), "year")


def years(first: int, last: int, precision: str) -> Interval:
    """Return the years from first to last: a decade or a century."""
    return Interval(date(first, 1, 1), date(last, 12, 31), precision)


def unit_around(when: date, unit: str, steps: int = 0) -> Interval:
    """Return the day, week, weekend, month, quarter, year, decade or century so many steps from a day."""
    if unit == "day":
        return day(when + timedelta(days=steps))
    if unit in ("week", "weekend"):
        moved = when + timedelta(weeks=steps)
        return week(moved) if unit == "week" else weekend(moved)
    if unit == "month":
        return month(when.year, when.month + steps)
    if unit == "quarter":
        return quarter(when.year, (when.month - 1) // 3 + 1 + steps)
    if unit == "year":
        return year(when.year + steps)
    size = 10 if unit == "decade" else 100
    first = when.year // size * size + steps * size
    return years(first, first + size - 1, unit)


def back_from(when: date, unit: str, count: int) -> date:
    """Return the day so many units before a day: "the past two months" start there."""
    if unit in ("day", "week", "hour"):
        return when - timedelta(days={"day": 1, "week": 7, "hour": 1 / 24}[unit] * count)
    months = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}[unit] * count
    start = month(when.year, when.month - months).earliest
    assert start is not None
    return start.replace(day=min(when.day, calendar.monthrange(start.year, start.month)[1]))


def month_day(number: int, day_of_month: int, in_year: int) -> date | None:
    """Return a day of a year, None where the month has no such day."""
    if not 1 <= day_of_month <= 31 or not is_reportable(in_year):
        return None
    if day_of_month > calendar.monthrange(in_year, number)[1]:
        return None
    return date(in_year, number, day_of_month)


def nearest_day(number: int, day_of_month: int, near: date, *, future: bool) -> date | None:
    """Return the day without a year that news of a given day means."""
    days = [month_day(number, day_of_month, near.year + step) for step in (-1, 0, 1)]
    candidates = [found for found in days if found is not None]
    if future:
        return next((found for found in candidates if found >= near), None)
    nearest = min(candidates, key=lambda found: abs(found - near), default=None)
    if nearest is not None and nearest - near > FARTHEST_AHEAD:
        return month_day(number, day_of_month, nearest.year - 1)
    return nearest


def nearest_month(number: int, near: date, *, future: bool) -> Interval:
    """Return the month without a year that news of a given day means: the last one begun, or the next."""
    if future:
        return month(near.year + (number < near.month), number)
    return month(near.year - (number > near.month), number)


def narrative_year(number: int, after: Interval) -> int:
    """Return the year of a month named without one in a history, after the date last told of."""
    told = after.first
    assert told is not None
    if after.precision not in ("day", "month", "week", "part of month"):
        return told.year
    if number < told.month - FARTHEST_BACK_MONTHS:
        return told.year + 1
    return told.year


def weekday_near(number: int, near: date, *, future: bool) -> date:
    """Return the weekday on or before a day, or on or after it."""
    if future:
        return near + timedelta(days=(number - near.weekday()) % 7)
    return near - timedelta(days=(near.weekday() - number) % 7)


def is_reportable(number: int) -> bool:
    """Tell whether a year is one that a report can mean."""
    return FIRST_YEAR <= number <= LAST_YEAR


def full_year(digits: str) -> int:
    """Return the year that two or four digits name."""
    value = int(digits)
    if len(digits) > 2:
        return value
    return value + (2000 if value < TWO_DIGIT_PIVOT else 1900)


def nth_weekday(in_year: int, number: int, weekday: int, nth: int) -> date:
    """Return the nth weekday of a month: Thanksgiving is the fourth Thursday of November."""
    first = date(in_year, number, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _month_start(when: date) -> date:
    return when.replace(day=1)


def _month_end(when: date) -> date:
    return when.replace(day=calendar.monthrange(when.year, when.month)[1])
