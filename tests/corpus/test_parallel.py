"""Several processes give what one gives, and lose only the articles that are at fault."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

from conflict_cli import Article, Report, parse_corpus
from conflict_cli.corpus.parallel import parse_in_processes
from conflict_cli.errors import ArticleError

LOADER = "faulty_parser:load"


def articles(number: int, **texts: str) -> Iterator[Article]:
    """Yield numbered articles; a2="HANGS" gives the third one a text of its own."""
    for one in range(number):
        yield Article(text=texts.get(f"a{one}", f"Troops shelled port {one}."), source=f"a{one}")


def run(given: Iterator[Article], **options: object) -> tuple[list[Report], list[str]]:
    errors: list[str] = []
    settings = {"processes": 2, "loader": LOADER, "batch_size": 8, **options}
    reports = parse_in_processes(given, on_error=lambda _, error: errors.append(str(error)), **settings)
    return list(reports), errors


def sources(reports: list[Report]) -> list[str]:
    return [report.report.source for report in reports]


def test_reports_come_in_the_order_of_the_articles() -> None:
    reports, errors = run(articles(100, a7="UNREADABLE", a99="UNREADABLE"))
    assert sources(reports) == [f"a{one}" for one in range(99) if one != 7]
    assert errors == ["a7: can't be parsed", "a99: can't be parsed"]


def test_without_on_error_the_first_error_is_raised() -> None:
    with pytest.raises(ArticleError, match="a3: can't be parsed"):
        list(parse_in_processes(articles(9, a3="UNREADABLE"), processes=1, loader=LOADER))


def test_row_43_a_killed_workers_articles_run_again(tmp_path: Path) -> None:
    reports, errors = run(articles(40, a20="DIES ONCE"), pipeline={"marks": str(tmp_path)})
    assert sources(reports) == [f"a{one}" for one in range(40)]
    assert errors == []


def test_row_43_killing_a_worker_from_outside_loses_nothing(tmp_path: Path) -> None:
    reports = parse_in_processes(
        articles(60), processes=2, loader=LOADER, batch_size=4, pipeline={"marks": str(tmp_path), "seconds": 0.01}
    )
    found = [next(reports)]
    os.kill(int(next(tmp_path.glob("process-*")).name.removeprefix("process-")), signal.SIGKILL)
    found += reports
    assert sources(found) == [f"a{one}" for one in range(60)]


def test_row_44_an_article_that_kills_its_worker_each_time_is_set_aside_alone() -> None:
    reports, errors = run(articles(30, a11="DIES ALWAYS"))
    assert sources(reports) == [f"a{one}" for one in range(30) if one != 11]
    assert errors == ["a11: its worker process died 2 times (signal 9); set aside"]


def test_row_18_an_article_that_takes_forever_is_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflict_cli.corpus.parser.ORDINARY_SECONDS", 0)
    reports, errors = run(articles(12, a5="HANGS"), timeout=0.5)
    assert sources(reports) == [f"a{one}" for one in range(12) if one != 5]
    assert errors == ["a5: took longer than 0.5 s; set aside"]


def test_first_report_leaves_before_the_last_article_is_read() -> None:
    read: list[int] = []

    def endless() -> Iterator[Article]:
        for number, article in enumerate(articles(100_000)):
            read.append(number)
            yield article

    reports = parse_in_processes(endless(), processes=2, loader=LOADER, batch_size=8)
    first = next(reports)
    assert first.report.source == "a0"
    for _ in range(500):
        next(reports)
    assert len(read) < 700  # the reader is never far ahead: memory stays flat
    reports.close()


def test_workers_end_with_the_run(tmp_path: Path) -> None:
    run(articles(4), pipeline={"marks": str(tmp_path)})
    for mark in tmp_path.glob("process-*"):
        with pytest.raises(ProcessLookupError):
            os.kill(int(mark.name.removeprefix("process-")), 0)


def test_a_fault_while_loading_is_told() -> None:
    start = time.monotonic()
    with pytest.raises(RuntimeError, match="no_such_function"):
        list(parse_in_processes(articles(1), processes=1, loader="faulty_parser:no_such_function"))
    assert time.monotonic() - start < 30


def test_the_real_pipeline_gives_the_same_reports_in_any_process_and_batch(nlp: Language) -> None:
    files = sorted((Path(__file__).parents[2] / "examples").glob("*.txt"))[:4]
    given = [Article(text=file.read_text("utf-8"), source=file.name) for file in files]
    alone = list(parse_corpus(given, nlp=nlp, batch_size=1))
    assert list(parse_corpus(reversed(given), nlp=nlp)) == alone[::-1]
    assert list(parse_in_processes(given, processes=1, batch_size=3)) == alone
