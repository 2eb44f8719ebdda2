import io
import json
import os
import sys

import pytest

from conflict_cli.cli import console, output

pytestmark = pytest.mark.usefixtures("stub")


@pytest.mark.parametrize(
    ("name", "start"),
    [
        ("r.yaml", "schema_version"),
        ("r.YML", "schema_version"),
        ("r.json", "{\n"),
        ("r.jsonl", '{"schema'),
        ("r.csv", "article,"),
        ("r.txt", "╭"),
        ("r.geojson", '{"type": "FeatureCollection"'),
    ],
)
def test_the_ending_implies_the_format(invoke, article, tmp_path, name, start):
    target = tmp_path / "out" / name
    target.parent.mkdir()
    assert invoke("parse", article, "-o", target) == (0, "", "")
    assert target.read_text("utf-8").startswith(start)
    assert list(target.parent.iterdir()) == [target]


def test_the_format_option_comes_before_the_ending(invoke, article, tmp_path):
    invoke("parse", article, "-o", tmp_path / "r.data", "-f", "json")
    assert json.loads((tmp_path / "r.data").read_text("utf-8"))


def test_row_40_an_existing_output_is_replaced_only_by_force(invoke, article, tmp_path):
    target = tmp_path / "r.json"
    target.write_text("precious")
    code, out, err = invoke("parse", article, "-o", target)
    assert (code, out, err) == (4, "", f"conflict: {target}: exists already; --force replaces it\n")
    assert target.read_text() == "precious"
    assert invoke("parse", article, "-o", target, "--force")[0] == 0
    assert json.loads(target.read_text())


@pytest.mark.parametrize("force", [[], ["--force"]])
def test_row_40_an_input_is_never_overwritten(invoke, article, force):
    before = article.read_text()
    code, _, err = invoke("parse", article, "-o", article, *force)
    assert code == 4
    assert "is also an input" in err
    assert article.read_text() == before


@pytest.mark.parametrize(("name", "reason"), [("", "is a folder"), ("no/such/r.json", "no folder")])
def test_row_39_an_impossible_output_is_told_before_reading(invoke, article, tmp_path, stub, name, reason):
    code, _, err = invoke("parse", article, "-o", tmp_path / name, "-f", "json")
    assert code == 4
    assert reason in err
    assert stub == []


def test_row_39_a_failed_write_leaves_nothing_behind(invoke, article, tmp_path, monkeypatch):
    def full(chunks, path):
        path.write_text("half")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(output, "_save", full)
    folder = tmp_path / "out"
    folder.mkdir()
    code, _, err = invoke("parse", article, "-o", folder / "r.json")
    assert (code, err) == (4, f"conflict: cannot write {folder}/r.json: no space left on device\n")
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="Linux has /dev/full")  # noqa: PTH110
def test_row_39_a_full_device_is_told(invoke, article):
    code, _, err = invoke("parse", article, "-o", "/dev/full", "-f", "json")
    assert (code, err) == (4, "conflict: cannot write /dev/full: no space left on device\n")


@pytest.mark.parametrize(("code", "reason"), [(28, "No space left on device"), (9, "it is closed")])
@pytest.mark.parametrize("arguments", [["parse", "ARTICLE"], ["--help"], ["schema"], ["gazetteer", "info"]], ids=str)
def test_row_39_a_full_standard_output_is_told(invoke, article, monkeypatch, arguments, code, reason):
    def refused(text):
        raise OSError(code, reason)

    monkeypatch.setattr(sys.stdout, "write", refused)
    arguments = [article if word == "ARTICLE" else word for word in arguments]
    assert invoke(*arguments)[::2] == (4, f"conflict: cannot write standard output: {reason.lower()}\n")


def test_row_39_a_standard_output_that_fails_only_when_flushed_is_told(monkeypatch, capsys):
    class Full(io.StringIO):
        def flush(self):
            raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(sys, "stdout", Full())
        code = console.run(["--version"])
    assert code == 4
    assert capsys.readouterr().err == "conflict: cannot write standard output: no space left on device\n"


def test_row_39_a_read_only_folder_is_told(invoke, article, tmp_path, monkeypatch):
    def refused(path, *arguments, **options):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(output, "_save", refused)  # chmod would not stop root
    target = tmp_path / "r.json"
    assert invoke("parse", article, "-o", target)[::2] == (4, f"conflict: cannot write {target}: permission denied\n")


def test_a_device_needs_no_force(invoke, article):
    assert invoke("parse", article, "-o", os.devnull) == (0, "", "")


@pytest.mark.usefixtures("stub")
def test_a_folder_as_output_is_told_as_such_without_a_format_too(invoke, article, tmp_path):
    assert invoke("parse", article, "-o", tmp_path) == (
        4,
        "",
        f"conflict: {tmp_path}: is a folder; name a file in it\n",
    )
