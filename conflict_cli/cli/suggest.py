"""Did you mean: the known word that is nearest to an unknown one."""

from __future__ import annotations

import difflib
from collections.abc import Collection


def did_you_mean(word: str, known: Collection[str], *, otherwise: str = "") -> str:
    """Return the end of a message about an unknown word: the near ones, else a list of all.

    Args:
        word: what was given.
        known: what it may be.
        otherwise: how a list of all known words begins, for words that are near to none; "" leaves it out.

    Example:
        >>> did_you_mean("jsonn", ["yaml", "json", "jsonl"])
        '; did you mean json or jsonl?'
    """
    folded = {name.casefold(): name for name in known}
    near = [folded[name] for name in difflib.get_close_matches(word.casefold(), folded, n=2)]
    if near:
        return f"; did you mean {' or '.join(near)}?"
    return f"; {otherwise}: {', '.join(known)}" if otherwise else ""
