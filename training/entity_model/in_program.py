"""Parse re3d with models that never saw the document at hand, to measure the whole program on it.

usage: python training/entity_model/in_program.py FOLDS CORPUS.jsonl REPORTS.jsonl

FOLDS is what `train.py --folds` wrote: a folder for each fold, whose manifest names the documents left out of it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from conflict_cli import build_pipeline, parse_corpus
from conflict_cli.article.reader import read_articles


def main() -> None:
    """Write one report a line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folds", type=Path)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("reports", type=Path)
    args = parser.parse_args()
    articles = list(read_articles([str(args.corpus)]))
    with args.reports.open("w", encoding="utf-8") as out:
        for fold in sorted(args.folds.iterdir()):
            held_out = set(json.loads((fold / "manifest.json").read_text("utf-8"))["held_out"])
            nlp = build_pipeline(entity_model=fold)
            for report in parse_corpus((article for article in articles if article.source in held_out), nlp=nlp):
                out.write(json.dumps(report.to_dict(), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
