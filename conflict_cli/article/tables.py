"""Tables with a row for each article: CSV and TSV, read row by row."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from conflict_cli.article.columns import table_columns
from conflict_cli.article.decoding import decode
from conflict_cli.article.model import Article
from conflict_cli.article.options import Input
from conflict_cli.article.records import row_article
from conflict_cli.errors import ArticleError

DELIMITERS = ",;\t|"  # the first that a header has most of

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_csv(stream: BinaryIO, given: Input) -> Iterator[Article]:
    """Yield the article of each row of a CSV file; commas, semicolons, tabs or bars may be between the cells.

    Args:
        stream: the open file; its first row names the columns.
        given: the input; its `on_error` gets each row set aside: "articles.csv:417: reason".

    Raises:
        ArticleError: no column of text is found, or a row doesn't end.
    """
    return _read(stream, given, None)


def read_tsv(stream: BinaryIO, given: Input) -> Iterator[Article]:
    """Yield the article of each row of a table with tabs between the cells, like `read_csv`."""
    return _read(stream, given, "\t")


def _read(stream: BinaryIO, given: Input, delimiter: str | None) -> Iterator[Article]:
    lines = _Lines(stream, given)
    try:
        yield from _rows(lines, given, delimiter)
    finally:
        lines.detach()


def _rows(lines: _Lines, given: Input, delimiter: str | None) -> Iterator[Article]:
    header = next(lines, "")
    if not header.strip():
        raise given.error("no header, which would name the columns")
    if delimiter is None:
        delimiter = max(DELIMITERS, key=header.count)
    # one limit for the whole process: the module has no other way
    csv.field_size_limit(max(csv.field_size_limit(), given.options.max_bytes))
    names = next(csv.reader([header], delimiter=delimiter))
    columns = table_columns(names, given)
    # strict: a stray quotation mark would else change a text, or swallow the rows below it
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        line = lines.number + 1
        lines.size = 0
        try:
            row = next(rows)
            if row:
                yield _article(row, names, columns, given, line)
        except StopIteration:
            return
        except csv.Error as error:
            given.on_error(given.error(f"not a row of the table: {error}", line))
        except ArticleError as error:
            if lines.ended:
                raise
            given.on_error(error)


def _article(row: list[str], names: Sequence[str], columns: dict[str, str], given: Input, line: int) -> Article:
    if len(row) != len(names):
        raise given.error(f"cells: {len(row)}, columns: {len(names)}", line)
    cells = dict(zip(names, row, strict=True))
    warnings: tuple[str, ...] = ()
    for part, name in columns.items():
        if any("\udc80" <= character <= "\udcff" for character in cells[name]):
            cells[name], told = decode(cells[name].encode("utf-8", "surrogateescape"), source=f"{given.name}:{line}")
            warnings += tuple(f"{part}: {warning}" for warning in told)
    article = row_article({part: cells[name] for part, name in columns.items()}, columns, given, line)
    return article.warned(*warnings)


class _Lines:
    """The lines of a table as text, their ends kept; a row of more than `max_bytes` characters is refused."""

    def __init__(self, stream: BinaryIO, given: Input):
        start = stream.peek(len(codecs.BOM_UTF8)) if isinstance(stream, io.BufferedReader) else b""
        found = "utf-16" if start.startswith(_UTF16) else "utf-8-sig"
        told = given.options.encoding
        # bytes that are not UTF-8 stay what they are, and are looked at cell by cell
        errors = "surrogateescape" if told is None and found == "utf-8-sig" else "strict"
        self._text = io.TextIOWrapper(stream, encoding=told or found, errors=errors, newline="")
        self._given = given
        self.number = 0  # of the line read last
        self.size = 0  # characters of the row so far
        self.ended = False  # no further line can be read

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        limit = self._given.options.max_bytes
        try:
            line = self._text.readline(limit + 1)
        except ValueError as error:
            self.ended = True
            reason = f"not {self._text.encoding} after line {self.number:,}; the rest is not read"
            raise self._given.error(reason) from error
        if not line:
            raise StopIteration
        self.number += 1
        self.size += len(line)
        if self.size > limit:
            self.ended = True
            reason = f"a row of more than {limit:,} characters; is a quotation mark not closed? The rest is not read"
            raise self._given.error(reason, self.number)
        return line

    def detach(self) -> None:
        """Leave the stream open: whoever opened it closes it."""
        self._text.detach()
