"""Write the part of a shard: beside its place, then renamed. A finished name is the only sign of a finished shard."""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, Protocol

from conflict_cli.errors import OutputError, UsageError, system_words
from conflict_cli.render import FORMATS
from conflict_cli.render.view import View
from conflict_cli.report import Report

JSON_LINES, PARQUET = "jsonl", "parquet"
PART_FORMATS = (JSON_LINES, PARQUET)
STATE = ".state"
"""Folder beside the parts: a summary of each, and the notes of attempts."""
ROWS_OF_GROUP = 20_000  # Parquet rows kept in memory before they are written


class Writer(Protocol):
    """Takes the reports of one shard."""

    def write(self, report: Report) -> None:
        """Add a report."""

    def finish(self) -> None:
        """Give the part its name."""

    def discard(self) -> None:
        """Delete what is not finished."""


def part_name(number: int, ending: str) -> str:
    """Return the file name of a part: part-00042.jsonl."""
    return f"part-{number:05d}.{ending}"


def part_file(outdir: Path, format_name: str, number: int) -> Path:
    """Return the file whose existence says that a shard is done."""
    if format_name == JSON_LINES:
        return outdir / part_name(number, JSON_LINES)
    from conflict_cli.corpus.tables import TABLES

    return outdir / f"{TABLES[-1].name}.{PARQUET}" / part_name(number, PARQUET)


def part_files(outdir: Path, format_name: str) -> list[Path]:
    """Return the files that say which shards are done, in the order of the shards."""
    first = part_file(outdir, format_name, 0)
    return sorted(first.parent.glob(f"part-*{first.suffix}"), key=_number)


def finished(outdir: Path) -> list[int]:
    """Return the numbers of the shards of a Parquet run that are done."""
    return [_number(file) for file in part_files(outdir, PARQUET)]


def _number(file: Path) -> int:
    return int(file.name.removeprefix("part-").partition(".")[0])


def summary_file(outdir: Path, number: int) -> Path:
    """Return the file with the counts and failures of a part; it is written before the part."""
    return outdir / STATE / part_name(number, "json")


def attempts_file(outdir: Path, number: int) -> Path:
    """Return the file of notes on attempts at a shard."""
    return outdir / STATE / part_name(number, "attempts")


def open_writer(outdir: Path, format_name: str, number: int, view: View) -> Writer:
    """Return what writes the part of a shard."""
    if format_name == JSON_LINES:
        return _JsonLinesWriter(part_file(outdir, format_name, number), view)
    return _ParquetWriter(outdir, number)


@contextlib.contextmanager
def told_write_errors(file: Path) -> Iterator[None]:
    """Word what the system says when a file can't be written."""
    try:
        yield
    except OSError as error:
        raise OutputError(f"cannot write {file}: {system_words(error)}") from error


def write_beside(file: Path, text: str) -> None:
    """Write a small file that appears under its name when it is complete, and survives a loss of power.

    Raises:
        OutputError: the system refuses.
    """
    unfinished = _unfinished(file)
    try:
        with told_write_errors(file):
            with unfinished.open("w", encoding="utf-8", newline="\n") as stream:
                stream.write(text)
                _to_disk(stream)
            unfinished.replace(file)
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)


class _JsonLinesWriter:
    def __init__(self, file: Path, view: View):
        self._file, self._unfinished, self._view = file, _unfinished(file), view
        with told_write_errors(file):
            self._stream = self._unfinished.open("w", encoding="utf-8", newline="\n")

    def write(self, report: Report) -> None:
        with told_write_errors(self._file):
            self._stream.writelines(FORMATS[JSON_LINES]([report], self._view))

    def finish(self) -> None:
        with told_write_errors(self._file):
            _to_disk(self._stream)
            self._stream.close()
            self._unfinished.replace(self._file)

    def discard(self) -> None:
        with contextlib.suppress(OSError):  # the disk is full: closing would write what is left
            self._stream.close()
        with contextlib.suppress(OSError):
            self._unfinished.unlink(missing_ok=True)


