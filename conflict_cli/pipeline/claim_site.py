"""Where a cue stands: who speaks beside it, which quotations adjoin it, what the article around it holds."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from conflict_cli.matcher.syntax import speech
from conflict_cli.pipeline.annotations import Mention, Quotation
from conflict_cli.pipeline.token_index import TokenIndex

Range = tuple[int, int]

LONG_QUOTATION = 6  # words; a shorter one inside the words for a speaker is a nickname or a scare quote
LINKS = frozenset({",", ":", ";", "-", "–", "—", "--", "that"})
"""What may stand between a cue and the quotation it introduces."""


@dataclass(slots=True)
class Site:
    """A cue with its surroundings.

    Attributes:
        head: the word of the cue that governs it.
        heads: heads of what is said, as the rule's paths give them.
        bare: what counts when the paths give nothing: "sentence" what is left of the sentence, "quotation" only a
            quotation beside the cue, "around" the sentence on both sides ("according to"), None nothing.
        shares: whether the speaker may be that of the cue before.
        recipients: heads of those it is said to.
        negated: what a speaker did not say is never the quotation beside it.
        gap: tokens of cue, speaker and adjuncts, which what is said stands around.
        before: the quotation that ends where the gap begins.
        after: the quotation that begins where the gap ends.
    """

    head: Token
    cue: Span
    speakers: list[Token]
    heads: list[Token]
    bare: str | None
    shares: bool = False
    recipients: list[Token] = field(default_factory=list)
    negated: bool = False
    gap: Range = (0, 0)
    before: Quotation | None = None
    after: Quotation | None = None


@dataclass(slots=True)
class Page:
    """What the sites of an article share: `cues` are the tokens of all cues, `taken` quotations owned by a later cue.

    `going_on` are the cues that share the speaker of the cue before them.
    """

    doc: Doc
    quotations: list[Quotation]
    paragraphs: list[Range]
    cues: set[int]
    taken: set[int] = field(default_factory=set)
    going_on: set[int] = field(default_factory=set)
    mentions: TokenIndex[Mention] = field(init=False)
    _starts: list[int] = field(init=False)
    _around: TokenIndex[Quotation] = field(init=False)
    _numbers: TokenIndex[int] = field(init=False)

    def __post_init__(self) -> None:
        self.mentions = TokenIndex((m, m.span.start, m.span.end) for m in self.doc._.mentions)
        self._starts = [q.span.start for q in self.quotations]
        self._around = TokenIndex((q, q.span.start, q.span.end) for q in self.quotations)
        self._numbers = TokenIndex((number, s, e) for number, (s, e) in enumerate(self.paragraphs))

    def quotations_between(self, start: int, end: int) -> Iterator[Quotation]:
        """Yield the quotations that begin at a token from the first to before the last."""
        for number in range(bisect_left(self._starts, start), len(self._starts)):
            if self._starts[number] >= end:
                return
            yield self.quotations[number]

    def quotations_among(self, tokens: Iterable[int]) -> list[Quotation]:
        """Return the quotations that have one of some tokens."""
        return self._around.among(tokens)

    def quotation_around(self, index: int) -> Quotation | None:
        """Return the outermost quotation a token stands in."""
        return self._around.first_at(index)

    def quotation_from(self, index: int) -> Quotation | None:
        """Return the quotation that begins at a token."""
        return next((q for q in self._around.at(index) if q.span.start == index), None)

    def quotation_to(self, index: int) -> Quotation | None:
        """Return the closed quotation that ends before a token."""
        return next((q for q in self._around.at(index - 1) if q.span.end == index and q.closed), None)

    def number_of(self, index: int) -> int:
        """Return the number of the paragraph a token stands in."""
        return self._numbers.first_at(index) or 0

    def paragraph_of(self, index: int) -> Range:
        """Return the tokens of the paragraph a token stands in."""
        number = self._numbers.first_at(index)
        return self.paragraphs[number] if number is not None else (0, len(self.doc))


def place_gap(site: Site, page: Page) -> None:
    """Set the gap and the quotations beside it."""
    doc = page.doc
    start, end = site.cue.start, site.cue.end
    for speaker in site.speakers:
        left, right = speaker.left_edge.i, speaker.right_edge.i + 1
        beside = speaker.head == site.head or speech.is_quoted(site.head, speaker)
        if right <= site.cue.start and beside and not _holds_quotation(page, left, right):
            start = min(start, left)
        elif left >= site.cue.end and not any(site.cue.end <= head.i < left for head in site.heads):
            end = max(end, right)
    end = speech.adjuncts_end(site.head, end, {head.i for head in site.heads}, {to.i for to in site.recipients})
    if any(head.is_ancestor(site.head) for head in site.heads):
        # "reported that it fell, citing two officials": the clause that is cited holds the whole participle
        start, end = min(start, site.head.left_edge.i), max(end, site.head.right_edge.i + 1)
    site.gap = (start, end)
    index = start
    while index > 0 and (doc[index - 1].text in LINKS or doc[index - 1].is_space):
        index -= 1
    site.before = page.quotation_to(index)
    for after in (end, site.cue.end):
        opening = _skip_links(doc, after)
        site.after = page.quotation_from(opening)
        if site.after is not None:
            site.gap = (start, min(end, opening))
            break
    if site.before is not None and (_reports_only_after(site) or site.before.inner[-1].text == "."):
        site.before = None


def _skip_links(doc: Doc, index: int) -> int:
    while index < len(doc) and (doc[index].lower_ in LINKS or doc[index].is_space):
        index += 1
    return index


def _reports_only_after(site: Site) -> bool:
    """Tell whether the clause after the cue is what is said: "the so-called 'lions', he said, had fled" is not."""
    return bool(site.heads) and site.after is None and all(head.i >= site.gap[1] for head in site.heads)


def _holds_quotation(page: Page, start: int, end: int) -> bool:
    return any(len(q.inner) > LONG_QUOTATION for q in page.quotations_between(start, end))
