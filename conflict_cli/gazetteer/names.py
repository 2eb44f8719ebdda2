"""Keys under which the spellings of one place name meet."""

from __future__ import annotations

import re
import zlib
from functools import cache, lru_cache

from conflict_cli.folding import WORD, fold

# Arabic, Persian and Spanish articles, written or left out at will: "al-Bab", "Deir ez-Zor" = "Deir al-Zor"
ARTICLES = frozenset({"ad", "al", "an", "ar", "as", "ash", "at", "az", "ed", "el", "es", "et", "ez", "ul"})
ABBREVIATIONS = {"ft": "fort", "mt": "mount", "st": "saint", "ste": "sainte"}
SHORTEST_AFTER_ARTICLE = 3
LONGEST_NAME = 40
LATIN = re.compile(r"^[A-Za-z\u00c0-\u024f\u1e00-\u1eff0-9 .,'’‘`ʿʾʼ()/-]+$")
CACHED_KEYS = 20_000

# what newspapers write for one sound of Arabic, Persian, Pashto and the Slavic languages
SOUNDS = {
    "c": "k", "ck": "k", "gh": "k", "q": "k", "kh": "h", "ch": "s", "sch": "s", "sh": "s", "tch": "s",
    "dj": "g", "dzh": "g", "j": "g", "zh": "g", "dh": "d", "z": "d", "ph": "f", "th": "t", "w": "v",
}  # fmt: skip
WRITTEN = re.compile(rf"[aeiouy]+h?\b|[aeiouy]+|{'|'.join(sorted(SOUNDS, key=len, reverse=True))}")
DOUBLED = re.compile(r"(.)\1+")


def is_latin(name: str) -> bool:
    """Tell whether a name is in Latin letters."""
    return bool(LATIN.match(name))


@lru_cache(maxsize=CACHED_KEYS)
def place_key(name: str) -> str:
    """Return the key under which spellings of one name meet: "Dayr az Zawr", "Deir al-Zor" -> "deir zor"."""
    words = [ABBREVIATIONS.get(word, word) for word in (fold(found) for found in WORD.findall(name))]
    kept = [
        word
        for position, word in enumerate(words)
        if word not in ARTICLES or not any(len(rest) >= SHORTEST_AFTER_ARTICLE for rest in words[position + 1 :])
    ]
    return " ".join(kept)


def sound_of(key: str) -> str:
    """Return how a key sounds, so that transliterations meet: "nayrab", "neirab" -> "nirab"."""
    return DOUBLED.sub(r"\1", WRITTEN.sub(lambda found: _sound(found[0]), key))


@cache
def _sound(written: str) -> str:
    if written in SOUNDS:
        return SOUNDS[written]
    vowels = set(written)
    return "i" if vowels & set("eiy") else "u" if vowels & set("ou") else "a"


def sound_number(key: str) -> int:
    """Return the sound of a key as the 32-bit number that the gazetteer file holds."""
    return zlib.crc32(sound_of(key).encode())
