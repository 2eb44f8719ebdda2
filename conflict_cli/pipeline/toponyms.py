"""What the finding and the resolving of place names share: queries, the article's countries, scores."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path

from spacy.tokens import Doc, Span

from conflict_cli.gazetteer.lookup import MAIN_NAME_BONUS, Gazetteer, GazetteerPlace, load_gazetteer
from conflict_cli.gazetteer.names import place_key
from conflict_cli.gazetteer.table import KINDS
from conflict_cli.lexicon.countries import load_country_names
from conflict_cli.lexicon.terms import load_countries, read_yaml, words_of
from conflict_cli.matcher import syntax
from conflict_cli.pipeline.country_roles import load_acting_countries, place_nouns

COUNTRY_WEIGHT = 2.2
CONTAINED_BONUS = 3.0
# the kinds a designator asks for: "Aleppo province" is never the city
ADMIN_KINDS = frozenset({"admin", "region"})
SETTLEMENT_KINDS = frozenset({"settlement"})
ANY_KIND = frozenset(KINDS)
FACILITY_KINDS = frozenset({"facility", "settlement", "region"})
CACHED_NAMES = 10_000
CACHED_ARTICLES = 4  # the votes are counted anew each time more places are known
STATE_VOTE = 1.0
CITY_VOTE = 0.5
LIKELY_SHARE = 0.2
FAINT_SHARE = 0.1  # a country named in passing: "Escalon" in an article about San Salvador is not in California
DIVISION_WEIGHT = 1.6
CLEAR_LEAD = 1.5
COUNTY = frozenset({"county", "counties"})
# an article with this many votes says which countries it is about: a place elsewhere needs 30,000 people
CLEAR_VOTES = 3
UNLIKELY_PRIOR = 4.5
SOLE_PRIOR = 3.7  # 5,000 people, where one country alone has a place of the name
SHORTEST_SOUND = 4  # letters: shorter names sound like too many others


@dataclass(frozen=True, slots=True)
class PlaceQuery:
    """A place name taken apart: "northern Aleppo province" -> Aleppo, an admin division."""

    name: str
    kinds: frozenset[str] | None = None


@dataclass(slots=True)
class ArticleCountries:
    """How much an article is about each country, and about each first-order division of it."""

    votes: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    divisions: dict[tuple[str, str], float] = field(default_factory=lambda: defaultdict(float))

    @property
    def total(self) -> float:
        """Return the number of votes."""
        return sum(self.votes.values())

    def share(self, country: str | None) -> float:
        """Return the part of all votes that a country has."""
        return self.votes.get(country, 0.0) / self.total if self.votes and country else 0.0

    def division_share(self, place: GazetteerPlace) -> float:
        """Return the part of the divisions' votes that a place's own division has."""
        if not self.divisions or place.country is None or place.admin1 is None:
            return 0.0
        return self.divisions.get((place.country, place.admin1), 0.0) / sum(self.divisions.values())

    def likely(self) -> frozenset[str]:
        """Return the countries that the article is plainly about."""
        return frozenset(country for country in self.votes if self.share(country) >= LIKELY_SHARE)


def place_queries(text: str) -> list[PlaceQuery]:
    """Return what to look a place mention up as, the fullest form first."""
    words = [word for word in text.replace("\n", " ").split() if word.strip(".,")]
    if words and words[0].lower() in {"the", "a", "an"}:
        words = words[1:]
    queries = _designated(words)
    bare = _without_bearing(words)
    return queries if bare == words else [*queries, *_designated(bare)]


def _without_bearing(words: list[str]) -> list[str]:
    """Return the words without bearings and nationalities before the name: "the Palestinian Gaza Strip"."""
    while len(words) > 1 and (words[0].lower() in load_acting_countries().directions or _is_adjective(words[0])):
        words = words[1:]
    return words


def _is_adjective(word: str) -> bool:
    country = load_country_names().get(word)
    return country is not None and country.form == "adjective"


def _designated(words: list[str]) -> list[PlaceQuery]:
    """Return a name as it stands, and without the noun that says what it is: "the city of Mosul", "Idlib province"."""
    queries = [PlaceQuery(" ".join(words))] if words else []
    lowered = [word.lower() for word in words]
    if "of" in lowered[1:-1]:
        at = lowered.index("of")
        queries.append(PlaceQuery(" ".join(words[at + 1 :]), _wanted_kinds(lowered[at - 1])))
    for length in (2, 1):
        kinds = _wanted_kinds(" ".join(lowered[-length:]))
        if len(words) > length and kinds is not None:
            queries.append(PlaceQuery(" ".join(words[:-length]), kinds))
            break
    return queries


@cache
def _wanted_kinds(designator: str) -> frozenset[str] | None:
    kind = place_nouns().get(designator) or place_nouns().get(designator.removesuffix("s"))
    if designator == "state":
        return ADMIN_KINDS
    if kind == "admin":
        return ADMIN_KINDS
    if kind == "settlement":
        return SETTLEMENT_KINDS
    if kind == "facility":
        return FACILITY_KINDS
    return ANY_KIND if kind in {"region", "feature"} else None


@lru_cache(maxsize=CACHED_ARTICLES)
def _countries_named(text: str) -> tuple[str, ...]:
    return tuple(found.value.country for found in load_country_names().find(text, words_of(text)))


class Toponyms:
    """Reads place names as one gazetteer has them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        # a name is looked up again for each mention and at each step
        self.candidates = lru_cache(maxsize=CACHED_NAMES)(self._candidates)

    def _candidates(self, text: str) -> Sequence[GazetteerPlace]:
        """Return the places a mention may mean; of the designators' kind where it has one and there are any."""
        division = self.abbreviated(text)
        if division is not None:
            return [division]
        for query in place_queries(text):
            found = self.gazetteer.lookup(query.name)
            if query.kinds is None:
                if found:
                    return found
                continue
            wanted = [place for place in found if place.kind in query.kinds]
            if query.kinds == FACILITY_KINDS:
                # "Aleppo airport": the town's own point would be a guess
                wanted = [place for place in wanted if place.kind != "settlement"]
            if wanted or query.kinds == FACILITY_KINDS:
                return wanted
            if query.kinds == ADMIN_KINDS and found and not _is_county(text):
                # a district has the name of its seat, a county seldom
                return found
        return []

    def abbreviated(self, text: str) -> GazetteerPlace | None:
        """Return the province or state that an abbreviation stands for: "Calif.", "B.C.", "KY"."""
        known = division_abbreviations().get(text)
        if known is None:
            return None
        country, name = known
        for place in self.gazetteer.lookup(name):
            if place.kind == "admin" and place.country == country:
                return place
        return None

    def sounding_alike(self, text: str, countries: frozenset[str]) -> list[GazetteerPlace]:
        """Return settlements and divisions of the countries whose names sound alike: "Kfraya" is Kafriya."""
        words = place_key(text).split()
        if not words or max(map(len, words)) < SHORTEST_SOUND:
            return []
        return [place for place in self.gazetteer.lookup_sound(text) if place.country in countries]

    def resolve(
        self, text: str, countries: ArticleCountries, containers: Sequence[GazetteerPlace] = ()
    ) -> GazetteerPlace | None:
        """Return the place that a name means in its article; None where nothing listed is likely.

        Args:
            text: the name, with its designator: "Aleppo province" is never the city.
            countries: what the article is about.
            containers: what the article says the place lies in: "Tripoli, Lebanon".
        """
        names = load_country_names()
        bare = text.removeprefix("the ").removeprefix("The ")
        known = names.get(bare) or names.get(f"The {bare}")
        if known is not None and known.form == "seat":
            return None  # "the White House" is no town in Tennessee
        found = self.candidates(text)
        if known is not None and known.form == "name" and not any(one.country == known.country for one in containers):
            # "Georgia" among the states of the USA is one of them
            divisions = [place for place in found if place.kind == "admin" and countries.division_share(place) > 0]
            if divisions and countries.votes.get(known.country, 0) <= countries.total / 2:
                return divisions[0]
            return country_place(known.country)
        found = found or self.sounding_alike(text, countries.likely())
        if not found:
            return None
        if _is_county(text):
            # every English-speaking country has a Plymouth County
            found = [place for place in found if countries.share(place.country) > 0]
        inside = [place for place in found if place.users or may_be_in(place, containers)] or found
        far = countries.total >= CLEAR_VOTES
        sole = len({place.country for place in found}) == 1 and found[0].is_main_name(place_key(text))
        least = SOLE_PRIOR if sole else UNLIKELY_PRIOR
        likely = [place for place in inside if not (far and _is_unlikely(place, countries, containers, least))]
        # a village far from everything the article is about: not a guess we make
        return max(likely, key=lambda place: score(place, text, countries, containers), default=None)

    def article_countries(self, doc: Doc, place_texts: list[str]) -> ArticleCountries:
        """Return the votes: country names, nationalities, capitals, divisions, and names only one country has."""
        result = ArticleCountries()
        for country in _countries_named(syntax.text_of(doc)):
            result.votes[country] += STATE_VOTE
        for text in place_texts:
            places = self.candidates(text) if not _is_county(text) else []
            countries = {place.country for place in places}
            if places and places[0].kind == "admin" and places[0].country:
                result.divisions[places[0].country, places[0].name] += STATE_VOTE
                if _stands_out(places):
                    result.votes[places[0].country] += CITY_VOTE
            elif len(countries) == 1 and places[0].kind != "country" and places[0].country:
                result.votes[places[0].country] += CITY_VOTE
                if places[0].admin1 and len({place.admin1 for place in places}) == 1:
                    result.divisions[places[0].country, places[0].admin1] += CITY_VOTE
        return result


