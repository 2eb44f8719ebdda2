"""Files, folders, standard input and corpora in, articles out, one at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from conflict_cli.article.checks import checked
from conflict_cli.article.corpus import read_corpus
from conflict_cli.article.decoding import decode
from conflict_cli.article.inputs import (
    FOLDER_ENDINGS,
    STANDARD_INPUT,
    ending,
    find_inputs,
    is_corpus,
    shown,
    unreadable,
)
from conflict_cli.article.json_article import read_json
from conflict_cli.article.leading_bytes import format_of, is_gzip, rewound
from conflict_cli.article.mail import read_mail
from conflict_cli.article.model import Article
from conflict_cli.article.options import Input, ReadOptions, ignore_notice, raise_error
from conflict_cli.article.parquet import read_parquet
from conflict_cli.article.pdf import read_pdf
from conflict_cli.article.tables import read_csv, read_tsv
from conflict_cli.article.web_page import read_page
from conflict_cli.article.word_document import read_docx
from conflict_cli.errors import ArticleError

__all__ = ["FOLDER_ENDINGS", "FORMATS", "STANDARD_INPUT", "find_inputs", "is_corpus", "read_articles"]

Reader = Callable[[BinaryIO, Input], Iterator[Article]]


def read_articles(
    paths: Iterable[str | Path],
    *,
    options: ReadOptions | None = None,
    on_error: Callable[[ArticleError], None] | None = None,
    on_notice: Callable[[str], None] | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Article]:
    """Yield the articles of files, folders, corpora and standard input, in the order given.

    Nothing is read ahead: an article is yielded, or its error told, before the next one is looked at, so that
    articles and errors together are the records of an input in their order.

    Args:
        paths: as for `find_inputs`.
        options: encoding, columns, limits; None takes the defaults.
        on_error: called with each article that can't be read, the others go on; None raises the error.
        on_notice: called with a line for people about an input, such as which columns of a table were chosen.
        stdin: read for "-"; None takes the process's standard input.

    Raises:
        ArticleError: an article can't be read and there is no `on_error`.
    """
    report = on_error or raise_error
    options = options or ReadOptions()
    for path in find_inputs(paths, on_error=report):
        given = Input(shown(path), options, report, on_notice or ignore_notice)
        try:
            yield from _read(path, given, stdin)
        except ArticleError as error:
            report(error)
        except OSError as error:
            report(unreadable(path, error))


def _read_text(data: bytes, given: Input) -> Article:
    text, warnings = decode(data, source=given.name, encoding=given.options.encoding)
    return Article(text=text, source=given.name, warnings=warnings)


def _one(read: Callable[[bytes, Input], Article]) -> Reader:
    """Return the reader of a format in which a file is one article."""

    def read_one(stream: BinaryIO, given: Input) -> Iterator[Article]:
        yield read(given.contents(stream), given)

    return read_one


FORMATS: dict[str, Reader] = {
    "text": _one(_read_text),
    "web page": _one(read_page),
    "PDF": _one(read_pdf),
    "DOCX": _one(read_docx),
    "e-mail": _one(read_mail),
    "JSON": read_json,
    "JSON Lines": read_corpus,
    "CSV": read_csv,
    "TSV": read_tsv,
    "Parquet": read_parquet,
}
"""How each format is read: a stream in, its articles out."""

FORMAT_OF_ENDING = {
    ".html": "web page",
    ".htm": "web page",
    ".pdf": "PDF",
    ".docx": "DOCX",
    ".eml": "e-mail",
    ".json": "JSON",
    ".jsonl": "JSON Lines",
    ".ndjson": "JSON Lines",
    ".csv": "CSV",
    ".tsv": "TSV",
    ".tab": "TSV",
    ".parquet": "Parquet",
} | dict.fromkeys((".txt", ".text", ".md", ".markdown"), "text")
_HAVE_SIGNATURES = {"PDF", "DOCX", "Parquet"}
_TABLES = {"CSV", "TSV"}


def _read(path: str, given: Input, stdin: BinaryIO | None) -> Iterator[Article]:
    if path == STANDARD_INPUT:
        yield from _unpacked(stdin or sys.stdin.buffer, "", given)
        return
    with Path(path).open("rb") as stream:
        before = os.fstat(stream.fileno())
        yield from _unpacked(stream, ending(path), given)
        after = os.fstat(stream.fileno())
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        reason = "changed while it was read"
        if given.options.strict:
            raise given.error(reason)
        given.on_notice(f"{given.name}: {reason}")


def _unpacked(stream: BinaryIO, suffix: str, given: Input) -> Iterator[Article]:
    head, stream = rewound(stream)
    if not is_gzip(head):
        yield from _in_format(head, stream, suffix, given)
        return
    from conflict_cli.article.gzipped import Gunzipped

    packed = Gunzipped(stream)
    head, stream = rewound(packed.buffered())
    if is_gzip(head):
        raise given.error("gzip within gzip; unpack it once")
    if packed.fault is not None and not head:
        raise given.error(packed.fault)
    name = _format(head, suffix)[0]
    for article in _in_format(head, stream, suffix, given):
        if packed.fault is not None and (name in _TABLES or not _has_records(name)):
            break  # the end of this text is missing, and nothing in it tells
        yield article
    if packed.fault is not None:
        raise given.error(packed.fault + ("; what stands before is read" if _has_records(name) else ""))


def _in_format(head: bytes, stream: BinaryIO, suffix: str, given: Input) -> Iterator[Article]:
    name, lie = _format(head, suffix)
    articles = FORMATS[name](stream, given)
    if lie:
        articles = _first_warned(articles, f"named {suffix}, but read as what it is: {name}")
    yield from checked(articles, given)


def _first_warned(articles: Iterator[Article], warning: str) -> Iterator[Article]:
    for article in islice(articles, 1):
        yield article.warned(warning)
    yield from articles


def _format(head: bytes, suffix: str) -> tuple[str, bool]:
    """Return the format of an input, and whether its ending says another one."""
    named, found = FORMAT_OF_ENDING.get(suffix), format_of(head)
    if named is None:
        return found or "text", False
    if found is None:
        lies = named in _HAVE_SIGNATURES and bool(head.strip())
        return ("text" if lies else named), lies
    if found == named or (found == "JSON" and named == "JSON Lines"):  # which tells how to convert it
        return named, False
    if named == "JSON" and found == "JSON Lines":
        return (found, True) if _has_second_line(head) else (named, False)
    return found, True


def _has_second_line(head: bytes) -> bool:
    """Tell whether a line follows the first: one object on one line is JSON as well as JSON Lines."""
    return bool(head.strip().partition(b"\n")[2])


def _has_records(name: str) -> bool:
    return name in ("JSON Lines", "CSV", "TSV", "Parquet")
