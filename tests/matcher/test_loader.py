"""matcher/loader.py: rule files are read, and every mistake in one is named with file, rule and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from conflict_cli.errors import RuleError
from conflict_cli.matcher.loader import load_rules
from conflict_cli.matcher.rule import FAMILIES, Rule, TokenTest
from conflict_cli.users_yaml import LARGEST_FILE

EVENT = "event: {subtype: Attack}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events").mkdir()
    return tmp_path


def own(folder: Path, family: str = "events") -> list[Rule]:
    """Return the rules of the folder alone, without the built-in ones."""
    built_in = {rule.id for rule in load_rules()[family]}
    return [rule for rule in load_rules(folder)[family] if rule.id not in built_in]


def write(folder: Path, rules: str, *, file: str = "events/mine.yaml", head: str = EVENT) -> None:
    (folder / file).write_text(f"{head}rules:\n{rules}", encoding="utf-8")


def message(folder: Path) -> str:
    with pytest.raises(RuleError) as error:
        load_rules(folder)
    return str(error.value)


# ---------------------------------------------------------------- what is read


def test_built_in_rules_of_every_family_are_there() -> None:
    rules = load_rules()
    assert set(rules) == set(FAMILIES)
    assert all(rules[family] for family in FAMILIES)


def test_a_folder_is_loaded_beside_the_built_in_rules(folder: Path) -> None:
    write(folder, "- {id: mine.zap, trigger: {lemma: zap}}\n")
    rules = load_rules(folder)["events"]
    assert rules[-1].id == "mine.zap"
    assert len(rules) == len(load_rules()["events"]) + 1


def test_loading_a_folder_does_not_change_what_comes_next(folder: Path) -> None:
    write(folder, "- {id: mine.zap, trigger: {lemma: zap}}\n")
    load_rules(folder)
    assert all(rule.id != "mine.zap" for rule in load_rules()["events"])


def test_a_rule_in_full(folder: Path) -> None:
    write(
        folder,
        """
- id: mine.zap
  event: {plover: ASSAULT}
  trigger: {lemma: [zap, fry], pos: VERB}
  arguments: {initiators: [subject, agent], targets: object}
  at_least_one: initiators
  requires: {object: {class: actor}, subject: any}
  unless: {self: {tag: [VBG]}}
  priority: 3
  examples:
  - {text: Drones zapped the rebels., trigger: zapped, published: 2024-01-02}
  - {text: The chef zapped a pie., finds: nothing}
