"""JSON Lines corpora: one record {"id", "text", "published"} per line, read lazily."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import Protocol

from conflict_cli.article.model import Article
from conflict_cli.article.options import Input
from conflict_cli.article.records import OWN_OUTPUT, check_object, load_object, record_article
from conflict_cli.errors import ArticleError

LONGEST_SKIP = 10  # times `max_bytes`: a record that goes on for longer never ends

_REPORT = b'{"schema_version": '  # opens each line that conflict writes


class Lines(Protocol):
    """What a corpus is read from: an open file, or a part of one."""

    def readline(self, size: int, /) -> bytes:
        """Return the next line, or its first `size` bytes; nothing at the end."""


def read_corpus(stream: Lines, given: Input, *, first_line: int = 1) -> Iterator[Article]:
    r"""Yield the article of each record; a record's text is never touched, so that offsets point into it.

    Args:
        stream: the open file; only "\n" ends a line, a text may hold U+2028 and U+0085.
        given: the input; its `on_error` gets each record set aside: "corpus.jsonl:417: reason".
        first_line: number of the line the stream is at, where a part of a file is read.

    Raises:
        ArticleError: the file is JSON, but not JSON Lines, or a record doesn't end.
    """
    first = first_line == 1
    for number, line in enumerate_lines(stream, given, first_line=first_line):
        content = (line.removeprefix(codecs.BOM_UTF8) if number == 1 else line).strip()
        if not content:
            continue
        if first:
            _refuse_other_files(content, given)
            first = False
        try:
            if len(line) > given.options.max_bytes:
                raise given.error(given.too_many_bytes(), number)
            record = check_object(load_object(content, given, number), given, number)
            yield record_article(record, given, number)
        except ArticleError as error:
            given.on_error(error)


def enumerate_lines(stream: Lines, given: Input, *, first_line: int = 1) -> Iterator[tuple[int, bytes]]:
    """Yield each line with its number; of one that is too long for a record only the beginning.

    Raises:
        ArticleError: a line doesn't end.
    """
    limit = given.options.max_bytes
    number = first_line
    while line := stream.readline(limit + 1):
        yield number, line
        skipped = 0
        while len(line) > limit and not line.endswith(b"\n"):  # the rest of a record that is set aside
            line = stream.readline(limit + 1)
            skipped += len(line)
            if not line or skipped > LONGEST_SKIP * limit:
                break
        if skipped > LONGEST_SKIP * limit:
            raise given.error("the line has no end; the rest is not read", number)
        number += 1


def _refuse_other_files(first_line: bytes, given: Input) -> None:
    if first_line.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise given.error("UTF-16, not JSON Lines in UTF-8; convert it with iconv")
    if first_line == b"{":
        raise given.error("not JSON Lines: a record spans lines; try jq -c .")
    if first_line == b"[" or first_line.startswith((b"[{", b"[ {")):
        raise given.error("a JSON array, not JSON Lines; try jq -c '.[]'")
    if first_line.startswith(_REPORT):
        raise given.error(OWN_OUTPUT)
