import io
import os

import pytest

from conflict_cli.article.inputs import FOLDER_ENDINGS, find_inputs, is_corpus
from conflict_cli.article.options import ReadOptions
from conflict_cli.article.reader import read_articles
from conflict_cli.errors import ArticleError


@pytest.fixture
def news(tmp_path):
    for name in ("b.txt", "a.txt", "notes.yaml", ".hidden.txt", "sub/c.text", "sub/d.JSONL"):
        path = tmp_path / "news" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('{"id": "d", "text": "Shells fell."}' if name.endswith("JSONL") else f"Text of {name}.")
    return tmp_path / "news"


def test_folder_is_read_recursively_sorted_by_name(news):
    articles = list(read_articles([news]))
    assert [article.source for article in articles] == [
        str(news / "a.txt"),
        str(news / "b.txt"),
        str(news / "sub" / "c.text"),
        "d",
    ]
    assert articles[0].text == "Text of a.txt."


def test_links_in_a_folder_are_not_followed(news):
    (news / "loop").symlink_to(news, target_is_directory=True)
    (news / "z.txt").symlink_to(news / "a.txt")
    assert len(list(find_inputs([news]))) == 4


def test_a_link_that_is_named_is_followed(news):
    (news / "z.txt").symlink_to(news / "a.txt")
    [article] = read_articles([news / "z.txt"])
    assert article.text == "Text of a.txt."


def test_same_file_is_read_once(news):
    given = [news / "b.txt", news, f"{news}/sub/../b.txt"]
    assert [path.rpartition("/")[2] for path in find_inputs(given)] == ["b.txt", "a.txt", "c.text", "d.JSONL"]


def test_dash_reads_standard_input_once():
    articles = list(read_articles(["-", "-"], stdin=io.BytesIO(b"Shells fell.")))
    assert [(article.source, article.text) for article in articles] == [("-", "Shells fell.")]


def test_bad_inputs_are_reported_and_the_others_go_on(news):
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


def test_no_more_than_the_limit_is_read(tmp_path):
    (tmp_path / "long.txt").write_text("x" * 101)
    with pytest.raises(ArticleError, match="more than 100 bytes"):
        list(read_articles([tmp_path / "long.txt"], options=ReadOptions(max_bytes=100)))


@pytest.mark.skipif(os.name == "nt", reason="Windows file names are Unicode")
def test_file_name_that_is_not_unicode_is_shown_as_valid_text(tmp_path):
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(path, "wb") as stream:  # noqa: PTH123 - pathlib takes no bytes
        stream.write(b"Shells fell.")
    [article] = read_articles([os.fsdecode(path)])
    assert article.source == f"{tmp_path}/caf\ufffd.txt"


def test_warnings_of_decoding_travel_with_the_article(tmp_path):
    (tmp_path / "old.txt").write_bytes("The “truce”".encode("cp1252"))
    [article] = read_articles([tmp_path / "old.txt"])
    assert article.warnings == ("not UTF-8 at byte 5; read as Windows-1252",)


@pytest.mark.parametrize("name", ["c.jsonl", "C.JSONL", "c.ndjson"])
def test_is_corpus(name):
    assert is_corpus(name)
    assert not is_corpus("article.txt")
