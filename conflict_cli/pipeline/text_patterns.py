"""Rule files of regular expressions over the text: timexes.yaml, quantities.yaml and structure.yaml.

A pattern is written in named parts: `{month}` stands for the part or word list `month` of the same file,
and a space for any white space. Every pattern has examples that the tests run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

import yaml
from spacy.tokens import Doc, Span

from conflict_cli.errors import RuleError
from conflict_cli.users_yaml import parse_yaml

FILE_KEYS = {"lists", "parts", "patterns", "tables"}
PATTERN_KEYS = {"id", "reading", "pattern", "cues", "examples"}
NUMBER_CUE, LONG_NUMBER_CUE = "0", "0000"  # cues of patterns that need a digit, or a number of four digits
CUE_REACH = 90  # characters that a match can stretch to either side of its cue
DEEPEST_NESTING = 8  # parts made of parts made of parts; more is a part that names itself

_CUE = re.compile(r"[a-z]+(?:\.[a-z]+)*\.?|[:+]|\d+")
_NAME = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True, slots=True)
class TextPattern:
    """One named regular expression.

    Attributes:
        id: file name, dot, shape of the wording.
        reading: the name of the function that says what a match means.
        regex: what it matches, whatever the case of the letters.
        cues: lower-case words one of which the text must have for the pattern to be tried; empty means always.
        examples: sentences with what must be found in them.
    """

    id: str
    reading: str
    regex: re.Pattern[str]
    cues: frozenset[str]
    examples: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A match of a pattern in the text."""

    pattern: TextPattern
    match: re.Match[str]


@dataclass(frozen=True, slots=True)
class PatternFile:
    """A rule file of text patterns.

    Attributes:
        patterns: in the order of the file.
        lists: word lists by name, as written.
        tables: words with a value each, by name, in lower case.
        parts: regular expressions by name, with everything they name filled in.
    """

    patterns: tuple[TextPattern, ...]
    lists: Mapping[str, list[str]]
    tables: Mapping[str, dict[str, Any]]
    parts: Mapping[str, str]


def load_pattern_file(
    name: str,
    *,
    readings: Iterable[str],
    given_parts: Mapping[str, str] | None = None,
    given_lists: Mapping[str, list[str]] | None = None,
    given_tables: Mapping[str, dict[str, Any]] | None = None,
) -> PatternFile:
    """Load one file of data/rules.

    Args:
        name: file name inside data/rules.
        readings: names of the readings the patterns may have.
        given_parts: parts the file may use without defining them, such as numbers.
        given_lists: word lists the file may use without defining them.
        given_tables: tables of words the file may use without defining them, such as months.

    Raises:
        RuleError: a key, reading or part is unknown, or a regular expression is malformed.
    """
    content = _content(name)
    _check_keys(name, content, FILE_KEYS)
    lists = dict(given_lists or {}) | (content.get("lists") or {})
    tables = dict(given_tables or {})
    for key, rows in (content.get("tables") or {}).items():
        tables[key] = {str(word).lower(): value for word, value in rows.items()}
    parts = {key: _alternatives(words) for key, words in [*lists.items(), *tables.items()]}
    parts |= dict(given_parts or {}) | (content.get("parts") or {})
    known = set(readings)
    patterns = tuple(
        _pattern(name, entry, parts=parts, words=lists | tables, readings=known) for entry in content["patterns"]
    )
    filled = {key: _fill(f"{name}: {key}", part, parts) for key, part in parts.items()}
    return PatternFile(patterns=patterns, lists=lists, tables=tables, parts=filled)


