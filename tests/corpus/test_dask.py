"""The same run on a Dask cluster of real worker processes."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import DEVNULL

import pytest

from conflict_cli.corpus.engines import in_processes, on_dask
from conflict_cli.corpus.run import Progress, RunSummary
from conflict_cli.errors import OutputError, UsageError

from .conftest import failures, sources, written

Run = Callable[..., RunSummary]
Corpus = Callable[..., Path]


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler and a worker, started by the commands of docs/scaling.md."""
    file = tmp_path / "scheduler.json"
    commands = [
        ["scheduler", "--host", "127.0.0.1", "--port", "0", "--dashboard-address", ":0", "--scheduler-file", str(file)],
        ["worker", "--scheduler-file", str(file), "--nthreads", "1", "--memory-limit", "2GB"],
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with contextlib.ExitStack() as stack:
        started = []
        for command in commands:
            process = subprocess.Popen(
                [sys.executable, "-m", "dask", *command], stdout=DEVNULL, stderr=DEVNULL, env=environment, cwd=tmp_path
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
            started.append(process)
        deadline = time.monotonic() + 60
        while not file.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        yield json.loads(file.read_text())["address"], started[0]


def test_dask_writes_the_same_parts_whatever_dies(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    file = corpus(40, r8="HANGS", r23="DIES ALWAYS", r31="UNREADABLE")
    run(file, tmp_path / "calm", engine=in_processes(2), timeout=0.4, shard_records=2)
    summary = run(file, engine=on_dask(workers=2), timeout=0.4, shard_records=2)
    assert sources(tmp_path / "out") == [f"r{one}" for one in range(40) if one not in (8, 23, 31)]
    assert [failure["record"] for failure in failures(tmp_path / "out")] == ["r8", "r23", "r31"]
    assert written(tmp_path / "out") == written(tmp_path / "calm")
    assert summary.is_complete


def test_a_scheduler_elsewhere_is_joined_and_its_loss_is_told(
    run: Run,
    corpus: Corpus,
    tmp_path: Path,
    scheduler: tuple[str, subprocess.Popen[bytes]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("conflict_cli.corpus.engines.CONNECT_SECONDS", 1)
    file = corpus(200)
    address, process = scheduler

    def lose(progress: Progress) -> bool:
        if progress.shards_done == 3:
            process.kill()
        return False

    options = {"pipeline": {"seconds": 0.02}, "engine": on_dask(scheduler=address)}
    with pytest.raises(OutputError, match=r"lost the scheduler tcp://[0-9.:]+; finished parts are kept"):
        run(file, tick=lose, **options)
    assert len(list((tmp_path / "out").glob("part-*.jsonl"))) >= 3
    assert run(file, pipeline={"seconds": 0.02}, resume=True).records == 200


def test_row_39_a_part_that_a_worker_of_dask_cannot_write_stops_the_run(
    run: Run, corpus: Corpus, tmp_path: Path
) -> None:
    file = corpus(20, r12="Troops shelled the port. " * 200)
    with pytest.raises(OutputError, match=r"cannot write .*part-00002.jsonl: file too large"):
        run(file, pipeline={"file_bytes": 30_000}, engine=on_dask(workers=1))
    assert not list((tmp_path / "out").glob("*.tmp.*"))
    assert not (tmp_path / "out" / ".lock").exists()


def test_a_scheduler_that_does_not_answer(run: Run, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflict_cli.corpus.engines.CONNECT_SECONDS", 1)
    with pytest.raises(UsageError, match=r"no scheduler answers at tcp://127.0.0.1:9;"):
        run(corpus(5), engine=on_dask(scheduler="tcp://127.0.0.1:9"))
