"""Stretches of calendar days."""

from __future__ import annotations

from datetime import date

import pytest

from conflict_cli.pipeline import calendar_dates as dates


@pytest.mark.parametrize(
    ("part", "first", "last"),
    [("early", 1, 10), ("mid", 11, 20), ("late", 21, 30), ("first half", 1, 15), ("second half", 16, 30)],
)
def test_part_of_a_month(part: str, first: int, last: int) -> None:
    found = dates.month(2024, 11).part(part)
    assert (found.earliest, found.latest) == (date(2024, 11, first), date(2024, 11, last))


def test_part_of_a_year_keeps_whole_months() -> None:
    assert dates.year(2017).part("late").earliest == date(2017, 10, 1)
    assert dates.year(2017).part("early").latest == date(2017, 3, 31)


def test_part_of_a_day_is_the_day() -> None:
    assert dates.day(date(2024, 11, 28)).part("late") == dates.day(date(2024, 11, 28))


@pytest.mark.parametrize(
    ("unit", "steps", "first", "last"),
    [
        ("week", -1, date(2024, 11, 18), date(2024, 11, 24)),
        ("weekend", 0, date(2024, 11, 30), date(2024, 12, 1)),
        ("month", 2, date(2025, 1, 1), date(2025, 1, 31)),
        ("quarter", 1, date(2025, 1, 1), date(2025, 3, 31)),
        ("year", -1, date(2023, 1, 1), date(2023, 12, 31)),
        ("decade", 0, date(2020, 1, 1), date(2029, 12, 31)),
        ("century", -1, date(1900, 1, 1), date(1999, 12, 31)),
    ],
)
def test_unit_around_a_day(unit: str, steps: int, first: date, last: date) -> None:
    found = dates.unit_around(date(2024, 11, 28), unit, steps)
    assert (found.earliest, found.latest) == (first, last)


def test_day_without_year_is_near_the_publication() -> None:
    december = date(2024, 12, 20)
    assert dates.nearest_day(1, 14, december, future=False) == date(2025, 1, 14)
    assert dates.nearest_day(3, 14, december, future=False) == date(2024, 3, 14)
    assert dates.nearest_day(3, 14, december, future=True) == date(2025, 3, 14)


def test_leap_day_without_year_is_found_where_there_is_one() -> None:
    assert dates.nearest_day(2, 29, date(2025, 3, 1), future=False) == date(2024, 2, 29)


def test_back_from_the_end_of_a_long_month() -> None:
    assert dates.back_from(date(2024, 3, 31), "month", 1) == date(2024, 2, 29)


def test_history_moves_into_the_next_year() -> None:
    assert dates.narrative_year(1, dates.month(1955, 12)) == 1956
    assert dates.narrative_year(10, dates.month(1955, 12)) == 1955
    assert dates.narrative_year(1, dates.year(1955)) == 1955


@pytest.mark.parametrize(("digits", "expected"), [("90", 1990), ("24", 2024), ("1861", 1861)])
def test_two_digits_name_a_year(digits: str, expected: int) -> None:
    assert dates.full_year(digits) == expected
