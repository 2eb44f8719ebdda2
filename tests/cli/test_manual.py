import re
import runpy
import sys
from pathlib import Path

import pytest
import typer

from conflict_cli.cli import app
from conflict_cli.cli.man_page import man_page
from conflict_cli.cli.manual import manual

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_what_the_help_says():
    assert (DOCS / "cli.md").read_text("utf-8") == manual(), "run: python -m conflict_cli.cli.manual > docs/cli.md"


def test_the_man_page_is_what_the_help_says():
    hint = "run: python -m conflict_cli.cli.manual --man > docs/conflict.1"
    assert (DOCS / "conflict.1").read_text("utf-8") == man_page(manual()), hint


def test_markdown_becomes_roff():
    markdown = "# Left out\n\nLeft out.\n\n## A section\n\nSee [b](b.md), [c](c), **a `bold`** and `--option`.\nMore.\n"
    markdown += "\n- one\n  more\n"
    markdown += "\n```sh\n.dot \\n\n```\n\n| Panel | |\n|---|---|\n| `--x`, `-x` `FILE` | Read it. |\n"
    assert man_page(markdown).partition(".SH A section\n")[2].splitlines() == [
        ".PP",
        "See b (b.md), c, \\fBa bold\\fR and \\fB\\-\\-option\\fR.",
        "More.",
        ".IP \\(bu 2",
        "one",
        "more",
        ".PP",
        ".RS 4",
        ".nf",
        "\\&.dot \\en",
        ".fi",
        ".RE",
        ".SS Panel",
        ".TP",
        "\\fB\\-\\-x\\fR, \\fB\\-x\\fR \\fBFILE\\fR",
        "Read it.",
    ]


def commands(group, name="conflict"):
    yield name, group
    for part, command in getattr(group, "commands", {}).items():
        yield from commands(command, f"{name} {part}")


COMMANDS = list(commands(typer.main.get_command(app)))


@pytest.mark.parametrize(("name", "command"), COMMANDS, ids=[name for name, _ in COMMANDS])
def test_each_help_has_a_sentence_an_example_and_groups(name, command, invoke):
    assert re.match("[A-Z][^\n]+\\.\n\n\x08\n", command.help)
    assert f"[cyan]{name}" in command.help
    code, out, _ = invoke(*name.split()[1:], "--help")
    assert code == 0
    assert "Usage: conflict" in out
    for param in command.params:
        if param.param_type_name == "option" and not param.opts[0].endswith("completion"):
            assert param.opts[0] in out
            assert param.help


def test_the_man_page_is_installed():
    project = (DOCS.parent / "pyproject.toml").read_text("utf-8")
    assert '"share/man/man1" = ["docs/conflict.1"]' in project


@pytest.mark.parametrize(("arguments", "page"), [([], "cli.md"), (["--man"], "conflict.1")])
def test_the_pages_are_printed_by_running_the_module(arguments, page, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["manual.py", *arguments])
    monkeypatch.delitem(sys.modules, "conflict_cli.cli.manual")
    runpy.run_module("conflict_cli.cli.manual", run_name="__main__")
    assert capsys.readouterr().out == (DOCS / page).read_text("utf-8")
