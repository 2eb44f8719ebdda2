"""The names the package offers are exactly those it documents."""

from __future__ import annotations

import inspect
import re
from importlib import metadata
from pathlib import Path

import pytest

import conflict_cli

ROOT = Path(__file__).parent.parent


def test_all_names_exist_and_are_documented() -> None:
    for name in set(conflict_cli.__all__) - {"__version__"}:
        assert inspect.getdoc(getattr(conflict_cli, name)), f"{name} has no docstring"


def test_all_is_what_is_exported() -> None:
    assert set(conflict_cli.__all__) <= set(dir(conflict_cli))
    public = {name for name in dir(conflict_cli) if not name.startswith("_")}
    values = {name: getattr(conflict_cli, name) for name in public - {"TYPE_CHECKING"}}
    names = {name for name, value in values.items() if not inspect.ismodule(value)}
    assert names == set(conflict_cli.__all__) - {"__version__"}


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'conflict_cli' has no attribute 'prase'"):
        conflict_cli.prase  # noqa: B018


def test_library_page_names_every_public_name() -> None:
    page = (ROOT / "docs" / "python.md").read_text("utf-8")
    missing = [name for name in conflict_cli.__all__ if not re.search(rf"`{name}\b", page)]
    assert not missing


def test_version_is_the_installed_one() -> None:
    assert conflict_cli.__version__ == metadata.version("conflict-cli")


def test_package_is_typed() -> None:
    for function in (conflict_cli.parse, conflict_cli.parse_corpus, conflict_cli.build_pipeline):
        signature = inspect.signature(function)
        assert signature.return_annotation is not inspect.Signature.empty
        assert all(given.annotation is not inspect.Parameter.empty for given in signature.parameters.values())
    assert (Path(conflict_cli.__file__).parent / "py.typed").is_file()
