"""The article as it was read, before any parsing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Article:
    """One article to parse.

    Attributes:
        text: the text that every offset of the report points into.
        source: path, "-" for standard input, or the record's key in a corpus.
        published: ISO 8601 date of publication, None when unknown.
        published_from: "option" or "metadata", None when `published` is None.
        title: title from metadata, None when only the text can tell.
        warnings: what the reader had to guess or mend, for `report.warnings`.
    """

    text: str
    source: str = "-"
    published: str | None = None
    published_from: str | None = None
    title: str | None = None
    warnings: tuple[str, ...] = field(default=())

    @property
    def id(self) -> str:
        """Return the first 16 hex digits of the SHA-256 of the text."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
