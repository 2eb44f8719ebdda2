"""Pair the quotation marks of each paragraph, before any parse is trusted: doc._.quotations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli.matcher import syntax
from conflict_cli.pipeline.annotations import Quotation

OPENING = {"“": "double", "„": "double", "‟": "double", "``": "double", "‘": "single", "‚": "single", "«": "angle"}
CLOSING = {"”": "double", "’": "single", "»": "angle"}
STRAIGHT = {'"': "double", "''": "double", "'": "single", "`": "single"}
LONGEST_MARK = 2
DEEPEST = 4  # quotations in quotations
# a single mark is far more often an apostrophe: it quotes only when its partner comes within this many characters
LONGEST_SINGLE = 600
SURE_OF_SINGLE = "single"


@dataclass(slots=True)
class Mark:
    """A quotation mark; `opens` and `closes` tell what its neighbours allow it to be."""

    start: int
    end: int
    kind: str
    opens: bool
    closes: bool


@Language.factory(
    "conflict_quotations", requires=["doc._.source_text", "doc._.structure"], assigns=["doc._.quotations"]
)
def make_quotations(nlp: Language, name: str) -> QuotationFinder:
    """Build the component that pairs quotation marks."""
    return QuotationFinder()


class QuotationFinder:
    """Find what stands in quotation marks.

    A mark left open ends with its paragraph when it is a double one and is passed over when it is single; marks
    that open every paragraph of a long quotation give one quotation for each paragraph.
    """

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.quotations in text order, an outer quotation before those inside it."""
        text = doc._.source_text or syntax.text_of(doc)
        found = []
        for number, (start, end) in enumerate(paragraph_bounds(doc)):
            for opened, closed, complete in pair_marks(text, start, end):
                quotation = _make_quotation(doc, opened, closed, paragraph=number, complete=complete)
                if quotation is not None:
                    found.append(quotation)
        doc._.quotations = sorted(found, key=lambda quotation: (quotation.span.start, -quotation.span.end))
        return doc


def paragraph_bounds(doc: Doc) -> list[tuple[int, int]]:
    """Return the first and last offset of each paragraph, title included; lines where no structure is known."""
    structure = doc._.structure
    if structure is not None and structure.paragraphs:
        spans = [*([structure.title] if structure.title is not None else []), *structure.paragraphs]
        bounds = sorted({(span.start_char, span.end_char) for span in spans})
        return [(start, end) for start, end in bounds if start < end]
    bounds, offset = [], 0
    for line in syntax.text_of(doc).split("\n"):
        if line.strip():
            bounds.append((offset, offset + len(line)))
        offset += len(line) + 1
    return bounds


def pair_marks(text: str, start: int, end: int) -> list[tuple[Mark, Mark, bool]]:
    """Pair the marks between two offsets: (opening, closing, whether the closing mark is there)."""
    pairs: list[tuple[Mark, Mark, bool]] = []
    stack: list[Mark] = []
    for mark in _marks(text, start, end):
        kinds = [opened.kind for opened in stack]
        if mark.closes and mark.kind in kinds:
            while stack[-1].kind != mark.kind:
                stack.pop()  # a mark inside that never closed: "the rebels' allies"
            pairs.append((stack.pop(), mark, True))
        elif mark.opens:
            if mark.kind in kinds and text[mark.start : mark.end] in STRAIGHT:
                # the mark that should have closed the one before is missing; how far it went can't be told
                stack = [opened for opened in stack if opened.kind != mark.kind]
            if len(stack) == DEEPEST:
                # a stray apostrophe rather than a quotation, else the outermost
                stack.remove(next((opened for opened in stack if opened.kind == SURE_OF_SINGLE), stack[0]))
            stack.append(mark)
    for opened in stack:
        if opened.kind != SURE_OF_SINGLE:
            pairs.append((opened, Mark(end, end, opened.kind, opens=False, closes=True), False))
    return [pair for pair in pairs if pair[0].kind != SURE_OF_SINGLE or pair[1].end - pair[0].start <= LONGEST_SINGLE]


def _marks(text: str, start: int, end: int) -> Iterator[Mark]:
    position = start
    while position < end:
        length = LONGEST_MARK if text[position : position + LONGEST_MARK] in ("``", "''") else 1
        sign = text[position : position + length]
        kind = OPENING.get(sign) or CLOSING.get(sign) or STRAIGHT.get(sign)
        if kind is not None:
            before = text[position - 1] if position > start else " "
            after = text[position + length] if position + length < end else " "
            yield _classify(Mark(position, position + length, kind, opens=True, closes=True), sign, before, after)
        position += length


def _classify(mark: Mark, sign: str, before: str, after: str) -> Mark:
    """Decide what a mark may be from its form and its neighbours."""
    if mark.kind == "single":
        # "rebels' 'safe zone'", "the '90s", "don't": letters on both sides, or a number after it, make an apostrophe
        mark.opens = sign != "’" and not before.isalnum() and after.isalpha()
        mark.closes = sign != "‘" and not after.isalnum() and not before.isspace()
        return mark
    if sign in OPENING:
        mark.closes = False
    elif sign in CLOSING:
        # some editors type the closing curly mark on both sides
        mark.opens = before.isspace() and after.isalnum()
    else:
        mark.opens = not after.isspace() and not before.isalnum()
        mark.closes = not (before.isspace() or before in "([") or after.isspace()
    return mark


def _make_quotation(doc: Doc, opened: Mark, closed: Mark, *, paragraph: int, complete: bool) -> Quotation | None:
    span = doc.char_span(opened.start, closed.end, alignment_mode="expand")
    inner = doc.char_span(opened.end, closed.start, alignment_mode="contract") if opened.end < closed.start else None
    if span is None or inner is None or not len(inner):
        return None
    return Quotation(span=span, inner=inner, paragraph=paragraph, closed=complete)
