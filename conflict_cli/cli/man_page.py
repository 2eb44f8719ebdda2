"""docs/conflict.1: the manual as a page for man(1), made from the same text as docs/cli.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

HEAD = """\
.TH CONFLICT 1 "" "conflict" "User Commands"
.SH NAME
conflict \\- parse conflict news reports into events and claims
.SH SYNOPSIS
.B conflict
.I COMMAND
.RI [ OPTIONS ]
.RI [ ARGUMENTS ]
"""
_ROW = re.compile(r"\| (?P<name>.*?) \| (?P<meaning>.*?) ?\|$")
_LINK = re.compile(r"\[([^]]+)\]\(([^)]+)\)")
_BOLD = re.compile(r"\*\*(.+?)\*\*|`([^`]+)`")
_BOLD_ON, _BOLD_OFF = "\ue000", "\ue001"  # stand for font changes until the text is escaped


def man_page(markdown: str) -> str:
    """Return Markdown as roff; what docs/cli.md uses of it: headings, tables of two columns, lists and code.

    Args:
        markdown: sections that each begin with "## "; what stands before the first is left out.
    """
    lines = iter(markdown[markdown.index("## ") :].splitlines())
    return HEAD + "\n".join(_roff(lines)) + "\n"


def _roff(lines: Iterator[str]) -> Iterator[str]:
    new_paragraph = True
    for line in lines:
        if line.startswith("## "):
            yield f".SH {_inline(line[3:].upper() if line.islower() else line[3:])}"
        elif line.startswith("```"):
            yield from _code(lines)
        elif line.startswith("|"):
            yield from _row(line)
        elif line.startswith("- "):
            yield ".IP \\(bu 2"
            yield _inline(line[2:])
        elif line.strip():
            if new_paragraph:
                yield ".PP"
            yield _inline(line.strip())
        new_paragraph = not line.strip()


def _code(lines: Iterator[str]) -> Iterator[str]:
    yield ".PP"
    yield ".RS 4"
    yield ".nf"
    for line in lines:
        if line.startswith("```"):
            break
        yield _escaped(line)
    yield ".fi"
    yield ".RE"


def _row(line: str) -> Iterator[str]:
    row = _ROW.match(line)
    if row is None:  # the line below the head of a table
        return
    if row["meaning"]:
        yield ".TP"
        yield _inline(row["name"])
        yield _inline(row["meaning"])
    else:
        yield f".SS {_inline(row['name'])}"


def _inline(text: str) -> str:
    text = _LINK.sub(lambda link: link[1] if link[1] == link[2] else f"{link[1]} ({link[2]})", text)
    text = _BOLD.sub(lambda match: f"{_BOLD_ON}{(match[1] or match[2]).replace('`', '')}{_BOLD_OFF}", text)
    return _escaped(text).replace(_BOLD_ON, "\\fB").replace(_BOLD_OFF, "\\fR")


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text
