"""Rule files of regular expressions: what is wrong with one is said with its file and id."""

from __future__ import annotations

from typing import Any

import pytest

from conflict_cli.errors import RuleError
from conflict_cli.pipeline import text_patterns
from conflict_cli.pipeline.text_patterns import find_matches, load_pattern_file, longest_matches

GOOD = {"id": "x.a", "reading": "a", "pattern": "{colour} car"}


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that loads patterns as if they were the content of a rule file."""

    def run(content: dict[str, Any]) -> text_patterns.PatternFile:
        monkeypatch.setattr(text_patterns, "_content", lambda name: content)
        return load_pattern_file("x.yaml", readings=["a"])

    return run


def test_parts_lists_and_spaces_are_filled_in(load: Any) -> None:
    file = load({"lists": {"colour": ["red", "dark red"]}, "patterns": [GOOD]})
    assert file.patterns[0].regex.search("A Dark  red\ncar")[0] == "Dark  red\ncar"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"patterns": [], "regexes": []}, "x.yaml: unknown key 'regexes'"),
        ({"patterns": [GOOD]}, "x.yaml: x.a: unknown part 'colour'"),
        ({"patterns": [{**GOOD, "cue": []}]}, "x.yaml: x.a: unknown key 'cue'"),
        ({"patterns": [{**GOOD, "reading": "b"}]}, "x.yaml: x.a: unknown reading 'b'"),
        ({"patterns": [{**GOOD, "pattern": "("}]}, "x.yaml: x.a: malformed pattern"),
        ({"patterns": [GOOD], "parts": {"colour": "{colour}s"}}, "x.yaml: x.a: parts are nested more than"),
    ],
)
def test_wrong_file_is_refused_with_its_place(content: dict[str, Any], message: str, load: Any) -> None:
    with pytest.raises(RuleError, match="^" + message):
        load(content)


def test_longest_match_wins_and_taken_text_is_left_alone(load: Any) -> None:
    short = {"id": "x.b", "reading": "a", "pattern": "car"}
    file = load({"lists": {"colour": ["red"]}, "patterns": [short, GOOD]})
    text = "red car, car, car"
    found = longest_matches(find_matches(file, text), taken=[(14, 17)])
    assert [item.match[0] for item in found] == ["red car", "car"]


def test_pattern_is_tried_only_around_its_cues(load: Any) -> None:
    file = load({"patterns": [{"id": "x.c", "reading": "a", "pattern": r"\w+ ago", "cues": ["ago"]}]})
    text = "long ago. " + "word " * 200 + "Years ago"
    assert [item.match[0] for item in find_matches(file, text)] == ["long ago", "Years ago"]
