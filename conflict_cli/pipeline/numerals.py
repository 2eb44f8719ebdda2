"""Numbers in words and digits: "two dozen", "1,200", "half a million". Quantities and times both read them."""

from __future__ import annotations

import re
from functools import cache

from conflict_cli.errors import LexiconError
from conflict_cli.lexicon.terms import read_yaml

NUMBER_WORDS = "number_words.yaml"
GROUPS = ("units", "tens", "multipliers", "plurals")
FEW = "(?:several|a few|many)"  # "several hundred" is hundreds
LARGEST_ADDITIVE = 100  # "hundred" multiplies what stands before it; from a thousand on, a new part begins
LARGEST_NUMBER = 10**12  # nothing in the news is counted in more; "billion billion billion" is no number
FEWEST_OF_A_PLURAL = 2  # "dozens" are at least two dozen

_WORD = re.compile(r"\d[\d,]*(?:\.\d+)?|[a-z]+")


@cache
def number_words() -> dict[str, dict[str, int]]:
    """Return the words of the lexicon by group: units, tens, multipliers, plurals."""
    groups = read_yaml(NUMBER_WORDS)
    if not isinstance(groups, dict) or sorted(groups) != sorted(GROUPS):
        raise LexiconError(f"lexicons/{NUMBER_WORDS}: expected the groups {', '.join(GROUPS)}")
    return groups


@cache
def number_patterns() -> dict[str, str]:
    """Return regular expressions by name, for rule files to build on.

    `number` is an exact number ("1,200", "two dozen", "half a million"), `small_number` one without
    multipliers ("three", "21"), `plural_number` a bare plural ("scores", "tens of thousands").
    """
    words = number_words()
    unit, ten = "|".join(words["units"]), "|".join(words["tens"])
    small_word = rf"(?:(?:{ten})(?:[- ](?:{unit}))?|(?:{unit}))\b"
    digits = r"(?:\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.\d{1,3}(?= (?:thousand|million|billion)))?"
    multiplier = "(?:" + "|".join(words["multipliers"]) + r")\b"
    plural = "|".join(words["plurals"])
    # Repetitions are bounded: "two hundred two hundred ..." over a page must not be tried in every way.
    # "and" joins only after a multiplier: "two and three" are two numbers
    spelled = (
        rf"{small_word}(?: {multiplier}){{1,3}}(?:(?: and)? {small_word}(?: {multiplier}){{0,3}}){{0,4}}|{small_word}"
    )
    counted = rf"{digits}(?:[ -]?{multiplier}){{0,3}}"
    half = rf"half an? {multiplier}|(?:an?|one) and a half {multiplier}|(?:an?|one) {multiplier} and a half"
    single = rf"an? {multiplier}(?: {multiplier}){{0,2}}(?: and {small_word})?"
    return {
        "number": rf"(?:{half}|{single}|{spelled}|{counted})",
        "small_number": rf"(?:{small_word}|\d{{1,3}})",
        "plural_number": rf"(?:(?:tens|{plural})(?: of (?:{plural}))?|{FEW} {multiplier})",
    }


@cache
def number_lists() -> dict[str, list[str]]:
    """Return the words that numbers are made of, for rule files to name as cues."""
    words = number_words()
    return {
        "number_word": [word for group in ("units", "tens", "multipliers") for word in words[group]] + ["half"],
        "plural_word": ["tens", "several", "few", "many", *words["plurals"]],
    }


def read_number(text: str) -> int | None:
    """Return the whole number that words or digits name, None when a word is no number.

    Example:
        >>> read_number("two hundred and fifty")
        250
    """
    words = number_words()
    total, current, half = 0.0, 0.0, False
    for word in _WORD.findall(text.lower()):
        value = words["units"].get(word, words["tens"].get(word))
        multiplier = words["multipliers"].get(word)
        if word[0].isdigit():
            current += float(word.replace(",", ""))
        elif value is not None:
            current += value
        elif multiplier is not None:
            current = 0.5 * multiplier if half and not total and not current else (current or 1) * multiplier
            if multiplier > LARGEST_ADDITIVE:
                total, current = total + current, 0.0
        elif word == "half":
            half = True
        elif word not in ("a", "an", "and"):
            return None
    if half and re.search(r"\band a half\b", text.lower()):
        return _with_trailing_half(text)
    return round(total + current) if total + current <= LARGEST_NUMBER else None


def read_plural(text: str) -> int | None:
    """Return the least that a bare plural means: 24 for "dozens", 20,000 for "tens of thousands"."""
    sizes = number_words()["plurals"] | number_words()["multipliers"] | {"tens": 10}
    words = [word for word in text.lower().split() if word not in ("of", "several", "a", "few", "many")]
    least = FEWEST_OF_A_PLURAL
    for word in words:
        size = sizes.get(word)
        if size is None:
            return None
        least *= size
    return least if least <= LARGEST_NUMBER else None


def _with_trailing_half(text: str) -> int | None:
    """Read "one and a half million" and "a million and a half"."""
    whole = re.sub(r"\band a half\b", "", text, flags=re.IGNORECASE)
    number = read_number(whole)
    multiplier = next(
        (size for word, size in number_words()["multipliers"].items() if re.search(rf"\b{word}\b", whole.lower())), 1
    )
    return None if number is None else number + multiplier // 2
