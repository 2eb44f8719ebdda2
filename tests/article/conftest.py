"""Files of many formats, built where they are needed, and a function that reads whatever is there."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest

from conflict_cli.article.options import ReadOptions
from conflict_cli.article.reader import read_articles


class Reading:
    """What reading gave: articles, errors and notices, in their order."""

    def __init__(self, paths, stdin=None, **options):
        self.errors, self.notices = [], []
        self.articles = list(
            read_articles(
                paths,
                options=ReadOptions(**options),
                on_error=lambda error: self.errors.append(str(error)),
                on_notice=self.notices.append,
                stdin=stdin,
            )
        )


@pytest.fixture
def read(tmp_path, monkeypatch):
    """Return a function that writes one file and reads it: read("a.txt", b"Shells fell.", strict=True)."""
    monkeypatch.chdir(tmp_path)

    def run(name, data, **options):
        if name == "-":
            return Reading(["-"], io.BytesIO(data), **options)
        (tmp_path / name).write_bytes(data)
        return Reading([name], **options)

    return run


@pytest.fixture
def make_pdf():
    """Return a function that makes a PDF of pages, each a list of lines."""
    return pdf_of


def pdf_of(*pages, trailer=b""):
    """Return a PDF with one line of text under the other on each page."""
    fonts = b"<< /Font << /F1 3 0 R >> >>"
    objects = [b"", b"", b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"]
    kids = []
    for lines in pages:
        shown = b" ".join(b"(" + escaped(line) + b") Tj 0 -14 Td" for line in lines)
        content = zlib.compress(b"BT /F1 11 Tf 72 760 Td " + shown + b" ET")
        objects.append(b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(content) + content + b"\nendstream")
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources %s /Contents %d 0 R >>"
            % (fonts, len(objects))
        )
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    listed = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (listed, len(kids))
    data, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    return data + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        trailer,
        start,
    )


def escaped(line):
    return line.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


@pytest.fixture
def make_docx():
    """Return a function that makes a DOCX of paragraphs, with core properties."""

    def make(*paragraphs, **properties):
        import docx

        document = docx.Document()
        for paragraph in paragraphs:
            document.add_paragraph(paragraph)
        for name, value in properties.items():
            setattr(document.core_properties, name, value)
        stream = io.BytesIO()
        document.save(stream)
        return stream.getvalue()

    return make


@pytest.fixture
def make_zip():
    """Return a function that makes a ZIP archive of named contents."""

    def make(entries):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in entries.items():
                archive.writestr(name, content)
        return stream.getvalue()

    return make


@pytest.fixture
def endless():
    """Return a function that makes a device that gives a byte for ever, as /dev/zero or a pipe does."""

    class Endless(io.RawIOBase):
        def __init__(self, byte):
            self.byte, self.given = byte, 0

        def readable(self):
            return True

        def readinto(self, buffer):
            self.given += len(buffer)
            buffer[:] = self.byte * len(buffer)
            return len(buffer)

    return Endless