class _ParquetWriter:
    """Four tables, a file of each per shard; that of the events comes last and says that all are there."""

    def __init__(self, outdir: Path, number: int):
        from conflict_cli.corpus.tables import TABLES

        pyarrow, parquet = load_pyarrow()
        self._arrow = pyarrow
        self._tables = TABLES
        self._files = [outdir / f"{table.name}.{PARQUET}" / part_name(number, PARQUET) for table in TABLES]
        self._rows: list[list[dict[str, Any]]] = [[] for _ in TABLES]
        self._schemas = [pyarrow.schema([(c, _arrow_type(pyarrow, kind)) for c, kind in t.columns]) for t in TABLES]
        self._writers = []
        for file, schema in zip(self._files, self._schemas, strict=True):
            with told_write_errors(file):
                file.parent.mkdir(exist_ok=True)
                self._writers.append(parquet.ParquetWriter(_unfinished(file), schema, compression="zstd"))

    def write(self, report: Report) -> None:
        for table, rows in zip(self._tables, self._rows, strict=True):
            rows.extend(table.rows_of(report))
        if max(map(len, self._rows)) >= ROWS_OF_GROUP:
            self._flush()

    def finish(self) -> None:
        self._flush()
        for file, writer in zip(self._files, self._writers, strict=True):
            with told_write_errors(file):
                writer.close()
                with _unfinished(file).open("rb") as stream:
                    os.fsync(stream.fileno())
        for file in self._files:
            with told_write_errors(file):
                _unfinished(file).replace(file)

    def discard(self) -> None:
        for file, writer in zip(self._files, self._writers, strict=False):
            with contextlib.suppress(OSError):
                writer.close()
            with contextlib.suppress(OSError):
                _unfinished(file).unlink(missing_ok=True)

    def _flush(self) -> None:
        for file, rows, schema, writer in zip(self._files, self._rows, self._schemas, self._writers, strict=True):
            if rows:
                with told_write_errors(file):
                    writer.write_table(self._arrow.Table.from_pylist(rows, schema=schema))
                rows.clear()


def check_format(format_name: str) -> None:
    """Refuse a format that can't be written here, before anything is read.

    Raises:
        UsageError: pyarrow is not installed.
    """
    if format_name == PARQUET:
        load_pyarrow()


def load_pyarrow() -> tuple[Any, Any]:
    """Return pyarrow and pyarrow.parquet.

    Raises:
        UsageError: pyarrow is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("Parquet needs pyarrow; pip install 'conflict-cli[parquet]'") from error
    return pyarrow, parquet


def _arrow_type(pyarrow: Any, kind: str) -> Any:
    simple = {"text": pyarrow.string, "whole": pyarrow.int64, "number": pyarrow.float64, "yes": pyarrow.bool_}
    return pyarrow.list_(pyarrow.string()) if kind == "texts" else simple[kind]()


def _unfinished(file: Path) -> Path:
    return file.with_name(f"{file.name}.tmp.{os.getpid()}")


def _to_disk(stream: IO[str]) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def remove_unfinished(outdir: Path, numbers: Iterable[int]) -> None:
    """Delete what workers that died have left of these parts."""
    wanted = set(numbers)
    for file in [*outdir.glob("part-*.tmp.*"), *outdir.glob("*/part-*.tmp.*")]:
        if _number(file) in wanted:
            file.unlink(missing_ok=True)


def read_summary(outdir: Path, number: int) -> dict[str, Any]:
    """Return the counts and failures of a finished part.

    Raises:
        OutputError: they are not beside the part.
    """
    file = summary_file(outdir, number)
    try:
        plain: dict[str, Any] = json.loads(file.read_text("utf-8"))
        return plain
    except (OSError, ValueError) as error:
        raise OutputError(f"{file}: missing or damaged; delete {part_name(number, '*')} and use --resume") from error
