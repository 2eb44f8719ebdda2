"""Imports point one way, and importing the package leaves spaCy out."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "conflict_cli"

# what `conflict pipeline --check`, `--version` and `conflict gazetteer lookup` ask
MODELS = {"pipeline.entity_model", "pipeline.model", "pipeline.toponyms"}
# part -> the parts it may import besides itself
ALLOWED = {
    "errors": set(),
    "folding": set(),
    "suggest": set(),
    "users_yaml": {"errors"},
    "report": {"errors"},
    "article": {"errors"},
    "matcher": {"errors", "suggest", "users_yaml"},
    "taxonomy": {"errors", "suggest"},
    "lexicon": {"errors", "folding", "suggest", "taxonomy", "users_yaml"},
    "gazetteer": {"errors", "folding", "lexicon", "users_yaml"},
    "pipeline": {"article", "errors", "folding", "gazetteer", "lexicon", "matcher", "taxonomy", "users_yaml"},
    "assemble": {"article", "matcher.syntax", "pipeline.annotations", "report", "taxonomy"},
    "render": {"errors", "lexicon", "report", "taxonomy"},
    "api": {"article", "assemble", "errors", "lexicon", "matcher", "pipeline", "report", "taxonomy"},
    "corpus": {"api", "article", "errors", "pipeline.model", "render", "report"},
    "rule_check": {"api", "errors", "matcher", "report"},
    "cli": {
        *("api", "article", "corpus", "errors", "gazetteer", "lexicon", "matcher", *MODELS),
        *("render", "report", "rule_check", "suggest", "taxonomy"),
    },
}
SPACY_FREE = ("errors", "report", "article", "taxonomy", "folding", "suggest", "gazetteer", "lexicon", "render")


def modules() -> Iterator[tuple[str, Path]]:
    """Yield (dotted name below the package, file) of every module but the package's two entry files."""
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = file.relative_to(PACKAGE).with_suffix("").parts
        if parts[0] not in ("__init__", "__main__", "data"):
            yield ".".join(part for part in parts if part != "__init__"), file


def imported(file: Path) -> Iterator[str]:
    """Yield the dotted names a module imports, inside functions and for types too."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def wrong_imports(module: str, names: Iterator[str]) -> list[str]:
    """Return the imports that the table does not allow."""
    part = module.split(".", maxsplit=1)[0]
    wrong = []
    for name in names:
        if not name.startswith("conflict_cli."):
            continue
        target = name.removeprefix("conflict_cli.")
        allowed = ALLOWED[part] | {part, "__version__"}
        if not any(target == one or target.startswith(f"{one}.") for one in allowed):
            wrong.append(name)
    return wrong


MODULES = list(modules())


@pytest.mark.parametrize(("module", "file"), MODULES, ids=[module for module, _ in MODULES])
def test_imports_point_one_way(module: str, file: Path) -> None:
    assert wrong_imports(module, imported(file)) == []


def test_a_wrong_import_is_caught() -> None:
    assert wrong_imports("matcher.rule", iter(["conflict_cli.pipeline.events.EventFinder"]))


def test_components_do_not_import_each_other() -> None:
    components = {f"conflict_cli.pipeline.{name}" for name in _component_modules()}
    for module, file in MODULES:
        own = f"conflict_cli.{module}"
        if own in components:
            others = [name for name in imported(file) if name.rpartition(".")[0] in components - {own}]
            assert not others, f"{module} imports {others}"


def _component_modules() -> set[str]:
    from conflict_cli.pipeline import AFTER_MODEL, BEFORE_MODEL

    return {name.removeprefix("conflict_") for name in (*BEFORE_MODEL, *AFTER_MODEL)}


@pytest.mark.parametrize("part", SPACY_FREE)
def test_part_never_imports_spacy(part: str) -> None:
    files = [file for module, file in MODULES if module.split(".", maxsplit=1)[0] == part]
    assert files
    assert not [file for file in files for name in imported(file) if name.partition(".")[0] == "spacy"]


@pytest.mark.parametrize("module", ["conflict_cli", "conflict_cli.cli", "conflict_cli.render"])
def test_importing_leaves_spacy_out(module: str) -> None:
    assert "spacy" not in modules_after(f"import {module}")


def test_the_help_loads_no_more_than_it_shows() -> None:
    loaded = modules_after("from conflict_cli.cli import app")
    slow = ("sqlite3", "importlib.metadata", "importlib.resources", "platformdirs", "tomllib", "yaml", "numpy")
    ours = ("api", "article.reader", "corpus.parallel", "gazetteer", "lexicon", "matcher", "pipeline", "taxonomy")
    assert loaded.isdisjoint({*slow, *(f"conflict_cli.{part}" for part in ours)})


def modules_after(line: str) -> set[str]:
    """Return the modules that a line of Python loads; what the interpreter loads on its own is left out."""
    code = f"import sys; before = set(sys.modules)\n{line}\nprint(*set(sys.modules) - before)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return set(done.stdout.split())
