"""What every article must pass, whatever format it came in: length, language, an id of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from conflict_cli.article.english import is_english, small_word_share
from conflict_cli.article.model import Article
from conflict_cli.article.options import Input
from conflict_cli.errors import ArticleError

IDS_REMEMBERED = 1_000_000  # of one corpus: some 100 MB; later ones are not compared

NOT_ENGLISH = "und"  # ISO 639-2: undetermined


def checked(articles: Iterable[Article], given: Input) -> Iterator[Article]:
    """Pass on the articles of one input that may be parsed; the others go to its `on_error`.

    An id that comes twice is a warning, as is another language than English where it is wanted; with the option
    `strict` an article with a warning is not passed on.
    """
    seen: dict[int, int] = {}
    for number, article in enumerate(articles, start=1):
        try:
            yield _check(_compared(article, number, seen, given), given)
        except ArticleError as error:
            given.on_error(error)


def _compared(article: Article, number: int, seen: dict[int, int], given: Input) -> Article:
    """Warn of an id that an earlier record has."""
    key = hash(article.source)
    if key in seen:
        return article.warned(f'id "{article.source}" came before, as article {seen[key]:,} of {given.name}')
    if len(seen) < IDS_REMEMBERED:
        seen[key] = number
    return article


def _check(article: Article, given: Input) -> Article:
    options = given.options
    if len(article.text) > options.max_chars:
        reason = f"{len(article.text):,} characters, more than the {options.max_chars:,} an article may have"
        raise _refused(article, f"{reason}; split it into its articles", given)
    if not is_english(article.text):
        told = f"not English: {small_word_share(article.text):.0%} of its words are small words of English"
        if not options.any_language:
            raise _refused(article, f"{told}; --any-language parses it all the same", given)
        article = replace(article.warned(told), language=NOT_ENGLISH)
    if options.strict and article.warnings:
        raise _refused(article, f"{'; '.join(article.warnings)} (an error with --strict)", given)
    return article


def _refused(article: Article, reason: str, given: Input) -> ArticleError:
    """Return the error of an article, with the input it is from where its own name doesn't tell."""
    name = article.source if article.source.startswith(given.name) else f"{given.name}: {article.source}"
    return ArticleError(f"{name}: {reason}", source=article.source)
