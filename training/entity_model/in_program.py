"""Parse a corpus with the entity model's spans beside the rules', to measure what the model adds to the program.

usage: python training/entity_model/in_program.py MODEL_FOLDER CORPUS.jsonl REPORTS.jsonl
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from reconcile import reconcile
from runtime import EntityModel, load_entity_model
from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli import build_pipeline, parse_corpus
from conflict_cli.article.reader import read_articles


@Language.factory("entity_model", requires=["doc._.mentions"], assigns=["doc._.mentions"])
def create_entity_model(nlp: Language, name: str, folder: str) -> ModelMentions:
    """Build the component with the exported model of a folder."""
    return ModelMentions(load_entity_model(Path(folder)))


class ModelMentions:
    """Corrects `doc._.mentions` by what the model finds."""

    def __init__(self, model: EntityModel):
        self._model = model

    def __call__(self, doc: Doc) -> Doc:
        """Bring the mentions of one Doc together with the model's spans."""
        doc._.mentions = reconcile(doc._.mentions, self._model.find(doc))
        return doc


def main() -> None:
    """Write one report a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("reports", type=Path)
    args = parser.parse_args()
    nlp = build_pipeline()
    nlp.add_pipe("entity_model", after="conflict_gazetteer", config={"folder": str(args.model)})
    with args.reports.open("w", encoding="utf-8") as out:
        for report in parse_corpus(read_articles([str(args.corpus)]), nlp=nlp):
            out.write(json.dumps(report.to_dict(), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
