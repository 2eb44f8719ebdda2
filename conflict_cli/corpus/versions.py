"""What decides the bytes of a report, besides the article and the options."""

from __future__ import annotations

from importlib import metadata

from conflict_cli import __version__
from conflict_cli.pipeline.model import entity_model_label, model_label


def versions() -> dict[str, str]:
    """Return the versions of the program, spaCy and the models; spaCy is not imported for it."""
    return {
        "conflict": __version__,
        "spaCy": metadata.version("spacy"),
        "model": model_label(),
        "entity model": entity_model_label(),
    }
