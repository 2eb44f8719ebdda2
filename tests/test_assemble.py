"""assemble.py: ids, offsets and the links between the parts of a report."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conflict_cli import Article, Report, parse
from conflict_cli.report import ActorSpan

ReportOf = Callable[..., Report]


def test_ids_count_from_one_in_text_order(report_of: ReportOf) -> None:
    report = report_of(
        "Rebels attacked the army near Goma. Jets bombed Sarmin. Police arrested two men, the army said."
    )
    assert [event.id for event in report.events] == ["E1", "E2", "E3"]
    assert [event.trigger.start for event in report.events] == sorted(event.trigger.start for event in report.events)
    assert [actor.id for actor in report.actors] == [f"A{n}" for n in range(1, len(report.actors) + 1)]
    assert [claim.id for claim in report.claims] == ["C1"]


def test_participants_point_at_their_actor(report_of: ReportOf) -> None:
    report = report_of("Rebels attacked the army near Goma. They killed four soldiers.")
    names = {actor.id: actor.name for actor in report.actors}
    (rebels,) = report.events[0].initiators
    (they,) = report.events[1].initiators
    assert rebels.actor is not None
    assert rebels.actor == they.actor
    assert names[rebels.actor] == "Rebels"


def test_a_thing_is_no_actor(report_of: ReportOf) -> None:
    (target,) = report_of("The army shelled the bridge.").events[0].targets
    assert target == ActorSpan(17, 27, "the bridge", None)


def test_claims_and_events_name_each_other(report_of: ReportOf) -> None:
    report = report_of("Rebels said jets bombed Sarmin.")
    assert report.claims[0].events == ("E1",)
    assert report.events[0].claims == ("C1",)


def test_the_evidence_is_the_sentence_without_blanks_around_it(report_of: ReportOf) -> None:
    report = report_of("It rained.\n\nJets bombed Sarmin. It was cold.")
    assert report.events[0].evidence.text == "Jets bombed Sarmin."


@pytest.mark.parametrize(
    ("sentence", "ucdp"),
    [
        ("Rebels attacked the army near Goma.", "state-based"),
        ("Soldiers shelled the rebels.", "state-based"),
        ("The rebels attacked the militia.", "non-state"),
        ("The militia attacked civilians in the market.", "one-sided"),
        ("The army shelled the bridge.", None),
        ("Police arrested two men.", None),
    ],
)
def test_ucdp_type_by_the_two_sides(report_of: ReportOf, sentence: str, ucdp: str | None) -> None:
    assert report_of(sentence).events[0].ucdp == ucdp


def test_the_head_tells_where_the_article_is_from(report_of: ReportOf) -> None:
    report = report_of(
        "Car bomb kills seven\n\nQUETTA, Nov 27 (Reuters) - A car bomb killed seven people on Wednesday, police said.",
        published=None,
    )
    assert report.report.title == "Car bomb kills seven"
    assert report.report.dateline is not None
    assert report.report.dateline.agency == "Reuters"
    assert report.report.language == "en"
    assert len(report.report.id) == 16


def test_a_title_from_metadata_goes_first(nlp) -> None:  # type: ignore[no-untyped-def]
    report = parse(Article(text="Jets bombed Sarmin.", title="Strike in Idlib"), nlp=nlp)
    assert report.report.title == "Strike in Idlib"


def test_warnings_of_the_reader_come_first(nlp) -> None:  # type: ignore[no-untyped-def]
    report = parse(Article(text="Jets bombed Sarmin on Thursday.", warnings=("read as Latin-1",)), nlp=nlp)
    assert report.warnings[0] == "read as Latin-1"


def test_confidence_is_rounded(report_of: ReportOf) -> None:
    for event in report_of("Rebels attacked the army. Jets bombed Sarmin.").events:
        assert event.confidence == round(event.confidence, 2)
