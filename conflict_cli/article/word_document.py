"""Word documents (DOCX): paragraphs and cells of tables, title and author from the properties."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from conflict_cli.article.model import Article
from conflict_cli.article.optional import needs
from conflict_cli.article.options import Input
from conflict_cli.article.records import author_names

MAX_UNPACKED_BYTES = 50_000_000  # a bomb of 1 MB unpacks to 400

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"


def read_docx(data: bytes, given: Input) -> Article:
    """Return the article of a Word document.

    Args:
        data: the file.
        given: the input it is from.

    Raises:
        ArticleError: not a DOCX, damaged, encrypted, too large unpacked, or python-docx is not installed.
    """
    _check_archive(data, given)
    with needs("docx", given):
        import docx
    try:
        document = docx.Document(io.BytesIO(data))
        text = "\n\n".join(paragraph for paragraph in _paragraphs(document) if paragraph)
        properties = document.core_properties
        title, author = properties.title, properties.author
    except Exception as error:  # whatever the library does with a broken file: it costs this file
        raise given.error(f"damaged DOCX ({type(error).__name__})") from error
    return Article(
        text=text,
        source=given.name,
        title=" ".join(title.split()) or None,
        authors=author_names(author if author != "python-docx" else None),
    )


def _check_archive(data: bytes, given: Input) -> None:
    import zipfile

    if data.startswith(_OLD_OFFICE):
        raise given.error("an encrypted document or an old one (.doc); save it as DOCX without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise given.error("damaged DOCX: cut short, or not a ZIP archive") from error
    if not any(entry.filename.startswith("word/") for entry in entries):
        raise given.error("a ZIP archive, but not a DOCX")
    if any(entry.flag_bits & 1 for entry in entries):
        raise given.error("encrypted; save it without a password")
    size = sum(entry.file_size for entry in entries)
    if size > MAX_UNPACKED_BYTES:
        raise given.error(f"unpacks to {size:,} bytes, more than the {MAX_UNPACKED_BYTES:,} a document may have")


def _paragraphs(block: Any) -> Iterator[str]:
    """Yield the text of each paragraph, those in cells of tables too, in reading order."""
    from docx.table import Table

    for part in block.iter_inner_content():
        if not isinstance(part, Table):
            yield part.text.strip()
            continue
        seen = set()
        for cell in (cell for row in part.rows for cell in row.cells):
            if cell._tc not in seen:  # a merged cell comes once for each cell it covers
                seen.add(cell._tc)
                yield from _paragraphs(cell)