def _is_county(text: str) -> bool:
    return not COUNTY.isdisjoint(text.lower().split())


def _stands_out(places: Sequence[GazetteerPlace]) -> bool:
    """Tell whether a division's namesakes elsewhere are villages beside it: "Iowa"."""
    others = [place.prior for place in places if place.country != places[0].country]
    return places[0].prior - max(others, default=0.0) >= CLEAR_LEAD


@cache
def division_abbreviations() -> dict[str, tuple[str, str]]:
    """Return country and name of the divisions that newspapers shorten: "Calif." -> (USA, California)."""
    return {
        short: (country, name)
        for country, names in read_yaml("division_abbreviations.yaml").items()
        for name, shorts in names.items()
        for short in shorts
    }


def load_toponyms(gazetteer: str | Path | None = None, places: str | Path | None = None) -> Toponyms:
    """Return the reader of place names for a gazetteer file and a user's places; None takes the package's and none."""
    return Toponyms(load_gazetteer(Path(gazetteer) if gazetteer else None, Path(places) if places else None))


def score(place: GazetteerPlace, name: str, countries: ArticleCountries, containers: Sequence[GazetteerPlace]) -> float:
    """Return how well a place fits a name in its article; `containers` are what "X, Y" puts it in."""
    total = place.prior + COUNTRY_WEIGHT * math.sqrt(countries.share(place.country))
    total += DIVISION_WEIGHT * math.sqrt(countries.division_share(place))
    if place.is_main_name(place_key(name)):
        total += MAIN_NAME_BONUS
    if any(is_in(place, container) for container in containers):
        total += CONTAINED_BONUS
    return total


