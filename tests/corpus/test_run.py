"""A run gives the same parts however it went, and says what it set aside."""

from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conflict_cli.corpus import parts
from conflict_cli.corpus.engines import ShardEnd, in_processes
from conflict_cli.corpus.plan import DEFAULTS, make_plan, read_shard
from conflict_cli.corpus.run import Progress, RunSummary
from conflict_cli.errors import ArticleError, OutputError, RuleError, UsageError

from .conftest import failures, sources, written

Run = Callable[..., RunSummary]
Corpus = Callable[..., Path]
Start = Callable[..., subprocess.Popen[bytes]]


def test_a_run_writes_a_part_per_shard_and_sums_up(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    summary = run(corpus(12, r3="UNREADABLE"), engine=in_processes(2))
    out = tmp_path / "out"
    assert sorted(file.name for file in out.iterdir()) == [
        ".state", "failures.jsonl", "part-00000.jsonl", "part-00001.jsonl", "part-00002.jsonl", "run.json",
        "summary.json",
    ]  # fmt: skip
    assert sources(out) == [f"r{one}" for one in range(12) if one != 3]
    assert failures(out) == [{"record": "r3", "stage": "parse", "reason": "can't be parsed"}]
    assert (summary.shards, summary.shards_done, summary.records, summary.failed) == (3, 3, 11, 1)
    assert (summary.events, summary.words, summary.is_complete) == (11, 44, True)
    assert json.loads((out / "summary.json").read_text())["events"] == 11


def test_bad_records_are_set_aside_with_their_line(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl"
    lines = [json.dumps({"text": f"Troops shelled port {one}."}) for one in range(11)]
    file.write_text("\ufeff" + "\n".join([*lines[:6], "", "{broken", *lines[6:], '{"id": "x"}']), "utf-8")
    run(file)
    numbers = [1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13]
    assert sources(tmp_path / "out") == [f"{file}:{number}" for number in numbers]
    assert [failure["record"] for failure in failures(tmp_path / "out")] == [f"{file}:8", f"{file}:14"]
    assert {failure["stage"] for failure in failures(tmp_path / "out")} == {"read"}


def test_number_of_workers_and_size_of_shards_do_not_change_the_reports(
    run: Run, corpus: Corpus, tmp_path: Path
) -> None:
    file = corpus(23, r8="UNREADABLE")
    run(file, tmp_path / "a")
    run(file, tmp_path / "b", engine=in_processes(3))
    run(file, tmp_path / "c", shard_records=7)
    assert written(tmp_path / "a") == written(tmp_path / "b")
    one, other = (b"".join(v for k, v in sorted(written(tmp_path / name).items()) if "part" in k) for name in "ac")
    assert one == other


def test_a_folder_a_glob_and_a_url_are_read(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for number in range(7):
        (news / f"{number}.txt").write_text(f"Troops shelled port {number}.")
    corpus(8, "news/a.jsonl")
    run(news, tmp_path / "a")
    texts = [f"{news}/{number}.txt" for number in range(7)]
    records = [f"r{one}" for one in range(8)]
    assert sources(tmp_path / "a") == [*texts, *records]
    assert len(list((tmp_path / "a").glob("part-*"))) == 3  # a shard may hold many files
    run(f"{news}/*.txt", tmp_path / "b")
    assert sources(tmp_path / "b") == texts
    run(f"file://{news}/*", tmp_path / "c")
    assert sources(tmp_path / "c") == [*(f"file://{text}" for text in texts), *records]


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ("missing.jsonl", "no such file"),
        ("missing/*.jsonl", "no file matches"),
        ("nowhere://x/y", "nowhere"),
        ("-", "standard input can't be cut into shards"),
        ("file:///missing/x.jsonl", "no such file"),
        ("array.jsonl", "JSON array"),
    ],
)
def test_an_input_that_cannot_be_read_is_told_before_anything_is_written(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, given: str, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("array.jsonl").write_text('[\n{"text": "a"},\n{"text": "b"}]\n')
    with pytest.raises((ArticleError, UsageError), match=message):
        run(given)
    assert not (tmp_path / "out").exists()


# ---------------------------------------------------------------- whatever happens


def test_row_43_a_worker_that_dies_loses_nothing(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    file = corpus(40, r17="DIES ONCE")
    (tmp_path / "died").touch()
    run(file, tmp_path / "calm", pipeline={"marks": str(tmp_path)})
    (tmp_path / "died").unlink()
    run(file, pipeline={"marks": str(tmp_path)}, engine=in_processes(2))
    assert (tmp_path / "died").exists()
    assert len(sources(tmp_path / "out")) == 40
    assert written(tmp_path / "out") == written(tmp_path / "calm")
    assert not list((tmp_path / "out" / ".state").glob("*.attempts"))


def test_row_44_a_record_that_kills_every_worker_is_set_aside_alone(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    summary = run(corpus(20, r6="DIES ALWAYS", r8="DIES ALWAYS"), engine=in_processes(2))
    assert sources(tmp_path / "out") == [f"r{one}" for one in range(20) if one not in (6, 8)]
    reason = "its worker process died 2 times"
    assert [(one["record"], one["reason"]) for one in failures(tmp_path / "out")] == [("r6", reason), ("r8", reason)]
    assert summary.is_complete
    assert summary.failed == 2


def test_row_18_a_record_that_hangs_is_stopped(
    run: Run, corpus: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(corpus(10, r6="HANGS"), timeout=0.4, shard_records=2, engine=in_processes(2))
    assert sources(tmp_path / "out") == [f"r{one}" for one in range(10) if one != 6]
    assert failures(tmp_path / "out") == [{"record": "r6", "stage": "parse", "reason": "took longer than 0.4 s"}]


RUN = """
import sys
from conflict_cli.corpus.engines import ShardEnd, in_processes
from conflict_cli.corpus.run import Settings, run_corpus
from conflict_cli.corpus.worker import run_shard

def here(job, tasks, tick):
    for shard, files in tasks:
        yield ShardEnd(shard, run_shard(job, shard, files))

if __name__ == "__main__":
    workers = int(sys.argv[3])
    settings = Settings(loader="faulty_parser:load", shard_records=5, pipeline={"seconds": 0.004})
    engine = in_processes(workers) if workers else here
    run_corpus(sys.argv[1], sys.argv[2], engine=engine, settings=settings, resume=True)
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts a process with a run into tmp_path/out, with workers of its own or none."""
    (tmp_path / "run.py").write_text(RUN)
    path = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
    started: list[subprocess.Popen[bytes]] = []

    def go(file: Path, workers: int = 0) -> subprocess.Popen[bytes]:
        command = [sys.executable, str(tmp_path / "run.py"), str(file), str(tmp_path / "out"), str(workers)]
        started.append(subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, stderr=subprocess.PIPE))
        return started[-1]

    yield go
    for process in started:
        process.kill()
        process.wait()
        assert process.stderr is not None
        process.stderr.close()


def wait_for_parts(process: subprocess.Popen[bytes], out: Path, number: int) -> None:
    while len(list(out.glob("part-*.jsonl"))) < number:
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)


def test_row_42_a_run_killed_ten_times_is_resumed_to_the_same_bytes(
    run: Run, corpus: Corpus, tmp_path: Path, start: Start
) -> None:
    file, out, source = corpus(300), tmp_path / "out", random.Random(7)
    run(file, tmp_path / "calm", pipeline={"seconds": 0.004})
    for number in range(10):
        process = start(file, 2 if number < 2 else 0)
        wait_for_parts(process, out, len(list(out.glob("part-*.jsonl"))) + 1)
        time.sleep(source.uniform(0, 0.05))
        process.kill()  # its workers, if any, end the shard they are at, while the next run goes on
        process.wait()
    assert 10 <= len(list(out.glob("part-*.jsonl"))) < 60
    with pytest.raises(OutputError, match="--resume goes on with it"):
        run(file, pipeline={"seconds": 0.004})
    summary = run(file, pipeline={"seconds": 0.004}, resume=True)
    assert written(out) == written(tmp_path / "calm")
    assert (summary.records, summary.is_complete) == (300, True)  # the parts of the first runs are in the sum
    assert not list(out.glob("*.tmp.*"))


def test_row_45_the_second_of_two_runs_into_one_folder_refuses(
    run: Run, corpus: Corpus, tmp_path: Path, start: Start
) -> None:
    file = corpus(100)
    process = start(file, 2)
    wait_for_parts(process, tmp_path / "out", 1)
    process.send_signal(signal.SIGSTOP)  # it is alive, however slow this one is
    with pytest.raises(OutputError, match=rf"locked by PID {process.pid} on host"):
        run(file, pipeline={"seconds": 0.004}, resume=True)
    process.kill()
    process.wait()
    assert run(file, pipeline={"seconds": 0.004}, resume=True).records == 100


def test_row_39_a_part_that_cannot_be_written_stops_the_run(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    file = corpus(20, r12="Troops shelled the port. " * 200)
    with pytest.raises(OutputError, match=r"cannot write .*part-00002.jsonl: file too large"):
        run(file, pipeline={"file_bytes": 30_000}, engine=in_processes(1))
    assert [one.name for one in sorted((tmp_path / "out").glob("part-*"))] == ["part-00000.jsonl", "part-00001.jsonl"]
    assert not (tmp_path / "out" / ".lock").exists()


def test_row_39_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "summary.json"
    parts.write_beside(file, "old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match=r"cannot write .*summary.json: no space left on device"):
        parts.write_beside(file, "new")
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_stopped_run_ends_the_shards_under_way(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    file = corpus(100)
    summary = run(file, tick=lambda progress: progress.shards_done >= 2, engine=in_processes(2))
    assert summary.stopped
    assert 2 <= summary.shards_done < 20
    assert len(sources(tmp_path / "out")) == summary.records
    assert run(file, resume=True).records == 100


# ---------------------------------------------------------------- what a folder may hold


def test_a_folder_with_other_things_is_refused(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.odt").touch()
    with pytest.raises(OutputError, match="is not empty and holds no run"):
        run(corpus(5))
    with pytest.raises(OutputError, match="is a file; name a folder"):
        run(corpus(5), out / "thesis.odt")


def test_another_input_is_not_resumed(run: Run, corpus: Corpus) -> None:
    file = corpus(10)
    run(file)
    with pytest.raises(UsageError, match=r"its input was .*corpus.jsonl, not .*other.jsonl"):
        run(corpus(10, "other.jsonl"), resume=True)
    file.write_text(file.read_text() + "\n")
    with pytest.raises(UsageError, match=r"corpus.jsonl had 4\d\d bytes and has 4\d\d"):
        run(file, resume=True)
    file.unlink()
    with pytest.raises(UsageError, match=r"corpus.jsonl is gone"):
        run(file, resume=True)


def test_other_options_are_not_resumed(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    actors = tmp_path / "actors.tsv"
    actors.write_text("name\nThe Reds\n")
    file = corpus(10)
    run(file, pipeline={"actors": actors})
    with pytest.raises(UsageError, match="shard_records was 5 and is 6"):
        run(file, pipeline={"actors": actors}, resume=True, shard_records=6)
    with pytest.raises(UsageError, match="published was not set and is 2024-11-28"):
        run(file, pipeline={"actors": actors}, resume=True, published="2024-11-28")
    actors.write_text("name\nThe Blues\n")
    with pytest.raises(UsageError, match=r"actors was .*sha256 .* and is .*sha256"):
        run(file, pipeline={"actors": actors}, resume=True)


def test_a_run_that_could_not_start_leaves_nothing_to_resume(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    def broken(*_: object) -> Iterator[ShardEnd]:
        raise RuleError("my_rules/events/x.yaml: broken")

    with pytest.raises(RuleError):
        run(corpus(5), engine=broken)
    assert run(corpus(5)).is_complete


def test_a_file_name_may_hold_any_bytes(run: Run, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    (news / os.fsdecode(b"caf\xe9.txt")).write_text("Troops shelled the port.")
    (news / os.fsdecode(b"caf\xe9.jsonl")).write_text('{"text": "Troops shelled the port."}\n{"text": 7}\n')
    run(news)
    assert sources(tmp_path / "out") == [f"{news}/caf\ufffd.jsonl:1", f"{news}/caf\ufffd.txt"]
    assert failures(tmp_path / "out")[0]["record"] == f"{news}/caf\ufffd.jsonl:2"
    assert run(news, resume=True).is_complete


def test_a_file_that_changes_while_the_run_goes_on_is_noticed(run: Run, corpus: Corpus) -> None:
    file = corpus(200)

    def change(progress: Progress) -> bool:
        if progress.shards_done == 3:
            file.write_text("")
        return False

    with pytest.raises(UsageError, match="changed since the run was planned"):
        run(file, tick=change)


def test_shards_are_equal_and_grow_with_the_input(corpus: Corpus) -> None:
    for records, sizes in [
        (70, [70]),
        (399, [399]),
        (480, [240] * 2),
        (1005, [201] * 5),
        (12_700, [201] * 26 + [202] * 37),
        (12_800, [200] * 64),
        (32_768, [512] * 64),
        (40_000, [512] * 62 + [516] * 16),
    ]:
        file = corpus(records)
        plan = make_plan(str(file))
        assert sorted(shard.records for shard in plan.shards) == sorted(sizes)
        assert [shard.number for shard in plan.shards] == list(range(len(sizes)))
        pieces = [piece for shard in plan.shards for piece in shard.pieces]
        assert len(pieces) == len(sizes)
        assert [piece.start for piece in pieces] == [0, *(piece.end for piece in pieces[:-1])]
        assert pieces[-1].end == file.stat().st_size


def test_shards_of_many_files_are_equal_too(tmp_path: Path, corpus: Corpus) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for number in range(130):
        (news / f"{number:03}.csv").write_text("text\n" + "Troops shelled the port.\n" * 50)
    plan = make_plan(str(news))
    assert {shard.records for shard in plan.shards} == {203, 204}
    read = [one for shard in plan.shards for one in read_shard(plan.files_of(shard), shard, DEFAULTS, pytest.fail)]
    assert [one.source for one in read] == [
        f"{news}/{file:03}.csv:{line}" for file in range(130) for line in range(2, 52)
    ]


def test_shard_sets_share_a_folder(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    file = corpus(33)
    run(file, tmp_path / "whole")
    first = run(file, shard=(1, 2))
    assert (first.shards_done, first.is_complete) == (4, False)
    assert run(file, shard=(2, 2)).is_complete
    assert written(tmp_path / "out") == written(tmp_path / "whole")
    assert run(file, shard=(2, 2)).is_complete  # run again: nothing to do
