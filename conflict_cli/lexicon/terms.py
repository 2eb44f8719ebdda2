"""Word lists of data/lexicons: YAML lists with kinds, the country table, an index to find phrases in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Generic, TypeVar

import yaml

from conflict_cli.errors import LexiconError, system_words
from conflict_cli.folding import WORD, fold
from conflict_cli.users_yaml import parse_yaml

Value = TypeVar("Value")
# an article is looked through for actors, countries and votes: its words are kept for that long
REINSTALL = "reinstall conflict-cli"
CACHED_TEXTS = 32


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its folded form and where it stands."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A phrase of an index found in a text: offsets, and what the index holds for it."""

    start: int
    end: int
    value: Value


@lru_cache(maxsize=CACHED_TEXTS)
def words_of(text: str) -> list[Word]:
    """Return the words of a text, divided at anything but letters, digits and inner apostrophes; not to be changed."""
    return [Word(fold(found[0]), found.start(), found.end()) for found in WORD.finditer(text)]


@dataclass(slots=True)
class PhraseIndex(Generic[Value]):
    """Phrases looked up by their folded words, so that "al-Shabaab", "Al Shabaab" and "Al-Shabaab" are one.

    A phrase of capitals only ("IS", "HTS") is found in capitals only, another one only with a capital in it.
    """

    _phrases: dict[tuple[str, ...], tuple[Value, bool]] = field(default_factory=dict)
    _longest: dict[str, int] = field(default_factory=dict)

    def add(self, phrase: str, value: Value) -> None:
        """Add a phrase; one added later replaces an equal one."""
        key = tuple(fold(word) for word in WORD.findall(phrase))
        if not key:
            return
        before = self._phrases.get(key)
        # "NATO" here is "Nato" there: the looser spelling decides
        loose = before is not None and before[0] == value and not before[1]
        self._phrases[key] = (value, is_acronym(phrase) and not loose)
        self._longest[key[0]] = max(len(key), self._longest.get(key[0], 0))

    def copy(self) -> PhraseIndex[Value]:
        """Return an index with the same phrases, to add more to."""
        return PhraseIndex(dict(self._phrases), dict(self._longest))

    def get(self, phrase: str) -> Value | None:
        """Return what is known of a phrase, whatever its case."""
        found = self._phrases.get(tuple(fold(word) for word in WORD.findall(phrase)))
        return found[0] if found else None

    def find(self, text: str, words: list[Word]) -> Iterator[Found[Value]]:
        """Yield the phrases that stand in a text, the longest at each place, none overlapping another."""
        position = 0
        while position < len(words):
            found = self._longest_at(text, words, position)
            if found is None:
                position += 1
                continue
            length, value = found
            yield Found(words[position].start, words[position + length - 1].end, value)
            position += length

    def _longest_at(self, text: str, words: list[Word], position: int) -> tuple[int, Value] | None:
        longest = self._longest.get(words[position].key, 0)
        for length in range(min(longest, len(words) - position), 0, -1):
            taken = words[position : position + length]
            entry = self._phrases.get(tuple(word.key for word in taken))
            if entry is None:
                continue
            value, acronym = entry
            surface = text[taken[0].start : taken[-1].end]
            if "\n\n" not in surface and fits_case(surface, acronym=acronym):
                return length, value
        return None


def is_acronym(phrase: str) -> bool:
    """Tell whether a phrase is written in capitals only: "HTS", "U.N.", "M23"."""
    return phrase.upper() == phrase and len(phrase) <= 12


def fits_case(surface: str, *, acronym: bool) -> bool:
    """Tell whether words are written as a name is: an acronym in capitals, a name with a capital somewhere."""
    if acronym:
        return surface.upper() == surface
    return any(letter.isupper() for letter in surface)


@dataclass(frozen=True, slots=True)
class Country:
    """A row of countries.tsv."""

    alpha3: str
    alpha2: str
    numeric: int | None
    name: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    nouns: tuple[str, ...]
    capital: str
    seats: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    geonames: int
    population: int


@cache
def load_countries() -> dict[str, Country]:
    """Return the countries by their ISO 3166-1 alpha-3 code."""
    countries = {}
    for line, row in enumerate(read_table("countries.tsv"), start=2):
        try:
            countries[row["alpha3"]] = _country(row)
        except ValueError as error:
            raise LexiconError(f"countries.tsv: line {line}: {error}") from error
    return countries


def _country(row: dict[str, str]) -> Country:
    return Country(
        alpha3=row["alpha3"],
        alpha2=row["alpha2"],
        numeric=int(row["numeric"]) if row["numeric"] else None,
        name=row["name"],
        aliases=split_names(row["aliases"]),
        adjectives=split_names(row["adjectives"]),
        nouns=split_names(row["nouns"]),
        capital=row["capital"],
        seats=split_names(row["seats"]),
        latitude=float(row["latitude"]) if row["latitude"] else None,
        longitude=float(row["longitude"]) if row["longitude"] else None,
        geonames=int(row["geonames"]),
        population=int(row["population"]),
    )


