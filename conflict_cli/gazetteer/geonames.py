"""Build a full gazetteer from GeoNames' dump: `conflict gazetteer build allCountries.txt`.

The dump (download.geonames.org/export/dump, CC BY 4.0) has a place a line and 19 columns divided by tabs. Countries,
provinces, regions and airfields come from the packaged gazetteer, whose names are those of newspapers.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import IO

import yaml

from conflict_cli.errors import GazetteerError, system_words
from conflict_cli.gazetteer.lookup import load_gazetteer
from conflict_cli.gazetteer.names import LONGEST_NAME, is_latin, place_key
from conflict_cli.gazetteer.table import PlaceRow, TableWriter
from conflict_cli.lexicon.terms import load_countries

COLUMNS = 19
ID, NAME, ASCII_NAME, ALTERNATE_NAMES, LATITUDE, LONGITUDE, CLASS, CODE, COUNTRY, ADMIN1, POPULATION = (
    0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 14,
)  # fmt: skip
MOST_NAMES = 24  # of one place: the rest are declined forms in other languages
FIRST_LINES = 20  # a file none of whose first lines is a place is no dump
PACKAGED_KINDS = frozenset({"country", "region", "feature", "admin", "facility"})
LINES_AT_ONCE = 10_000  # between two reports of progress


@dataclass(slots=True)
class BuildResult:
    """How many lines became places, how many were not wanted, and how many were no places at all."""

    places: int = 0
    passed_over: int = 0
    malformed: int = 0


def build_gazetteer(dump: Path, target: Path, *, on_progress: Callable[[int, int], None] | None = None) -> BuildResult:
    """Write a gazetteer file from GeoNames' dump; memory does not grow with it.

    Args:
        dump: allCountries.txt, a country's file of the same form, or the .zip of either.
        target: the file to write; it appears when it is complete.
        on_progress: called with bytes read and bytes in all, of both readings of the dump.

    Raises:
        GazetteerError: the dump can't be read, or is none.
        OSError: the target can't be written.
        sqlite3.Error: the same.
    """
    result = BuildResult()
    size = 2 * _size(dump)
    divisions = dict(_divisions(dump, lambda done: on_progress and on_progress(done, size)))
    with TableWriter(target, {"source": f"GeoNames (CC BY 4.0), {dump.name}; and the packaged gazetteer"}) as table:
        for row, keys in load_gazetteer().every_place(PACKAGED_KINDS):
            table.add(row, keys)
            result.places += 1
        number = 0
        for number, fields in _lines(dump, lambda done: on_progress and on_progress(size // 2 + done, size)):
            found = _place(fields, divisions) if len(fields) == COLUMNS else None
            if found is not None:
                table.add(*found)
                result.places += 1
            elif len(fields) == COLUMNS and fields[ID].isdigit():
                result.passed_over += 1
            else:
                result.malformed += 1
                if number == result.malformed >= FIRST_LINES:
                    raise _no_dump(dump)
        if result.malformed == number:
            raise _no_dump(dump)
    return result


def _no_dump(dump: Path) -> GazetteerError:
    return GazetteerError(f"{dump}: no dump of GeoNames: expected {COLUMNS} columns divided by tabs")


def _divisions(dump: Path, on_progress: Callable[[int], object]) -> Iterator[tuple[tuple[str, str], str]]:
    """Yield the names of first-order divisions by the codes that other lines name them by."""
    for _, fields in _lines(dump, on_progress):
        if len(fields) == COLUMNS and fields[CODE] == "ADM1":
            yield (fields[COUNTRY], fields[ADMIN1]), fields[NAME]


def _place(fields: list[str], divisions: dict[tuple[str, str], str]) -> tuple[PlaceRow, set[str]] | None:
    kinds = _kinds()
    kind = kinds.get(f"{fields[CLASS]}.{fields[CODE]}") or kinds.get(fields[CLASS])
    if kind is None:
        return None
    try:
        row = PlaceRow(
            fields[NAME] if is_latin(fields[NAME]) else fields[ASCII_NAME],
            kind,
            _alpha3().get(fields[COUNTRY]),
            divisions.get((fields[COUNTRY], fields[ADMIN1])),
            float(fields[LATITUDE]),
            float(fields[LONGITUDE]),
            int(fields[POPULATION] or 0),
            int(fields[ID]),
        )
    except ValueError:
        return None
    latin = [name for name in fields[ALTERNATE_NAMES].split(",") if is_latin(name)][:MOST_NAMES]
    names = (row.name, fields[ASCII_NAME], *latin)
    keys = {key for name in names if 0 < len(name) <= LONGEST_NAME and (key := place_key(name))}
    return (row, keys) if keys and -90 <= row.latitude <= 90 and -180 <= row.longitude <= 180 else None


@cache
def _kinds() -> dict[str, str]:
    text = resources.files("conflict_cli.data").joinpath("gazetteer/feature_codes.yaml").read_text("utf-8")
    return {code: kind for kind, codes in yaml.safe_load(text).items() for code in codes}


@cache
def _alpha3() -> dict[str, str]:
    return {country.alpha2: country.alpha3 for country in load_countries().values()}


def _lines(dump: Path, on_progress: Callable[[int], object]) -> Iterator[tuple[int, list[str]]]:
    """Yield (line number, fields) of a dump."""
    done = 0
    try:
        with _opened(dump) as stream:
            for number, line in enumerate(stream, 1):
                done += len(line)
                if number % LINES_AT_ONCE == 0:
                    on_progress(done)
                yield number, line.decode("utf-8", "replace").rstrip("\r\n").split("\t")
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        raise _unreadable(dump, error) from error
    on_progress(done)


@contextmanager
def _opened(dump: Path) -> Iterator[IO[bytes]]:
    if dump.suffix.lower() != ".zip":
        with dump.open("rb") as stream:
            yield stream
        return
    with zipfile.ZipFile(dump) as archive, archive.open(_member(archive, dump)) as member:
        yield member


def _size(dump: Path) -> int:
    try:
        if dump.suffix.lower() != ".zip":
            return dump.stat().st_size
        with zipfile.ZipFile(dump) as archive:
            return archive.getinfo(_member(archive, dump)).file_size
    except (OSError, zipfile.BadZipFile) as error:
        raise _unreadable(dump, error) from error


def _member(archive: zipfile.ZipFile, dump: Path) -> str:
    names = [name for name in archive.namelist() if name.endswith(".txt") and "readme" not in name.lower()]
    if len(names) != 1:
        raise GazetteerError(f"{dump}: expected one .txt in the archive, found {len(names)}")
    return names[0]


def _unreadable(dump: Path, error: Exception) -> GazetteerError:
    return GazetteerError(f"{dump}: can't be read ({system_words(error)})")
