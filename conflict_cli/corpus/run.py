"""A run over a corpus: plan it once, do the shards that have no part yet, sum up all of them."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import socket
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from conflict_cli.article.options import ReadOptions
from conflict_cli.corpus import parts
from conflict_cli.corpus.engines import Engine
from conflict_cli.corpus.lock import LOCK, Lock
from conflict_cli.corpus.parallel import TIMEOUT_SECONDS
from conflict_cli.corpus.parser import LOADER
from conflict_cli.corpus.plan import DEFAULTS, ENOUGH_SHARDS, Plan, Shard, changes, make_plan
from conflict_cli.corpus.versions import versions
from conflict_cli.corpus.worker import Job, PartSummary, read_summary
from conflict_cli.errors import ConflictError, OutputError, UsageError
from conflict_cli.render.view import View

RUN_FILE, SUMMARY_FILE, FAILURES_FILE = "run.json", "summary.json", "failures.jsonl"
RUN_VERSION = 1  # of the structure of run.json


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is to do; all of it but `timeout` decides what it writes.

    Attributes:
        format_name: "jsonl", whole reports, or "parquet", flat tables.
        view: sections of the reports and whether they keep the text; for "jsonl".
        pipeline: arguments of `build_pipeline`.
        reading: how the input is read.
        published: date of articles that have none.
        shard_records: records of a shard; None takes what suits the input, as `make_plan` says.
        timeout: seconds an article may take.
        loader: import path of what builds the parser in each worker.
    """

    format_name: str = parts.JSON_LINES
    view: View = field(default_factory=View)
    pipeline: Mapping[str, Any] = field(default_factory=dict)
    reading: ReadOptions = DEFAULTS
    published: str | None = None
    shard_records: int | None = None
    timeout: float | None = TIMEOUT_SECONDS
    loader: str = LOADER

    def to_dict(self) -> dict[str, Any]:
        """Return the options as run.json has them: files of the user's own with the sum of their content."""
        pipeline = {key: _with_sum(value) for key, value in sorted(self.pipeline.items()) if value is not None}
        return {
            "format": self.format_name,
            "only": list(self.view.only),
            "text": self.view.with_text,
            **asdict(self.reading),
            "published": self.published,
            "shard_records": self.shard_records,
            **pipeline,
        }


@dataclass(slots=True)
class Progress:
    """How far a run is: the shards and records of the whole run, and what was done since it was started or resumed."""

    shards: int
    shards_done: int = 0
    records: int = 0
    records_done: int = 0
    failed: int = 0
    new_records: int = 0
    new_words: int = 0
    started: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        """Return the seconds since this process began with the shards."""
        return max(1e-6, time.monotonic() - self.started)

    @property
    def seconds_left(self) -> float | None:
        """Return an estimate, None before the first shard is done."""
        if not self.new_records:
            return None
        return (self.records - self.records_done) * self.seconds / self.new_records


@dataclass(frozen=True, slots=True)
class Listener:
    """Whom a run tells how it goes.

    Attributes:
        tick: called several times a second; True stops the run after the shards that are under way.
        on_failure: called with the key of each record that is set aside, and the reason.
        warn: called with what the user should know.
    """

    tick: Callable[[Progress], bool] = lambda _: False
    on_failure: Callable[[str, str], None] = lambda _, __: None
    warn: Callable[[str], None] = lambda _: None


@dataclass(slots=True)
class RunSummary:
    """What all finished parts of a run hold, those of earlier processes too.

    Attributes:
        shards: of the run.
        shards_done: that have a part.
        records: articles parsed.
        failed: records set aside; failures.jsonl names them.
        events: in all reports.
        claims: in all reports.
        words: of the articles parsed.
        worker_seconds: seconds of work, over all workers.
        words_per_second: of one worker.
        stopped: the run was asked to stop before it was complete.
    """

    shards: int
    shards_done: int = 0
    records: int = 0
    failed: int = 0
    events: int = 0
    claims: int = 0
    words: int = 0
    worker_seconds: float = 0.0
    words_per_second: float = 0.0
    stopped: bool = False

    @property
    def is_complete(self) -> bool:
        """Tell whether every shard has its part."""
        return self.shards_done == self.shards

    def add(self, part: PartSummary) -> None:
        """Count the summary of a part."""
        self.shards_done += 1
        for name in ("records", "failed", "events", "claims", "words"):
            setattr(self, name, getattr(self, name) + getattr(part, name))
        self.worker_seconds = round(self.worker_seconds + part.seconds, 3)
        self.words_per_second = round(self.words / self.worker_seconds, 1) if self.worker_seconds else 0.0


