"""Numbers in words and digits."""

from __future__ import annotations

import re

import pytest

from conflict_cli.pipeline.numerals import number_patterns, read_number, read_plural

NUMBERS = {
    "1,200": 1200,
    "10k": 10_000,
    "3.5 million": 3_500_000,
    "a dozen": 12,
    "a hundred and ten": 110,
    "a million and a half": 1_500_000,
    "half a million": 500_000,
    "one and a half million": 1_500_000,
    "seventeen": 17,
    "ten thousand five hundred": 10_500,
    "twenty-one": 21,
    "two dozen": 24,
    "two hundred and fifty": 250,
    "two hundred thousand": 200_000,
}


@pytest.mark.parametrize(("words", "value"), NUMBERS.items())
def test_words_name_a_number(words: str, value: int) -> None:
    assert read_number(words) == value
    assert re.fullmatch(number_patterns()["number"], words)


@pytest.mark.parametrize("words", ["several", "a few", "many"])
def test_vague_words_name_none(words: str) -> None:
    assert read_number(words) is None


def test_two_numbers_are_not_added_up() -> None:
    assert re.match(number_patterns()["number"], "two and three others")[0] == "two"  # type: ignore[index]


@pytest.mark.parametrize(
    ("words", "least"),
    [("dozens", 24), ("scores", 40), ("tens of thousands", 20_000), ("hundreds of thousands", 200_000)],
)
def test_plural_has_a_least_number(words: str, least: int) -> None:
    assert read_plural(words) == least


def test_other_plural_has_none() -> None:
    assert read_plural("crowds") is None