def load_tables(name: str, wanted: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return some tables of a rule file, in lower case, for another file to use."""
    tables = _content(name)["tables"]
    return {table: {str(word).lower(): value for word, value in tables[table].items()} for table in wanted}


def compile_part(file: PatternFile, pattern: str) -> re.Pattern[str]:
    """Compile a pattern that uses the parts of a file, whatever the case of the letters."""
    return re.compile(_fill("code", pattern, file.parts), re.IGNORECASE)


def find_matches(file: PatternFile, text: str) -> Iterator[Match]:
    """Find every match of every pattern, overlapping ones too, looking only around the cues of a pattern."""
    index: dict[str, list[int]] = {}
    for word in _CUE.finditer(text.lower()):
        keys = {word[0], word[0].rstrip(".")}
        if word[0].isdigit():
            keys = {NUMBER_CUE, LONG_NUMBER_CUE} if len(word[0]) >= len(LONG_NUMBER_CUE) else {NUMBER_CUE}
        for key in keys:
            index.setdefault(key, []).append(word.start())
    for pattern in file.patterns:
        windows = _windows(pattern, index, len(text)) if pattern.cues else [(0, len(text))]
        for start, end in windows:
            yield from (Match(pattern, match) for match in pattern.regex.finditer(text, start, end))


def longest_matches(candidates: Iterable[Match], taken: Iterable[tuple[int, int]] = ()) -> list[Match]:
    """Return the longest matches that overlap neither each other nor what is taken, in text order.

    Args:
        candidates: matches of any patterns.
        taken: start and end of stretches of the text that nothing may be found in.
    """
    kept: list[Match] = []
    used = {place for start, end in taken for place in range(start, end)}
    for found in sorted(candidates, key=lambda item: (-len(item.match[0]), item.match.start())):
        places = range(*found.match.span())
        if used.isdisjoint(places):
            kept.append(found)
            used.update(places)
    return sorted(kept, key=lambda item: item.match.start())


def credit_characters(doc: Doc) -> list[tuple[int, int]]:
    """Return where the credit lines stand, which no pattern reads."""
    structure = doc._.structure
    return [(credit.start_char, credit.end_char) for credit in structure.credits] if structure else []


def token_span(doc: Doc, start: int, end: int) -> Span:
    """Return the tokens that characters of the text lie in."""
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None, "a match lies inside the text"
    return span


def _pattern(
    name: str, entry: dict[str, Any], *, parts: Mapping[str, str], words: Mapping[str, Any], readings: set[str]
) -> TextPattern:
    where = f"{name}: {entry.get('id', 'a pattern without id')}"
    _check_keys(where, entry, PATTERN_KEYS)
    if entry["reading"] not in readings:
        raise RuleError(f"{where}: unknown reading {entry['reading']!r}; known: {', '.join(sorted(readings))}")
    try:
        regex = re.compile(_fill(where, entry["pattern"], parts), re.IGNORECASE)
    except re.error as error:
        raise RuleError(f"{where}: malformed pattern: {error}") from error
    cues: set[str] = set()
    for cue in entry.get("cues") or []:
        cues.update(str(word).lower().split()[0] for word in words.get(cue, [cue]))
    return TextPattern(entry["id"], entry["reading"], regex, frozenset(cues), tuple(entry.get("examples") or ()))


def _content(name: str) -> Any:
    text = (resources.files("conflict_cli.data") / "rules" / name).read_text("utf-8")
    return parse_yaml(name, text, error=RuleError, loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def _windows(pattern: TextPattern, index: Mapping[str, list[int]], length: int) -> list[tuple[int, int]]:
    """Return the stretches of text around the cues of a pattern, merged where they meet."""
    windows: list[tuple[int, int]] = []
    for place in sorted(place for cue in pattern.cues for place in index.get(cue, ())):
        start, end = max(0, place - CUE_REACH), min(length, place + CUE_REACH)
        if windows and start <= windows[-1][1]:
            windows[-1] = (windows[-1][0], end)
        else:
            windows.append((start, end))
    return windows


def _fill(where: str, pattern: str, parts: Mapping[str, str]) -> str:
    for _ in range(DEEPEST_NESTING):
        names = set(_NAME.findall(pattern))
        if not names:
            # In the files a space stands for a line break too: articles are often hard-wrapped.
            return pattern.replace(" ?", r"\s*").replace(" ", r"\s+")
        if unknown := names - set(parts):
            raise RuleError(f"{where}: unknown part {sorted(unknown)[0]!r}; known: {', '.join(sorted(parts))}")
        pattern = _NAME.sub(lambda found: f"(?:{parts[found[1]]})", pattern)
    raise RuleError(f"{where}: parts are nested more than {DEEPEST_NESTING} deep; does one name itself?")


def _alternatives(words: Iterable[Any]) -> str:
    longest_first = sorted((str(word) for word in words), key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", " ") for word in longest_first)


def _check_keys(where: str, entry: dict[str, Any], known: set[str]) -> None:
    if unknown := set(entry) - known:
        raise RuleError(f"{where}: unknown key {sorted(unknown)[0]!r}; known: {', '.join(sorted(known))}")
