"""Which record is to blame when a worker process dies."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from conflict_cli.corpus.attempts import Attempts, count_attempts

WORKER = """
import sys
from pathlib import Path
from conflict_cli.corpus.attempts import Attempts
for run in sys.argv[2:]:
    Attempts(Path(sys.argv[1]), run).begin(7, 1, None)
print("begun", flush=True)
sys.stdin.read()
"""


def begin(file: Path, *runs: str) -> subprocess.Popen[str]:
    """Start a process that begins with record 7 once for each run, and then hears nothing but a kill."""
    path = os.pathsep.join(filter(None, sys.path))
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(file), *runs],
        env={**os.environ, "PYTHONPATH": path}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


def die(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.communicate()


def reason(file: Path, run: str) -> str | None:
    attempts = Attempts(file, run)
    attempts.close(finished=False)
    return attempts.reason_to_set_aside(7)


def test_two_deaths_in_a_run_are_blamed_on_the_record_and_three_over_several(tmp_path: Path) -> None:
    file = tmp_path / "part-00000.attempts"
    die(begin(file, "first", "second"))
    assert [reason(file, run) for run in ("first", "third")] == [None, None]
    assert count_attempts(file) == 4
    die(begin(file, "third"))
    assert reason(file, "fourth") == "its worker process died 3 times"
    die(begin(other := tmp_path / "part-00001.attempts", "first", "first"))
    assert reason(other, "first") == "its worker process died 2 times"


def test_a_worker_that_is_still_at_a_record_has_not_died_of_it(tmp_path: Path) -> None:
    file = tmp_path / "part-00000.attempts"
    process = begin(file, "first", "first")
    assert reason(file, "first") is None
    die(process)
    assert reason(file, "first") == "its worker process died 2 times"
