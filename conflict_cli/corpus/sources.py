"""The files of a corpus: a file, a folder, a glob, or an fsspec URL such as s3://bucket/news/*.jsonl."""

from __future__ import annotations

import contextlib
import glob
import os
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from conflict_cli.article.reader import FOLDER_ENDINGS, STANDARD_INPUT, find_inputs
from conflict_cli.errors import ArticleError, UsageError

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file of the input.

    Attributes:
        path: absolute path or URL, the same on every machine that shares the storage.
        name: the path as the user gave it; it leads `report.source`.
        size: bytes.
        modified: when it was last changed, as the storage tells it.
    """

    path: str
    name: str
    size: int
    modified: str


def is_url(given: str) -> bool:
    """Tell an fsspec URL from a path."""
    return _URL.match(given) is not None


def find_files(given: str) -> list[SourceFile]:
    """Return the files that an input names, sorted by name.

    Args:
        given: a file, a folder, a glob or a URL.

    Raises:
        ArticleError: there is nothing to read.
        UsageError: fsspec, or what it needs for the URL, is not installed.
    """
    if given == STANDARD_INPUT:
        raise UsageError("standard input can't be cut into shards, nor read again; write it to a file first")
    if is_url(given):
        return _remote_files(given)
    paths = [given]
    if not Path(given).exists() and glob.has_magic(given):
        paths = sorted(glob.glob(given, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern
        if not paths:
            raise ArticleError(f"{given}: no file matches")
    return [_local_file(path) for path in find_inputs(paths)]


def describe(path: str) -> SourceFile:
    """Return the state of one file as it is now."""
    if is_url(path):
        with _told_storage_errors(path):
            filesystem, inside = _filesystem(path)
            return _remote_file(filesystem, filesystem.info(inside), path)
    return _local_file(path)


@contextlib.contextmanager
def opened(path: str) -> Iterator[BinaryIO]:
    """Open a file for reading, wherever it lies."""
    if is_url(path):
        with _told_storage_errors(path):
            filesystem, inside = _filesystem(path)
            with filesystem.open(inside, "rb") as stream:
                yield stream
    else:
        with Path(path).open("rb") as stream:
            yield stream


@contextlib.contextmanager
def as_local(path: str) -> Iterator[str]:
    """Give a file's path on this machine: for a URL, that of a copy which is deleted afterwards."""
    if not is_url(path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="conflict-") as folder:
        copy = Path(folder) / path.rsplit("/", 1)[-1]
        with _told_storage_errors(path):
            filesystem, inside = _filesystem(path)
            filesystem.get_file(inside, str(copy))
        yield str(copy)


def _local_file(path: str) -> SourceFile:
    status = Path(path).stat()
    return SourceFile(str(Path(path).absolute()), shown(path), status.st_size, str(status.st_mtime_ns))


def shown(path: str) -> str:
    """Return the path as valid Unicode: a file name may hold any bytes."""
    return os.fsencode(path).decode("utf-8", "replace")


def _remote_files(url: str) -> list[SourceFile]:
    with _told_storage_errors(url):
        filesystem, inside = _filesystem(url)
        if glob.has_magic(inside):
            found = filesystem.glob(inside, detail=True)
        elif filesystem.isdir(inside):
            found = filesystem.find(inside, detail=True)
            found = {path: info for path, info in found.items() if path.lower().endswith(FOLDER_ENDINGS)}
        else:
            found = {inside: filesystem.info(inside)}
        files = [
            _remote_file(filesystem, info, filesystem.unstrip_protocol(path))
            for path, info in sorted(found.items())
            if info.get("type") != "directory"
        ]
    if not files:
        raise ArticleError(f"{url}: no file matches")
    return files


def _remote_file(filesystem: Any, info: dict[str, Any], url: str) -> SourceFile:
    changed = next((info[key] for key in ("ETag", "etag", "md5Hash", "LastModified", "mtime") if info.get(key)), "")
    return SourceFile(url, url, int(info.get("size") or 0), str(changed))


def _filesystem(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError as error:
        raise UsageError(f"{url}: reading URLs needs fsspec; pip install 'conflict-cli[cluster]'") from error
    filesystem, inside = url_to_fs(url)
    return filesystem, str(inside)


@contextlib.contextmanager
def _told_storage_errors(url: str) -> Iterator[None]:
    try:
        yield
    except (ImportError, ValueError) as error:  # s3:// without s3fs; an unknown protocol
        raise UsageError(f"{url}: {error}") from error
    except OSError as error:
        reason = (error.strerror or str(error) or type(error).__name__).lower()
        raise ArticleError(f"{url}: {reason}") from error
