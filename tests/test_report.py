"""report.py: the contract, as plain dicts."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable

import pytest

from conflict_cli import Report
from conflict_cli.report import SCHEMA_VERSION, SECTIONS, Span

TEXT = "Rebels attacked the army near Goma on Thursday, the government said."


@pytest.fixture(scope="module")
def report(report_of: Callable[..., Report]) -> Report:
    return report_of(TEXT)


def test_keys_come_in_the_order_of_the_contract(report: Report) -> None:
    plain = report.to_dict()
    assert list(plain) == ["schema_version", "report", *SECTIONS, "warnings"]
    assert plain["schema_version"] == SCHEMA_VERSION
    assert list(plain["events"][0])[:4] == ["id", "type", "subtype", "plover"]


def test_it_is_plain_data(report: Report) -> None:
    plain = report.to_dict()
    assert json.loads(json.dumps(plain)) == plain


def test_sections_may_be_chosen(report: Report) -> None:
    assert list(report.to_dict(only=("events",))) == ["schema_version", "report", "events", "warnings"]


def test_the_text_may_be_left_out(report: Report) -> None:
    assert "text" not in report.to_dict(with_text=False)["report"]
    assert report.to_dict()["report"]["text"] == TEXT


def test_turning_it_into_dicts_changes_nothing(report: Report) -> None:
    report.to_dict(with_text=False)
    assert report.to_dict()["report"]["text"] == TEXT


def test_a_report_cannot_be_changed(report: Report) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        report.events = ()  # type: ignore[misc]


def test_spans_compare_by_what_they_say() -> None:
    assert Span(0, 4, "Jets") == Span(0, 4, "Jets")
    assert Span(0, 4, "Jets") != Span(1, 5, "Jets")
