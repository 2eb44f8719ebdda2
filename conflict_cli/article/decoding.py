"""Bytes in, text out: find the encoding of an article, mend what can be mended, refuse what isn't text."""

from __future__ import annotations

import codecs

from conflict_cli.errors import ArticleError

PROBE_BYTES = 8192  # a binary file shows a zero byte or its signature this early
UTF16_ZERO_SHARE = 0.4  # in UTF-16 English, nearly every second byte is zero
CONTROL_SHARE = 0.1  # text has line ends and tabs, hardly another control character
FEW_BAD_SHARE = 0.001  # damage of a copy, not another encoding: 3 bytes in 50 kB

_BOMS = (
    # UTF-32 first: its little-endian mark starts with the one of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"PK\x03\x04", "ZIP or DOCX"),
    (b"\x1f\x8b", "gzip"),
    (b"\x7fELF", "ELF program"),
    (b"{\\rtf", "RTF"),
)
_WHITE_SPACE = b"\t\n\v\f\r"
_CONTROLS = bytes(set(range(0x20)) - set(_WHITE_SPACE) - {0x1B})  # ESC: terminal logs are text
# What newspaper English has beyond ASCII in Windows-1252: quotation marks, dashes, accented letters ...
_LIKELY_CP1252 = frozenset(b"\x80\x82\x84\x85\x8a\x8c\x8e\x91\x92\x93\x94\x95\x96\x97\x99\x9a\x9c\x9e\x9f") | (
    frozenset(range(0xA0, 0xFE)) - frozenset(b"\xac\xd7\xf7")
)


def decode(data: bytes, *, source: str, encoding: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text of an article's bytes and a warning for each thing that was guessed or mended.

    The byte order mark is no part of the text; line ends stay as they are.

    Args:
        data: all bytes of the article.
        source: named at the start of an error.
        encoding: the user's word, against which nothing is guessed; None finds the encoding.

    Raises:
        ArticleError: the bytes are not text, or not in the encoding given.
    """
    if encoding is not None:
        return _as_told(data, encoding, source), ()
    for mark, marked in _BOMS:
        if data.startswith(mark):
            return _with_replacements(data, marked)
    if utf16 := _utf16_without_mark(data):
        text, warnings = _with_replacements(data, utf16)
        return text, ("no byte order mark; read as UTF-16", *warnings)
    if kind := _binary_kind(data):
        raise ArticleError(f"{source}: {kind}, not text", source=source)
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        return _not_utf8(data, error.start)


def _as_told(data: bytes, encoding: str, source: str) -> str:
    if kind := _signature(data):
        raise ArticleError(f"{source}: binary file ({kind}), not text", source=source)
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        reason = f"not {encoding} at byte {error.start + 1:,}"
    except ValueError:  # a codec that tells no place: utf-32 of odd length, utf-16 without its mark
        reason = f"not {encoding}"
    raise ArticleError(f"{source}: {reason}; without --encoding it is found out", source=source)


def _utf16_without_mark(data: bytes) -> str | None:
    probe = data[:PROBE_BYTES]
    half = len(probe) // 2
    if half < 2 or len(data) % 2:
        return None
    even, odd = probe[0::2].count(0) / half, probe[1::2].count(0) / half
    if odd > UTF16_ZERO_SHARE and even == 0:
        return "utf-16-le"
    if even > UTF16_ZERO_SHARE and odd == 0:
        return "utf-16-be"
    return None


def _binary_kind(data: bytes) -> str | None:
    if kind := _signature(data):
        return f"binary file ({kind})"
    probe = data[:PROBE_BYTES]
    controls = len(probe) - len(probe.translate(None, _CONTROLS))
    if b"\0" in probe or controls > CONTROL_SHARE * len(probe):
        return "binary file"
    return None


def _signature(data: bytes) -> str | None:
    return next((name for signature, name in _SIGNATURES if data.startswith(signature)), None)


def _not_utf8(data: bytes, first_bad: int) -> tuple[str, tuple[str, ...]]:
    marked = data.decode("utf-8", "surrogateescape")  # a bad byte 0x92 becomes U+DC92
    bad = [ord(character) - 0xDC00 for character in marked if "\udc80" <= character <= "\udcff"]
    well_formed = sum(character > "\x7f" for character in marked) - len(bad)
    cut_at_end = first_bad > len(data) - 4 and data[first_bad] >= 0xC2
    few = len(bad) <= max(1, FEW_BAD_SHARE * len(data)) and not _LIKELY_CP1252.issuperset(bad)
    if well_formed >= len(bad) or cut_at_end or few:
        return _with_replacements(data, "utf-8")
    place = f"not UTF-8 at byte {first_bad + 1:,}"
    try:
        return data.decode("cp1252"), (f"{place}; read as Windows-1252",)
    except UnicodeDecodeError:
        return data.decode("latin-1"), (f"{place}; read as Latin-1",)


def _with_replacements(data: bytes, encoding: str) -> tuple[str, tuple[str, ...]]:
    text = data.decode(encoding, "replace")
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        already = data.decode(encoding, "ignore").count("\ufffd")
        number = text.count("\ufffd") - already
        name = encoding.removesuffix("-sig").upper()
        return text, (f"damaged {name} at byte {error.start + 1:,}; replacement characters put in: {number:,}",)
    return text, ()
