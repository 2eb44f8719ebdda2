"""conflict_places: toponym resolution, one gazetteer entry per place of the article.

Assigns `doc._.places`, and gives each location of `doc._.events` its relation: near, east of, 10 km from.
A place the gazetteer doesn't know keeps its mentions and has no coordinates, never a guess.
"""

from __future__ import annotations

import math
import re
from functools import cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli.gazetteer.lookup import GazetteerPlace
from conflict_cli.gazetteer.names import place_key
from conflict_cli.lexicon.actors import ActorEntry, load_actors
from conflict_cli.lexicon.countries import load_country_names
from conflict_cli.lexicon.terms import PhraseIndex, load_countries, never_places
from conflict_cli.pipeline.annotations import Mention, ResolvedPlace
from conflict_cli.pipeline.extensions import register
from conflict_cli.pipeline.location_relations import location_relation
from conflict_cli.pipeline.names import is_common, trimmed
from conflict_cli.pipeline.toponyms import (
    Toponyms,
    is_capitalised,
    is_in,
    load_toponyms,
    score,
)

register()

LARGEST_SURNAME_CITY = math.log10(300_000)
# an article with this many votes says which countries it is about: a place elsewhere needs 30,000 people
CLEAR_VOTES = 3
UNLIKELY_PRIOR = 4.5
CONTAINER_KINDS = frozenset({"country", "admin"})
POINT_KINDS = frozenset({"settlement", "facility"})
INNER_KINDS = frozenset({"country", "admin", "region", "settlement"})
LEAST_INNER_PRIOR = 4.0  # log10 of population
LONGEST_INNER_NAME = 4  # tokens
# their names are other places': "Bedford Drive" is not in Bedford
STREETS = frozenset({"avenue", "boulevard", "drive", "lane", "road", "st", "street", "streets"})
CONTAINER_GAP = re.compile(r"^(,|, in|, near| in|,? \()? ?$")


@Language.factory(
    "conflict_places",
    default_config={"actors": None, "gazetteer": None, "places": None},
    requires=["doc._.mentions", "doc._.events"],
    assigns=["doc._.places"],
)
def create_places(
    nlp: Language, name: str, actors: str | None, gazetteer: str | None, places: str | None
) -> PlaceResolver:
    """Return the component that resolves places; the name of an actor, a user's included, is none."""
    return PlaceResolver(load_actors(actors), load_toponyms(gazetteer, places))


class PlaceResolver:
    """Resolves place mentions: "Sarmin, a town in Idlib" is at 35.90, 36.73."""

    def __init__(self, actors: PhraseIndex[ActorEntry], toponyms: Toponyms):
        self._actors = actors
        self._toponyms = toponyms

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.places and the relations of the events' locations."""
        mentions = [*_place_mentions(doc), *_acting_places(doc, self._actors)]
        mentions.sort(key=lambda mention: mention.span.start)
        doc._.places = _Resolution(mentions, doc, self._toponyms).places()
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


