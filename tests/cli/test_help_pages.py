"""--help on terminals of any width."""

import re

import pytest
import typer

from conflict_cli.cli import app

GROUP = typer.main.get_command(app)
NAMES = ["", *GROUP.commands, "corpus run", "gazetteer build"]


def command_of(name):
    command = GROUP
    for part in name.split():
        command = command.commands[part]
    return command


@pytest.mark.parametrize("columns", [20, 40, 60, 80])
@pytest.mark.parametrize("name", NAMES)
def test_no_name_of_an_option_is_cut_and_no_type_of_a_flag_shown(invoke, monkeypatch, name, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    code, out, err = invoke(*name.split(), "--help")
    assert (code, err) == (0, "")
    assert "…" not in out
    assert "<bool>" not in out
    assert "[/cyan]" not in out
    for param in command_of(name).params:
        if param.param_type_name == "option":
            assert re.search(rf"{param.opts[0]}\b", out)


def test_a_narrow_terminal_shows_whole_sentences_below_names(invoke, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    out = invoke("-h")[1]
    assert "  parse\n        Parse articles into events,\n        claims, relations and disputes.\n" in out
    assert "  -h, --help\n        Show this message and exit.\n" in out
    out = invoke("parse", "-h")[1]
    assert '  -p, --published DATE\n        Publication date, to read "on\n' in out
    wide = [line for line in out.splitlines() if len(line) > 40]
    assert all(line.startswith("  conflict parse ") for line in wide)  # examples are not broken up
