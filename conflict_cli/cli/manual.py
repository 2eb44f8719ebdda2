"""docs/cli.md and docs/conflict.1, made from the help.

python -m conflict_cli.cli.manual > docs/cli.md
python -m conflict_cli.cli.manual --man > docs/conflict.1
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from itertools import groupby
from typing import Any

import typer

from conflict_cli.cli import EXIT_CODES, app
from conflict_cli.cli.console import PROGRAM
from conflict_cli.cli.help_pages import COMPLETION, MARKUP
from conflict_cli.cli.man_page import man_page

INTRODUCTION = """\
# The command line

Made from `conflict --help`; edit the help, then run `python -m conflict_cli.cli.manual > docs/cli.md` and
`python -m conflict_cli.cli.manual --man > docs/conflict.1`. The same text is installed for `man conflict`.

## Results and messages

Results go to standard output, messages to standard error, so that `2>/dev/null` leaves a valid file. A message is
one line: what, where, why. Whether a terminal or a pipe reads the output changes colours and width, never the format.

## What is read

- **A file** is one article: text, Markdown, a saved web page, PDF, DOCX, e-mail or JSON, gzipped or not. Encodings
  are found out; a guess is a warning. Binary files and articles over 20 MB are refused.
- **A corpus** is JSON Lines, CSV, TSV or Parquet, a record for each article. The text is never changed. A bad record is
  set aside with its line, the others go on.
- **A folder** is searched recursively for all of these, sorted by name. Links in it are not followed, hidden files and
  README files are passed over, and no file is read twice.
- **`-`**, or nothing when standard input is a pipe, is an article or a corpus from standard input.

[inputs.md](inputs.md) has the endings, the columns, the limits, and where title and date come from.

## What is written

See [output.md](output.md). A file given with `--output` appears under its name when it is complete.
`conflict parse ... | head` ends quietly with exit code 0. The width of tables is that of the terminal, else
`COLUMNS`, else 100. Colours follow `--color`, else `NO_COLOR`, else `FORCE_COLOR`, else whether a terminal that is not
`TERM=dumb` shows them.

A signal ends a run in order: the article at hand is dropped, what was finished is written and complete (a JSON array is
closed, an output file gets its name), and a line says how far it went. A second Ctrl-C stops at once.

## What is set elsewhere

An option that is left out is taken from the environment (`CONFLICT_FORMAT` for `--format`), else from `conflict.toml`
or `[tool.conflict]` in `pyproject.toml`, else from your own file; `conflict config show` prints each value and its
origin. See [configuration.md](configuration.md).

## Completion

`conflict --install-completion` makes the Tab key complete commands, options, formats, sections, rules and subtypes in
bash, zsh, fish and PowerShell; `--show-completion` prints the script to install by hand. Both are for the shell they
are called from; `_CONFLICT_COMPLETE=source_zsh conflict` prints the script of zsh anywhere, and so on.
"""


def manual() -> str:
    """Return the manual of every command as Markdown."""
    group: Any = typer.main.get_command(app)
    sections = [INTRODUCTION, *_section(PROGRAM, group)]
    for name, command in group.commands.items():
        sections += _section(f"{PROGRAM} {name}", command)
        for part, subcommand in getattr(command, "commands", {}).items():
            sections += _section(f"{PROGRAM} {name} {part}", subcommand)
    return "\n".join([*sections, *_exit_codes()])


def _section(name: str, command: Any) -> Iterator[str]:
    sentence, examples, rest = _parts(command.help)
    yield f"## {name}\n\n{sentence}\n"
    if examples:
        yield f"```console\n{examples}\n```\n"
    if rest:
        yield f"{rest}\n"
    for panel, members in groupby(command.params, key=lambda param: getattr(param, "rich_help_panel", None)):
        rows = [_row(param) for param in members if not set(param.opts) & set(COMPLETION)]
        if rows:
            yield f"| {panel or 'Arguments and options'} | |\n|---|---|\n" + "\n".join(rows) + "\n"


def _parts(text: str) -> tuple[str, str, str]:
    sentence, _, others = MARKUP.sub("", text).partition("\n\n\b\n")
    examples, _, rest = others.partition("\n\n")
    return sentence.strip(), examples.strip(), rest.strip()


def _row(param: Any) -> str:
    names = ", ".join(f"`{name}`" for name in param.opts) if param.param_type_name == "option" else ""
    metavar = f" `{param.metavar}`" if param.metavar else ""
    return f"| {(names + metavar).strip()} | {param.help} |"


def _exit_codes() -> Iterator[str]:
    yield "## Exit codes\n"
    yield "| code | meaning |\n|---|---|"
    for code, meaning in re.findall(r"^ *(\d+) +(.+)$", EXIT_CODES, re.MULTILINE):
        yield f"| {code} | {meaning} |"
    yield ""


if __name__ == "__main__":
    sys.stdout.write(man_page(manual()) if "--man" in sys.argv else manual())
