"""What is said on standard error: -v, -vv, -q, --log-json."""

import json
import sys

import pytest

from conflict_cli import api


@pytest.fixture
def two(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text("Jets bombed the village of Ariba on Tuesday.")
    (folder / "b.txt").write_bytes("The “truce”".encode("cp1252"))
    return folder


@pytest.fixture
def real(monkeypatch, nlp):
    monkeypatch.setattr(api, "build_pipeline", lambda **options: nlp)


@pytest.mark.usefixtures("real")
def test_verbose_gives_a_line_per_article_and_the_same_reports(invoke, two):
    plain = invoke("parse", two, "-f", "jsonl")[1]
    code, out, err = invoke("parse", two, "-f", "jsonl", "-v")
    assert (code, out) == (0, plain)
    lines = err.splitlines()
    assert lines[0].endswith(" s, events: 1, claims: 0")
    assert lines[0].startswith(f"conflict: {two}/a.txt: 0.")
    assert "conflict: warning: " in lines[1]
    assert lines[2].startswith(f"conflict: {two}/b.txt: ")
    assert lines[3].startswith("conflict: 2 articles in ")
    assert len(lines) == 4


@pytest.mark.usefixtures("real")
def test_twice_verbose_gives_the_stages_in_order(invoke, two, nlp):
    lines = invoke("parse", two, "-f", "jsonl", "-vv")[2].splitlines()
    stages = [line.split(" ")[2].rstrip(":") for line in lines if line.startswith("conflict: stage ")]
    assert stages == ["tokenizer", *nlp.pipe_names, "assemble"]


@pytest.mark.usefixtures("real")
def test_messages_as_json_have_level_source_and_seconds(invoke, two, tmp_path):
    code, _, err = invoke("parse", two, tmp_path / "missing\x9b.txt", "-f", "jsonl", "--log-json", "-vv")
    assert code == 1
    said = [json.loads(line) for line in err.splitlines()]
    assert all({"level", "source", "message"} <= line.keys() for line in said)
    assert [line["level"] for line in said[:4]] == ["error", "debug", "warning", "debug"]
    assert [line["source"] for line in said[1:4]] == [f"{two}/a.txt", f"{two}/b.txt", f"{two}/b.txt"]
    assert said[0]["message"].endswith(": no such file or directory")
    assert "\x9b" not in err
    assert said[2]["message"] == "not UTF-8 at byte 5; read as Windows-1252"
    assert said[1]["seconds"] > 0
    assert {line["stage"] for line in said if "stage" in line} >= {"tokenizer", "parser", "assemble"}
    assert said[-1]["articles"] == 2


@pytest.mark.usefixtures("stub")
def test_json_messages_name_the_input_that_could_not_be_read(invoke, tmp_path):
    empty = tmp_path / "empty.txt"
    empty.write_text(" ")
    err = invoke("parse", tmp_path / "missing.txt", empty, "--log-json")[2]
    assert [json.loads(line)["source"] for line in err.splitlines()] == [str(tmp_path / "missing.txt"), str(empty)]


def test_a_wrong_option_is_told_as_json_too(invoke):
    code, _, err = invoke("parse", "-f", "jsn", "--log-json")
    assert code == 2
    assert json.loads(err)["message"].endswith('Did you mean "json"?; see conflict parse --help')
    assert invoke("parse", "-f", "jsn")[2].startswith("conflict: ")


@pytest.mark.usefixtures("stub")
def test_quiet_leaves_errors_only(invoke, two, tmp_path):
    code, _, err = invoke("parse", two, tmp_path / "missing.txt", "-q", "-v")
    assert (code, err) == (1, f"conflict: {tmp_path}/missing.txt: no such file or directory\n")


@pytest.mark.usefixtures("stub")
def test_verbose_names_the_settings_read(invoke, article, tmp_path, monkeypatch):
    monkeypatch.setenv("CONFLICT_NO_CONFIG", "")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "conflict.toml").write_text("verbose = 1\n")
    assert invoke("parse", article)[2].startswith(f"conflict: {tmp_path}/conflict.toml: settings\n")


@pytest.mark.usefixtures("stub")
def test_a_closed_standard_error_costs_nothing(invoke, article, tmp_path, monkeypatch):
    def closed(text):
        raise BrokenPipeError(32, "Broken pipe")

    monkeypatch.setattr(sys.stderr, "write", closed)
    code, out, _ = invoke("parse", tmp_path / "missing.txt", article, "-f", "jsonl")
    assert (code, out.count("\n")) == (1, 1)


def test_verbose_with_worker_processes_says_that_times_are_of_one_process(invoke, two, monkeypatch):
    monkeypatch.setattr("conflict_cli.corpus.parallel.parse_in_processes", lambda articles, **options: iter(()))
    code, _, err = invoke("parse", two, "-f", "jsonl", "-j", "2", "-v")
    assert code == 0
    assert "conflict: times are those of one process: leave out --jobs and --timeout\n" in err
