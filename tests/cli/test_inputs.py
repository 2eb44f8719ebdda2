"""The options of `conflict parse` that concern reading, and odd inputs of every format through the whole program."""

import gzip
import io
import json
import sys
from email.message import EmailMessage

import pytest

from conflict_cli import api

FRENCH = "Des obus sont tombés sur le port, tuant quatre personnes, selon des habitants, et l'armée a démenti."
SENTENCE = "Jets bombed the village of Ariba on Tuesday, residents said."


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("stub")
class TestOptions:
    def test_row_6_wrong_encoding_is_an_error_of_the_article(self, invoke, folder):
        (folder / "a.txt").write_bytes("The “truce”".encode("cp1252"))
        code, out, err = invoke("parse", "a.txt", "--encoding", "utf-8", "-f", "jsonl")
        assert (code, out) == (1, "")
        assert err == "conflict: a.txt: not utf-8 at byte 5; without --encoding it is found out\n"
        code, out, _ = invoke("parse", "a.txt", "--encoding", "cp1252", "-f", "json")
        assert code == 0
        assert json.loads(out)["report"]["text"] == "The “truce”"

    @pytest.mark.parametrize("arguments", [["--encoding", "utf-9"], ["--max-bytes", "0"], ["--max-chars", "x"]])
    def test_impossible_values_are_wrong_usage(self, invoke, article, arguments):
        code, out, err = invoke("parse", article, *arguments)
        assert (code, out) == (2, "")
        assert arguments[0] in err
        assert err.count("\n") == 1

    def test_row_11_limits_are_set(self, invoke, article):
        assert invoke("parse", article, "--max-bytes", "10")[::2] == (
            1,
            f"conflict: {article}: more than 10 bytes, too long for one article; --max-bytes sets the limit\n",
        )
        code, _, err = invoke("parse", article, "--max-chars", "10")
        assert code == 1
        assert "more than the 10 an article may have" in err

    def test_columns_reach_the_reader_and_guesses_are_told(self, invoke, folder):
        (folder / "a.csv").write_text("key,body,day\n7,Troops shelled the port.,2024-11-28\n")
        code, out, err = invoke("parse", "a.csv", "-f", "jsonl")
        assert (code, json.loads(out)["report"]["source"]) == (0, "a.csv:2")
        assert err.startswith('conflict: a.csv: text from "body", no id, no date;')
        named = ["--text-column", "body", "--id-column", "key", "--date-column", "day"]
        code, out, err = invoke("parse", "a.csv", "-f", "jsonl", *named)
        assert json.loads(out)["report"]["source"] == "7"
        assert (code, json.loads(out)["report"]["published"], err) == (0, "2024-11-28", "")
        assert invoke("parse", "a.csv", "-f", "jsonl", "-q")[2] == ""

    def test_row_49_duplicate_ids_are_warned_of_or_errors_when_strict(self, invoke, folder):
        (folder / "c.jsonl").write_text('{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}\n')
        code, out, err = invoke("parse", "c.jsonl", "-f", "jsonl")
        assert (code, out.count("\n")) == (0, 2)
        assert err == 'conflict: warning: a: id "a" came before, as article 1 of c.jsonl\n'
        code, out, err = invoke("parse", "c.jsonl", "-f", "jsonl", "--strict")
        assert (code, out.count("\n")) == (1, 1)
        assert "(an error with --strict)" in err

    def test_row_52_other_language_is_parsed_only_on_demand(self, invoke, folder):
        (folder / "a.txt").write_text(FRENCH * 2)
        code, out, err = invoke("parse", "a.txt", "-f", "json")
        assert (code, out) == (1, "")
        assert "not English" in err
        code, out, err = invoke("parse", "a.txt", "-f", "json", "--any-language")
        assert code == 0
        assert "not English" in json.loads(out)["warnings"][0]
        assert "not English" in err

    def test_list_of_files_is_read_after_the_paths_given(self, invoke, folder, monkeypatch):
        for name in ("a.txt", "b.txt", "c d.txt"):
            (folder / name).write_text("Calm.")
        (folder / "list").write_text("b.txt\n\nc d.txt\nnowhere.txt\n")
        code, out, err = invoke("parse", "a.txt", "--files-from", "list", "-f", "json")
        assert [report["report"]["source"] for report in json.loads(out)] == ["a.txt", "b.txt", "c d.txt"]
        assert (code, err) == (1, "conflict: nowhere.txt: no such file or directory\n")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"c d.txt\n")))
        code, out, _ = invoke("parse", "--files-from", "-", "-f", "json")
        assert [report["report"]["source"] for report in json.loads(out)] == ["c d.txt"]

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["--files-from", "nowhere"], "nowhere: no such file or directory"),
            (["--files-from", "empty"], "empty: no path in it"),
            (["-", "--files-from", "-"], "standard input can't be both"),
        ],
    )
    def test_list_that_can_not_be_used_is_wrong_usage(self, invoke, folder, arguments, message):
        (folder / "empty").write_text("\n")
        code, out, err = invoke("parse", *arguments)
        assert (code, out) == (2, "")
        assert message in err

    def test_json_of_piped_lines_is_an_array(self, invoke, monkeypatch):
        lines = b'{"id": 1, "text": "x"}\n{"id": 2, "text": "y"}\n'
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
        code, out, _ = invoke("parse", "-", "-f", "json")
        assert code == 0
        assert [report["report"]["source"] for report in json.loads(out)] == ["1", "2"]

    def test_row_1_empty_input_is_an_error(self, invoke, folder, monkeypatch):
        (folder / "a.txt").write_text(" \n")
        assert invoke("parse", "a.txt") == (1, "", "conflict: a.txt: no text in it\n")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        assert invoke("parse", "-") == (1, "", "conflict: -: no text in it\n")

    def test_row_38_odd_file_names_are_shown_on_one_line(self, invoke, folder):
        (folder / "a\n[red]\x1b[2J.txt").write_bytes(b"\x89PNG")
        code, _, err = invoke("parse", "a\n[red]\x1b[2J.txt")
        assert (code, err) == (1, "conflict: a [red]␛[2J.txt: binary file (PNG), not text\n")

    def test_row_46_bad_lines_are_told_and_the_others_written(self, invoke, folder):
        (folder / "c.jsonl").write_text('{"id": 1, "text": "x"}\n{"id": 2\n\n[]\n{"id": 3, "text": "y"}\n')
        code, out, err = invoke("parse", "c.jsonl", "-f", "jsonl")
        assert [json.loads(line)["report"]["source"] for line in out.splitlines()] == ["1", "3"]
        assert code == 1
        assert [line.split(": ")[1] for line in err.splitlines()] == ["c.jsonl:2", "c.jsonl:4"]

    def test_row_51_cut_corpus_exits_1(self, invoke, folder):
        lines = b"".join(b'{"id": %d, "text": "Calm."}\n' % n for n in range(2000))
        (folder / "c.jsonl.gz").write_bytes(gzip.compress(lines)[:2000])
        code, out, err = invoke("parse", "c.jsonl.gz", "-f", "jsonl")
        assert code == 1
        assert out.count("\n") > 100
        assert err.splitlines()[-1] == "conflict: c.jsonl.gz: gzip file cut short; what stands before is read"


