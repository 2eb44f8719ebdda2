"""conflict schema: the JSON Schema of a report."""

from __future__ import annotations

from conflict_cli.cli import output
from conflict_cli.cli.options import DebugOption

HELP = """Print the JSON Schema of a report, to check or generate code from.

\b
[cyan]conflict schema > report.schema.json[/cyan]
[cyan]conflict schema | jq '.["$defs"].Event.properties | keys'[/cyan]
"""


def schema(debug: DebugOption = False) -> None:
    """Print the schema that each report of -f json, jsonl and yaml keeps to."""
    from importlib import resources

    text = resources.files("conflict_cli.data").joinpath("report.schema.json").read_text("utf-8")
    output.write([text], None)
