import csv
import io
import json
import sys

import pytest
import yaml

from conflict_cli import api
from conflict_cli.cli import parse
from conflict_cli.errors import ModelError, RuleError

pytestmark = pytest.mark.usefixtures("stub")


class Stream(io.TextIOWrapper):
    """Standard input made of bytes, a terminal or not."""

    def __init__(self, data=b"", *, terminal=False):
        super().__init__(io.BytesIO(data))
        self.terminal = terminal

    def isatty(self):
        return self.terminal


def test_default_is_a_table(invoke, article):
    code, out, err = invoke("parse", article)
    assert (code, err) == (0, "")
    assert "Shelling" in out
    assert "╭" in out


@pytest.mark.parametrize("name", ["yaml", "json", "jsonl"])
def test_formats_carry_the_report(invoke, article, name):
    code, out, _ = invoke("parse", article, "-f", name)
    report = yaml.safe_load(out)
    assert code == 0
    assert report["report"]["source"] == str(article)
    assert [event["id"] for event in report["events"]] == ["E1", "E2"]


def test_csv_has_a_row_per_event(invoke, article):
    _, out, _ = invoke("parse", article, "-f", "csv")
    assert [row["event"] for row in csv.DictReader(io.StringIO(out))] == ["E1", "E2"]


def test_only_and_no_text(invoke, article):
    _, out, _ = invoke("parse", article, "-f", "json", "--only", "claims, events", "--no-text")
    report = json.loads(out)
    assert list(report) == ["schema_version", "report", "events", "claims", "warnings"]
    assert "text" not in report["report"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["-f", "xml"], 'unknown format "xml"; known: table, yaml, json, jsonl, csv'),
        (["--only", "events,people"], 'unknown section "people"; known: actors, places, events, claims'),
        (["--only", ","], "no section named"),
        (["--color", "blue"], 'unknown choice "blue"; known: auto, always, never'),
        (["-p", "yesterday"], '"yesterday" is no date; write it as 2024-11-28'),
        (["-p", "20241128"], '"20241128" is no date'),
        (["-p", "2024-02-30"], '"2024-02-30": day is out of range for month'),
        (["-o", "report.docx"], "report.docx: its ending names no format"),
        (["-f", "csv", "--only", "actors"], "choose --only events or --only claims"),
        (["--formt", "csv"], "--format"),
    ],
    ids=str,
)
def test_wrong_usage_is_one_line_and_exit_code_2(invoke, article, options, message):
    code, out, err = invoke("parse", article, *options)
    assert (code, out) == (2, "")
    assert message in err
    assert err.startswith("conflict: ")
    assert err.count("\n") == 1


def test_published_fills_in_where_the_record_has_no_date(invoke, tmp_path):
    corpus = tmp_path / "c.jsonl"
    corpus.write_text('{"id": 1, "text": "a", "published": "2020-01-02"}\n{"id": 2, "text": "b"}\n')
    _, out, _ = invoke("parse", corpus, "-f", "jsonl", "-p", "2024-11-28")
    heads = [json.loads(line)["report"] for line in out.splitlines()]
    assert [(head["published"], head["published_from"]) for head in heads] == [
        ("2020-01-02", "metadata"),
        ("2024-11-28", "option"),
    ]


def test_json_of_one_file_is_an_object_and_of_a_corpus_an_array(invoke, article, tmp_path):
    corpus = tmp_path / "c.jsonl"
    corpus.write_text('{"id": 1, "text": "a"}\n')
    assert isinstance(json.loads(invoke("parse", article, "-f", "json")[1]), dict)
    for several in ([corpus], [article, corpus], [tmp_path]):
        assert isinstance(json.loads(invoke("parse", *several, "-f", "json")[1]), list)


def test_yaml_of_several_articles_is_several_documents(invoke, article, tmp_path):
    (tmp_path / "b.txt").write_text("Calm.")
    _, out, _ = invoke("parse", tmp_path, "-f", "yaml")
    assert [len(report["events"]) for report in yaml.safe_load_all(out)] == [2, 0]


def test_bad_articles_are_told_and_the_others_go_on(invoke, article, tmp_path):
    (tmp_path / "empty.txt").write_text(" \n")
    (tmp_path / "picture.txt").write_bytes(b"\x89PNG\r\n\0")
    corpus = tmp_path / "c.jsonl"
    corpus.write_text('{"id": 1, "text": "a"}\n{"id": 2\n{"id": 3, "text": "b"}\n')
    names = [tmp_path / "missing.txt", tmp_path / "empty.txt", tmp_path / "picture.txt", corpus, article]
    code, out, err = invoke("parse", *names, "-f", "jsonl")
    assert code == 1
    assert [json.loads(line)["report"]["source"] for line in out.splitlines()] == ["1", "3", str(article)]
    assert err.splitlines() == [
        f"conflict: {tmp_path}/missing.txt: no such file or directory",
        f"conflict: {tmp_path}/empty.txt: no text in it",
        f"conflict: {tmp_path}/picture.txt: binary file (PNG), not text",
        f"conflict: {corpus}:2: not JSON at column 9: Expecting ',' delimiter",
    ]


