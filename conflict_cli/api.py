"""The whole flow on one screen: article in, report out. spaCy is imported inside, on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, TypeVar

from conflict_cli.article.model import Article
from conflict_cli.article.reading_copy import mended_words, reading_copy
from conflict_cli.errors import ArticleError
from conflict_cli.report import Report

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH_ARTICLES = 32  # spaCy is fastest on batches of 16 to 64 news articles
BATCH_TOKENS = 12_000  # most words that a component of the model reads at once, padding counted
SLOW_INPUT = 0.5  # seconds of waiting for a batch after which the next article is parsed alone, as soon as it comes

OUR_COMPONENTS = "conflict_"

OnStage = Callable[[str, float], None]
T = TypeVar("T")


def build_pipeline(
    *,
    model: str | None = None,
    rules: Path | None = None,
    actors: Path | None = None,
    gazetteer: Path | None = None,
    places: Path | None = None,
    entity_model: bool | Path = True,
    corrected: bool = True,
) -> Language:
    """Build the spaCy pipeline that annotates articles; building takes about a second, so keep it.

    Args:
        model: name or folder of a spaCy pipeline with a parser and NER; None takes the installed English one.
        rules: folder of additional rule files, loaded with the built-in ones.
        actors: file of additional actors, TSV or YAML, that come before the built-in ones.
        gazetteer: a file that `conflict gazetteer build` wrote, instead of the packaged gazetteer.
        places: file of additional places, TSV, CSV or GeoJSON, that come before the gazetteer's.
        entity_model: False leaves the trained entity model out; a folder has another one, as training exports it.
        corrected: False leaves events and claims as the rules give them, without the model's say; so
            examples of rules are checked.

    Raises:
        ModelError: a model is missing, altered or lacks a component.
        RuleError: a rule file is wrong.
        LexiconError: the file of actors is wrong.
        GazetteerError: the gazetteer or the file of places is wrong.
    """
    from conflict_cli.pipeline import build_pipeline as build

    return build(
        model=model,
        rules=rules,
        actors=actors,
        gazetteer=gazetteer,
        places=places,
        entity_model=entity_model,
        corrected=corrected,
    )


def parse(text: str | Article, *, published: str | None = None, nlp: Language | None = None) -> Report:
    """Parse one article.

    Args:
        text: the article's text, or an Article that also has a source and metadata.
        published: ISO 8601 date that "on Thursday" is read against; the article's own dateline comes second.
        nlp: a pipeline from `build_pipeline`; None builds the default one, which takes about a second.

    Raises:
        ArticleError: the text is empty, or `published` is no date.

    Example:
        >>> report = parse("Jets bombed Sarmin on Thursday.", published="2024-11-28")
        >>> report.events[0].subtype
        'Air/drone strike'
    """
    article = text if isinstance(text, Article) else Article(text=text)
    if published is not None:
        article = with_published(article, published)
    return next(iter(parse_corpus([article], nlp=nlp)))


def parse_corpus(
    articles: Iterable[Article],
    *,
    nlp: Language | None = None,
    on_error: Callable[[Article, ArticleError], None] | None = None,
    batch_size: int = BATCH_ARTICLES,
    on_stage: OnStage | None = None,
) -> Iterator[Report]:
    """Parse many articles; reports come in the order of the articles, as each batch is done.

    The first batches are one article each and the following ones grow, so that the first report doesn't wait for
    many articles to be read; where articles come slowly, each is parsed as it comes. Reports are the same whatever
    the batches.

    Args:
        articles: read lazily, a batch at a time.
        nlp: a pipeline from `build_pipeline`; None builds the default one.
        on_error: called with each article that can't be parsed, through a fault of ours too; None raises instead.
        batch_size: most articles handed to spaCy at once.
        on_stage: called with the name of each stage that a batch has passed ("tokenizer", the components of the
            pipeline, "assemble") and the seconds it took; seconds of one article with a `batch_size` of 1.

    Raises:
        ArticleError: an article can't be parsed and there is no `on_error`.
    """
    from conflict_cli.assemble import assemble

    nlp = nlp or build_pipeline()
    timed = on_stage or _untimed
    for batch in _batches(articles, batch_size):
        docs = []
        for article in (article.with_whole_characters() for article in batch):
            try:
                docs.append((_timed_call(timed, "tokenizer", _make_doc, nlp, article), article))
            except ArticleError as error:
                if on_error is None:
                    raise
                on_error(article, error)
        for doc, article in _annotated(nlp, docs, on_error, timed):
            yield _timed_call(timed, "assemble", assemble, doc, article)


def _batches(articles: Iterable[Article], largest: int) -> Iterator[list[Article]]:
    """Yield batches of 1, 1, 2, 4, ... articles; start again with one where the articles come slowly.

    Of a list, whose articles are all there, the batches are as large as they may be.
    """
    if isinstance(articles, Sequence):
        yield from (list(articles[start : start + largest]) for start in range(0, len(articles), largest))
        return
    remaining = iter(articles)
    size, next_size = 1, 1
    begun = perf_counter()
    while batch := list(islice(remaining, size)):
        slow = perf_counter() - begun > SLOW_INPUT
        yield batch
        size, next_size = (1, 1) if slow else (next_size, min(2 * next_size, largest))
        begun = perf_counter()


def _annotated(
    nlp: Language,
    docs: list[tuple[Doc, Article]],
    on_error: Callable[[Article, ArticleError], None] | None,
    timed: OnStage,
) -> Iterator[tuple[Doc, Article]]:
    """Run a batch through the pipeline; when a fault of ours stops it, run it one by one and keep what can be kept."""
    try:
        annotated = _through(nlp, [doc for doc, _ in docs], timed)
        yield from zip(annotated, [article for _, article in docs], strict=True)
        return
    except Exception:
        if on_error is None:
            raise
    for _, article in docs:
        try:
            (doc,) = _through(nlp, [_make_doc(nlp, article)], timed)
            yield doc, article
        except Exception as error:
            fault = f"internal error ({type(error).__name__}: {error}); please report it"
            on_error(article, ArticleError(f"{article.source}: {fault}"))


def _through(nlp: Language, docs: list[Doc], timed: OnStage) -> list[Doc]:
    """Run a batch through one component after the other: what `nlp.pipe` does, with the time of each."""
    from conflict_cli.pipeline import windows

    def annotate(component: Any, docs: list[Doc]) -> list[Doc]:
        if hasattr(component, "pipe"):
            return list(component.pipe(docs, batch_size=_batch_length(docs)))
        return [component(doc) for doc in docs]

    pieces: list[list[Doc]] = []  # of each article, while the components of the model are at work
    for name, component in nlp.pipeline:
        ours = name.startswith(OUR_COMPONENTS)
        if ours and pieces:
            docs = [windows.join(doc, read) for doc, read in zip(docs, pieces, strict=True)]
            pieces = []
        elif not ours and not pieces:
            pieces = [windows.split(doc) for doc in docs]
        if ours:
            docs = _timed_call(timed, name, annotate, component, docs)
        else:
            read = iter(_timed_call(timed, name, annotate, component, [piece for each in pieces for piece in each]))
            pieces = [[next(read) for _ in each] for each in pieces]
    return docs


def _batch_length(docs: list[Doc]) -> int:
    """Return how many Docs spaCy takes at once: its memory grows with the words of all of them."""
    longest = max((len(doc) for doc in docs), default=1)
    return max(1, min(len(docs), BATCH_TOKENS // max(1, longest)))


def _timed_call(timed: OnStage, stage: str, function: Callable[..., T], *arguments: Any) -> T:
    begun = perf_counter()
    try:
        return function(*arguments)
    finally:
        timed(stage, perf_counter() - begun)


def _untimed(stage: str, seconds: float) -> None:
    """Take no notice of times."""


def with_published(article: Article, published: str) -> Article:
    """Return the article with the publication date the user gave, unless its own metadata has one."""
    if article.published is not None:
        return article
    from dataclasses import replace

    return replace(article, published=published, published_from="option")


def _make_doc(nlp: Language, article: Article) -> Doc:
    from conflict_cli.pipeline import windows

    if not article.text.strip():
        raise ArticleError(f"{article.source}: no text in it")
    _check_published(article)
    doc = windows.make_doc(nlp, reading_copy(article.text))
    doc._.source_text = mended_words(article.text)
    doc._.published = article.published
    doc._.published_from = article.published_from
    doc._.source_title = article.title
    return doc


def _check_published(article: Article) -> None:
    try:
        if article.published is not None:
            date.fromisoformat(article.published)
    except ValueError as error:
        raise ArticleError(
            f'{article.source}: published "{article.published}" is no ISO 8601 date such as 2024-11-28'
        ) from error
