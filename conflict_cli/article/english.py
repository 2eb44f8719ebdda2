"""Is a text English? Its share of the small words that every English text is full of tells."""

from __future__ import annotations

import re
from functools import cache

FEWEST_WORDS = 20  # less tells nothing: "Air strikes hit Sanaa" has none of them
LEAST_SHARE = 0.08  # English news has 0.2 to 0.35, other languages 0 to 0.05
SHORT_WORDS = 60  # a single sentence full of names has 0.05 in English too
LEAST_SHARE_OF_SHORT = 0.025
LOOKED_AT = 50_000  # characters from the start

_WORD = re.compile(r"[^\W\d_]+")


def small_word_share(text: str) -> float | None:
    """Return which share of a text's words are small words of English, None where there are too few to tell.

    Example:
        >>> small_word_share("Jets bombed Sarmin.") is None
        True
    """
    words = _WORD.findall(text[:LOOKED_AT].lower())
    if len(words) < FEWEST_WORDS:
        return None
    return sum(word in _small_words() for word in words) / len(words)


def is_english(text: str) -> bool:
    """Tell whether a text may be English: too short to tell, or with enough small words for its length."""
    share = small_word_share(text)
    if share is None:
        return True
    short = len(_WORD.findall(text[:LOOKED_AT])) < SHORT_WORDS
    return share >= (LEAST_SHARE_OF_SHORT if short else LEAST_SHARE)


@cache
def _small_words() -> frozenset[str]:
    from importlib.resources import files

    lexicon = files("conflict_cli.data") / "lexicons" / "small_words.txt"
    lines = lexicon.read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
