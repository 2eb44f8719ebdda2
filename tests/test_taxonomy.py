"""taxonomy.py: the closed word lists hang together."""

from __future__ import annotations

import pytest

from conflict_cli.errors import RuleError
from conflict_cli.taxonomy import load_taxonomy

TAXONOMY = load_taxonomy()
ACLED_TYPES = {
    "Battles": 3,
    "Explosions/Remote violence": 6,
    "Violence against civilians": 3,
    "Protests": 3,
    "Riots": 2,
    "Strategic developments": 8,
}


@pytest.mark.parametrize(("kind", "count"), ACLED_TYPES.items())
def test_acleds_types_have_all_their_subtypes(kind: str, count: int) -> None:
    assert list(TAXONOMY.type_of.values()).count(kind) == count


def test_plover_has_sixteen_types_and_every_subtype_knows_its_own() -> None:
    assert len(TAXONOMY.plover_types) == 16
    assert {plover for plover in TAXONOMY.plover_of.values() if plover} <= TAXONOMY.plover_types
    assert set(TAXONOMY.plover_of) == set(TAXONOMY.type_of)


def test_stances_that_are_verbal_acts_are_stances() -> None:
    assert set(TAXONOMY.stance_plover) <= TAXONOMY.stances
    assert set(TAXONOMY.stance_plover.values()) <= TAXONOMY.plover_types


def test_ucdps_sides_are_actor_kinds_and_do_not_overlap() -> None:
    sides = [TAXONOMY.ucdp_state, TAXONOMY.ucdp_armed_group, TAXONOMY.ucdp_civilian]
    assert all(side <= TAXONOMY.actor_kinds for side in sides)
    assert sum(map(len, sides)) == len(frozenset().union(*sides))


def test_it_is_read_once() -> None:
    assert load_taxonomy() is TAXONOMY


def test_a_known_subtype_passes() -> None:
    TAXONOMY.check_event("Attack", "ASSAULT", where="x.yaml: x.a")
    TAXONOMY.check_event("Attack", None, where="x.yaml: x.a")


def test_unknown_names_are_refused_with_those_there_are() -> None:
    with pytest.raises(RuleError, match=r'^x\.yaml: x\.a: unknown subtype "Zap"; known: Abduction'):
        TAXONOMY.check_event("Zap", None, where="x.yaml: x.a")
    with pytest.raises(RuleError, match=r'^x\.yaml: x\.a: unknown PLOVER type "ZAP"; known: ACCUSE, '):
        TAXONOMY.check_event("Attack", "ZAP", where="x.yaml: x.a")
