from email.message import EmailMessage

import pytest

from conflict_cli.article.html_text import text_of_html

TEXT = "Shells fell on the port.\n\nResidents said so.\n"


def mail(**headers):
    message = EmailMessage()
    for name, value in ({"From": "desk@wire.example", "Message-ID": "<1@wire.example>"} | headers).items():
        message[name] = value
    return message


@pytest.mark.parametrize("name", ["a.eml", "-"])
def test_text_subject_and_date(read, name):
    message = mail(Subject="Port hit – four dead", Date="Thu, 28 Nov 2024 23:30:00 -0500")
    message.set_content(TEXT)
    [article] = read(name, bytes(message)).articles
    assert article.text == TEXT
    assert article.title == "Port hit – four dead"
    assert (article.published, article.published_from) == ("2024-11-28", "metadata")
    assert article.warnings == ()


def test_row_33_text_part_comes_before_html(read):
    message = mail()
    message.set_content(TEXT)
    message.add_alternative("<p>Another wording.</p>", subtype="html")
    [article] = read("a.eml", bytes(message)).articles
    assert article.text == TEXT


def test_row_33_html_alone_becomes_text(read):
    message = mail()
    message.set_content(
        "<style>p {}</style><p>Shells <b>fell</b>.</p><p>Again &amp; again.<br>Calm.</p>", subtype="html"
    )
    [article] = read("a.eml", bytes(message)).articles
    assert article.text == "Shells fell.\n\nAgain & again.\n\nCalm."


@pytest.mark.parametrize("charset", [b"utf-8", b"x-unknown"])
def test_row_33_wrong_charset_is_found_out(read, charset):
    data = b"From: a\nMIME-Version: 1.0\nContent-Type: text/plain; charset=" + charset + b"\n\nThe \x93truce\x94 holds."
    [article] = read("a.eml", data).articles
    assert article.text == "The “truce” holds."
    assert article.warnings == ("not UTF-8 at byte 5; read as Windows-1252",)


def test_row_33_unknown_charset_of_utf8_is_told(read):
    data = "From: a\nContent-Type: text/plain; charset=x-unknown\n\nThe “truce” holds.".encode()
    [article] = read("a.eml", data).articles
    assert article.text == "The “truce” holds."
    assert article.warnings == ('its charset "x-unknown" is wrong; read as UTF-8',)


def test_row_33_attachments_are_named_not_opened(read):
    message = mail()
    message.set_content(TEXT)
    message.add_attachment(b"PK\x03\x04", maintype="application", subtype="zip", filename="map.zip")
    message.add_attachment(b"x", maintype="image", subtype="png")
    [article] = read("a.eml", bytes(message)).articles
    assert article.warnings == ("attachments not read: map.zip, image/png",)


def test_encoding_given_wins_over_the_charset(read):
    data = b"From: a\nContent-Type: text/plain; charset=latin-1\n\nThe \x93truce\x94 holds."
    [article] = read("a.eml", data, encoding="cp1252").articles
    assert article.text == "The “truce” holds."


@pytest.mark.parametrize("date", ["", "yesterday", "Thu, 99 Foo 2024"])
def test_date_that_is_none(read, date):
    [article] = read("a.eml", f"From: a\nDate: {date}\nSubject:\n\nShells fell.".encode()).articles
    assert (article.published, article.published_from, article.title) == (None, None, None)


def test_mail_without_a_text_is_told(read):
    message = mail()
    message.set_content(b"x", maintype="image", subtype="png")
    assert read("a.eml", bytes(message)).errors == ["a.eml: an e-mail without a text"]


def test_script_and_nul_are_not_words():
    assert text_of_html("<script>a < b</script><p>x\0y</p><title>t</title>") == "x y"
