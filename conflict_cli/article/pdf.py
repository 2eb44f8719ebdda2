"""PDF files with a text layer: the lines of their pages joined to paragraphs."""

from __future__ import annotations

import io

from conflict_cli.article.model import Article
from conflict_cli.article.optional import keep_quiet, needs
from conflict_cli.article.options import Input
from conflict_cli.article.reflow import reflow
from conflict_cli.errors import ArticleError

MAX_PAGES = 500

_ENCRYPTED = "encrypted; save it without a password"


def read_pdf(data: bytes, given: Input) -> Article:
    """Return the text of a PDF; its properties tell of the file, not of the article, and are left alone.

    Args:
        data: the file.
        given: the input it is from.

    Raises:
        ArticleError: damaged, encrypted, without a text layer, too many pages, or pypdf is not installed.
    """
    with needs("pdf", given):
        import pypdf
    keep_quiet("pypdf")
    try:
        document = pypdf.PdfReader(io.BytesIO(data))
        if document.is_encrypted and not document.decrypt(""):
            raise given.error(_ENCRYPTED)
        if len(document.pages) > MAX_PAGES:
            raise given.error(f"{len(document.pages):,} pages, more than the {MAX_PAGES} an article may have")
        text = reflow([page.extract_text() for page in document.pages])
    except ArticleError:
        raise
    except pypdf.errors.DependencyError as error:  # AES needs one more library to be opened at all
        raise given.error(_ENCRYPTED) from error
    except Exception as error:  # whatever the library does with a broken file: it costs this file
        raise given.error(f"damaged PDF, perhaps cut short ({type(error).__name__})") from error
    if not any(map(str.isalpha, text)):
        raise given.error("no text layer: run OCR first")
    return Article(text=text, source=given.name)
