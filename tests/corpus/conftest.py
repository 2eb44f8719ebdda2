"""Runs over small corpora with a stand-in parser in real worker processes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conflict_cli.corpus.engines import ShardEnd, Task, Tick
from conflict_cli.corpus.run import Listener, RunSummary, Settings, run_corpus
from conflict_cli.corpus.worker import Job, run_shard

LOADER = "faulty_parser:load"


def here(job: Job, tasks: Iterable[Task], tick: Tick) -> Iterator[ShardEnd]:
    """Do the shards in this process: an engine for tests of what is around it."""
    for shard, files in tasks:
        if tick():
            return
        yield ShardEnd(shard, run_shard(job, shard, files))


@pytest.fixture
def corpus(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes JSON Lines: corpus(20, r7="HANGS") gives the eighth record a text of its own."""

    def write(number: int, name: str = "corpus.jsonl", **texts: str) -> Path:
        file = tmp_path / name
        keys = [f"r{one}" for one in range(number)]
        records = ({"id": key, "text": texts.get(key, f"Troops shelled port {key}.")} for key in keys)
        file.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
        return file

    return write


@pytest.fixture
def run(tmp_path: Path) -> Callable[..., RunSummary]:
    """Return a function that runs a corpus into tmp_path/out, in shards of five records, in this process."""

    def go(given: Path | str, outdir: Path | None = None, **options: Any) -> RunSummary:
        names = Settings.__dataclass_fields__
        chosen = {key: options.pop(key) for key in list(options) if key in names}
        settings = Settings(**{"loader": LOADER, "shard_records": 5, **chosen})
        options.setdefault("engine", here)
        listener = Listener(**{key: options.pop(key) for key in list(options) if key in Listener.__dataclass_fields__})
        return run_corpus(str(given), outdir or tmp_path / "out", settings=settings, listener=listener, **options)

    return go


def written(outdir: Path) -> dict[str, bytes]:
    """Return what must be the same however a run went: the parts and the failures."""
    files = [*outdir.glob("part-*"), outdir / "failures.jsonl"]
    return {file.name: file.read_bytes() for file in files}


def sources(outdir: Path) -> list[str]:
    """Return the sources of all reports, in order."""
    lines = [line for file in sorted(outdir.glob("part-*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    return [json.loads(line)["report"]["source"] for line in lines]


def failures(outdir: Path) -> list[dict[str, str]]:
    """Return the records that were set aside."""
    return [json.loads(line) for line in (outdir / "failures.jsonl").read_text("utf-8").splitlines()]
