"""Whatever comes in: no traceback, true spans, ids that resolve, every format reads back as the same report.

`benchmarks/fuzz.py` runs the same checks over many more inputs, and makes the mutated ones.
"""

from __future__ import annotations

import io
import random
from pathlib import Path

import fuzz
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from conflict_cli import Article, build_pipeline, parse_corpus
from conflict_cli.article.corpus import read_corpus
from conflict_cli.article.options import Input, ReadOptions
from conflict_cli.errors import ArticleError, RuleError
from conflict_cli.matcher.loader import load_rules

FEW = settings(
    derandomize=True,
    database=None,
    deadline=None,
    max_examples=12,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


pieces = st.sampled_from([*fuzz.WORDS, *fuzz.NUMBERS, *fuzz.ODD]) | st.text(max_size=8)
texts = st.lists(pieces, min_size=1, max_size=25).map(" ".join)


@pytest.fixture(scope="module")
def plain_nlp() -> Language:
    """The pipeline without the entity model, three times as quick."""
    return build_pipeline(entity_model=False)


def faults(nlp: Language, batch: list[str]) -> list[str]:
    refused: list[str] = []
    articles = [Article(text, str(number)) for number, text in enumerate(batch)]
    reports = parse_corpus(articles, nlp=nlp, on_error=lambda _, error: refused.append(str(error)))
    found = [fault for report in reports for fault in fuzz.faults_of(report)]
    return [*found, *(error for error in refused if not error.endswith("no text in it"))]


@FEW
@given(st.lists(texts, min_size=1, max_size=4))
@example(["\ud800", "x" * 1000, "\u00ad", "e\u0301", '"', "\r\n\x00", "«“‘"])
def test_any_text_gives_a_report_that_holds(plain_nlp: Language, batch: list[str]) -> None:
    assert faults(plain_nlp, batch) == []


@FEW
@given(st.integers(0, 10_000))
def test_a_mutated_article_gives_a_report_that_holds(nlp: Language, seed: int) -> None:
    chance = random.Random(seed)
    sentences = fuzz.example_sentences()
    assert faults(nlp, [fuzz.mutated_text(chance, sentences) for _ in range(3)]) == []


@settings(FEW, max_examples=150)
@given(st.integers(0, 10_000))
def test_any_corpus_is_read_or_set_aside(seed: int) -> None:
    told: list[ArticleError] = []
    given_input = Input("c.jsonl", ReadOptions(any_language=True), on_error=told.append)
    try:
        articles = list(read_corpus(io.BytesIO(fuzz.broken_corpus(random.Random(seed))), given_input))
    except ArticleError as error:
        articles, told = [], [error]
    for article in articles:
        assert article.text.encode("utf-8").strip()
        assert article.source.encode("utf-8")
    assert all(str(error).startswith("c.jsonl") and "\n" not in str(error) for error in told)


@settings(FEW, max_examples=60)
@given(st.integers(0, 10_000))
def test_any_rule_file_is_loaded_or_told(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    path = chance.choice(sorted((fuzz.RULES / "events").glob("*.yaml")))
    file = tmp_path / "events" / path.name
    file.parent.mkdir(exist_ok=True)
    rules = path.read_text("utf-8").replace(f"id: {path.stem}.", f"id: {path.stem}.own_")
    file.write_text(fuzz.damaged_rules(chance, rules), "utf-8", errors="replace")
    try:
        load_rules(tmp_path)
    except RuleError as error:
        assert str(error).startswith(f"events/{path.name}")
        assert "\n" not in str(error)
    finally:
        file.unlink()
