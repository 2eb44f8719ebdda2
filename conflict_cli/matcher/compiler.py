"""Turn rules into spaCy Matcher patterns and find what they find in a Doc."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from spacy.matcher import Matcher
from spacy.tokens import Doc, Span, Token
from spacy.vocab import Vocab

from conflict_cli.matcher import syntax
from conflict_cli.matcher.paths import Grammar
from conflict_cli.matcher.rule import Condition, Rule, TokenTest

Classes = Callable[[Token], frozenset[str]]
"""Gives the classes a token has in this Doc (actor, weapon, ...); the pipeline knows them, the engine does not."""


@dataclass(slots=True)
class Finding:
    """A rule that matched: its trigger and, role by role, the heads of its arguments."""

    rule: Rule
    trigger: Span
    head: Token
    arguments: dict[str, list[Token]] = field(default_factory=dict)


class RuleMatcher:
    """Find every rule of one family in a Doc.

    Args:
        vocab: the pipeline's vocabulary.
        rules: rules of one family.
        grammar: follows the paths the rules name.

    Raises:
        RuleError: a rule names an unknown path.
    """

    def __init__(self, vocab: Vocab, rules: Iterable[Rule], grammar: Grammar):
        self._grammar = grammar
        self._rules = {rule.id: rule for rule in rules}
        self._matcher = Matcher(vocab)
        for rule in self._rules.values():
            _check_paths(rule, grammar)
            self._matcher.add(rule.id, [[_pattern(test) for test in tests] for tests in rule.trigger])

    def __call__(self, doc: Doc, classes: Classes) -> list[Finding]:
        """Return the findings in text order; of triggers that overlap, the better rule's alone.

        Higher priority wins, then the longer trigger, then the rule that fills more roles, then the earlier rule.
        """
        found = []
        for rank, (match_id, start, end) in enumerate(self._matcher(doc)):
            rule = self._rules[doc.vocab.strings[match_id]]
            finding = self._try(rule, doc[start:end], classes)
            if finding is not None:
                filled = sum(bool(tokens) for tokens in finding.arguments.values())
                found.append(((rule.priority, end - start, filled, -rank), finding))
        found.sort(key=lambda item: item[0], reverse=True)
        return _without_overlaps(finding for _, finding in found)

    def _try(self, rule: Rule, trigger: Span, classes: Classes) -> Finding | None:
        head = trigger.root
        if not _trigger_classes_fit(rule, trigger, classes):
            return None
        if not all(self._holds(condition, head, classes) for condition in rule.requires):
            return None
        if any(self._holds(condition, head, classes) for condition in rule.unless):
            return None
        arguments = {role: self._fill(head, trigger, paths) for role, paths in rule.arguments.items()}
        if rule.at_least_one and not any(arguments[role] for role in rule.at_least_one):
            return None
        return Finding(rule, trigger, head, arguments)

    def _fill(self, head: Token, trigger: Span, paths: tuple[str, ...]) -> list[Token]:
        tokens: list[Token] = []
        for path in paths:
            for token in self._grammar.follow(head, path):
                if token not in tokens and not trigger.start <= token.i < trigger.end:
                    tokens.append(token)
        return tokens

    def _holds(self, condition: Condition, head: Token, classes: Classes) -> bool:
        ends = self._grammar.follow(head, condition.path)
        return any(fits(word, condition.test, classes) for end in ends for word in (end, *syntax.counted(end)))


def fits(token: Token, test: TokenTest, classes: Classes) -> bool:
    """Tell whether a token is what a word test asks for."""
    return bool(
        (not test.lemma or token.lemma_.lower() in test.lemma)
        and (not test.lower or token.lower_ in test.lower)
        and (not test.pos or token.pos_ in test.pos)
        and (not test.tag or token.tag_ in test.tag)
        and (not test.classes or not test.classes.isdisjoint(classes(token)))
    )


def _trigger_classes_fit(rule: Rule, trigger: Span, classes: Classes) -> bool:
    """Check the classes a trigger's words must have, which spaCy's patterns can't."""
    same_length = [tests for tests in rule.trigger if len(tests) == len(trigger)]
    return any(
        all(
            not test.classes or not test.classes.isdisjoint(classes(token))
            for test, token in zip(tests, trigger, strict=True)
        )
        for tests in same_length
    )


def _pattern(test: TokenTest) -> dict[str, Any]:
    keys = {"LEMMA": test.lemma, "LOWER": test.lower, "POS": test.pos, "TAG": test.tag}
    return {key: {"IN": sorted(values)} for key, values in keys.items() if values}


def _check_paths(rule: Rule, grammar: Grammar) -> None:
    where = f"{rule.file}: {rule.id}"
    for paths in rule.arguments.values():
        for path in paths:
            grammar.check(path, where=where)
    for condition in (*rule.requires, *rule.unless):
        grammar.check(condition.path, where=where)


def _without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    taken: set[int] = set()
    kept = []
    for finding in findings:
        tokens = set(range(finding.trigger.start, finding.trigger.end))
        if taken.isdisjoint(tokens):
            taken |= tokens
            kept.append(finding)
    return sorted(kept, key=lambda finding: finding.trigger.start)
