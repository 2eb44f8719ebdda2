"""What a worker process does with one shard: read, parse, write the part."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

from conflict_cli import api
from conflict_cli.api import BATCH_ARTICLES
from conflict_cli.article.model import Article
from conflict_cli.article.options import ReadOptions
from conflict_cli.corpus import parts
from conflict_cli.corpus.attempts import Attempts
from conflict_cli.corpus.parser import LOADER, Parser, batches, time_limit
from conflict_cli.corpus.plan import Files, Shard, read_shard
from conflict_cli.corpus.versions import versions
from conflict_cli.errors import ArticleError, OutputError, UsageError
from conflict_cli.render.view import View
from conflict_cli.report import Report


@dataclass(frozen=True, slots=True)
class Job:
    """What all shards of a run have in common.

    Attributes:
        outdir: absolute path of the folder of the run, the same on every machine.
        format_name: "jsonl" or "parquet".
        view: sections of the reports, and whether they keep the text.
        pipeline: arguments of `build_pipeline`, as pairs.
        reading: how the input is read.
        published: date of articles that have none.
        timeout: seconds an article may take.
        versions: those of the run; a worker with others refuses.
        run: names this start of the run among those that were killed.
        loader: import path of what builds the parser.
    """

    outdir: str
    format_name: str
    view: View
    pipeline: tuple[tuple[str, Any], ...]
    reading: ReadOptions
    published: str | None
    timeout: float | None
    versions: tuple[tuple[str, str], ...]
    run: str
    loader: str = LOADER


@dataclass(slots=True)
class PartSummary:
    """What a part holds: counts, seconds of work, and the records that were set aside."""

    records: int = 0
    failed: int = 0
    events: int = 0
    claims: int = 0
    words: int = 0
    seconds: float = 0.0
    failures: list[dict[str, str]] = field(default_factory=list)

    def failure(self, record: str, stage: str, reason: str) -> None:
        """Note a record that was set aside."""
        self.failed += 1
        self.failures.append({"record": record, "stage": stage, "reason": reason})

    def report(self, report: Report) -> None:
        """Count what a report holds."""
        self.records += 1
        self.events += len(report.events)
        self.claims += len(report.claims)
        self.words += len((report.report.text or "").split())


def shard_worker(job: Job) -> Callable[[tuple[Shard, Files]], PartSummary]:
    """Return what parses one shard: the loader of a crew."""
    return lambda task: run_shard(job, *task)


def run_shard(job: Job, shard: Shard, files: Files) -> PartSummary:
    """Parse a shard and write its part, unless it is there already.

    Args:
        job: what all shards have in common.
        shard: what to read.
        files: those that the shard reads, by number.

    Raises:
        OutputError: the part can't be written, or the folder of the run is not on this machine.
        UsageError: the input has changed, or this machine has other versions.
    """
    outdir = Path(job.outdir)
    if parts.part_file(outdir, job.format_name, shard.number).exists():
        return read_summary(outdir, shard.number)
    _check_machine(job, outdir)
    parser = _parser(job.loader, job.pipeline)
    start = time.perf_counter()
    summary = PartSummary()
    finished = False

    def unread(error: ArticleError) -> None:
        summary.failure(*_key_and_reason(str(error), [file.name for file in files.values()], "read"))

    with parts.told_write_errors(outdir):
        attempts = Attempts(parts.attempts_file(outdir, shard.number), job.run)
    writer = parts.open_writer(outdir, job.format_name, shard.number, job.view)
    try:
        for report in _reports(job, read_shard(files, shard, job.reading, unread), parser, attempts, summary):
            summary.report(report)
            writer.write(report)
        summary.seconds = round(time.perf_counter() - start, 3)
        # before the part: whoever finds the part finds this too
        parts.write_beside(parts.summary_file(outdir, shard.number), json.dumps(asdict(summary), ensure_ascii=False))
        writer.finish()
        finished = True
    finally:
        writer.discard()
        attempts.close(finished=finished)
    return summary


def read_summary(outdir: Path, number: int) -> PartSummary:
    """Return the summary of a finished part."""
    return PartSummary(**parts.read_summary(outdir, number))


def _check_machine(job: Job, outdir: Path) -> None:
    if not outdir.is_dir():
        raise OutputError(f"{outdir}: not on this machine; workers need the folder of the run on storage they share")
    if (found := _own_versions()) != job.versions:
        differing = [f"{name} {value}" for name, value in found if (name, value) not in job.versions]
        raise UsageError(f"a worker has {', '.join(differing)}, the run was started with other versions; install alike")


@cache
def _own_versions() -> tuple[tuple[str, str], ...]:
    return tuple(versions().items())


@cache
def _parser(loader: str, pipeline: tuple[tuple[str, Any], ...]) -> Parser:
    parser: Parser = resolve_name(loader)(**dict(pipeline))
    return parser


def _reports(
    job: Job, articles: Iterator[Article], parser: Parser, attempts: Attempts, summary: PartSummary
) -> Iterator[Report]:
    """Yield the reports of a shard in order; the records that give none go into the summary."""
    number = 0
    for batch in batches(articles, BATCH_ARTICLES):
        numbered = list(enumerate(batch, number))
        number += len(batch)
        alone = any(one in attempts.suspects for one, _ in numbered)
        groups = [[pair] for pair in numbered] if alone else [numbered]
        for group in groups:
            first, article = group[0]
            if len(group) == 1 and (reason := attempts.reason_to_set_aside(first)):
                summary.failure(article.source, "parse", reason)
                continue
            limit = time_limit(job.timeout, len(group))
            attempts.begin(first, len(group), limit)
            outcomes = parser([_dated(article, job.published) for _, article in group])
            attempts.end()
            for (_, article), outcome in zip(group, outcomes, strict=True):
                if isinstance(outcome, Report):
                    yield outcome
                else:
                    summary.failure(article.source, "parse", outcome.removeprefix(f"{article.source}: "))


def _dated(article: Article, published: str | None) -> Article:
    return article if published is None else api.with_published(article, published)


def _key_and_reason(message: str, names: Sequence[str], stage: str) -> tuple[str, str, str]:
    """Split "news/corpus.jsonl:417: no text" at the colon after the record; a file name may hold colons too."""
    name = next((name for name in names if message.startswith(f"{name}:")), "")
    place, colon, reason = message[len(name) :].partition(": ")
    return (name + place, stage, reason) if colon else (name, stage, message)
