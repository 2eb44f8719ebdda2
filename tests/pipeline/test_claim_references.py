from __future__ import annotations

from collections.abc import Callable

import pytest

from conflict_cli import Report

BOMBING = "A bomb killed six people in a market in Sarmin on Monday. "


@pytest.mark.parametrize(
    ("claim", "cue"),
    [
        ("The Islamist group Harbat claimed responsibility.", "claimed"),
        ("The group Harbat denied any involvement.", "denied"),
        ("The victims were farmers, a doctor said.", "said"),
        ("The incident was an accident, the army said.", "said"),
    ],
)
def test_a_claim_points_back_at_the_event_it_does_not_name(
    report_of: Callable[..., Report], claim: str, cue: str
) -> None:
    report = report_of(BOMBING + claim)
    (found,) = [one for one in report.claims if one.cue.text == cue]
    (bombing,) = (event for event in report.events if "killed" in event.evidence.text)
    assert set(found.events) & {bombing.id, *bombing.corefers}  # "the incident" is a mention of it


def test_a_denial_is_of_what_was_charged(report_of: Callable[..., Report]) -> None:
    report = report_of(
        "Rebels seized the town of Marea on Monday. The rebels accused Russia of shelling a hospital in Sarmin. "
        "Moscow denied the accusation."
    )
    charge, denial = (next(one for one in report.claims if one.stance == stance) for stance in ("accuses", "denies"))
    assert charge.events
    assert denial.events == charge.events


def test_a_charge_that_only_names_the_accused_is_of_what_was_told_last(report_of: Callable[..., Report]) -> None:
    report = report_of("Jets bombed a market in Sarmin on Monday. The rebels blamed the army.")
    (charge,) = [claim for claim in report.claims if claim.stance == "accuses"]
    assert list(charge.events) == [event.id for event in report.events]


def test_a_claim_of_something_else_points_at_nothing(report_of: Callable[..., Report]) -> None:
    report = report_of(BOMBING + "Harvests were poor, a farmer said.")
    assert report.claims[-1].events == ()


def test_the_dead_counted_later_are_those_of_the_attack(report_of: Callable[..., Report]) -> None:
    report = report_of("A car bomb exploded outside a bank in Sarmin on Monday. Police said the death toll rose to 21.")
    blast, toll = report.events
    assert toll.corefers == (blast.id,)
