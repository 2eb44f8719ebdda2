"""The command line: arguments in, exit code out. Each command calls one library function."""

from __future__ import annotations

import typer

from conflict_cli.cli import config, corpus, doctor, explain, gazetteer, parse, pipeline, rules, schema
from conflict_cli.cli.options import NoConfigOption, VersionOption

HELP = """Parse conflict news reports into events and claims.

\b
[cyan]conflict parse article.txt[/cyan]               tables for reading
[cyan]conflict parse article.txt -f yaml[/cyan]       the whole report
[cyan]conflict parse news/ -o news.jsonl[/cyan]       a folder, a report per line
[cyan]conflict corpus run news.jsonl out/[/cyan]      millions of articles, to be resumed
[cyan]conflict explain "Jets bombed Sarmin."[/cyan]   the rules that match
"""
EXIT_CODES = """\b
Exit codes
  0  everything was read and written; finding nothing is success too
  1  some articles could not be read; the others are written
  2  wrong usage: unknown option, bad value, nothing to read
  3  not set up: model missing; rule, lexicon or configuration file broken
  4  the result could not be written
  5  with --fail-empty only: all went well and nothing was found
 70  a bug of ours; --debug prints the traceback
130  stopped with Ctrl-C; what was finished is written
143  stopped by SIGTERM, likewise"""

READ, KNOWLEDGE, SET_UP = "Read articles", "Look inside", "Set up"  # the groups of commands in --help

app = typer.Typer(
    name="conflict",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,  # console.run words every error
    context_settings={"help_option_names": ["--help", "-h"]},
)


@app.callback(help=HELP, epilog=EXIT_CODES)
def root(no_config: NoConfigOption = False, version: VersionOption = False) -> None:
    """Hold the options of the program itself."""


app.command(help=parse.HELP, rich_help_panel=READ)(parse.parse)
app.add_typer(corpus.app, name="corpus", help=corpus.HELP, rich_help_panel=READ)
app.command(help=explain.HELP, rich_help_panel=READ)(explain.explain)
app.command(help=rules.HELP, rich_help_panel=KNOWLEDGE)(rules.rules)
app.command(help=pipeline.HELP, rich_help_panel=KNOWLEDGE)(pipeline.pipeline)
app.command(help=doctor.HELP, rich_help_panel=SET_UP)(doctor.doctor)
app.command(help=schema.HELP, rich_help_panel=KNOWLEDGE)(schema.schema)
app.add_typer(config.app, name="config", help=config.HELP, rich_help_panel=SET_UP)
app.add_typer(gazetteer.app, name="gazetteer", help=gazetteer.HELP, rich_help_panel=KNOWLEDGE)
