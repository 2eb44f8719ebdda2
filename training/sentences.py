"""Read and check the invented sentences in training/sentences/*.jsonl.

usage: python training/sentences.py --check
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conflict_cli.taxonomy import load_taxonomy

FOLDER = Path(__file__).parent / "sentences"
SPAN_LISTS = ("actors", "persons", "places", "weapons", "times", "quantities")
EVENT_LISTS = ("initiators", "targets", "locations", "weapons")
EVENT_KEYS = {"casualties", "status", "subtype", "time", "trigger", *EVENT_LISTS}
CLAIM_KEYS = {"content", "cue", "speaker", "stance"}
KEYS = {"claims", "conflict", "events", "id", "style", "text", *SPAN_LISTS}
STYLES = {"analysis", "digest", "statement", "wire"}
_OCCURRENCE = re.compile(r"^(.*)#(\d+)$", re.DOTALL)


class SentenceError(Exception):
    """A sentence file has an error; the message names file, line and key."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One annotated sentence as it stands in the file, and where."""

    where: str
    record: dict[str, Any]

    def span(self, words: str) -> tuple[int, int]:
        """Return (start, end) of the words in the text, `words#2` being the second occurrence.

        Raises:
            SentenceError: the text does not have them.
        """
        numbered = _OCCURRENCE.match(words)
        words, count = (numbered[1], int(numbered[2])) if numbered else (words, 1)
        boundary = rf"(?<!\w){re.escape(words)}(?!\w)"
        found = [match.start() for match in re.finditer(boundary, self.record["text"])]
        if len(found) < count:
            raise SentenceError(f'{self.where}: "{words}" (occurrence {count}) is not in the text')
        return found[count - 1], found[count - 1] + len(words)


def read_sentences(folder: Path = FOLDER) -> Iterator[Sentence]:
    """Yield the sentences of all files, sorted by file name.

    Raises:
        SentenceError: a line is not a JSON object.
    """
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
            where = f"{file.name}:{number}"
            try:
                record = json.loads(line)
            except json.JSONDecodeError as error:
                raise SentenceError(f"{where}: not JSON: {error}") from error
            yield Sentence(where, record)


def problems(sentence: Sentence) -> Iterator[str]:
    """Yield what is wrong with a sentence, one line each."""
    record, where = sentence.record, sentence.where
    if set(record) != KEYS:
        yield f"{where}: keys missing or unknown: {sorted(set(record) ^ KEYS)}"
        return
    if record["style"] not in STYLES:
        yield f"{where}: unknown style {record['style']!r}"
    quoted = [words for key in SPAN_LISTS for words in record[key]]
    for event in record["events"]:
        yield from _event_problems(event, where)
        quoted += [event["trigger"], *([event["time"]] if event["time"] else [])]
        quoted += [words for key in EVENT_LISTS for words in event[key]]
        quoted += [figure["text"] for figure in event["casualties"]]
    for claim in record["claims"]:
        if set(claim) != CLAIM_KEYS or claim["stance"] not in load_taxonomy().stances:
            yield f"{where}: claim keys or stance: {claim}"
            return
        quoted += [claim["cue"], *claim["content"], *([claim["speaker"]] if claim["speaker"] else [])]
    for words in quoted:
        try:
            sentence.span(words)
        except SentenceError as error:
            yield str(error)


def _event_problems(event: dict[str, Any], where: str) -> Iterator[str]:
    taxonomy = load_taxonomy()
    if set(event) != EVENT_KEYS:
        yield f"{where}: event keys missing or unknown: {sorted(set(event) ^ EVENT_KEYS)}"
        return
    if event["subtype"] not in taxonomy.type_of:
        yield f"{where}: unknown subtype {event['subtype']!r}"
    if event["status"] not in taxonomy.statuses:
        yield f"{where}: unknown status {event['status']!r}"
    for figure in event["casualties"]:
        if set(figure) != {"text", "harm", "low", "high"} or figure["harm"] not in taxonomy.harms:
            yield f"{where}: casualty keys or harm: {figure}"


def main() -> int:
    """Check all files; print problems and counts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--check", action="store_true", required=True)
    parser.parse_args()
    sentences = list(read_sentences())
    found = [line for sentence in sentences for line in problems(sentence)]
    ids = [sentence.record.get("id") for sentence in sentences]
    found += [f"id {name} is used twice" for name in sorted({str(i) for i in ids if ids.count(i) > 1})]
    sys.stdout.write("\n".join([*found, f"{len(sentences)} sentences, {len(found)} problems"]) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
