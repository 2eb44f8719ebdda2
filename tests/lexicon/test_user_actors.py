"""lexicon/user_actors.py: the file of `--actors`, read and checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from conflict_cli import build_pipeline, parse
from conflict_cli.errors import LexiconError
from conflict_cli.lexicon.actors import find_actor, load_actors
from conflict_cli.lexicon.user_actors import read_user_actors

TABLE = "name\taliases\tkind\tcountry\nSarmin Lions\tSLI|Lions of Sarmin\tmilitia\tSYR\n"
LIST = "- {name: Sarmin Lions, aliases: [SLI, Lions of Sarmin], kind: militia, country: SYR}\n"


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


@pytest.mark.parametrize(("name", "text"), [("mine.tsv", TABLE), ("mine.yaml", LIST), ("mine.tsv", "\ufeff" + TABLE)])
def test_both_formats_give_the_same_actor(tmp_path: Path, name: str, text: str) -> None:
    (entry,) = read_user_actors(written(tmp_path, name, text))
    assert entry["name"] == "Sarmin Lions"
    assert entry["aliases"] == ("SLI", "Lions of Sarmin")
    assert (entry["kind"], entry["country"]) == ("militia", "SYR")


def test_only_name_and_kind_are_needed(tmp_path: Path) -> None:
    (entry,) = read_user_actors(written(tmp_path, "mine.tsv", "kind\tname\nngo\tRoad Watch\n\n"))
    assert entry["aliases"] == ()
    assert entry.get("country") is None


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.tsv", "name\tkind\nLions\tmiltia\n", 'line 2: unknown kind "miltia".*Did you mean "militia"'),
        ("a.tsv", "name\tkind\tcuntry\nLions\tmilitia\tSYR\n", 'line 1: unknown column "cuntry".*"country"'),
        ("a.tsv", "name\taliases\nLions\tL\n", 'line 1: column "kind" is missing'),
        ("a.tsv", "name\tkind\tcountry\nLions\tmilitia\tSyria\n", 'line 2: unknown country "Syria".*SYR'),
        ("a.tsv", "name\tkind\nLions\tmilitia\tSYR\n", "line 2: 3 fields, should be 2"),
        ("a.tsv", "name\tkind\n\tmilitia\n", "line 2: name: expected a word"),
        ("a.tsv", "name\tkind\n...\tmilitia\n", 'line 2: "..." has no letter'),
        ("a.tsv", "name\tkind\n", "no actor in it"),
        ("a.tsv", "", 'line 1: column "name" is missing'),
        ("a.yaml", "name: Lions\n", "expected a list of actors"),
        ("a.yaml", "- Lions\n", "entry 1: expected a mapping"),
        ("a.yaml", "- {name: Lions, kind: militia, alias: [L]}\n", 'entry 1: unknown key "alias".*"aliases"'),
        ("a.yaml", "- {name: Lions, kind: militia, aliases: L}\n", "entry 1: aliases: expected a list"),
        ("a.yaml", "- {name: 76, kind: militia}\n", "entry 1: name: expected a word"),
        ("a.yaml", "- !!python/object:os.system {}\n", "line 1 not valid YAML"),
        ("a.yaml", "- {name: [\n", "line 2 not valid YAML"),
    ],
)
def test_a_fault_is_told_with_file_and_place(tmp_path: Path, name: str, text: str, message: str) -> None:
    file = written(tmp_path, name, text)
    with pytest.raises(LexiconError, match=message) as caught:
        list(read_user_actors(file))
    assert str(caught.value).startswith(str(file))


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match=r"gone\.tsv: no such file or directory"):
        list(read_user_actors(tmp_path / "gone.tsv"))


def test_a_users_actor_comes_before_ours_and_leaves_ours_as_they_are(tmp_path: Path) -> None:
    file = written(tmp_path, "mine.tsv", "name\taliases\tkind\nHezbollah of the Hills\tHezbollah\tpolitical_party\n")
    theirs = find_actor("Hezbollah", load_actors(str(file)))
    ours = find_actor("Hezbollah", load_actors())
    assert theirs is not None and theirs.kind == "political_party"
    assert ours is not None and ours.name == "Hezbollah"


def test_an_article_is_read_with_the_users_actors(tmp_path: Path) -> None:
    nlp = build_pipeline(actors=written(tmp_path, "mine.tsv", TABLE), entity_model=False)
    report = parse("SLI shelled the village of Tall Daran on Monday.", nlp=nlp)
    (event,) = report.events
    (actor,) = [actor for actor in report.actors if actor.id == event.initiators[0].actor]
    assert (actor.name, actor.kind, actor.country) == ("Sarmin Lions", "militia", "SYR")
