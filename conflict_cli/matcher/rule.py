"""What a rule is: a trigger, paths to its arguments, conditions and examples."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

FAMILIES = {
    "events": "event",
    "claims": "claim",
    "relations": "relation",
    "casualties": "casualty",
    "factuality": "factuality",
}
"""Rule family (folder or file below data/rules) -> the key of the block that says what a match means."""

FORMS = {"claims": ("colon", "headline")}
"""Rule family -> the forms of lines that may stand in place of a trigger."""

TOKEN_KEYS = ("class", "lemma", "lower", "pos", "tag")


@dataclass(frozen=True, slots=True)
class TokenTest:
    """What a word must be; an empty set asks nothing. `classes` are given by the pipeline: actor, weapon, ..."""

    classes: frozenset[str] = frozenset()
    lemma: frozenset[str] = frozenset()
    lower: frozenset[str] = frozenset()
    pos: frozenset[str] = frozenset()
    tag: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Condition:
    """A path from the trigger, and what must stand at its end."""

    path: str
    test: TokenTest


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with what the rule must find in it.

    Attributes:
        expected: role or field -> words; empty when the rule must find nothing.
        finds_nothing: a near miss.
        known_miss: why the program does not get it yet; the test then expects the failure.
    """

    text: str
    expected: dict[str, Any] = field(default_factory=dict)
    finds_nothing: bool = False
    known_miss: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One wording and what it means.

    Attributes:
        id: file name, dot, shape of the wording: "air_strike.verb".
        family: events, claims, relations, casualties or factuality.
        file: path below the rules folder, for messages.
        meaning: the family's block (`event:` ...), the file's and the rule's own merged; opaque to the engine.
        trigger: alternatives, each a sequence of word tests; none in a rule with a `form`.
        arguments: role -> paths, in order of preference.
        at_least_one: roles of which one must be filled.
        requires: conditions that must all hold.
        unless: conditions of which none may hold.
        priority: higher wins where two rules match the same words.
        form: the form of a line that the rule is for, in place of a trigger: "headline"; the pipeline finds it.
    """

    id: str
    family: str
    file: str
    meaning: dict[str, Any]
    trigger: tuple[tuple[TokenTest, ...], ...]
    arguments: dict[str, tuple[str, ...]]
    at_least_one: tuple[str, ...]
    requires: tuple[Condition, ...]
    unless: tuple[Condition, ...]
    priority: int
    examples: tuple[Example, ...]
    form: str | None = None
