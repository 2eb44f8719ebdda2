"""Actors that users add with `--actors FILE`: a table (.tsv) or a list (.yaml) with the columns of our own lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from conflict_cli.errors import LexiconError
from conflict_cli.folding import WORD
from conflict_cli.lexicon.terms import load_countries, split_names
from conflict_cli.suggest import known_words
from conflict_cli.taxonomy import load_taxonomy
from conflict_cli.users_yaml import parse_yaml, read_limited

COLUMNS = ("name", "aliases", "kind", "country", "wikidata")
REQUIRED = ("name", "kind")
YAML_ENDINGS = frozenset({".yaml", ".yml"})


def read_user_actors(file: Path) -> Iterator[dict[str, Any]]:
    """Yield the actors of a user's file, checked: name, aliases, kind, country, wikidata.

    Args:
        file: .tsv with a first line of column names, aliases divided by bars; or .yaml, a list of mappings.

    Raises:
        LexiconError: the file can't be read, or an entry has an unknown column, kind or country; file and line or
            entry are told.
    """
    text = read_limited(str(file), file, error=LexiconError)
    found = _yaml_entries(file, text) if file.suffix.lower() in YAML_ENDINGS else _table_entries(file, text)
    entries = [_checked(entry, where) for where, entry in found]
    if not entries:
        raise LexiconError(f"{file}: no actor in it")
    yield from entries


def _table_entries(file: Path, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    lines = text.splitlines()
    columns = lines[0].lstrip("\ufeff").split("\t") if lines else []
    _check_names(columns, f"{file}: line 1", "column")
    for number, line in enumerate(lines[1:], 2):
        if not line.strip():
            continue
        values = [value.strip() for value in line.split("\t")]
        if len(values) > len(columns):
            raise LexiconError(f"{file}: line {number}: {len(values)} fields, should be {len(columns)} or fewer")
        entry: dict[str, Any] = {column: value for column, value in zip(columns, values, strict=False) if value}
        entry["aliases"] = split_names(entry.get("aliases", ""))
        yield f"{file}: line {number}", entry


def _yaml_entries(file: Path, text: str) -> Iterator[tuple[str, dict[str, Any]]]:
    content = parse_yaml(str(file), text, error=LexiconError)
    if not isinstance(content, list):
        raise LexiconError(f"{file}: expected a list of actors, each with {', '.join(REQUIRED)}")
    for number, entry in enumerate(content, 1):
        where = f"{file}: entry {number}"
        if not isinstance(entry, dict):
            raise LexiconError(f"{where}: expected a mapping with {', '.join(REQUIRED)}")
        _check_names(map(str, entry), where, "key")
        aliases = entry.get("aliases") or []
        if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
            raise LexiconError(f"{where}: aliases: expected a list of names in quotation marks where need be")
        yield where, {**entry, "aliases": tuple(aliases)}


def _check_names(names: Iterable[str], where: str, what: str) -> None:
    names = list(names)
    for name in names:
        if name not in COLUMNS:
            raise LexiconError(f'{where}: unknown {what} "{name}"; {known_words(name, COLUMNS)}')
    for name in REQUIRED:
        if name not in names:
            raise LexiconError(f'{where}: {what} "{name}" is missing')


def _checked(entry: dict[str, Any], where: str) -> dict[str, Any]:
    for key in ("name", "kind", "country", "wikidata"):
        value = entry.get(key)
        if not (isinstance(value, str) and value) and (key in REQUIRED or value is not None):
            raise LexiconError(f"{where}: {key}: expected a word in quotation marks, got {value!r}")
    for name in (entry["name"], *entry["aliases"]):
        if not WORD.search(name):
            raise LexiconError(f'{where}: "{name}" has no letter or digit to be found by')
    kinds = load_taxonomy().actor_kinds
    if entry["kind"] not in kinds:
        raise LexiconError(f'{where}: unknown kind "{entry["kind"]}"; {known_words(entry["kind"], sorted(kinds))}')
    country = entry.get("country")
    if country is not None and country not in load_countries():
        raise LexiconError(f'{where}: unknown country "{country}"; expected an ISO 3166-1 alpha-3 code such as SYR')
    return entry
