"""How articles are read: the options, and one input with the options it is read by."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import BinaryIO

from conflict_cli.errors import ArticleError, UsageError

MAX_ARTICLE_BYTES = 20_000_000  # a year of a newspaper's wire fits; an endless pipe doesn't
MAX_ARTICLE_CHARACTERS = 1_000_000  # takes minutes, and is no article any more


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How inputs are read; the defaults suit English news.

    Attributes:
        encoding: of texts, tables and JSON Lines, such as "cp1252"; None finds it out.
        text_column: the column or field of a corpus that holds the text; None guesses by its name.
        id_column: the column or field that names the article.
        date_column: the column or field with the ISO 8601 date of publication.
        max_bytes: bytes of a file, or of one record of a corpus, above which an article is refused.
        max_chars: characters of a text above which an article is refused.
        any_language: read texts that are not English too.
        strict: a warning about an input is an error for that article.

    Raises:
        UsageError: no such encoding, or a limit below 1.
    """

    encoding: str | None = None
    text_column: str | None = None
    id_column: str | None = None
    date_column: str | None = None
    max_bytes: int = MAX_ARTICLE_BYTES
    max_chars: int = MAX_ARTICLE_CHARACTERS
    any_language: bool = False
    strict: bool = False

    def __post_init__(self) -> None:
        if self.encoding is not None:
            _check_encoding(self.encoding)
        for field in fields(self):
            value = getattr(self, field.name)
            if field.name.startswith("max_") and value < 1:
                raise UsageError(f"{field.name} is {value}; at least 1")


def raise_error(error: ArticleError) -> None:
    """Raise the error: what is done where nobody asked to be told."""
    raise error


def ignore_notice(message: str) -> None:
    """Drop a notice: what is done where nobody asked to be told."""


@dataclass(frozen=True, slots=True)
class Input:
    """One input while it is read.

    Attributes:
        name: path or "-", as messages and `Article.source` show it.
        options: how it is read.
        on_error: called with each article that is set aside.
        on_notice: called with a line for people about the whole input, such as which columns were chosen.
    """

    name: str
    options: ReadOptions = ReadOptions()
    on_error: Callable[[ArticleError], None] = raise_error
    on_notice: Callable[[str], None] = ignore_notice

    def error(self, reason: str, place: int | str | None = None) -> ArticleError:
        """Return the error of this input, or of a place in it: "corpus.jsonl:417: reason"."""
        where = self.name if place is None else f"{self.name}:{place}"
        return ArticleError(f"{where}: {reason}", source=where)

    def contents(self, stream: BinaryIO) -> bytes:
        """Return all bytes of a stream that holds one article.

        Raises:
            ArticleError: there are more than `max_bytes`; no more than that are read.
        """
        data = stream.read(self.options.max_bytes + 1)
        if len(data) > self.options.max_bytes:
            raise self.error(self.too_many_bytes())
        return data

    def too_many_bytes(self) -> str:
        """Return what to tell of an article over the limit."""
        return f"more than {self.options.max_bytes:,} bytes, too long for one article; --max-bytes sets the limit"


def _check_encoding(name: str) -> None:
    try:
        "".encode(name)  # an encoding of text: "base64" and "rot13" are codecs too
    except LookupError as error:
        raise UsageError(f'unknown encoding "{name}"; known are utf-8, cp1252, latin-1, utf-16 and others') from error
    if codecs.lookup(name).name in {"idna", "punycode"}:
        raise UsageError(f'"{name}" is an encoding of host names, not of texts')
