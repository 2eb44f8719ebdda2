"""api.py: one text, many articles, and what happens to a bad one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli import Article, api, build_pipeline, parse, parse_corpus
from conflict_cli.api import with_published
from conflict_cli.errors import ArticleError, ModelError, RuleError

BOMBING = "Jets bombed Sarmin on Thursday."


def test_a_text_gives_a_report(nlp: Language) -> None:
    report = parse(BOMBING, published="2024-11-28", nlp=nlp)
    assert [event.subtype for event in report.events] == ["Air/drone strike"]
    assert report.report.text == BOMBING
    assert (report.report.source, report.report.published, report.report.published_from) == (
        "-",
        "2024-11-28",
        "option",
    )


def test_an_article_keeps_its_source_and_its_own_date(nlp: Language) -> None:
    article = Article(text=BOMBING, source="a.txt", published="2024-11-21", published_from="metadata")
    report = parse(article, published="2024-11-28", nlp=nlp)
    assert (report.report.source, report.report.published, report.report.published_from) == (
        "a.txt",
        "2024-11-21",
        "metadata",
    )


def test_the_users_date_fills_a_gap_only() -> None:
    dated = Article(text=BOMBING, published="2024-11-21", published_from="metadata")
    assert with_published(dated, "2024-11-28") is dated
    assert with_published(Article(text=BOMBING), "2024-11-28").published_from == "option"


@pytest.mark.parametrize("text", ["", "   ", "\n\n\t"])
def test_an_empty_text_is_an_article_error(nlp: Language, text: str) -> None:
    with pytest.raises(ArticleError, match=r"^-: no text in it$"):
        parse(text, nlp=nlp)


def test_row_8_half_a_surrogate_pair_is_replaced_one_for_one(nlp: Language) -> None:
    report = parse(Article("Jets bombed \ud800 Sarmin.", source="\udfff", title="\ud83d"), nlp=nlp)
    assert (report.report.text, report.report.source) == ("Jets bombed \ufffd Sarmin.", "\ufffd")
    assert report.report.title == "\ufffd"
    assert report.warnings == ("half of a surrogate pair in the text; U+FFFD put in its place",)
    assert report.events


def test_a_bad_article_costs_only_itself(nlp: Language) -> None:
    bad: list[tuple[str, str]] = []
    articles = [
        Article(text=BOMBING, source="one"),
        Article(text=" ", source="two"),
        Article(text=BOMBING, source="three"),
    ]
    reports = list(
        parse_corpus(articles, nlp=nlp, on_error=lambda article, error: bad.append((article.source, str(error))))
    )
    assert [report.report.source for report in reports] == ["one", "three"]
    assert bad == [("two", "two: no text in it")]


def test_without_a_handler_the_error_is_raised(nlp: Language) -> None:
    with pytest.raises(ArticleError):
        list(parse_corpus([Article(text="")], nlp=nlp))


def test_articles_are_read_a_batch_at_a_time(nlp: Language) -> None:
    read: list[int] = []

    def articles() -> Iterator[Article]:
        for number in range(6):
            read.append(number)
            yield Article(text=BOMBING)

    reports = parse_corpus(articles(), nlp=nlp, batch_size=2)
    seen = [len(read) for _ in reports]
    assert seen == [1, 2, 4, 4, 6, 6]


def test_batches_grow_and_slow_input_is_parsed_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(api, "perf_counter", lambda: clock[0])

    def articles(*seconds: float) -> Iterator[Article]:
        for wait in seconds:
            clock[0] += wait
            yield Article(text=BOMBING)

    def sizes(*seconds: float) -> list[int]:
        return [len(batch) for batch in api._batches(articles(*seconds), 8)]

    assert sizes(*[0.0] * 30) == [1, 1, 2, 4, 8, 8, 6]
    assert sizes(*[9.0] * 5) == [1] * 5
    assert sizes(0, 0, 9, 0, 0, 0) == [1, 1, 2, 1, 1]


def test_stages_are_timed_in_order(nlp: Language) -> None:
    stages: dict[str, float] = {}
    articles = [Article(text=BOMBING)] * 3
    timed = parse_corpus(articles, nlp=nlp, on_stage=lambda stage, spent: stages.update({stage: spent}))
    assert list(timed) == list(parse_corpus(articles, nlp=nlp))
    assert list(stages) == ["tokenizer", *nlp.pipe_names, "assemble"]
    assert min(stages.values()) >= 0


def test_a_corpus_may_be_empty(nlp: Language) -> None:
    assert list(parse_corpus([], nlp=nlp)) == []


def test_a_wrong_model_or_rules_folder_is_told_before_parsing(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        build_pipeline(model="no_such_model")
    with pytest.raises(RuleError, match="no such rules folder"):
        build_pipeline(rules=tmp_path / "nowhere")


def test_curly_quotation_marks_and_odd_spaces_stay_in_the_report(nlp: Language) -> None:
    text = "“Jets bombed\u00a0Sarmin,” a rebel said."
    report = parse(text, nlp=nlp)
    (event,) = report.events
    assert event.evidence.text == text[event.evidence.start : event.evidence.end]
    assert "\u00a0" in event.evidence.text


def test_published_that_is_no_date_is_told(nlp: Language) -> None:
    with pytest.raises(ArticleError, match='published "17 December" is no ISO 8601 date'):
        parse("Jets bombed Sarmin.", published="17 December", nlp=nlp)


def test_fault_in_one_article_keeps_the_others(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    relations = nlp.get_pipe("conflict_relations")

    def fail_on_goma(self: object, doc: Doc) -> Doc:
        if "Goma" in doc.text:
            raise ZeroDivisionError("no such luck")
        return doc

    monkeypatch.setattr(type(relations), "__call__", fail_on_goma)
    articles = [Article(text=f"Rebels seized {town}.", source=town) for town in ("Bunia", "Goma", "Kindu")]
    failed: list[str] = []
    reports = list(parse_corpus(articles, nlp=nlp, on_error=lambda article, error: failed.append(str(error))))
    assert [report.report.source for report in reports] == ["Bunia", "Kindu"]
    assert failed == ["Goma: internal error (ZeroDivisionError: no such luck); please report it"]
    with pytest.raises(ZeroDivisionError):
        list(parse_corpus(articles, nlp=nlp))
