"""Where the result goes: standard output, or a file that appears only when it is complete."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from conflict_cli.errors import OutputError, UsageError, system_words
from conflict_cli.render import ENDINGS, FORMATS
from conflict_cli.render.view import DEFAULT_WIDTH

STANDARD_OUTPUT = "-"


def choose_format(name: str | None, output: str | None) -> str:
    """Return the format asked for, else the one that the output file's ending implies, else table."""
    if name is not None:
        return name
    if output is None or output == STANDARD_OUTPUT or _is_device(output):
        return "table"
    ending = Path(output).suffix.lower()
    if ending not in ENDINGS:
        raise UsageError(f"{output}: its ending names no format; add --format {', '.join(FORMATS)}")
    return ENDINGS[ending]


def check_output(output: str | None, inputs: Iterable[str], *, force: bool) -> None:
    """Refuse an output that would destroy something, before anything is read.

    Raises:
        OutputError: it exists and `force` is off, it is one of the inputs, its folder is missing, or the system refuses
            its name.
    """
    if output is None or output == STANDARD_OUTPUT:
        return
    try:
        _check_file(output, inputs, force=force)
    except (OSError, ValueError) as error:
        raise OutputError(f"cannot write {output}: {system_words(error)}") from error


def _check_file(output: str, inputs: Iterable[str], *, force: bool) -> None:
    if _is_device(output):
        return
    path = Path(output)
    if path.is_dir():
        raise OutputError(f"{output}: is a folder; name a file in it")
    if not path.parent.is_dir():
        raise OutputError(f"{output}: no folder {path.parent}")
    if not path.exists():
        return
    if any(_is_file(path, given) for given in inputs):
        raise OutputError(f"{output}: is also an input; choose another output")
    if not force:
        raise OutputError(f"{output}: exists already; --force replaces it")


def _is_file(path: Path, given: str) -> bool:
    try:
        return path.samefile(given)
    except (OSError, ValueError):  # there is no such input: whoever reads it tells
        return False


def write(chunks: Iterable[str], output: str | None) -> None:
    """Write text piece by piece to standard output, or beside the output file and then rename.

    Raises:
        OutputError: the system refuses.
    """
    try:
        if output is None or output == STANDARD_OUTPUT:
            _send(chunks, sys.stdout)
        elif _is_device(output):
            _save(chunks, Path(output))
        else:
            _save_beside(chunks, Path(output))
    except BrokenPipeError:
        raise  # the reader has enough: console.run ends quietly
    except OSError as error:
        name = "standard output" if output in (None, STANDARD_OUTPUT) else output
        raise OutputError(f"cannot write {name}: {system_words(error)}") from error


def terminal_width(output: str | None) -> int:
    """Return the columns of the terminal; COLUMNS or 100 where the result goes elsewhere."""
    if output in (None, STANDARD_OUTPUT):
        return shutil.get_terminal_size((DEFAULT_WIDTH, 0)).columns
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) else DEFAULT_WIDTH


def use_color(choice: str, output: str | None) -> bool:
    """Decide on colour: the option, NO_COLOR, FORCE_COLOR, then whether a person is looking."""
    if choice != "auto":
        return choice == "always"
    if os.environ.get("NO_COLOR") or output not in (None, STANDARD_OUTPUT):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _save_beside(chunks: Iterable[str], path: Path) -> None:
    """Write a file that gets its name only when it is complete."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        _save(chunks, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _save(chunks: Iterable[str], path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        _send(chunks, stream)


def _send(chunks: Iterable[str], stream: TextIO) -> None:
    for chunk in chunks:
        stream.write(chunk)
        stream.flush()  # a reader gets each report as soon as it is done


def _is_device(output: str) -> bool:
    """Tell /dev/null, /dev/stdout or a named pipe from a file that can be replaced."""
    path = Path(output)
    return path.exists() and not path.is_file() and not path.is_dir()
