"""The rules that matched, as a tree: what `conflict explain` prints."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conflict_cli.render.visible import one_line
from conflict_cli.report import Claim, Event, Relation, Report

Branch = tuple[str, list[tuple[str, str]]]  # heading, then label and words


def rule_tree(report: Report) -> str:
    """Return the findings of a report, each under the rule that made it, with the words it matched.

    Example:
        >>> print(rule_tree(parse("Jets bombed Sarmin.")))  # doctest: +SKIP
        E1 Air/drone strike (happened)
        ├── rule        air_strike.verb
        ├── trigger     bombed
        ├── initiators  Jets
        └── targets     Sarmin
    """
    branches = [
        *map(_event, report.events),
        *map(_claim, report.claims),
        *map(_relation, report.relations),
    ]
    if not branches:
        return "no rule matched\n"
    return "".join(line + "\n" for branch in branches for line in _lines(branch))


def _lines(branch: Branch) -> Iterator[str]:
    heading, leaves = branch
    yield heading
    width = max(len(label) for label, _ in leaves)
    for number, (label, words) in enumerate(leaves, start=1):
        twig = "└──" if number == len(leaves) else "├──"
        yield f"{twig} {label:<{width}}  {one_line(words)}"


def _event(event: Event) -> Branch:
    leaves = [
        ("rule", event.rule),
        ("trigger", event.trigger.text),
        *_each("initiators", event.initiators),
        *_each("targets", event.targets),
        *_each("locations", event.locations),
        *_each("time", (event.time,)),
        *_each("weapons", event.weapons_of("used")),
        *_each("hit", event.weapons_of("hit")),
        *(("casualties", f"{figure.text} ({figure.harm})") for figure in event.casualties),
    ]
    return f"{event.id} {event.subtype} ({event.status})", leaves


def _claim(claim: Claim) -> Branch:
    leaves = [
        ("rule", claim.rule),
        ("cue", claim.cue.text),
        *_each("speaker", (claim.speaker,)),
        *_each("accused", (claim.accused,)),
        *_each("addressee", (claim.addressee,)),
        *_each("content", claim.content),
    ]
    return f"{claim.id} claim: {claim.stance}", leaves


def _relation(relation: Relation) -> Branch:
    leaves = [("rule", relation.rule), ("subject", relation.subject.text), ("object", relation.object.text)]
    return f"{relation.id} relation: {relation.predicate}", leaves


def _each(label: str, spans: tuple[Any, ...]) -> list[tuple[str, str]]:
    return [(label, span.text) for span in spans if span]
