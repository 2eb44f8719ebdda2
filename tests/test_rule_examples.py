"""Every example of every rule gives what it says; a known miss fails the day it starts to work."""

from __future__ import annotations

import pytest
from spacy.language import Language

from conflict_cli.matcher.loader import load_rules
from conflict_cli.matcher.rule import Example, Rule
from conflict_cli.rule_check import check_example

CASES = [
    pytest.param(
        rule,
        example,
        id=f"{rule.id}-{number}",
        marks=[pytest.mark.xfail(reason=example.known_miss)] if example.known_miss else [],
    )
    for rules in load_rules().values()
    for rule in rules
    for number, example in enumerate(rule.examples, 1)
]


@pytest.mark.parametrize(("rule", "example"), CASES)
def test_example_gives_what_it_says(rule: Rule, example: Example, rules_nlp: Language) -> None:
    failure = check_example(rule, example, rules_nlp)
    assert failure is None, f"\n{failure}"