def page():
    body = "".join(f"<p>{SENTENCE} They fled on day {n}, they said.</p>" for n in range(5))
    return f"<!doctype html><title>Ariba bombed</title><article>{body}</article>".encode()


def mail():
    message = EmailMessage()
    message["Subject"], message["Date"], message["Message-ID"] = (
        "Ariba bombed",
        "Wed, 5 May 2021 09:00:00 +0000",
        "<1@x>",
    )
    message.set_content(f"{SENTENCE}\n")
    return bytes(message)


def document():
    import docx

    made, stream = docx.Document(), io.BytesIO()
    made.add_paragraph(SENTENCE)
    made.save(stream)
    return stream.getvalue()


def table():
    import pyarrow
    from pyarrow import parquet

    stream = io.BytesIO()
    parquet.write_table(pyarrow.table({"id": ["1"], "text": [SENTENCE]}), stream)
    return stream.getvalue()


FILES = {
    "a.md": f"# Ariba bombed\n\n{SENTENCE}\n".encode,
    "a.html": page,
    "a.eml": mail,
    "a.docx": document,
    "a.parquet": table,
    "a.csv": f'id,text\n1,"{SENTENCE}"\n'.encode,
    "a.json": json.dumps({"maintext": SENTENCE}).encode,
    "a.txt.gz": lambda: gzip.compress(SENTENCE.encode()),
}


@pytest.mark.parametrize("name", FILES)
def test_offsets_of_every_format_point_into_its_text(invoke, folder, monkeypatch, nlp, name):
    monkeypatch.setattr(api, "build_pipeline", lambda **options: nlp)
    (folder / name).write_bytes(FILES[name]())
    code, out, err = invoke("parse", name, "-f", "jsonl", "-p", "2021-05-05")
    assert (code, err) == (0, "")
    report = json.loads(out)
    text = report["report"]["text"]
    triggers = [event["trigger"] for event in report["events"]]
    assert triggers[0]["text"] == "bombed"
    assert all(text[trigger["start"] : trigger["end"]] == trigger["text"] for trigger in triggers)


def test_metadata_of_a_page_reach_the_report(invoke, folder, monkeypatch, nlp):
    monkeypatch.setattr(api, "build_pipeline", lambda **options: nlp)
    record = {
        "maintext": SENTENCE,
        "authors": ["A. Roe"],
        "source_domain": "wire.example",
        "date_publish": "2021-05-05",
    }
    (folder / "a.json").write_text(json.dumps(record))
    head = json.loads(invoke("parse", "a.json", "-f", "json")[1])["report"]
    assert (head["authors"], head["publisher"], head["published"]) == (["A. Roe"], "wire.example", "2021-05-05")
    assert (head["published_from"], head["language"]) == ("metadata", "en")
