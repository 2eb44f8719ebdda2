"""What options are when the command line leaves them out: from the environment, a project's file, the user's file."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from conflict_cli.errors import ConfigError, system_words
from conflict_cli.suggest import known_words

PROJECT_FILE, PYPROJECT, USER_FILE = "conflict.toml", "pyproject.toml", "config.toml"
PREFIX = "CONFLICT_"
NO_FILES = f"{PREFIX}NO_CONFIG"
MAX_BYTES = 1_000_000
# They belong to one call: a file that set them would surprise
OF_ONE_CALL = frozenset(
    {"debug", "fail-empty", "files-from", "force", "help", "no-config", "output", "published", "version"}
)  # fmt: skip
PATH_METAVARS = frozenset({"DIR", "FILE"})
_TRUE, _FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_SAYS_CONFLICT = re.compile(rb"\bconflict\b")
_TYPES = {bool: "true or false", int: "a number", str: "a string", float: "a number", list: "a list", dict: "a table"}


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that stands in for an option, and where it was found: "conflict.toml:3", "CONFLICT_FORMAT"."""

    value: Any
    origin: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything set outside the command line.

    Attributes:
        values: name of an option without its dashes -> what it is set to.
        files: the files that were read, the strongest first.
    """

    values: Mapping[str, Setting]
    files: tuple[Path, ...] = ()


def configurable(command: Any) -> dict[str, Any]:
    """Return the options of a command that can be set outside the command line, by name without dashes."""
    named = ((_name(param), param) for param in command.params if param.param_type_name == "option")
    return {name: param for name, param in named if name and name not in OF_ONE_CALL}


def load_settings(context: typer.Context, *, with_files: bool) -> Settings:
    """Read environment and files.

    Args:
        context: of any command; the options that can be set are those of `conflict parse`.
        with_files: False reads the environment only.

    Raises:
        ConfigError: a file or a variable is malformed, names something unknown, or has an impossible value.
    """
    options = configurable(parse_command(context))
    values: dict[str, Setting] = {}
    files = list(_files_in_use()) if with_files else []
    for file, table, line_of in reversed(files):
        for key, value in table.items():
            name = str(key).replace("_", "-")
            where = f"{file}{line_of(str(key))}"
            if name not in options:
                raise ConfigError(f'{where}: unknown key "{key}"; {known_words(name, options)}')
            values[name] = Setting(_checked(context, options[name], value, where, file.parent), where)
    for name, param in options.items():
        if text := os.environ.get(variable := variable_of(name)):
            given = _from_text(param, text)
            values[name] = Setting(_checked(context, param, given, variable, Path()), variable)
    return Settings(values, tuple(file for file, _, _ in files))


def defaults_for(context: typer.Context, settings: Settings) -> dict[str, Any]:
    """Return Click's default_map for a command: what is set of the options that it shares with `conflict parse`."""
    own, shared = configurable(context.command), configurable(parse_command(context))
    return {
        own[name].name: setting.value
        for name, setting in settings.values.items()
        if name in own and own[name].help == shared[name].help
    }


def parse_command(context: typer.Context) -> Any:
    """Return the command whose options can be set."""
    return context.find_root().command.commands["parse"]  # type: ignore[attr-defined]


def variable_of(name: str) -> str:
    """Return the environment variable of an option: "no-text" -> "CONFLICT_NO_TEXT"."""
    return PREFIX + name.upper().replace("-", "_")


def files_off() -> bool:
    """Tell whether CONFLICT_NO_CONFIG leaves the files out."""
    return os.environ.get(NO_FILES, "").lower() not in ("", *_FALSE)


def looked_for() -> list[tuple[Path, str]]:
    """Return each file that can hold settings and its state: read, missing, or why it is passed over."""
    in_use = {file for file, _, _ in _files_in_use()}
    states = []
    for file in (*_project_files(), *_user_files()):
        if file in in_use:
            state = "read"
        elif not file.is_file():
            state = "missing"
        elif not _trusted(file):
            state = "another user's"
        else:
            state = "no [tool.conflict]" if _read(file) is None else "a nearer one is read"
        states.append((file, state))
    return states


def _name(param: Any) -> str:
    long_names = (name.removeprefix("--") for name in param.opts if name.startswith("--"))
    return next(long_names, "")


def _files_in_use() -> Iterator[tuple[Path, dict[str, Any], Callable[[str], str]]]:
    """Yield the project's file and the user's, with what they set and a finder of lines for messages."""
    for files in (_project_files(), _user_files()):
        for file in files:
            found = _read(file) if file.is_file() and _trusted(file) else None
            if found is not None:
                yield file, *found
                break


