"""The article as it was read, before any parsing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace


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

    @property
    def id(self) -> str:
        """Return the first 16 hex digits of the SHA-256 of the text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def warned(self, *warnings: str) -> Article:
        """Return the article with further warnings, which come first: they tell how it was read."""
        return replace(self, warnings=(*warnings, *self.warnings)) if warnings else self
