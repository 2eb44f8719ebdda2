"""Countries by name, adjective ("Syrian"), people ("Syrians") and seat of power ("the Kremlin")."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from conflict_cli.lexicon.terms import Country, PhraseIndex, load_countries

# capitals that are better known as something else, or too small to speak for a government
SILENT_CAPITALS = frozenset({"Victoria", "Georgetown", "Hamilton", "Kingston", "The Valley", "Jamestown", "Stanley"})
SEAT_BY_CAPITAL_POPULATION = 500_000  # of the country: smaller states seldom act in conflict news


@dataclass(frozen=True, slots=True)
class CountryName:
    """What a word says of a country.

    Attributes:
        country: ISO 3166-1 alpha-3 code.
        form: name | adjective | noun (its people) | seat | capital.
        name: the country's usual name.
    """

    country: str
    form: str
    name: str


@cache
def load_country_names() -> PhraseIndex[CountryName]:
    """Return the index of all words that say a country; where two have one word, the more populous has it."""
    index: PhraseIndex[CountryName] = PhraseIndex()
    for country in sorted(load_countries().values(), key=lambda country: country.population):
        for form, words in _words(country):
            for word in words:
                index.add(word, CountryName(country.alpha3, form, country.name))
    # a country's name outranks the capital of another: "Georgia", "San Marino", "Singapore"
    for country in sorted(load_countries().values(), key=lambda country: country.population):
        for word in (country.name, *country.aliases):
            index.add(word, CountryName(country.alpha3, "name", country.name))
    return index


def _words(country: Country) -> list[tuple[str, tuple[str, ...]]]:
    speaks = country.population >= SEAT_BY_CAPITAL_POPULATION and country.capital not in SILENT_CAPITALS
    capital = (country.capital,) if country.capital and speaks else ()
    return [
        ("capital", capital),
        ("seat", country.seats),
        ("noun", country.nouns),
        ("adjective", country.adjectives),
    ]
