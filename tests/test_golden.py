"""The reports in examples/ are what the articles give today.

After a change of the rules: `sh examples/regenerate.sh`, then read the difference before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import yaml
from spacy.language import Language

from conflict_cli import Article, parse
from conflict_cli.render import render
from conflict_cli.taxonomy import load_taxonomy

EXAMPLES = Path(__file__).parent.parent / "examples"
ARTICLES = sorted(EXAMPLES.glob("*.txt"))
REGENERATE = bool(os.environ.get("REGENERATE"))


@pytest.mark.parametrize("file", ARTICLES, ids=lambda file: file.stem)
def test_article_gives_its_report(file: Path, nlp: Language) -> None:
    golden = file.with_suffix(".yaml")
    article = Article(text=file.read_text("utf-8"), source=f"examples/{file.name}")
    now = render(parse(article, nlp=nlp), "yaml")
    if REGENERATE:
        golden.write_text(now, "utf-8")
    assert now == golden.read_text("utf-8"), "the report changed: sh examples/regenerate.sh, then read the difference"


def test_every_report_has_its_article() -> None:
    assert [file.stem for file in sorted(EXAMPLES.glob("*.yaml"))] == [file.stem for file in ARTICLES]


def test_examples_show_every_event_type_and_stance() -> None:
    reports = [yaml.safe_load(file.read_text("utf-8")) for file in sorted(EXAMPLES.glob("*.yaml"))]
    taxonomy = load_taxonomy()
    assert {event["type"] for report in reports for event in report["events"]} == set(taxonomy.type_of.values())
    assert {claim["stance"] for report in reports for claim in report["claims"]} == taxonomy.stances
    assert any(report["disputes"] for report in reports)
    assert any(report["relations"] for report in reports)


def test_every_article_is_described() -> None:
    page = (EXAMPLES / "README.md").read_text("utf-8")
    assert [file.name for file in ARTICLES if f"`{file.name}`" not in page] == []
