"""Shorten the start of a command. Only for the command line: a library must not touch other modules."""

from __future__ import annotations

import sys


def shorten_import() -> None:
    """Keep spaCy from importing torch, which the English model doesn't use and which takes over a second."""
    if "torch" not in sys.modules:
        sys.modules["torch"] = None  # type: ignore[assignment]  # an import of it fails as if it weren't there