def run_corpus(
    given: str,
    outdir: str | Path,
    *,
    engine: Engine,
    settings: Settings | None = None,
    shard: tuple[int, int] | None = None,
    resume: bool = False,
    listener: Listener | None = None,
) -> RunSummary:
    """Parse a corpus into a folder of parts; a run that was killed goes on where it was.

    Args:
        given: a file, a folder, a glob or an fsspec URL.
        outdir: the folder for run.json, the parts, failures.jsonl and summary.json.
        engine: who does the shards: `engines.in_processes` or `engines.on_dask`.
        settings: what to do with each article.
        shard: (i, n) does every n-th shard from the i-th, counted from 1; such runs share a folder.
        resume: go on with the run in `outdir`; with `shard` a run that is there is always joined.
        listener: hears of progress and failures, and may stop the run.

    Raises:
        ArticleError: there is nothing to read.
        UsageError: a run to resume had other input, options or versions.
        OutputError: `outdir` is not empty, is locked by another run, or can't be written.
    """
    settings = settings or Settings()
    listener = listener or Listener()
    folder = Path(outdir).absolute()
    parts.check_format(settings.format_name)
    plan = None
    if not (folder / RUN_FILE).exists():
        plan = make_plan(
            given, options=settings.reading, shard_records=settings.shard_records
        )  # before anything is written
    _check_folder(folder, join=resume or shard is not None)
    with parts.told_write_errors(folder):
        (folder / parts.STATE).mkdir(parents=True, exist_ok=True)
    with Lock(folder, shard) as lock:
        plan = _settled_plan(folder, given, plan, settings)
        _warn_of_slow_files(plan, listener.warn)
        job = Job(
            outdir=str(folder),
            format_name=settings.format_name,
            view=settings.view,
            pipeline=tuple(settings.pipeline.items()),
            reading=settings.reading,
            published=settings.published,
            timeout=settings.timeout,
            versions=tuple(versions().items()),
            run=f"{socket.gethostname()}:{os.getpid()}:{time.time_ns()}",
            loader=settings.loader,
        )
        mine = [one for one in plan.shards if shard is None or one.number % shard[1] == shard[0] - 1]
        try:
            stopped, given_up = _run_shards(job, plan, mine, engine, _Watch(lock, listener))
        except ConflictError:
            if not parts.part_files(folder, settings.format_name):
                (folder / RUN_FILE).unlink(missing_ok=True)  # a wrong rule file, say: nothing to go on with
            raise
        finally:
            parts.remove_unfinished(folder, (one.number for one in mine))
        return _sum_up(folder, settings.format_name, plan.shards, given_up, stopped=stopped)


