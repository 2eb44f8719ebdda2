"""Step 2, ANNOTATE: the spaCy components in the order an article passes them. Open this second, after api.py."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

MODEL_COMPONENTS = ("tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer", "ner")
BEFORE_MODEL = ("conflict_structure",)
ENTITY_MODEL = "conflict_entities"
AFTER_MODEL = (
    "conflict_parse_repairs",
    # mentions
    ENTITY_MODEL,
    "conflict_gazetteer",
    "conflict_quantities",
    "conflict_timexes",
    "conflict_quotations",
    # rules
    "conflict_events",
    "conflict_casualties",
    "conflict_factuality",
    "conflict_claims",
    "conflict_relations",
    # resolution over the whole article
    "conflict_places",
    "conflict_actors",
    "conflict_coreference",
    "conflict_disputes",
    "conflict_inference",
)
PIPELINE = (*BEFORE_MODEL, *MODEL_COMPONENTS, *AFTER_MODEL)
"""The components of the default pipeline, in order; `nlp.pipe_names` equals it."""

WITH_RULES = ("conflict_events", "conflict_casualties", "conflict_factuality", "conflict_claims", "conflict_relations")

WITH_PLACES = ("conflict_gazetteer", "conflict_places")
WITH_ACTORS = ("conflict_gazetteer", "conflict_places", "conflict_actors")


def build_pipeline(
    *,
    model: str | None = None,
    rules: Path | None = None,
    actors: Path | None = None,
    gazetteer: Path | None = None,
    places: Path | None = None,
    entity_model: bool | Path = True,
    corrected: bool = True,
) -> Language:
    """Load the model and put the components around it.

    Args:
        model: name or folder of a spaCy pipeline with a parser and NER; None takes the installed English one.
        rules: folder of additional rule files.
        actors: file of additional actors, TSV or YAML.
        gazetteer: a file of `conflict gazetteer build`; None takes the packaged one.
        places: file of additional places, TSV, CSV or GeoJSON.
        entity_model: False leaves the trained entity model out; a folder has another one.
        corrected: False leaves events and claims as the rules give them, without the model's say.

    Raises:
        ModelError: a model is missing, altered or lacks a component.
        RuleError: a rule file is wrong.
        LexiconError: the file of actors is wrong.
        GazetteerError: the gazetteer or the file of places is wrong.
    """
    from conflict_cli.pipeline.model import load_model

    register_components()
    nlp = load_model(model)
    for name in BEFORE_MODEL:
        nlp.add_pipe(name, first=True)
    for name in AFTER_MODEL:
        if name == ENTITY_MODEL and entity_model is False:
            continue
        config: dict[str, str | bool] = {}
        if name == ENTITY_MODEL:
            config["corrects"] = corrected
        if name == ENTITY_MODEL and isinstance(entity_model, Path):
            config["folder"] = str(entity_model)
        if name in WITH_RULES and rules is not None:
            config["rules_dir"] = str(rules)
        if name in WITH_ACTORS and actors is not None:
            config["actors"] = str(actors)
        if name in WITH_PLACES:
            config |= {key: str(file) for key, file in (("gazetteer", gazetteer), ("places", places)) if file}
        nlp.add_pipe(name, config=config)
    return nlp


@cache
def register_components() -> None:
    """Declare the `doc._` attributes and the component factories to spaCy, once."""
    from conflict_cli.pipeline.extensions import register

    register()
    for name in (*BEFORE_MODEL, *AFTER_MODEL):
        import_module(f"conflict_cli.pipeline.{name.removeprefix('conflict_')}")
