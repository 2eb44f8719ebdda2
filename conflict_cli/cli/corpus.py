"""conflict corpus run, stats: millions of articles, in shards that can be killed and resumed."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflict_cli.article.options import MAX_ARTICLE_BYTES, MAX_ARTICLE_CHARACTERS
from conflict_cli.cli import console, output
from conflict_cli.cli.options import (
    SPEED,
    ActorsOption,
    AnyLanguageOption,
    DateColumnOption,
    DebugOption,
    EncodingOption,
    GazetteerOption,
    IdColumnOption,
    MaxBytesOption,
    MaxCharsOption,
    ModelOption,
    NoConfigOption,
    NoEntityModelOption,
    NoTextOption,
    OnlyOption,
    OutputOption,
    PlacesOption,
    PublishedOption,
    QuietOption,
    RulesOption,
    StrictOption,
    TextColumnOption,
    one_of,
    pipeline_arguments,
    read_options,
    split_sections,
)
from conflict_cli.errors import UsageError

if TYPE_CHECKING:
    from conflict_cli.corpus.engines import Engine
    from conflict_cli.corpus.run import Progress, RunSummary

HELP = """Parse corpora of any size in shards, on one machine or many, and count what was found.

\b
[cyan]conflict corpus run news.jsonl out/ --workers 8[/cyan]
[cyan]conflict corpus run news.jsonl out/ --resume[/cyan]
[cyan]conflict corpus stats out/[/cyan]
"""
RUN_HELP = """Parse a corpus into a folder of parts; what was killed goes on with --resume.

\b
[cyan]conflict corpus run news.jsonl out/ --workers 8[/cyan]
[cyan]conflict corpus run 's3://bucket/news/*.jsonl' out/ --scheduler tcp://host:8786[/cyan]
[cyan]conflict corpus run news.jsonl out/ --shard 7/64[/cyan]        one task of an array of 64

The folder gets run.json (what was run), a part for each shard, failures.jsonl and summary.json. Records that can't be
parsed, take too long or kill their process are set aside, the others go on. docs/scaling.md has recipes.
"""
STATS_HELP = """Count the events of a run by type, country, time and actor, with casualties.

\b
[cyan]conflict corpus stats out/[/cyan]
[cyan]conflict corpus stats out/ --by week -f csv > weeks.csv[/cyan]

