"""Ask the gazetteer: a name to the places that bear it."""

from __future__ import annotations

import math
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from pathlib import Path

from conflict_cli.errors import GazetteerError
from conflict_cli.gazetteer.names import place_key, sound_number
from conflict_cli.gazetteer.packed import INSTALLED
from conflict_cli.gazetteer.table import PlaceRow, open_table, read_about, select_all, select_places
from conflict_cli.gazetteer.user_places import read_user_places

# three letters and fewer are airport codes among the alternate names: only main names count
LONGEST_CODE = 3
# log10 of population for settlements; the others by kind
PRIOR_BY_KIND = {"country": 9.0, "region": 8.0, "feature": 7.0, "admin": 5.6, "facility": 2.0, "settlement": 1.0}
MAIN_NAME_BONUS = 0.8
PRIOR_OF_USERS = 15.0  # a user's own place is meant wherever its name stands
CACHED_LOOKUPS = 20_000
REBUILD = "build it again with: conflict gazetteer build allCountries.txt"


@dataclass(frozen=True, slots=True)
class GazetteerPlace:
    """A place: `country` is ISO 3166-1 alpha-3, `admin1` the name of the first-order division, WGS 84 degrees."""

    name: str
    kind: str
    country: str | None
    admin1: str | None
    latitude: float
    longitude: float
    population: int
    geonames: int | None
    users: bool = False
    key: str = field(default="", compare=False)

    @property
    def prior(self) -> float:
        """Return how likely the name means this place when nothing else is known."""
        if self.users:
            return PRIOR_OF_USERS
        if self.kind == "settlement" and self.population > 0:
            return math.log10(self.population)
        return PRIOR_BY_KIND[self.kind]

    def is_main_name(self, key: str) -> bool:
        """Tell whether a key is that of the place's main name, not of an alternate one."""
        return self.key == key


class Gazetteer:
    """A gazetteer file, with a user's own places on top."""

    def __init__(self, file: Path, users: Iterable[tuple[PlaceRow, Iterable[str]]] = ()) -> None:
        """Open a gazetteer file.

        Raises:
            GazetteerError: the file is missing, broken or no gazetteer.
        """
        self.file = file
        self._users: dict[str, list[GazetteerPlace]] = defaultdict(list)
        for row, keys in users:
            for key in keys:
                self._users[key].append(_place(row, users=True))
        try:
            self._connection = open_table(file)
        except (sqlite3.Error, ValueError, OSError) as error:
            raise _unreadable(file, error) from error
        self.lookup = lru_cache(maxsize=CACHED_LOOKUPS)(self._lookup)
        self.lookup_sound = lru_cache(maxsize=CACHED_LOOKUPS)(self._lookup_sound)

    def _lookup(self, name: str) -> tuple[GazetteerPlace, ...]:
        """Return the places that bear a name, the likeliest first; an unknown name gives none.

        Example:
            >>> load_gazetteer().lookup("al-Bab")[0].country
            'SYR'
        """
        key = place_key(name)
        if not key:
            return ()
        places = [*self._users.get(key, ()), *self._select(sound_number(key), key)]
        if len(key) <= LONGEST_CODE:
            places = [place for place in places if place.is_main_name(key) or place.users]
        return tuple(sorted(places, key=lambda place: -(place.prior + MAIN_NAME_BONUS * place.is_main_name(key))))

    def _lookup_sound(self, name: str) -> tuple[GazetteerPlace, ...]:
        """Return the places with a name that sounds alike, the likeliest first; "Neirab" gives Nayrab."""
        key = place_key(name)
        if len(key) <= LONGEST_CODE:
            return ()
        # a place with several such names is one; no set, whose order would change from run to run
        found = dict.fromkeys(self._select(sound_number(key)))
        return tuple(sorted(found, key=lambda place: -place.prior))

    def _select(self, sound: int, key: str | None = None) -> list[GazetteerPlace]:
        try:
            return [_place(row) for row, _ in select_places(self._connection, sound, key)]
        except sqlite3.Error as error:
            raise _unreadable(self.file, error) from error

    def every_place(self, kinds: Iterable[str]) -> Iterator[tuple[PlaceRow, list[str]]]:
        """Yield the places of some kinds with the keys of their names."""
        try:
            yield from select_all(self._connection, kinds)
        except sqlite3.Error as error:
            raise _unreadable(self.file, error) from error

    def about(self) -> dict[str, str]:
        """Return what the file says of itself: its source and the number of places."""
        try:
            return read_about(self._connection)
        except sqlite3.Error as error:
            raise _unreadable(self.file, error) from error

    def check(self) -> str:
        """Return "ok", or what SQLite finds broken in the file; a full gazetteer takes a minute."""
        try:
            return str(self._connection.execute("PRAGMA quick_check(1)").fetchone()[0])
        except sqlite3.Error as error:
            return str(error)


def _place(row: PlaceRow, *, users: bool = False) -> GazetteerPlace:
    return GazetteerPlace(*row, users=users, key=place_key(row.name))


def _unreadable(file: Path, error: Exception) -> GazetteerError:
    if not file.exists():
        return GazetteerError(f"gazetteer {file}: no such file")
    return GazetteerError(f"gazetteer {file}: can't be read ({error}); {REBUILD}")


@cache
def load_gazetteer(file: Path | None = None, places: Path | None = None) -> Gazetteer:
    """Return a gazetteer, opened once per process.

    Args:
        file: what `conflict gazetteer build` wrote; None takes the one of the package.
        places: a user's own places, TSV, CSV or GeoJSON, which come first.

    Raises:
        GazetteerError: a file is missing, broken or no gazetteer; or an entry of `places` is wrong.
    """
    users = list(read_user_places(places)) if places is not None else []
    if file is not None:
        return Gazetteer(file, users)
    with resources.as_file(resources.files("conflict_cli.data").joinpath(f"gazetteer/{INSTALLED}")) as installed:
        if not installed.is_file():
            raise GazetteerError("the gazetteer of the package is missing; reinstall conflict-cli")
        return Gazetteer(installed, users)
