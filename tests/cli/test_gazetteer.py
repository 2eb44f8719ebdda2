"""conflict gazetteer, --gazetteer and --places."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest

from conflict_cli.cli.console import ExitCode, run
from conflict_cli.gazetteer import geonames

DUMP_LINE = "\t".join(
    ["7", "Qalbirabad", "Qalbirabad", "", "35.5", "36.5", "P", "PPL", "SY", "", "12", "", "", "", "900", "", "", "", ""]
)


@pytest.fixture
def dump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    Path("SY.txt").write_text(DUMP_LINE + "\n", encoding="utf-8")
    return "SY.txt"


def test_a_built_gazetteer_is_looked_up(dump: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gazetteer", "build", dump, "-o", "full.sqlite"]) == ExitCode.OK
    assert "full.sqlite: " in capsys.readouterr().err
    assert run(["gazetteer", "lookup", "Qalbirabad", "--gazetteer", "full.sqlite"]) == ExitCode.OK
    head, row = capsys.readouterr().out.splitlines()
    assert head.split("\t") == "name kind country admin1 latitude longitude population geonames".split()
    assert row == "Qalbirabad\tsettlement\tSYR\t\t35.5\t36.5\t900\t7"


def test_an_existing_file_is_replaced_only_by_force(dump: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("full.sqlite").write_text("mine")
    assert run(["gazetteer", "build", dump, "-o", "full.sqlite"]) == ExitCode.NOT_WRITTEN
    assert "--force" in capsys.readouterr().err
    assert Path("full.sqlite").read_text() == "mine"
    assert run(["gazetteer", "build", dump, "-o", "full.sqlite", "--force", "--quiet"]) == ExitCode.OK
    assert capsys.readouterr() == ("", "")


def test_lookup_of_one_country(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gazetteer", "lookup", "Tripoli", "--country", "lb"]) == ExitCode.OK
    assert {row.split("\t")[2] for row in capsys.readouterr().out.splitlines()[1:]} == {"LBN"}


def test_lookup_offers_what_sounds_alike(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gazetteer", "lookup", "Qamishly", "--country", "SYR"]) == ExitCode.OK
    out, err = capsys.readouterr()
    assert "sound alike" in err
    assert "SYR" in out


def test_an_unknown_name_and_an_unknown_country_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gazetteer", "lookup", "Qwertyville"]) == ExitCode.ARTICLES_FAILED
    assert 'no place "Qwertyville"' in capsys.readouterr().err
    assert run(["gazetteer", "lookup", "Tripoli", "--country", "Narnia"]) == ExitCode.USAGE
    assert "SYR or SY" in capsys.readouterr().err


def test_info_names_source_and_state(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["gazetteer", "info"]) == ExitCode.OK
    out = capsys.readouterr().out
    assert "GeoNames" in out
    assert out.splitlines()[-1].split() == ["check", "ok"]


def test_a_foreign_file_is_told_before_anything_is_parsed(dump: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("article.txt").write_text("Shells hit Sarmin.")
    assert run(["parse", "article.txt", "--gazetteer", dump]) == ExitCode.NOT_SET_UP
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("conflict: gazetteer SY.txt: can't be read")
    assert run(["parse", "article.txt", "--places", dump]) == ExitCode.NOT_SET_UP
    assert ".tsv, .csv and .geojson" in capsys.readouterr().err


def test_lines_that_are_no_places_are_told(dump: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path(dump).write_text(f"{DUMP_LINE}\nno place\n", encoding="utf-8")
    assert run(["gazetteer", "build", dump, "-o", "full.sqlite"]) == ExitCode.OK
    warning, built = capsys.readouterr().err.splitlines()
    assert warning == "conflict: warning: SY.txt: lines passed over that are no places: 1"
    assert built.startswith("conflict: full.sqlite: ")


def test_a_gazetteer_that_cannot_be_written_exits_4(
    dump: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(geonames, "build_gazetteer", full)
    assert run(["gazetteer", "build", dump, "-o", "full.sqlite"]) == ExitCode.NOT_WRITTEN
    assert capsys.readouterr().err == "conflict: cannot write full.sqlite: no space left on device\n"


def test_a_terminal_sees_a_bar_while_a_gazetteer_is_built(
    dump: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert run(["gazetteer", "build", dump, "-o", "full.sqlite"]) == ExitCode.OK
    out, err = capsys.readouterr()
    assert out == ""
    assert "building" in err
    assert err.endswith(" places\n")
