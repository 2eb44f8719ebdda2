"""The article as it was read, before any parsing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field, replace

HALF_PAIR = "half of a surrogate pair in the text; U+FFFD put in its place"
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Article:
    """One article to parse.

    Attributes:
        text: the text that every offset of the report points into.
        source: path, "-" for standard input, or the record's key in a corpus.
        published: ISO 8601 date of publication, None when unknown.
        published_from: "option" or "metadata", None when `published` is None.
        title: title from metadata, None when only the text can tell.
        authors: names from metadata; what the text itself says comes first.
        publisher: newspaper, agency or site from metadata; what the text itself says comes first.
        language: "en", or "und" for a text that is read though it isn't English.
        warnings: what the reader had to guess or mend, for `report.warnings`.
    """

    text: str
    source: str = "-"
    published: str | None = None
    published_from: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    publisher: str | None = None
    language: str = "en"
    warnings: tuple[str, ...] = field(default=())

    def with_whole_characters(self) -> Article:
        """Return the article with U+FFFD for each half of a surrogate pair, which no UTF-8 file can hold."""
        if not _SURROGATE.search(
            "".join(filter(None, (self.text, self.source, self.title, self.publisher, *self.authors)))
        ):
            return self
        return replace(
            self,
            text=whole_characters(self.text),
            source=whole_characters(self.source),
            title=self.title and whole_characters(self.title),
            publisher=self.publisher and whole_characters(self.publisher),
            authors=tuple(map(whole_characters, self.authors)),
            warnings=(*self.warnings, HALF_PAIR) if _SURROGATE.search(self.text) else self.warnings,
        )

    @property
    def id(self) -> str:
        """Return the first 16 hex digits of the SHA-256 of the text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def warned(self, *warnings: str) -> Article:
        """Return the article with further warnings, which come first: they tell how it was read."""
        return replace(self, warnings=(*warnings, *self.warnings)) if warnings else self


def whole_characters(text: str) -> str:
    """Return a text with U+FFFD for each half of a surrogate pair."""
    return _SURROGATE.sub("\ufffd", text)
