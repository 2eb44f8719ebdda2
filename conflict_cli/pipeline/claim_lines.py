"""Find claims that a line makes by its form: headlines such as "Police: five held"."""

from __future__ import annotations

from spacy.tokens import Doc

from conflict_cli.pipeline.annotations import Attribution
from conflict_cli.pipeline.claim_content import Page


def find_line_claims(doc: Doc, found: list[Attribution], page: Page) -> list[Attribution]:
    """Return the claims of colon lines that no cue has claimed yet."""
    return []
