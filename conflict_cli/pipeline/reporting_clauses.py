"""conflict_reporting_clauses: mend the parse of reporting clauses whose speakers it took for victims.

"Shells killed a boy, residents and police said": the parser goes on with the row of those killed, and nobody speaks.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli.matcher import syntax
from conflict_cli.matcher.syntax import speech


@Language.component(
    "conflict_reporting_clauses", requires=["token.dep", "token.lemma"], assigns=["token.dep", "token.head"]
)
def mend_reporting_clauses(doc: Doc) -> Doc:
    """Give each verb of saying at the end of a sentence the speakers right before it."""
    for start, end in syntax.sentences(doc):
        if syntax.is_endless(doc[start:end]):
            continue
        for position in range(start, end):
            if doc[position].lemma_ in speech.REPORTING_VERBS:
                speech.mend_reporting_clause(doc[position])
    return doc
