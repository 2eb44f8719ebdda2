"""The copy of a text that the parser reads: same length, so that every offset still holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

# spaCy's tokenizer is quadratic in a run of punctuation: 100,000 quotation marks take minutes
LONGEST_WORD = 200  # characters; what is longer is data: base64, an address, text without spaces
LONGEST_PUNCTUATION_RUN = 64
KEPT_OF_LONG_RUN = 8

_PUNCTUATION_RUN = re.compile(rf"[^\w\s]{{{LONGEST_PUNCTUATION_RUN + 1},}}")
_SITE_AT_END = re.compile(r"(?<=\bon X)\.(?=\s|$)")
_LONG_WORD = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")
_SPACES = dict.fromkeys(
    [0x09, 0x0B, 0x0C, 0x0D, 0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000, 0xFEFF], " "
)
_CONTROLS = dict.fromkeys([*range(0x00, 0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)], " ")
_INVISIBLE = dict.fromkeys([0x00AD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)], " ")
_QUOTES = {0x2018: "'", 0x2019: "'", 0x201A: "'", 0x201B: "'", 0x201C: '"', 0x201D: '"', 0x201E: '"', 0x201F: '"'}
_LINE_ENDS = {0x0085: "\n", 0x2028: "\n", 0x2029: "\n"}
_SURROGATES = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
_READING = {**_SPACES, **_CONTROLS, **_INVISIBLE, **_QUOTES, **_LINE_ENDS, **_SURROGATES}


# inside words: the soft hyphen, joiners, the word joiner
_DROPPED = "\u00ad\u200c\u200d\u2060"
# Cyrillic and Greek letters that look like Latin ones; in a word with Latin letters they stand for them
_LOOKALIKES = str.maketrans("АВЕЅІЈКМНОРСТХасеіјорѕхуΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABESIJKMHOPCTXaceijopsxyABEZHIKMNOPTYXo")
_IRREGULAR = re.compile(rf"[{_DROPPED}\u0300-\u036f{''.join(map(chr, _LOOKALIKES))}]")
_LATIN = re.compile("[A-Za-z]")
_RUN = re.compile(r"\S+")


def mended_words(text: str) -> str:
    """Return a copy of equal length with words as a reader sees them.

    Accents are put together with their letters and invisible characters are taken out; the room that is left stands
    as spaces behind the word. Foreign letters in a word of Latin ones become those they look like.
    """
    if not _IRREGULAR.search(text):
        return text
    parts, end = [], 0
    for run in _RUN.finditer(text):
        letters = "".join(letter for letter, _, _ in _letters(run[0]))
        if _LATIN.search(letters):
            letters = letters.translate(_LOOKALIKES)
        parts += [text[end : run.start()], letters.ljust(len(run[0]))]
        end = run.end()
    return "".join([*parts, text[end:]])


def moved_characters(text: str) -> dict[int, tuple[int, int]]:
    """Return where the characters that `mended_words` moved stand in the text: place in the copy -> start and end."""
    if not _IRREGULAR.search(text):
        return {}
    return {
        run.start() + place: (run.start() + start, run.start() + end)
        for run in _RUN.finditer(text)
        if _IRREGULAR.search(run[0])
        for place, (_, start, end) in enumerate(_letters(run[0]))
    }


def _letters(run: str) -> Iterator[tuple[str, int, int]]:
    """Yield the visible characters of a run without spaces, each with where it starts and ends in the run."""
    letter, start, end = "", 0, 0
    for place, char in enumerate(run):
        if char in _DROPPED:
            end = place + 1
            continue
        joined = unicodedata.normalize("NFC", letter + char)
        if letter and len(joined) == 1:
            letter, end = joined, place + 1
            continue
        if letter:
            yield letter, start, end
        letter, start, end = char, place, place + 1
    if letter:
        yield letter, start, end


def reading_copy(text: str) -> str:
    """Return a copy of equal length in which the parser recognises what a reader sees: words mended, marks plain.

    Non-breaking and other odd spaces, control and direction marks become spaces, curly quotation marks
    straight ones, lone surrogates U+FFFD; long runs of punctuation are blanked after their eighth mark, words of
    over 200 characters altogether. The stop of "posted on X." becomes one that no initial has.
    """
    copy = mended_words(text).translate(_READING)
    copy = _SITE_AT_END.sub("!", copy)  # "posted on X." ends a sentence, "X." is taken for an initial
    copy = _PUNCTUATION_RUN.sub(lambda run: run[0][:KEPT_OF_LONG_RUN].ljust(len(run[0])), copy)
    return _LONG_WORD.sub(lambda word: " " * len(word[0]), copy)
