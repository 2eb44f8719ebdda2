"""Time expressions: every example of timexes.yaml, and what spans several of its patterns."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from spacy.tokens import Doc

from conflict_cli.article.reading_copy import reading_copy
from conflict_cli.pipeline.annotations import Timex
from conflict_cli.pipeline.model import load_model
from conflict_cli.pipeline.timexes import TimexFinder

FINDER = TimexFinder()
EXAMPLES = [
    pytest.param(example, id=f"{pattern.id}-{number}")
    for pattern in FINDER.file.patterns
    for number, example in enumerate(pattern.examples)
]
SIEGE = (
    "The siege of 1911 began in May. In 1912 the rebels held the port, and in April 1912 they lost it. "
    "The truce of 1913 failed in 1914, and in 1915 the army came back. On 3 March 1916 it took the fort, "
    "and on 5 March the harbour. The war of 1917 ended it in 1918."
)

Annotate = Callable[..., Doc]


@pytest.fixture(scope="module")
def read() -> Annotate:
    """Return a function that finds the times of a text, with the parser and no other stage of ours but structure."""
    from conflict_cli.pipeline import register_components

    register_components()
    nlp = load_model(None)
    nlp.disable_pipe("ner")
    nlp.add_pipe("conflict_structure", first=True)
    nlp.add_pipe("conflict_timexes")

    def run(text: str, published: Any = None) -> Doc:
        doc = nlp.make_doc(reading_copy(text))
        doc._.published = published.isoformat() if isinstance(published, date) else published
        return nlp(doc)

    return run


def found(doc: Doc) -> list[tuple[str, str | None, str | None]]:
    return [(timex.span.text, timex.earliest, timex.latest) for timex in doc._.timexes]


def one(doc: Doc) -> Timex:
    (timex,) = doc._.timexes
    assert isinstance(timex, Timex)
    return timex


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_gives_its_days(example: dict[str, Any], read: Annotate) -> None:
    expected = [(str(words), _iso(first), _iso(last)) for words, first, last in example.get("times", [])]
    assert found(read(example["text"], example.get("published"))) == expected


@pytest.mark.parametrize("pattern", FINDER.file.patterns, ids=lambda pattern: pattern.id)
def test_pattern_has_an_example_and_a_near_miss(pattern: Any) -> None:
    hits = [example for example in pattern.examples if example.get("times")]
    assert pattern.id.startswith("timexes.")
    assert hits
    assert len(pattern.examples) >= 2


@pytest.mark.parametrize(
    ("text", "precision"),
    [
        ("It fell on Thursday.", "day"),
        ("It fell last week.", "week"),
        ("It fell over the weekend.", "weekend"),
        ("It fell in May 2019.", "month"),
        ("It fell in early May 2019.", "part of month"),
        ("It fell in 2019.", "year"),
        ("It fell in the 1990s.", "decade"),
        ("It has been quiet since May 2019.", "interval"),
    ],
)
def test_precision_tells_the_size_of_the_interval(text: str, precision: str, read: Annotate) -> None:
    assert one(read(text, "2024-11-28")).precision == precision


def test_until_and_since_open_the_interval(read: Annotate) -> None:
    assert found(read("The truce held until Monday.", "2024-11-28")) == [("Monday", None, "2024-11-25")]
    assert found(read("They have fled since Monday.", "2024-11-28")) == [("since Monday", "2024-11-25", "2024-11-28")]


def test_weekday_looks_ahead_only_where_the_verb_before_it_does(read: Annotate) -> None:
    assert found(read("The envoys plan to meet on Monday.", "2024-11-28")) == [("Monday", "2024-12-02", "2024-12-02")]
    assert found(read("On Monday he said they will meet.", "2024-11-28")) == [("Monday", "2024-11-25", "2024-11-25")]


def test_without_publication_date_absolute_dates_stay_and_one_warning_is_given(read: Annotate) -> None:
    doc = read("Jets bombed Sarmin on Thursday and again yesterday. It had been calm since 2019, he said recently.")
    assert found(doc) == [
        ("Thursday", None, None),
        ("yesterday", None, None),
        ("since 2019", "2019-01-01", None),
        ("recently", None, None),
    ]
    assert doc._.warnings == ["relative date 'Thursday' left unresolved: no publication date"]


def test_vague_times_need_no_publication_date_and_no_warning(read: Annotate) -> None:
    assert read("Raids have grown in recent weeks and several years ago.")._.warnings == []


def test_dateline_anchors_the_story(read: Annotate) -> None:
    doc = read("BAGHDAD, May 29, 2019 (AFP) - Troops on Wednesday clashed with gunmen, the army said yesterday.")
    assert found(doc)[1:] == [("Wednesday", "2019-05-29", "2019-05-29"), ("yesterday", "2019-05-28", "2019-05-28")]


def test_history_is_read_against_the_date_last_told(read: Annotate) -> None:
    times = {words: first for words, first, _ in found(read(SIEGE, "2009-12-19"))}
    assert times["5 March"] == "1916-03-05"
    assert times["May"] == "1911-05-01"


def test_news_that_looks_back_stays_news(read: Annotate) -> None:
    doc = read("On Friday troops left the base they took in 2014. It fell in October.", "2019-11-10")
    assert found(doc)[-1] == ("October", "2019-10-01", "2019-10-31")


def test_line_break_inside_an_expression_is_no_obstacle(read: Annotate) -> None:
    assert found(read("It fell on March\n12, 2019.", "2019-11-10")) == [("March\n12, 2019", "2019-03-12", "2019-03-12")]


@pytest.mark.parametrize("day", ["February 30, 2019", "31 April 2019"])
def test_day_that_does_not_exist_gets_no_dates(day: str, read: Annotate) -> None:
    assert all(timex.precision != "day" for timex in read(f"It fell on {day}.", "2019-11-10")._.timexes)


def test_credit_lines_are_not_read(read: Annotate) -> None:
    doc = read("Rebels take the bridge\n\nPublished: 28 November 2024\n\nRebels took the bridge on Monday, he said.")
    assert found(doc) == [("Monday", "2024-11-25", "2024-11-25")]


def _iso(value: Any) -> str | None:
    return value.isoformat() if isinstance(value, date) else value
