"""JSON Lines corpora: one record {"id", "text", "published"} per line, read lazily."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, BinaryIO

from conflict_cli.article.model import Article
from conflict_cli.errors import ArticleError

MAX_RECORD_BYTES = 20_000_000

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
_SURROGATE = re.compile("[\ud800-\udfff]")


def read_corpus(stream: BinaryIO, name: str, on_error: Callable[[ArticleError], None]) -> Iterator[Article]:
    r"""Yield the article of each record; a record's text is never touched, so that offsets point into it.

    Args:
        stream: the open file; only "\n" ends a line, a text may hold U+2028 and U+0085.
        name: the corpus in messages and in the key of a record without "id".
        on_error: called with each record set aside: "corpus.jsonl:417: reason".

    Raises:
        ArticleError: the file is JSON, but not JSON Lines.
    """
    first = True
    for number, line in _lines(stream):
        where = f"{name}:{number}"
        content = (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip()
        if not content:
            continue
        if first:
            _refuse_other_json(content, name)
            first = False
        try:
            yield _article(_load(content, where), where)
        except ArticleError as error:
            on_error(error)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := stream.readline(MAX_RECORD_BYTES + 1):
        number += 1
        yield number, line
        if len(line) > MAX_RECORD_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(MAX_RECORD_BYTES)  # the rest of a record that is set aside


def _refuse_other_json(first_line: bytes, name: str) -> None:
    if first_line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ArticleError(f"{name}: UTF-16, not JSON Lines in UTF-8; convert it with iconv")
    if first_line == b"{":
        raise ArticleError(f"{name}: not JSON Lines: a record spans lines; try jq -c .")
    if first_line == b"[" or first_line.startswith((b"[{", b"[ {")):
        raise ArticleError(f"{name}: a JSON array, not JSON Lines; try jq -c '.[]'")


def _load(line: bytes, where: str) -> dict[str, Any]:
    if len(line) > MAX_RECORD_BYTES:
        raise ArticleError(f"{where}: more than {MAX_RECORD_BYTES:,} bytes, too long for one article")
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ArticleError(f"{where}: not UTF-8 at byte {error.start + 1:,} of the line") from error
    except json.JSONDecodeError as error:
        raise ArticleError(f"{where}: not JSON at column {error.colno:,}: {error.msg}") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, brackets 5,000 deep
        raise ArticleError(f"{where}: JSON too deep or a number too long") from error
    if not isinstance(record, dict):
        raise ArticleError(f'{where}: {_json_type(record)} instead of an object {{"id", "text", "published"}}')
    return record


def _article(record: dict[str, Any], where: str) -> Article:
    text = record.get("text")
    if not isinstance(text, str):
        found = 'no "text"' if text is None else f'"text" is {_json_type(text)}, not a string'
        raise ArticleError(f"{where}: {found}")
    if not text.strip():
        raise ArticleError(f'{where}: "text" is empty')
    warnings = []
    if _SURROGATE.search(text):
        text = _SURROGATE.sub("\ufffd", text)
        warnings.append("half of a surrogate pair in the text; U+FFFD put in its place")
    published, warning = _published(record.get("published"))
    title = record.get("title")
    return Article(
        text=text,
        source=_identifier(record.get("id"), where),
        published=published,
        published_from=published and "metadata",
        title=_SURROGATE.sub("\ufffd", title) if isinstance(title, str) and title.strip() else None,
        warnings=(*warnings, *warning),
    )


def _identifier(value: object, where: str) -> str:
    if value is None or value == "":
        return where
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ArticleError(f'{where}: "id" is {_json_type(value)}, not a string')
    return _SURROGATE.sub("\ufffd", str(value))


def _published(value: object) -> tuple[str | None, tuple[str, ...]]:
    """Return the ISO date of a record, and a warning when it has something else there."""
    if value is None or value == "":
        return None, ()
    if isinstance(value, str) and (match := _DATE.fullmatch(value)):
        try:
            return date.fromisoformat(match[1]).isoformat(), ()
        except ValueError:
            pass  # 2024-02-30: warned of below, like any other text
    shown = json.dumps(value, ensure_ascii=False)[:40]
    return None, (f'"published" is not an ISO 8601 date: {shown}',)


def _json_type(value: object) -> str:
    if value is None:
        return "null"
    names = {bool: "a boolean", str: "a string", list: "an array", dict: "an object"}
    return names.get(type(value), "a number")
