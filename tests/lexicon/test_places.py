from __future__ import annotations

import pytest

from conflict_cli.lexicon.places import Gazetteer, find_places, place_key


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        (["Deir ez-Zor", "Deir al-Zor", "Deir Ez Zor"], "deir zor"),
        (["al-Bab", "Al Bab"], "bab"),
        (["Ta'izz", "Taizz"], "taizz"),
        (["Şırnak", "Sirnak"], "sirnak"),
        (["St. Petersburg", "Saint Petersburg"], "saint petersburg"),
    ],
)
def test_spellings_of_one_name_share_a_key(spellings: list[str], key: str) -> None:
    assert {place_key(spelling) for spelling in spellings} == {key}


def test_an_article_without_a_name_after_it_is_kept() -> None:
    assert place_key("Ar") == "ar"


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
    places = [place for place in find_places(name) if place.kind == "settlement" and place.country == country]
    assert places
    assert (places[0].latitude, places[0].longitude) == pytest.approx((latitude, longitude), abs=0.1)


def test_the_likeliest_place_comes_first() -> None:
    assert find_places("Paris")[0].country == "FRA"


def test_regions_divisions_and_bases_are_in() -> None:
    assert find_places("Donbas")[0].kind == "region"
    assert "admin" in {place.kind for place in find_places("Idlib")}
    assert find_places("Hmeimim")[0].kind == "facility"


def test_an_unknown_name_gives_nothing() -> None:
    assert find_places("Qwertyville") == ()
    assert find_places("") == ()


def test_airport_codes_are_no_names() -> None:
    assert all(place_key(place.name) == "gru" for place in find_places("GRU"))


def test_a_small_gazetteer_can_be_searched() -> None:
    rows = b"Sarmin\tsettlement\tSYR\tIdlib\t35.9\t36.7\t14530\t1\nTown\tadmin\t\t\t1\t2\t\t\n"
    second = rows.index(b"Town")
    names = f"sarmin\t0\ntown\t{'0123456789abcdefghijklmnopqrstuvwxyz'[second // 36]}".encode()
    names += b"0123456789abcdefghijklmnopqrstuvwxyz"[second % 36 : second % 36 + 1] + b"\n"
    gazetteer = Gazetteer(rows, names)
    assert gazetteer.lookup("Sarmin")[0].admin1 == "Idlib"
    town = gazetteer.lookup("town")[0]
    assert (town.country, town.population, town.geonames) == (None, 0, None)
    assert gazetteer.lookup("Aaa") == gazetteer.lookup("Zzz") == ()
