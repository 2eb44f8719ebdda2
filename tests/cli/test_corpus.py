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
from pathlib import Path

import pytest

from conflict_cli.corpus import run as corpus_run

STAND_INS = Path(__file__).parents[1] / "corpus"

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

    monkeypatch.syspath_prepend(str(STAND_INS))
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
    path = os.pathsep.join([str(STAND_INS), *filter(None, sys.path)])
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
