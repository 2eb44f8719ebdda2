from __future__ import annotations

import pytest

from conflict_cli.gazetteer.names import is_latin, place_key, sound_of


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
    "spellings",
    [
        ["Kafriya", "Kafraya"],
        ["Nayrab", "Neirab"],
        ["Kharkiv", "Harkiv"],
        ["Qamishli", "Kamishli"],
        ["Zhytomyr", "Jitomir"],
    ],
)
def test_transliterations_sound_alike(spellings: list[str]) -> None:
    assert len({sound_of(place_key(spelling)) for spelling in spellings}) == 1


def test_different_names_do_not_sound_alike() -> None:
    assert sound_of("goma") != sound_of("homs") != sound_of("hama")


def test_other_scripts_are_no_latin_names() -> None:
    assert is_latin("Deir ez-Zor")
    assert not is_latin("Харків")
