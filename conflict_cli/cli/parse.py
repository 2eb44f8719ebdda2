"""conflict parse article.txt: articles in, reports out."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import typer

from conflict_cli import api
from conflict_cli.article.model import Article
from conflict_cli.article.reader import STANDARD_INPUT, find_inputs, is_corpus, read_articles
from conflict_cli.cli import console, output
from conflict_cli.cli.options import (
    ActorsOption,
    ColorOption,
    CsvRawOption,
    DebugOption,
    ForceOption,
    FormatOption,
    GazetteerOption,
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
    VersionOption,
    split_sections,
)
from conflict_cli.cli.progress import with_progress
from conflict_cli.cli.startup import shorten_import
from conflict_cli.errors import ArticleError
from conflict_cli.render import FORMATS
from conflict_cli.render.view import View

HELP = """Parse articles into events, claims, relations and disputes.

\b
[cyan]conflict parse article.txt --published 2024-11-28[/cyan]
[cyan]conflict parse article.txt -f json | jq '.events[].subtype'[/cyan]
[cyan]conflict parse news/ -o events.csv[/cyan]

Many articles in one call are much faster than many calls: starting takes a second, an article a tenth.
"""
SHORT_HELP = """\
conflict: nothing to read
  conflict parse article.txt           a file, a folder or a .jsonl corpus
  conflict parse - < article.txt       standard input
  conflict parse --help                all options"""


class Failures:
    """Counts the articles that could not be read and tells each on standard error."""

    def __init__(self) -> None:
        self.number = 0

    def unread(self, error: ArticleError) -> None:
        """Tell of an article that could not be read."""
        self.number += 1
        console.tell(str(error))

    def unparsed(self, article: Article, error: ArticleError) -> None:
        """Tell of an article that could not be parsed."""
        self.unread(error)


def parse(  # noqa: PLR0913, PLR0917 - the parameters are the options of the command
    paths: PathsArgument = None,
    published: PublishedOption = None,
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
    quiet: QuietOption = False,
    no_config: NoConfigOption = False,
    debug: DebugOption = False,
    version: VersionOption = False,
) -> None:
    """Parse articles and write their reports."""
    given = paths or _piped_input()
    chosen = output.choose_format(format_name, output_file)
    output.check_output(output_file, given, force=force)
    view = View(
        only=split_sections(only),
        with_text=not no_text,
        several=len(given) > 1 or is_corpus(given[0]) or Path(given[0]).is_dir(),
        width=output.terminal_width(output_file),
        color=output.use_color(color, output_file),
        raw_csv=csv_raw,
    )
    failures = Failures()
    inputs = list(find_inputs(given, on_error=failures.unread))
    articles = _readable(read_articles(inputs, on_error=failures.unread), published, quiet=quiet)
    first = next(articles, None)  # before the model is loaded: a wrong path is told at once
    if first is not None:
        if model is None:
            shorten_import()
        nlp = api.build_pipeline(
            model=model,
            rules=rules,
            actors=actors,
            gazetteer=gazetteer,
            places=places,
            entity_model=not no_entity_model,
        )
        reports = api.parse_corpus(chain([first], articles), nlp=nlp, on_error=failures.unparsed)
        counted = with_progress(
            reports,
            total=None if any(map(is_corpus, inputs)) else len(inputs),
            wanted=not quiet and (output_file is not None or not sys.stdout.isatty()),
        )
        output.write(FORMATS[chosen](counted, view), output_file)
    if failures.number:
        raise typer.Exit(console.ExitCode.ARTICLES_FAILED)


def _piped_input() -> list[str]:
    if sys.stdin is None or sys.stdin.isatty():
        typer.echo(SHORT_HELP, err=True)
        raise typer.Exit(console.ExitCode.USAGE)
    return [STANDARD_INPUT]


def _readable(articles: Iterable[Article], published: str | None, *, quiet: bool) -> Iterator[Article]:
    for article in articles:
        for warning in () if quiet else article.warnings:
            console.warn(f"{article.source}: {warning}")
        yield article if published is None else api.with_published(article, published)
