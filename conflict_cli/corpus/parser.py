"""What each worker process loads once: the pipeline, and a function that parses a batch with it."""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from conflict_cli import api
from conflict_cli.article.model import Article
from conflict_cli.errors import ArticleError
from conflict_cli.report import Report

if TYPE_CHECKING:
    from spacy.language import Language

Outcome = Report | str
"""The report of an article, or why there is none."""
Parser = Callable[[Sequence[Article]], list[Outcome]]
LOADER = "conflict_cli.corpus.parser:load_parser"

MAX_BATCH_CHARACTERS = 100_000  # keeps the memory of a batch of long articles flat
RENEW_ARTICLES = 4_000  # a second or two of building in ten minutes of parsing
ORDINARY_SECONDS = 1.0  # what an article of a batch may take on a slow machine


def load_parser(**pipeline: Any) -> Parser:
    """Build the pipeline of this process and return what parses a batch: an outcome for each article, in order.

    Args:
        pipeline: arguments of `build_pipeline`.
    """
    if pipeline.get("model") is None and "spacy" not in sys.modules:
        # the English model doesn't use torch, which spaCy imports where it is installed: a second, 200 MB
        sys.modules.setdefault("torch", None)  # type: ignore[arg-type]
    return _Renewed(pipeline)


class _Renewed:
    """A pipeline that is built anew now and then: spaCy keeps every word it has ever seen, 10 to 30 kB an article."""

    def __init__(self, pipeline: dict[str, Any]):
        self._pipeline = pipeline
        self._nlp: Language | None = api.build_pipeline(**pipeline)
        self._parsed = 0

    def __call__(self, batch: Sequence[Article]) -> list[Outcome]:
        """Return what becomes of each article."""
        # not before a single article: its time is measured
        if self._nlp is None or (self._parsed >= RENEW_ARTICLES and len(batch) > 1):
            self._nlp, self._parsed = None, 0  # first, so that there are never two
            gc.collect()
            self._nlp = api.build_pipeline(**self._pipeline)
        self._parsed += len(batch)
        return parse_batch(self._nlp, batch)


def parse_batch(nlp: Language, batch: Sequence[Article]) -> list[Outcome]:
    """Return what becomes of each article; a fault of ours costs the article that shows it."""
    failed: dict[int, str] = {}
    try:
        reports = iter(
            list(api.parse_corpus(batch, nlp=nlp, on_error=lambda article, error: _note(failed, article, error)))
        )
        return [failed.get(id(article)) or next(reports) for article in batch]
    except Exception as error:
        if len(batch) > 1:
            return [outcome for article in batch for outcome in parse_batch(nlp, [article])]
        source = batch[0].source
        return [f"{source}: internal error ({type(error).__name__}: {error}); please report it"]


def _note(failed: dict[int, str], article: Article, error: ArticleError) -> None:
    failed[id(article)] = str(error)


def batches(articles: Iterator[Article], size: int, *, first: int | None = None) -> Iterator[list[Article]]:
    """Yield batches of up to `size` articles, fewer when they are long.

    Args:
        articles: read lazily.
        size: articles of a batch at most.
        first: articles of the first batch, doubled with each until `size`: the first reports leave early.
    """
    wanted = first or size
    batch: list[Article] = []
    characters = 0
    for article in articles:
        if batch and characters + len(article.text) > MAX_BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
        batch.append(article)
        characters += len(article.text)
        if len(batch) >= wanted:
            yield batch
            batch, characters, wanted = [], 0, min(size, 2 * wanted)
    if batch:
        yield batch


def time_limit(timeout: float | None, articles: int) -> float | None:
    """Return the seconds a batch may take before its articles are tried one by one."""
    return None if timeout is None else timeout + ORDINARY_SECONDS * (articles - 1)
