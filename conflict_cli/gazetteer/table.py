"""The gazetteer file: places and the keys of their names in SQLite. Needs nothing outside the standard library."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from conflict_cli.gazetteer.names import sound_number

APPLICATION_ID = 0x434F4E46  # "CONF": tells our files from other SQLite databases
FORMAT_VERSION = 1
KINDS = ("country", "region", "feature", "admin", "settlement", "facility")
DEGREE = 10_000  # coordinates are kept as whole ten-thousandths of a degree, 11 metres
ROWS_AT_ONCE = 10_000

SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE division (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT, kind INTEGER, country TEXT, division INTEGER,
    latitude INTEGER, longitude INTEGER, population INTEGER, geonames INTEGER
);
CREATE TABLE unsorted (sound INTEGER, key TEXT, place INTEGER);
"""
# the key is part of the primary key, so that a lookup reads one run of the tree and no second one
SORT_NAMES = """
CREATE TABLE name (sound INTEGER, key TEXT, place INTEGER, PRIMARY KEY (sound, key, place)) WITHOUT ROWID;
INSERT OR IGNORE INTO name SELECT sound, key, place FROM unsorted ORDER BY sound, key, place;
DROP TABLE unsorted;
"""


class PlaceRow(NamedTuple):
    """A place as the file holds it: `country` is ISO 3166-1 alpha-3, coordinates are WGS 84 degrees."""

    name: str
    kind: str
    country: str | None
    admin1: str | None
    latitude: float
    longitude: float
    population: int
    geonames: int | None


class TableWriter:
    """Writes a gazetteer file beside its goal and moves it there when all is written.

    Example:
        >>> with TableWriter(Path("places.sqlite"), {"source": "mine"}) as table:
        ...     table.add(PlaceRow("Sarmin", "settlement", "SYR", "Idlib", 35.9, 36.7, 14530, None), ["sarmin"])
    """

    def __init__(self, file: Path, about: dict[str, str]) -> None:
        """Begin a file; `about` says where its places come from."""
        self._file = file
        self._unfinished = file.with_name(f".{file.name}.unfinished")
        self._unfinished.unlink(missing_ok=True)
        self._about = about
        self._divisions: dict[str, int] = {}
        self._places: list[tuple[object, ...]] = []
        self._names: list[tuple[int, str, int]] = []
        self._count = 0
        self._connection = sqlite3.connect(self._unfinished)
        # a file that is not finished is thrown away: it needs no journal
        self._connection.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {SCHEMA}")

    def add(self, row: PlaceRow, keys: Iterable[str]) -> None:
        """Add a place with the keys of its names."""
        self._count += 1
        division = self._divisions.setdefault(row.admin1, len(self._divisions) + 1) if row.admin1 else None
        self._places.append(
            (
                self._count,
                row.name,
                KINDS.index(row.kind),
                row.country,
                division,
                round(row.latitude * DEGREE),
                round(row.longitude * DEGREE),
                row.population,
                row.geonames,
            )
        )
        self._names += [(sound_number(key), key, self._count) for key in keys]
        if len(self._places) >= ROWS_AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        self._connection.executemany(f"INSERT INTO place VALUES ({','.join('?' * 9)})", self._places)
        self._connection.executemany("INSERT INTO unsorted VALUES (?,?,?)", self._names)
        self._places, self._names = [], []

    def _finish(self) -> None:
        self._flush()
        connection = self._connection
        connection.executemany("INSERT INTO division VALUES (?,?)", [(n, name) for name, n in self._divisions.items()])
        about = {**self._about, "places": str(self._count)}
        connection.executemany("INSERT INTO about VALUES (?,?)", sorted(about.items()))
        connection.commit()
        connection.executescript(SORT_NAMES)
        connection.executescript(f"PRAGMA application_id={APPLICATION_ID}; PRAGMA user_version={FORMAT_VERSION};")
        connection.commit()
        connection.execute("VACUUM")
        connection.close()
        self._unfinished.replace(self._file)

    def __enter__(self) -> TableWriter:
        """Return the writer."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        """Move the finished file to its place; after an error leave nothing behind."""
        try:
            if kind is None:
                self._finish()
        finally:
            self._connection.close()
            with contextlib.suppress(OSError):
                self._unfinished.unlink(missing_ok=True)


SELECT = """
SELECT place.name, kind, country, division.name, latitude, longitude, population, geonames, key
FROM name JOIN place ON place.id = name.place LEFT JOIN division ON division.id = division
"""


def open_table(file: Path) -> sqlite3.Connection:
    """Open a gazetteer file for reading only.

    Raises:
        ValueError: the file is no gazetteer, or one of another format.
        sqlite3.Error: the file can't be read.
    """
    # immutable: no locks, no journal, and a read-only file system will do
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    try:
        (identity,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if identity != APPLICATION_ID:
            raise ValueError("no gazetteer of conflict")
        if version != FORMAT_VERSION:
            raise ValueError(f"a gazetteer of format {version}, this version reads format {FORMAT_VERSION}")
    except BaseException:
        connection.close()
        raise
    return connection


def select_places(connection: sqlite3.Connection, sound: int, key: str | None = None) -> Iterator[tuple[PlaceRow, str]]:
    """Yield (place, key) for a key, or for all keys that sound alike."""
    if key is None:
        found = connection.execute(f"{SELECT} WHERE sound = ?", (sound,))
    else:
        found = connection.execute(f"{SELECT} WHERE sound = ? AND key = ?", (sound, key))
    yield from map(_row, found)


def _row(found: tuple[str, int, str | None, str | None, int, int, int, int | None, str]) -> tuple[PlaceRow, str]:
    name, kind, country, division, latitude, longitude, population, geonames, key = found
    place = PlaceRow(name, KINDS[kind], country, division, latitude / DEGREE, longitude / DEGREE, population, geonames)
    return place, key


def read_about(connection: sqlite3.Connection) -> dict[str, str]:
    """Return what a gazetteer file says of itself."""
    return dict(connection.execute("SELECT key, value FROM about"))


def select_all(connection: sqlite3.Connection, kinds: Iterable[str]) -> Iterator[tuple[PlaceRow, list[str]]]:
    """Yield the places of some kinds with all their keys."""
    numbers = sorted(KINDS.index(kind) for kind in kinds)
    found = connection.execute(
        f"{SELECT} WHERE kind IN ({','.join('?' * len(numbers))}) ORDER BY place.id, key", numbers
    )
    for row, pairs in groupby(map(_row, found), key=lambda pair: pair[0]):
        yield row, [key for _, key in pairs]
