"""Actor names and aliases: who is meant by "HTS", what kind of actor it is, and of which country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from conflict_cli.errors import LexiconError
from conflict_cli.lexicon.terms import PhraseIndex, fold, read_table, read_yaml, split_names
from conflict_cli.lexicon.user_actors import COLUMNS, read_user_actors
from conflict_cli.taxonomy import load_taxonomy

# later files win: what people wrote by hand over the converted list
HAND_WRITTEN = ("leaders.yaml", "organisations.yaml", "armed_groups.yaml")
KNOWN_KEYS = frozenset(COLUMNS)


@dataclass(frozen=True, slots=True)
class ActorEntry:
    """An actor of the lexicon under its canonical name; `country` is ISO 3166-1 alpha-3."""

    name: str
    aliases: tuple[str, ...]
    kind: str
    country: str | None = None
    wikidata: str | None = None


@cache
def load_actors(own: str | None = None) -> PhraseIndex[ActorEntry]:
    """Return the index of all actor names and aliases.

    Args:
        own: path of a user's list; its entries come before ours.

    Raises:
        LexiconError: an entry has an unknown kind or key.
    """
    if own is None:
        return _index(read_actors(), PhraseIndex())
    return _index(map(_entry, read_user_actors(Path(own))), load_actors().copy())


def _index(entries: Iterable[ActorEntry], index: PhraseIndex[ActorEntry]) -> PhraseIndex[ActorEntry]:
    for entry in entries:
        for name in (*entry.aliases, entry.name):
            index.add(name, entry)
    return index


def read_actors() -> Iterator[ActorEntry]:
    """Yield every actor: the converted list first, then the hand-written ones."""
    for row in read_table("actors.tsv"):
        yield ActorEntry(
            row["name"], split_names(row["aliases"]), row["kind"], row["country"] or None, row["wikidata"] or None
        )
    kinds = load_taxonomy().actor_kinds
    for file in HAND_WRITTEN:
        for raw in read_yaml(file):
            if unknown := set(raw) - KNOWN_KEYS:
                raise LexiconError(
                    f'{file}: {raw.get("name")}: unknown key "{min(unknown)}"; known: {sorted(KNOWN_KEYS)}'
                )
            if raw["kind"] not in kinds:
                raise LexiconError(f'{file}: {raw["name"]}: unknown kind "{raw["kind"]}"; known: {sorted(kinds)}')
            yield _entry(raw)


def _entry(raw: dict[str, Any]) -> ActorEntry:
    return ActorEntry(raw["name"], tuple(raw["aliases"]), raw["kind"], raw.get("country"), raw.get("wikidata"))


def find_actor(name: str, actors: PhraseIndex[ActorEntry]) -> ActorEntry | None:
    """Return the actor of a name or alias, with or without its article: "the IRGC" -> the IRGC's entry."""
    entry = actors.get(name)
    if entry is None and fold(name).startswith("the "):
        entry = actors.get(name[4:])
    return entry
