"""Actor kinds on the examples, against an annotation made from the texts alone (data/actor_kinds.tsv)."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

from conflict_cli import Report

TESTS = Path(__file__).parent
FEWEST_MENTIONS = 100
LOWEST_ACCURACY = 0.85


def test_most_mentions_of_the_examples_have_the_right_kind(report_of: Callable[..., Report]) -> None:
    with (TESTS / "data" / "actor_kinds.tsv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table, delimiter="\t"))
    assert len(rows) >= FEWEST_MENTIONS
    reports = {
        name: report_of((TESTS.parent / "examples" / f"{name}.txt").read_text("utf-8"))
        for name in {row["article"] for row in rows}
    }
    wrong = []
    for row in rows:
        found = kinds_at(reports[row["article"]], row["words"], int(row["occurrence"]))
        if row["kind"] not in found:
            wrong.append(f"{row['article']}: {row['words']} is {row['kind']}, got {found or 'no actor'}")
    assert 1 - len(wrong) / len(rows) >= LOWEST_ACCURACY, "\n".join(wrong)


def kinds_at(report: Report, words: str, occurrence: int) -> list[str | None]:
    """Return the kind of the actor whose mention holds the last of the words, the shortest mention first."""
    assert report.report.text is not None
    places = list(re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", report.report.text))
    end = places[occurrence - 1].end()
    holding = [
        (mention.end - mention.start, actor.kind)
        for actor in report.actors
        for mention in actor.mentions
        if mention.start < end <= mention.end
    ]
    return [kind for _, kind in sorted(holding, key=lambda pair: pair[0])[:1]]
