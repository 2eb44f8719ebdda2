"""conflict corpus: options, messages and exit codes; the work itself is tested in tests/corpus."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from conflict_cli.cli import corpus as command
from conflict_cli.corpus import engines
from conflict_cli.corpus import run as corpus_run

CORES = command._cores()

# `conflict` with a quick parser in place of the pipeline
PROGRAM = """
import functools, sys
from conflict_cli.cli import console
from conflict_cli.corpus import run
if __name__ == "__main__":
    run.Settings = functools.partial(run.Settings, loader="faulty_parser:load")
    sys.exit(console.run(sys.argv[1:]))
"""


@pytest.fixture(autouse=True)
def stand_in(monkeypatch):
    """Let the workers of commands run in this process use a quick parser."""
    original = corpus_run.Settings

    def settings(**options):
        return original(**{**options, "pipeline": {}, "loader": "faulty_parser:load"})

    monkeypatch.setattr(corpus_run, "Settings", settings)


@pytest.fixture
def corpus(tmp_path):
    file = tmp_path / "news.jsonl"
    file.write_text("".join(json.dumps({"id": n, "text": f"Troops shelled port {n}."}) + "\n" for n in range(12)))
    return file


def test_run_resume_and_stats(invoke, corpus, tmp_path):
    out = tmp_path / "out"
    code, printed, err = invoke("corpus", "run", corpus, out, "--shard", "1/1", "--shard-records", "5")
    assert (code, printed) == (0, ""), err
    assert err.splitlines()[-1].startswith("conflict: 3 of 3 shards: 12 records, 12 events, 0 claims, 0 set aside;")
    code, _, err = invoke("corpus", "run", corpus, out, "--workers", "1", "--shard-records", "5")
    assert code == 4
    assert "holds a run already; --resume goes on with it" in err
    code, _, err = invoke("corpus", "run", corpus, out, "--shard", "1/1", "--resume", "--shard-records", "6")
    assert code == 2
    assert "shard_records was 5 and is 6" in err
    code, printed, err = invoke("corpus", "stats", out)
    assert (code, err) == (0, "")
    assert printed.startswith("12 events in 12 articles\n")
    code, printed, _ = invoke("corpus", "stats", out, "-f", "csv")
    assert {row["table"] for row in csv.DictReader(io.StringIO(printed))} == {
        "status", "type", "subtype", "country", "period",
    }  # fmt: skip
    code, printed, _ = invoke("corpus", "stats", out, "-f", "json")
    assert json.loads(printed)["tables"]["type"][0]["events"] == 12


def test_records_set_aside_are_told_and_exit_code_is_1(invoke, corpus, tmp_path):
    with corpus.open("a") as stream:
        stream.write('{"id": "x"}\n{"id": "y", "text": "UNREADABLE"}\n')
    code, _, err = invoke("corpus", "run", corpus, tmp_path / "out", "--shard", "1/1", "-q")
    assert code == 1
    assert f'{corpus}:13: no "text"' in err
    assert "conflict: y: can't be parsed\n" in err
    assert err.splitlines()[-1] == f"conflict: 2 records were set aside: {tmp_path}/out/failures.jsonl"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--shard", "0/4"], '"0/4": write it as 7/64'),
        (["--shard", "5/4"], '"5/4": write it as 7/64'),
        (["--shard", "half"], '"half": write it as 7/64'),
        (["-f", "csv"], 'unknown format "csv"; known: jsonl, parquet'),
        (["--workers", "0"], "--workers"),
        (["--scheduler", "tcp://x:1", "--workers", "2"], "leave out --workers and --shard"),
    ],
    ids=str,
)
def test_wrong_usage(invoke, corpus, tmp_path, options, message):
    code, _, err = invoke("corpus", "run", corpus, tmp_path / "out", *options)
    assert code == 2
    assert message in err
    assert not (tmp_path / "out").exists()


def test_dask_missing_names_the_extra(invoke, corpus, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    code, _, err = invoke("corpus", "run", corpus, tmp_path / "out")
    assert code == 2
    assert "pip install 'conflict-cli[cluster]', or use --shard 1/1" in err


def test_pyarrow_missing_names_the_extra(invoke, corpus, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    code, _, err = invoke("corpus", "run", corpus, tmp_path / "out", "--shard", "1/1", "-f", "parquet")
    assert code == 2
    assert "pip install 'conflict-cli[parquet]'" in err


def test_parse_in_processes_is_a_matter_of_one_option(invoke, corpus, monkeypatch):
    import functools

    from conflict_cli.corpus import parallel

    stand_in = functools.partial(parallel.parse_in_processes, loader="faulty_parser:load")
    monkeypatch.setattr(parallel, "parse_in_processes", stand_in)
    with corpus.open("a") as stream:
        stream.write('{"id": "x", "text": "DIES ALWAYS"}\n{"id": "y", "text": "Calm."}\n')
    code, printed, err = invoke("parse", corpus, "-f", "jsonl", "-j", "2")
    assert code == 1
    keys = [json.loads(line)["report"]["source"] for line in printed.splitlines()]
    assert keys == [*map(str, range(12)), "y"]
    assert err == "conflict: x: its worker process died 2 times (signal 9); set aside\n"


@pytest.mark.parametrize(("number", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_row_41_a_signal_ends_the_shards_under_way(tmp_path, number, expected):
    corpus = tmp_path / "news.jsonl"
    corpus.write_text("".join(json.dumps({"text": f"Troops shelled port {n}."}) + "\n" for n in range(20_000)))
    (tmp_path / "program.py").write_text(PROGRAM)
    path = os.pathsep.join(filter(None, sys.path))
    out = tmp_path / "out"
    command = [sys.executable, tmp_path / "program.py", "corpus", "run", corpus, out, "--shard", "1/1"]
    process = subprocess.Popen(
        list(map(str, command)), env={**os.environ, "PYTHONPATH": path}, stderr=subprocess.PIPE, text=True
    )
    while not list(out.glob("part-*.jsonl")):
        assert process.poll() is None, process.communicate()[1]
        time.sleep(0.01)
    process.send_signal(number)
    _, err = process.communicate(timeout=30)
    assert process.returncode == expected, err
    assert "stopping after the shards under way" in err
    assert f"{out}: not complete; the same command with --resume goes on" in err
    assert not list(out.glob("*.tmp.*"))
    assert json.loads((out / "summary.json").read_text())["complete"] is False


def test_a_run_that_was_not_finished_is_counted_with_a_warning(invoke, corpus, tmp_path):
    out = tmp_path / "out"
    assert invoke("corpus", "run", corpus, out, "--shard", "1/3", "--shard-records", "4", "-q")[0] == 0
    code, printed, err = invoke("corpus", "stats", out)
    assert (code, err) == (0, f"conflict: warning: {out}: the run is not complete; finished parts are counted\n")
    assert printed.startswith("4 events in 4 articles\n")


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ([], {"workers": CORES}),
        (["--workers", "3"], {"workers": 3}),
        (["--scheduler", "tcp://x:1"], {"workers": CORES}),
    ],
    ids=str,
)
def test_without_a_shard_dask_has_a_worker_for_each_core(invoke, corpus, tmp_path, monkeypatch, options, expected):
    asked = []

    def on_dask(**given):
        asked.append(given)
        return engines.in_processes(1)

    monkeypatch.setattr(engines, "on_dask", on_dask)
    code, _, err = invoke("corpus", "run", corpus, tmp_path / "out", *options)
    assert code == 0, err
    scheduler = options[1] if "--scheduler" in options else None
    assert asked == [{**expected, "scheduler": scheduler}]


@pytest.mark.parametrize(("number", "expected"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_row_41_the_first_signal_lets_shards_finish_and_the_second_stops_at_once(
    invoke, corpus, tmp_path, monkeypatch, number, expected
):
    def run_corpus(given, outdir, *, listener, **options):
        os.kill(os.getpid(), number)
        assert listener.tick(corpus_run.Progress(shards=3))
        if twice:
            os.kill(os.getpid(), number)
        return corpus_run.RunSummary(shards=3, shards_done=1, records=5, stopped=True)

    monkeypatch.setattr(corpus_run, "run_corpus", run_corpus)
    before = [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)]
    out = tmp_path / "out"
    twice = False
    code, _, err = invoke("corpus", "run", corpus, out)
    assert code == expected
    assert err.splitlines()[0].startswith("conflict: stopping after the shards under way; press Ctrl-C again")
    assert err.splitlines()[-1] == f"conflict: {out}: not complete; the same command with --resume goes on"
    twice = True
    code, _, err = invoke("corpus", "run", corpus, out)
    assert (code, err.splitlines()[-1]) == (130, "conflict: stopped")
    assert [signal.getsignal(each) for each in (signal.SIGINT, signal.SIGTERM)] == before


class Clock:
    """A run of 40 records, 10 of them done in `seconds`."""

    def __init__(self, monkeypatch):
        self._patch = monkeypatch

    def progress(self, seconds, **given):
        self._patch.setattr(corpus_run.time, "monotonic", lambda: seconds)
        done = {"records_done": 10, "new_records": 10, **given}
        return corpus_run.Progress(shards=4, shards_done=1, records=40, started=0.0, **done)


@pytest.fixture
def ticking(invoke, corpus, tmp_path, monkeypatch):
    """Return a function that runs a command in which time passes as told; returns what stands on standard error."""
    clock = Clock(monkeypatch)

    def run(*ticks, failing=None, options=()):
        def run_corpus(given, outdir, *, listener, **_):
            for seconds, facts in ticks:
                assert not listener.tick(clock.progress(seconds, **facts))
            if failing:
                listener.on_failure(*failing)
            return corpus_run.RunSummary(shards=4, shards_done=4)

        monkeypatch.setattr(corpus_run, "run_corpus", run_corpus)
        code, _, err = invoke("corpus", "run", corpus, tmp_path / "out", *options)
        assert code == 0, err
        return err

    return run


def test_progress_in_a_file_is_a_line_now_and_then(ticking):
    ticks = [(1.0, {"new_records": 0, "records_done": 0}), (31.0, {}), (40.0, {}), (700.0, {"failed": 2})]
    lines = ticking(*ticks).splitlines()
    assert lines[:-1] == [
        "conflict: 1 of 4 shards, 10 of 40 records, 0.3 records/s, 2 min left, 0 set aside",
        "conflict: 1 of 4 shards, 10 of 40 records, 0.0 records/s, 35 min left, 2 set aside",
    ]
    assert len(ticking(*ticks, options=["-q"]).splitlines()) == 0


def test_progress_on_a_terminal_is_one_line_that_is_rewritten(ticking, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    err = ticking((1.0, {}), (1.0, {}), (9000.0, {}), failing=("x", "can't be parsed"))
    assert err.startswith(
        "1 of 4 shards, 10 of 40 records, 10.0 records/s, 3 s left, 0 set aside"
        "\r\x1b[K1 of 4 shards, 10 of 40 records, 0.0 records/s, 8 h left, 0 set aside"
        "\r\x1b[Kconflict: x: can't be parsed\nconflict: 4 of 4 shards: "
    )
