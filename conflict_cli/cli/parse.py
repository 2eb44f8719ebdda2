"""conflict parse article.txt: articles in, reports out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

import typer

from conflict_cli.article.inputs import STANDARD_INPUT, find_inputs, is_corpus, is_folder, listed_paths
from conflict_cli.article.options import MAX_ARTICLE_BYTES, MAX_ARTICLE_CHARACTERS
from conflict_cli.cli import console, output
from conflict_cli.cli.options import (
    SETTINGS,
    ActorsOption,
    AnyLanguageOption,
    ColorOption,
    CsvRawOption,
    DateColumnOption,
    DebugOption,
    EncodingOption,
    FailEmptyOption,
    FilesFromOption,
    ForceOption,
    FormatOption,
    GazetteerOption,
    IdColumnOption,
    JobsOption,
    LogJsonOption,
    MaxBytesOption,
    MaxCharsOption,
    ModelOption,
    NoConfigOption,
    NoEntityModelOption,
    NoTextOption,
    OnlyOption,
    OutputOption,
    PathsArgument,
    PlacesOption,
    PublishedOption,
    QuietOption,
    RulesOption,
    StrictOption,
    TextColumnOption,
    TimeoutOption,
    VerboseOption,
    VersionOption,
    pipeline_arguments,
    read_options,
    split_sections,
)
from conflict_cli.cli.progress import with_progress
from conflict_cli.cli.startup import shorten_import
from conflict_cli.cli.stopping import Stopping
from conflict_cli.cli.timings import Timings
from conflict_cli.errors import ArticleError, UsageError
from conflict_cli.render import FORMATS
from conflict_cli.render.view import View

if TYPE_CHECKING:
    from conflict_cli.article.model import Article
    from conflict_cli.report import Report

HELP = """Parse articles into events, claims, relations and disputes.

\b
[cyan]conflict parse article.txt --published 2024-11-28[/cyan]
[cyan]conflict parse article.txt -f json | jq '.events[].subtype'[/cyan]
[cyan]conflict parse news/ -o events.csv[/cyan]
[cyan]conflict parse corpus.jsonl -f jsonl -j 4 -o reports.jsonl[/cyan]

