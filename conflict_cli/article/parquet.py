"""Parquet tables with a row for each article, read piece by piece."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from conflict_cli.article.columns import table_columns
from conflict_cli.article.model import Article
from conflict_cli.article.optional import needs
from conflict_cli.article.options import Input
from conflict_cli.article.records import row_article
from conflict_cli.errors import ArticleError

ROWS_AT_ONCE = 64


def read_parquet(stream: BinaryIO, given: Input) -> Iterator[Article]:
    """Yield the article of each row; of the columns only those that are needed are read.

    Args:
        stream: the open file; from a pipe it is read whole first, within the limit of bytes.
        given: the input; its `on_error` gets each row set aside: "articles.parquet:417: reason".

    Raises:
        ArticleError: it is no Parquet file, or no column of text is found.
    """
    for number, (columns, row) in enumerate(_rows(stream, given), start=1):
        parts = {part: _plain(row[name]) for part, name in columns.items()}
        try:
            yield _article(parts, columns, given, number)
        except ArticleError as error:
            given.on_error(error)


def _rows(stream: BinaryIO, given: Input) -> Iterator[tuple[dict[str, str], dict[str, object]]]:
    """Yield which column holds what, and the row."""
    with needs("parquet", given):
        from pyarrow import parquet
    if not stream.seekable():
        stream = io.BytesIO(given.contents(stream))
    try:
        table: Any = parquet.ParquetFile(stream)
        columns = table_columns(table.schema_arrow.names, given)
        for batch in table.iter_batches(ROWS_AT_ONCE, columns=sorted(set(columns.values()))):
            for row in batch.to_pylist():
                yield columns, row
    except ArticleError:
        raise
    except Exception as error:  # whatever the library does with a broken file: it costs this file
        raise given.error(f"damaged Parquet file ({type(error).__name__})") from error


def _article(parts: dict[str, object], columns: dict[str, str], given: Input, number: int) -> Article:
    text = parts["text"]
    if isinstance(text, str) and len(text) > given.options.max_bytes:
        raise given.error(given.too_many_bytes(), number)
    return row_article(parts, columns, given, number)


def _plain(value: object) -> object:
    """Return dates and times, which Parquet has types for, as ISO 8601."""
    return value.isoformat() if isinstance(value, date) else value
