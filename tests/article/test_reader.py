import io
import json
import os
import socket
from pathlib import Path

import pytest

from conflict_cli.article import reader
from conflict_cli.article.inputs import FOLDER_ENDINGS, find_inputs, is_corpus, listed_paths
from conflict_cli.article.options import ReadOptions
from conflict_cli.article.reader import read_articles
from conflict_cli.errors import ArticleError, UsageError


@pytest.fixture
def news(tmp_path):
    for name in ("b.txt", "a.txt", "notes.yaml", ".hidden.txt", "sub/c.text", "sub/d.JSONL"):
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"id": "d", "text": "Shells fell."}' if name.endswith("JSONL") else f"Text of {name}.")
    return tmp_path / "news"


def test_row_36_folder_is_read_recursively_sorted_by_name(news):
    articles = list(read_articles([news]))
    assert [article.source for article in articles] == [
        str(news / "a.txt"),
        str(news / "b.txt"),
        str(news / "sub" / "c.text"),
        "d",
    ]
    assert articles[0].text == "Text of a.txt."


def test_row_36_links_in_a_folder_are_not_followed(news):
    (news / "loop").symlink_to(news, target_is_directory=True)
    (news / "z.txt").symlink_to(news / "a.txt")
    assert len(list(find_inputs([news]))) == 4


def test_a_link_that_is_named_is_followed(news):
    (news / "z.txt").symlink_to(news / "a.txt")
    [article] = read_articles([news / "z.txt"])
    assert article.text == "Text of a.txt."


def test_row_36_same_file_is_read_once(news):
    given = [news / "b.txt", news, f"{news}/sub/../b.txt"]
    assert [path.rpartition("/")[2] for path in find_inputs(given)] == ["b.txt", "a.txt", "c.text", "d.JSONL"]


def test_dash_reads_standard_input_once():
    articles = list(read_articles(["-", "-"], stdin=io.BytesIO(b"Shells fell.")))
    assert [(article.source, article.text) for article in articles] == [("-", "Shells fell.")]


def test_row_35_bad_inputs_are_reported_and_the_others_go_on(news):
    (news / "dangling.txt").symlink_to(news / "nowhere")
    (news / "empty").mkdir()
    (news / "picture.txt").write_bytes(b"\x89PNG\r\n")
    bad = [news / "missing.txt", news / "dangling.txt", news / "empty", news / "picture.txt"]
    errors = []
    articles = list(read_articles([*bad, news / "a.txt"], on_error=errors.append))
    assert [article.text for article in articles] == ["Text of a.txt."]
    assert [str(error) for error in errors] == [
        f"{news}/missing.txt: no such file or directory",
        f"{news}/dangling.txt: no such file or directory",
        f"{news}/empty: no article in this folder; read are {', '.join(FOLDER_ENDINGS)}",
        f"{news}/picture.txt: binary file (PNG), not text",
    ]


def test_without_a_callback_the_error_is_raised(tmp_path):
    with pytest.raises(ArticleError, match=r"missing\.txt: no such file"):
        list(read_articles([tmp_path / "missing.txt"]))


def test_row_11_file_over_the_limit_is_refused(tmp_path):
    (tmp_path / "long.txt").write_text("x" * 101)
    with pytest.raises(ArticleError, match="more than 100 bytes"):
        list(read_articles([tmp_path / "long.txt"], options=ReadOptions(max_bytes=100)))


