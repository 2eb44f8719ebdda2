"""Actor names and aliases: who is meant by "HTS", what kind of actor it is, and of which country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from conflict_cli.errors import LexiconError
from conflict_cli.folding import fold
from conflict_cli.lexicon.terms import PhraseIndex, read_table, split_names
from conflict_cli.lexicon.user_actors import read_user_actors
from conflict_cli.taxonomy import load_taxonomy

# later files win: what people wrote by hand over the converted list
TABLES = ("actors.tsv", "leaders.tsv", "organisations.tsv", "armed_groups.tsv")


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
        LexiconError: an entry has an unknown kind, or a user's file is wrong.
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
    """Yield every actor: the converted list first, then the hand-written ones.

    Raises:
        LexiconError: a row has an unknown kind.
    """
    kinds = load_taxonomy().actor_kinds
    for file in TABLES:
        for line, row in enumerate(read_table(file), start=2):
            if row["kind"] not in kinds:
                raise LexiconError(
                    f'{file}: line {line}: {row["name"]}: unknown kind "{row["kind"]}"; known: {sorted(kinds)}'
                )
            yield _entry({**row, "aliases": split_names(row["aliases"])})


def _entry(raw: dict[str, Any]) -> ActorEntry:
    country, wikidata = raw.get("country") or None, raw.get("wikidata") or None
    return ActorEntry(raw["name"], raw["aliases"], raw["kind"], country, wikidata)


def find_actor(name: str, actors: PhraseIndex[ActorEntry]) -> ActorEntry | None:
    """Return the actor of a name or alias, with or without its article: "the IRGC" -> the IRGC's entry."""
    entry = actors.get(name)
    if entry is None and fold(name).startswith("the "):
        entry = actors.get(name[4:])
    return entry
