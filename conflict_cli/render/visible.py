"""Text from outside, made fit for a terminal: nothing in it can move the cursor or reorder a line."""

from __future__ import annotations

import re

# C0 but the line feed, DEL, C1; bidirectional marks, overrides and isolates; line separators; surrogates
_HARMFUL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
_PICTURES = 0x2400  # U+2400 shows U+0000, U+2401 shows U+0001, ...
_DELETE_PICTURE = "\u2421"


def visible(text: str) -> str:
    r"""Return the text with control pictures for control characters and "<U+202E>" for direction marks.

    Example:
        >>> visible("\x1b[31mred")
        '␛[31mred'
    """
    return _HARMFUL.sub(_mark, text)


def one_line(text: str) -> str:
    """Return visible text on one line, its white space collapsed."""
    return visible(_SPACE.sub(" ", text).strip())


def _mark(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code < 0x20:
        return chr(_PICTURES + code)
    if code == 0x7F:
        return _DELETE_PICTURE
    return "\ufffd" if 0xD800 <= code <= 0xDFFF else f"<U+{code:04X}>"
