"""Rule files made to hurt: rows 58 to 60 of the list of hostile inputs."""

from __future__ import annotations

from pathlib import Path

import pytest

from conflict_cli.errors import RuleError
from conflict_cli.matcher.loader import load_rules
from conflict_cli.pipeline.events import EventFinder
from conflict_cli.users_yaml import LARGEST_FILE

RULE = """event: {subtype: Attack}
rules:
- id: mine.pounce
  trigger: {lemma: [pounce]}
  arguments:
    initiators: [subject]
"""


@pytest.fixture
def load(tmp_path: Path):
    """Return a function that loads a rule file of a text."""

    def run(text: str, name: str = "events/mine.yaml"):
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, "utf-8")
        return load_rules(tmp_path)

    return run


def test_a_plain_file_is_loaded(load):
    assert "mine.pounce" in [rule.id for rule in load(RULE)["events"]]


@pytest.mark.parametrize(
    "tag",
    ['!!python/object/apply:os.system ["touch canary"]', "!!python/name:os.system ''", "!!python/module:os ''", "!x 1"],
)
def test_row_58_no_python_object_is_made(load, tmp_path, monkeypatch, tag):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RuleError, match=r"^events/mine\.yaml: line 7 not valid YAML"):
        load(f"{RULE}  priority: {tag}\n")
    assert not (tmp_path / "canary").exists()


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_row_58_deep_nesting_is_an_error_and_no_crash(load, opening):
    with pytest.raises(RuleError, match=r"^events/mine\.yaml:"):
        load(f"rules: {opening * 40_000}" if opening in "[{a: " else opening * 40_000)


@pytest.mark.parametrize("place", ["top", "rule", "words"])
def test_row_58_an_alias_bomb_is_refused(load, place):
    lists = ["&a0 [x, x, x, x, x, x, x, x, x]", *(f"&a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))]
    bomb = f"[{', '.join(lists)}]"
    texts = {
        "top": (f"bomb: {bomb}\n{RULE}", 'unknown key "bomb" in the file'),
        "rule": (f"{RULE}  bomb: {bomb}\n", 'mine.pounce: unknown key "bomb" in the rule'),
        "words": (RULE.replace("[pounce]", bomb), "mine.pounce: trigger: lemma: expected words"),
    }
    with pytest.raises(RuleError) as caught:
        load(texts[place][0])
    assert str(caught.value).startswith(f"events/mine.yaml: {texts[place][1]}")
    assert len(str(caught.value)) < 300


def test_row_58_a_file_over_a_megabyte_is_refused(load):
    with pytest.raises(RuleError, match="over 1,000,000 characters"):
        load(RULE + "#" * LARGEST_FILE)


@pytest.mark.parametrize(
    "text", ["", "null", "[]", "rules: 7", "rules: [7]", "rules: {}", "%YAML 9.9\n---\n", "\x00", "\ufeff"]
)
def test_row_58_what_is_no_rule_file_is_told(load, text):
    with pytest.raises(RuleError, match=r"^events/mine\.yaml:"):
        load(text)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "  trigger:",
            "  triger: x\n  trigger:",
            r'mine\.pounce: unknown key "triger" in the rule; known: .* Did you mean "trigger"\?',
        ),
        (
            "lemma",
            "lema",
            r'mine\.pounce: trigger: unknown key "lema" in a word test; known: .* Did you mean "lemma"\?',
        ),
        ("    initiators", "\tinitiators", r"line 6 not valid YAML: .*'\\t'"),
        ("mine.pounce", '"mine\n\n  .pounce"', r"mine \.pounce: an id is one line"),
        ("mine.pounce", "attack.verb", r'attack\.verb: the id must begin with the file name: "mine\.…"'),
        ("[subject]", "[sbject]", r'mine\.pounce: unknown path "sbject"'),
        ("Attack", "Atack", r'mine\.pounce: unknown subtype "Atack"'),
    ],
    ids=["key", "key of a word", "tab", "id of two lines", "name", "path", "type"],
)
def test_row_59_a_slip_is_told_with_file_rule_and_key(load, tmp_path, nlp, old, new, message):
    with pytest.raises(RuleError, match=rf"^events/mine\.yaml: {message}") as caught:
        load(RULE.replace(old, new))
        EventFinder(nlp, str(tmp_path))
    assert "\n" not in str(caught.value)


def test_row_59_a_duplicate_id_is_told(load):
    with pytest.raises(RuleError, match=r"^events/mine\.yaml: mine\.pounce: this id is taken by events/mine\.yaml"):
        load(RULE + RULE.split("rules:\n")[1])


@pytest.mark.parametrize("key", ["regex", "pattern", "REGEX", "match"])
def test_row_60_no_expression_of_a_user_is_ever_run(load, key):
    with pytest.raises(RuleError, match=rf'unknown key "{key}" in a word test'):
        load(RULE.replace("{lemma: [pounce]}", f"{{{key}: '(a+)+$'}}"))


def test_row_60_words_are_compared_and_not_matched(load):
    (rule,) = [rule for rule in load(RULE.replace("[pounce]", "['(a+)+$']"))["events"] if rule.id == "mine.pounce"]
    assert rule.trigger[0][0].lemma == {"(a+)+$"}