def _is_unlikely(
    place: GazetteerPlace, countries: ArticleCountries, containers: Sequence[GazetteerPlace], least: float
) -> bool:
    within = any(is_in(place, container) for container in containers)
    if place.users or within or countries.share(place.country) > FAINT_SHARE:
        return False
    # a division's name is often a common word: "West Coast", "Centre"
    return place.prior < least or place.kind == "admin"


@cache
def country_place(code: str) -> GazetteerPlace | None:
    """Return a country as a place; None for the few islands without a point."""
    country = load_countries()[code]
    if country.latitude is None or country.longitude is None:
        return None
    return GazetteerPlace(
        country.name, "country", code, None, country.latitude, country.longitude, country.population, country.geonames
    )


def is_in(place: GazetteerPlace, container: GazetteerPlace) -> bool:
    """Tell whether a country or division contains a place."""
    if place == container or place.country != container.country:
        return False
    return container.kind == "country" or (container.kind == "admin" and place.admin1 == container.name)


def may_be_in(place: GazetteerPlace, containers: Sequence[GazetteerPlace]) -> bool:
    """Tell whether a place lies where the article says it does: Paris, Missouri, is not in France."""
    return not containers or any(
        is_in(place, container) or place == container or (place.country == container.country and place.admin1 is None)
        for container in containers
    )


def is_capitalised(span: Span) -> bool:
    """Tell whether a span has a capital letter: it is a name."""
    return any(letter.isupper() for letter in span.text)
