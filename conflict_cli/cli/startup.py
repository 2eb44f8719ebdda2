"""Shorten the start of a command. Only for the command line: a library must not touch other modules."""

from __future__ import annotations

import sys
from types import ModuleType


def shorten_import() -> None:
    """Keep `import spacy` from importing what parsing doesn't use.

    torch takes over a second where it is installed, and the English model doesn't use it. spaCy's own command
    line, which `import spacy` loads for the one function `spacy.info`, takes 0.1 to 0.2 s.
    """
    if "spacy" in sys.modules:
        return
    sys.modules.setdefault("torch", None)  # type: ignore[arg-type]  # importing it fails as if it weren't there
    cli, info = ModuleType("spacy.cli"), ModuleType("spacy.cli.info")
    info.info = None  # type: ignore[attr-defined]
    sys.modules |= {"spacy.cli": cli, "spacy.cli.info": info}
