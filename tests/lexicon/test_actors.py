from __future__ import annotations

import pytest

from conflict_cli.errors import LexiconError
from conflict_cli.lexicon import actors
from conflict_cli.lexicon.actors import find_actor, load_actors, read_actors


@pytest.mark.parametrize(
    ("alias", "name", "kind", "country"),
    [
        ("HTS", "Hayat Tahrir al-Sham", "rebel_group", "SYR"),
        ("Hay'at Tahrir al Sham", "Hayat Tahrir al-Sham", "rebel_group", "SYR"),
        ("Daesh", "Islamic State", "rebel_group", None),
        ("the IRGC", "Islamic Revolutionary Guard Corps", "state_forces", "IRN"),
        ("Isis", "Islamic State", "rebel_group", None),
        ("M23", "23 March Movement", "rebel_group", "COD"),
        ("Wagner", "Wagner Group", "militia", "RUS"),
        ("UN", "United Nations", "intergovernmental", None),
        ("Médecins Sans Frontières", "Doctors Without Borders", "ngo", None),
        ("Zelenskiy", "Volodymyr Zelenskyy", "person", "UKR"),
    ],
)
def test_newspaper_names_lead_to_one_actor(alias: str, name: str, kind: str, country: str | None) -> None:
    entry = find_actor(alias, load_actors())
    assert entry is not None
    assert (entry.name, entry.kind, entry.country) == (name, kind, country)


def test_an_unknown_name_gives_none() -> None:
    assert find_actor("Brotherhood of the Teapot", load_actors()) is None


def test_the_converted_list_is_read_too() -> None:
    assert sum(1 for _ in read_actors()) > 2_000


def test_an_unknown_kind_is_refused(monkeypatch) -> None:
    row = {"name": "X", "aliases": "", "kind": "rebels", "country": "", "wikidata": ""}
    monkeypatch.setattr(actors, "read_table", lambda name: iter([row] if name == "leaders.tsv" else []))
    with pytest.raises(LexiconError, match=r'leaders\.tsv: line 2: X: unknown kind "rebels"'):
        list(read_actors())
