"""conflict_places: toponym resolution, one gazetteer entry per place of the article.

Assigns `doc._.places`, and gives each location of `doc._.events` its relation: near, east of, 10 km from.
A place the gazetteer doesn't know keeps its mentions and has no coordinates, never a guess.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span

from conflict_cli.lexicon.actors import ActorEntry, load_actors
from conflict_cli.lexicon.countries import load_country_names
from conflict_cli.lexicon.places import GazetteerPlace, place_key
from conflict_cli.lexicon.terms import PhraseIndex, load_countries, read_yaml
from conflict_cli.pipeline.annotations import Mention, ResolvedPlace
from conflict_cli.pipeline.extensions import register
from conflict_cli.pipeline.names import is_common, trimmed
from conflict_cli.pipeline.toponyms import (
    ArticleCountries,
    article_countries,
    candidates,
    is_capitalised,
    score,
)

register()

LARGEST_SURNAME_CITY = math.log10(300_000)
# an article with this many votes says which countries it is about: a place elsewhere needs 30,000 people
CLEAR_VOTES = 3
UNLIKELY_PRIOR = 4.5
CONTAINER_GAP = re.compile(r"^(,|, in|, near| in|,? \()? ?$")
WORDS_BEFORE = 16  # "some 10 kilometers (6 miles) to the north-west of the town of"


@Language.factory(
    "conflict_places",
    default_config={"actors": None},
    requires=["doc._.mentions", "doc._.events"],
    assigns=["doc._.places"],
)
def create_places(nlp: Language, name: str, actors: str | None) -> PlaceResolver:
    """Return the component that resolves places; the name of an actor, a user's included, is none."""
    return PlaceResolver(load_actors(actors))


class PlaceResolver:
    """Resolves place mentions: "Sarmin, a town in Idlib" is at 35.90, 36.73."""

    def __init__(self, actors: PhraseIndex[ActorEntry]):
        self._actors = actors

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.places and the relations of the events' locations."""
        mentions = [*_place_mentions(doc), *_acting_places(doc, self._actors)]
        mentions.sort(key=lambda mention: mention.span.start)
        countries = article_countries(doc, [mention.span.text for mention in mentions if not mention.nominal])
        doc._.places = _resolve(mentions, countries, _surnames(doc))
        for event in doc._.events:
            for location in event.locations:
                location.relation = location_relation(location.span)
        return doc


def _place_mentions(doc: Doc) -> list[Mention]:
    inside = [name for mention in doc._.mentions for name in mention.within]
    return [mention for mention in (*doc._.mentions, *inside) if mention.label == "place"]


def _acting_places(doc: Doc, actors: PhraseIndex[ActorEntry]) -> list[Mention]:
    """Return the places behind actors: "Moscow" in "Moscow said", "U.S." in "U.S. troops".

    They act in their sentence and are actors there; on the map they are still places.
    """
    covered = _positions(_place_mentions(doc)) | _positions(
        [mention for mention in doc._.mentions if mention.source in {"lexicon", "model"} and mention.kind != "person"]
    )
    surnames = {mention.span.end for mention in doc._.mentions if mention.kind == "person" and not mention.nominal}
    # a whole nominal ("Rebels") that the model took for a place stays what it is
    whole = {(mention.span.start, mention.span.end) for mention in doc._.mentions if mention.source == "nominal"}
    return [
        Mention(entity, "place", "settlement", source="model")
        for entity in filter(None, (trimmed(entity) for entity in doc.ents if entity.label_ == "GPE"))
        if not is_common(entity)
        and (entity.start, entity.end) not in whole
        and entity.end not in surnames
        and covered.isdisjoint(range(entity.start, entity.end))
        and actors.get(entity.text) is None
    ]


def _positions(mentions: list[Mention]) -> set[int]:
    return {position for mention in mentions for position in range(mention.span.start, mention.span.end)}


def _resolve(mentions: list[Mention], countries: ArticleCountries, surnames: frozenset[str]) -> list[ResolvedPlace]:
    """Return the places in the order of their first mention."""
    places: dict[object, ResolvedPlace] = {}
    chosen: dict[str, GazetteerPlace | None] = {}
    for position, mention in enumerate(mentions):
        text = " ".join(mention.span.text.split())
        entry = None
        if is_capitalised(mention.span) and not mention.nominal:
            containers = _containers(mentions, position)
            if text not in chosen or containers:
                # one sense for one spelling in an article
                chosen[text] = _best(mention, countries, containers, surnames)
            entry = chosen[text]
        key = (entry.name, entry.kind, entry.latitude, entry.longitude) if entry else text.lower()
        if key not in places:
            places[key] = _resolved(mention, text, entry)
        places[key].mentions.append(mention)
    return list(places.values())


def _best(
    mention: Mention, countries: ArticleCountries, containers: list[GazetteerPlace], surnames: frozenset[str]
) -> GazetteerPlace | None:
    text = mention.span.text
    known = load_country_names().get(text.removeprefix("the ").removeprefix("The "))
    if known is not None and known.form == "name":
        return _country(known.country)
    found = candidates(text)
    if not found:
        return None
    best = max(found, key=lambda place: score(place, text, countries, containers))
    if countries.share(best.country) == 0 and countries.total >= CLEAR_VOTES and best.prior < UNLIKELY_PRIOR:
        # a village far from everything the article is about: not a guess we make
        return None
    if place_key(text) in surnames and best.kind == "settlement" and best.prior < LARGEST_SURNAME_CITY:
        return None
    return best


@cache
def _country(code: str) -> GazetteerPlace | None:
    country = load_countries()[code]
    if country.latitude is None or country.longitude is None:
        return None
    return GazetteerPlace(
        country.name, "country", code, None, country.latitude, country.longitude, country.population, country.geonames
    )


def _containers(mentions: list[Mention], position: int) -> list[GazetteerPlace]:
    """Return what the next name may be when it says where this one lies: "Tripoli, Lebanon"."""
    if position + 1 >= len(mentions):
        return []
    span, after = mentions[position].span, mentions[position + 1].span
    gap = span.doc[span.end : after.start].text if after.start > span.end else ""
    if not CONTAINER_GAP.match(gap) or not is_capitalised(after):
        return []
    return [place for place in candidates(after.text) if place.kind in {"country", "admin"}]


def _surnames(doc: Doc) -> frozenset[str]:
    """Return the keys of the last names of the article's people."""
    people = [mention.span for mention in doc._.mentions if mention.kind == "person" and not mention.nominal]
    return frozenset(place_key(span[-1].text) for span in people if len(span) > 1)


def _resolved(mention: Mention, text: str, entry: GazetteerPlace | None) -> ResolvedPlace:
    if entry is None:
        return ResolvedPlace(text, mention.kind or "settlement", mention.country)
    return ResolvedPlace(
        name=entry.name,
        kind=entry.kind,
        country=entry.country,
        admin1=entry.admin1,
        latitude=entry.latitude,
        longitude=entry.longitude,
        geonames=entry.geonames,
    )


# ---------------------------------------------------------------- relations of an event to a place


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
