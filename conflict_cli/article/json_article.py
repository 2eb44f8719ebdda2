"""A file with one article as a JSON object, as news-please writes them, or with an array of such objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from conflict_cli.article.model import Article
from conflict_cli.article.options import Input
from conflict_cli.article.records import OWN_OUTPUT, check_object, load_object, record_article
from conflict_cli.errors import ArticleError


def read_json(stream: BinaryIO, given: Input) -> Iterator[Article]:
    """Yield the article of a JSON object, or those of an array: the third is named "articles.json:3".

    Args:
        stream: the open file, read as a whole.
        given: the input; its `on_error` gets each element of an array that is set aside.

    Raises:
        ArticleError: it is not JSON, or an object without text.
    """
    value = load_object(given.contents(stream), given)
    first = value[0] if isinstance(value, list) and value else value
    if isinstance(first, dict) and "schema_version" in first and "report" in first:
        raise given.error(OWN_OUTPUT)
    if not isinstance(value, list):
        yield record_article(check_object(value, given), given)
        return
    for number, element in enumerate(value, start=1):
        try:
            yield record_article(check_object(element, given, number), given, number)
        except ArticleError as error:
            given.on_error(error)
