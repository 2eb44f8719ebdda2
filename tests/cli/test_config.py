"""Option > environment > project's file > user's file > default, and what is wrong with a file in one line."""

import json
import os
import tomllib
from pathlib import Path

import pytest

from conflict_cli.cli import settings
from conflict_cli.gazetteer.geonames import build_gazetteer


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty home folder; files are read."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(folder / ".config"))
    monkeypatch.delenv("CONFLICT_NO_CONFIG", raising=False)
    return folder


@pytest.fixture
def project(home, monkeypatch):
    """The current folder."""
    folder = home / "project"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def write(file, text):
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def shown(invoke, *arguments):
    """Return what `conflict config show` prints as {key: (value, origin)}."""
    code, out, err = invoke("config", "show", *arguments)
    assert (code, err) == (0, "")
    values = tomllib.loads(out)
    origins = {line.split(" = ")[0]: line.rpartition("  # ")[2] for line in out.splitlines() if " = " in line}
    return {key: (value, origins[key]) for key, value in values.items()}


def test_each_layer_covers_the_ones_below(invoke, home, project, monkeypatch, article, stub):
    user = write(home / ".config" / "conflict" / "config.toml", 'format = "yaml"\ncolor = "never"\nno-text = true\n')
    assert shown(invoke)["format"] == ("yaml", f"{user}:1")
    near = write(project / "conflict.toml", '# mine\nformat = "json"\n')
    assert shown(invoke)["format"] == ("json", f"{near}:2")
    assert shown(invoke)["color"] == ("never", f"{user}:2")
    monkeypatch.setenv("CONFLICT_FORMAT", "jsonl")
    assert shown(invoke)["format"] == ("jsonl", "CONFLICT_FORMAT")
    assert shown(invoke)["quiet"] == (False, "default")
    assert "# gazetteer is not set\n" in invoke("config", "show")[1]
    assert invoke("parse", article)[1].startswith('{"schema')
    assert invoke("parse", article, "-f", "csv")[1].startswith("article,")
    monkeypatch.delenv("CONFLICT_FORMAT")
    assert "text" not in json.loads(invoke("parse", article)[1])["report"]
    assert stub


@pytest.mark.parametrize("arguments", [("parse", "--no-config"), ("--no-config", "parse")])
def test_no_config_leaves_only_the_files_out(invoke, project, article, stub, arguments, monkeypatch):
    write(project / "conflict.toml", 'format = "json"\nmodel = "en_other"\n')
    monkeypatch.setenv("CONFLICT_MODEL", "en_mine")
    assert invoke(*arguments, article)[1].startswith("╭")
    assert stub[0]["model"] == "en_mine"


def test_a_variable_switches_the_files_off(invoke, project, monkeypatch):
    write(project / "conflict.toml", "broken")
    monkeypatch.setenv("CONFLICT_NO_CONFIG", "1")
    assert shown(invoke)["quiet"] == (False, "default")
    monkeypatch.setenv("CONFLICT_NO_CONFIG", "0")
    assert invoke("config", "show")[0] == 3


def test_the_nearest_project_file_is_read_up_to_the_repository(invoke, home, project, monkeypatch):
    write(home / "conflict.toml", 'format = "csv"\n')
    pyproject = write(project / "pyproject.toml", '[project]\nname = "x"\n\n[tool.conflict]\nformat = "json"\n')
    deep = project / "a" / "b"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert shown(invoke)["format"] == ("json", f"{pyproject}:5")
    write(project / "conflict.toml", 'format = "yaml"\n')
    assert shown(invoke)["format"] == ("yaml", f"{project}/conflict.toml:1")
    (project / "a" / ".git").mkdir()
    assert "format" not in shown(invoke)
    listed = invoke("config", "path")[1]
    assert str(project / "a" / "conflict.toml") in listed
    assert str(project / "conflict.toml") not in listed


