"""What --help looks like where Typer's own way of it is hard to read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import typer

NARROW = 60  # columns, below which Typer's boxes cut the names of options short
MARKUP = re.compile(r"\[/?(?:cyan|bold)\]")
COMPLETION = ("--install-completion", "--show-completion")

_Formatter: Any = typer.Context.formatter_class


class _Stacked(_Formatter):  # type: ignore[misc]
    """Writes what an option does below it, not beside it."""

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 4, col_spacing: int = 2) -> None:
        super().write_dl(list(rows), col_max, col_spacing)


def tidy_help(command: Any, columns: int) -> None:
    """Fit the help of a command and of its subcommands to the terminal.

    Args:
        command: changed in place, before it is run.
        columns: of the terminal.
    """
    for each, context in _with_subcommands(command, None):
        for param in (*each.params, each.get_help_option(context)):
            if param is not None and (param.name == "help" or set(param.opts) & set(COMPLETION)):
                param.metavar = ""  # Typer shows the type of its own flags, <bool>
        if columns < NARROW:
            each.rich_markup_mode = None
            each.help = MARKUP.sub("", each.help or "")
            each.short_help = each.help.partition("\n\n")[0]  # whole; Typer cuts it to what fits beside the name
            each.context_class = type("NarrowContext", (each.context_class,), {"formatter_class": _Stacked})
            each.context_settings = {**each.context_settings, "terminal_width": columns}


def _with_subcommands(command: Any, parent: Any) -> Iterator[tuple[Any, Any]]:
    context = typer.Context(command, parent=parent, **command.context_settings)
    yield command, context
    for subcommand in getattr(command, "commands", {}).values():
        yield from _with_subcommands(subcommand, context)
