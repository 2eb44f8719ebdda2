"""conflict_places: toponym resolution, one gazetteer entry per place of the article.

Assigns `doc._.places`, and gives each location of `doc._.events` its relation: near, east of, 10 km from.
A place the gazetteer doesn't know keeps its mentions and has no coordinates, never a guess.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span

from conflict_cli.folding import fold
from conflict_cli.gazetteer.lookup import GazetteerPlace
from conflict_cli.gazetteer.names import place_key
from conflict_cli.lexicon.actors import ActorEntry, load_actors
from conflict_cli.lexicon.countries import load_country_names
from conflict_cli.lexicon.terms import PhraseIndex, load_titles, never_places
from conflict_cli.pipeline.annotations import Mention, ResolvedPlace
from conflict_cli.pipeline.extensions import register
from conflict_cli.pipeline.location_relations import leads_to, locate, location_relation, places_at, point_of
from conflict_cli.pipeline.names import is_common, trimmed
from conflict_cli.pipeline.place_scan import surname_keys, unplaced_names
from conflict_cli.pipeline.toponyms import (
    LIKELY_SHARE,
    ArticleCountries,
    Toponyms,
    is_capitalised,
    load_toponyms,
)

register()

LARGEST_SURNAME_CITY = math.log10(300_000)
INDEFINITE = frozenset({"a", "an", "another"})
CONTAINER_KINDS = frozenset({"country", "admin"})
POINT_KINDS = frozenset({"settlement", "facility"})
INNER_KINDS = frozenset({"country", "admin", "region", "settlement"})
FORCES = frozenset({"militia", "rebel_group", "state_forces"})
LEAST_INNER_PRIOR = 4.0  # log10 of population
LONGEST_INNER_NAME = 4  # tokens
# their names are other places': "Bedford Drive" and "Bedford County" are not in Bedford
STREETS = frozenset({"avenue", "boulevard", "co", "county", "drive", "lane", "road", "st", "street", "streets"})
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
        mentions = _place_mentions(doc)
        countries = self._toponyms.article_countries(doc, [place.span.text for place in mentions if not place.nominal])
        acting = _acting_places(doc, self._actors)
        # what acts and is no listed place is no place at all
        mentions += [place for place in acting if self._toponyms.resolve(place.span.text, countries) is not None]
        mentions += _leading_places(doc, _positions(mentions), countries, self._toponyms)
        mentions.sort(key=lambda mention: mention.span.start)
        doc._.places = _Resolution(mentions, doc, self._toponyms).places()
        at = places_at(doc)
        for event in doc._.events:
            for location in event.locations:
                location.relation = location_relation(location.span)
                locate(location, at.get(location.span.root.i))
        return doc


def _place_mentions(doc: Doc) -> list[Mention]:
    inside = [name for mention in doc._.mentions if not _is_force_by_name(mention) for name in mention.within]
    return [mention for mention in (*doc._.mentions, *inside) if mention.label == "place"]


def _is_force_by_name(mention: Mention) -> bool:
    """Tell whether it is armed men by name: a place inside says who they are, "U.S. Marines", not where.

    "Ukraine's air force" is named after the country, and tells of it.
    """
    named = mention.label == "actor" and mention.kind in FORCES and not mention.nominal
    return named and not any(token.tag_ == "POS" for token in mention.span)


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
        for entity in filter(None, (trimmed(entity) for entity in doc.ents if _names_a_place(entity)))
        if not is_common(entity)
        and (entity.start, entity.end) not in whole
        and entity.end not in surnames
        and covered.isdisjoint(range(entity.start, entity.end))
        and actors.get(entity.text) is None
    ]


def _names_a_place(entity: Span) -> bool:
    """Tell whether the news tagger says place, or organisation where a state is meant: "the DPRK", "Harare"."""
    country = load_country_names().get(entity.text) if entity.label_ == "ORG" else None
    return entity.label_ == "GPE" or (country is not None and country.form in {"name", "capital"})


def _leading_places(doc: Doc, taken: set[int], countries: ArticleCountries, toponyms: Toponyms) -> Iterator[Mention]:
    """Yield the places that actors are named after: "Sarmin" in "Sarmin residents", "Harare" in "Harare Mayor"."""
    surnames = surname_keys(doc._.mentions)
    for mention in doc._.mentions:
        other = mention.label != "actor" or mention.kind == "media" or _is_force_by_name(mention)
        if other or not taken.isdisjoint(_positions([mention])):
            continue
        # "the 3,000 Sarmin residents"
        start = next(
            (token.i for token in mention.span if token.text[:1].isupper() and token.tag_ not in {"CD", "DT"}),
            mention.span.end,
        )
        for end in range(min(start + LONGEST_INNER_NAME, mention.span.end - 1), start, -1):
            span = doc[start:end]
            if not (span[0].text[:1].isupper() and span[-1].text[:1].isupper()):
                continue
            if mention.kind == "person" and not mention.nominal and fold(doc[end].text) not in load_titles():
                continue
            place = toponyms.resolve(span.text, countries)
            if place is not None and _is_plain(place, span, countries) and place_key(span.text) not in surnames:
                yield Mention(span, "place", place.kind)
                break


def _is_plain(place: GazetteerPlace, span: Span, countries: ArticleCountries) -> bool:
    """Tell whether a place can be told from its name alone in an article about its country."""
    if span.text.lower() in never_places() or place.kind not in INNER_KINDS:
        return False
    if not place.is_main_name(place_key(span.text)) and place.kind != "country":
        return False
    return countries.share(place.country) > 0 and (place.kind != "settlement" or place.prior >= LEAST_INNER_PRIOR)


def _positions(mentions: list[Mention]) -> set[int]:
    return {position for mention in mentions for position in range(mention.span.start, mention.span.end)}


class _Resolution:
    """The places of one article: one sense for one spelling."""

    def __init__(self, mentions: list[Mention], doc: Doc, toponyms: Toponyms) -> None:
        self._mentions = mentions
        self._toponyms = toponyms
        self._surnames = surname_keys(doc._.mentions)
        names = [mention.span.text for mention in mentions if not mention.nominal]
        self._countries = toponyms.article_countries(doc, names)
        self._containers = self._containers_by_name()
        self._unplaced = unplaced_names([mention for mention in mentions if not mention.nominal])
        self._chosen: dict[str, GazetteerPlace | None] = {}

    def places(self) -> list[ResolvedPlace]:
        """Return the places in the order of their first mention."""
        places: dict[object, ResolvedPlace] = {}
        for mention in self._mentions:
            text = " ".join(mention.span.text.split())
            entry = self._entry(mention)
            if entry is None and mention.span.text in self._unplaced:
                continue
            key: object = (entry.name, entry.kind, entry.latitude, entry.longitude) if entry else text.lower()
            if mention.nominal and mention.span[0].lower_ in INDEFINITE:
                key = mention.span.start  # "a village" here and "a village" there are two
            if key not in places:
                places[key] = _resolved(entry) if entry else self._unlisted(mention, text)
            places[key].mentions.append(mention)
        found = list(places.values())
        _anchor(found)
        return found

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
        best = self._toponyms.resolve(text, self._countries, containers)
        if best is not None and best.kind == "settlement" and best.prior < LARGEST_SURNAME_CITY and not best.users:
            return None if place_key(text) in self._surnames else best
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
        plain = best.is_main_name(place_key(text)) and self._countries.share(best.country) >= LIKELY_SHARE
        return best if plain or best.prior >= LEAST_INNER_PRIOR or best.kind != "settlement" else None


def _anchor(places: list[ResolvedPlace]) -> None:
    """Put described places where the words after them say: "a village 10 km east of Kupiansk"."""
    row = sorted(
        ((mention.span, mention.nominal, place) for place in places for mention in place.mentions),
        key=lambda each: each[0].start,
    )
    for (span, nominal, place), (after, _, named) in pairwise(row):
        if nominal and place.latitude is None and named.latitude is not None and leads_to(span, after):
            place.relation, place.anchor = location_relation(after), named
            place.country, place.admin1 = named.country, named.admin1
            if named.kind == "country":
                continue  # "a village in Syria" may be anywhere there
            place.latitude, place.longitude, precision = point_of(named, place.relation)
            place.precision = "settlement" if precision == "point" else precision


def _resolved(entry: GazetteerPlace) -> ResolvedPlace:
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
