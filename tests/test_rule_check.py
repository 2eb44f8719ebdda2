"""rule_check.py: the examples of a rule are run, and a failure says what came out."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from conflict_cli import build_pipeline
from conflict_cli.errors import RuleError
from conflict_cli.matcher.loader import load_rules
from conflict_cli.matcher.rule import Rule
from conflict_cli.rule_check import Failure, check_rule, check_rules

HEAD = """event: {subtype: Attack}
rules:
- id: mine.glitterbomb
  trigger: {lower: [glitterbombed]}
  arguments: {initiators: [subject], targets: [object]}
  examples:
"""
GOOD = (
    "  - {text: Clowns glitterbombed the soldiers., trigger: glitterbombed, "
    "initiators: [Clowns], targets: [the soldiers]}\n"
)


def failures(folder: Path, examples: str) -> list[Failure]:
    (folder / "events").mkdir()
    (folder / "events" / "mine.yaml").write_text(HEAD + examples, "utf-8")
    return check_rules(rules=folder, rule_id="mine.glitterbomb")


def test_good_examples_give_no_failure(tmp_path: Path) -> None:
    assert failures(tmp_path, GOOD + "  - {text: Clowns met the soldiers., finds: nothing}\n") == []


def test_a_wrong_role_is_shown(tmp_path: Path) -> None:
    (failure,) = failures(tmp_path, GOOD.replace("[Clowns]", "[Mimes]"))
    assert failure.rule == "mine.glitterbomb"
    assert "Mimes" in failure.expected
    assert "Clowns" in failure.got
    assert str(failure).splitlines()[1] == "  sentence: Clowns glitterbombed the soldiers."


def test_a_role_not_named_must_be_empty(tmp_path: Path) -> None:
    assert len(failures(tmp_path, GOOD.replace(", targets: [the soldiers]", ""))) == 1


def test_a_near_miss_that_is_found_fails(tmp_path: Path) -> None:
    (failure,) = failures(tmp_path, "  - {text: Clowns glitterbombed the soldiers., finds: nothing}\n")
    assert failure.expected == "nothing"


def test_a_sentence_that_gives_nothing_fails(tmp_path: Path) -> None:
    (failure,) = failures(tmp_path, "  - {text: Clowns met the soldiers., trigger: met}\n")
    assert failure.got == "nothing"


def test_a_known_miss_is_expected_to_fail(tmp_path: Path) -> None:
    assert failures(tmp_path, "  - {text: Clowns met the soldiers., trigger: met, known_miss: no rule for met}\n") == []


def test_a_known_miss_that_works_must_be_dropped(tmp_path: Path) -> None:
    (failure,) = failures(tmp_path, GOOD.replace("trigger:", "known_miss: hard, trigger:"))
    assert failure.got == "it works now: drop known_miss"


def test_an_unknown_rule_is_refused() -> None:
    with pytest.raises(RuleError, match=r"^no rule no\.such; "):
        check_rules(rule_id="no.such")


@pytest.mark.parametrize("family", ["claims", "relations", "casualties", "factuality"])
def test_every_family_can_be_checked(nlp: Language, family: str) -> None:
    rule: Rule = load_rules()[family][0]
    assert list(check_rule(rule, nlp)) == []


def test_rules_are_checked_with_those_of_the_folder(tmp_path: Path) -> None:
    assert failures(tmp_path, GOOD) == []
    assert "conflict_events" in build_pipeline(rules=tmp_path).pipe_names
