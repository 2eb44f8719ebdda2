"""The options that commands share, each worded once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from conflict_cli.article.options import MAX_ARTICLE_BYTES, MAX_ARTICLE_CHARACTERS, ReadOptions
from conflict_cli.cli import console
from conflict_cli.errors import UsageError
from conflict_cli.render import FORMATS
from conflict_cli.report import SECTIONS
from conflict_cli.suggest import known_words

NO_CONFIG, SETTINGS = "conflict.no_config", "conflict.settings"  # keys of a context's meta
INPUT, OUTPUT, PIPELINE, TALK = "Input", "Output", "Rules and model", "Messages"
SPEED = "Many articles"
COLORS = ("auto", "always", "never")


def _iso_date(value: str | None) -> str | None:
    if value is None:
        return None
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise typer.BadParameter(f'"{value}": {error}') from error
    raise typer.BadParameter(f'"{value}" is no date; write it as 2024-11-28')


def _encoding(value: str | None) -> str | None:
    try:
        return ReadOptions(encoding=value).encoding
    except UsageError as error:
        raise typer.BadParameter(str(error)) from error


def one_of(known: tuple[str, ...], what: str, value: str) -> str:
    """Return the value if it is one of those known."""
    if value not in known:
        raise typer.BadParameter(f'unknown {what} "{value}"; {known_words(value, known)}')
    return value


def _format(value: str | None) -> str | None:
    return value and one_of(tuple(FORMATS), "format", value)


def _color(value: str) -> str:
    return one_of(COLORS, "choice", value)


def read_options(parameters: Mapping[str, Any]) -> ReadOptions:
    """Return how to read, of a command that has all the options of reading."""
    return ReadOptions(**{field.name: parameters[field.name] for field in fields(ReadOptions)})


def pipeline_arguments(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of `build_pipeline`, of a command that has all the options of rules and model."""
    named = {name: parameters[name] for name in ("model", "rules", "actors", "gazetteer", "places")}
    return {**named, "entity_model": not parameters["no_entity_model"]}


def split_sections(value: str | None) -> tuple[str, ...]:
    """Return the sections of a report that `--only` names, in the order of the report; all without it."""
    if value is None:
        return SECTIONS
    named = [one_of(SECTIONS, "section", name.strip()) for name in value.split(",") if name.strip()]
    if not named:
        raise typer.BadParameter(f"no section named; known: {', '.join(SECTIONS)}")
    return tuple(section for section in SECTIONS if section in named)


def _only(value: str | None) -> str | None:
    split_sections(value)
    return value


def _complete_only(incomplete: str) -> list[str]:
    named, comma, _ = incomplete.rpartition(",")
    return [f"{named}{comma}{section}" for section in SECTIONS if section not in named.split(",")]


def _version(value: bool) -> None:
    if value:
        from conflict_cli.cli.version import version_line

        typer.echo(version_line())
        raise typer.Exit


def _no_config(context: typer.Context, value: bool) -> bool:
    """Give the command its defaults from environment and files; the program's own --no-config counts for all."""
    from conflict_cli.cli import settings

    if context.resilient_parsing:
        return value
    context.meta[NO_CONFIG] = value or context.meta.get(NO_CONFIG, False)
    if context.parent is not None:
        with_files = not (context.meta[NO_CONFIG] or settings.files_off())
        found = settings.load_settings(context, with_files=with_files)
        context.meta[SETTINGS] = found
        context.default_map = settings.defaults_for(context, found)
    return value


def _quiet(value: bool) -> bool:
    console.talk.quiet = value
    return value


def _verbose(value: int) -> int:
    console.talk.verbosity = value
    return value


def _log_json(value: bool) -> bool:
    console.talk.as_json = value
    return value


