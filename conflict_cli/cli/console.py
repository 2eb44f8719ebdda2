"""Standard output for data, standard error for people, one exit code for scripts."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, Literal, NoReturn

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
    system_words,
)
from conflict_cli.render.visible import one_line, visible

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
    NOTHING_FOUND = 5
    INTERNAL = 70
    INTERRUPTED = 130
    TERMINATED = 143


Level = Literal["error", "warning", "info", "debug"]


@dataclass(slots=True)
class Talk:
    """How the program talks on standard error, as the options of the command say.

    Attributes:
        quiet: errors only.
        verbosity: how often --verbose was given.
        as_json: a JSON object a line instead of words.
    """

    quiet: bool = False
    verbosity: int = 0
    as_json: bool = False

    def reset(self, arguments: Sequence[str]) -> None:
        """Start a command line; a wrong option beside --log-json is told as JSON too."""
        self.quiet, self.verbosity, self.as_json = False, 0, "--log-json" in arguments


class StoppedError(Exception):
    """A signal ended the command; the message says how far it went."""

    def __init__(self, message: str, code: ExitCode) -> None:
        super().__init__(message)
        self.code = code


class _Closed(io.TextIOBase):
    """Stands in for a standard output that is closed: nothing but writing to it fails."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, "it is closed")


talk = Talk()
_NOT_WRITABLE = (errno.EBADF, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.ENOSPC)


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
    if sys.stdout is None:  # `conflict ... >&-`
        sys.stdout = _Closed()
    _set_encodings()
    if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(ExitCode.TERMINATED))
    code = run(sys.argv[1:])
    with contextlib.suppress(OSError, AttributeError):
        sys.stderr.flush()
    os._exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code; every error is one line on standard error."""
    talk.reset(arguments)
    code = _run(arguments)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        pass  # `conflict --help | head -1`: the reader has what it wants
    except OSError as error:
        if code != ExitCode.NOT_WRITTEN:
            code = _tell_unwritten(error)
    return code


def _run(arguments: Sequence[str]) -> int:
    from conflict_cli.cli import app
    from conflict_cli.cli.help_pages import tidy_help

    try:
        command = typer.main.get_command(app)
        tidy_help(command, shutil.get_terminal_size().columns)
        result = command.main(args=list(arguments), prog_name=PROGRAM, standalone_mode=False)
    except ConflictError as error:
        tell(str(error))
        return _CODES.get(type(error), ExitCode.INTERNAL)
    except ClickUsageError as error:
        _tell_usage(error)
        return ExitCode.USAGE
    except StoppedError as stopped:
        tell(str(stopped))
        return stopped.code
    except (KeyboardInterrupt, typer.Abort):
        result = ExitCode.INTERRUPTED
    except SystemExit as stop:
        if isinstance(stop.__context__, BrokenPipeError):
            return ExitCode.OK  # the reader of our output closed the pipe, as `head` does
        result = stop.code
    except OSError as error:
        if error.errno in _NOT_WRITABLE:
            return _tell_unwritten(error)
        return _tell_bug(error, debug="--debug" in arguments)
    except Exception as error:
        return _tell_bug(error, debug="--debug" in arguments)
    if result in (ExitCode.INTERRUPTED, ExitCode.TERMINATED):
        tell("stopped")
    return result if isinstance(result, int) else ExitCode.OK


def tell(message: str, *, source: str | None = None, level: Level = "error", **facts: Any) -> None:
    """Print one line on standard error: words for people, or JSON where --log-json asks for it.

    Args:
        message: what there is to say; an error begins with where it is.
        source: the article or file it is about, for JSON.
        level: "error" is said even with --quiet.
        facts: more fields of the JSON object, such as seconds.
    """
    if talk.quiet and level != "error":
        return
    if talk.as_json:
        line = json.dumps({"level": level, "source": source, "message": message, **facts}, ensure_ascii=False)
        line = visible(line)
    else:
        line = f"{PROGRAM}: {one_line(message)}"
    with contextlib.suppress(BrokenPipeError):
        typer.echo(line, err=True)


def warn(message: str, *, source: str | None = None) -> None:
    """Print a warning, unless --quiet is given."""
    _tell_about(message, source, "warning", "warning: ")


def note(message: str, *, source: str | None = None, level: Level = "info", **facts: Any) -> None:
    """Print what is good to know and no fault, unless --quiet is given."""
    _tell_about(message, source, level, "", **facts)


def _tell_about(message: str, source: str | None, level: Level, prefix: str, **facts: Any) -> None:
    about = "" if source is None or talk.as_json else f"{source}: "
    tell(message if talk.as_json else f"{prefix}{about}{message}", source=source, level=level, **facts)


def _tell_usage(error: Exception) -> None:
    # the attributes of click.UsageError, which has no common type across releases of Typer
    message = getattr(error, "format_message", error.__str__)()
    context = getattr(error, "ctx", None)
    if message:
        tell(f"{message.rstrip('.')}; see {context.command_path if context else PROGRAM} --help")


def _tell_unwritten(error: OSError) -> ExitCode:
    tell(f"cannot write standard output: {system_words(error)}")
    return ExitCode.NOT_WRITTEN


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
