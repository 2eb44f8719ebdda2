"""E-mail (.eml): the text part, else the HTML part as text; subject and date from the headers."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import date
from email.message import EmailMessage, MIMEPart
from html.parser import HTMLParser

from conflict_cli.article.decoding import decode
from conflict_cli.article.model import Article
from conflict_cli.article.options import Input

_BLOCKS = frozenset(
    "address article blockquote br dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre "
    "section table td th tr ul".split()
)
_UNSEEN = frozenset("script style title template".split())


def read_mail(data: bytes, given: Input) -> Article:
    """Return the text of an e-mail; attachments are named in a warning and never opened.

    Args:
        data: the message with its headers.
        given: the input it is from.

    Raises:
        ArticleError: there is neither a text nor an HTML part.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        part = message.get_body(("plain", "html"))
        attached = [_name(attachment) for attachment in message.iter_attachments()]
        text, warnings = _decoded(part, given) if part is not None else (None, ())
    except (ValueError, LookupError, TypeError, AttributeError) as error:  # headers the library trips over
        raise given.error(f"a damaged e-mail ({type(error).__name__})") from error
    if part is None or text is None:
        raise given.error("an e-mail without a text")
    if part.get_content_subtype() == "html":
        text = text_of_html(text)
    published = _date(message)
    return Article(
        text=text,
        source=given.name,
        published=published.isoformat() if published else None,
        published_from="metadata" if published else None,
        title=_subject(message),
        warnings=(*warnings, *([f"attachments not read: {', '.join(attached)}"] if attached else [])),
    )


def text_of_html(html: str) -> str:
    """Return the visible words of HTML, blank lines between its blocks."""
    collector = _Words()
    collector.feed(html)
    collector.close()
    lines = (" ".join(block.split()) for block in "".join(collector.pieces).split("\0"))
    return "\n\n".join(line for line in lines if line)


class _Words(HTMLParser):
    """Collects the text between tags; NUL stands where a block begins or ends."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen = tag
        if tag in _BLOCKS:
            self.pieces.append("\0")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""
        if tag in _BLOCKS:
            self.pieces.append("\0")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(data.replace("\0", " "))


def _decoded(part: MIMEPart, given: Input) -> tuple[str, tuple[str, ...]]:
    """Decode a part as the user says, as it says itself, else as it looks."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return "", ()
    data = data.replace(b"\r\n", b"\n")
    declared = part.get_content_charset("utf-8")
    if given.options.encoding is None:
        try:
            return data.decode(declared), ()
        except (LookupError, ValueError):
            text, warnings = decode(data, source=given.name)
            return text, warnings or (f'its charset "{declared}" is wrong; read as UTF-8',)
    return decode(data, source=given.name, encoding=given.options.encoding)


def _name(attachment: MIMEPart) -> str:
    return attachment.get_filename() or attachment.get_content_type()


def _date(message: EmailMessage) -> date | None:
    """Return the day on which the mail was sent, by its sender's clock."""
    try:
        sent = message["Date"].datetime
    except (ValueError, TypeError, AttributeError, IndexError):
        return None
    return sent.date() if sent is not None else None


def _subject(message: EmailMessage) -> str | None:
    try:
        subject = str(message["Subject"] or "")
    except (ValueError, TypeError, AttributeError, IndexError, LookupError):
        return None
    return re.sub(r"[\s\ud800-\udfff]+", " ", subject).strip() or None
