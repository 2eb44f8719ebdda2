from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from conflict_cli.pipeline.feasts import feast_days


@pytest.mark.parametrize(
    ("feast", "in_year", "first", "last"),
    [
        ([12, 25], 2024, date(2024, 12, 25), date(2024, 12, 25)),
        ([11, 3, 4], 2024, date(2024, 11, 28), date(2024, 11, 28)),
        ({"easter": 0}, 1998, date(1998, 4, 12), date(1998, 4, 12)),
        ({"easter": -2}, 2024, date(2024, 3, 29), date(2024, 3, 29)),
        ({"orthodox": 0}, 2024, date(2024, 5, 5), date(2024, 5, 5)),
        ({"hijri": [10, 1]}, 2024, date(2024, 4, 10), date(2024, 4, 10)),
        ({"hijri": [9]}, 2024, date(2024, 3, 11), date(2024, 4, 9)),
        ({"persian": [1, 1]}, 2024, date(2024, 3, 20), date(2024, 3, 20)),
        ({"hebrew": [7, 10]}, 1973, date(1973, 10, 6), date(1973, 10, 6)),
        ({"hebrew": [1, 15]}, 2024, date(2024, 4, 23), date(2024, 4, 23)),
    ],
)
def test_feasts_are_where_the_calendars_put_them(feast: Any, in_year: int, first: date, last: date) -> None:
    (found,) = feast_days(feast, in_year)
    assert (found.earliest, found.latest) == (first, last)


def test_a_lunar_feast_may_be_twice_in_a_year() -> None:
    assert len(list(feast_days({"hijri": [10, 1]}, 2033))) == 2 or len(list(feast_days({"hijri": [9]}, 2030))) == 2


def test_years_outside_the_tables_have_no_lunar_feasts() -> None:
    assert list(feast_days({"hijri": [10, 1]}, 1800)) == []
