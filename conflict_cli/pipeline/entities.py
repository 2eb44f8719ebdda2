"""conflict_entities: actors, persons, places, weapons and words that name events, as the trained model reads them.

Assigns `doc._.entities`, `doc._.event_words` and `doc._.model_reading`; `--no-entity-model` leaves the component out.
conflict_gazetteer brings the model's spans together with the lexicons and the rules; conflict_events takes the words
that no rule knows, and checks the types and roles of its events; conflict_casualties takes figures that no rule counts;
conflict_factuality and conflict_claims check statuses and claims, and claims take cues that no rule knows.
"""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli.pipeline.entity_model import EntityModel, load_entity_model
from conflict_cli.pipeline.extensions import register

register()


@Language.factory(
    "conflict_entities",
    default_config={"folder": None, "corrects": True},
    requires=["doc.sents"],
    assigns=["doc._.entities", "doc._.event_words", "doc._.model_reading"],
)
def create_entities(nlp: Language, name: str, folder: str | None, corrects: bool) -> EntityFinder:
    """Build the component with the model of the package, or that of a folder."""
    return EntityFinder(load_entity_model(Path(folder) if folder else None), corrects=corrects)


class EntityFinder:
    """Write what the model reads: "the rebels clawed back Sarmin" gives an ACTOR, a PLACE and a word for an event."""

    def __init__(self, model: EntityModel, *, corrects: bool):
        self._model = model
        self._corrects = corrects

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc."""
        doc._.entities, doc._.event_words, reading = self._model.read(doc)
        doc._.model_reading = reading if self._corrects else None
        return doc