""",
    )
    (rule,) = own(folder)
    assert rule.family == "events"
    assert rule.file == "events/mine.yaml"
    assert rule.meaning == {"subtype": "Attack", "plover": "ASSAULT"}
    assert rule.trigger == ((TokenTest(lemma=frozenset({"zap", "fry"}), pos=frozenset({"VERB"})),),)
    assert rule.arguments == {"initiators": ("subject", "agent"), "targets": ("object",)}
    assert rule.at_least_one == ("initiators",)
    assert [condition.path for condition in rule.requires] == ["object", "subject"]
    assert rule.requires[0].test.classes == {"actor"}
    assert rule.requires[1].test == TokenTest()
    assert rule.unless[0].test.tag == {"VBG"}
    assert rule.priority == 3
    assert rule.examples[0].expected == {"trigger": "zapped"}
    assert rule.examples[0].published == "2024-01-02"
    assert rule.examples[1].finds_nothing


def test_a_rules_own_meaning_overrides_the_files(folder: Path) -> None:
    write(folder, "- {id: mine.zap, trigger: {lemma: zap}, event: {subtype: Grenade}}\n")
    assert own(folder)[0].meaning == {"subtype": "Grenade"}


def test_phrases_are_sequences_of_lemmas(folder: Path) -> None:
    write(folder, "- {id: mine.zap, trigger: {phrases: [open fire, zap]}}\n")
    trigger = own(folder)[0].trigger
    assert [[sorted(test.lemma) for test in tests] for tests in trigger] == [[["open"], ["fire"]], [["zap"]]]


def test_a_list_of_tests_is_one_sequence(folder: Path) -> None:
    write(folder, "- {id: mine.zap, trigger: [{lower: air}, {lemma: strike}]}\n")
    (tests,) = own(folder)[0].trigger
    assert [test.lower or test.lemma for test in tests] == [{"air"}, {"strike"}]


def test_yes_no_on_and_off_are_words(folder: Path) -> None:
    write(folder, "- {id: mine.zap, trigger: {lower: [no, yes, on, off]}}\n")
    assert own(folder)[0].trigger[0][0].lower == {"no", "yes", "on", "off"}


def test_a_family_may_be_one_file_and_end_in_yml(tmp_path: Path) -> None:
    write(
        tmp_path,
        "- {id: casualties.zap, trigger: {lemma: zap}}\n",
        file="casualties.yml",
        head="casualty: {harm: killed}\n",
    )
    assert [rule.id for rule in own(tmp_path, "casualties")] == ["casualties.zap"]


def test_other_files_in_the_folder_are_left_alone(folder: Path) -> None:
    write(folder, "- {id: mine.zap, trigger: {lemma: zap}}\n")
    (folder / "README.md").write_text("not: [a rule", encoding="utf-8")
    (folder / "events" / "notes.txt").write_text("not: [a rule", encoding="utf-8")
    assert len(own(folder)) == 1


# ---------------------------------------------------------------- what is refused


def test_a_missing_folder(tmp_path: Path) -> None:
    missing = tmp_path / "nowhere"
    assert message(missing) == f"{missing}: no such rules folder"


def test_a_folder_without_rules(tmp_path: Path) -> None:
    assert message(tmp_path) == f"{tmp_path}: no rule file in it; expected e.g. {tmp_path}/events/my_rules.yaml"


def test_a_file_that_is_not_yaml_is_named_with_its_line(folder: Path) -> None:
    (folder / "events" / "mine.yaml").write_text("event: {subtype: Attack}\nrules:\n- id: [mine\n- x: 1\n", "utf-8")
    assert message(folder).startswith("events/mine.yaml: line 4 not valid YAML: ")


def test_a_file_that_is_no_text(folder: Path) -> None:
    (folder / "events" / "mine.yaml").write_bytes(b"\xff\xfe\x00rules")
    assert message(folder).startswith("events/mine.yaml: not UTF-8 at byte 1")


def test_a_file_too_large_is_not_parsed(folder: Path) -> None:
    (folder / "events" / "mine.yaml").write_text("#" * (LARGEST_FILE + 1), "utf-8")
    assert message(folder) == "events/mine.yaml: over 1,000,000 characters, far more than such a file has"


def test_deep_nesting_is_an_error_and_no_crash(folder: Path) -> None:
    (folder / "events" / "mine.yaml").write_text("[" * 20_000, "utf-8")
    assert message(folder).startswith("events/mine.yaml:")


def test_a_yaml_tag_runs_no_code(folder: Path) -> None:
    (folder / "events" / "mine.yaml").write_text("rules: !!python/object/apply:os.getcwd []\n", "utf-8")
    assert "not valid YAML" in message(folder)


@pytest.mark.parametrize("content", ["", "- a\n- b\n", "rules: 3\n", "event: {subtype: Attack}\n"])
def test_a_file_without_a_list_of_rules(folder: Path, content: str) -> None:
    (folder / "events" / "mine.yaml").write_text(content, "utf-8")
    assert message(folder) == 'events/mine.yaml: expected a mapping with a list "rules"'


def test_a_block_of_another_family(folder: Path) -> None:
    write(folder, "- {id: mine.zap, trigger: {lemma: zap}}\n", head="claim: {stance: denies}\n")
    assert message(folder) == 'events/mine.yaml: unknown key "claim" in the file; known: event, rules'


WRONG_RULES = {
    "no id": ("- {trigger: {lemma: zap}}", 'events/mine.yaml: every rule is a mapping with an "id"'),
    "a rule that is a word": ("- zap", 'events/mine.yaml: every rule is a mapping with an "id"'),
    "id of another file": (
        "- {id: other.zap, trigger: {lemma: zap}}",
        'events/mine.yaml: other.zap: the id must begin with the file name: "mine.…"',
    ),
    "no trigger": ("- {id: mine.zap}", 'events/mine.yaml: mine.zap: "trigger" is missing'),
    "unknown key of a rule": (
        "- {id: mine.zap, trigger: {lemma: zap}, argument: {}}",
        'events/mine.yaml: mine.zap: unknown key "argument" in the rule; known: arguments, at_least_one, event, '
        'examples, form, id, priority, requires, trigger, unless. Did you mean "arguments"?',
    ),
    "unknown key of a word test": (
        "- {id: mine.zap, trigger: {lemmas: zap}}",
        'events/mine.yaml: mine.zap: trigger: unknown key "lemmas" in a word test; known: class, lemma, lower, pos, '
        'tag. Did you mean "lemma"?',
    ),
    "unknown key beside phrases": (
        "- {id: mine.zap, trigger: {phrases: [open fire], pos: VERB}}",
        'events/mine.yaml: mine.zap: trigger: unknown key "pos" in a trigger of phrases; known: phrases',
    ),
    "empty word test": (
        "- {id: mine.zap, trigger: {}}",
        "events/mine.yaml: mine.zap: trigger: an empty word test would match every word",
    ),
    "number for a word": (
        "- {id: mine.zap, trigger: {lemma: [1]}}",
        "events/mine.yaml: mine.zap: trigger: lemma: expected words (put quotation marks around true, false and "
        "numbers)",
    ),
    "condition that is no test": (
        "- {id: mine.zap, trigger: {lemma: zap}, requires: {object: actor}}",
        "events/mine.yaml: mine.zap: requires: object: expected a mapping, got str",
    ),
    "arguments that are a list": (
        "- {id: mine.zap, trigger: {lemma: zap}, arguments: [subject]}",
        "events/mine.yaml: mine.zap: arguments: expected a mapping, got list",
    ),
    "at_least_one of no argument": (
        "- {id: mine.zap, trigger: {lemma: zap}, at_least_one: [targets]}",
        'events/mine.yaml: mine.zap: at_least_one: "targets" is not among its arguments',
    ),
    "example without text": (
        "- {id: mine.zap, trigger: {lemma: zap}, examples: [{trigger: zapped}]}",
        'events/mine.yaml: mine.zap: examples: every example needs a "text"',
    ),
    "example that finds something": (
        "- {id: mine.zap, trigger: {lemma: zap}, examples: [{text: Zap., finds: all}]}",
        'events/mine.yaml: mine.zap: examples: "finds" may only be "nothing"',
    ),
    "priority that is a word": (
        "- {id: mine.zap, trigger: {lemma: zap}, priority: high}",
        "events/mine.yaml: mine.zap: priority: expected a whole number, got str",
    ),
    "trigger that is nothing": (
        "- {id: mine.zap, trigger: null}",
        "events/mine.yaml: mine.zap: trigger: an empty word test would match every word",
    ),
    "phrases that are none": (
        "- {id: mine.zap, trigger: {phrases: []}}",
        "events/mine.yaml: mine.zap: trigger: no phrase in it",
    ),
    "phrase without a word": (
        '- {id: mine.zap, trigger: {phrases: [" "]}}',
        "events/mine.yaml: mine.zap: trigger: no phrase in it",
    ),
    "examples that are a mapping": (
        "- {id: mine.zap, trigger: {lemma: zap}, examples: {text: Zap.}}",
        "events/mine.yaml: mine.zap: examples: expected a list, got dict",
    ),
}


@pytest.mark.parametrize(("rule", "expected"), WRONG_RULES.values(), ids=WRONG_RULES)
def test_a_wrong_rule_is_named(folder: Path, rule: str, expected: str) -> None:
    write(folder, rule + "\n")
    assert message(folder) == expected


def test_a_files_block_must_be_a_mapping(folder: Path) -> None:
    write(folder, "- {id: mine.zap, trigger: {lemma: zap}}\n", head="event: Attack\n")
    assert message(folder) == "events/mine.yaml: event: expected a mapping, got str"


def test_an_id_given_twice(folder: Path) -> None:
    write(folder, "- {id: mine.zap, trigger: {lemma: zap}}\n- {id: mine.zap, trigger: {lemma: fry}}\n")
    assert message(folder) == "events/mine.yaml: mine.zap: this id is taken by events/mine.yaml"


def test_an_id_of_a_built_in_rule(folder: Path) -> None:
    (folder / "casualties.yaml").write_text("rules:\n- {id: casualties.kill, trigger: {lemma: zap}}\n", "utf-8")
    assert message(folder) == "casualties.yaml: casualties.kill: this id is taken by casualties.yaml"


@pytest.mark.parametrize("place", ["event/strikes.yaml", "strikes.yml", "events/more/strikes.yaml"])
def test_rule_file_in_no_known_place_is_told(tmp_path: Path, place: str) -> None:
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_text("rules: []\n", "utf-8")
    with pytest.raises(RuleError, match=f"^{place}: not a place for rules; they go into events/"):
        load_rules(tmp_path)
