"""The compressed table of the repository, and the gazetteer file that is installed from it."""

from __future__ import annotations

import csv
import lzma
from collections.abc import Iterable, Iterator
from pathlib import Path

from conflict_cli.gazetteer.names import place_key
from conflict_cli.gazetteer.table import PlaceRow, TableWriter

PACKED = "places.tsv.xz"  # both below conflict_cli/data/gazetteer
INSTALLED = "places.sqlite"
SOURCE = "GeoNames (CC BY 4.0), Natural Earth, OurAirports, own regions; see data/SOURCES.md"


def write_packed(file: Path, places: Iterable[tuple[PlaceRow, Iterable[str]]]) -> None:
    """Write places with the keys of their names; the main name's own key is left out."""
    with lzma.open(file, "wt", encoding="utf-8", newline="", preset=9 | lzma.PRESET_EXTREME) as out:
        table = csv.writer(out, delimiter="\t", quoting=csv.QUOTE_NONE, lineterminator="\n", quotechar=None)
        for row, keys in places:
            others = sorted(set(keys) - {place_key(row.name)})
            table.writerow(["" if value is None else value for value in row] + ["|".join(others)])


def read_packed(file: Path) -> Iterator[tuple[PlaceRow, list[str]]]:
    """Yield the places of a compressed table with the keys of their names."""
    with lzma.open(file, "rt", encoding="utf-8", newline="") as lines:
        for line in lines:
            name, kind, country, admin1, latitude, longitude, population, geonames, keys = line.rstrip("\n").split("\t")
            row = PlaceRow(
                name,
                kind,
                country or None,
                admin1 or None,
                float(latitude),
                float(longitude),
                int(population or 0),
                int(geonames) if geonames else None,
            )
            yield row, [place_key(name), *filter(None, keys.split("|"))]


def install(packed: Path, file: Path) -> None:
    """Write the gazetteer file of a compressed table."""
    with TableWriter(file, {"source": SOURCE}) as table:
        for row, keys in read_packed(packed):
            table.add(row, keys)
