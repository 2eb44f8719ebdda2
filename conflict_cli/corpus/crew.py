"""Worker processes that do one task each at a time, so that a death or a hang is blamed on the right task."""

from __future__ import annotations

import contextlib
import os
import pkgutil
import signal
import threading
import time
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conflict_cli.errors import ConflictError

if TYPE_CHECKING:
    # imported where it is used: 20 ms that `conflict --help` does without
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

MAX_FAILED_STARTS = 3  # processes that die one after another before they are ready: no task is at fault
THREAD_SETTINGS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "TOKENIZERS_PARALLELISM")


@dataclass(frozen=True, slots=True)
class Ended:
    """What became of a task: its `result`, or why there is none.

    Attributes:
        task: as it was submitted.
        result: what the worker returned, None when it didn't.
        death: how the worker process ended, None when it lives: "signal 9", "exit code 1".
        late: the worker was killed because the task took longer than its limit.
    """

    task: Any
    result: Any = None
    death: str | None = None
    late: bool = False


class _Worker:
    """One process, the pipe to it, and the task it is at."""

    def __init__(self, process: SpawnProcess, pipe: Connection):
        self.process, self.pipe = process, pipe
        self.ready = False
        self.task: Any = None
        self.message: Any = None
        self.limit: float | None = None
        self.deadline: float | None = None

    def send(self) -> None:
        """Hand the task over, and let its time run."""
        with contextlib.suppress(OSError):  # it has died meanwhile: the pipe tells so when it is read
            self.pipe.send(self.message)
        self.deadline = None if self.limit is None else time.monotonic() + self.limit

    def end(self) -> str:
        """Kill the process and return how it ended."""
        self.process.kill()
        self.process.join()
        self.pipe.close()
        code = self.process.exitcode or 0
        return f"signal {-code}" if code < 0 else f"exit code {code}"


class Crew:
    """Up to `size` processes, started when there is work for them.

    Args:
        loader: import path, "package.module:function", of what returns the function that does one task.
        options: arguments of the loader; it is called once in each process.
        size: processes at most.
    """

    def __init__(self, loader: str, options: Mapping[str, Any], size: int):
        self._start_arguments = (loader, dict(options))
        self._size = size
        self._workers: list[_Worker] = []
        self._failed_starts = 0

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self._workers:
            worker.end()
        self._workers = []

    @property
    def busy(self) -> int:
        """Return the number of tasks that are under way."""
        return sum(worker.task is not None for worker in self._workers)

    @property
    def has_room(self) -> bool:
        """Tell whether a task can be submitted now."""
        return self.busy < self._size

    def submit(self, task: Any, message: Any, *, limit: float | None = None) -> None:
        """Give a task to a free worker.

        Args:
            task: what `wait` names the task by; it stays in this process.
            message: what the worker gets; it is pickled.
            limit: seconds after which the worker is killed.
        """
        worker = next((worker for worker in self._workers if worker.task is None), None) or self._start()
        worker.task, worker.message, worker.limit = task, message, limit
        if worker.ready:
            worker.send()

    def wait(self, timeout: float | None = None) -> list[Ended]:
        """Return the tasks that have ended, after waiting for one; an empty list when a time has run out.

        Args:
            timeout: seconds to wait at most.

        Raises:
            ConflictError: the workers can't start, or a task raised one.
        """
        from multiprocessing.connection import wait

        busy = [worker for worker in self._workers if worker.task is not None]
        now = time.monotonic()
        limits = [worker.deadline - now for worker in busy if worker.deadline is not None]
        shortest = min([*limits, *([] if timeout is None else [timeout])], default=None)
        readable = wait([worker.pipe for worker in busy], None if shortest is None else max(0.0, shortest))
        ended = [found for worker in busy if worker.pipe in readable for found in self._read(worker)]
        now = time.monotonic()
        for worker in busy:
            # what has answered in time was read above, however long the caller was busy elsewhere
            if worker.pipe not in readable and worker.deadline is not None and worker.deadline <= now:
                self._workers.remove(worker)
                ended.append(Ended(worker.task, death=worker.end(), late=True))
        return ended

    def _start(self) -> _Worker:
        import multiprocessing

        context = multiprocessing.get_context("spawn")  # a fork would copy the threads' locks of this process
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, *self._start_arguments), daemon=True)
        with _interrupts_ignored():  # the process inherits that
            process.start()
        theirs.close()  # so that the pipe ends when the process does
        worker = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _read(self, worker: _Worker) -> list[Ended]:
        try:
            kind, value = worker.pipe.recv()
        except (EOFError, OSError):
            return self._died(worker)
        if kind == "raised":
            raise value
        if kind == "ready":
            self._failed_starts, worker.ready = 0, True
            worker.send()
            return []
        task = worker.task
        worker.task = worker.message = worker.deadline = None
        return [Ended(task, result=value)]

    def _died(self, worker: _Worker) -> list[Ended]:
        self._workers.remove(worker)
        worker.process.join(1)  # let it end by itself, for its own exit code
        death = worker.end()
        if worker.ready:
            return [Ended(worker.task, death=death)]
        self._failed_starts += 1
        if self._failed_starts >= MAX_FAILED_STARTS:
            raise ConflictError(f"worker processes die while they start ({death}); is there memory enough for them?")
        self.submit(worker.task, worker.message, limit=worker.limit)
        return []


@contextlib.contextmanager
def _interrupts_ignored() -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # signal handlers are the main thread's
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _serve(pipe: Connection, loader: str, options: dict[str, Any]) -> None:
    """Do tasks until the pipe ends: the main function of a worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent to decide
    os.dup2(2, 1)  # standard output is for results, which the parent writes
    use_one_thread()
    try:
        work = pkgutil.resolve_name(loader)(**options)
        pipe.send(("ready", None))
        while True:
            pipe.send(("done", work(pipe.recv())))
    except (EOFError, BrokenPipeError, ConnectionResetError):
        pass  # the parent has ended
    except ConflictError as error:
        pipe.send(("raised", error))
    except Exception:
        pipe.send(("raised", RuntimeError(f"in a worker process: {traceback.format_exc()}")))


def use_one_thread() -> None:
    """Keep numpy's and onnxruntime's threads of this process from hindering those of the others."""
    for name in THREAD_SETTINGS:
        os.environ.setdefault(name, "false" if name == "TOKENIZERS_PARALLELISM" else "1")
