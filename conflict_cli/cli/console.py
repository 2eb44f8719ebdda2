"""Standard output for data, standard error for people, one exit code for scripts."""

from __future__ import annotations

import contextlib
import io
import os
import sys
import traceback
from collections.abc import Sequence
from enum import IntEnum
from typing import NoReturn

import typer

from conflict_cli.errors import (
    ArticleError,
    ConfigError,
    ConflictError,
    GazetteerError,
    LexiconError,
    ModelError,
    OutputError,
    RuleError,
    UsageError,
)
from conflict_cli.render.visible import one_line

PROGRAM = "conflict"
# click.UsageError, or the copy of it inside newer releases of Typer
ClickUsageError: type[Exception] = typer.BadParameter.__mro__[1]


class ExitCode(IntEnum):
    """What the shell gets back; docs/cli.md explains each."""

    OK = 0
    ARTICLES_FAILED = 1
    USAGE = 2
    NOT_SET_UP = 3
    NOT_WRITTEN = 4
    INTERNAL = 70
    INTERRUPTED = 130


_CODES: dict[type[ConflictError], ExitCode] = {
    UsageError: ExitCode.USAGE,
    ArticleError: ExitCode.ARTICLES_FAILED,
    ConfigError: ExitCode.NOT_SET_UP,
    RuleError: ExitCode.NOT_SET_UP,
    LexiconError: ExitCode.NOT_SET_UP,
    GazetteerError: ExitCode.NOT_SET_UP,
    ModelError: ExitCode.NOT_SET_UP,
    OutputError: ExitCode.NOT_WRITTEN,
}


def main() -> NoReturn:
    """Run the command line and leave at once: an orderly shutdown of spaCy takes 75 ms."""
    _set_encodings()
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        pass  # `conflict --help | head -1`: the reader has what it wants
    except OSError as error:
        tell(f"cannot write standard output: {(error.strerror or str(error)).lower()}")
        code = ExitCode.NOT_WRITTEN
    with contextlib.suppress(OSError):
        sys.stderr.flush()
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; every error is one line on standard error."""
    from conflict_cli.cli import app

    try:
        result = typer.main.get_command(app).main(args=list(arguments), prog_name=PROGRAM, standalone_mode=False)
    except ConflictError as error:
        tell(str(error))
        return _CODES.get(type(error), ExitCode.INTERNAL)
    except ClickUsageError as error:
        _tell_usage(error)
        return ExitCode.USAGE
    except (KeyboardInterrupt, typer.Abort):
        result = ExitCode.INTERRUPTED
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):
            return ExitCode.OK  # the reader of our output closed the pipe, as `head` does
        result = stop.code
    except Exception as error:
        return _tell_bug(error, debug="--debug" in arguments)
    if result == ExitCode.INTERRUPTED:
        tell("stopped")
    return result if isinstance(result, int) else ExitCode.OK


def tell(message: str) -> None:
    """Print one line for people on standard error."""
    typer.echo(f"{PROGRAM}: {one_line(message)}", err=True)


def warn(message: str) -> None:
    """Print a warning on standard error."""
    tell(f"warning: {message}")


def _tell_usage(error: Exception) -> None:
    # the attributes of click.UsageError, which has no common type across releases of Typer
    message = getattr(error, "format_message", error.__str__)()
    context = getattr(error, "ctx", None)
    if message:
        tell(f"{message.rstrip('.')}; see {context.command_path if context else PROGRAM} --help")


def _tell_bug(error: Exception, *, debug: bool) -> ExitCode:
    if debug:
        traceback.print_exc(file=sys.stderr)
    hint = "please report it" if debug else "--debug prints the traceback; please report it"
    tell(f"internal error: {type(error).__name__}: {error}; {hint}")
    return ExitCode.INTERNAL


def _set_encodings() -> None:
    """Write UTF-8 with plain line feeds into pipes and files, and never fail on a terminal's encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = None if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace", newline="\n")