class _Resolution:
    """The places of one article: one sense for one spelling."""

    def __init__(self, mentions: list[Mention], doc: Doc, toponyms: Toponyms) -> None:
        self._mentions = mentions
        self._toponyms = toponyms
        self._surnames = _surnames(doc)
        names = [mention.span.text for mention in mentions if not mention.nominal]
        self._countries = toponyms.article_countries(doc, names)
        self._containers = self._containers_by_name()
        self._chosen: dict[str, GazetteerPlace | None] = {}

    def places(self) -> list[ResolvedPlace]:
        """Return the places in the order of their first mention."""
        places: dict[object, ResolvedPlace] = {}
        for mention in self._mentions:
            text = " ".join(mention.span.text.split())
            entry = self._entry(mention)
            key = (entry.name, entry.kind, entry.latitude, entry.longitude) if entry else text.lower()
            if key not in places:
                places[key] = _resolved(mention, text, entry) if entry else self._unlisted(mention, text)
            places[key].mentions.append(mention)
        return list(places.values())

    def _containers_by_name(self) -> dict[str, list[GazetteerPlace]]:
        """Return what the article says once of where a name lies: "Tripoli, Lebanon", "LONDON, Ky."."""
        found: dict[str, list[GazetteerPlace]] = {}
        for mention, after in pairwise(self._mentions):
            gap = (
                mention.span.doc[mention.span.end : after.span.start].text
                if after.span.start > mention.span.end
                else ""
            )
            if CONTAINER_GAP.match(gap) and is_capitalised(after.span):
                larger = [
                    place for place in self._toponyms.candidates(after.span.text) if place.kind in CONTAINER_KINDS
                ]
                if larger:
                    found.setdefault(place_key(mention.span.text), larger)
        return found

    def _entry(self, mention: Mention) -> GazetteerPlace | None:
        if mention.nominal or not is_capitalised(mention.span):
            return None
        text = mention.span.text
        # "LONDON" of the dateline is the article's London; "Calif." is not its "Calif"
        key = place_key(text) if self._toponyms.abbreviated(text) is None else text
        if key not in self._chosen:
            self._chosen[key] = self._best(text, self._containers.get(key, []))
        return self._chosen[key]

    def _best(self, text: str, containers: list[GazetteerPlace]) -> GazetteerPlace | None:
        known = load_country_names().get(text.removeprefix("the ").removeprefix("The "))
        countries = self._countries
        if known is not None and known.form == "name" and not any(c.country == known.country for c in containers):
            listed = country_place(known.country)
            # "Georgia" among the states of the USA
            divisions = [place for place in self._toponyms.candidates(text) if countries.division_share(place) > 0]
            if listed is not None and not (divisions and countries.share(known.country) < countries.share("USA")):
                return listed
        found = self._toponyms.candidates(text) or self._toponyms.sounding_alike(text, countries.likely())
        if not found:
            return None
        best = max(found, key=lambda place: score(place, text, countries, containers))
        if best.users:
            return best
        if countries.share(best.country) == 0 and countries.total >= CLEAR_VOTES and _is_unlikely(best, containers):
            # a village far from everything the article is about: not a guess we make
            return None
        if place_key(text) in self._surnames and best.kind == "settlement" and best.prior < LARGEST_SURNAME_CITY:
            return None
        return best

    def _unlisted(self, mention: Mention, text: str) -> ResolvedPlace:
        """Return a place that no gazetteer entry is, at the place its own words put it in: "Idlib hospital"."""
        place = ResolvedPlace(text, mention.kind or "settlement", mention.country)
        anchor = self._inner_place(mention)
        if anchor is None:
            return place
        place.country, place.admin1 = anchor.country, anchor.admin1
        if anchor.kind != "feature":
            place.latitude, place.longitude = anchor.latitude, anchor.longitude
            place.precision = precision_of(anchor.kind, inside=True)
        return place

    def _inner_place(self, mention: Mention) -> GazetteerPlace | None:
        span = mention.span
        if span.root.lower_ in STREETS or span[-1].lower_ in STREETS:
            return None
        for length in range(min(LONGEST_INNER_NAME, len(span) - 1), 0, -1):
            for start in range(span.start, span.end - length + 1):
                part = span.doc[start : start + length]
                if part[0].text[:1].isupper() and part[-1].text[:1].isupper() and (found := self._inner(part.text)):
                    return found
        return None

    def _inner(self, text: str) -> GazetteerPlace | None:
        if text.lower() in never_places() or place_key(text) in self._surnames:
            return None
        best = self._best(text, self._containers.get(place_key(text), []))
        if best is None or best.kind not in INNER_KINDS or self._countries.share(best.country) == 0:
            return None
        return best if best.prior >= LEAST_INNER_PRIOR or best.kind != "settlement" else None


def _is_unlikely(place: GazetteerPlace, containers: list[GazetteerPlace]) -> bool:
    if any(is_in(place, container) for container in containers):
        return False
    # a division's name is often a common word: "West Coast", "Centre"
    return place.prior < UNLIKELY_PRIOR or place.kind == "admin"


@cache
def country_place(code: str) -> GazetteerPlace | None:
    """Return a country as a place; None for the few islands without a point."""
    country = load_countries()[code]
    if country.latitude is None or country.longitude is None:
        return None
    return GazetteerPlace(
        country.name, "country", code, None, country.latitude, country.longitude, country.population, country.geonames
    )


def _surnames(doc: Doc) -> frozenset[str]:
    """Return the keys of the last names of the article's people."""
    people = [mention.span for mention in doc._.mentions if mention.kind == "person" and not mention.nominal]
    return frozenset(place_key(span[-1].text) for span in people if len(span) > 1)


def _resolved(mention: Mention, text: str, entry: GazetteerPlace) -> ResolvedPlace:
    return ResolvedPlace(
        name=entry.name,
        kind=entry.kind,
        country=entry.country,
        admin1=entry.admin1,
        latitude=entry.latitude,
        longitude=entry.longitude,
        geonames=entry.geonames,
        precision=precision_of(entry.kind),
    )


def precision_of(kind: str, *, inside: bool = False) -> str:
    """Return what a point stands for: a place itself, or the middle of the larger thing it lies in."""
    if kind in POINT_KINDS:
        return "settlement" if inside else "point"
    return "region" if kind == "feature" else kind
