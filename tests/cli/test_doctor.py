"""conflict doctor: one line a part, exit code 3 when one fails."""

import sys
from importlib import metadata

import pytest

from conflict_cli.cli import doctor
from conflict_cli.gazetteer.lookup import Gazetteer

EXTRAS = ["typer<1", "pytest; extra == 'dev'", "rich>=1; extra == 'shown'", 'no-such-thing[x]>=2 ; extra == "lacking"']


@pytest.fixture
def checked(invoke, tmp_path, monkeypatch):
    """Run doctor in a folder with a conflict.toml of this text; returns code and lines without their state."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONFLICT_NO_CONFIG", "")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "none"))
    monkeypatch.setattr(metadata, "requires", lambda name: EXTRAS)

    def run(text=None):
        if text is not None:
            (tmp_path / "conflict.toml").write_text(text)
        code, out, err = invoke("doctor")
        assert err == ""
        return code, [(line[:4].strip(), line[6:]) for line in out.splitlines()]

    return run


def test_a_sound_installation_is_ok_throughout(checked):
    code, lines = checked()
    assert code == 0
    assert {state for state, _ in lines} == {"ok"}
    text = "\n".join(what for _, what in lines)
    for part in (
        "settings: no file",
        "program: conflict ",
        "en_core_web_sm",
        "official weights",
        "entity model ",
        "gazetteer: ",
        "(packaged), check: ok",
        "actors: built-in",
        "rules: ",
        "extra shown: installed",
        "extra lacking: not installed; pip install 'conflict-cli[lacking]'",
        "encoding: utf-8",
        "output: no terminal, ",
    ):
        assert part in text
    assert "dev" not in text


def test_what_is_configured_is_checked_and_named(checked, tmp_path):
    (tmp_path / "mine.tsv").write_text("name\tkind\nLions of Ariba\tmilitia\n")
    (tmp_path / "mine.csv").write_text("name,latitude,longitude\nAriba,35,36\n")
    code, lines = checked('actors = "mine.tsv"\nplaces = "mine.csv"\nno-entity-model = true\n')
    assert code == 0
    text = "\n".join(what for _, what in lines)
    assert f"settings: {tmp_path}/conflict.toml" in text
    assert f"actors: built-in and {tmp_path}/mine.tsv ({tmp_path}/conflict.toml:1)" in text
    assert f"places: {tmp_path}/mine.csv" in text
    assert f"(left out by {tmp_path}/conflict.toml:3)" in text


def test_each_fault_is_a_line_and_the_others_are_checked_all_the_same(checked, tmp_path, monkeypatch):
    monkeypatch.setattr("conflict_cli.pipeline.model.check_weights", lambda: [("ner/model", False), ("ner/cfg", True)])
    monkeypatch.setattr(Gazetteer, "check", lambda self: "row 7 missing from index")
    code, lines = checked('actors = "none.tsv"\nrules = "none"\n')
    assert code == 3
    faults = [what for state, what in lines if state == "FAIL"]
    assert len(faults) == 4
    assert faults[0].endswith("1 of 2 files altered: ner/model; reinstall it")
    assert faults[1].endswith("check: row 7 missing from index")
    assert f"{tmp_path}/none.tsv" in faults[2]
    assert f"{tmp_path}/none" in faults[3]


def test_a_model_of_ones_own_is_loaded(checked):
    assert ("FAIL", "model") in [(state, what[:5]) for state, what in checked('model = "no_such_model"')[1]]


def test_a_gazetteer_of_ones_own_is_looked_for(checked, tmp_path):
    faults = [what for state, what in checked('gazetteer = "none.sqlite"')[1] if state == "FAIL"]
    assert faults == [f"gazetteer {tmp_path}/none.sqlite: no such file"]


def test_a_wrong_settings_file_is_a_fault_among_others(checked, tmp_path):
    code, lines = checked("colour = 1")
    assert code == 3
    assert lines[0][0] == "FAIL"
    assert 'unknown key "colour"' in lines[0][1]
    assert len(lines) > 8


def test_a_variable_that_sets_nothing_is_a_warning(checked, monkeypatch):
    monkeypatch.setenv("CONFLICT_GAZETEER", "x")
    code, lines = checked()
    assert code == 0
    assert ("warn", 'environment: CONFLICT_GAZETEER sets nothing. Did you mean "CONFLICT_GAZETTEER"?') in lines


def test_a_terminal_without_utf8_is_a_warning(monkeypatch):
    class Terminal:
        encoding = "ISO-8859-1"

        def isatty(self):
            return True

    monkeypatch.setattr(sys, "stdout", Terminal())
    lines = list(doctor._surroundings(None))
    monkeypatch.undo()
    assert lines[0] == (doctor.WARN, "encoding: iso-8859-1; what it lacks is shown as ?; set LC_ALL=C.UTF-8")
    assert lines[1][1].startswith("terminal, ")


def test_a_model_that_can_be_loaded_is_named(monkeypatch):
    monkeypatch.setattr("conflict_cli.pipeline.model.load_model", lambda name: None)
    setting = doctor.settings.Setting("en_mine", "CONFLICT_MODEL")
    assert list(doctor._model(doctor.settings.Settings({"model": setting}))) == [
        ("ok", "model: en_mine (CONFLICT_MODEL)")
    ]


def test_extras_of_a_program_that_is_not_installed_are_unknown(monkeypatch):
    monkeypatch.setattr(doctor, "DISTRIBUTION", "no-such-thing")
    assert [state for state, _ in doctor._extras(doctor.settings.Settings({}))] == ["warn"]
