"""The ends of messages about unknown words: what is known, and which of it was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def known_words(word: str, known: Iterable[str]) -> str:
    """Return all known words and the nearest one.

    Example:
        >>> known_words("ymal", ["json", "yaml"])
        'known: json, yaml. Did you mean "yaml"?'
    """
    listed = list(known)
    return f"known: {', '.join(listed)}{did_you_mean(word, listed)}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return the nearest known word as a question, "" where none is near.

    Example:
        >>> did_you_mean("air strike", ["Armed clash", "Air/drone strike"])
        '. Did you mean "Air/drone strike"?'
    """
    folded = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), folded, n=1)
    return f'. Did you mean "{folded[near[0]]}"?' if near else ""
