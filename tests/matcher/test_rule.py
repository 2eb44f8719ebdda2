"""matcher/rule.py: what a rule is made of."""

from __future__ import annotations

import dataclasses

import pytest

from conflict_cli.matcher.rule import FAMILIES, TOKEN_KEYS, Example, TokenTest


def test_families_name_the_block_that_says_what_a_match_means() -> None:
    assert FAMILIES["events"] == "event"
    assert len(set(FAMILIES.values())) == len(FAMILIES)


def test_a_word_test_has_exactly_the_keys_a_rule_may_use() -> None:
    fields = {field.name for field in dataclasses.fields(TokenTest)}
    assert fields - {"classes"} | {"class"} == set(TOKEN_KEYS)


def test_an_empty_word_test_asks_nothing() -> None:
    assert all(not getattr(TokenTest(), field.name) for field in dataclasses.fields(TokenTest))


def test_rules_cannot_be_changed_after_loading() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        Example(text="Jets bombed Sarmin.").text = "Something else."  # type: ignore[misc]
