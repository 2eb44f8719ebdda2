"""Training examples for the model: invented sentences and articles, and the freely licensed part of re3d."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent))
from articles import FOLDER as ARTICLES
from articles import HELD_OUT, read_articles
from sentences import Sentence, read_sentences

from conflict_cli.lexicon.terms import load_countries
from conflict_cli.taxonomy import load_taxonomy

LABELS = ("ACTOR", "PERSON", "PLACE", "WEAPON")
TAGS = ("O", *(f"{prefix}-{label}" for label in LABELS for prefix in "BI"))
SUBTYPES = ("O", *load_taxonomy().type_of)
ROLES = (
    "initiators",
    "targets",
    "locations",
    "weapons",
    "time",
    *sorted(load_taxonomy().harms),
)  # a harm: a figure of it
Spans = tuple[tuple[int, int, str], ...]
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
class Event:
    """A trigger with its subtype and, of the same sentence, the spans of its roles and of its casualty figures.

    `others` are words that name the event as well as its trigger: "launched", "raid".
    """

    start: int
    end: int
    subtype: str
    roles: Spans
    others: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Example:
    """A text of a sentence or two with its outermost entity spans and its events; `group` is its document.

    None is what nobody annotated.
    """

    text: str
    spans: Spans | None
    group: str
    events: tuple[Event, ...] | None = None


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
        events = tuple(_event_of_sentence(sentence, event) for event in record["events"])
        examples.append(Example(record["text"], outermost(spans), record["id"], events))
    return examples


def _event_of_sentence(sentence: Sentence, event: dict[str, Any]) -> Event:
    filled = [(words, role) for role in ROLES if role in event for words in _listed(event[role])]
    filled += [(figure["text"], figure["harm"]) for figure in event["casualties"]]
    roles = tuple((*sentence.span(words), role) for words, role in filled)
    return Event(*sentence.span(event["trigger"]), event["subtype"], roles)


def _listed(filler: Any) -> list[Any]:
    """Return the fillers of a role: the time of an event is one or none."""
    return filler if isinstance(filler, list) else [filler] if filler else []


def article_examples(folder: Path = ARTICLES) -> list[Example]:
    """Return the sentences of invented articles, whose events are annotated and whose entities are not."""
    examples = []
    for article in read_articles(folder):
        for start, end in _sentence_bounds(article["text"]):
            events = tuple(
                _event_of_article(event, start, end)
                for event in article["events"]
                if start <= event["trigger"]["start"] and event["trigger"]["end"] <= end
            )
            examples.append(Example(article["text"][start:end], None, article["id"], events))
    return examples


def _event_of_article(event: dict[str, Any], start: int, end: int) -> Event:
    """Return an event with what of it the sentence from start to end tells."""
    trigger = event["trigger"]
    filled = [(span["start"], span["end"], role) for role in ROLES if role in event for span in _listed(event[role])]
    filled += [(figure["start"], figure["end"], figure["harm"]) for figure in event["casualties"]]
    others = _within([(span["start"], span["end"], "") for span in event["trigger_alt"]], start, end)
    return Event(
        trigger["start"] - start,
        trigger["end"] - start,
        event["subtype"],
        _within(filled, start, end),
        tuple((first, last) for first, last, _ in others),
    )


def held_out_examples() -> list[Example]:
    """Return the sentences of the invented articles that no model is trained on."""
    return article_examples(HELD_OUT)


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


def outermost(spans: Iterable[tuple[int, int, str]]) -> Spans:
    """Return the spans that lie in no other, in text order: "JNIM fighters", not "JNIM"."""
    kept: list[tuple[int, int, str]] = []
    for span in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return tuple(kept)


def _sentences(text: str, spans: Spans, group: str) -> Iterator[Example]:
    for start, end in _sentence_bounds(text):
        yield Example(text[start:end], _within(spans, start, end), group)


def _sentence_bounds(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end, following in [*((m.start(), m.end()) for m in _SENTENCE_END.finditer(text)), (len(text), len(text))]:
        if text[start:end].strip():
            yield start, end
        start = following


def _within(spans: Iterable[tuple[int, int, str]], start: int, end: int) -> Spans:
    """Return the spans inside a part of a text, from where the part begins."""
    return tuple((s - start, e - start, label) for s, e, label in spans if start <= s and e <= end)


def _records(file: Path) -> Iterator[dict[str, object]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)