def _check_folder(folder: Path, *, join: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise OutputError(f"{folder}: is a file; name a folder")
    with parts.told_write_errors(folder):
        names = [entry.name for entry in os.scandir(folder)] if folder.is_dir() else []
    is_run = RUN_FILE in names
    others = [name for name in names if not name.startswith((LOCK, RUN_FILE, parts.STATE))]
    if is_run and not join:
        raise OutputError(f"{folder}: holds a run already; --resume goes on with it")
    if others and not is_run:
        raise OutputError(f"{folder}: is not empty and holds no run; name another folder")


def _settled_plan(folder: Path, given: str, plan: Plan | None, settings: Settings) -> Plan:
    """Write run.json, or return the plan of the one that is there when it is of the same run."""
    file = folder / RUN_FILE
    now = {"version": RUN_VERSION, "input": given, "versions": versions(), "options": settings.to_dict()}
    if plan is not None:
        text = json.dumps({**now, **plan.to_dict()}) + "\n"  # ASCII: a path may hold any bytes
        unfinished = file.with_name(f"{RUN_FILE}.tmp.{os.getpid()}")
        parts.write_beside(unfinished, text)
        try:
            with parts.told_write_errors(file):
                file.hardlink_to(unfinished)  # unlike a rename it fails when another run was first
            return plan
        except OutputError as error:
            if not isinstance(error.__cause__, FileExistsError):
                raise
        finally:
            unfinished.unlink(missing_ok=True)
    try:
        then = json.loads(file.read_text("utf-8"))
        planned = Plan.from_dict(then)
        differences = [*_differences(then, now), *changes(planned)]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(f"{file}: damaged ({error}); start a new run in another folder") from error
    if differences:
        raise UsageError(f"{folder}: can't go on with this run: {'; '.join(differences)}")
    return planned


def _differences(then: Mapping[str, Any], now: Mapping[str, Any]) -> Iterable[str]:
    if Path(then["input"]).absolute() != Path(now["input"]).absolute():
        yield f"its input was {then['input']}, not {now['input']}"
    for kind in ("versions", "options"):
        for key in sorted({*then[kind], *now[kind]}):
            before, after = then[kind].get(key), now[kind].get(key)
            if before != after:
                yield f"{key} was {_shown(before)} and is {_shown(after)}"


def _shown(value: object) -> str:
    return "not set" if value is None else json.dumps(value, ensure_ascii=False).strip('"')


def _with_sum(value: Any) -> Any:
    """Return an option as JSON has it, a file or folder with the first digits of the SHA-256 of its content."""
    if not isinstance(value, Path):
        return value
    total = hashlib.sha256()
    with contextlib.suppress(OSError):
        files = [value] if value.is_file() else sorted(file for file in value.rglob("*") if file.is_file())
        for file in files:
            total.update(file.name.encode("utf-8", "surrogateescape"))
            with file.open("rb") as stream:
                total.update(hashlib.file_digest(stream, "sha256").digest())
    return f"{value.absolute()} (sha256 {total.hexdigest()[:16]})"


def _warn_of_slow_files(plan: Plan, warn: Callable[[str], None]) -> None:
    """Say which files each shard has to read from their beginning."""
    counts: dict[int, int] = {}
    for shard in plan.shards:
        for piece in shard.pieces:
            if piece.start is None:
                counts[piece.file] = counts.get(piece.file, 0) + 1
    for number, shards in counts.items():
        if shards > 2 * ENOUGH_SHARDS:
            name = plan.files[number].name
            warn(f"{name}: each of its {shards} shards reads it from the beginning; plain .jsonl is much faster")


@dataclass(slots=True)
class _Watch:
    """What goes on beside the work: the lock is kept alive, and the caller hears of progress and failures."""

    lock: Lock
    listener: Listener
    stopped: bool = False

    def look(self, progress: Progress) -> bool:
        """Return whether to stop."""
        self.lock.beat()
        self.stopped = self.listener.tick(progress) or self.stopped
        return self.stopped


def _run_shards(
    job: Job, plan: Plan, shards: list[Shard], engine: Engine, watch: _Watch
) -> tuple[bool, dict[int, str]]:
    """Do what has no part yet; return whether the run was stopped, and the shards that were given up."""
    folder = Path(job.outdir)
    waiting = [one for one in shards if not parts.part_file(folder, job.format_name, one.number).exists()]
    progress = Progress(shards=len(shards), records=sum(shard.records for shard in shards))
    progress.shards_done = len(shards) - len(waiting)
    progress.records_done = progress.records - sum(shard.records for shard in waiting)
    given_up: dict[int, str] = {}
    if not waiting:
        return False, given_up
    for end in engine(job, ((one, plan.files_of(one)) for one in waiting), lambda: watch.look(progress)):
        progress.shards_done += 1
        progress.records_done += end.shard.records
        if end.summary is None:
            given_up[end.shard.number] = end.reason
            progress.failed += end.shard.records
            watch.listener.on_failure(f"shard {end.shard.number}", end.reason)
            continue
        for failure in end.summary.failures:
            watch.listener.on_failure(failure["record"], failure["reason"])
        progress.failed += end.summary.failed
        progress.new_records += end.shard.records
        progress.new_words += end.summary.words
    watch.listener.tick(progress)
    return watch.stopped and progress.shards_done < progress.shards, given_up


def _sum_up(
    folder: Path, format_name: str, shards: Iterable[Shard], given_up: Mapping[int, str], *, stopped: bool
) -> RunSummary:
    """Write summary.json and failures.jsonl over all parts there are."""
    shards = list(shards)
    while True:
        summary, failures = _sum(folder, format_name, shards, given_up)
        plain = {**asdict(summary), "complete": summary.is_complete}
        del plain["stopped"]
        parts.write_beside(
            folder / FAILURES_FILE, "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in failures)
        )
        parts.write_beside(folder / SUMMARY_FILE, json.dumps(plain, indent=2) + "\n")
        # another task of the array may have ended meanwhile, and its sum been overwritten by ours
        if len(parts.part_files(folder, format_name)) <= summary.shards_done:
            return replace(summary, stopped=stopped)


def _sum(
    folder: Path, format_name: str, shards: list[Shard], given_up: Mapping[int, str]
) -> tuple[RunSummary, list[dict[str, str]]]:
    summary = RunSummary(shards=len(shards))
    failures: list[dict[str, str]] = []
    for shard in shards:
        if parts.part_file(folder, format_name, shard.number).exists():
            part = read_summary(folder, shard.number)
            summary.add(part)
            failures += part.failures
        elif shard.number in given_up:
            summary.failed += shard.records
            failures.append({"record": f"shard {shard.number}", "stage": "worker", "reason": given_up[shard.number]})
    return summary, failures
