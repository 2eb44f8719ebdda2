"""The invented training articles are what training/articles/README.md says."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "training" / "articles.py"


def test_every_article_is_well_formed_and_its_words_are_in_its_text() -> None:
    run = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.endswith(" articles, 0 problems\n")
