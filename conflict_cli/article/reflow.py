"""Lines as they stand on printed pages, joined to paragraphs again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

SHORT_LAST_LINE = 0.85  # of the usual width: a sentence that ends before it ends its paragraph
SHORT_HEADING = 0.6  # of the usual width: a heading, where a capital follows
USUAL_WIDTH_RANK = 0.75  # three lines of four are at most as wide
FEWEST_PAGES_WITH_HEADS = 3  # from so many pages on, a line at their edge that comes back is a running head
SHARE_WITH_HEAD = 0.5
EDGE_LINES = 2  # a running head and a page number

# "Turkish-/backed": what stands after a hyphen that belongs to the word
_AFTER_HYPHEN = frozenset(
    "affiliated aligned armed backed based born built controlled dominated fire funded government held high inspired "
    "language led level linked made majority old owned profile range run scale sponsored style supported term time "
    "to trained war wide wing year".split()
)
_PAGE_NUMBER = re.compile(r"(?i)\W*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?\W*")
_DATELINE = re.compile(r"[A-Z][A-Z .'’-]{2,40}(?:,| \(| [-–—])")
_BULLET = re.compile(r"[•●▪◦‣*–—-] ")
_SENTENCE_END = re.compile(r"[.!?:][\"'”’»)\]]*$")
_BROKEN_WORD = re.compile(r"(\w+)[-\u00ad\u2010]$")
_WORD = re.compile(r"\w+(?:[-\u2010]\w+)*")


def reflow(pages: Sequence[str]) -> str:
    """Return the text of pages as paragraphs with blank lines between them.

    Page numbers and running heads are left out, words broken at the end of a line are joined, and a paragraph may
    run over to the next page.
    """
    lines = [line for page in _without_heads([_lines(page) for page in pages]) for line in page]
    widths = sorted(len(line) for line in lines if line)
    if not widths:
        return ""
    usual = widths[int(USUAL_WIDTH_RANK * (len(widths) - 1))]
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line))
    paragraphs: list[str] = []
    before = ""
    for line in lines:
        if not line or not before or _ends_paragraph(before, line, usual):
            if line:
                paragraphs.append(line)
        else:
            paragraphs[-1] = _joined(paragraphs[-1], line, words)
        before = line
    return "\n\n".join(paragraphs)


def _lines(page: str) -> list[str]:
    return [" ".join(line.split()) for line in page.strip().splitlines()]


def _without_heads(pages: Sequence[list[str]]) -> list[list[str]]:
    """Drop page numbers, and what stands at the top or bottom of most pages."""
    edges = Counter(head for page in pages for head in set(map(_pattern, page[:EDGE_LINES] + page[-EDGE_LINES:])))
    often = max(FEWEST_PAGES_WITH_HEADS, SHARE_WITH_HEAD * len(pages))

    def is_head(line: str) -> bool:
        return edges[_pattern(line)] >= often or (len(pages) > 1 and _PAGE_NUMBER.fullmatch(line) is not None)

    kept = []
    for page in pages:
        start, end = 0, len(page)
        while start < min(EDGE_LINES, end) and is_head(page[start]):
            start += 1
        while end > max(start, len(page) - EDGE_LINES) and is_head(page[end - 1]):
            end -= 1
        kept.append(page[start:end])
    return kept


def _pattern(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _ends_paragraph(before: str, line: str, usual: int) -> bool:
    if _SENTENCE_END.search(before):
        return _BULLET.match(line) is not None or len(before) < SHORT_LAST_LINE * usual
    return _DATELINE.match(line) is not None or (len(before) < SHORT_HEADING * usual and line[0].isupper())


def _joined(paragraph: str, line: str, words: Counter[str]) -> str:
    broken, rest = _BROKEN_WORD.search(paragraph), _WORD.match(line)
    if broken is None or rest is None:
        return f"{paragraph} {line}"
    left, right = broken[1].lower(), rest[0].lower()
    whole, parted = words[left + right], words[f"{left}-{right}"]
    if whole or parted:  # the article has the word elsewhere
        belongs = parted > whole
    else:
        belongs = left[-1].isdigit() or rest[0][0].isupper() or right in _AFTER_HYPHEN
    return f"{paragraph}{line}" if belongs and paragraph[-1] != "\u00ad" else f"{paragraph[:-1]}{line}"