@pytest.mark.skipif(os.name == "nt", reason="Windows file names are Unicode")
def test_row_38_file_name_that_is_not_unicode_is_shown_as_valid_text(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as stream:  # noqa: PTH123 - pathlib takes no bytes
        stream.write(b"Shells fell.")
    [article] = read_articles([os.fsdecode(path)])
    assert article.source == f"{tmp_path}/caf\ufffd.txt"


def test_warnings_of_decoding_travel_with_the_article(tmp_path):
    (tmp_path / "old.txt").write_bytes("The “truce”".encode("cp1252"))
    [article] = read_articles([tmp_path / "old.txt"])
    assert article.warnings == ("not UTF-8 at byte 5; read as Windows-1252",)


@pytest.mark.parametrize("name", ["c.jsonl", "C.JSONL", "c.ndjson", "c.jsonl.gz", "c.csv", "c.TSV", "c.parquet"])
def test_is_corpus(name):
    assert is_corpus(name)
    assert not is_corpus("article.txt")
    assert not is_corpus("article.txt.gz")


def test_every_ending_has_a_format_and_every_format_a_reader():
    assert set(reader.FORMAT_OF_ENDING) == set(FOLDER_ENDINGS)
    assert set(reader.FORMAT_OF_ENDING.values()) == set(reader.FORMATS)


def test_folder_gives_every_format_but_pages_about_itself(tmp_path):
    for name in ("b.md", "README.md", "license.txt", "a.html", "c.eml", "d.csv.gz", "e.py", "f.json", "g.tar.gz"):
        (tmp_path / name).write_text("x")
    assert [path.rpartition("/")[2] for path in find_inputs([tmp_path])] == [
        "a.html",
        "b.md",
        "c.eml",
        "d.csv.gz",
        "f.json",
    ]


def test_row_1_empty_files_give_their_text_for_the_parser_to_refuse(read):
    [article] = read("a.txt", b" \n").articles
    assert article.text == " \n"


def test_row_2_binary_file_is_told(read):
    assert read("a.txt", b"\x89PNG\r\n\0").errors == ["a.txt: binary file (PNG), not text"]
    assert read("a.exe", b"MZ\x90\0\x03").errors == ["a.exe: binary file, not text"]


def test_row_2_nul_in_a_record_is_kept(read):
    [article] = read("c.jsonl", b'{"text": "a\\u0000b"}').articles
    assert article.text == "a\0b"


def test_row_6_wrong_encoding_is_an_error_of_its_file(read):
    found = read("a.txt", "The “truce”".encode("cp1252"), encoding="utf-8")
    assert found.errors == ["a.txt: not utf-8 at byte 5; without --encoding it is found out"]
    assert read("b.jsonl", b'{"text": "\xe9"}', encoding="latin-1").articles[0].text == "é"


@pytest.mark.parametrize("encoding", ["utf-9", "base64", "punycode", ""])
def test_unknown_encoding_is_wrong_usage(encoding):
    with pytest.raises(UsageError):
        ReadOptions(encoding=encoding)


@pytest.mark.parametrize("limit", ["max_bytes", "max_chars"])
def test_limit_below_one_is_wrong_usage(limit):
    with pytest.raises(UsageError, match=f"{limit} is 0; at least 1"):
        ReadOptions(**{limit: 0})


def test_row_11_endless_input_is_refused_after_the_limit(endless):
    device = endless(b"x")
    with pytest.raises(ArticleError, match="-: more than 100,000 bytes, too long for one article; --max-bytes"):
        list(read_articles(["-"], options=ReadOptions(max_bytes=100_000), stdin=io.BufferedReader(device)))
    assert device.given < 130_000


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="no such device")
def test_row_11_dev_zero_is_refused():
    with pytest.raises(ArticleError, match="/dev/zero: more than 1,000 bytes"):
        list(read_articles(["/dev/zero"], options=ReadOptions(max_bytes=1000)))


PAGE = (
    b"<!doctype html><html><body>"
    + b"<p>Shells fell on the port of Ariba again, residents said.</p>" * 5
    + b"</body></html>"
)
MAIL = b"Message-ID: <1@x.example>\nFrom: a\nSubject: Port hit\n\nShells fell."


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("a.txt", PAGE, "web page"),
        ("a.pdf", b"<!-- saved -->\n" + PAGE, "web page"),
        ("a.txt", MAIL, "e-mail"),
        ("a.html", MAIL, "e-mail"),
        ("a.md", b'{"id": "a",\n"text": "Shells fell."}', "JSON"),
        ("a.txt", b'{"id": "a", "text": "Shells fell."}\n', "JSON Lines"),
        ("a.pdf", b"Shells fell.", "text"),
        ("a.docx", b"Shells fell.", "text"),
        ("a.parquet", b"Shells fell.", "text"),
    ],
)
def test_row_34_leading_bytes_decide_with_a_warning(read, name, data, kind):
    found = read(name, data)
    [article] = found.articles
    assert "Shells fell" in article.text
    ending = name[name.index(".") :]
    assert article.warnings[0] == f"named {ending}, but read as what it is: {kind}"
    [unnamed] = read("-", data).articles
    assert unnamed.text == article.text
    assert unnamed.warnings == ()


