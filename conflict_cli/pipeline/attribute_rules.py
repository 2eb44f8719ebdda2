"""Sooner what spaCy's attribute ruler says of a word: its rules are asked once of each kind of word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.matcher import Matcher
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc

Match = tuple[int, int, int, int]
"""Number of a rule, its id, first and last token, as spaCy's `AttributeRuler.match` has them."""
Key = tuple[int, ...]

REMEMBERED = ("LOWER", "TAG", "DEP", "IS_SPACE")


class RememberedMatches:
    """What the rules of an attribute ruler match, as its method `match` tells it.

    Most rules ask for one word, by form, tag and dependency: they are asked once of each combination.
    """

    def __init__(self, ruler: AttributeRuler):
        self._vocab = ruler.vocab
        self._of_one_word = Matcher(ruler.vocab)
        self._others = Matcher(ruler.vocab)
        self._words: set[int] = set()
        self._known: dict[Key, list[tuple[int, int]]] = {}
        for number, rule in enumerate(ruler.patterns):
            patterns: Any = rule["patterns"]
            words = [_words(pattern) for pattern in patterns]
            matcher = self._others if None in words else self._of_one_word
            matcher.add(str(number), patterns)
            self._words |= {ruler.vocab.strings.add(word) for one in words for word in one or ()}

    def __call__(self, doc: Doc) -> list[Match]:
        """Return the matches in a Doc; later rules come last and so prevail."""
        matches = [self._numbered(*match) for match in self._others(doc, allow_missing=True)]
        for position, (lower, *others) in enumerate(doc.to_array([*REMEMBERED]).tolist()):
            key = (lower if lower in self._words else 0, *others)
            known = self._known.get(key)
            if known is None:
                found = self._of_one_word(doc[position : position + 1], allow_missing=True)
                known = self._known[key] = [self._numbered(*match)[:2] for match in found]
            matches += [(number, rule, position, position + 1) for number, rule in known]
        matches.sort()
        return matches

    def _numbered(self, rule: int, start: int, end: int) -> Match:
        return int(self._vocab.strings[rule]), rule, start, end


def _words(pattern: list[dict[str, Any]]) -> list[str] | None:
    """Return the word forms that a pattern of one word names; None if it asks for more than is remembered."""
    if len(pattern) != 1 or not pattern[0].keys() <= {*REMEMBERED}:
        return None
    if not all(_is_plain(wanted) for wanted in pattern[0].values()):
        return None
    return list(_named(pattern[0].get("LOWER", [])))


def _is_plain(wanted: Any) -> bool:
    return not isinstance(wanted, dict) or wanted.keys() <= {"IN", "NOT_IN"}


def _named(wanted: Any) -> Iterator[str]:
    if isinstance(wanted, dict):
        for words in wanted.values():
            yield from words
    elif isinstance(wanted, str):
        yield wanted
