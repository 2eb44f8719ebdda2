"""The words of names as they are compared: without case, accents and apostrophes."""

from __future__ import annotations

import re
import unicodedata

# marks inside a name that writers leave out at will: apostrophes, ayn, hamza
DROPPED_MARKS = dict.fromkeys(map(ord, "'’‘`´ʿʾʻʼ"))
WORD = re.compile(r"[^\W_]+(?:['’‘`´ʿʾʻʼ][^\W_]{2,})*")


def fold(text: str) -> str:
    """Return a word without case, accents and apostrophes: "Da'esh" -> "daesh", "Türkiye" -> "turkiye"."""
    if text.isascii():
        return text.replace("'", "").replace("`", "").lower()
    plain = unicodedata.normalize("NFKD", text.translate(DROPPED_MARKS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold().replace("ı", "i")
