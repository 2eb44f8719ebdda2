"""pipeline/casualties.py: how many were harmed, and by which event."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli import Report, build_pipeline
from conflict_cli.errors import RuleError

Annotate = Callable[..., Doc]


def figures(doc: Doc) -> list[tuple[str, str, int | None, int | None]]:
    rows = [(f.span.start, f.span.text, f.harm, f.low, f.high) for event in doc._.events for f in event.casualties]
    return [row[1:] for row in sorted(rows)]


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("12 civilians", 12, 12),
        ("at least 12 civilians", 12, None),
        ("more than 80 people", 81, None),
        ("up to 30 villagers", None, 30),
        ("dozens of fighters", 24, None),
        ("a policeman", 1, 1),
        ("the mayor", 1, 1),
        ("an unknown number of civilians", None, None),
    ],
)
def test_bounds(annotate: Annotate, words: str, low: int | None, high: int | None) -> None:
    assert figures(annotate(f"The air strike killed {words} in Sarmin.")) == [(words, "killed", low, high)]


def test_killed_and_wounded_go_to_the_event_that_harmed_them(annotate: Annotate) -> None:
    doc = annotate("Russian jets bombed the town of Sarmin, killing five civilians and wounding 12.")
    (event,) = doc._.events
    assert event.trigger.text == "bombed"
    assert figures(doc) == [("five civilians", "killed", 5, 5), ("12", "wounded", 12, 12)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Rebels shot dead two guards and wounded a third.",
        "Two guards were killed and another wounded by rebels.",
        "Two guards were killed and a third wounded by rebels.",
    ],
)
def test_one_more_is_one(annotate: Annotate, sentence: str) -> None:
    assert [row[1:] for row in figures(annotate(sentence))] == [("killed", 2, 2), ("wounded", 1, 1)]


@pytest.mark.parametrize(
    "sentence",
    [
        "Rebels killed a third of the herd.",
        "The arrests bring to nine the number of people killed in raids.",
        "The court heard of a plot to kill the ambassador.",
        "Two groups took part, one that killed the priests and another that burned the house.",
    ],
)
def test_shares_and_plans_are_no_figures(annotate: Annotate, sentence: str) -> None:
    assert "number" not in str(figures(annotate(sentence)))
    assert not {"a third", "another", "the ambassador"} & {row[0] for row in figures(annotate(sentence))}


def test_counted_nouns_no_list_knows_are_people_where_the_verb_says_so(annotate: Annotate) -> None:
    assert figures(annotate("The blast wounded 20 shoppers.")) == [("20 shoppers", "wounded", 20, 20)]
    assert figures(annotate("The shelling killed 20 cows.")) == []


def test_victims_and_civilians(annotate: Annotate) -> None:
    civilians = annotate("The air strike killed ten civilians.")._.events[0].casualties[0]
    soldiers = annotate("The air strike killed ten soldiers.")._.events[0].casualties[0]
    assert (civilians.victims, civilians.civilian) == ("civilians", True)
    assert (soldiers.victims, soldiers.civilian) == ("soldiers", False)


def test_no_figure_without_a_number(annotate: Annotate) -> None:
    assert figures(annotate("The air strike killed civilians.")) == []


def test_several_have_no_bounds(annotate: Annotate) -> None:
    assert figures(annotate("The air strike wounded several soldiers.")) == [
        ("several soldiers", "wounded", None, None)
    ]


def test_a_rule_with_an_unknown_harm_is_refused(tmp_path: Path) -> None:
    (tmp_path / "casualties.yaml").write_text(
        "rules:\n- {id: casualties.zap, casualty: {harm: zapped}, trigger: {lemma: zap}}\n", "utf-8"
    )
    with pytest.raises(RuleError, match=r"^casualties\.yaml: casualties\.zap: casualty needs harm, .*killed"):
        build_pipeline(rules=tmp_path)


def test_nobody_dead_is_no_death_that_happened(report_of: Callable[..., Report]) -> None:
    report = report_of("Rebels shelled the barracks in Azaz on Monday. An army source said no one died.")
    assert {(event.subtype, event.status) for event in report.events if event.subtype == "Casualties"} <= {
        ("Casualties", "denied")
    }


@pytest.mark.parametrize(
    ("sentence", "figure"),
    [
        ("Riot police hauled away 137 men after the march.", ("137 men", "detained", 137, 137)),
        ("Ninety relatives were led away in July by gunmen in uniform.", ("Ninety relatives", "abducted", 90, 90)),
        ("Some 1,800 people have sought refuge in the town.", ("Some 1,800 people", "displaced", 1800, 1800)),
    ],
)
def test_those_taken_or_moved_are_counted_whatever_the_words(
    annotate: Annotate, sentence: str, figure: tuple[str, str, int, int]
) -> None:
    figures = [f for event in annotate(sentence)._.events for f in event.casualties]
    assert [(f.span.text, f.harm, f.low, f.high) for f in figures] == [figure]


def test_a_figure_that_no_rule_counts_is_read_by_the_model(nlp: Language, rules_nlp: Language) -> None:
    text = "Masked men slit the throats of 17 peasants."
    assert rules_nlp(text)._.events[0].casualties == []
    (figure,) = nlp(text)._.events[0].casualties
    assert (figure.span.text, figure.harm, figure.low, figure.high) == ("17 peasants", "killed", 17, 17)
