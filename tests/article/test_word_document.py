import datetime
import io
import re

import pytest

SENTENCE = "Shells fell on the port of Ariba, residents said."


def test_paragraphs_and_tables_are_read_in_order(read, make_docx):
    import docx

    document = docx.Document(io.BytesIO(make_docx("First.", "", SENTENCE)))
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Killed"
    table.cell(1, 0).text, table.cell(1, 1).text = "Ariba", "4"
    document.add_paragraph("Last.")
    stream = io.BytesIO()
    document.save(stream)
    [article] = read("a.docx", stream.getvalue()).articles
    assert article.text == f"First.\n\n{SENTENCE}\n\nKilled\n\nAriba\n\n4\n\nLast."


def test_properties_become_title_author_and_date(read, make_docx):
    created = datetime.datetime(2024, 11, 28, 9, 30)
    [article] = read(
        "a.docx", make_docx(SENTENCE, title="Port  hit", author="A. Roe; B. Poe", created=created)
    ).articles
    assert (article.title, article.authors) == ("Port hit", ("A. Roe", "B. Poe"))
    # a document is begun long before, or saved anew long after, what it holds was published
    assert (article.published, article.published_from) == (None, None)


def test_properties_of_the_template_tell_nothing(read, make_docx):
    [article] = read("a.docx", make_docx(SENTENCE)).articles
    assert (article.title, article.authors, article.published, article.published_from) == (None, (), None, None)


def test_row_28_docx_bomb_is_not_unpacked(read, make_zip):
    data = make_zip({"word/document.xml": b"<a/>", "word/media/x": bytes(60_000_000)})
    assert len(data) < 100_000
    [error] = read("bomb.docx", data).errors
    assert error == "bomb.docx: unpacks to 60,000,004 bytes, more than the 50,000,000 a document may have"


def rewritten(data, make_zip, change):
    """Return a DOCX whose document.xml is changed."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries["word/document.xml"] = change(entries["word/document.xml"])
    return make_zip(entries)


def test_row_29_external_entity_in_a_docx_is_not_read(read, make_docx, make_zip, tmp_path):
    (tmp_path / "canary").write_text("CANARY")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "canary").as_uri()}">]><w:document'.encode()

    def change(xml):
        return re.sub(rb"<w:document", entity, xml, count=1).replace(b"PLACE", b"&e;")

    found = read("a.docx", rewritten(make_docx("Here PLACE stands."), make_zip, change))
    assert all("CANARY" not in article.text for article in found.articles)


def test_row_29_entity_bomb_in_a_docx_is_refused(read, make_docx, make_zip):
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 9))
    bomb = f'<!DOCTYPE x [<!ENTITY e0 "boom">{entities}]><w:document'.encode()

    def change(xml):
        return re.sub(rb"<w:document", bomb, xml, count=1).replace(b"PLACE", b"&e8;")

    found = read("a.docx", rewritten(make_docx("Here PLACE stands."), make_zip, change))
    assert all(len(article.text) < 1000 for article in found.articles)
    assert len(found.articles) + len(found.errors) == 1


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda data: data[: len(data) // 2], "damaged DOCX: cut short, or not a ZIP archive"),
        (lambda data: b"\xd0\xcf\x11\xe0" + data, "an encrypted document or an old one (.doc); save it as DOCX"),
    ],
    ids=["cut", "old"],
)
def test_row_30_broken_docx_is_told(read, make_docx, spoil, reason):
    [error] = read("a.docx", spoil(make_docx(SENTENCE))).errors
    assert error.startswith(f"a.docx: {reason}")


def test_row_30_docx_with_an_encrypted_entry_is_told(read, make_zip):
    data = bytearray(make_zip({"word/document.xml": b"<a/>"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert read("a.docx", bytes(data)).errors == ["a.docx: encrypted; save it without a password"]


def test_row_30_archive_that_is_no_document_is_told(read, make_zip):
    assert read("a.docx", make_zip({"a.txt": b"x"})).errors == ["a.docx: a ZIP archive, but not a DOCX"]


def test_row_30_document_without_its_parts_is_told(read, make_zip):
    [error] = read("a.docx", make_zip({"word/document.xml": b"<a>"})).errors
    assert error.startswith("a.docx: damaged DOCX (")