def read_table(name: str) -> Iterator[dict[str, str]]:
    """Yield the rows of a tab-separated file of data/lexicons, by the names of its first line.

    Raises:
        LexiconError: the file is missing or cut short, or a row has more or fewer fields than the first line.
    """
    text = _content(name)
    lines = text.splitlines()
    if not text.endswith("\n"):
        raise LexiconError(f"{name}: line {len(lines)}: cut short; {REINSTALL}")
    columns = lines[0].split("\t")
    for number, line in enumerate(lines[1:], start=2):
        values = line.split("\t")
        if len(values) != len(columns):
            raise LexiconError(f"{name}: line {number}: {len(values)} fields, should be {len(columns)}")
        yield dict(zip(columns, values, strict=True))


def read_yaml(name: str) -> Any:
    """Return the content of a YAML file of data/lexicons.

    Raises:
        LexiconError: the file is missing, cut short or not YAML, or what is asked of it isn't there.
    """
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content = parse_yaml(name, _content(name), error=LexiconError, loader=loader)
    return _Content(name, content) if isinstance(content, dict) else content


class _Content(dict[str, Any]):
    """The content of a lexicon, which has all that is asked of it unless it was cut short."""

    def __init__(self, name: str, content: dict[str, Any]):
        super().__init__(content)
        self._name = name

    def __missing__(self, key: str) -> Any:
        raise LexiconError(f"{self._name}: no {key} in it: cut short? {REINSTALL}")


def _content(name: str) -> str:
    try:
        text = resources.files("conflict_cli.data").joinpath(f"lexicons/{name}").read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise LexiconError(f"{name}: {system_words(error)}; {REINSTALL}") from error
    if not text.strip():
        raise LexiconError(f"{name}: line 1: empty; {REINSTALL}")
    return text


def split_names(field_: str) -> tuple[str, ...]:
    """Return the names of a field that divides them by bars."""
    return tuple(field_.split("|")) if field_ else ()


@cache
def load_kinds(name: str) -> dict[str, str]:
    """Return word -> kind from a YAML file of the form `kind: [words]`."""
    return invert(read_yaml(name))


def invert(lists: dict[str, Iterable[str]]) -> dict[str, str]:
    """Return word -> kind from kind -> words."""
    return {word: kind for kind, words in lists.items() for word in words}


@dataclass(frozen=True, slots=True)
class NominalActors:
    """The content of nominal_actors.yaml.

    Attributes:
        heads: noun -> kind of actor.
        individuals: nouns of `heads` for one human being.
        persons: noun -> kind of its plural; one alone is a person.
        modifiers: word before the noun -> kind.
        peoples: names of peoples and faiths in the plural: "Kurds".
        people_adjectives: their adjectives, lower case.
        needs_modifier: nouns that name an actor only with a word that says which.
        name_heads: last word of an organisation's name -> kind.
        ruled: nouns that make a ruler's name his government's: "the Assad regime".
        descriptive: nouns that name nobody before another noun: "terrorist attacks".
        collectives: nouns that only gather people: "a band of rebels".
    """

    heads: dict[str, str]
    individuals: frozenset[str]
    persons: dict[str, str]
    modifiers: dict[str, str]
    needs_modifier: frozenset[str]
    peoples: frozenset[str]
    people_adjectives: frozenset[str]
    name_heads: dict[str, str]
    ruled: frozenset[str]
    descriptive: frozenset[str]
    collectives: frozenset[str]


@cache
def load_nominal_actors() -> NominalActors:
    """Return the common nouns that name actors."""
    raw = read_yaml("nominal_actors.yaml")
    return NominalActors(
        heads=invert(raw["heads"]),
        individuals=frozenset(raw["individuals"]),
        persons=raw["persons"],
        modifiers=invert(raw["modifiers"]),
        needs_modifier=frozenset(raw["needs_modifier"]),
        peoples=frozenset(raw["peoples"]),
        people_adjectives=frozenset(raw["people_adjectives"]),
        name_heads=invert(raw["name_heads"]),
        ruled=frozenset(raw["ruled"]),
        descriptive=frozenset(raw["descriptive"]),
        collectives=frozenset(raw["collectives"]),
    )


@cache
def never_places() -> frozenset[str]:
    """Return capitalised words that are never place names by themselves."""
    return frozenset(read_yaml("never_places.yaml"))


@cache
def load_animals() -> frozenset[str]:
    """Return the dictionary forms of nouns for animals."""
    return frozenset(read_yaml("animals.yaml")["animals"])


@cache
def load_titles() -> frozenset[str]:
    """Return the words that stand before a person's name and belong to it."""
    return frozenset(read_yaml("titles.yaml")["titles"])
