"""Index rules by the words they open with and find what they find in a Doc."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

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


class _Openings:
    """Trigger sequences by the words they may open with.

    spaCy's Matcher tries every pattern at every word, which took three times as long as the parser; most triggers
    open with one of a few words, so looking those up leaves little to try.
    """

    def __init__(self) -> None:
        self._by_lemma: dict[str, list[tuple[Rule, tuple[TokenTest, ...]]]] = {}
        self._by_lower: dict[str, list[tuple[Rule, tuple[TokenTest, ...]]]] = {}
        self._by_any_word: list[tuple[Rule, tuple[TokenTest, ...]]] = []

    def add(self, rule: Rule, tests: tuple[TokenTest, ...]) -> None:
        """Add one sequence of word tests of a rule."""
        first = tests[0]
        if first.lemma or first.lower:
            index, words = (self._by_lemma, first.lemma) if first.lemma else (self._by_lower, first.lower)
            for word in words:
                index.setdefault(word, []).append((rule, tests))
        else:
            self._by_any_word.append((rule, tests))

    def find(self, doc: Doc, classes: Classes) -> Iterator[tuple[Rule, Span]]:
        """Yield each rule with the words that its trigger fits, in text order; endless sentences are passed over."""
        for start, end in syntax.sentences(doc):
            if syntax.is_endless(doc[start:end]):
                continue
            for position, (lemma, lower) in enumerate(syntax.words(doc)[start:end], start):
                candidates = (*self._by_lemma.get(lemma, ()), *self._by_lower.get(lower, ()), *self._by_any_word)
                for rule, tests in candidates:
                    last = position + len(tests)
                    if last <= len(doc) and all(fits(doc[position + n], test, classes) for n, test in enumerate(tests)):
                        yield rule, doc[position:last]


class RuleMatcher:
    """Find every rule of one family in a Doc.

    Args:
        rules: rules of one family.
        grammar: follows the paths the rules name.

    Raises:
        RuleError: a rule names an unknown path.
    """

    def __init__(self, rules: Iterable[Rule], grammar: Grammar):
        self._grammar = grammar
        self._openings = _Openings()
        for rule in rules:
            _check_paths(rule, grammar)
            for tests in rule.trigger:
                self._openings.add(rule, tests)

    def __call__(self, doc: Doc, classes: Classes) -> list[Finding]:
        """Return the findings in text order; of triggers that overlap, the better rule's alone.

        Higher priority wins, then the longer trigger, then the rule that fills more roles, then the earlier rule.
        """
        found = []
        for rank, (rule, trigger) in enumerate(self._openings.find(doc, classes)):
            finding = self._try(rule, trigger, classes)
            if finding is not None:
                filled = sum(bool(tokens) for tokens in finding.arguments.values())
                found.append(((rule.priority, len(trigger), filled, -rank), finding))
        found.sort(key=lambda item: item[0], reverse=True)
        return _without_overlaps(finding for _, finding in found)

    def _try(self, rule: Rule, trigger: Span, classes: Classes) -> Finding | None:
        head = _head_of(trigger)
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
            found = self._grammar.follow(head, path)
            if path == "modifier":
                # "a US drone attack": the parser may hang "US" on "drone"
                within = [word for word in trigger if syntax.is_modifier(word) and word.head == head]
                found = [*found, *(token for word in within for token in self._grammar.follow(word, path))]
            for token in found:
                # a word of the trigger takes part only where the rule says so: "35 bodies" are the victims themselves
                outside = path == "self" or not trigger.start <= token.i < trigger.end
                if token not in tokens and outside:
                    tokens.append(token)
        return tokens

    def _holds(self, condition: Condition, head: Token, classes: Classes) -> bool:
        ends = self._grammar.follow(head, condition.path)
        return any(
            fits(word, condition.test, classes)
            for end in ends
            for word in (end, *syntax.counted(end), *syntax.speakers_meant(end))
        )


def fits(token: Token, test: TokenTest, classes: Classes) -> bool:
    """Tell whether a token is what a word test asks for."""
    return bool(
        (not test.lemma or token.lemma_.lower() in test.lemma)
        and (not test.lower or token.lower_ in test.lower)
        and (not test.pos or token.pos_ in test.pos)
        and (not test.tag or token.tag_ in test.tag)
        and (not test.classes or not test.classes.isdisjoint(classes(token)))
    )


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


def _head_of(trigger: Span) -> Token:
    """Return the word that arguments hang on: of "in case" the noun, of "shot down" the verb."""
    head = trigger.root
    objects = syntax.own_preposition_objects(head) if head.pos_ == "ADP" else []
    return next((token for token in objects if token in trigger), head)
