"""Where and when events were that do not say so themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conflict_cli import Report

ReportOf = Callable[..., Report]


def event_of(report: Report, trigger: str) -> Any:
    return next(event for event in report.events if event.trigger.text == trigger)


def test_a_place_of_the_sentence_is_inferred(report_of: ReportOf) -> None:
    report = report_of("News reached Sarmin that gunmen had killed five farmers.")
    (location,) = event_of(report, "killed").locations
    assert location.inferred
    assert location.text == "Sarmin"


def test_a_sentence_takes_place_and_time_of_the_one_before(report_of: ReportOf) -> None:
    report = report_of("Rebels shelled Sarmin, Syria, on Monday. Five people died.")
    event = event_of(report, "died")
    assert [(location.text, location.inferred) for location in event.locations] == [("Sarmin", True)]
    assert (event.time.earliest, event.time.inferred) == ("2024-11-25", True)


def test_what_is_said_is_not_inferred(report_of: ReportOf) -> None:
    event = event_of(report_of("Rebels shelled Sarmin on Monday."), "shelled")
    assert not event.time.inferred
    assert not any(location.inferred for location in event.locations)


def test_the_dateline_is_the_last_resort(report_of: ReportOf) -> None:
    report = report_of("GOMA, Congo, Nov 28 (Reuters) - Gunmen killed five farmers, the army said.")
    (location,) = event_of(report, "killed").locations
    assert (location.text, location.inferred) == ("GOMA", True)


def test_a_dateline_in_another_country_is_no_place_of_events(report_of: ReportOf) -> None:
    report = report_of(
        "BEIRUT, Nov 28 (Reuters) - Gunmen killed five farmers, the army said.\n\nShells hit Sarmin in Syria on Monday."
    )
    assert event_of(report, "killed").locations == ()


def test_a_year_of_the_background_is_not_carried_over(report_of: ReportOf) -> None:
    report = report_of("Rebels shelled Sarmin in 2016. Gunmen killed five people.")
    assert event_of(report, "killed").time is None


def test_a_country_that_only_describes_an_actor_is_not_where_it_happened(report_of: Callable[..., Report]) -> None:
    report = report_of("An Oman-based monitor said the strikes killed 11 fighters.")
    assert [location.text for event in report.events for location in event.locations] == []
