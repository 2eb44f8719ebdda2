"""conflict explain SENTENCE: which rules matched which words."""

from __future__ import annotations

from typing import Annotated

import typer

from conflict_cli.cli import output
from conflict_cli.cli.options import (
    ActorsOption,
    DebugOption,
    ModelOption,
    NoConfigOption,
    NoEntityModelOption,
    PublishedOption,
    RulesOption,
)
from conflict_cli.cli.startup import shorten_import

HELP = """Show which rules match a sentence, and which words they take.

\b
[cyan]conflict explain "Jets bombed the village of Sarmin on Thursday."[/cyan]
"""


def explain(
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="One or more sentences of English news.")],
    published: PublishedOption = None,
    model: ModelOption = None,
    rules: RulesOption = None,
    actors: ActorsOption = None,
    no_entity_model: NoEntityModelOption = False,
    no_config: NoConfigOption = False,
    debug: DebugOption = False,
) -> None:
    """Parse a sentence and print the rules that matched."""
    from conflict_cli import api
    from conflict_cli.article.model import Article
    from conflict_cli.render.rule_tree import rule_tree

    if model is None:
        shorten_import()
    nlp = api.build_pipeline(model=model, rules=rules, actors=actors, entity_model=not no_entity_model)
    report = api.parse(Article(text=sentence, source="SENTENCE"), published=published, nlp=nlp)
    output.write([rule_tree(report)], None)
