"""conflict config: what is set outside the command line, and where."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import typer

from conflict_cli.cli import output, settings
from conflict_cli.cli.options import SETTINGS, DebugOption, NoConfigOption

HELP = """Show what is set in configuration files and in the environment.

\b
[cyan]conflict config show[/cyan]   each option, its value and where that comes from
[cyan]conflict config path[/cyan]   the files looked for
"""
SHOW_HELP = """Print the value that each option has when the command line leaves it out, and where it comes from.

\b
[cyan]conflict config show[/cyan]
[cyan]conflict config show > conflict.toml[/cyan]   a file to start from
"""
PATH_HELP = """List the files that can hold settings, the strongest first, and which of them are read.

\b
[cyan]conflict config path[/cyan]
"""

app = typer.Typer(help=HELP, no_args_is_help=True)


@app.command(help=SHOW_HELP)
def show(context: typer.Context, no_config: NoConfigOption = False, debug: DebugOption = False) -> None:
    """Print the options of `conflict parse` as TOML, with the origin of each as a comment."""
    output.write(_lines(context), None)


@app.command(help=PATH_HELP)
def path(debug: DebugOption = False) -> None:
    """Print the files looked for."""
    output.write((f"{state:20} {file}\n" for file, state in settings.looked_for()), None)


def _lines(context: typer.Context) -> Iterator[str]:
    found: settings.Settings = context.meta[SETTINGS]
    for name, param in settings.configurable(settings.parse_command(context)).items():
        if name in found.values:
            yield f"{name} = {_toml(found.values[name].value)}  # {found.values[name].origin}\n"
        elif param.default is None:
            yield f"# {name} is not set\n"
        else:
            yield f"{name} = {_toml(param.default)}  # default\n"


def _toml(value: Any) -> str:
    """Return a value as TOML writes it; JSON strings and lists are TOML's too."""
    return json.dumps(value, ensure_ascii=False)
