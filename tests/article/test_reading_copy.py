import random

import pytest

from conflict_cli.article.reading_copy import reading_copy

ODD = [
    "\u00a0",
    "“",
    "’",
    "\r\n",
    "\t",
    "\x00",
    "\x9b",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\ud800",
    "\U0001f600",
    "e\u0301",
    "-" * 70,
]


def test_copy_has_equal_length():
    chance = random.Random(1)
    for _ in range(500):
        text = "".join(chance.choices([*ODD, "Shells ", "fell."], k=chance.randrange(12)))
        assert len(reading_copy(text)) == len(text), repr(text)


def test_every_character_has_a_copy_of_length_one():
    every = "".join(map(chr, range(0x11000)))
    assert len(reading_copy(every)) == len(every)


def test_plain_text_stays_as_it_is():
    text = 'TYRE (Wire) - "Shells fell," it said.\n\n12 people fled; 3,000 stayed... Kraków did too.'
    assert reading_copy(text) == text


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("a\u00a0truce", "a truce"),
        ("“no”, it’s", '"no", it\'s'),
        ("one\r\ntwo\tthree", "one \ntwo three"),
        ("one\u2028two", "one\ntwo"),
        ("a\u202eb\u200bc\x1bd", "a b c d"),
        ("\ud800", "\ufffd"),
        ("he wrote on X. They left", "he wrote on X! They left"),
    ],
    ids=["space", "quotes", "line end", "line separator", "controls", "surrogate", "name of a site"],
)
def test_copy_shows_what_a_reader_sees(text, copy):
    assert reading_copy(text) == copy


def test_long_run_of_punctuation_is_blanked_after_its_eighth_mark():
    assert reading_copy('"' * 100_000 + "x") == '"' * 8 + " " * 99_992 + "x"


def test_rule_of_dashes_is_kept():
    assert reading_copy("-" * 64) == "-" * 64
