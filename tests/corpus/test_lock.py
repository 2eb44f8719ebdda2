"""One run at a time in a folder."""

from __future__ import annotations

import json
import os
import socket
import time
from pathlib import Path

import pytest

from conflict_cli.corpus.lock import STALE_SECONDS, Lock
from conflict_cli.errors import OutputError

NOT_A_PROCESS = 2**22 + 1  # above the largest number Linux gives


def holder(file: Path, **changes: object) -> None:
    """Write a lock as another process would have."""
    own = {"pid": os.getppid(), "host": socket.gethostname(), "since": "2024-11-28T10:02:00+00:00", "started": None}
    file.write_text(json.dumps({**own, **changes}))


def test_row_45_two_runs_into_one_folder(tmp_path: Path) -> None:
    with Lock(tmp_path), pytest.raises(OutputError) as refused:
        Lock(tmp_path)
    message = str(refused.value)
    assert f"locked by PID {os.getpid()} on host {socket.gethostname()} since 20" in message
    assert not list(tmp_path.iterdir())


def test_row_45_a_stale_lock_is_told_from_a_live_one(tmp_path: Path) -> None:
    holder(tmp_path / ".lock")  # the process that started this one lives
    with pytest.raises(OutputError, match="since 2024-11-28T10:02"):
        Lock(tmp_path)
    holder(tmp_path / ".lock", pid=NOT_A_PROCESS)
    with Lock(tmp_path):
        assert json.loads((tmp_path / ".lock").read_text())["pid"] == os.getpid()
    holder(tmp_path / ".lock", started="1")  # its number was given to another process since
    with Lock(tmp_path):
        pass
    assert not list(tmp_path.iterdir())


def test_row_45_a_process_of_another_host_is_known_by_its_heartbeat(tmp_path: Path) -> None:
    file = tmp_path / ".lock"
    holder(file, host="elsewhere", pid=NOT_A_PROCESS)
    with pytest.raises(OutputError, match="on host elsewhere"):
        Lock(tmp_path)
    past = time.time() - STALE_SECONDS - 5
    os.utime(file, (past, past))
    with Lock(tmp_path):
        pass


def test_a_lock_without_content_is_another_runs(tmp_path: Path) -> None:
    (tmp_path / ".lock").touch()
    with pytest.raises(OutputError, match="locked by another run"):
        Lock(tmp_path)


def test_sets_of_one_array_stand_beside_each_other_only(tmp_path: Path) -> None:
    with Lock(tmp_path, (1, 3)), Lock(tmp_path, (2, 3)):
        for other in (None, (1, 3), (1, 2)):
            with pytest.raises(OutputError, match="locked by PID"):
                Lock(tmp_path, other)
    with Lock(tmp_path), pytest.raises(OutputError, match="locked by PID"):
        Lock(tmp_path, (1, 3))
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no such file or directory"):
        Lock(tmp_path / "missing")
