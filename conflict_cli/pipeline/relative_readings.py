"""What "Thursday", "last week", "two days later" mean; the readings of timexes.yaml that need another date."""

from __future__ import annotations

from datetime import date, timedelta

from conflict_cli.pipeline import calendar_dates as dates
from conflict_cli.pipeline.calendar_dates import Interval
from conflict_cli.pipeline.numerals import read_number
from conflict_cli.pipeline.time_context import Context, Groups, Reading

YEARS_OF = {"year": 1, "decade": 10, "century": 100}
LONG_UNITS = frozenset({"week", "weekend", "month", "quarter", "year", "decade", "century"})


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


def unit_of_publication(groups: Groups, context: Context) -> Interval | None:
    """Read "last week", "next year", "earlier this month"."""
    unit = (groups["unit"] or "").lower()
    if context.published is None or unit in ("hour", "day"):
        return None
    found = dates.unit_around(context.published, unit, context.look_up("unit_step", groups["step"]))
    return context.part(found, groups)


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
    return context.part(found, groups)


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
    if not dates.is_reportable(context.published.year - count * YEARS_OF.get(unit, 0)):
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
    in_year = start.year + direction * count * YEARS_OF.get(unit, 0)
    if not dates.is_reportable(in_year):
        return None
    if unit in YEARS_OF:
        return dates.year(in_year)
    return dates.unit_around(start, unit, direction * count)


def _beside_told(unit: str, step: int, context: Context) -> Interval | None:
    if unit in LONG_UNITS:
        return dates.unit_around(context.anchor, unit, step) if context.anchor else None
    return dates.day(context.anchor_day + timedelta(days=step)) if context.anchor_day else None


def _singular(unit: str) -> str:
    unit = unit.lower()
    return "century" if unit == "centuries" else unit.removesuffix("s")


RELATIVE_READINGS: dict[str, Reading] = {
    function.__name__: function
    for function in (
        ago,
        clock,
        day_beside,
        deictic_day,
        from_told,
        no_dates,
        overnight,
        part_of_told,
        since_then,
        so_far,
        span_of_units,
        told_unit,
        unit_of_publication,
        weekday,
        weekend,
    )
}
