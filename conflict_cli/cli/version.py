"""What decides a result: the versions of the program, spaCy, the model and Python."""

from __future__ import annotations

import platform
from importlib import metadata

from conflict_cli import __version__
from conflict_cli.pipeline.model import entity_model_label, model_label


def version_line() -> str:
    """Return the line of `conflict --version`; spaCy is not imported for it."""
    return (
        f"conflict {__version__} (spaCy {metadata.version('spacy')}, {model_label()}, {entity_model_label()}, "
        f"Python {platform.python_version()})"
    )
