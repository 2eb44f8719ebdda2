"""conflict_entities: actors, persons, places and weapons as the trained entity model reads them.

Assigns `doc._.entities`; `--no-entity-model` leaves the component out. conflict_gazetteer brings the model's spans
together with the lexicons and the rules.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli.pipeline.entity_model import EntityModel, load_entity_model
from conflict_cli.pipeline.extensions import register

register()


@Language.factory(
    "conflict_entities", default_config={"folder": None}, requires=["doc.sents"], assigns=["doc._.entities"]
)
def create_entities(nlp: Language, name: str, folder: str | None) -> EntityFinder:
    """Build the component with the model of the package, or that of a folder."""
    return EntityFinder(load_entity_model(Path(folder) if folder else None))


class EntityFinder:
    """Write `doc._.entities`: "the rebels hold Kafr Nuran" gives an ACTOR and a PLACE."""

    def __init__(self, model: EntityModel):
        self._model = model

    def __call__(self, doc: Doc) -> Doc:
        """Find the entities of one Doc."""
        doc._.entities = self._model.find(doc)
        return doc