def _project_files() -> Iterator[Path]:
    """Yield where a project keeps settings: this folder and its parents, up to a repository's root or home."""
    try:
        here = Path.cwd()
    except OSError:  # the current folder was removed
        return
    for folder in (here, *here.parents):
        yield folder / PROJECT_FILE
        yield folder / PYPROJECT
        if (folder / ".git").exists() or folder == _home():
            return


def _user_files() -> Iterator[Path]:
    import platformdirs

    try:
        yield platformdirs.user_config_path("conflict", appauthor=False) / USER_FILE
    except (OSError, RuntimeError):  # no home folder
        return


def _home() -> Path | None:
    try:
        return Path.home()
    except RuntimeError:
        return None


def _trusted(file: Path) -> bool:
    """Tell whether a file may decide: what another user left in a parent such as /tmp may not."""
    if file.parent == Path.cwd() or not hasattr(os, "geteuid"):
        return True
    return file.stat().st_uid in {os.geteuid(), 0, Path.cwd().stat().st_uid}


def _read(file: Path) -> tuple[dict[str, Any], Callable[[str], str]] | None:
    """Return the settings of a file and a finder of their lines; None for a pyproject.toml that has none."""
    import tomllib

    in_pyproject = file.name == PYPROJECT
    try:
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{file}: {system_words(error)}") from error
    if in_pyproject and not _SAYS_CONFLICT.search(data):
        return None
    if len(data) > MAX_BYTES:
        raise ConfigError(f"{file}: more than {MAX_BYTES:,} bytes, too long for settings")
    try:
        text = data.decode("utf-8")
        table: Any = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}: {system_words(error)}") from error
    except tomllib.TOMLDecodeError as error:
        line = _AT_LINE.search(str(error))
        raise ConfigError(f"{file}{f':{line[1]}' if line else ''}: not TOML: {_AT_LINE.sub('', str(error))}") from error
    except RecursionError as error:
        raise ConfigError(f"{file}: nested too deeply") from error
    if in_pyproject:
        table = table.get("tool", {}).get("conflict") if isinstance(table.get("tool"), dict) else None
        if table is None:
            return None
        if not isinstance(table, dict):
            raise ConfigError(f"{file}: tool.conflict is {_kind(table)}; a table is wanted")
    return table, _line_finder(text, "[tool.conflict]" if in_pyproject else "")


def _line_finder(text: str, section: str) -> Callable[[str], str]:
    lines = text.splitlines()
    start = next((number for number, line in enumerate(lines) if line.strip() == section), 0) if section else 0

    def find(key: str) -> str:
        pattern = re.compile(rf"""\s*\[?["']?{re.escape(key)}["']?\s*[\]=.]""")
        found = (number for number, line in enumerate(lines[start:], start + 1) if pattern.match(line))
        return next((f":{number}" for number in found), "")

    return find


def _from_text(param: Any, text: str) -> Any:
    """Return what the words of a variable mean; words that mean nothing are left for `_checked` to refuse."""
    if param.is_flag and text.lower() in (*_TRUE, *_FALSE):
        return text.lower() in _TRUE
    if param.count and text.isdecimal():
        return int(text)
    return text


def _checked(context: typer.Context, param: Any, value: Any, where: str, folder: Path) -> Any:
    """Return the value as the option takes it.

    Raises:
        ConfigError: its type is wrong, or the option refuses it.
    """
    from conflict_cli.cli.console import ClickUsageError

    name = _name(param)
    wanted = bool if param.is_flag else int if param.count else str
    of_words = isinstance(value, list) and all(isinstance(item, str) for item in value)
    if wanted is str and of_words and not _is_path(param):
        value = value if param.multiple else ",".join(value)
    elif wanted is str and isinstance(value, int) and not isinstance(value, bool) and not _is_path(param):
        value = str(value)
    elif type(value) is not wanted:
        shown = f'"{value}"' if isinstance(value, str) else _kind(value)
        raise ConfigError(f"{where}: {name} is {shown}; {_TYPES[wanted]} is wanted")
    if isinstance(value, str) and value and _names_file(param, value):
        value = str(folder / Path(value).expanduser()) if value != "-" else value
    try:
        param.process_value(context, value)
    except ClickUsageError as error:
        raise ConfigError(f"{where}: {name}: {getattr(error, 'message', error)}") from error
    return value


def _is_path(param: Any) -> bool:
    return param.metavar in PATH_METAVARS


def _names_file(param: Any, value: str) -> bool:
    """Tell a path from a word; --model takes the name of a package too."""
    return _is_path(param) or (_name(param) == "model" and ("/" in value or os.sep in value))


def _kind(value: Any) -> str:
    return _TYPES.get(type(value), f"a {type(value).__name__}")