def test_the_pipeline_is_not_built_when_nothing_can_be_read(invoke, tmp_path, stub):
    code, out, err = invoke("parse", tmp_path / "missing.txt", "-o", tmp_path / "x.json")
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert stub == []
    assert not (tmp_path / "x.json").exists()


DEFAULTS = {"model": None, "rules": None, "actors": None, "gazetteer": None, "places": None, "entity_model": True}


def test_model_and_rules_reach_the_pipeline(invoke, article, tmp_path, stub):
    invoke("parse", article, "--model", "en_other", "--rules", tmp_path)
    assert stub == [DEFAULTS | {"model": "en_other", "rules": tmp_path}]


def test_gazetteer_and_places_reach_the_pipeline(invoke, article, tmp_path, stub):
    invoke("parse", article, "--gazetteer", tmp_path / "full.sqlite", "--places", tmp_path / "mine.tsv")
    assert stub == [DEFAULTS | {"gazetteer": tmp_path / "full.sqlite", "places": tmp_path / "mine.tsv"}]


def test_the_environment_names_a_gazetteer(invoke, article, tmp_path, stub, monkeypatch):
    monkeypatch.setenv("CONFLICT_GAZETTEER", str(tmp_path / "full.sqlite"))
    invoke("parse", article)
    assert stub == [DEFAULTS | {"gazetteer": tmp_path / "full.sqlite"}]


def test_actors_and_no_entity_model_reach_the_pipeline(invoke, article, tmp_path, stub):
    invoke("parse", article, "--actors", tmp_path / "mine.tsv", "--no-entity-model")
    assert stub == [DEFAULTS | {"actors": tmp_path / "mine.tsv", "entity_model": False}]


@pytest.mark.parametrize("error", [ModelError("no model"), RuleError("events/x.yaml: x.verb: unknown key")])
def test_what_is_not_set_up_exits_3(invoke, article, monkeypatch, error):
    def build(**options):
        raise error

    monkeypatch.setattr(api, "build_pipeline", build)
    assert invoke("parse", article) == (3, "", f"conflict: {error}\n")


@pytest.mark.parametrize("arguments", [["-"], []])
def test_standard_input_is_read_when_it_is_a_pipe(invoke, monkeypatch, arguments):
    monkeypatch.setattr(sys, "stdin", Stream(b"Troops shelled the port."))
    code, out, _ = invoke("parse", *arguments, "-f", "json")
    assert code == 0
    assert json.loads(out)["report"]["source"] == "-"


def test_a_terminal_is_not_waited_for(invoke, monkeypatch):
    monkeypatch.setattr(sys, "stdin", Stream(terminal=True))
    code, out, err = invoke("parse")
    assert (code, out) == (2, "")
    assert err == parse.SHORT_HELP + "\n"


def test_warnings_go_to_standard_error_unless_quiet(invoke, article):
    article.write_bytes("The “truce”".encode("cp1252"))
    _, out, err = invoke("parse", article, "-f", "json")
    warning = "not UTF-8 at byte 5; read as Windows-1252"
    assert err == f"conflict: warning: {article}: {warning}\n"
    assert json.loads(out)["warnings"] == [warning]
    assert invoke("parse", article, "-f", "json", "--quiet")[2] == ""


def test_each_json_line_is_written_before_the_next_article_is_read(invoke, article, monkeypatch, tmp_path):
    (tmp_path / "b.txt").write_text("Calm.")
    order = []
    real = api.parse_corpus

    def watched(articles, **options):
        for report in real(articles, **options):
            order.append("parsed")
            yield report

    monkeypatch.setattr(api, "parse_corpus", watched)
    write = sys.stdout.write
    monkeypatch.setattr(sys.stdout, "write", lambda text: order.append("written") or write(text))
    invoke("parse", tmp_path, "-f", "jsonl")
    assert order == ["parsed", "written"] * 2


def test_color_option_and_environment(invoke, article, monkeypatch):
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert "\x1b[" in invoke("parse", article)[1]
    assert "\x1b[" not in invoke("parse", article, "--color", "never")[1]
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b[" not in invoke("parse", article)[1]
    assert "\x1b[" in invoke("parse", article, "--color", "always")[1]


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_columns_set_the_width(invoke, article, monkeypatch, columns):
    monkeypatch.setenv("COLUMNS", str(columns))
    assert len(invoke("parse", article)[1].splitlines()[0]) == columns


def test_progress_needs_a_terminal(invoke, tmp_path, monkeypatch):
    for number in range(5):
        (tmp_path / f"{number}.txt").write_text("Troops shelled the port.")
    assert invoke("parse", tmp_path, "-f", "jsonl")[2] == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    code, out, err = invoke("parse", tmp_path, "-f", "jsonl")
    assert code == 0
    assert out.count("\n") == 5
    assert "parsing" in err
    assert "5/5" in err
    assert invoke("parse", tmp_path, "-f", "jsonl", "-q")[2] == ""
