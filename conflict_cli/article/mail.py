"""E-mail (.eml): the text part, else the HTML part as text; subject and date from the headers."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from conflict_cli.article.decoding import decode
from conflict_cli.article.model import Article
from conflict_cli.article.options import Input

if TYPE_CHECKING:
    from email.message import EmailMessage, MIMEPart


def read_mail(data: bytes, given: Input) -> Article:
    """Return the text of an e-mail; attachments are named in a warning and never opened.

    Args:
        data: the message with its headers.
        given: the input it is from.

    Raises:
        ArticleError: there is neither a text nor an HTML part.
    """
    import email.policy  # 30 ms, which only mails should cost

    from conflict_cli.article.html_text import text_of_html

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