def test_config_path_tells_the_state_of_each_file(invoke, home, project):
    write(project / "pyproject.toml", '[project]\nname = "conflict"\n')
    write(home / "conflict.toml", "")
    write(home / "pyproject.toml", "[tool.conflict]\nquiet = true\n")
    code, out, _ = invoke("config", "path")
    assert code == 0
    assert [(line[:20].strip(), Path(line[21:]).relative_to(home).as_posix()) for line in out.splitlines()] == [
        ("missing", "project/conflict.toml"),
        ("no [tool.conflict]", "project/pyproject.toml"),
        ("read", "conflict.toml"),
        ("a nearer one is read", "pyproject.toml"),
        ("missing", ".config/conflict/config.toml"),
    ]


def test_paths_are_relative_to_their_file_or_to_here(invoke, home, project, article, stub, monkeypatch):
    write(home / "conflict.toml", 'rules = "my_rules"\nactors = "~/a.tsv"\nmodel = "models/mine"\n')
    monkeypatch.setenv("CONFLICT_PLACES", "mine.tsv")
    invoke("parse", article)
    assert stub[0] | {} == stub[0] | {
        "rules": home / "my_rules",
        "actors": home / "a.tsv",
        "model": str(home / "models/mine"),
        "places": Path("mine.tsv"),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("gazeteer = 1", ':1: unknown key "gazeteer"; known: encoding,'),
        ("\nzzz = 1", ':2: unknown key "zzz"; known: encoding,'),
        ("output = 'x.json'", ':1: unknown key "output"'),
        ("[format]\na = 1", ":1: format is a table; a string is wanted"),
        ("gazetteer = ['a']", ":1: gazetteer is a list; a string is wanted"),
        ("rules = 7", ":1: rules is a number; a string is wanted"),
        ("when = 2024-11-28\n", ':1: unknown key "when"'),
        ("model = 2024-11-28\n", ":1: model is a date; a string is wanted"),
        ('quiet = "yes"', ':1: quiet is "yes"; true or false is wanted'),
        ('format = "jsonn"', ':1: format: unknown format "jsonn"; known: table, yaml'),
        ('only = ["events", "peeple"]', ':1: only: unknown section "peeple"'),
        ("only = 5", ':1: only: unknown section "5"'),
        ("a = = 1", ":1: not TOML: "),
        ("a = [", ": not TOML: "),
        ("a = " + "[" * 20_000, ": nested too deeply"),
    ],
)
def test_a_wrong_file_is_told_in_one_line(invoke, project, article, text, message):
    file = write(project / "conflict.toml", text)
    code, out, err = invoke("parse", article)
    assert (code, out) == (3, "")
    assert err.startswith(f"conflict: {file}{message}")
    assert err.count("\n") == 1


def test_odd_files_are_told(invoke, project, article, monkeypatch):
    file = project / "conflict.toml"
    file.write_bytes(b"a = '\xff'")
    assert invoke("parse", article)[::2] == (3, f"conflict: {file}: not UTF-8 at byte 6\n")
    monkeypatch.setattr(settings, "MAX_BYTES", 3)
    assert "too long for settings" in invoke("parse", article)[2]
    monkeypatch.undo()
    monkeypatch.setenv("CONFLICT_NO_CONFIG", "")
    monkeypatch.chdir(project)
    file.unlink()
    write(project / "pyproject.toml", "[tool]\nconflict = 7\n")
    assert "tool.conflict is a number; a table is wanted" in invoke("parse", article)[2]
    write(project / "pyproject.toml", 'tool = "conflict"\n')
    assert invoke("config", "show")[0] == 0