Events that happened or go on are counted, once for each article that tells of them.
"""
STATS_FORMATS = ("table", "csv", "json")

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich")


def _shard(value: str | None) -> str | None:
    split_shard(value)
    return value


def split_shard(value: str | None) -> tuple[int, int] | None:
    """Return (7, 64) for "7/64"."""
    if value is None:
        return None
    first, slash, number = value.partition("/")
    if slash and first.isdecimal() and number.isdecimal() and 1 <= int(first) <= int(number):
        return int(first), int(number)
    raise typer.BadParameter(f'"{value}": write it as 7/64, counted from 1/64 to 64/64')


def _part_format(value: str) -> str:
    from conflict_cli.corpus.parts import PART_FORMATS

    return one_of(PART_FORMATS, "format", value)


def _stats_format(value: str) -> str:
    return one_of(STATS_FORMATS, "format", value)


def _period(value: str) -> str:
    from conflict_cli.corpus.stats import PERIODS

    return one_of(PERIODS, "period", value)


InputArgument = Annotated[
    str, typer.Argument(metavar="INPUT", help="A file, a folder, a glob in quotation marks, or a URL such as s3://...")
]
OutdirArgument = Annotated[Path, typer.Argument(metavar="OUTDIR", help="Folder of the run; it is made if need be.")]
RunArgument = Annotated[Path, typer.Argument(metavar="OUTDIR", help="Folder of a run.")]
WorkersOption = Annotated[
    int | None,
    typer.Option(
        "--workers",
        metavar="N",
        min=1,
        show_default=False,
        help="Worker processes on this machine; one per core if not given, 1 with --shard.",
        rich_help_panel=SPEED,
    ),
]
SchedulerOption = Annotated[
    str | None,
    typer.Option(
        "--scheduler",
        metavar="ADDRESS",
        help="Use the workers of a Dask scheduler, such as tcp://host:8786. OUTDIR must be on storage they share.",
        rich_help_panel=SPEED,
    ),
]
ShardOption = Annotated[
    str | None,
    typer.Option(
        "--shard",
        metavar="I/N",
        callback=_shard,
        help="Do every Nth shard, from the Ith: for job arrays. Needs neither Dask nor a scheduler.",
        rich_help_panel=SPEED,
    ),
]
RunTimeoutOption = Annotated[
    float,
    typer.Option(
        "--timeout", metavar="SECONDS", min=0.1, help="Set a record aside that takes longer.", rich_help_panel=SPEED
    ),
]
ShardRecordsOption = Annotated[
    int | None,
    typer.Option(
        "--shard-records",
        metavar="K",
        min=1,
        show_default=False,
        help="Records of a shard, the unit of work; if not given 200 to some 500, the more the larger the input.",
        rich_help_panel=SPEED,
    ),
]
ResumeOption = Annotated[
    bool, typer.Option("--resume", help="Go on with the run that OUTDIR holds.", metavar="", rich_help_panel="Output")
]
PartFormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        callback=_part_format,
        help="jsonl, whole reports; or parquet, tables of events, claims, actors and places.",
        rich_help_panel="Output",
    ),
]
StatsFormatOption = Annotated[
    str, typer.Option("--format", "-f", metavar="FORMAT", callback=_stats_format, help="table, csv or json.")
]
PeriodOption = Annotated[
    str, typer.Option("--by", metavar="PERIOD", callback=_period, help="day, week, month or year.")
]
TopOption = Annotated[int, typer.Option("--top", metavar="N", min=1, help="Rows of each table at most, in tables.")]


@app.command(help=RUN_HELP)
def run(  # noqa: PLR0913, PLR0917 - the parameters are the options of the command
    context: typer.Context,
    given: InputArgument,
    outdir: OutdirArgument,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    shard: ShardOption = None,
    timeout: RunTimeoutOption = 60.0,
    shard_records: ShardRecordsOption = None,
    resume: ResumeOption = False,
    format_name: PartFormatOption = "jsonl",
    only: OnlyOption = None,
    no_text: NoTextOption = False,
    published: PublishedOption = None,
    encoding: EncodingOption = None,
    text_column: TextColumnOption = None,
    id_column: IdColumnOption = None,
    date_column: DateColumnOption = None,
    max_bytes: MaxBytesOption = MAX_ARTICLE_BYTES,
    max_chars: MaxCharsOption = MAX_ARTICLE_CHARACTERS,
    any_language: AnyLanguageOption = False,
    strict: StrictOption = False,
    model: ModelOption = None,
    rules: RulesOption = None,
    actors: ActorsOption = None,
    gazetteer: GazetteerOption = None,
    places: PlacesOption = None,
    no_entity_model: NoEntityModelOption = False,
    quiet: QuietOption = False,
    no_config: NoConfigOption = False,
    debug: DebugOption = False,
) -> None:
    """Parse a corpus into a folder of parts."""
    from conflict_cli.corpus.run import Listener, Settings, run_corpus
    from conflict_cli.render.view import View

    pipeline = pipeline_arguments(context.params)
    settings = Settings(
        format_name=format_name,
        view=View(only=split_sections(only), with_text=not no_text),
        pipeline={key: value.absolute() if isinstance(value, Path) else value for key, value in pipeline.items()},
        reading=read_options(context.params),
        published=published,
        shard_records=shard_records,
        timeout=timeout,
    )
    engine = _engine(workers, scheduler, shard)
    with _stop_on_signals() as stop, _Line(wanted=not quiet) as line:

        def tick(progress: Progress) -> bool:
            line.show(progress)
            return stop.asked

        listener = Listener(
            tick=tick,
            on_failure=lambda record, reason: line.above(f"{record}: {reason}"),
            warn=console.warn,
        )
        summary = run_corpus(
            given,
            outdir,
            engine=engine,
            settings=settings,
            shard=split_shard(shard),
            resume=resume,
            listener=listener,
        )
    _tell_end(summary, outdir, stop)


@app.command(help=STATS_HELP)
def stats(
    outdir: RunArgument,
    by: PeriodOption = "month",
    top: TopOption = 15,
    format_name: StatsFormatOption = "table",
    output_file: OutputOption = None,
    no_config: NoConfigOption = False,
    debug: DebugOption = False,
) -> None:
    """Count the events of a run."""
    from conflict_cli.corpus.stats import corpus_stats
    from conflict_cli.render.stats_tables import render_stats

    found = corpus_stats(outdir, period=by)
    if not found.complete:
        console.warn(f"{outdir}: the run is not complete; finished parts are counted")
    rows = list(found.rows(top=top if format_name == "table" else None))
    totals = {"articles": found.articles, "events": found.events, "complete": found.complete}
    output.write(render_stats(totals, rows, format_name, width=output.terminal_width(output_file)), output_file)


def _engine(workers: int | None, scheduler: str | None, shard: str | None) -> Engine:
    from conflict_cli.corpus.engines import in_processes, on_dask

    if scheduler is not None and (workers is not None or shard is not None):
        raise UsageError("--scheduler has workers of its own; leave out --workers and --shard")
    if shard is not None:
        return in_processes(workers or 1)
    return on_dask(workers=workers or _cores(), scheduler=scheduler)


def _cores() -> int:
    """Return the cores this process may use, fewer than there are where a batch system says so."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Stop:
    """Whether the user has asked the run to stop, and with which signal."""

    def __init__(self) -> None:
        self.signal: int | None = None

    @property
    def asked(self) -> bool:
        return self.signal is not None


