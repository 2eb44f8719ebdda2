"""Files, folders, standard input and JSON Lines corpora in, articles out, one at a time."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from conflict_cli.article.corpus import read_corpus
from conflict_cli.article.decoding import decode
from conflict_cli.article.model import Article
from conflict_cli.errors import ArticleError

STANDARD_INPUT = "-"
MAX_ARTICLE_BYTES = 20_000_000  # a year of a newspaper's wire fits; an endless pipe doesn't
CORPUS_ENDINGS = (".jsonl", ".ndjson")
FOLDER_ENDINGS = (".txt", ".text", *CORPUS_ENDINGS)
"""What is read out of a folder; reports, scripts and notes may lie beside the articles."""


def read_articles(
    paths: Iterable[str | Path],
    *,
    on_error: Callable[[ArticleError], None] | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Article]:
    """Yield the articles of files, folders, corpora and standard input, in the order given.

    Args:
        paths: as for `find_inputs`.
        on_error: called with each article that can't be read, the others go on; None raises the error.
        stdin: read for "-"; None takes the process's standard input.

    Raises:
        ArticleError: an article can't be read and there is no `on_error`.
    """
    report = on_error or _raise
    for path in find_inputs(paths, on_error=report):
        try:
            yield from _read(path, report, stdin)
        except ArticleError as error:
            report(error)
        except OSError as error:
            report(_unreadable(path, error))


def find_inputs(
    paths: Iterable[str | Path], *, on_error: Callable[[ArticleError], None] | None = None
) -> Iterator[str]:
    """Yield each file to read once: files as given, folders recursively and sorted by name.

    In a folder, links are not followed, hidden files and files with other endings than FOLDER_ENDINGS
    are passed over.

    Args:
        paths: files, folders, or "-" for standard input.
        on_error: called for what is missing, and for folders without an article; None raises the error.
    """
    report = on_error or _raise
    seen: set[tuple[int, int]] = set()
    for given in map(str, paths):
        try:
            for path in [given] if given == STANDARD_INPUT else _files(given):
                key = _identity(path)
                if key not in seen:
                    seen.add(key)
                    yield path
        except ArticleError as error:
            report(error)
        except OSError as error:
            report(_unreadable(error.filename or given, error))


def is_corpus(path: str) -> bool:
    """Tell whether a path is read as JSON Lines."""
    return path.lower().endswith(CORPUS_ENDINGS)


def _raise(error: ArticleError) -> None:
    raise error


def _files(given: str) -> list[str]:
    if not Path(given).is_dir():
        return [given]
    files: list[str] = []
    folders = [given]
    while folders:
        with os.scandir(folders.pop()) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
        visible = [entry for entry in entries if not entry.name.startswith(".")]
        files += [entry.path for entry in visible if _is_article(entry)]
        folders += [entry.path for entry in visible if entry.is_dir(follow_symlinks=False)]
    if not files:
        raise ArticleError(f"{_shown(given)}: no {', '.join(FOLDER_ENDINGS)} file in this folder")
    return sorted(files, key=lambda path: Path(path).parts)


def _is_article(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False) and entry.name.lower().endswith(FOLDER_ENDINGS)


def _identity(path: str) -> tuple[int, int]:
    if path == STANDARD_INPUT:
        return -1, -1
    status = Path(path).stat()
    return status.st_dev, status.st_ino


def _read(path: str, report: Callable[[ArticleError], None], stdin: BinaryIO | None) -> Iterator[Article]:
    source = _shown(path)
    if path == STANDARD_INPUT:
        yield _article(stdin or sys.stdin.buffer, source)
        return
    with Path(path).open("rb") as stream:
        if is_corpus(path):
            yield from read_corpus(stream, source, report)
        else:
            yield _article(stream, source)


def _article(stream: BinaryIO, source: str) -> Article:
    data = stream.read(MAX_ARTICLE_BYTES + 1)
    if len(data) > MAX_ARTICLE_BYTES:
        raise ArticleError(f"{source}: more than {MAX_ARTICLE_BYTES:,} bytes, too long for one article")
    text, warnings = decode(data, source=source)
    return Article(text=text, source=source, warnings=warnings)


def _shown(path: str) -> str:
    """Return the path as valid Unicode: a file name may hold any bytes."""
    return os.fsencode(path).decode("utf-8", "replace")


def _unreadable(path: str | bytes, error: OSError) -> ArticleError:
    reason = (error.strerror or str(error)).lower()
    return ArticleError(f"{_shown(os.fsdecode(path))}: {reason}")
