"""The days of feasts and fasts by year: Easter, Eid al-Fitr, Ramadan, Nowruz, Yom Kippur."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from conflict_cli.pipeline import calendar_dates as dates
from conflict_cli.pipeline.calendar_dates import Interval

# the first and the last year that the Umm al-Qura tables of hijridate know
HIJRI_YEARS = range(1343, 1501)


def feast_days(value: Any, in_year: int) -> Iterator[Interval]:
    """Yield when a feast of timexes.yaml is in a year of our calendar; one of the lunar calendar may be in it twice.

    Args:
        value: [month, day]; [month, weekday, nth]; {easter: days after} or {orthodox: days after}; {hijri: [month,
            day]} or {hijri: [month]} for the whole month; {persian: [month, day]}; {hebrew: [month, day]}, Nisan first.
        in_year: Gregorian.
    """
    if isinstance(value, list):
        two = len(value) == 2
        found = dates.month_day(value[0], value[1], in_year) if two else dates.nth_weekday(in_year, *value)
        if found is not None:
            yield dates.day(found)
        return
    for calendar, when in value.items():
        yield from CALENDARS[calendar](when, in_year)


def _easter(days_after: int, in_year: int) -> Iterator[Interval]:
    from convertdate import holidays

    yield dates.day(date(*holidays.easter(in_year)) + timedelta(days=days_after))


def _orthodox(days_after: int, in_year: int) -> Iterator[Interval]:
    from convertdate import holidays

    yield dates.day(date(*holidays.easter(in_year, church="orthodox")) + timedelta(days=days_after))


def _hijri(when: list[int], in_year: int) -> Iterator[Interval]:
    """Yield a day or a month of the Islamic calendar, by Umm al-Qura; countries may differ by a day."""
    from hijridate import Hijri

    middle = round((in_year - 622) * 33 / 32)
    for year in range(middle - 1, middle + 2):
        if year not in HIJRI_YEARS:
            continue
        first = Hijri(year, when[0], when[1] if len(when) > 1 else 1)
        start = date(*first.to_gregorian().datetuple())
        if start.year == in_year and len(when) > 1:
            yield dates.day(start)
        elif start.year == in_year:
            yield Interval(start, start + timedelta(days=first.month_length() - 1), "interval")


def _persian(when: list[int], in_year: int) -> Iterator[Interval]:
    from convertdate import persian

    yield dates.day(date(*persian.to_gregorian(in_year - 621, *when)))


def _hebrew(when: list[int], in_year: int) -> Iterator[Interval]:
    from convertdate import hebrew

    for year in (in_year + 3760, in_year + 3761):
        found = date(*hebrew.to_gregorian(year, *when))
        if found.year == in_year:
            yield dates.day(found)


CALENDARS: dict[str, Callable[[Any, int], Iterator[Interval]]] = {
    "easter": _easter,
    "hebrew": _hebrew,
    "hijri": _hijri,
    "orthodox": _orthodox,
    "persian": _persian,
}
