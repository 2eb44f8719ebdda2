"""Saved web pages: the article without menus and advertisements, its title, date, authors and site."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from conflict_cli.article.decoding import decode
from conflict_cli.article.model import Article
from conflict_cli.article.optional import keep_quiet, needs
from conflict_cli.article.options import Input
from conflict_cli.article.records import author_names

FEWEST_WORDS = 40  # less is a cookie notice, a stub before a paywall, an index

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{2,40})", re.I)
_CHARSET_BYTES = 4096  # HTML asks for it in the first 1,024
_PREFORMATTED = re.compile(r"<pre\b", re.I)
_LINE_ENDS = re.compile(r"[\r\n]+")
_SENTENCE_END = re.compile(r"[.!?][\"'”’»)\]]*(?:\s|$)")
_XML_DECLARATION = re.compile(r"\A\s*<\?xml[^>]{0,200}\?>")
# only dates that the page itself gives, none worked out from words or limited by today's date
_DATES = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01", "outputformat": "%Y-%m-%d"}


def read_page(data: bytes, given: Input) -> Article:
    """Return the article of a web page.

    Args:
        data: the HTML.
        given: the input it is from.

    Raises:
        ArticleError: there is no article on the page, or trafilatura is not installed.
    """
    html, warnings = _decoded(data, given)
    return article_of_page(html, given).warned(*warnings)


def article_of_page(html: str, given: Input) -> Article:
    """Return the article of a page that is decoded already, as `read_page` does."""
    with needs("web", given):
        from trafilatura import bare_extraction
    for library in ("trafilatura", "htmldate", "courlan", "justext", "charset_normalizer"):
        keep_quiet(library)
    try:
        found: Any = bare_extraction(
            _plain_markup(html),
            with_metadata=True,
            include_comments=False,
            include_formatting=False,
            date_extraction_params=_DATES,
        )
    except Exception as error:  # whatever a parser does with a broken page: it costs this page
        raise given.error(f"a page that can't be read ({type(error).__name__})") from error
    # a line of the extracted text is a paragraph of the page
    paragraphs = (found.text or "").splitlines() if found is not None else []
    text = "\n\n".join(line.strip() for line in paragraphs if line.strip())
    # a menu has words, but no sentences
    if sum(len(line.split()) for line in paragraphs if _SENTENCE_END.search(line)) < FEWEST_WORDS:
        raise given.error("no article found on the page: a menu, a notice or a stub")
    published = _iso_date(found.date)
    return Article(
        text=text,
        source=given.name,
        published=published,
        published_from="metadata" if published else None,
        title=found.title or None,
        authors=author_names(found.author),
        publisher=found.sitename or None,
    )


def _plain_markup(html: str) -> str:
    """Return HTML whose lines are not taken for paragraphs: outside of <pre>, a line end is a space."""
    html = _XML_DECLARATION.sub("", html).replace("\0", "")
    return html if _PREFORMATTED.search(html) else _LINE_ENDS.sub(" ", html)


def _decoded(data: bytes, given: Input) -> tuple[str, tuple[str, ...]]:
    """Decode a page: as the user says, by its mark, as UTF-8, else as it says itself."""
    found = _CHARSET.search(data[:_CHARSET_BYTES])
    declared = found[1].decode("ascii").lower() if found is not None else ""
    # a page whose declaration can be read byte by byte is not in UTF-16, whatever it says
    if given.options.encoding is None and declared and not declared.startswith(("utf-16", "utf-32")):
        try:
            data.decode("utf-8")
        except UnicodeDecodeError:
            try:
                return data.decode(declared), ()
            except (LookupError, ValueError):
                pass  # no such encoding, or not in it: found out below, with a warning
    return decode(data, source=given.name, encoding=given.options.encoding)


def _iso_date(value: object) -> str | None:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return None
