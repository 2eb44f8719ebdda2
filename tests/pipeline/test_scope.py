from __future__ import annotations

from collections.abc import Callable

import pytest

from conflict_cli import Report


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("At least 12,000 people have been killed in the province since 2015.", "aggregate"),
        ("Air strikes on the valley since March 2019 have killed hundreds.", "aggregate"),
        ("The mayor was assassinated in 2015.", "incident"),
        ("A car bomb killed 30 people in the market in 2015.", "incident"),
        ("Air strikes on the valley killed five farmers on Monday.", "incident"),
    ],
)
def test_a_sum_over_years_is_no_incident(report_of: Callable[..., Report], text: str, scope: str) -> None:
    report = report_of(text, published="2021-06-01")
    assert [event.scope for event in report.events] == [scope]