def test_an_unreadable_file_is_told(invoke, project, article, monkeypatch):
    file = write(project / "conflict.toml", "")
    real = Path.open

    def refused(path, *arguments, **options):
        if path == file:
            raise PermissionError(13, "Permission denied")
        return real(path, *arguments, **options)

    monkeypatch.setattr(Path, "open", refused)
    assert invoke("parse", article)[::2] == (3, f"conflict: {file}: permission denied\n")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("CONFLICT_FORMAT", "xml", 'CONFLICT_FORMAT: format: unknown format "xml"'),
        ("CONFLICT_QUIET", "perhaps", 'CONFLICT_QUIET: quiet is "perhaps"; true or false is wanted'),
    ],
)
def test_a_wrong_variable_is_told(invoke, article, monkeypatch, name, value, message):
    monkeypatch.setenv(name, value)
    code, out, err = invoke("parse", article)
    assert (code, out) == (3, "")
    assert err.startswith(f"conflict: {message}")


def test_anothers_file_in_a_parent_is_passed_over(invoke, home, project, monkeypatch):
    file = write(home / "conflict.toml", 'format = "json"\n')
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    real = Path.stat

    def of_another(path, **options):
        found = real(path, **options)
        return os.stat_result((*found[:4], 4711, *found[5:])) if path == file else found

    monkeypatch.setattr(Path, "stat", of_another)
    assert "format" not in shown(invoke)
    assert f"another user's       {file}\n" in invoke("config", "path")[1]


def test_a_removed_folder_and_no_home_are_borne(invoke, project, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: (_ for _ in ()).throw(RuntimeError("no home")))
    monkeypatch.setattr("platformdirs.user_config_path", lambda *a, **k: (_ for _ in ()).throw(RuntimeError("no home")))
    assert invoke("config", "path")[0] == 0
    project.rmdir()
    assert invoke("config", "path")[:2] == (0, "")


DUMP = ["7", "Qalbirabad", "Qalbirabad", "", "35.5", "36.5", "P", "PPL", "SY", *[""] * 5, "900", *[""] * 4]


def test_a_file_names_the_gazetteer_of_every_command(invoke, home, project, monkeypatch):
    """The packaged gazetteer has no Qalbirabad; the one that conflict.toml names has."""
    write(project / "SY.txt", "\t".join(DUMP) + "\n")
    text = write(project / "article.txt", "Jets bombed the village of Qalbirabad on Tuesday, residents said.")
    build_gazetteer(project / "SY.txt", project / "small.sqlite")

    def coordinates():
        report = json.loads(invoke("parse", text, "-f", "json", "--no-entity-model", "-p", "2024-11-28")[1])
        return [(place["latitude"], place["longitude"]) for place in report["places"]]

    write(project / "conflict.toml", 'gazetteer = "small.sqlite"\n')
    assert coordinates() == [(35.5, 36.5)]
    assert "Qalbirabad\tsettlement\tSYR\t\t35.5\t36.5" in invoke("gazetteer", "lookup", "Qalbirabad")[1]
    assert "small.sqlite" in invoke("gazetteer", "info")[1]
    assert invoke("gazetteer", "lookup", "Qalbirabad", "--no-config")[:2] == (1, "")


@pytest.mark.parametrize("word", ["1", "true", "Yes", "ON"])
def test_a_variable_switches_an_option_on(invoke, project, monkeypatch, word):
    monkeypatch.setenv("CONFLICT_NO_TEXT", word)
    monkeypatch.setenv("CONFLICT_VERBOSE", "2")
    settings = shown(invoke)
    assert settings["no-text"] == (True, "CONFLICT_NO_TEXT")
    assert settings["verbose"] == (2, "CONFLICT_VERBOSE")
    monkeypatch.setenv("CONFLICT_NO_TEXT", "off")
    assert shown(invoke)["no-text"] == (False, "CONFLICT_NO_TEXT")


def test_a_file_too_long_for_settings_is_not_read(invoke, project):
    file = write(project / "conflict.toml", "# padding\n" * 100_001)
    code, _, err = invoke("config", "show")
    assert (code, err) == (3, f"conflict: {file}: more than 1,000,000 bytes, too long for settings\n")