@contextmanager
def _stop_on_signals() -> Iterator[_Stop]:
    """Let the first Ctrl-C or SIGTERM end the run after the shards under way, the second at once."""
    stop = _Stop()

    def handle(number: int, _: object) -> None:
        if stop.asked:
            raise KeyboardInterrupt
        stop.signal = number
        console.note("stopping after the shards under way; press Ctrl-C again to stop at once")

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _tell_end(summary: RunSummary, outdir: Path, stop: _Stop) -> None:
    console.note(
        f"{summary.shards_done:,} of {summary.shards:,} shards: {summary.records:,} records, "
        f"{summary.events:,} events, {summary.claims:,} claims, {summary.failed:,} set aside; "
        f"{summary.words_per_second:,.0f} words/s a worker"
    )
    if summary.stopped:
        terminated = stop.signal == signal.SIGTERM
        raise console.StoppedError(
            f"{outdir}: not complete; the same command with --resume goes on",
            console.ExitCode.TERMINATED if terminated else console.ExitCode.INTERRUPTED,
        )
    if summary.failed:
        console.tell(f"{summary.failed:,} records were set aside: {outdir / 'failures.jsonl'}")
        raise typer.Exit(console.ExitCode.ARTICLES_FAILED)


class _Line:
    """The progress of a run on standard error: one line that is rewritten, or a line now and then in a file."""

    EVERY_SECONDS = 30.0

    def __init__(self, *, wanted: bool):
        self._wanted = wanted
        self._rewritten = sys.stderr.isatty()
        self._shown = ""
        self._last = 0.0

    def __enter__(self) -> _Line:
        return self

    def __exit__(self, *_: object) -> None:
        self._clear()

    def show(self, progress: Progress) -> None:
        """Show how far the run is, if it is time to."""
        due = self._rewritten or progress.seconds - self._last >= self.EVERY_SECONDS
        text = _wording(progress)
        if not self._wanted or not due or text == self._shown:
            return
        self._last = progress.seconds
        if self._rewritten:
            self._clear()
            sys.stderr.write(text)
            sys.stderr.flush()
            self._shown = text
        else:
            console.note(text)

    def above(self, message: str) -> None:
        """Tell something that stays."""
        self._clear()
        console.tell(message)

    def _clear(self) -> None:
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            self._shown = ""


def _wording(progress: Progress) -> str:
    parts = [
        f"{progress.shards_done:,} of {progress.shards:,} shards",
        f"{progress.records_done:,} of {progress.records:,} records",
    ]
    if progress.new_records:
        parts.append(f"{progress.new_records / progress.seconds:,.1f} records/s")
    if progress.seconds_left is not None:
        parts.append(f"{_duration(progress.seconds_left)} left")
    parts.append(f"{progress.failed:,} set aside")
    return ", ".join(parts)


def _duration(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 2:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:,.0f} h"
