"""The lexicons are data, and tested as data: known kinds, sorted, no name with two meanings, provenance listed."""

from __future__ import annotations

import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest

from conflict_cli.errors import LexiconError
from conflict_cli.folding import WORD, fold
from conflict_cli.gazetteer.lookup import load_gazetteer
from conflict_cli.gazetteer.table import KINDS
from conflict_cli.lexicon.actors import TABLES, read_actors
from conflict_cli.lexicon.terms import load_countries, load_nominal_actors, read_table, read_yaml
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


@pytest.mark.parametrize(
    ("name", "change", "message"),
    [
        ("actors.tsv", lambda text: "", "actors.tsv: line 1: empty"),
        ("actors.tsv", lambda text: text[: len(text) // 2], r"actors.tsv: line \d+: cut short"),
        ("leaders.tsv", lambda text: text.replace("\t", " ", 5), r"leaders.tsv: line 2: \d fields, should be"),
        (
            "armed_groups.tsv",
            lambda text: text.replace("militia", "miltia", 1),
            r'armed_groups.tsv: line \d+: .*"miltia"',
        ),
        ("countries.tsv", lambda text: re.sub(r"\t\d+\n", "\tmany\n", text, count=1), "countries.tsv: line 2: invalid"),
        ("nominal_actors.yaml", lambda text: "", "nominal_actors.yaml: line 1: empty"),
        ("nominal_actors.yaml", lambda text: text[:300], r"nominal_actors.yaml: (line \d+ not valid|no individuals)"),
        ("nominal_actors.yaml", lambda text: "heads: {}\n", "nominal_actors.yaml: no individuals in it: cut short"),
    ],
)
def test_row_57_a_packaged_lexicon_that_is_broken_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, change: Callable[[str], str], message: str
) -> None:
    whole = DATA.joinpath("lexicons", name).read_text("utf-8")
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "taxonomy.yaml").write_text(DATA.joinpath("taxonomy.yaml").read_text("utf-8"), "utf-8")
    for each in LEXICONS:
        content = DATA.joinpath("lexicons", each).read_text("utf-8")
        (tmp_path / "lexicons" / each).write_text(change(whole) if each == name else content, "utf-8")
    monkeypatch.setattr("conflict_cli.lexicon.terms.resources.files", lambda package: tmp_path)
    readers = {"countries.tsv": load_countries, "nominal_actors.yaml": load_nominal_actors}
    for reader in (load_countries, load_nominal_actors):
        reader.cache_clear()
    try:
        with pytest.raises(LexiconError, match=rf"^{message}"):
            readers.get(name, lambda: list(read_actors()))()
    finally:
        for reader in (load_countries, load_nominal_actors):
            reader.cache_clear()
