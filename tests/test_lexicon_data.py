"""The lexicons are data, and tested as data: known kinds, sorted, no name with two meanings, provenance listed."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from conflict_cli.folding import WORD, fold
from conflict_cli.gazetteer.lookup import load_gazetteer
from conflict_cli.gazetteer.table import KINDS
from conflict_cli.lexicon.actors import TABLES
from conflict_cli.lexicon.terms import load_countries, read_table, read_yaml
from conflict_cli.pipeline.toponyms import division_abbreviations, load_toponyms
from conflict_cli.taxonomy import load_taxonomy

DATA = resources.files("conflict_cli.data")
LEXICONS = sorted(file.name for file in DATA.joinpath("lexicons").iterdir())
# lists of words by kind, each list in alphabetical order
KIND_LISTS = (
    "nominal_actors.yaml",
    "place_nouns.yaml",
    "weapons.yaml",
    "acting_countries.yaml",
    "location_relations.yaml",
)


def key_of(name: str) -> str:
    return " ".join(fold(word) for word in WORD.findall(name))


@pytest.mark.parametrize("name", LEXICONS)
def test_every_file_has_its_provenance(name: str) -> None:
    assert f"`lexicons/{name}`" in DATA.joinpath("SOURCES.md").read_text("utf-8")


def test_sources_name_no_missing_file() -> None:
    listed = re.findall(r"`lexicons/([\w.]+)`", DATA.joinpath("SOURCES.md").read_text("utf-8"))
    assert set(listed) <= set(LEXICONS)


@pytest.mark.parametrize("name", TABLES)
def test_actors_have_known_kinds_and_countries(name: str) -> None:
    rows = list(read_table(name))
    assert {row["kind"] for row in rows} <= load_taxonomy().actor_kinds
    assert {row["country"] for row in rows} - {""} <= set(load_countries())


@pytest.mark.parametrize("name", TABLES)
def test_actors_are_sorted(name: str) -> None:
    names = [row["name"] if name == "actors.tsv" else key_of(row["name"]) for row in read_table(name)]
    assert names == sorted(names)


def test_no_name_has_two_actors() -> None:
    owners: dict[str, str] = {}
    for file in TABLES:
        for row in read_table(file):
            for name in (row["name"], *filter(None, row["aliases"].split("|"))):
                assert owners.setdefault(key_of(name), row["name"]) == row["name"], name


@pytest.mark.parametrize("name", KIND_LISTS)
def test_word_lists_have_no_word_twice(name: str) -> None:
    for kind, words in sections(name):
        assert sorted(set(words)) == sorted(words), kind


@pytest.mark.parametrize("name", ["place_nouns.yaml", "weapons.yaml", "acting_countries.yaml"])
def test_word_lists_are_lower_case(name: str) -> None:
    assert all(word == word.lower() for _, words in sections(name) for word in words)


def test_nominal_kinds_are_of_the_taxonomy() -> None:
    nominal = read_yaml("nominal_actors.yaml")
    kinds = (
        set(nominal["heads"])
        | set(nominal["modifiers"])
        | set(nominal["name_heads"])
        | set(nominal["persons"].values())
    )
    assert kinds <= load_taxonomy().actor_kinds
    assert set(read_yaml("place_nouns.yaml")) <= load_taxonomy().place_kinds


@pytest.mark.parametrize("name", ["place_nouns.yaml", "weapons.yaml"])
def test_no_word_has_two_kinds(name: str) -> None:
    words = [word for _, words in sections(name) for word in words]
    assert len(words) == len(set(words))


def test_no_noun_is_both_a_group_and_a_person() -> None:
    nominal = read_yaml("nominal_actors.yaml")
    groups = {word for words in nominal["heads"].values() for word in words}
    assert not groups & set(nominal["persons"])


def test_countries_have_unique_codes_and_no_name_of_two() -> None:
    rows = list(read_table("countries.tsv"))
    assert len({row["alpha3"] for row in rows}) == len({row["alpha2"] for row in rows}) == len(rows)
    numbers = [row["numeric"] for row in rows if row["alpha3"] != "XKX"]  # Kosovo has none
    assert all(number.isdecimal() for number in numbers)
    assert len(set(numbers)) == len(numbers)
    owners: dict[str, str] = {}
    for row in rows:
        for name in {row["name"], *filter(None, row["aliases"].split("|"))}:
            assert owners.setdefault(key_of(name), row["alpha3"]) == row["alpha3"], name


def test_the_gazetteer_knows_only_kinds_and_countries_of_the_taxonomy() -> None:
    rows = [row for row, _ in load_gazetteer().every_place(KINDS)]
    assert len(rows) > 200_000
    assert {row.kind for row in rows} <= load_taxonomy().place_kinds
    assert {row.country for row in rows} - {None} <= set(load_countries())


def test_abbreviated_divisions_are_in_the_gazetteer() -> None:
    toponyms = load_toponyms()
    assert [short for short in division_abbreviations() if toponyms.abbreviated(short) is None] == []


def sections(name: str) -> list[tuple[str, list[str]]]:
    found = []
    for kind, words in read_yaml(name).items():
        if isinstance(words, dict):
            found += [(f"{kind}.{inner}", list(values)) for inner, values in words.items() if isinstance(values, list)]
        else:
            found.append((kind, list(words)))
    return found
