"""Run the examples of rules through the whole pipeline and tell which don't give what they should."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from conflict_cli.api import build_pipeline, parse
from conflict_cli.errors import RuleError
from conflict_cli.matcher.loader import load_rules
from conflict_cli.matcher.rule import Example, Rule
from conflict_cli.report import Claim, Event, Relation, Report

if TYPE_CHECKING:
    from spacy.language import Language

PUBLISHED = "2024-11-28"  # the date that examples are read against unless they give their own


@dataclass(frozen=True, slots=True)
class Failure:
    """An example that went wrong: what was expected, what came out."""

    rule: str
    text: str
    expected: str
    got: str

    def __str__(self) -> str:
        return f"{self.rule}\n  sentence: {self.text}\n  expected: {self.expected}\n  got:      {self.got}"


def check_rules(*, rules: Path | None = None, rule_id: str | None = None) -> list[Failure]:
    """Run the examples of all rules, or of one.

    Args:
        rules: a user's rules folder; its rules are checked together with the built-in ones.
        rule_id: the one rule to check, None for all.

    Raises:
        RuleError: a rule file is wrong, or there is no such rule.
    """
    found = [rule for family in load_rules(rules).values() for rule in family if rule_id in (None, rule.id)]
    if not found:
        raise RuleError(f"no rule {rule_id}; `conflict rules` lists them")
    nlp = build_pipeline(rules=rules, corrected=False)
    return [failure for rule in found for failure in check_rule(rule, nlp)]


def check_rule(rule: Rule, nlp: Language) -> Iterator[Failure]:
    """Yield a failure for each example of a rule that does not give what it says.

    An example with `known_miss` fails when it begins to work, so that the mark is taken away.
    """
    for example in rule.examples:
        failure = check_example(rule, example, nlp)
        if example.known_miss and failure is None:
            expected = f"a known miss ({example.known_miss})"
            yield Failure(rule.id, example.text, expected, "it works now: drop known_miss")
        elif failure is not None and not example.known_miss:
            yield failure


def check_example(rule: Rule, example: Example, nlp: Language) -> Failure | None:
    """Return how one example fails, None when it gives what it says."""
    report = parse(example.text, published=example.published or PUBLISHED, nlp=nlp)
    found = list(_FINDINGS[rule.family](report, rule, example))
    if example.finds_nothing:
        # a near miss of events must give no event by any rule of that file; other families none by this rule
        return Failure(rule.id, example.text, "nothing", str(found)) if found else None
    if any(_agrees(example.expected, got) for got in found):
        return None
    return Failure(rule.id, example.text, str(example.expected), str(found) if found else "nothing")


def _agrees(expected: dict[str, Any], got: dict[str, Any]) -> bool:
    """Compare what an example names; a strict role it does not name must be empty."""
    return all(got.get(key) == value for key, value in expected.items()) and not any(
        got[key] for key in got.get("strict", ()) if key not in expected
    )


# ---------------------------------------------------------------- what a rule found, as its examples name it


def _events(report: Report, rule: Rule, example: Example) -> Iterator[dict[str, Any]]:
    stem = rule.id.split(".")[0]
    for event in report.events:
        if event.rule == rule.id or (example.finds_nothing and event.rule.split(".")[0] == stem):
            yield _event(event)


def _event(event: Event) -> dict[str, Any]:
    return {
        "trigger": event.trigger.text,
        "initiators": [span.text for span in event.initiators],
        "targets": [span.text for span in event.targets],
        "locations": [span.text for span in event.locations],
        "weapons": [span.text for span in event.weapons],
        "time": event.time.text if event.time else None,
        "casualties": [figure.text for figure in event.casualties],
        "subtype": event.subtype,
        "plover": event.plover,
        "status": event.status,
        "strict": ("initiators", "targets"),
    }


def _claims(report: Report, rule: Rule, example: Example) -> Iterator[dict[str, Any]]:
    for claim in report.claims:
        if claim.rule == rule.id:
            yield _claim(claim)


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "speaker": claim.speaker.text if claim.speaker else None,
        "cue": claim.cue.text,
        "content": [part.text for part in claim.content],
        "stance": claim.stance,
        "quotation": claim.quotation,
        "addressee": claim.addressee.text if claim.addressee else None,
        "accused": claim.accused.text if claim.accused else None,
        "speaker_kind": claim.speaker_kind,
        "plover": claim.plover,
        "strict": ("speaker",),
    }


def _relations(report: Report, rule: Rule, example: Example) -> Iterator[dict[str, Any]]:
    for relation in report.relations:
        if relation.rule == rule.id:
            yield _relation(relation)


def _relation(relation: Relation) -> dict[str, Any]:
    return {"subject": relation.subject.text, "object": relation.object.text, "predicate": relation.predicate}


def _figures(report: Report, rule: Rule, example: Example) -> Iterator[dict[str, Any]]:
    harm = rule.meaning["harm"]
    figures = [figure for event in report.events for figure in event.casualties]
    rows = [[figure.text, figure.harm, figure.low, figure.high] for figure in sorted(figures, key=lambda f: f.start)]
    if example.finds_nothing:
        rows = [row for row in rows if row[1] == harm]
    if rows:
        yield {"figures": rows}


def _statuses(report: Report, rule: Rule, example: Example) -> Iterator[dict[str, Any]]:
    for event in report.events:
        yield {"event": event.trigger.text, "status": event.status}


_FINDINGS = {
    "events": _events,
    "claims": _claims,
    "relations": _relations,
    "casualties": _figures,
    "factuality": _statuses,
}