def test_row_34_pdf_named_txt_is_read(read, make_pdf):
    [article] = read("a.txt", make_pdf(["Shells fell."])).articles
    assert article.warnings == ("named .txt, but read as what it is: PDF",)


def test_row_34_error_of_a_wrong_ending_is_told(read):
    assert read("a.txt", b"%PDF-1.4 cut").errors[0].startswith("a.txt: damaged PDF")


@pytest.mark.parametrize(
    "text",
    [
        "From: the front\n\nShells fell.",
        "{not json",
        "[1] A note.",
        "Subject: Peace\nFrom: Ariba\n\nShells fell.",
        "<b>x",
    ],
)
def test_row_34_plain_text_that_looks_odd_stays_text(read, text):
    [article] = read("-", text.encode()).articles
    assert article.text == text


def test_json_of_a_long_first_line_is_json_lines(read):
    [article] = read("-", json.dumps({"text": "x" * 20_000}).encode()).articles
    assert article.text == "x" * 20_000


def test_pipe_gives_its_first_record_before_the_second_is_there():
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stdin, os.fdopen(writing, "wb", buffering=0) as pipe:
        pipe.write(b'\n{"id": 1, "text": "x"}\n')
        articles = read_articles(["-"], stdin=stdin)
        assert next(articles).source == "1"
        pipe.write(b'{"id": 2, "text": "y"}\n')
        assert next(articles).source == "2"


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no such sockets")
def test_row_35_socket_and_unreadable_file_are_told(tmp_path, monkeypatch, read):
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("s.txt")
        errors = []
        assert list(read_articles(["s.txt"], on_error=lambda error: errors.append(str(error)))) == []
    assert errors == ["s.txt: no such device or address"]


def test_row_37_file_that_vanishes_is_an_error_of_its_own(tmp_path):
    for name in ("a.txt", "b.txt", "c.txt"):
        (tmp_path / name).write_text("Shells fell.")
    errors = []
    articles = read_articles([tmp_path], on_error=lambda error: errors.append(str(error)))
    next(articles)
    (tmp_path / "b.txt").unlink()
    assert [article.source for article in articles] == [f"{tmp_path}/c.txt"]
    assert errors == [f"{tmp_path}/b.txt: no such file or directory"]


@pytest.mark.parametrize("strict", [False, True])
def test_row_37_corpus_that_changes_while_it_is_read_is_told(tmp_path, strict):
    corpus = tmp_path / "c.jsonl"
    corpus.write_text('{"id": 1, "text": "x"}\n')
    told = {"on_notice": [], "on_error": []}
    articles = read_articles(
        [corpus],
        options=ReadOptions(strict=strict),
        on_notice=told["on_notice"].append,
        on_error=lambda error: told["on_error"].append(str(error)),
    )
    next(articles)
    with corpus.open("a") as stream:
        stream.write('{"id": 2, "text": "y"}\n')
    assert len(list(articles)) <= 1
    assert told["on_error" if strict else "on_notice"] == [f"{corpus}: changed while it was read"]


def test_row_38_odd_file_names_stay_as_they_are(tmp_path):
    path = tmp_path / "a\n[red]x.txt"
    path.write_text("Shells fell.")
    [article] = read_articles([path])
    assert article.source == str(path)


def test_articles_and_errors_come_in_the_order_of_the_records(tmp_path):
    corpus = tmp_path / "c.jsonl"
    corpus.write_text('{"id": 1, "text": "x"}\n{}\n{"id": 3, "text": "z"}\n[]\n')
    order = []
    for article in read_articles([corpus], on_error=lambda error: order.append(error.source)):
        order.append(article.source)
    assert order == ["1", f"{corpus}:2", "3", f"{corpus}:4"]


def test_list_of_paths_has_one_a_line(tmp_path):
    (tmp_path / "list").write_bytes("\ufeffa.txt\r\n\n  \n b c.txt \n-\n".encode())
    assert listed_paths(str(tmp_path / "list")) == ["a.txt", " b c.txt ", "-"]
    assert listed_paths("-", stdin=io.BytesIO(b"x\ny")) == ["x", "y"]
    assert listed_paths("-", stdin=io.BytesIO(b"a\nb.txt\0c.txt\0")) == ["a\nb.txt", "c.txt"]
    with pytest.raises(UsageError, match="nowhere: no such file or directory"):
        listed_paths("nowhere")
