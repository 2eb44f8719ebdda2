"""Say how often events of a stated confidence are right, on articles annotated in full.

    conflict parse corpus.jsonl -f jsonl > reports.jsonl
    python benchmarks/calibration.py gold.jsonl reports.jsonl

The gold file has a line of JSON per article: {"id", "events": [{"trigger": {"start", "end"}, "trigger_alt", "type"}]}.
An event is right where its trigger overlaps a gold trigger, or one of its alternatives, of the same type.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from pathlib import Path
from typing import Any

BINS = 10
FEWEST = 30  # events in a bin for its share to say something


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("reports", type=Path)
    arguments = parser.parse_args()
    gold = {article["id"]: article["events"] for article in read_lines(arguments.gold)}
    told = [
        (event["confidence"], is_right(event, gold[report["report"]["source"]]))
        for report in read_lines(arguments.reports)
        for event in report["events"]
    ]
    print(f"{'confidence':<14}{'events':>8}{'stated':>9}{'right':>8}{'off by':>9}")
    for label, stated, right in binned(told):
        mean, share = sum(stated) / len(stated), sum(right) / len(right)
        few = "" if len(stated) >= FEWEST else "   (few)"
        print(f"{label:<14}{len(stated):>8}{mean:>9.2f}{share:>8.2f}{share - mean:>+9.2f}{few}")


def read_lines(path: Path) -> list[dict[str, Any]]:
    """Return the objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]


def binned(told: list[tuple[float, bool]]) -> list[tuple[str, list[float], list[bool]]]:
    """Return the bins that have events: a label, the confidences stated and whether each event is right."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in told:
        bins[min(BINS - 1, math.floor(confidence * BINS))].append((confidence, right))
    return [
        (f"{number / BINS:.1f} to {(number + 1) / BINS:.1f}", [c for c, _ in inside], [r for _, r in inside])
        for number, inside in sorted(bins.items())
    ]


def is_right(event: dict[str, Any], gold: list[dict[str, Any]]) -> bool:
    """Tell whether the gold has an event of the same type at the event's trigger."""
    mine = event["trigger"]
    return any(
        event["type"] == other["type"] and mine["start"] < span["end"] and span["start"] < mine["end"]
        for other in gold
        for span in (other["trigger"], *other.get("trigger_alt", ()))
    )


if __name__ == "__main__":
    main()
