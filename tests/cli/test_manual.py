from pathlib import Path

from conflict_cli.cli.manual import manual

PAGE = Path(__file__).parents[2] / "docs" / "cli.md"


def test_the_page_is_what_the_help_says():
    assert PAGE.read_text("utf-8") == manual(), "run: python -m conflict_cli.cli.manual > docs/cli.md"
