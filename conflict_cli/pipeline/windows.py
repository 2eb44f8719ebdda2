"""Long texts, read by the spaCy model a window at a time: whole, 300,000 characters take it 1.1 GB.

The components of the model see the windows, those of the package one Doc of the whole text: `make_doc`, then the
components before the model, `split`, the model, `join`, the components after it.
"""

from __future__ import annotations

import re
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

# characters: about 8,000 words, which no news article has; what is shorter is read whole
LONGEST_WHOLE = 50_000
WINDOW = 10_000
# where to cut, the best first; a window is at least half full
_CUTS = tuple(re.compile(pattern) for pattern in (r"\n\s*\n", r"\n", r"[.!?][\"')\]]*\s", r"\s"))
JOINING: dict[str, Any] = {"ensure_whitespace": False, "exclude": ("tensor", "user_data")}
GIVEN: list[int | str] = ["NORM", "SENT_START"]
# what the model says of a word; from HEAD and DEP spaCy knows where sentences start
ANNOTATIONS: list[int | str] = ["NORM", "TAG", "POS", "MORPH", "LEMMA", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]


def make_doc(nlp: Language, text: str) -> Doc:
    """Return the tokens of a text of any length; spaCy's own limit is one million characters."""
    if len(text) <= LONGEST_WHOLE:
        return nlp.make_doc(text)
    windows = [nlp.make_doc(text[start:end]) for start, end in window_bounds(text)]
    doc = Doc.from_docs(windows, **JOINING)
    doc._.windows = [len(window) for window in windows]
    return doc


def window_bounds(text: str) -> list[tuple[int, int]]:
    """Return where the windows of a text begin and end: behind paragraphs, else lines, sentences, words."""
    bounds, start = [], 0
    while len(text) - start > WINDOW:
        end = _cut(text, start)
        bounds.append((start, end))
        start = end
    return [*bounds, (start, len(text))]


def _cut(text: str, start: int) -> int:
    half, full = start + WINDOW // 2, start + WINDOW
    for pattern in _CUTS:
        places = [found.end() for found in pattern.finditer(text, half, full)]
        if places:
            return places[-1]
    return full


def split(doc: Doc) -> list[Doc]:
    """Return the windows of a Doc, sentence starts that are set already with them; a short one is its own window."""
    if doc._.windows is None:
        return [doc]
    windows, start = [], 0
    given: Any = doc.to_array(GIVEN)
    for length in doc._.windows:
        tokens = doc[start : start + length]
        window = Doc(doc.vocab, [token.text for token in tokens], [bool(token.whitespace_) for token in tokens])
        windows.append(window.from_array(GIVEN, given[start : start + length]))
        start += length
    return windows


def join(doc: Doc, windows: list[Doc]) -> Doc:
    """Write what the model found in the windows of a Doc into the Doc."""
    if doc._.windows is None:
        return windows[0]
    whole = Doc.from_docs(windows, **JOINING)
    found: Any = whole.to_array(ANNOTATIONS)
    return doc.from_array(ANNOTATIONS, found)
