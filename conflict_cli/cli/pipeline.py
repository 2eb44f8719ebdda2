"""conflict pipeline: the components in order, and whether the model's files are the official ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from conflict_cli.cli import output
from conflict_cli.cli.console import ExitCode, tell
from conflict_cli.cli.options import DebugOption, ModelOption, NoConfigOption, NoEntityModelOption, RulesOption
from conflict_cli.cli.startup import shorten_import

HELP = """List the components of the pipeline in order, with what each reads and writes.

\b
[cyan]conflict pipeline[/cyan]           the components
[cyan]conflict pipeline --check[/cyan]   is the installed model the official one?
"""


def pipeline(
    check: Annotated[
        bool,
        typer.Option("--check", help="Compare the installed model's files with the official sha256 sums.", metavar=""),
    ] = False,
    model: ModelOption = None,
    rules: RulesOption = None,
    no_entity_model: NoEntityModelOption = False,
    no_config: NoConfigOption = False,
    debug: DebugOption = False,
) -> None:
    """Print the components, or compare the models' files with the official ones."""
    if check:
        _check_weights(entity_model=not no_entity_model)
        return
    if model is None:
        shorten_import()
    output.write(_components(model, rules, entity_model=not no_entity_model), None)


def _components(model: str | None, rules: Path | None, *, entity_model: bool) -> Iterator[str]:
    from conflict_cli import api

    nlp = api.build_pipeline(model=model, rules=rules, entity_model=entity_model)
    for number, name in enumerate(nlp.pipe_names, start=1):
        meta = nlp.get_pipe_meta(name)
        yield f"{number:2} {name}\n"
        if meta.requires:
            yield f"     reads  {', '.join(meta.requires)}\n"
        if meta.assigns:
            yield f"     writes {', '.join(meta.assigns)}\n"


def _check_weights(*, entity_model: bool) -> None:
    from conflict_cli.pipeline.entity_model import check_files
    from conflict_cli.pipeline.model import check_weights, model_label

    checked = check_weights()
    if entity_model:
        checked += [(f"entity_model/{name}", same) for name, same in check_files()]
    output.write((f"{'ok  ' if same else 'DIFF'} {file}\n" for file, same in checked), None)
    different = [file for file, same in checked if not same]
    if different:
        tell(f"{model_label()}, entity model: {len(different)} of {len(checked)} files are not the official ones")
        raise typer.Exit(ExitCode.NOT_SET_UP)
