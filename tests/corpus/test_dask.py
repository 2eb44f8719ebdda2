"""The same run on a Dask cluster of real worker processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conflict_cli.corpus.engines import in_processes, on_dask
from conflict_cli.corpus.run import Progress, RunSummary
from conflict_cli.errors import OutputError, UsageError

from .conftest import failures, sources, written

Run = Callable[..., RunSummary]
Corpus = Callable[..., Path]

SCHEDULER = """
import asyncio, os, sys
from distributed import Scheduler, Nanny
async def main():
    async with Scheduler(port=0, dashboard_address=None) as scheduler:
        async with Nanny(scheduler.address, nthreads=1, memory_limit=0, dashboard_address=None):
            print(scheduler.address, flush=True)
            await scheduler.finished()
if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A scheduler and a worker that another program has started."""
    (tmp_path / "scheduler.py").write_text(SCHEDULER)
    command = [sys.executable, str(tmp_path / "scheduler.py")]
    environment = {"PYTHONPATH": ":".join(filter(None, sys.path)), "PATH": ""}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)
    assert process.stdout is not None
    yield process.stdout.readline().strip(), process
    process.kill()
    process.communicate()


def test_dask_writes_the_same_parts_whatever_dies(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    file = corpus(40, r23="DIES ALWAYS", r31="UNREADABLE")
    run(file, tmp_path / "calm", engine=in_processes(1))
    summary = run(file, engine=on_dask(workers=2))
    assert sources(tmp_path / "out") == [f"r{one}" for one in range(40) if one not in (23, 31)]
    assert [failure["record"] for failure in failures(tmp_path / "out")] == ["r23", "r31"]
    assert written(tmp_path / "out") == written(tmp_path / "calm")
    assert summary.is_complete


def test_a_scheduler_elsewhere_is_joined_and_its_loss_is_told(
    run: Run,
    corpus: Corpus,
    tmp_path: Path,
    scheduler: tuple[str, subprocess.Popen[str]],
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


def test_a_scheduler_that_does_not_answer(run: Run, corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflict_cli.corpus.engines.CONNECT_SECONDS", 1)
    with pytest.raises(UsageError, match=r"no scheduler answers at tcp://127.0.0.1:9;"):
        run(corpus(5), engine=on_dask(scheduler="tcp://127.0.0.1:9"))
