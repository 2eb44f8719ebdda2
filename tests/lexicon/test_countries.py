from __future__ import annotations

import pytest

from conflict_cli.lexicon.countries import load_country_names


@pytest.mark.parametrize(
    ("word", "country", "form"),
    [
        ("Syria", "SYR", "name"),
        ("Syrian", "SYR", "adjective"),
        ("Turks", "TUR", "noun"),
        ("U.S.", "USA", "name"),
        ("DR Congo", "COD", "name"),
        ("Kremlin", "RUS", "seat"),
        ("Damascus", "SYR", "capital"),
        ("Georgia", "GEO", "name"),
        ("Singapore", "SGP", "name"),
    ],
)
def test_words_say_a_country(word: str, country: str, form: str) -> None:
    found = load_country_names().get(word)
    assert found is not None
    assert (found.country, found.form) == (country, form)


def test_niger_and_nigeria_keep_their_people_apart() -> None:
    names = load_country_names()
    assert names.get("Nigerien").country == "NER"
    assert names.get("Nigerian").country == "NGA"
