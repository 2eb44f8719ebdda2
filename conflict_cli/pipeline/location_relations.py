"""How something lies to a place, in the words before its name: near, 10 km north of, the outskirts of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span

from conflict_cli.lexicon.terms import read_yaml

WORDS_BEFORE = 16  # "some 10 kilometers (6 miles) to the north-west of the town of"


@dataclass(frozen=True, slots=True)
class LocationRelations:
    """The content of location_relations.yaml as patterns over the words before a place."""

    beside: re.Pattern[str]
    distance: re.Pattern[str]
    bearing: re.Pattern[str]
    part: re.Pattern[str]


@cache
def _relation_patterns() -> LocationRelations:
    words = {name: "|".join(sorted(found, key=len, reverse=True)) for name, found in _relation_words().items()}
    # what may stand between the relation and the name: "near the rebel-held town of", "north of the city of"
    tail = rf"(?: the| a| an)?(?: [\w-]+){{0,2}}?(?: (?:{words['designators']}) of)?(?: the)?$"
    number = r"(?:\d[\d.,]*|\w+)"
    return LocationRelations(
        beside=re.compile(rf"\b({words['phrases']}|{words['beside']}){tail}"),
        distance=re.compile(
            rf"\b({number}(?: |-)?(?:{words['units']}))(?: ?\([^)]*\))?,?"
            rf"(?: (?:to the |due )?({words['compass']}))? (of|from|outside|off|inside){tail}"
        ),
        bearing=re.compile(rf"\b({words['compass']}) of{tail}"),
        part=re.compile(rf"\b((?:(?:the|(?:{words['compass']})\w*) )*(?:{words['parts']})) (?:of|with){tail}"),
    )


@cache
def _relation_words() -> dict[str, list[str]]:
    return {name: list(words) for name, words in read_yaml("location_relations.yaml").items()}


def location_relation(span: Span) -> str:
    """Return how an event lies to a place, in the words before its name; "in" where they say nothing else.

    "10 km (6 miles) north of Sarmin" gives "10 km north of", "near the town of Sarmin" gives "near".
    """
    sentence = span.sent
    before = " ".join(span.doc[max(sentence.start, span.start - WORDS_BEFORE) : span.start].text.lower().split())
    words = span.text.lower()
    if words.startswith(("the ", "a ", "an ")):
        before = f"{before} the"
    patterns = _relation_patterns()
    if found := patterns.distance.search(before):
        distance, bearing, preposition = found.groups()
        return " ".join(part for part in (distance, bearing, preposition) if part)
    if found := patterns.bearing.search(before):
        return f"{found[1]} of"
    if found := patterns.part.search(before):
        return f"the {found[1].removeprefix('the ')} of"
    return _beside(before, patterns) or _own_relation(words)


def _beside(before: str, patterns: LocationRelations) -> str | None:
    found = patterns.beside.search(before)
    if found is None:
        return None
    inside = re.search(rf"\b({'|'.join(_relation_words()['inside'])})\b", before[found.end(1) :])
    # "near the base in Sarmin": in Sarmin
    return None if inside else found[1]


def _own_relation(words: str) -> str:
    """Return the relation that a described place carries itself: "the outskirts of Aleppo city"."""
    found = re.match(rf"(?:the )?({'|'.join(_relation_words()['parts'])}) of ", words)
    return f"the {found[1]} of" if found else "in"
