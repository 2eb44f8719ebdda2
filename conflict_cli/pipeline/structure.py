"""conflict_structure: title, dateline, credits and paragraphs; the first component, it reads text alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import Any

from numpy import zeros
from spacy.language import Language
from spacy.tokens import Doc, Span

from conflict_cli.matcher import syntax
from conflict_cli.pipeline.annotations import Structure
from conflict_cli.pipeline.extensions import register
from conflict_cli.pipeline.furniture import FurnitureReader
from conflict_cli.pipeline.text_patterns import token_span

LONGEST_WRAPPED_LINE = 100  # characters; hard-wrapped text keeps to 60 to 80, paragraphs of news are longer
SHORTEST_WRAPPED_LINE = 40
FEWEST_PLAINLY_WRAPPED = 3  # lines
SHARE_OF_FULL_LINES = 0.7  # in wrapped text, most lines but the last of a paragraph are nearly full
NEARLY_FULL = 0.6
LONGEST_TITLE = 250
SHORT_BESIDE_BODY = 0.7  # a title is shorter than the lines of the body
PARAGRAPHS_WITH_DATELINE = 4  # below title, standfirst and byline
LINES_WITH_BYLINE = 6

_SENTENCE_END = re.compile(r"[.!?:;,…][\"')\]»]*$|[.!?]\s?\[\w+\]$")
_FULL_END = re.compile(r"[.!?][\"')\]»]*$")
_FULL_STOP = re.compile(r"(?<!\b[A-Z])\.[\"')\]]*$")


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text from its first to its last visible character; several lines when they were joined."""

    start: int
    end: int
    text: str
    after_blank: bool


@Language.factory("conflict_structure", assigns=["doc._.structure", "doc._.published", "token.is_sent_start"])
def create_structure(nlp: Language, name: str) -> StructureReader:
    """Create the component."""
    return StructureReader()


class StructureReader:
    """Finds title, dateline, byline, credit lines and paragraphs, and starts a sentence with each."""

    def __init__(self) -> None:
        """Load the patterns."""
        register()
        self.furniture = FurnitureReader()

    def __call__(self, doc: Doc) -> Doc:
        """Fill doc._.structure, the publication date when only the text tells it, and sentence starts."""
        structure = Structure()
        doc._.structure = structure
        text = syntax.text_of(doc)
        lines = self._without_credits(doc, text)
        paragraphs = _joined(lines, text)
        if paragraphs and self._is_title(paragraphs):
            structure.title = token_span(doc, paragraphs[0].start, paragraphs[0].end)
            paragraphs = paragraphs[1:]
        structure.paragraphs = [token_span(doc, line.start, line.end) for line in paragraphs]
        for line in paragraphs[:PARAGRAPHS_WITH_DATELINE]:
            if self.furniture.read_dateline(doc, text, line.start, line.end):
                break
        self._set_publication(doc)
        _start_sentences(doc, structure)
        return doc

    def _without_credits(self, doc: Doc, text: str) -> list[Line]:
        """Return the lines that are neither byline, credit nor date, which go to doc._.structure."""
        lines, kept = _lines(text), []
        for number, line in enumerate(lines):
            near_top = number < LINES_WITH_BYLINE and number < len(lines) - 1
            if len(lines) == 1 or not self.furniture.read_line(doc, text, line.start, line.end, near_top=near_top):
                start, end = self.furniture.trim(doc, text, line.start, line.end)
                if start < end:
                    kept.append(Line(start, end, text[start:end], line.after_blank))
        return kept

    def _is_title(self, paragraphs: list[Line]) -> bool:
        """Tell whether the first paragraph is one line, without full stop, apart from or shorter than the body."""
        first, body = paragraphs[0], paragraphs[1:]
        if not body or "\n" in first.text or len(first.text) > LONGEST_TITLE:
            return False
        if self.furniture.is_dateline(first.text):
            return False
        if any(self.furniture.is_dateline(line.text) for line in body[:2]):
            return len(first.text) < max(len(line.text) for line in body)
        if _FULL_STOP.search(first.text) or first.text.endswith((",", ";", ":")):
            return False
        return body[0].after_blank or len(first.text) < SHORT_BESIDE_BODY * median(len(line.text) for line in body)

    def _set_publication(self, doc: Doc) -> None:
        """Take the date of the dateline, unless metadata gave one; it is surer than an option for many articles."""
        found = self.furniture.publication(doc)
        if found is not None and doc._.published_from != "metadata":
            doc._.published, doc._.published_from = found, "dateline"


def _lines(text: str) -> list[Line]:
    """Return the lines with something visible on them."""
    lines: list[Line] = []
    offset, blank = 0, True
    for row in text.split("\n"):
        visible = row.strip()
        if visible:
            start = offset + row.index(visible)
            lines.append(Line(start, start + len(visible), visible, blank))
        blank = not visible
        offset += len(row) + 1
    return lines


def _joined(lines: list[Line], text: str) -> list[Line]:
    """Join the lines of hard-wrapped paragraphs; other lines are paragraphs as they are."""
    blocks: list[list[Line]] = []
    for line in lines:
        if line.after_blank or not blocks:
            blocks.append([line])
        else:
            blocks[-1].append(line)
    paragraphs: list[Line] = []
    # One plainly wrapped paragraph tells that short lines elsewhere are wrapped too
    wrapped_throughout = any(len(block) >= FEWEST_PLAINLY_WRAPPED and _is_wrapped(block) for block in blocks)
    for block in blocks:
        narrow = max(len(line.text) for line in block) <= LONGEST_WRAPPED_LINE
        if _is_wrapped(block) or (wrapped_throughout and narrow):
            start, end = block[0].start, block[-1].end
            paragraphs.append(Line(start, end, text[start:end], block[0].after_blank))
        else:
            paragraphs.extend(_continued(block, text))
    return paragraphs


def _continued(block: list[Line], text: str) -> list[Line]:
    """Join each line that goes on in the middle of a sentence to the one before: "a castle popular / with tourists"."""
    joined: list[Line] = []
    for line in block:
        before = joined[-1] if joined else None
        if before is not None and line.text[0].islower() and not _FULL_END.search(before.text):
            joined[-1] = Line(before.start, line.end, text[before.start : line.end], before.after_blank)
        else:
            joined.append(line)
    return joined


def _is_wrapped(block: list[Line]) -> bool:
    """Tell whether the lines of a block are broken in the middle of sentences, at about the same width."""
    widths = [len(line.text) for line in block]
    widest = max(widths)
    if len(block) == 1 or not SHORTEST_WRAPPED_LINE <= widest <= LONGEST_WRAPPED_LINE:
        return False
    upper = block[:-1]
    full = sum(width >= NEARLY_FULL * widest for width in widths[:-1])
    broken = sum(not _SENTENCE_END.search(line.text) for line in upper)
    return full >= SHARE_OF_FULL_LINES * len(upper) and broken >= len(upper) / 2


def _start_sentences(doc: Doc, structure: Structure) -> None:
    """Start a sentence with title, paragraphs and credits, and behind a dateline."""
    spans: list[Span] = [*structure.paragraphs, *structure.credits]
    if structure.title is not None:
        spans.append(structure.title)
    places = {place for span in spans for place in (span.start, span.end)}
    if structure.dateline is not None:
        places.add(structure.dateline.span.end)
    starts: Any = zeros((len(doc), 1), dtype="uint64")
    for place in places:
        first = next((number for number in range(place, len(doc)) if not doc[number].is_space), None)
        if first is not None:
            starts[first, 0] = 1
    # One array for the whole document: setting tokens one by one walks through all of them each time
    doc.from_array(["SENT_START"], starts)
