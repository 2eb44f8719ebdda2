"""Read and check the invented articles in training/articles/*.jsonl and training/articles/held_out/*.jsonl.

usage: python training/articles.py --check
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conflict_cli.taxonomy import load_taxonomy

FOLDER = Path(__file__).parent / "articles"
HELD_OUT = FOLDER / "held_out"
KEYS = {"claims", "disputes", "events", "id", "published", "relations", "text"}
ROLES = ("initiators", "locations", "targets", "trigger_alt", "weapons")


def read_articles(folder: Path = FOLDER) -> Iterator[dict[str, Any]]:
    """Yield the annotated articles of one folder's files, sorted by file name."""
    for file in sorted(folder.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            yield json.loads(line)


def problems(article: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with an article, one line each."""
    where, taxonomy = article.get("id"), load_taxonomy()
    if set(article) != KEYS:
        yield f"{where}: keys missing or unknown: {sorted(set(article) ^ KEYS)}"
        return
    for event in article["events"]:
        if event["subtype"] not in taxonomy.type_of or event["status"] not in taxonomy.statuses:
            yield f"{where}: subtype or status of event {event['n']}"
    for claim in article["claims"]:
        if claim["stance"] not in taxonomy.stances:
            yield f"{where}: stance of claim {claim['n']}"
    for span in _spans(article):
        if article["text"][span["start"] : span["end"]] != span["text"]:
            yield f"{where}: {span['text']!r} is not at {span['start']}"


def _spans(article: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for event in article["events"]:
        yield event["trigger"]
        yield from (span for role in ROLES for span in event[role])
        yield from event["casualties"]
    for claim in article["claims"]:
        yield from (span for span in (claim["speaker"], claim["cue"]) if span)
        yield from claim["content"]


def main() -> int:
    """Check all files; print problems and counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", required=True)
    parser.parse_args()
    articles = [*read_articles(), *read_articles(HELD_OUT)]
    found = [line for article in articles for line in problems(article)]
    ids = [article.get("id") for article in articles]
    found += [f"id {name} is used twice" for name in sorted({str(i) for i in ids if ids.count(i) > 1})]
    sys.stdout.write("\n".join([*found, f"{len(articles)} articles, {len(found)} problems"]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
