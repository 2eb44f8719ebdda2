"""Places that users add with `--places FILE`: a table (.tsv, .csv) or GeoJSON points."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from conflict_cli.errors import GazetteerError
from conflict_cli.gazetteer.names import place_key
from conflict_cli.gazetteer.table import KINDS, PlaceRow
from conflict_cli.users_yaml import read_limited

COLUMNS = ("name", "latitude", "longitude", "kind", "country", "admin1", "aliases", "population")
REQUIRED = ("name", "latitude", "longitude")
GEOJSON_ENDINGS = frozenset({".geojson", ".json"})
DELIMITERS = {".csv": ",", ".tsv": "\t"}
LARGEST_FILE = 50_000_000  # bytes


def read_user_places(file: Path) -> Iterator[tuple[PlaceRow, list[str]]]:
    """Yield a user's places with the keys of their names.

    Args:
        file: .tsv or .csv with a first line of column names (name, latitude, longitude; and kind, country, admin1,
            aliases divided by bars, population), or GeoJSON whose Points have the same as properties.

    Raises:
        GazetteerError: the file can't be read, or an entry has an unknown column, no name or no point on earth; file
            and line or feature are told.
    """
    ending = file.suffix.lower()
    if ending not in DELIMITERS and ending not in GEOJSON_ENDINGS:
        raise GazetteerError(f"{file}: places are read from .tsv, .csv and .geojson")
    text = read_limited(str(file), file, error=GazetteerError, largest=LARGEST_FILE)
    found = _features(file, text) if ending in GEOJSON_ENDINGS else _rows(file, text, DELIMITERS[ending])
    number = 0
    for number, (where, entry) in enumerate(found, 1):  # noqa: B007 - counts
        yield _checked(entry, where)
    if not number:
        raise GazetteerError(f"{file}: no place in it")


def _rows(file: Path, text: str, delimiter: str) -> Iterator[tuple[str, dict[str, Any]]]:
    table = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=delimiter)
    columns = [name.strip() for name in next(table, [])]
    for name in columns:
        if name not in COLUMNS:
            raise GazetteerError(f'{file}: line 1: unknown column "{name}"; known: {", ".join(COLUMNS)}')
    _require(columns, f"{file}: line 1", "column")
    for values in table:
        if not any(value.strip() for value in values):
            continue
        where = f"{file}: line {table.line_num}"
        if len(values) > len(columns):
            raise GazetteerError(f"{where}: {len(values)} fields, should be {len(columns)} or fewer")
        entry = {name: value.strip() for name, value in zip(columns, values, strict=False)}
        _require([name for name in entry if entry[name]], where, "value of")
        yield where, entry


def _features(file: Path, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        content = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError) as error:
        raise GazetteerError(f"{file}: no GeoJSON ({error})") from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise GazetteerError(f'{file}: expected a GeoJSON FeatureCollection, with a list "features"')
    for number, feature in enumerate(features, 1):
        where = f"{file}: feature {number}"
        geometry = feature.get("geometry") if isinstance(feature, dict) else None
        point = geometry.get("coordinates") if isinstance(geometry, dict) else None
        if not (isinstance(geometry, dict) and geometry.get("type") == "Point" and isinstance(point, list)):
            raise GazetteerError(f"{where}: expected a Point with coordinates [longitude, latitude]")
        properties = feature.get("properties")
        # GeoJSON of other programs has properties of its own
        known = {key: value for key, value in (properties or {}).items() if key in COLUMNS and value is not None}
        _require(known, where, "property", ("name",))
        longitude, latitude = [*point, None, None][:2]
        yield where, {**known, "longitude": longitude, "latitude": latitude}


def _require(names: Iterable[str], where: str, what: str, required: Iterable[str] = REQUIRED) -> None:
    for name in required:
        if name not in names:
            raise GazetteerError(f'{where}: {what} "{name}" is missing')


def _checked(entry: dict[str, Any], where: str) -> tuple[PlaceRow, list[str]]:
    name = str(entry["name"])
    aliases = entry.get("aliases") or []
    names = [name, *(aliases if isinstance(aliases, list) else aliases.split("|"))]
    keys = [key for key in map(place_key, map(str, names)) if key]
    if not place_key(name):
        raise GazetteerError(f'{where}: "{name}" has no letter or digit to be found by')
    kind = entry.get("kind") or "settlement"
    if kind not in KINDS:
        raise GazetteerError(f'{where}: unknown kind "{kind}"; known: {", ".join(KINDS)}')
    country = entry.get("country") or None
    if country is not None and not (isinstance(country, str) and len(country) == 3 and country.isupper()):
        raise GazetteerError(f'{where}: unknown country "{country}"; expected an ISO 3166-1 alpha-3 code such as SYR')
    row = PlaceRow(
        name,
        kind,
        country,
        str(entry["admin1"]) if entry.get("admin1") else None,
        _degrees(entry["latitude"], "latitude", 90, where),
        _degrees(entry["longitude"], "longitude", 180, where),
        _population(entry.get("population"), where),
        None,
    )
    return row, keys


def _degrees(value: object, what: str, most: int, where: str) -> float:
    try:
        number = float(str(value))
    except ValueError:
        number = math.nan
    if not -most <= number <= most:
        raise GazetteerError(f"{where}: {what} {value!r} is no number of degrees from -{most} to {most}")
    return number


def _population(value: object, where: str) -> int:
    text = str(value if value is not None else "").strip()
    if text and not text.isdecimal():
        raise GazetteerError(f"{where}: population {value!r} is no whole number")
    return int(text or 0)
