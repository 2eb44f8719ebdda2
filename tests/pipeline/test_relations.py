"""pipeline/relations.py: who supports, leads, opposes or controls whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.tokens import Doc

from conflict_cli import build_pipeline
from conflict_cli.errors import RuleError

Annotate = Callable[..., Doc]


def relations(doc: Doc) -> set[tuple[str, str, str]]:
    return {(one.subject.text, one.predicate, one.object.text) for one in doc._.relations}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Iran-backed Hezbollah fired rockets.", ("Iran", "supports", "Hezbollah")),
        ("The government-backed militia burned Sarmin.", ("government", "supports", "militia")),
        ("The US-led coalition bombed the depot.", ("US", "leads", "coalition")),
        ("The anti-Houthi coalition shelled the port.", ("coalition", "opposes", "Houthi")),
        ("Militias allied with the army took the town.", ("Militias", "allied_with", "the army")),
        ("Jets bombed rebel-held Idlib.", ("rebel", "controls", "Idlib")),
        ("Hezbollah has a strong presence in Nubl.", ("Hezbollah", "present_in", "Nubl")),
        (
            "The Quds Force is part of the Revolutionary Guards.",
            ("The Quds Force", "part_of", "the Revolutionary Guards"),
        ),
    ],
)
def test_relation(annotate: Annotate, sentence: str, expected: tuple[str, str, str]) -> None:
    assert expected in relations(annotate(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge is supported by steel cables.",
        "The newly-led team won.",
        "Police could not control the fire.",
        "The army does not control Afrin.",
        "Kigali denies supporting the M23.",
        "Troops deployed in December left.",
    ],
)
def test_things_stand_in_no_relation(annotate: Annotate, sentence: str) -> None:
    assert relations(annotate(sentence)) == set()


def test_what_belongs_to_a_possessor_is_his(annotate: Annotate) -> None:
    doc = annotate("Fighters opposed to Assad's rule left the town.")
    assert relations(doc) == {("Fighters", "opposes", "Assad")}


def test_the_words_of_a_part_are_not_those_of_the_whole(annotate: Annotate) -> None:
    assert relations(annotate("The murders were blamed on the 12th Front of the National Liberation Army.")) == {
        ("the 12th Front", "part_of", "the National Liberation Army")
    }


def test_a_relation_told_twice_by_the_same_words_is_one(annotate: Annotate) -> None:
    doc = annotate("The rebels are supported by Turkey.")
    assert len(doc._.relations) == 1


def test_a_rule_with_an_unknown_predicate_is_refused(tmp_path: Path) -> None:
    (tmp_path / "relations").mkdir()
    (tmp_path / "relations" / "zaps.yaml").write_text(
        "relation: {predicate: zaps}\nrules:\n- {id: zaps.verb, trigger: {lemma: zap}}\n", "utf-8"
    )
    with pytest.raises(RuleError, match=r"^relations/zaps\.yaml: zaps\.verb: relation needs one key, predicate; "):
        build_pipeline(rules=tmp_path)
