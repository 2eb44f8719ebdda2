"""Rule files as data: ids, examples, coverage of the taxonomy."""

from __future__ import annotations

from collections import Counter

import pytest

from conflict_cli.matcher.loader import load_rules
from conflict_cli.matcher.rule import Rule
from conflict_cli.taxonomy import load_taxonomy

RULES = load_rules()
ALL = [rule for family in RULES.values() for rule in family]
LONGEST_EXAMPLE = 30  # words


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_rule_has_two_examples_to_find_and_a_near_miss(rule: Rule) -> None:
    near_misses = [example for example in rule.examples if example.finds_nothing]
    found = [example for example in rule.examples if not example.finds_nothing]
    assert len(found) >= 2
    if rule.family == "factuality":  # its near miss is an event with the status it had
        assert any(example.expected["status"] != rule.meaning["status"] for example in found)
    else:
        assert near_misses


@pytest.mark.parametrize("rule", ALL, ids=lambda rule: rule.id)
def test_examples_are_short_and_distinct(rule: Rule) -> None:
    texts = [example.text for example in rule.examples]
    assert len(set(texts)) == len(texts)
    assert all(len(text.split()) <= LONGEST_EXAMPLE for text in texts)


def test_rule_ids_are_unique() -> None:
    repeated = [name for name, count in Counter(rule.id for rule in ALL).items() if count > 1]
    assert repeated == []


def test_every_subtype_has_a_rule() -> None:
    covered = {rule.meaning["subtype"] for rule in RULES["events"]}
    assert set(load_taxonomy().type_of) - covered == set()


def test_every_stance_has_a_rule() -> None:
    assert load_taxonomy().stances - {rule.meaning["stance"] for rule in RULES["claims"]} == set()


def test_every_predicate_harm_and_status_has_a_rule() -> None:
    taxonomy = load_taxonomy()
    assert taxonomy.predicates - {rule.meaning["predicate"] for rule in RULES["relations"]} == set()
    assert taxonomy.harms - {rule.meaning["harm"] for rule in RULES["casualties"]} == set()
    assert taxonomy.statuses - {rule.meaning["status"] for rule in RULES["factuality"]} == {"happened"}
