"""Who does the shards: worker processes of this one, or a Dask cluster. Both yield each shard as it ends."""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from conflict_cli.corpus import parts
from conflict_cli.corpus.attempts import count_attempts
from conflict_cli.corpus.crew import Crew
from conflict_cli.corpus.plan import Files, Shard
from conflict_cli.corpus.worker import Job, PartSummary, read_summary, run_shard
from conflict_cli.errors import ConflictError, OutputError, UsageError

POLL_SECONDS = 0.3
MAX_FRUITLESS = 3  # deaths in a row that leave no trace of a record: nothing is gained by more
ALLOWED_FAILURES = 2  # deaths of Dask workers at a shard, before it is handed back to us
MEMORY_LIMIT = "2GB"  # of a local worker; an ordinary one takes some 500 MB
LOST_SECONDS = 10.0  # without an answer of the scheduler
CONNECT_SECONDS = 10


Task = tuple[Shard, Files]
Tick = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class ShardEnd:
    """A shard that is done, or given up: `reason` says why."""

    shard: Shard
    summary: PartSummary | None
    reason: str = ""


class Engine(Protocol):
    """Runs shards; `tick` is called several times a second and answers whether to stop handing out more."""

    def __call__(self, job: Job, tasks: Iterable[Task], tick: Tick, /) -> Iterator[ShardEnd]:
        """Yield each shard as it ends."""


class _Tries:
    """Which shards to try again: as long as each death tells more of the record that is at fault."""

    def __init__(self, job: Job):
        self._outdir = Path(job.outdir)
        self._known: dict[int, int] = {}
        self._fruitless: dict[int, int] = {}

    def is_worth(self, shard: Shard) -> bool:
        attempts = count_attempts(parts.attempts_file(self._outdir, shard.number))
        if attempts > self._known.get(shard.number, 0):
            self._known[shard.number] = attempts
            self._fruitless[shard.number] = 0
            return True
        self._fruitless[shard.number] = self._fruitless.get(shard.number, 0) + 1
        return self._fruitless[shard.number] < MAX_FRUITLESS


def in_processes(workers: int) -> Engine:
    """Return an engine of worker processes of this one; it needs neither Dask nor a network."""

    def run(job: Job, tasks: Iterable[Task], tick: Tick) -> Iterator[ShardEnd]:
        remaining = iter(tasks)
        tries = _Tries(job)
        again: list[Task] = []
        with Crew("conflict_cli.corpus.worker:shard_worker", {"job": job}, workers) as crew:
            while True:
                while not tick() and crew.has_room:
                    task = again.pop() if again else next(remaining, None)
                    if task is None:
                        break
                    crew.submit(task, task)
                if not crew.busy:
                    return
                for ended in crew.wait(POLL_SECONDS):
                    shard = ended.task[0]
                    if ended.death is None:
                        yield ShardEnd(shard, ended.result)
                    elif tries.is_worth(shard):
                        again.append(ended.task)
                    else:
                        yield ShardEnd(shard, None, f"its worker process died each time ({ended.death})")

    return run


def on_dask(*, workers: int | None = None, scheduler: str | None = None) -> Engine:
    """Return an engine that runs on Dask: a cluster of this machine, or any by the address of its scheduler.

    Args:
        workers: processes of a local cluster.
        scheduler: address of a running scheduler, such as tcp://host:8786.

    Raises:
        UsageError: Dask is not installed.
    """
    try:
        import distributed  # noqa: F401 - is it there?
    except ImportError as error:
        raise UsageError(
            "a cluster needs Dask; pip install 'conflict-cli[cluster]', or use --shard 1/1, which does without"
        ) from error

    def run(job: Job, tasks: Iterable[Task], tick: Tick) -> Iterator[ShardEnd]:
        with _client(workers, scheduler) as client:
            yield from _Window(client, job, scheduler).run(iter(tasks), tick)

    return run


@contextlib.contextmanager
def _client(workers: int | None, scheduler: str | None) -> Iterator[Any]:
    import dask
    from distributed import Client, LocalCluster

    settings = {
        "distributed.scheduler.allowed-failures": ALLOWED_FAILURES,
        "distributed.scheduler.worker-saturation": 1.0,
        "distributed.comm.timeouts.connect": f"{CONNECT_SECONDS}s",
        # results are small and files are the truth: nothing to spill, nothing to move
        "distributed.worker.memory.spill": False,
        "distributed.worker.memory.target": False,
        "distributed.worker.memory.pause": False,
        # what watches the workers takes the interpreter's lock from them: a quarter of the time of a run
        "distributed.worker.profile.enabled": False,
        "distributed.admin.tick.interval": "1s",
        "distributed.admin.system-monitor.interval": "10s",
        # memory given back at each free is cleared by the system at each use: a tenth of the time
        "distributed.nanny.pre-spawn-environ.MALLOC_TRIM_THRESHOLD_": None,
    }
    with contextlib.ExitStack() as stack:
        stack.enter_context(dask.config.set(settings))
        stack.enter_context(_quiet_logs())
        if scheduler is None:
            cluster = LocalCluster(
                n_workers=workers,
                threads_per_worker=1,
                processes=True,
                memory_limit=MEMORY_LIMIT,
                dashboard_address=":0",  # of what is left without one: two runs may start on one machine
                scheduler_kwargs={"dashboard": False},
                silence_logs=logging.CRITICAL,
            )
            stack.callback(cluster.close)
            client = Client(cluster)
            client.register_plugin(_worker_manners())
        else:
            try:
                client = Client(scheduler, timeout=CONNECT_SECONDS)
            except (OSError, ValueError, TimeoutError) as error:
                raise UsageError(f"no scheduler answers at {scheduler}; is it running, and reachable?") from error
        stack.callback(_close, client)
        yield client


