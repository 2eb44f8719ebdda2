"""pipeline/coreference.py: mentions of one event."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from conflict_cli import Report
from conflict_cli.pipeline import coreference

Annotate = Callable[..., Doc]


def links(doc: Doc) -> dict[str, set[str]]:
    return {event.trigger.text: {other.trigger.text for other in event.corefers} for event in doc._.events}


def test_the_attack_is_the_one_told_before(annotate: Annotate) -> None:
    doc = annotate("Gunmen attacked a church in Kaduna. The attack killed nine worshippers.")
    assert links(doc) == {"attacked": {"attack"}, "attack": {"attacked"}}


def test_title_and_body_tell_of_one_event(annotate: Annotate) -> None:
    doc = annotate(
        "Car bomb kills seven in Quetta market\n\n"
        "QUETTA, Pakistan, Nov 27 (Reuters) - A car bomb killed seven people in a market in Quetta on Wednesday, "
        "police said. The blast wounded 20 shoppers."
    )
    assert links(doc)["kills"] == {"killed", "blast"}


def test_a_generic_noun_takes_the_kind_of_the_event_it_points_at(annotate: Annotate) -> None:
    doc = annotate("Russian jets bombed the town of Sarmin. The attack wounded nine people.")
    assert {event.subtype for event in doc._.events} == {"Air/drone strike"}


def test_events_of_different_days_stay_apart(annotate: Annotate) -> None:
    doc = annotate(
        "Jets bombed Sarmin on Monday. Jets bombed Sarmin on Wednesday.",
        published="2024-11-28",
    )
    assert all(not event.corefers for event in doc._.events)


def test_a_planned_attack_is_not_the_one_that_happened(annotate: Annotate) -> None:
    doc = annotate("Rebels attacked the base. The army fears another attack by the rebels.")
    assert all(not event.corefers for event in doc._.events)


def test_links_are_mutual(annotate: Annotate) -> None:
    doc = annotate("Gunmen attacked a church. The attack killed nine people. The assault ended at noon.")
    for event in doc._.events:
        assert event not in event.corefers
        assert all(event in other.corefers for other in event.corefers)


def test_work_grows_with_the_text_not_with_its_square(annotate: Annotate, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0
    compatible = coreference._compatible

    def counted(*arguments):  # type: ignore[no-untyped-def]
        nonlocal calls
        calls += 1
        return compatible(*arguments)

    monkeypatch.setattr(coreference, "_compatible", counted)
    sentence = "Gunmen attacked a church in Kaduna. The attack killed nine worshippers. Police arrested two men. "
    counts = []
    for times in (25, 100):
        calls = 0
        annotate(sentence * times)
        counts.append(calls)
    assert 0 < counts[1] <= 8 * counts[0]


def test_unnamed_gunmen_may_be_the_group_that_claims_the_raid(report_of: Callable[..., Report]) -> None:
    report = report_of(
        "Gunmen attacked a police post near Garissa on Tuesday. Al-Shabaab claimed responsibility for the raid."
    )
    raid = next(event for event in report.events if event.trigger.text == "raid")
    attack = next(event for event in report.events if event.trigger.text == "attacked")
    assert raid.corefers == (attack.id,)
    assert [span.text for span in raid.initiators] == ["Al-Shabaab"]
