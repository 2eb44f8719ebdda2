"""YAML, JSON and JSON Lines: exactly the structure of docs/output.md."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import yaml

from conflict_cli.render.json_text import json_text
from conflict_cli.render.view import View
from conflict_cli.report import Report

ONE_LINE = 1 << 20  # columns: a long sentence stays on its line, for grep and diff

# libyaml writes a block only without these; its block for a text that opens with a space can't be read back
_NO_BLOCK = re.compile("^[ \\n]|[ \\t]\\n|[ \\t]$|[^\\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]")


class _Dumper(yaml.CSafeDumper):
    """Writes what YAML 1.1 and 1.2 readers understand alike, without anchors."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text and not _NO_BLOCK.search(text) else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _represent_number(dumper: _Dumper, number: float) -> yaml.ScalarNode:
    if not math.isfinite(number):
        raise ValueError(f"no number: {number}")
    return dumper.represent_float(number)


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(float, _represent_number)
# What YAML 1.2 or a strict 1.1 reader takes for a number or a boolean and PyYAML would leave bare:
# "695e0514" (an article id) is Infinity elsewhere.
_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:float",
    re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$"),
    list("-+.0123456789"),
)
_Dumper.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"0o[0-7]+$|0x[0-9a-fA-F]+$|[-+]?[0-9]+$"), list("-+0123456789")
)
_Dumper.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"[yYnN]$"), list("yYnN"))


def yaml_documents(reports: Iterable[Report], view: View) -> Iterator[str]:
    """Yield a YAML document per report, "---" between them."""
    separator = ""
    for report in reports:
        yield separator + yaml.dump(
            _plain(report, view), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=ONE_LINE
        )
        separator = "---\n"


def json_document(reports: Iterable[Report], view: View) -> Iterator[str]:
    """Yield one JSON document: an object, or an array of them when several articles were asked for."""
    if not view.several:
        yield from (f"{_json(report, view, indent=2)}\n" for report in reports)
        return
    opening = chain("[", iter(lambda: ",", None))
    for report in reports:
        yield f"{next(opening)}\n{_json(report, view, indent=2)}"
    yield "[]\n" if next(opening) == "[" else "\n]\n"


def json_lines(reports: Iterable[Report], view: View) -> Iterator[str]:
    """Yield one line of JSON per report."""
    return (f"{_json(report, view)}\n" for report in reports)


def _plain(report: Report, view: View) -> dict[str, Any]:
    return report.to_dict(only=view.only, with_text=view.with_text)


def _json(report: Report, view: View, *, indent: int | None = None) -> str:
    return json_text(_plain(report, view), indent=indent)
