import pytest

from conflict_cli.article.decoding import decode
from conflict_cli.errors import ArticleError

ACCENTED = "The mayor of Bogotá said “no” – again."


def test_decode_takes_plain_utf8_without_a_warning():
    assert decode(ACCENTED.encode(), source="a.txt") == (ACCENTED, ())


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_row_3_byte_order_mark_is_obeyed_and_dropped(encoding):
    assert decode(ACCENTED.encode(encoding), source="a.txt") == (ACCENTED, ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_row_3_utf16_without_mark_is_recognised_with_a_warning(encoding):
    text, warnings = decode("Shells fell on the port.".encode(encoding), source="a.txt")
    assert text == "Shells fell on the port."
    assert warnings == ("no byte order mark; read as UTF-16",)


def test_row_4_curly_quotes_of_windows_1252_are_read():
    text, warnings = decode("The “truce” didn’t hold".encode("cp1252"), source="a.txt")
    assert text == "The “truce” didn’t hold"
    assert warnings == ("not UTF-8 at byte 5; read as Windows-1252",)


def test_row_4_accent_of_latin_1_is_read():
    text, warnings = decode("Protests in Bogot\xe1 and \x81".encode("latin-1"), source="a.txt")
    assert text == "Protests in Bogotá and \x81"
    assert warnings == ("not UTF-8 at byte 18; read as Latin-1",)


def test_row_5_few_bad_bytes_of_utf8_are_replaced():
    damaged = b"Fighting went on near the river. " * 1500 + b"\xff \xfe \xff"
    text, warnings = decode(damaged, source="a.txt")
    assert text.endswith("\ufffd \ufffd \ufffd")
    assert warnings == ("damaged UTF-8 at byte 49,501; replacement characters put in: 3",)


def test_row_5_utf8_cut_within_a_character_stays_utf8():
    cut = "Troops left “quickly”".encode()[:-1]
    text, warnings = decode(cut, source="a.txt")
    assert text == "Troops left “quickly\ufffd"
    assert warnings[0].startswith("damaged UTF-8")


def test_row_5_cut_character_is_kept_even_when_the_rest_is_ascii():
    text, _ = decode("Troops left”".encode()[:-1], source="a.txt")
    assert text == "Troops left\ufffd"


@pytest.mark.parametrize("line_end", ["\r\n", "\r", "\u2028", "\x85"])
def test_row_7_line_ends_stay_as_they_are(line_end):
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
def test_row_2_binary_files_are_refused(data, kind):
    with pytest.raises(ArticleError, match=f"^a.bin: {kind}, not text$"):
        decode(data, source="a.bin")


@pytest.mark.parametrize(
    ("data", "encoding", "reason"),
    [
        ("The “truce”".encode("cp1252"), "utf-8", "not utf-8 at byte 5; without --encoding it is found out"),
        ("Bogotá".encode(), "ascii", "not ascii at byte 6; without --encoding it is found out"),
        (b"\x89PNG", "latin-1", "binary file (PNG), not text"),
        (b"abc", "utf-16-le", "not utf-16-le at byte 3; without --encoding it is found out"),
    ],
    ids=["cp1252", "accent", "png", "half"],
)
def test_row_6_wrong_encoding_is_told_with_the_byte(data, encoding, reason):
    with pytest.raises(ArticleError) as caught:
        decode(data, source="a.txt", encoding=encoding)
    assert str(caught.value) == f"a.txt: {reason}"


def test_encoding_given_is_taken_without_a_guess():
    assert decode("Łódź".encode("cp1250"), source="a.txt", encoding="cp1250") == ("Łódź", ())
    assert decode("Łódź".encode("utf-8-sig"), source="a.txt", encoding="utf-8") == ("Łódź", ())
