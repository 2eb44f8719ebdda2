"""What earlier attempts at a shard died of: a worker notes each batch before it parses it.

The notes lie beside the parts, so that they survive whatever kills the worker, and the next attempt knows which
records to try one by one and which to set aside.
"""

from __future__ import annotations

import contextlib
import faulthandler
import json
import os
import socket
import time
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from conflict_cli.corpus.lock import process_lives, process_start
from conflict_cli.corpus.parallel import MAX_DEATHS

MAX_DEATHS_OVER_RUNS = MAX_DEATHS + 1  # whole runs are killed for other reasons too
_HANG = "Timeout ("  # what faulthandler writes first


class Attempts:
    """The notes on one shard, and the clock that ends this process when a batch takes too long.

    Args:
        file: the notes.
        run: names the run that this process works for.
    """

    def __init__(self, file: Path, run: str):
        self._file = file
        self._own = {
            "attempt": f"{socket.gethostname()}:{os.getpid()}:{time.monotonic_ns()}",
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "started": process_start(os.getpid()),
            "run": run,
        }
        self._deaths: Counter[int] = Counter()
        self._deaths_in_run: Counter[int] = Counter()
        self._hung: dict[int, float] = {}
        self.suspects: set[int] = set()
        """Records of a batch that ended a worker: each is tried alone."""
        self._read()
        file.parent.mkdir(parents=True, exist_ok=True)
        self._stream = file.open("a", encoding="utf-8")

    def reason_to_set_aside(self, record: int) -> str | None:
        """Return why a record, counted from the start of the shard, is not tried again."""
        if record in self._hung:
            return f"took longer than {self._hung[record]:g} s"
        if self._deaths_in_run[record] >= MAX_DEATHS or self._deaths[record] >= MAX_DEATHS_OVER_RUNS:
            return f"its worker process died {self._deaths[record]} times"
        return None

    def begin(self, first: int, count: int, limit: float | None) -> None:
        """Note that a batch is parsed now, and let its time run.

        Args:
            first: its first record, counted from the start of the shard.
            count: its records.
            limit: seconds after which this process ends, whatever it is doing.
        """
        self._write({"first": first, "count": count, "limit": limit})
        if limit is not None:
            # runs without the interpreter's lock: a regular expression that never ends can't hold it up
            faulthandler.dump_traceback_later(limit, exit=True, file=self._stream)

    def end(self) -> None:
        """Note that the batch was survived."""
        faulthandler.cancel_dump_traceback_later()

    def close(self, *, finished: bool) -> None:
        """End the attempt in an orderly way; the notes of a finished shard are deleted."""
        faulthandler.cancel_dump_traceback_later()
        if finished:
            self._file.unlink(missing_ok=True)
        else:
            self._write({"count": 0})
        self._stream.close()

    def _write(self, note: dict[str, object]) -> None:
        self._stream.write(json.dumps({**self._own, **note}) + "\n")
        self._stream.flush()

    def _read(self) -> None:
        latest: dict[str, dict[str, Any]] = {}
        for note in _notes(self._file):
            latest[note["attempt"]] = note
        for note in latest.values():
            if self._is_at_work(note):
                continue
            first, count = note.get("first", 0), note["count"]
            if count == 1:
                self._deaths[first] += 1
                self._deaths_in_run[first] += note["run"] == self._own["run"]
                if note["hung"]:
                    self._hung[first] = note["limit"]
            self.suspects |= set(range(first, first + count))

    def _is_at_work(self, note: Mapping[str, Any]) -> bool:
        """Tell whether a note is of a worker that has outlived its run, and is about to end its shard."""
        here = note["host"] == self._own["host"]
        return here and note["pid"] != self._own["pid"] and process_lives(note["pid"], note["started"])


def count_attempts(file: Path) -> int:
    """Return how many attempts a shard's notes tell of; it grows as long as trying again makes headway."""
    return len({note["attempt"] for note in _notes(file)})


def _notes(file: Path) -> list[dict[str, Any]]:
    try:
        lines = file.read_text("utf-8", "replace").splitlines()
    except FileNotFoundError:
        return []
    notes: list[dict[str, Any]] = []
    for line in lines:
        if line.startswith(_HANG) and notes:
            notes[-1]["hung"] = True
        elif line.startswith("{"):
            with contextlib.suppress(ValueError):  # cut short by a full disk
                notes.append({**json.loads(line), "hung": False})
    return notes
