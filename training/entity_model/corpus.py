"""Training examples for the entity model: invented sentences and the freely licensed part of re3d."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from sentences import read_sentences

from conflict_cli.lexicon.terms import load_countries

LABELS = ("ACTOR", "PERSON", "PLACE", "WEAPON")
TAGS = ("O", *(f"{prefix}-{label}" for label in LABELS for prefix in "BI"))
RE3D_LABELS = {
    "Organisation": "ACTOR",
    "Person": "PERSON",
    "Location": "PLACE",
    "Weapon": "WEAPON",
    "MilitaryPlatform": "WEAPON",
}
# licences that allow training: no share-alike, no non-commercial part
FREE_SOURCES = ("gov.uk", "centcom", "state.gov", "dfat", "eeas", "us state", "uk government", "delegation")
SENTENCE_LISTS = {"actors": "ACTOR", "persons": "PERSON", "places": "PLACE", "weapons": "WEAPON"}
_SENTENCE_END = re.compile(r"(?<=[.!?][\"”]) +|(?<=[.!?]) +(?=[\"“A-Z])|\n+")


@dataclass(frozen=True, slots=True)
class Example:
    """A text of a sentence or two with its outermost entity spans; `group` is its document."""

    text: str
    spans: tuple[tuple[int, int, str], ...]
    group: str


def invented_examples() -> list[Example]:
    """Return the invented sentences; adjectives of nationality alone are left to the program's rules."""
    adjectives = {word.lower() for country in load_countries().values() for word in country.adjectives}
    examples = []
    for sentence in read_sentences():
        record = sentence.record
        spans = [
            (*sentence.span(words), label)
            for key, label in SENTENCE_LISTS.items()
            for words in record[key]
            if words.lower() not in adjectives
        ]
        examples.append(Example(record["text"], outermost(spans), record["id"]))
    return examples


def re3d_examples(folder: Path, *, free_only: bool) -> list[Example]:
    """Return the sentences of re3d, read in place.

    Args:
        folder: holds corpus.jsonl and gold.jsonl.
        free_only: leave out documents whose licence does not allow training (Wikipedia, CC BY-SA).
    """
    texts = {record["id"]: record["text"] for record in _records(folder / "corpus.jsonl")}
    examples = []
    for record in _records(folder / "gold.jsonl"):
        source = f"{record.get('source', '')} {record.get('url', '')}".lower()
        if free_only and ("wikipedia" in source or not any(name in source for name in FREE_SOURCES)):
            continue
        spans = [
            (entity["start"], entity["end"], RE3D_LABELS[entity["type"]])
            for entity in record["entities"]
            if entity["type"] in RE3D_LABELS
        ]
        examples += _sentences(texts[record["id"]], outermost(spans), str(record["id"]))
    return examples


def outermost(spans: Iterable[tuple[int, int, str]]) -> tuple[tuple[int, int, str], ...]:
    """Return the spans that lie in no other, in text order: "JNIM fighters", not "JNIM"."""
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return tuple(kept)


def _sentences(text: str, spans: tuple[tuple[int, int, str], ...], group: str) -> Iterator[Example]:
    start = 0
    for end, following in [*((m.start(), m.end()) for m in _SENTENCE_END.finditer(text)), (len(text), len(text))]:
        if text[start:end].strip():
            inside = tuple((s - start, e - start, label) for s, e, label in spans if start <= s and e <= end)
            yield Example(text[start:end], inside, group)
        start = following


def _records(file: Path) -> Iterator[dict[str, object]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
