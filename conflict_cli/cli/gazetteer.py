"""conflict gazetteer: build a full one, look a name up, say what is in a file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from conflict_cli.cli import output
from conflict_cli.cli.console import ExitCode, tell
from conflict_cli.cli.options import (
    DebugOption,
    ForceOption,
    GazetteerOption,
    NoConfigOption,
    PlacesOption,
    QuietOption,
)
from conflict_cli.errors import OutputError, system_words
from conflict_cli.render.visible import one_line

if TYPE_CHECKING:
    from conflict_cli.gazetteer.lookup import GazetteerPlace

HELP = """Look places up, and build a larger gazetteer than the packaged one.

\b
[cyan]conflict gazetteer lookup "Deir ez-Zor"[/cyan]           the places that bear a name
[cyan]conflict gazetteer build allCountries.zip -o full.sqlite[/cyan]
[cyan]conflict parse article.txt --gazetteer full.sqlite[/cyan]
"""
BUILD_HELP = """Build a gazetteer of twelve million places from GeoNames' dump.

\b
[cyan]conflict gazetteer build allCountries.zip -o full.sqlite[/cyan]
[cyan]conflict gazetteer build SY.txt -o syria.sqlite[/cyan]

The dump is at download.geonames.org/export/dump (CC BY 4.0): allCountries.zip, or one country's file. The packaged
countries, provinces, regions and airfields are always in.
"""
LOOKUP_HELP = """List the places that bear a name, the likeliest first; what sounds alike where none does.

\b
[cyan]conflict gazetteer lookup Tripoli[/cyan]
[cyan]conflict gazetteer lookup Tripoli --country LBN[/cyan]

The columns are divided by tabs: name, kind, country, admin1, latitude, longitude, population, geonames.
"""
INFO_HELP = """Say what a gazetteer holds, where it comes from, and whether the file is sound.

\b
[cyan]conflict gazetteer info[/cyan]
[cyan]conflict gazetteer info --gazetteer full.sqlite[/cyan]
"""

app = typer.Typer(help=HELP, no_args_is_help=True)
FIELDS = ("name", "kind", "country", "admin1", "latitude", "longitude", "population", "geonames")


@app.command(help=BUILD_HELP)
def build(
    dump: Annotated[Path, typer.Argument(metavar="DUMP", help="allCountries.txt or .zip, or a country's file.")],
    output_file: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="The gazetteer file to write.")
    ] = Path("gazetteer.sqlite"),
    force: ForceOption = False,
    quiet: QuietOption = False,
    no_config: NoConfigOption = False,
    debug: DebugOption = False,
) -> None:
    """Build a gazetteer file."""
    import sqlite3

    from conflict_cli.gazetteer.geonames import build_gazetteer

    output.check_output(str(output_file), [str(dump)], force=force)
    try:
        with _progress(wanted=not quiet) as on_progress:
            result = build_gazetteer(dump, output_file, on_progress=on_progress)
    except (OSError, sqlite3.Error) as error:
        raise OutputError(f"cannot write {output_file}: {system_words(error)}") from error
    if result.malformed and not quiet:
        tell(f"warning: {dump}: lines passed over that are no places: {result.malformed:,}")
    if not quiet:
        tell(f"{output_file}: {result.places:,} places")


@app.command(help=LOOKUP_HELP)
def lookup(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place name in any usual spelling.")],
    country: Annotated[
        str | None, typer.Option("--country", metavar="CODE", help="Only this country: SYR or SY.")
    ] = None,
    gazetteer: GazetteerOption = None,
    places: PlacesOption = None,
    no_config: NoConfigOption = False,
    debug: DebugOption = False,
) -> None:
    """Print the places that bear a name."""
    from conflict_cli.pipeline.toponyms import load_toponyms

    toponyms = load_toponyms(gazetteer, places)
    code = _alpha3(country)
    found = [place for place in toponyms.candidates(name) if code is None or place.country == code]
    if not found:
        found = [p for p in toponyms.gazetteer.lookup_sound(name) if code is None or p.country == code]
        if found:
            tell(f'no place "{name}"; these sound alike')
    if not found:
        tell(f'no place "{name}"{f" in {code}" if code else ""}')
        raise typer.Exit(ExitCode.ARTICLES_FAILED)
    output.write(_rows(found), None)


@app.command(help=INFO_HELP)
def info(gazetteer: GazetteerOption = None, no_config: NoConfigOption = False, debug: DebugOption = False) -> None:
    """Print what a gazetteer file holds."""
    from conflict_cli.gazetteer.lookup import load_gazetteer

    opened = load_gazetteer(gazetteer)
    about, state = opened.about(), opened.check()
    rows = {"file": opened.file.name, "size": f"{opened.file.stat().st_size / 1e6:.1f} MB", **about, "check": state}
    output.write((f"{key:8} {one_line(str(value))}\n" for key, value in rows.items()), None)
    if state != "ok":
        raise typer.Exit(ExitCode.NOT_SET_UP)


def _rows(found: list[GazetteerPlace]) -> Iterator[str]:
    yield "\t".join(FIELDS) + "\n"
    for place in found:
        values = (getattr(place, field) for field in FIELDS)
        yield "\t".join("" if value is None else one_line(str(value)) for value in values) + "\n"


def _alpha3(country: str | None) -> str | None:
    from conflict_cli.lexicon.terms import load_countries

    if country is None:
        return None
    code = country.upper()
    for known in load_countries().values():
        if code in {known.alpha2, known.alpha3}:
            return known.alpha3
    raise typer.BadParameter(f'unknown country "{country}"; write it as SYR or SY', param_hint="--country")


@contextmanager
def _progress(*, wanted: bool) -> Iterator[Callable[[int, int], None] | None]:
    if not wanted or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (TextColumn("building"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("building", total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