def _close(client: Any) -> None:
    with contextlib.suppress(Exception):  # it may be lost already
        client.close(timeout=2)


@contextlib.contextmanager
def _quiet_logs() -> Iterator[None]:
    """Keep Dask from reporting on standard error what the run tells in its own words."""
    loggers = [logging.getLogger(name) for name in ("distributed", "tornado", "asyncio")]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)


def _worker_manners() -> Any:
    from distributed import WorkerPlugin

    class Manners(WorkerPlugin):
        """Leave Ctrl-C to the process that the person started, and keep to one thread."""

        name = "conflict-manners"

        def setup(self, worker: Any) -> None:
            import signal

            from conflict_cli.corpus.crew import use_one_thread

            signal.signal(signal.SIGINT, signal.SIG_IGN)
            use_one_thread()

    return Manners()


class _Window:
    """Twice as many shards in flight as there are workers, and no result kept longer than needed."""

    def __init__(self, client: Any, job: Job, scheduler: str | None):
        self._client, self._job = client, job
        self._name = scheduler or "of this machine"
        self._tries = _Tries(job)
        self._in_flight: dict[Any, Task] = {}
        self._submitted = 0
        self._stopping = False
        self._silent_since: float | None = None

    def run(self, tasks: Iterator[Task], tick: Tick) -> Iterator[ShardEnd]:
        """Yield each shard as it ends, until all have, or those under way when `tick` says to stop."""
        from distributed import wait
        from distributed.client import FuturesCancelledError

        while True:
            if tick() and not self._stopping:
                self._stopping = True
                self._cancel_waiting()
            self._check_scheduler()
            while not self._stopping and len(self._in_flight) < 2 * self._workers():
                task = next(tasks, None)
                if task is None:
                    break
                self._submit(task)
            if not self._in_flight:
                return
            # of a lost scheduler each future tells, or that it has no client any more: the check below says it
            with contextlib.suppress(TimeoutError, FuturesCancelledError, ValueError):
                wait(list(self._in_flight), timeout=POLL_SECONDS, return_when="FIRST_COMPLETED")
            self._check_scheduler()
            for future in [future for future in self._in_flight if future.status != "pending"]:
                yield from self._ended(future)
                future.release()

    def _submit(self, task: Task) -> None:
        self._submitted += 1
        # a key of its own for each try, so that Dask doesn't count the deaths of earlier ones
        key = f"shard-{task[0].number}-{self._submitted}"
        self._in_flight[self._client.submit(run_shard, self._job, *task, key=key, pure=False)] = task

    def _ended(self, future: Any) -> Iterator[ShardEnd]:
        from distributed import KilledWorker

        task = self._in_flight.pop(future)
        shard, outdir = task[0], Path(self._job.outdir)
        if parts.part_file(outdir, self._job.format_name, shard.number).exists():
            # the worker that holds the result may have died since: what it wrote is the truth
            yield ShardEnd(shard, read_summary(outdir, shard.number))
        elif future.status == "error":
            error = future.exception()
            if not isinstance(error, KilledWorker):
                raise error if isinstance(error, ConflictError) else RuntimeError(f"in a worker: {error!r}")
            yield from self._once_more(task)
        elif self._client.status != "running":
            self._lost()
        else:  # its result died with the worker, or can't be seen from this machine yet
            yield from self._once_more(task)

    def _once_more(self, task: Task) -> Iterator[ShardEnd]:
        if not self._tries.is_worth(task[0]):
            yield ShardEnd(task[0], None, "its worker process died each time")
        elif not self._stopping:
            self._submit(task)

    def _workers(self) -> int:
        return max(1, len(self._client.scheduler_info(n_workers=-1).get("workers", ())))

    def _cancel_waiting(self) -> None:
        """Take back the shards that no worker has begun."""
        begun = {str(key) for keys in self._client.processing().values() for key in keys}
        for future in [one for one in self._in_flight if str(one.key) not in begun and one.status == "pending"]:
            del self._in_flight[future]
            future.cancel()

    def _check_scheduler(self) -> None:
        if self._client.status == "running":
            self._silent_since = None
            return
        self._silent_since = self._silent_since or time.monotonic()
        if self._client.status == "closed" or time.monotonic() - self._silent_since > LOST_SECONDS:
            self._lost()

    def _lost(self) -> None:
        raise OutputError(f"lost the scheduler {self._name}; finished parts are kept, go on with --resume")
