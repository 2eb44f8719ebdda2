"""One run at a time in a folder: .lock says which process, on which host, since when."""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from conflict_cli.errors import OutputError, system_words

LOCK = ".lock"
HEARTBEAT_SECONDS = 20.0
STALE_SECONDS = 180.0  # without a heartbeat of a process on another host, which can't be asked

_SHARD_LOCK = re.compile(r"\.lock\.\d+-of-(\d+)")


class Lock:
    """A lock that is held: `beat` keeps it alive, leaving the context gives it up.

    Args:
        outdir: the folder to lock.
        shard: (i, n) locks the i-th of n sets of shards, so that the tasks of one array share a folder.

    Raises:
        OutputError: another run holds the folder, or it can't be written.
    """

    def __init__(self, outdir: Path, shard: tuple[int, int] | None = None):
        self._outdir = outdir
        self._file = outdir / (LOCK if shard is None else f"{LOCK}.{shard[0]}-of-{shard[1]}")
        self._sets = None if shard is None else shard[1]
        self._own = _own_identity()
        self._beaten = 0.0
        self._acquire()

    def __enter__(self) -> Lock:
        return self

    def __exit__(self, *_: object) -> None:
        if _read(self._file) == self._own:
            with contextlib.suppress(OSError):
                self._file.unlink()

    def beat(self) -> None:
        """Show that this run is alive; cheap enough for every round of a loop."""
        if time.monotonic() - self._beaten > HEARTBEAT_SECONDS:
            self._beaten = time.monotonic()
            with contextlib.suppress(OSError):
                os.utime(self._file)

    def _acquire(self) -> None:
        for _ in range(5):
            try:
                with self._file.open("x", encoding="utf-8") as stream:
                    json.dump(self._own, stream)
            except FileExistsError:
                self._remove_stale(self._file)
                continue
            except OSError as error:
                reason = system_words(error)
                raise OutputError(f"cannot write {self._outdir}: {reason}") from error
            self._beaten = time.monotonic()
            try:
                # looked for after our own is there: of two that start together at least one sees the other
                for other in self._excluding():
                    self._remove_stale(other)
            except OutputError:
                self._file.unlink(missing_ok=True)
                raise
            return
        raise OutputError(f"{self._outdir}: its lock changes hands too fast; try again")

    def _excluding(self) -> Iterator[Path]:
        """Yield the locks of others that this one can't stand beside: of the whole folder, or of another array."""
        for file in sorted(self._outdir.glob(f"{LOCK}*")):
            match = _SHARD_LOCK.fullmatch(file.name)
            of_same_array = match is not None and self._sets is not None and int(match[1]) == self._sets
            if file != self._file and not of_same_array and (match or file.name == LOCK):
                yield file

    def _remove_stale(self, file: Path) -> None:
        holder = _read(file)
        if holder is None and not file.exists():
            return
        if _is_alive(holder, file):
            raise OutputError(_locked(self._outdir, holder))
        # renamed first: of two runs that find it stale only one removes it
        aside = file.with_name(f"{LOCK}-stale-{os.getpid()}")
        with contextlib.suppress(OSError):
            file.replace(aside)
            if _read(aside) != holder:
                aside.replace(file)
            aside.unlink(missing_ok=True)


def _locked(outdir: Path, holder: dict[str, Any] | None) -> str:
    if holder is None:
        return f"{outdir}: locked by another run"
    return f"{outdir}: locked by PID {holder['pid']} on host {holder['host']} since {holder['since']}"


def _own_identity() -> dict[str, Any]:
    return {
        "pid": os.getpid(),
        "host": socket.gethostname(),
        "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        "started": process_start(os.getpid()),
    }


def _read(file: Path) -> dict[str, Any] | None:
    try:
        plain = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return plain if isinstance(plain, dict) and {"pid", "host", "since", "started"} <= set(plain) else None


def _is_alive(holder: dict[str, Any] | None, file: Path) -> bool:
    if holder is not None and holder["host"] == socket.gethostname():
        return process_lives(holder["pid"], holder["started"])
    return _age(file) < STALE_SECONDS


def process_lives(pid: int, started: str | None) -> bool:
    """Tell whether a process of this host is alive.

    Args:
        pid: its number.
        started: what `process_start` said of it, for the number may have been given to another since.
    """
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        pass  # it is another user's
    return started is None or process_start(pid) in (None, started)


def process_start(pid: int) -> str | None:
    """Return when a process started, in ticks since the machine did; None where the system doesn't tell."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except (OSError, IndexError):
        return None


def _age(file: Path) -> float:
    """Return the seconds since a file's last heartbeat, by the clock of the storage it lies on."""
    probe = file.with_name(f"{LOCK}-clock-{os.getpid()}")
    try:
        probe.touch()
        return probe.stat().st_mtime - file.stat().st_mtime
    except OSError:
        return 0.0
    finally:
        with contextlib.suppress(OSError):
            probe.unlink()
