import pytest

from conflict_cli.article.decoding import decode
from conflict_cli.errors import ArticleError

ACCENTED = "The mayor of Bogotá said “no” – again."


def test_decode_takes_plain_utf8_without_a_warning():
    assert decode(ACCENTED.encode(), source="a.txt") == (ACCENTED, ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_decode_obeys_the_byte_order_mark_and_drops_it(encoding):
    assert decode(ACCENTED.encode(encoding), source="a.txt") == (ACCENTED, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_decode_recognises_utf16_without_mark_and_warns(encoding):
    text, warnings = decode("Shells fell on the port.".encode(encoding), source="a.txt")
    assert text == "Shells fell on the port."
    assert warnings == ("no byte order mark; read as UTF-16",)


def test_decode_reads_curly_quotes_of_windows_1252():
    text, warnings = decode("The “truce” didn’t hold".encode("cp1252"), source="a.txt")
    assert text == "The “truce” didn’t hold"
    assert warnings == ("not UTF-8 at byte 5; read as Windows-1252",)


def test_decode_reads_an_accent_of_latin_1():
    text, warnings = decode("Protests in Bogot\xe1 and \x81".encode("latin-1"), source="a.txt")
    assert text == "Protests in Bogotá and \x81"
    assert warnings == ("not UTF-8 at byte 18; read as Latin-1",)


def test_decode_replaces_a_few_bad_bytes_of_utf8():
    damaged = b"Fighting went on near the river. " * 1500 + b"\xff \xfe \xff"
    text, warnings = decode(damaged, source="a.txt")
    assert text.endswith("\ufffd \ufffd \ufffd")
    assert warnings == ("damaged UTF-8 at byte 49,501; replacement characters put in: 3",)


def test_decode_keeps_utf8_that_is_cut_within_a_character():
    cut = "Troops left “quickly”".encode()[:-1]
    text, warnings = decode(cut, source="a.txt")
    assert text == "Troops left “quickly\ufffd"
    assert warnings[0].startswith("damaged UTF-8")


def test_decode_keeps_a_cut_character_even_when_the_rest_is_ascii():
    text, _ = decode("Troops left”".encode()[:-1], source="a.txt")
    assert text == "Troops left\ufffd"


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028", "\x85"])
def test_decode_keeps_line_ends_as_they_are(line_end):
    text = f"One.{line_end}Two."
    assert decode(text.encode(), source="a.txt") == (text, ())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", r"binary file \(PNG\)"),
        (b"%PDF-1.7 and so on", r"binary file \(PDF\)"),
        (b"PK\x03\x04word/document.xml", r"binary file \(ZIP or DOCX\)"),
        (b"MZ\x90\0\x03\0\0\0\x04", "binary file"),
        (bytes(range(1, 32)) * 4, "binary file"),
    ],
    ids=["png", "pdf", "docx", "exe", "controls"],
)
def test_decode_refuses_binary_files(data, kind):
    with pytest.raises(ArticleError, match=f"^a.bin: {kind}, not text$"):
        decode(data, source="a.bin")
