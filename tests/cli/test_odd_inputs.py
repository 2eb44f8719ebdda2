"""Odd inputs through the whole program: no traceback, true offsets, nothing that moves a cursor."""

import csv
import io
import json

import pytest
import yaml

from conflict_cli import api

SENTENCE = "Jets bombed the village of Ariba on Tuesday, residents said."
ODD = {
    "one word": b"Shelling",
    "crlf": f"{SENTENCE}\r\n\r\nThe army denied it.\r\n".encode(),
    "cr": f"{SENTENCE}\rThe army denied it.".encode(),
    "line separator": f"{SENTENCE}\u2028The army denied it.\x85".encode(),
    "byte order mark": SENTENCE.encode("utf-8-sig"),
    "utf-16": SENTENCE.encode("utf-16-le"),
    "windows-1252": "The “truce” didn’t hold; jets bombed Ariba.".encode("cp1252"),
    "bad bytes": SENTENCE.encode() * 60 + b" \xff",
    "unclosed quote": f'"{SENTENCE}\n\n"We did not, the army said.\n\nCalm.'.encode(),
    "quotation marks": b'"' * 20_000 + SENTENCE.encode(),
    "brackets": b"(" * 20_000 + SENTENCE.encode() + b")" * 20_000,
    "long word": b"a" * 20_000 + b" " + SENTENCE.encode(),
    "non-breaking spaces": SENTENCE.replace(" ", "\u00a0").encode(),
    "combining": "Rebels in Bogota\u0301 killed two\u200d soldiers.".encode(),
    "controls": f"\x1b[2J\x07\u202e{SENTENCE}\x9b31m".encode(),
    "markup": b"[red]Jets[/red] bombed [/x] :smile: Ariba, <b>residents</b> said.",
    "emoji": f"\U0001f600 {SENTENCE} \U0001f1f8\U0001f1fe".encode(),
    "arabic": "قصفت الطائرات القرية يوم الثلاثاء.".encode(),
    "yaml": b"--- no\n- a: b\n? x\n&a *b !c\n\t|",
}


def spans(value):
    """Yield every span of a report."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from spans(item)


@pytest.fixture
def odd(tmp_path, monkeypatch, nlp):
    monkeypatch.setattr(api, "build_pipeline", lambda **options: nlp)
    path = tmp_path / "odd.txt"

    def write(name):
        path.write_bytes(ODD[name])
        return path

    return write


@pytest.mark.parametrize("name", ODD)
def test_offsets_of_odd_articles_are_true(invoke, odd, name):
    code, out, err = invoke("parse", odd(name), "-f", "json", "-p", "2021-05-05")
    assert code == 0, err
    report = json.loads(out)
    text = report["report"]["text"]
    for span in spans(report):
        assert text[span["start"] : span["end"]] == span["text"]
    assert "Traceback" not in err


@pytest.mark.parametrize("name", ["controls", "markup", "yaml", "crlf", "emoji"])
def test_every_format_shows_odd_articles(invoke, odd, name, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    path = odd(name)
    written = {form: invoke("parse", path, "-q", "-f", form)[1] for form in ("table", "yaml", "json", "jsonl", "csv")}
    assert yaml.safe_load(written["yaml"]) == json.loads(written["json"]) == json.loads(written["jsonl"])
    assert json.loads(written["json"])["report"]["text"] == ODD[name].decode()
    assert len(list(csv.DictReader(io.StringIO(written["csv"])))) == len(json.loads(written["json"])["events"])
    for form, text in written.items():
        assert not set("\x1b\x07\x9b") & set(text), form
    assert "\u202e" not in written["table"] + written["csv"]


def test_one_corpus_record_does_not_spoil_the_others(invoke, odd, tmp_path):
    odd("one word")
    corpus = tmp_path / "c.jsonl"
    records = [{"id": 1, "text": SENTENCE}, {"id": 2}, {"id": 3, "text": "a\x00b"}, {"id": 4, "text": SENTENCE}]
    corpus.write_text("\n".join(map(json.dumps, records)))
    code, out, err = invoke("parse", corpus, "-f", "jsonl")
    assert code == 1
    reports = [json.loads(line) for line in out.splitlines()]
    assert [report["report"]["source"] for report in reports] == ["1", "3", "4"]
    assert reports[0]["events"] == reports[2]["events"]
    assert err == f'conflict: {corpus}:2: no "text"\n'


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize("name", ["x" * 300 + ".txt", "y" * 5000])
def test_row_38_a_name_too_long_for_the_system_is_told_and_the_others_go_on(invoke, article, name):
    code, out, err = invoke("parse", name, article, "-f", "jsonl")
    assert (code, out.count("\n")) == (1, 1)
    assert err == f"conflict: {name}: file name too long\n"
    code, out, err = invoke("parse", name, "-f", "jsonl", "-o", article.with_name("r.jsonl"))
    assert (code, out) == (1, "")


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize("name", ["x" * 300 + ".json", "y" * 5000 + ".json"])
def test_row_39_an_output_with_a_name_too_long_exits_4(invoke, article, name):
    assert invoke("parse", article, "-o", name) == (4, "", f"conflict: cannot write {name}: file name too long\n")


@pytest.mark.usefixtures("stub")
def test_row_38_a_name_with_nul_is_told_and_the_others_go_on(invoke, article):
    code, out, err = invoke("parse", f"{article}\0x", article, "-f", "jsonl")
    assert (code, out.count("\n")) == (1, 1)
    assert err == f"conflict: {article}␀x: embedded null byte\n"
