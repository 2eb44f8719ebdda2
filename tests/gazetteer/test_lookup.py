from __future__ import annotations

from pathlib import Path

import pytest

from conflict_cli.errors import GazetteerError
from conflict_cli.gazetteer.lookup import Gazetteer, load_gazetteer
from conflict_cli.gazetteer.names import place_key
from conflict_cli.gazetteer.table import PlaceRow, TableWriter

SARMIN = PlaceRow("Sarmin", "settlement", "SYR", "Idlib", 35.9035, 36.726, 14530, 163808)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    file = tmp_path / "small.sqlite"
    with TableWriter(file, {"source": "a test"}) as table:
        table.add(SARMIN, ["sarmin", "sermin"])
        table.add(SARMIN._replace(name="Sarmin", country="IRN", population=200, geonames=1), ["sarmin"])
    return file


def test_a_file_gives_back_what_was_written(small: Path) -> None:
    gazetteer = Gazetteer(small)
    assert [place.country for place in gazetteer.lookup("Sarmin")] == ["SYR", "IRN"]
    place = gazetteer.lookup("Sermin")[0]
    assert (place.name, place.kind, place.admin1) == ("Sarmin", "settlement", "Idlib")
    assert (place.latitude, place.longitude) == (35.9035, 36.726)
    assert place.is_main_name("sarmin")
    assert not place.is_main_name("sermin")
    assert gazetteer.about()["places"] == "2"
    assert gazetteer.check() == "ok"


def test_names_that_sound_alike_are_found(small: Path) -> None:
    assert Gazetteer(small).lookup_sound("Sarmeen")[0].country == "SYR"


def test_an_unfinished_file_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), TableWriter(tmp_path / "x.sqlite", {}) as table:
        table.add(SARMIN, ["sarmin"])
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []


def test_a_missing_a_foreign_and_a_broken_file_are_told_apart(tmp_path: Path, small: Path) -> None:
    with pytest.raises(GazetteerError, match="no such file"):
        Gazetteer(tmp_path / "missing.sqlite")
    foreign = tmp_path / "notes.txt"
    foreign.write_text("not a database at all, only some text that is long enough for a page " * 20)
    with pytest.raises(GazetteerError, match="not a database"):
        Gazetteer(foreign)
    broken = tmp_path / "broken.sqlite"
    content = bytearray(small.read_bytes())
    content[4096:] = b"\xff" * (len(content) - 4096)
    broken.write_bytes(content)
    with pytest.raises(GazetteerError, match="build it again"):
        Gazetteer(broken).lookup("Sarmin")


def test_a_database_of_something_else_is_no_gazetteer(tmp_path: Path) -> None:
    import sqlite3

    other = tmp_path / "other.sqlite"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    with pytest.raises(GazetteerError, match="no gazetteer"):
        Gazetteer(other)


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude"),
    [
        ("Aleppo", "SYR", 36.2, 37.16),
        ("Kharkiv", "UKR", 49.98, 36.25),
        ("Deir al-Zor", "SYR", 35.34, 40.14),
        ("Goma", "COD", -1.67, 29.23),
        ("Mogadishu", "SOM", 2.04, 45.34),
    ],
)
def test_cities_lie_where_they_are(name: str, country: str, latitude: float, longitude: float) -> None:
    found = load_gazetteer().lookup(name)
    places = [place for place in found if place.kind == "settlement" and place.country == country]
    assert places
    assert (places[0].latitude, places[0].longitude) == pytest.approx((latitude, longitude), abs=0.1)


def test_the_likeliest_place_comes_first() -> None:
    assert load_gazetteer().lookup("Paris")[0].country == "FRA"


def test_regions_divisions_and_bases_are_in() -> None:
    lookup = load_gazetteer().lookup
    assert lookup("Donbas")[0].kind == "region"
    assert "admin" in {place.kind for place in lookup("Idlib")}
    assert lookup("Hmeimim")[0].kind == "facility"


def test_an_unknown_name_gives_nothing() -> None:
    assert load_gazetteer().lookup("Qwertyville") == ()
    assert load_gazetteer().lookup("") == ()


def test_airport_codes_are_no_names() -> None:
    assert all(place_key(place.name) == "gru" for place in load_gazetteer().lookup("GRU"))


def test_the_packaged_gazetteer_is_no_larger_than_promised() -> None:
    assert load_gazetteer().file.stat().st_size <= 35_000_000