Many articles in one call are much faster than many calls: starting takes a second, an article a tenth.
"""
SHORT_HELP = """\
conflict: nothing to read
  conflict parse article.txt           a file, a folder or a corpus
  conflict parse - < article.txt       standard input
  conflict parse --help                all options"""


class Failures:
    """Counts the articles that could not be read and tells each on standard error."""

    def __init__(self, sources: Iterable[str]) -> None:
        self.number = 0
        self._sources = sorted(sources, key=len, reverse=True)

    def unread(self, error: ArticleError) -> None:
        """Tell of an article that could not be read."""
        source = next((name for name in self._sources if str(error).startswith(f"{name}:")), None)
        self._tell(error, source)

    def unparsed(self, article: Article, error: ArticleError) -> None:
        """Tell of an article that could not be parsed."""
        self._tell(error, article.source)

    def _tell(self, error: ArticleError, source: str | None) -> None:
        self.number += 1
        console.tell(str(error), source=source)


class Findings:
    """Notes whether anything was found in the parts asked for."""

    def __init__(self, only: str | None) -> None:
        self.sections = ("events",) if only is None else split_sections(only)
        self.any = False

    def watch(self, reports: Iterable[Report]) -> Iterator[Report]:
        """Pass reports through."""
        for report in reports:
            self.any = self.any or any(getattr(report, section) for section in self.sections)
            yield report


def parse(  # noqa: PLR0913, PLR0917 - the parameters are the options of the command
    context: typer.Context,
    paths: PathsArgument = None,
    published: PublishedOption = None,
    files_from: FilesFromOption = None,
    encoding: EncodingOption = None,
    text_column: TextColumnOption = None,
    id_column: IdColumnOption = None,
    date_column: DateColumnOption = None,
    max_bytes: MaxBytesOption = MAX_ARTICLE_BYTES,
    max_chars: MaxCharsOption = MAX_ARTICLE_CHARACTERS,
    any_language: AnyLanguageOption = False,
    strict: StrictOption = False,
    format_name: FormatOption = None,
    output_file: OutputOption = None,
    force: ForceOption = False,
    only: OnlyOption = None,
    no_text: NoTextOption = False,
    csv_raw: CsvRawOption = False,
    color: ColorOption = "auto",
    model: ModelOption = None,
    rules: RulesOption = None,
    actors: ActorsOption = None,
    gazetteer: GazetteerOption = None,
    places: PlacesOption = None,
    no_entity_model: NoEntityModelOption = False,
    jobs: JobsOption = 1,
    timeout: TimeoutOption = None,
    fail_empty: FailEmptyOption = False,
    quiet: QuietOption = False,
    verbose: VerboseOption = 0,
    log_json: LogJsonOption = False,
    no_config: NoConfigOption = False,
    debug: DebugOption = False,
    version: VersionOption = False,
) -> None:
    """Parse articles and write their reports."""
    from conflict_cli.article.reader import read_articles
    from conflict_cli.corpus.parallel import TIMEOUT_SECONDS, parse_in_processes

    given = [*(paths or []), *_listed(files_from, paths or [])] if files_from else paths or _piped_input()
    output.check_output(output_file, given, force=force)
    chosen = output.choose_format(format_name, output_file)
    view = View(
        only=split_sections(only),
        with_text=not no_text,
        several=files_from is not None or len(given) > 1 or is_corpus(given[0]) or is_folder(given[0]),
        width=output.terminal_width(output_file),
        color=output.use_color(color, output_file),
        raw_csv=csv_raw,
    )
    failures, findings, stopping, timings = Failures(given), Findings(only), Stopping(), Timings()
    if verbose:
        _tell_settings(context)
    inputs = list(find_inputs(given, on_error=failures.unread))
    total = None if any(map(is_corpus, inputs)) else len(inputs)
    options = read_options(context.params)
    found = read_articles(inputs, options=options, on_error=failures.unread, on_notice=console.note)
    articles = _readable(found, published)
    # before the model is loaded: a wrong path is told at once. A JSON document must know whether a second one comes
    first = list(islice(articles, 2 if chosen == "json" and not view.several else 1))
    if first:
        view = replace(view, several=view.several or len(first) > 1)
        pipeline = pipeline_arguments(context.params)
        every = chain(first, articles)
        timed = bool(verbose) and jobs == 1 and timeout is None
        if verbose and not timed:
            console.note("times are those of one process: leave out --jobs and --timeout", level="debug")
        if jobs > 1 or timeout is not None:
            reports = parse_in_processes(
                every,
                processes=jobs,
                pipeline=pipeline,
                on_error=failures.unparsed,
                timeout=TIMEOUT_SECONDS if timeout is None else timeout,
            )
        else:
            reports = _parse_here(every, pipeline, failures, timings, timed=timed)
        counted = with_progress(
            stopping.reports(findings.watch(reports)),
            total=total,
            wanted=not (quiet or verbose or log_json) and (output_file is not None or not sys.stdout.isatty()),
        )
        try:
            output.write(FORMATS[chosen](counted, view), output_file)
            if timed:
                timings.conclude(stopping.done)
        finally:
            stopping.conclude(failures.number, total)
    if failures.number:
        raise typer.Exit(console.ExitCode.ARTICLES_FAILED)
    if fail_empty and not findings.any:
        raise typer.Exit(console.ExitCode.NOTHING_FOUND)


def _parse_here(
    articles: Iterable[Article], pipeline: dict[str, Any], failures: Failures, timings: Timings, *, timed: bool
) -> Iterator[Report]:
    from conflict_cli import api

    if pipeline["model"] is None:
        shorten_import()
    reports = api.parse_corpus(
        articles,
        nlp=api.build_pipeline(**pipeline),
        on_error=failures.unparsed,
        on_stage=timings.add,
        batch_size=1 if timed else api.BATCH_ARTICLES,  # one by one, each has a time of its own
    )
    return timings.narrate(reports) if timed else reports


def _piped_input() -> list[str]:
    if sys.stdin is None or sys.stdin.isatty():
        typer.echo(SHORT_HELP, err=True)
        raise typer.Exit(console.ExitCode.USAGE)
    return [STANDARD_INPUT]


def _tell_settings(context: typer.Context) -> None:
    for file in context.meta[SETTINGS].files:
        console.note("settings", source=str(file), level="debug")


def _listed(files_from: str, paths: list[str]) -> list[str]:
    if files_from == STANDARD_INPUT and STANDARD_INPUT in paths:
        raise UsageError("standard input can't be both an article and the list of --files-from")
    listed = listed_paths(files_from)
    if not listed and not paths:
        raise UsageError(f"{files_from}: no path in it")
    return listed


def _readable(articles: Iterable[Article], published: str | None) -> Iterator[Article]:
    from conflict_cli import api

    for article in articles:
        for warning in article.warnings:
            console.warn(warning, source=article.source)
        yield article if published is None else api.with_published(article, published)
