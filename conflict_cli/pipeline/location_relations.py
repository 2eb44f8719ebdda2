"""How something lies to a place, in the words before its name: near, 10 km north of, the outskirts of."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span

from conflict_cli.lexicon.terms import read_yaml
from conflict_cli.matcher import syntax
from conflict_cli.pipeline.annotations import Argument, ResolvedPlace
from conflict_cli.pipeline.numerals import read_number

MOTION_PREPOSITIONS = frozenset({"from", "into", "on", "to", "toward", "towards"})
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
    sentence = syntax.sentence_of(span[0])
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


# ---------------------------------------------------------------- the point of a relation

EARTH_RADIUS = 6371.0  # km, the mean radius of IUGG
KILOMETRES = {"k": 1.0, "mi": 1.609344, "met": 0.001, "y": 0.0009144}  # by how a unit begins
BEARINGS = {"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270}
BEARINGS |= {"northwest": 315}
OF_A_DISTANCE = re.compile(
    r"^(?P<number>[\w.,]+?)[ -]?(?P<unit>[a-z]+)(?: (?P<compass>[a-z-]+))? (?:of|from|outside|off)$"
)
POINTS = frozenset({"point", "settlement"})


def point_of(place: ResolvedPlace, relation: str) -> tuple[float | None, float | None, str | None]:
    """Return latitude, longitude and precision of what lies to a place as the relation says.

    "10 km north of" Sarmin is an offset point, "near" Sarmin has Sarmin's own point and says so.
    """
    if place.latitude is None or place.longitude is None:
        return None, None, None
    found = OF_A_DISTANCE.match(relation)
    if found and found["compass"] and place.precision in POINTS:
        kilometres = _kilometres(found["number"], found["unit"])
        if kilometres is not None:
            bearing = BEARINGS[found["compass"].replace("-", "")]
            return *_destination(place.latitude, place.longitude, kilometres, bearing), "offset"
    inside = relation in _relation_words()["inside"] or relation.startswith("the ")
    return place.latitude, place.longitude, place.precision if inside or place.precision not in POINTS else "near"


def locate(argument: Argument, place: ResolvedPlace | None) -> None:
    """Give an event's location the point that its place and its relation to it say."""
    if place is not None:
        argument.latitude, argument.longitude, argument.precision = point_of(place, argument.relation)


def is_taken_or_reached(span: Span) -> bool:
    """Tell whether a name is what somebody takes, enters or leaves: "retook Bambila", "withdrew from Mayer"."""
    root, words = span.root, _relation_words()
    if syntax.is_object(root):
        return root.head.lemma_.lower() in words["taken"]
    if syntax.preposition_of(root) not in MOTION_PREPOSITIONS:
        return False
    above = root.head.head
    return any(verb.lemma_.lower() in words["reached"] for verb in (above, above.head))


def places_at(doc: Doc) -> dict[int, ResolvedPlace]:
    """Return the place that each word is part of a mention of."""
    return {token.i: place for place in doc._.places for mention in place.mentions for token in mention.span}


def leads_to(start: Span, place: Span) -> bool:
    """Tell whether the words between a described place and a name say only how one lies to the other.

    "a village" leads to "Kupiansk" in "a village some 10 km east of the city of Kupiansk".
    """
    between = start.doc[start.end : place.start]
    if not 0 < len(between) <= WORDS_BEFORE or place.start >= syntax.sentence_of(start[0]).end:
        return False
    return all(token.lower_ in _leading_words() or token.like_num or token.is_punct for token in between)


@cache
def _leading_words() -> frozenset[str]:
    words = _relation_words()
    parts = [
        word for name in ("beside", "phrases", "compass", "units", "designators", "inside") for word in words[name]
    ]
    return frozenset(word for part in (*parts, *words["fillers"]) for word in part.split())


def _kilometres(number: str, unit: str) -> float | None:
    try:
        value: float | None = float(number.replace(",", ""))
    except ValueError:
        value = read_number(number)
    if value is None:
        return None
    return next((value * factor for start, factor in KILOMETRES.items() if unit.startswith(start)), None)


def _destination(latitude: float, longitude: float, kilometres: float, bearing: float) -> tuple[float, float]:
    """Return the point at a distance and bearing on the sphere, to three decimals."""
    angle, course, start = kilometres / EARTH_RADIUS, math.radians(bearing), math.radians(latitude)
    end = math.asin(math.sin(start) * math.cos(angle) + math.cos(start) * math.sin(angle) * math.cos(course))
    turn = math.atan2(
        math.sin(course) * math.sin(angle) * math.cos(start), math.cos(angle) - math.sin(start) * math.sin(end)
    )
    east = (longitude + math.degrees(turn) + 540) % 360 - 180
    return round(math.degrees(end), 3), round(east, 3)
