import io
import json

import pytest

from conflict_cli.article.corpus import read_corpus
from conflict_cli.article.options import Input, ReadOptions
from conflict_cli.errors import ArticleError


def read(*lines, **options):
    errors = []
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    articles = list(read_corpus(io.BytesIO(data), Input("c.jsonl", ReadOptions(**options), errors.append)))
    return articles, [str(error) for error in errors]


GOOD = {"id": "a1", "text": "Shells fell on the port."}


def test_row_46_record_becomes_an_article_with_its_text_untouched():
    record = {"id": "a1", "text": " Shells\r\nfell. ", "published": "2021-05-04", "title": "Port hit", "desk": 7}
    [article], errors = read(record)
    assert errors == []
    assert article.text == record["text"]
    assert (article.source, article.title) == ("a1", "Port hit")
    assert (article.published, article.published_from) == ("2021-05-04", "metadata")


def test_row_46_blank_lines_and_a_byte_order_mark_are_accepted():
    articles, errors = read(b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), b"", b"  \r", GOOD)
    assert len(articles) == 2
    assert errors == []


def test_row_47_only_a_line_feed_ends_a_record():
    record = json.dumps({"text": "One\u2028two\x85three"}, ensure_ascii=False).encode()
    [article], errors = read(record)
    assert article.text == "One\u2028two\x85three"
    assert errors == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"text": "x"', "not JSON at column 13: Expecting ',' delimiter"),
        (b'{"text": "x"} {"text": "y"}', "not JSON at column 15: Extra data"),
        (b"[1]", 'an array instead of an object {"id", "text", "published"}'),
        (b'"words"', 'a string instead of an object {"id", "text", "published"}'),
        (b"null", 'null instead of an object {"id", "text", "published"}'),
        (b'{"id": 1}', 'no "text"'),
        (b'{"text": 7}', '"text" is a number, not a string'),
        (b'{"text": " "}', '"text" is empty'),
        (b'{"text": "x", "id": [1]}', '"id" is an array, not a string'),
        (b'{"text": "x", "id": ' + b"7" * 5000 + b"}", "JSON too deep or a number too long"),
        (b'{"text": ' + b"[" * 100_000 + b"}", "JSON too deep or a number too long"),
        (b'{"text": "\xff"}', "not UTF-8 at byte 11 of the line"),
    ],
    ids=str,
)
def test_rows_46_and_48_bad_record_is_set_aside_with_its_line_and_reason(line, reason):
    articles, errors = read(GOOD, line, GOOD)
    assert len(articles) == 2
    assert errors == [f"c.jsonl:2: {reason}"]


def test_row_11_record_that_is_too_long_is_set_aside_whole():
    articles, errors = read(GOOD, {"text": "x" * 900}, GOOD, max_bytes=100)
    assert [article.source for article in articles] == ["a1", "a1"]
    assert errors == ["c.jsonl:2: more than 100 bytes, too long for one article; --max-bytes sets the limit"]


@pytest.mark.parametrize(("given", "source"), [(7, "7"), (7.0, "7.0"), (None, "c.jsonl:1"), ("", "c.jsonl:1")])
def test_row_48_identifier_becomes_a_string(given, source):
    [article], _ = read({"id": given, "text": "x"})
    assert article.source == source


@pytest.mark.parametrize("given", ["2021-05-04T06:30:00Z", "2021-05-04 06:30"])
def test_row_50_published_time_gives_its_date(given):
    [article], _ = read({"text": "x", "published": given})
    assert article.published == "2021-05-04"


@pytest.mark.parametrize("given", ["May 4", "2021-02-30", "20210504", 20210504, ["2021-05-04"]])
def test_row_50_published_that_is_no_iso_date_is_warned_of(given):
    [article], errors = read({"text": "x", "published": given})
    assert errors == []
    assert (article.published, article.published_from) == (None, None)
    assert article.warnings == (f'"published" is not an ISO 8601 date: {json.dumps(given)}',)


def test_row_8_lone_surrogate_is_replaced_one_for_one():
    [article], _ = read(b'{"text": "a \\ud800 b"}')
    assert article.text == "a \ufffd b"
    assert len(article.warnings) == 1


@pytest.mark.parametrize(
    ("data", "remedy"),
    [
        (b"[\n", "jq -c '.\\[\\]'"),
        (b'[{"text": "x"}]', "jq -c '.\\[\\]'"),
        (b"{\n", "jq -c \\."),
        (b"\xff\xfe{", "iconv"),
    ],
    ids=["array", "array on a line", "object over lines", "utf-16"],
)
def test_row_46_other_json_is_refused_with_a_remedy(data, remedy):
    with pytest.raises(ArticleError, match=remedy):
        list(read_corpus(io.BytesIO(data), Input("c.jsonl", on_error=pytest.fail)))


def test_row_50_date_in_the_future_is_warned_of():
    [article], _ = read({"text": "x", "published": "2099-01-01"})
    assert article.published == "2099-01-01"
    assert article.warnings == ('"published" lies in the future: "2099-01-01"',)


def test_row_11_line_without_an_end_is_not_read_to_the_end(endless):
    device, errors = endless(b"\0"), []
    given = Input("zero.jsonl", ReadOptions(max_bytes=20_000), lambda error: errors.append(str(error)))
    with pytest.raises(ArticleError, match=r"zero\.jsonl:1: the line has no end; the rest is not read"):
        list(read_corpus(io.BufferedReader(device), given))
    assert len(errors) == 1
    assert device.given < 20 * 20_000


def test_authors_and_publisher_are_taken_from_the_record():
    record = {"text": "x", "authors": ["A. Roe", 7, " B.  Poe "], "source_domain": "wire.example", "title": " "}
    [article], _ = read(record)
    assert (article.authors, article.publisher, article.title) == (("A. Roe", "B. Poe"), "wire.example", None)


def test_part_of_a_corpus_keeps_the_numbers_of_its_lines():
    errors = []
    given = Input("c.jsonl", on_error=lambda error: errors.append(str(error)))
    part = io.BytesIO(b'{"text": "x"}\n[\n{"text": "y"}')
    assert [article.source for article in read_corpus(part, given, first_line=7)] == ["c.jsonl:7", "c.jsonl:9"]
    assert errors == ["c.jsonl:8: not JSON at column 2: Expecting value"]
