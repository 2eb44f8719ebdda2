"""Place names: candidates with coordinates for "Deir al-Zor", whatever its spelling.

data/lexicons/places.tsv.gz has one row per place; place_names.tsv.gz has sorted keys with the byte offsets of the
rows they name. Both are kept as bytes and searched where they lie: parsing 140,000 rows would take a second.
"""

from __future__ import annotations

import gzip
import math
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from conflict_cli.lexicon.terms import WORD, fold

# Arabic, Persian and Spanish articles, written or left out at will: "al-Bab", "Deir ez-Zor" = "Deir al-Zor"
ARTICLES = frozenset({"ad", "al", "an", "ar", "as", "ash", "at", "az", "ed", "el", "es", "et", "ez", "ul"})
ABBREVIATIONS = {"ft": "fort", "mt": "mount", "st": "saint", "ste": "sainte"}
SHORTEST_AFTER_ARTICLE = 3
# three letters and fewer are airport codes among the alternate names: only main names count
LONGEST_CODE = 3
# log10 of population for settlements; the others by kind
PRIOR_BY_KIND = {"country": 9.0, "region": 8.0, "feature": 7.0, "admin": 5.6, "facility": 2.0, "settlement": 1.0}
MAIN_NAME_BONUS = 0.6
CACHED_LOOKUPS = 20_000


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """A row of places.tsv: `country` is ISO 3166-1 alpha-3, `admin1` the name of the first-order division."""

    name: str
    kind: str
    country: str | None
    admin1: str | None
    latitude: float
    longitude: float
    population: int
    geonames: int | None

    @property
    def prior(self) -> float:
        """Return how likely the name means this place when nothing else is known."""
        if self.kind == "settlement" and self.population > 0:
            return math.log10(self.population)
        return PRIOR_BY_KIND[self.kind]


def place_key(name: str) -> str:
    """Return the key under which spellings of one name meet: "Dayr az Zawr", "Deir al-Zor" -> "deir zor"."""
    words = [ABBREVIATIONS.get(word, word) for word in (fold(found) for found in WORD.findall(name))]
    kept = [
        word
        for position, word in enumerate(words)
        if word not in ARTICLES or not any(len(rest) >= SHORTEST_AFTER_ARTICLE for rest in words[position + 1 :])
    ]
    return " ".join(kept)


class Gazetteer:
    """The packaged gazetteer, opened on first lookup."""

    def __init__(self, places: bytes, names: bytes) -> None:
        self._places = places
        self._names = names

    def lookup(self, name: str) -> tuple[GazetteerPlace, ...]:
        """Return the places that bear a name, the likeliest first.

        Example:
            >>> load_gazetteer().lookup("al-Bab")[0].country
            'SYR'
        """
        key = place_key(name)
        offsets = self._offsets(key.encode())
        places = [self._place(offset) for offset in offsets]
        if len(key) <= LONGEST_CODE:
            places = [place for place in places if place_key(place.name) == key]
        return tuple(sorted(places, key=lambda place: -(place.prior + self._bonus(place, key))))

    @staticmethod
    def _bonus(place: GazetteerPlace, key: str) -> float:
        return MAIN_NAME_BONUS if place_key(place.name) == key else 0.0

    def _offsets(self, key: bytes) -> list[int]:
        names, low, high = self._names, 0, len(self._names)
        while low < high:
            start = names.rfind(b"\n", 0, (low + high) // 2) + 1
            end = names.find(b"\n", start)
            tab = names.find(b"\t", start, end)
            found = names[start:tab]
            if found == key:
                return [int(offset, 36) for offset in names[tab + 1 : end].split(b",")]
            if found < key:
                low = end + 1
            else:
                high = start
        return []

    def _place(self, offset: int) -> GazetteerPlace:
        return _parse_row(self._places[offset : self._places.find(b"\n", offset)])


@lru_cache(maxsize=CACHED_LOOKUPS)
def _parse_row(row: bytes) -> GazetteerPlace:
    name, kind, country, admin1, latitude, longitude, population, geonames = row.decode().split("\t")
    return GazetteerPlace(
        name=name,
        kind=kind,
        country=country or None,
        admin1=admin1 or None,
        latitude=float(latitude),
        longitude=float(longitude),
        population=int(population or 0),
        geonames=int(geonames) if geonames else None,
    )


@cache
def load_gazetteer() -> Gazetteer:
    """Return the packaged gazetteer, read once per process."""
    folder = resources.files("conflict_cli.data").joinpath("lexicons")
    places, names = (
        gzip.decompress(folder.joinpath(f"{name}.tsv.gz").read_bytes()) for name in ("places", "place_names")
    )
    return Gazetteer(places, names)


@lru_cache(maxsize=CACHED_LOOKUPS)
def find_places(name: str) -> tuple[GazetteerPlace, ...]:
    """Return the places that bear a name, the likeliest first; an unknown name gives none."""
    return load_gazetteer().lookup(name)
