"""pipeline/disputes.py: what the article's own sources disagree on."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc

from conflict_cli import Report

Annotate = Callable[..., Doc]


def kinds(doc: Doc) -> list[str]:
    return [dispute.kind for dispute in doc._.disputes]


def test_a_denial_of_what_another_source_reports(annotate: Annotate) -> None:
    doc = annotate(
        "Rebels said government jets bombed a hospital in Douma on Monday. "
        "The Syrian government denied that its jets bombed the hospital."
    )
    assert kinds(doc) == ["denial"]
    (dispute,) = doc._.disputes
    assert [claim.stance for claim in dispute.claims] == ["asserts", "denies"]
    assert dispute.summary.startswith("Rebels said government jets bombed")
    assert "The Syrian government denied" in dispute.summary


def test_figures_of_two_sources_that_exclude_each_other(annotate: Annotate) -> None:
    doc = annotate(
        "Police said four people were killed in the attack on the bus. "
        "The rebels said 20 people were killed in the attack."
    )
    assert kinds(doc) == ["casualties"]


def test_bounds_that_agree_are_no_dispute(annotate: Annotate) -> None:
    doc = annotate(
        "Police said at least four people were killed in the attack on the bus. "
        "The rebels said 20 people were killed in the attack."
    )
    assert kinds(doc) == []


def test_one_side_alone_is_no_dispute(annotate: Annotate) -> None:
    assert kinds(annotate("The army denied shelling the school.")) == []
    assert kinds(annotate("Rebels said jets bombed a hospital. Rebels said ten people were killed.")) == []


def test_a_denial_of_another_matter_is_no_dispute(annotate: Annotate) -> None:
    doc = annotate("Rebels said government jets bombed a hospital. Turkey denied sending troops to Libya.")
    assert kinds(doc) == []


def test_denied_deaths_dispute_a_claim_of_them(report_of: Callable[..., Report]) -> None:
    report = report_of(
        "The group said its fighters had killed 11 soldiers. The ministry denied that soldiers had died."
    )
    assert [dispute.kind for dispute in report.disputes] == ["denial"]
    assert len(report.disputes[0].claims) == 2


def test_claimed_and_charged_responsibility_are_a_dispute(report_of: Callable[..., Report]) -> None:
    report = report_of(
        "The Harun Front claimed responsibility for the attack on the depot. The ministry blamed rebels for the attack."
    )
    assert [dispute.kind for dispute in report.disputes] == ["responsibility"]


def test_figures_of_one_attack_and_of_the_war_are_no_dispute(report_of: Callable[..., Report]) -> None:
    report = report_of(
        "Residents said the raid killed seven civilians. The United Nations said 10,000 civilians had been killed."
    )
    assert report.disputes == ()


def test_denied_accusation_disputes_the_charge_before_it(report_of: Callable[..., Report]) -> None:
    report = report_of("The minister accused Iran of shooting down the airliner. Iran denied the accusation.")
    assert [dispute.kind for dispute in report.disputes] == ["denial"]


def test_passing_a_denial_on_is_no_other_side(report_of: Callable[..., Report]) -> None:
    report = report_of("Reuters reported that the army denied it had bombed the hospital.")
    assert report.disputes == ()


def test_two_sides_that_both_hold_a_place_are_at_odds(report_of: Callable[..., Report]) -> None:
    report = report_of(
        "The government says it controls the town of Bakhmut. The militia said its fighters were in control of Bakhmut."
    )
    (dispute,) = report.disputes
    assert dispute.kind == "control"
    assert dispute.claims == ("C1", "C2")


def test_telling_of_one_holder_is_no_dispute_over_control(report_of: Callable[..., Report]) -> None:
    report = report_of("The army said it had retaken the village of Sarin. Residents said the army controls Sarin.")
    assert report.disputes == ()


def test_a_denial_answers_the_claim_before_it(annotate: Annotate) -> None:
    doc = annotate(
        'The rebels boasted that they had killed thirty guards. The police chief dismissed that toll as "lies".'
    )
    assert kinds(doc) == ["denial"]


def test_turning_down_a_deal_denies_nothing_said(annotate: Annotate) -> None:
    doc = annotate("The envoy said both sides had reached a deal. The rebels rejected the deal.")
    assert kinds(doc) == []


def test_a_plain_denial_after_a_charge_disputes_it(annotate: Annotate) -> None:
    doc = annotate(
        "Residents said soldiers had dragged six men off a bus in Marea and shot them. "
        "A spokesman for the prosecutor denied that anyone had been held there."
    )
    assert kinds(doc) == ["denial"]


def test_a_denied_capture_is_a_dispute_on_control(annotate: Annotate) -> None:
    doc = annotate("The army said it had recaptured Marea from the rebels on Monday. The rebels denied the claim.")
    assert kinds(doc) == ["control"]


def test_a_denied_reason_is_a_dispute_on_justification(annotate: Annotate) -> None:
    doc = annotate(
        "The army justified the shelling of Marea as a response to rocket fire. The rebels rejected this account."
    )
    assert kinds(doc) == ["justification"]
