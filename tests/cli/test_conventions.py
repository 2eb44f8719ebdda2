"""What command lines have in common: --, -, terminal or not, colour, width; and that surroundings change nothing."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from conflict_cli import api
from conflict_cli.cli import console, output

TEXT = "ARIBA, May 4 (Wire) - Jets bombed the village of Ariba on Tuesday, killing 12, İlker Şahin’s aide “said”.\n"


@pytest.mark.usefixtures("stub")
class TestOptions:
    def test_two_dashes_end_the_options(self, invoke, tmp_path, monkeypatch):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "-x.txt").write_text("Troops shelled the port.")
        assert invoke("parse", "-x.txt")[0] == 2
        code, out, _ = invoke("parse", "-f", "json", "--", "-x.txt")
        assert (code, json.loads(out)["report"]["source"]) == (0, "-x.txt")

    @pytest.mark.parametrize(
        ("environment", "terminal", "colored"),
        [
            ({}, True, True),
            ({}, False, False),
            ({"TERM": "dumb"}, True, False),
            ({"NO_COLOR": "1"}, True, False),
            ({"NO_COLOR": ""}, True, True),
            ({"FORCE_COLOR": "1"}, False, True),
            ({"FORCE_COLOR": ""}, False, False),
            ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, False, False),
        ],
        ids=str,
    )
    def test_color_follows_the_environment_then_the_terminal(self, monkeypatch, environment, terminal, colored):
        for name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        for name, value in ({"TERM": "xterm"} | environment).items():
            monkeypatch.setenv(name, value)
        monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal)
        assert output.use_color("auto", None) is colored
        assert output.use_color("never", None) is False
        assert output.use_color("always", "report.txt") is True
        assert output.use_color("auto", "report.txt") is False

    @pytest.mark.parametrize("columns", ["1", "10", "20", "40"])
    def test_row_61_a_narrow_terminal_wraps(self, invoke, article, monkeypatch, columns):
        monkeypatch.setenv("COLUMNS", columns)
        code, out, err = invoke("parse", article)
        assert (code, err) == (0, "")
        assert "shelled" in "".join(out.split()) or int(columns) < 10

    @pytest.mark.parametrize("columns", ["", "0", "many", "-5"])
    @pytest.mark.parametrize("target", [None, "/dev/null"])
    def test_row_61_without_a_size_a_table_has_a_hundred_columns(self, monkeypatch, columns, target):
        monkeypatch.setenv("COLUMNS", columns)
        monkeypatch.setattr(os, "get_terminal_size", lambda *_: (_ for _ in ()).throw(OSError("no terminal")))
        assert output.terminal_width(target) == 100

    def test_a_terminal_changes_looks_and_never_the_format(self, invoke, article, monkeypatch):
        monkeypatch.setenv("COLUMNS", "80")
        monkeypatch.setenv("NO_COLOR", "1")
        piped = [invoke("parse", article, *options)[1] for options in ([], ["-f", "json"], ["-f", "csv"])]
        monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
        assert [invoke("parse", article, *options)[1] for options in ([], ["-f", "json"], ["-f", "csv"])] == piped


@pytest.fixture(scope="module")
def stranger(tmp_path_factory):
    """The program with a C locale, an empty home, an unwritable cache, an odd hash seed and time zone."""
    folder = tmp_path_factory.mktemp("stranger")
    (folder / "a.txt").write_text(TEXT, "utf-8")
    (folder / "home").mkdir()
    here = str(Path(console.__file__).parents[2])
    environment = {
        "PYTHONPATH": os.pathsep.join(filter(None, [here, os.environ.get("PYTHONPATH")])),
        "LC_ALL": "tr_TR.UTF-8" if "tr_TR.utf8" in _locales() else "C",
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "4711",
        "HOME": str(folder / "home"),
        "PYTHONUTF8": "0",
        "XDG_CACHE_HOME": "/proc/none",
        "XDG_CONFIG_HOME": "/proc/none",
    }
    command = [sys.executable, "-m", "conflict_cli", "parse", "a.txt", "-f", "json"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False)
    return done, sorted(path.name for path in folder.rglob("*"))


def _locales():
    try:
        return subprocess.run(["locale", "-a"], capture_output=True, text=True, check=False).stdout.split()
    except FileNotFoundError:
        return []


def test_row_54_locale_zone_and_hash_seed_change_no_byte(stranger, invoke, tmp_path, monkeypatch, nlp):
    monkeypatch.setattr(api, "build_pipeline", lambda **options: nlp)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    code, out, _ = invoke("parse", "a.txt", "-f", "json")
    assert code == 0
    assert stranger[0].stdout.decode("utf-8") == out
    assert json.loads(out)["events"]


def test_row_55_without_a_cache_it_works_and_the_home_folder_stays_empty(stranger):
    done, left = stranger
    assert (done.returncode, done.stderr) == (0, b"")
    assert left == ["a.txt", "home"]


def test_row_55_without_a_home_it_works(tmp_path):
    environment = {name: value for name, value in os.environ.items() if name not in ("HOME", "CONFLICT_NO_CONFIG")}
    command = [sys.executable, "-m", "conflict_cli", "config", "show"]
    assert subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0


def test_row_55_no_connection_is_opened(invoke, tmp_path, monkeypatch):
    def refused(*arguments, **options):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    code, out, err = invoke("parse", tmp_path / "a.txt", "-f", "json")
    assert (code, err) == (0, "")
    assert json.loads(out)["events"]
    assert os.environ["ORT_DISABLE_TELEMETRY"] == "1"
