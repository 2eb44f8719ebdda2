"""The copy of a text that the parser reads: same length, so that every offset still holds."""

from __future__ import annotations

import re

# spaCy's tokenizer is quadratic in a run of punctuation: 100,000 quotation marks take minutes
LONGEST_PUNCTUATION_RUN = 64
KEPT_OF_LONG_RUN = 8

_PUNCTUATION_RUN = re.compile(rf"[^\w\s]{{{LONGEST_PUNCTUATION_RUN + 1},}}")
_SPACES = dict.fromkeys(
    [0x09, 0x0B, 0x0C, 0x0D, 0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0xFEFF], " "
)
_CONTROLS = dict.fromkeys([*range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)], " ")
_INVISIBLE = dict.fromkeys([0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)], " ")
_QUOTES = {0x2018: "'", 0x2019: "'", 0x201A: "'", 0x201B: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"', 0x201F: '"'}
_LINE_ENDS = {0x0085: "\n", 0x2028: "\n", 0x2029: "\n"}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_READING = {**_SPACES, **_CONTROLS, **_INVISIBLE, **_QUOTES, **_LINE_ENDS, **_SURROGATES}


def reading_copy(text: str) -> str:
    """Return a copy of equal length in which the parser recognises what a reader sees.

    Non-breaking and other odd spaces, control and direction marks become spaces, curly quotation marks
    straight ones, lone surrogates U+FFFD; long runs of punctuation are blanked after their eighth mark.
    """
    copy = text.translate(_READING)
    return _PUNCTUATION_RUN.sub(lambda run: run[0][:KEPT_OF_LONG_RUN].ljust(len(run[0])), copy)