VersionOption = Annotated[
    bool,
    typer.Option(
        "--version", callback=_version, is_eager=True, help="Show the versions that decide the result.", metavar=""
    ),
]
PathsArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="PATH",
        show_default=False,
        help="Articles (text, HTML, PDF, DOCX, .eml, JSON), corpora (JSON Lines, CSV, Parquet), folders, - for a pipe.",
    ),
]
PublishedOption = Annotated[
    str | None,
    typer.Option(
        "--published",
        "-p",
        metavar="DATE",
        callback=_iso_date,
        help='Publication date, to read "on Thursday" against, where the article has none.',
        rich_help_panel=INPUT,
    ),
]
FilesFromOption = Annotated[
    str | None,
    typer.Option(
        "--files-from",
        metavar="LIST",
        help="Read the paths in this file too, one a line; - is standard input.",
        rich_help_panel=INPUT,
    ),
]
EncodingOption = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        metavar="NAME",
        callback=_encoding,
        help="Encoding of texts and tables, such as cp1252; without it, it is found out.",
        rich_help_panel=INPUT,
    ),
]
TextColumnOption = Annotated[
    str | None,
    typer.Option(
        "--text-column",
        metavar="NAME",
        help="Column or field of a corpus that holds the text; else text, maintext, body ...",
        rich_help_panel=INPUT,
    ),
]
IdColumnOption = Annotated[
    str | None,
    typer.Option(
        "--id-column",
        metavar="NAME",
        help="Column or field that names the article; else id, url ...",
        rich_help_panel=INPUT,
    ),
]
DateColumnOption = Annotated[
    str | None,
    typer.Option(
        "--date-column",
        metavar="NAME",
        help="Column or field with the ISO date of publication; else published, date_publish, date ...",
        rich_help_panel=INPUT,
    ),
]
MaxBytesOption = Annotated[
    int,
    typer.Option(
        "--max-bytes",
        metavar="N",
        min=1,
        show_default=False,
        help=f"Refuse a file or record of more bytes; {MAX_ARTICLE_BYTES:,} without it.",
        rich_help_panel=INPUT,
    ),
]
MaxCharsOption = Annotated[
    int,
    typer.Option(
        "--max-chars",
        metavar="N",
        min=1,
        show_default=False,
        help=f"Refuse a text of more characters; {MAX_ARTICLE_CHARACTERS:,} without it.",
        rich_help_panel=INPUT,
    ),
]
AnyLanguageOption = Annotated[
    bool,
    typer.Option("--any-language", help="Parse texts that are not English too.", rich_help_panel=INPUT, metavar=""),
]
StrictOption = Annotated[
    bool,
    typer.Option(
        "--strict", help="A warning about an input is an error for that article.", rich_help_panel=INPUT, metavar=""
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        callback=_format,
        autocompletion=lambda: list(FORMATS),
        help=f"One of {', '.join(FORMATS)}. Without it, the ending of the output file decides, else table.",
        rich_help_panel=OUTPUT,
    ),
]
OutputOption = Annotated[
    str | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to this file.", rich_help_panel=OUTPUT),
]
ForceOption = Annotated[
    bool,
    typer.Option("--force", help="Replace an output file that exists.", rich_help_panel=OUTPUT, metavar=""),
]
OnlyOption = Annotated[
    str | None,
    typer.Option(
        "--only",
        metavar="SECTIONS",
        callback=_only,
        autocompletion=_complete_only,
        help=f"Keep these parts, with commas between: {', '.join(SECTIONS)}.",
        rich_help_panel=OUTPUT,
    ),
]
NoTextOption = Annotated[
    bool,
    typer.Option("--no-text", help="Leave the article's text out of the report.", rich_help_panel=OUTPUT, metavar=""),
]
CsvRawOption = Annotated[
    bool,
    typer.Option(
        "--csv-raw",
        help="Write CSV cells that start with =, +, - or @ as they are: for programs, not for spreadsheets.",
        rich_help_panel=OUTPUT,
        metavar="",
    ),
]
JobsOption = Annotated[
    int,
    typer.Option(
        "--jobs",
        "-j",
        metavar="N",
        min=1,
        help="Parse in N processes; the output is the same. Each takes some 500 MB.",
        rich_help_panel=SPEED,
    ),
]
TimeoutOption = Annotated[
    float | None,
    typer.Option(
        "--timeout",
        metavar="SECONDS",
        min=0.1,
        show_default=False,
        help="Set an article aside that takes longer. 60 where there are worker processes, no limit otherwise.",
        rich_help_panel=SPEED,
    ),
]
ColorOption = Annotated[
    str,
    typer.Option(
        "--color",
        metavar="WHEN",
        callback=_color,
        autocompletion=lambda: list(COLORS),
        help="auto, always or never; auto heeds NO_COLOR and FORCE_COLOR.",
        rich_help_panel=OUTPUT,
    ),
]
ModelOption = Annotated[
    str | None,
    typer.Option(
        "--model",
        metavar="NAME",
        help="Name or folder of a spaCy pipeline with a parser and NER, instead of the English one installed.",
        rich_help_panel=PIPELINE,
    ),
]
RulesOption = Annotated[
    Path | None,
    typer.Option(
        "--rules",
        metavar="DIR",
        help="Folder with rules of your own, used with the built-in ones.",
        rich_help_panel=PIPELINE,
    ),
]
ActorsOption = Annotated[
    Path | None,
    typer.Option(
        "--actors",
        metavar="FILE",
        help="Actors of your own (TSV or YAML: name, aliases, kind, country, wikidata), before the built-in ones.",
        rich_help_panel=PIPELINE,
    ),
]
GazetteerOption = Annotated[
    Path | None,
    typer.Option(
        "--gazetteer",
        metavar="FILE",
        help="A gazetteer that `conflict gazetteer build` wrote, for the packaged one; or set CONFLICT_GAZETTEER.",
        rich_help_panel=PIPELINE,
    ),
]
PlacesOption = Annotated[
    Path | None,
    typer.Option(
        "--places",
        metavar="FILE",
        help="Places of your own (TSV, CSV or GeoJSON: name, latitude, longitude, kind, country, aliases), before all.",
        rich_help_panel=PIPELINE,
    ),
]
NoEntityModelOption = Annotated[
    bool,
    typer.Option(
        "--no-entity-model",
        help="Leave the trained entity model out: faster, finds fewer actors, places, weapons and events.",
        rich_help_panel=PIPELINE,
        metavar="",
    ),
]
QuietOption = Annotated[
    bool,
    typer.Option(
        "--quiet",
        "-q",
        callback=_quiet,
        help="No warnings and no progress, only errors.",
        rich_help_panel=TALK,
        metavar="",
    ),
]
NoConfigOption = Annotated[
    bool,
    typer.Option(
        "--no-config",
        callback=_no_config,
        is_eager=True,
        help="Read no configuration file; see conflict config.",
        rich_help_panel=TALK,
        metavar="",
    ),
]
VerboseOption = Annotated[
    int,
    typer.Option(
        "--verbose",
        "-v",
        count=True,
        callback=_verbose,
        help="A line per article with its time; -vv the time of each stage too.",
        rich_help_panel=TALK,
        metavar="",
    ),
]
LogJsonOption = Annotated[
    bool,
    typer.Option(
        "--log-json",
        callback=_log_json,
        help="Messages as JSON, an object a line.",
        rich_help_panel=TALK,
        metavar="",
    ),
]
FailEmptyOption = Annotated[
    bool,
    typer.Option(
        "--fail-empty",
        help="Exit with 5 when no event is found, or nothing in the parts that --only names.",
        rich_help_panel=OUTPUT,
        metavar="",
    ),
]
DebugOption = Annotated[
    bool,
    typer.Option("--debug", help="Show the traceback of an internal error.", rich_help_panel=TALK, metavar=""),
]
