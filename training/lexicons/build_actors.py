"""Build conflict_cli/data/lexicons/actors.tsv from lists of armed groups, state forces and leaders.

    python training/lexicons/build_actors.py FOLDER

FOLDER holds armed_groups.jsonl, state_forces.jsonl and leaders.jsonl as conflict_cli/data/SOURCES.md describes them.
Names that the hand-written lists (armed_groups.tsv, organisations.tsv, leaders.tsv) have are left to those.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from conflict_cli.folding import WORD, fold
from conflict_cli.lexicon.countries import load_country_names
from conflict_cli.lexicon.terms import read_table, split_names

LEXICONS = Path(__file__).parents[2] / "conflict_cli/data/lexicons"
HAND_WRITTEN = ("armed_groups.tsv", "organisations.tsv", "leaders.tsv")
COLUMNS = ("name", "aliases", "kind", "country", "wikidata")
# a communal group of UCDP is a people ("Maasai"), not an organisation
COMMUNAL = 3
# one of these alone says nothing: "Army", "The Movement", "Northern Alliance" is fine
GENERIC = set(
    "accu action air aleph alliance and army awakening base batallion battalion bloc border boys brigade "
    "christian civil coalition coast cobras command committee congress council court defence defense "
    "defensie democratic east elements faction federation fighters for force forces freedom front general "
    "god government greenlanders ground group guard guillaume in independent initiative intelligence "
    "islamic justice land liberation lions maidan marines militia mission model movement muslim national "
    "naval navy network neutralists ninjas north of opposition organisation organization outlaws "
    "partisans party peoples philippe police popular presidential rastas republican reserve resistance "
    "revolution revolutionary royal royalists sakartvelo secret security service shadow soldiers south "
    "special spiders staff state students supporters the tibet tigers union united unity vigilantes "
    "volunteers west".split()
)
SHORTEST_ACRONYM = 3


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    rows = [*armed_groups(folder), *state_forces(folder), *leaders(folder)]
    taken = hand_written()
    owners = Counter(key for row in rows for key in {key_of(name) for name in row["names"]})
    lines = set()
    for row in rows:
        names = [name for name in unique(row["names"]) if fits(name, taken) and owners[key_of(name)] == 1]
        if names:
            lines.add("\t".join((names[0], "|".join(sorted(names[1:])), row["kind"], row["country"], "")))
    (LEXICONS / "actors.tsv").write_text("\n".join(["\t".join(COLUMNS), *sorted(lines)]) + "\n", "utf-8")


def armed_groups(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the armed groups: formally or informally organised ones."""
    for group in read_lines(folder / "armed_groups.jsonl"):
        ambiguous = set(group.get("ambiguous", []))
        names = [name for name in [group["name"], *group["aliases"]] if name not in ambiguous]
        if group.get("ucdp_org") == COMMUNAL:
            continue
        countries = group.get("countries", [])
        # the full name makes a better canonical name than the acronym UCDP files it under
        names.sort(key=lambda name: name.upper() == name)
        yield {"names": names, "kind": group["kind"], "country": countries[0] if len(countries) == 1 else ""}


def state_forces(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the forces whose name alone tells the country."""
    for force in read_lines(folder / "state_forces.jsonl"):
        if not force["generic"]:
            yield {"names": [force["name"], *force["aliases"]], "kind": force["kind"], "country": force["country"]}


def leaders(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield heads of state and government by their full names."""
    for leader in read_lines(folder / "leaders.jsonl"):
        yield {"names": [leader["name"]], "kind": "person", "country": leader["country"]}


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a JSON Lines file."""
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def hand_written() -> set[str]:
    """Return the keys of every name in the hand-written lists."""
    rows = [row for file in HAND_WRITTEN for row in read_table(file)]
    return {key_of(name) for row in rows for name in [row["name"], *split_names(row["aliases"])]}


def fits(name: str, taken: set[str]) -> bool:
    """Tell whether a name can be matched by itself in news."""
    key = key_of(name)
    words = key.split()
    if "'" in (name[0], name.rsplit(maxsplit=1)[-1][:1]) or name.count("(") != name.count(")"):
        return False  # half a name, cut at a comma or bracket
    if key in taken or not words or load_country_names().get(name):
        return False
    if len(words) == 1:
        acronym = name.upper() == name
        return len(key) >= SHORTEST_ACRONYM + (not acronym) and key not in GENERIC and not key.isdigit()
    return not set(words) <= GENERIC and len(words) <= 10


def key_of(name: str) -> str:
    """Return the folded words of a name."""
    return " ".join(fold(word) for word in WORD.findall(name))


def unique(names: Iterable[str]) -> list[str]:
    """Return the names in order, spellings of one key once."""
    return list({key_of(name): " ".join(name.split()) for name in reversed(list(names))}.values())[::-1]


if __name__ == "__main__":
    main()
