"""Read YAML that users wrote: bounded in size and depth, every fault a one-line error that names the file."""

from __future__ import annotations

from importlib.resources.abc import Traversable
from typing import Any

import yaml

from conflict_cli.errors import ConflictError, system_words

LARGEST_FILE = 1_000_000  # characters; a rule file or actor list is a few thousand, an alias bomb is not


def read_limited(file: str, path: Traversable, *, error: type[ConflictError], largest: int = LARGEST_FILE) -> str:
    """Return the text of a user's file.

    Args:
        file: the name that messages use.
        path: where it is.
        error: the class of what is raised.
        largest: most characters it may have.

    Raises:
        ConflictError: of the class `error`: the file can't be read, is not UTF-8, or is too large.
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise error(f"{file}: {system_words(fault)}") from fault
    if len(text) > largest:
        raise error(f"{file}: over {largest:,} characters, far more than such a file has")
    return text


def parse_yaml(file: str, text: str, *, error: type[ConflictError], loader: Any = yaml.SafeLoader) -> Any:
    """Return the content of a YAML text; users' own files go through the Python loader, which deep nesting can't crash.

    Raises:
        ConflictError: of the class `error`: not valid YAML; file and line are told.
    """
    try:
        return yaml.load(text, Loader=loader)
    except yaml.MarkedYAMLError as fault:
        line = f" line {fault.problem_mark.line + 1}" if fault.problem_mark else ""
        raise error(f"{file}:{line} not valid YAML: {fault.problem or fault.context}") from fault
    except yaml.reader.ReaderError as fault:
        number = text.count("\n", 0, fault.position) + 1
        raise error(f"{file}: line {number} not valid YAML: {fault.reason}: U+{fault.character:04X}") from fault
    except (yaml.YAMLError, RecursionError, ValueError) as fault:
        raise error(f"{file}: not valid YAML: {' '.join(str(fault).split())}") from fault
