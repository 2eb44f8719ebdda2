"""Training examples for the model: invented sentences and articles, and the freely licensed part of re3d."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
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
STANCES = ("O", *sorted(load_taxonomy().stances))
STATUSES = tuple(sorted(load_taxonomy().statuses))
EVENT_ROLES = (
    "initiators",
    "targets",
    "locations",
    "weapons",
    "time",
    *sorted(load_taxonomy().harms),
)  # a harm: a figure of it
CLAIM_ROLES = ("speaker", "content")
ROLES = EVENT_ROLES + CLAIM_ROLES
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
class Frame:
    """The trigger of an event or the cue of a claim, with the spans of its roles in the same sentence.

    `kind` is the subtype of the event, or the stance of the claim. `others` are words that name the event as well as
    its trigger: "launched", "raid". `status` is that of the event; a claim has none.
    """

    start: int
    end: int
    kind: str
    roles: Spans
    others: tuple[tuple[int, int], ...] = ()
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """A text of a sentence or two with its outermost entity spans, its events and claims; `group` is its document.

    None is what nobody annotated.
    """

    text: str
    spans: Spans | None
    group: str
    events: tuple[Frame, ...] | None = None
    claims: tuple[Frame, ...] | None = None


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
        claims = tuple(_claim_of_sentence(sentence, claim) for claim in record["claims"])
        examples.append(Example(record["text"], outermost(spans), record["id"], events, claims))
    return examples


def _event_of_sentence(sentence: Sentence, event: dict[str, Any]) -> Frame:
    filled = [(words, role) for role in EVENT_ROLES if role in event for words in _listed(event[role])]
    filled += [(figure["text"], figure["harm"]) for figure in event["casualties"]]
    roles = tuple((*sentence.span(words), role) for words, role in filled)
    return Frame(*sentence.span(event["trigger"]), event["subtype"], roles, status=event["status"])


def _claim_of_sentence(sentence: Sentence, claim: dict[str, Any]) -> Frame:
    filled = [(words, role) for role in CLAIM_ROLES for words in _listed(claim[role])]
    roles = tuple((*sentence.span(words), role) for words, role in filled)
    return Frame(*sentence.span(claim["cue"]), claim["stance"], roles)


def _listed(filler: Any) -> list[Any]:
    """Return the fillers of a role: the time of an event is one or none, and so is the speaker of a claim."""
    return filler if isinstance(filler, list) else [filler] if filler else []


def article_examples(folder: Path = ARTICLES) -> list[Example]:
    """Return the sentences of invented articles, whose events and claims are annotated and whose entities are not."""
    examples = []
    for article in read_articles(folder):
        for start, end in _sentence_bounds(article["text"]):
            events = tuple(
                _event_of_article(event, start, end)
                for event in article["events"]
                if start <= event["trigger"]["start"] and event["trigger"]["end"] <= end
            )
            claims = tuple(
                _frame(claim["cue"], claim["stance"], _filled(claim, CLAIM_ROLES), start, end)
                for claim in article["claims"]
                if start <= claim["cue"]["start"] and claim["cue"]["end"] <= end
            )
            examples.append(Example(article["text"][start:end], None, article["id"], events, claims))
    return examples


def _event_of_article(event: dict[str, Any], start: int, end: int) -> Frame:
    filled = _filled(event, EVENT_ROLES)
    filled += [(figure["start"], figure["end"], figure["harm"]) for figure in event["casualties"]]
    others = [(span["start"], span["end"], "") for span in event["trigger_alt"]]
    return replace(_frame(event["trigger"], event["subtype"], filled, start, end, others), status=event["status"])


def _filled(record: dict[str, Any], roles: tuple[str, ...]) -> list[tuple[int, int, str]]:
    return [(span["start"], span["end"], role) for role in roles for span in _listed(record.get(role))]


def _frame(
    words: dict[str, Any],
    kind: str,
    filled: list[tuple[int, int, str]],
    start: int,
    end: int,
    others: Iterable[tuple[int, int, str]] = (),
) -> Frame:
    """Return a frame with what of it the sentence from start to end tells."""
    roles = _within(_in_part(filled, start, end), start, end)
    told_by = tuple((first, last) for first, last, _ in _within(others, start, end))
    return Frame(words["start"] - start, words["end"] - start, kind, roles, told_by)


def _in_part(spans: Iterable[tuple[int, int, str]], start: int, end: int) -> Iterator[tuple[int, int, str]]:
    """Yield what of each span lies in a part of a text: a quotation goes on over several sentences."""
    for first, last, label in spans:
        if first < end and start < last:
            yield max(first, start), min(last, end), label


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
