"""Which files to read: files as given, folders searched, lists of paths."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from conflict_cli.article.options import raise_error
from conflict_cli.errors import ArticleError, UsageError, system_words

STANDARD_INPUT = "-"
PACKED = ".gz"
CORPUS_ENDINGS = (".jsonl", ".ndjson", ".csv", ".tsv", ".tab", ".parquet")
ARTICLE_ENDINGS = (".txt", ".text", ".md", ".markdown", ".html", ".htm", ".pdf", ".docx", ".eml", ".json")
FOLDER_ENDINGS = (*ARTICLE_ENDINGS, *CORPUS_ENDINGS)
"""What is read out of a folder, packed with gzip or not; other files may lie beside the articles."""

_NOT_ARTICLES = ("readme", "license", "changelog")  # .md and .txt files that are about the folder


def find_inputs(
    paths: Iterable[str | Path], *, on_error: Callable[[ArticleError], None] | None = None
) -> Iterator[str]:
    """Yield each file to read once: files as given, folders recursively and sorted by name.

    In a folder, links are not followed; hidden files, README files and files with other endings than
    FOLDER_ENDINGS are passed over.

    Args:
        paths: files, folders, or "-" for standard input.
        on_error: called for what is missing, and for folders without an article; None raises the error.
    """
    report = on_error or raise_error
    seen: set[tuple[int, int]] = set()
    for given in map(str, paths):
        try:
            files = [given] if given == STANDARD_INPUT else _files(given)
        except ArticleError as error:
            report(error)
            continue
        except OSError as error:
            report(unreadable(error.filename or given, error))
            continue
        for path in files:
            try:
                key = _identity(path)
            except (OSError, ValueError) as error:  # ValueError: no file system takes the name
                report(unreadable(path, error))
                continue
            if key not in seen:
                seen.add(key)
                yield path


def listed_paths(list_file: str, *, stdin: BinaryIO | None = None) -> list[str]:
    """Return the paths of a list: one a line, or with NUL between as `find -print0` has them; blank ones are no paths.

    Args:
        list_file: the list, or "-" for standard input.
        stdin: read for "-"; None takes the process's standard input.

    Raises:
        UsageError: the list can't be read.
    """
    try:
        piped = list_file == STANDARD_INPUT
        data = (stdin or sys.stdin.buffer).read() if piped else Path(list_file).read_bytes()
    except OSError as error:
        raise UsageError(f"{list_file}: {system_words(error)}") from error
    data = data.removeprefix(b"\xef\xbb\xbf")
    paths = data.split(b"\0") if b"\0" in data else (line.rstrip(b"\r") for line in data.split(b"\n"))
    return [os.fsdecode(path) for path in paths if path.strip()]


def is_folder(path: str) -> bool:
    """Tell whether a path is a folder; a name that the system refuses is none."""
    try:
        return Path(path).is_dir()
    except OSError:
        return False


def is_corpus(path: str) -> bool:
    """Tell by its ending whether a path may hold many articles."""
    return ending(path) in CORPUS_ENDINGS


def ending(path: str) -> str:
    """Return the ending of a path in small letters, that of the file inside for one packed with gzip."""
    name = Path(path).name.lower().removesuffix(PACKED)
    return Path(name).suffix


def shown(path: str) -> str:
    """Return the path as valid Unicode: a file name may hold any bytes."""
    return os.fsencode(path).decode("utf-8", "replace")


def unreadable(path: str | bytes, error: Exception) -> ArticleError:
    """Return the error of a path that the system refuses, in the system's words."""
    name = shown(os.fsdecode(path))
    return ArticleError(f"{name}: {system_words(error)}", source=name)


def _files(given: str) -> list[str]:
    if not is_folder(given):
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
        reason = f"no article in this folder; read are {', '.join(FOLDER_ENDINGS)}"
        raise ArticleError(f"{shown(given)}: {reason}", source=shown(given))
    return sorted(files, key=lambda path: Path(path).parts)


def _is_article(entry: os.DirEntry[str]) -> bool:
    about_folder = entry.name.lower().partition(".")[0] in _NOT_ARTICLES
    return entry.is_file(follow_symlinks=False) and not about_folder and ending(entry.name) in FOLDER_ENDINGS


def _identity(path: str) -> tuple[int, int]:
    if path == STANDARD_INPUT:
        return -1, -1
    status = Path(path).stat()
    return status.st_dev, status.st_ino
