"""conflict doctor: is everything there that a parse needs?"""

from __future__ import annotations

import os
import platform
import re
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import typer

from conflict_cli import __version__
from conflict_cli.cli import output, settings
from conflict_cli.cli.console import ExitCode
from conflict_cli.cli.options import DebugOption
from conflict_cli.cli.startup import shorten_import
from conflict_cli.errors import ConfigError, ConflictError, ModelError
from conflict_cli.suggest import did_you_mean

HELP = """Check the installation and what is configured; nothing is changed.

\b
[cyan]conflict doctor[/cyan]

One line for each part: ok, warn, or FAIL with what to do. Exit code 3 if anything fails.
"""
DISTRIBUTION = "conflict-cli"
NOT_FOR_USERS = ("dev",)
OK, WARN, FAIL = "ok", "warn", "FAIL"
_REQUIREMENT = re.compile(r"""(?P<name>[\w.-]+).*;.*\bextra == ["'](?P<extra>[\w-]+)["']""")

Check = Callable[[settings.Settings], Iterator[tuple[str, str]]]


def doctor(context: typer.Context, debug: DebugOption = False) -> None:
    """Print the state of each part."""
    shorten_import()
    states: list[str] = []
    output.write(_lines(context, states), None)
    if FAIL in states:
        raise typer.Exit(ExitCode.NOT_SET_UP)


def _lines(context: typer.Context, states: list[str]) -> Iterator[str]:
    for state, text in _checks(context):
        states.append(state)
        yield f"{state:4}  {text}\n"


def _checks(context: typer.Context) -> Iterator[tuple[str, str]]:
    found = settings.Settings({})
    try:
        found = settings.load_settings(context, with_files=not settings.files_off())
        yield from _settings(found, settings.configurable(settings.parse_command(context)))
    except ConfigError as error:
        yield FAIL, f"settings: {error}"
    for check in (_program, _model, _entity_model, _gazetteers, _places, _actors, _rules, _extras, _surroundings):
        try:
            yield from check(found)
        except ConflictError as error:
            yield FAIL, str(error)


def _settings(found: settings.Settings, options: dict[str, object]) -> Iterator[tuple[str, str]]:
    for file in found.files:
        yield OK, f"settings: {file}"
    if not found.files:
        yield OK, f"settings: {'files are left out' if settings.files_off() else 'no file'}; conflict config path"
    known = {settings.variable_of(name) for name in options} | {settings.NO_FILES}
    for name in sorted(os.environ):
        if name.startswith(settings.PREFIX) and name not in known:
            yield WARN, f"environment: {name} sets nothing{did_you_mean(name, known)}"


def _program(found: settings.Settings) -> Iterator[tuple[str, str]]:
    from importlib import metadata

    yield OK, f"program: conflict {__version__}, spaCy {metadata.version('spacy')}, Python {platform.python_version()}"


def _model(found: settings.Settings) -> Iterator[tuple[str, str]]:
    from conflict_cli.pipeline.model import check_weights, load_model, model_label

    if own := _file(found, "model"):
        load_model(own[0])
        yield OK, f"model: {own[0]} ({own[1]})"
        return
    label = model_label()
    _raise_if_altered(f"model: {label}", check_weights())
    yield OK, f"model: {label}, the official weights"


def _entity_model(found: settings.Settings) -> Iterator[tuple[str, str]]:
    from conflict_cli.pipeline.entity_model import check_files, load_entity_model
    from conflict_cli.pipeline.model import entity_model_label

    label = entity_model_label()
    _raise_if_altered(label, check_files())
    load_entity_model()
    left_out = found.values.get("no-entity-model")
    yield OK, f"{label}{f' (left out by {left_out.origin})' if left_out and left_out.value else ''}"


def _raise_if_altered(what: str, files: list[tuple[str, bool]]) -> None:
    altered = [file for file, same in files if not same]
    if altered:
        raise ModelError(f"{what}: {len(altered)} of {len(files)} files altered: {', '.join(altered)}; reinstall it")


def _gazetteers(found: settings.Settings) -> Iterator[tuple[str, str]]:
    from conflict_cli.gazetteer.lookup import load_gazetteer

    own = _file(found, "gazetteer")
    for file, origin in ((None, "packaged"), *([(Path(own[0]), own[1])] if own else [])):
        opened = load_gazetteer(file)
        state = opened.check()
        number = opened.about().get("places", "?")
        places = f"{int(number):,}" if number.isdecimal() else number
        yield (OK if state == OK else FAIL), f"gazetteer: {places} places ({origin}), check: {state}"


def _places(found: settings.Settings) -> Iterator[tuple[str, str]]:
    from conflict_cli.gazetteer.lookup import load_gazetteer

    if own := _file(found, "places"):
        load_gazetteer(None, Path(own[0]))
        yield OK, f"places: {own[0]} ({own[1]})"


def _actors(found: settings.Settings) -> Iterator[tuple[str, str]]:
    from conflict_cli.lexicon.actors import load_actors

    own = _file(found, "actors")
    load_actors(own[0] if own else None)
    yield OK, f"actors: built-in{f' and {own[0]} ({own[1]})' if own else ''}"


def _rules(found: settings.Settings) -> Iterator[tuple[str, str]]:
    from conflict_cli.matcher.loader import load_rules

    own = _file(found, "rules")
    families = load_rules(Path(own[0]) if own else None)
    number = sum(map(len, families.values()))
    yield OK, f"rules: {number}, built-in{f' and of {own[0]} ({own[1]})' if own else ''}; conflict rules check"


def _extras(found: settings.Settings) -> Iterator[tuple[str, str]]:
    from importlib import metadata

    try:
        requirements = metadata.requires(DISTRIBUTION) or ()
    except metadata.PackageNotFoundError:
        yield WARN, f"extras: unknown, {DISTRIBUTION} is run without being installed"
        return
    extras: dict[str, list[str]] = {}
    for requirement in requirements:
        match = _REQUIREMENT.match(requirement)
        if match and match["extra"] not in NOT_FOR_USERS:
            extras.setdefault(match["extra"], []).append(match["name"])
    for extra, names in extras.items():
        missing = [name for name in names if not _is_installed(name)]
        state = f"not installed; pip install '{DISTRIBUTION}[{extra}]'" if missing else "installed"
        yield OK, f"extra {extra}: {state}"


def _is_installed(name: str) -> bool:
    from importlib import metadata

    try:
        return bool(metadata.version(name))
    except metadata.PackageNotFoundError:
        return find_spec(name.replace("-", "_")) is not None


def _surroundings(found: settings.Settings) -> Iterator[tuple[str, str]]:
    encoding = (sys.stdout.encoding or "none").lower()
    if sys.stdout.isatty() and encoding.replace("-", "") != "utf8":
        yield WARN, f"encoding: {encoding}; what it lacks is shown as ?; set LC_ALL=C.UTF-8"
    else:
        yield OK, f"encoding: {encoding}"
    color = "colour" if output.use_color("auto", None) else "no colour"
    kind = "terminal" if sys.stdout.isatty() else "output: no terminal"
    yield OK, f"{kind}, {output.terminal_width(None)} columns, {color}"


def _file(found: settings.Settings, name: str) -> tuple[str, str] | None:
    setting = found.values.get(name)
    return (setting.value, setting.origin) if setting else None
