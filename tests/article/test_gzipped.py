import gzip
import json
import random

import pytest

LINES = b"".join(b'{"id": %d, "text": "Shells fell %d."}\n' % (n, n) for n in range(5))


def packed(data):
    return gzip.compress(data, mtime=0)


@pytest.mark.parametrize("name", ["a.jsonl.gz", "-", "a.jsonl", "a.gz"])
def test_lines_are_unpacked(read, name):
    found = read(name, packed(LINES))
    assert [article.source for article in found.articles] == ["0", "1", "2", "3", "4"]
    assert found.errors == []


@pytest.mark.parametrize(("name", "source"), [("a.txt.gz", "a.txt.gz"), ("-", "-")])
def test_text_is_unpacked(read, name, source):
    [article] = read(name, packed(b"Shells fell.")).articles
    assert (article.text, article.source, article.warnings) == ("Shells fell.", source, ())


def test_table_and_pdf_are_unpacked(read, make_pdf):
    assert read("a.csv.gz", packed(b"id,text\n1,x\n")).articles[0].source == "1"
    assert read("a.pdf.gz", packed(make_pdf(["Shells fell."]))).articles[0].text == "Shells fell."


def test_row_51_lines_before_a_cut_are_kept(read):
    chance = random.Random(3)
    words = ["".join(chance.choices("abcdefgh", k=300)) for _ in range(200)]
    lines = b"".join(json.dumps({"id": n, "text": text}).encode() + b"\n" for n, text in enumerate(words))
    data = packed(lines)
    found = read("a.jsonl.gz", data[: len(data) // 2])
    assert 50 < len(found.articles) < 150
    assert [article.text for article in found.articles] == words[: len(found.articles)]
    assert found.errors[-1] == "a.jsonl.gz: gzip file cut short; what stands before is read"


def test_row_51_last_row_of_a_cut_table_is_not_taken_for_whole(read):
    chance = random.Random(3)
    words = ["".join(chance.choices("abcdefgh", k=300)) for _ in range(200)]
    data = packed(b"text\n" + "\n".join(words).encode())
    found = read("a.csv.gz", data[: len(data) // 2])
    assert [article.text for article in found.articles] == words[: len(found.articles)]
    assert len(found.articles) > 50
    assert found.errors == ["a.csv.gz: gzip file cut short; what stands before is read"]


def test_row_51_cut_text_is_an_error(read):
    data = packed(b"Shells fell on the port of Ariba, residents said.")
    assert read("a.txt.gz", data[:-12]).errors == ["a.txt.gz: gzip file cut short"]
    assert read("b.txt.gz", data[:12]).errors == ["b.txt.gz: gzip file cut short"]


def test_row_51_damaged_text_is_an_error(read):
    data = bytearray(packed(b"Shells fell on the port of Ariba, residents said."))
    data[-6] ^= 255
    assert read("a.txt.gz", bytes(data)).errors == ["a.txt.gz: gzip file damaged"]
    data[12:20] = b"\xff" * 8
    assert read("b.txt.gz", bytes(data)).errors == ["b.txt.gz: gzip file damaged"]


def test_bombs_are_bounded_by_the_limit_of_bytes(read):
    data = packed(bytes(5_000_000))
    assert read("a.txt.gz", data, max_bytes=10_000).errors[0].startswith("a.txt.gz: more than 10,000 bytes")
    found = read("a.jsonl.gz", data, max_bytes=10_000)
    assert [error.partition(",")[0] for error in found.errors] == [
        "a.jsonl.gz:1: more than 10",
        "a.jsonl.gz:1: the line has no end; the rest is not read",
    ]
    assert read("b.txt.gz", packed(data)).errors == ["b.txt.gz: gzip within gzip; unpack it once"]
