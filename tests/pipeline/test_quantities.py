"""Counts and their bounds: every example of quantities.yaml, and combinations."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from spacy.language import Language

from conflict_cli.article.reading_copy import reading_copy
from conflict_cli.pipeline.quantities import QuantityFinder

FINDER = QuantityFinder()
EXAMPLES = [
    pytest.param(example, id=f"{pattern.id}-{number}")
    for pattern in FINDER.file.patterns
    for number, example in enumerate(pattern.examples)
]


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


def counts(blank: Language, text: str) -> list[tuple[str, int | None, int | None]]:
    doc = FINDER(blank(reading_copy(text)))
    return [(quantity.span.text, quantity.low, quantity.high) for quantity in doc._.quantities]


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_gives_its_bounds(example: dict[str, Any], blank: Language) -> None:
    finds = example["finds"]
    expected = [] if finds == "nothing" else [(str(words), low, high) for words, low, high in finds]
    assert counts(blank, example["text"]) == expected


@pytest.mark.parametrize("pattern", FINDER.file.patterns, ids=lambda pattern: pattern.id)
def test_pattern_has_an_example_and_a_near_miss(pattern: Any) -> None:
    assert any(example["finds"] != "nothing" for example in pattern.examples)
    assert len(pattern.examples) >= 2


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("about 20", 20, 20),
        ("at least twenty-one", 21, None),
        ("close to 50", 50, 50),
        ("hundreds", 200, None),
        ("just over 1,200", 1201, None),
        ("less than a hundred", None, 99),
        ("more than a dozen", 13, None),
        ("no fewer than 15", 15, None),
        ("one and a half million", 1500000, 1500000),
        ("thousands", 2000, None),
        ("two hundred and fifty", 250, 250),
        ("two to three million", 2000000, 3000000),
    ],
)
def test_phrase_gives_its_bounds(words: str, low: int | None, high: int | None, blank: Language) -> None:
    assert counts(blank, f"The shells hurt {words} villagers.") == [(words, low, high)]


@pytest.mark.parametrize(
    "text",
    [
        "The 12-member council met at 10.30 and again at 9 a.m. on 3 May.",
        "A 155-millimetre shell fell 20 km from the camp.",
        "He was 34 and had two-thirds of the votes.",
        "The missile flew at 2,000 kilometres an hour, an S-300 battery said.",
        "The war began in 2014, after the 2011 uprising.",
        "It cost $40,000 or 30 percent of the aid.",
    ],
)
def test_measures_names_and_dates_are_no_counts(text: str, blank: Language) -> None:
    assert counts(blank, text) == []


def test_year_like_number_counts_people(blank: Language) -> None:
    assert counts(blank, "About 2000 people and 1950 soldiers came.") == [
        ("About 2000", 2000, 2000),
        ("1950", 1950, 1950),
    ]


@pytest.mark.parametrize("words", ["two hundred ", "billion ", "1,000,", "one or ", "dozens of "])
def test_endless_numbers_are_read_in_bounded_time(words: str, blank: Language) -> None:
    assert len(counts(blank, "9 " + words * 2000)) <= 2001
