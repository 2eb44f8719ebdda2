"""conflict_parse_repairs: mend what the English model often gets wrong in news, before anything is read off its parse.

- "Shells killed a boy, residents and police said": the parser goes on with the row of the dead, and nobody speaks.
- "killed a couple and their children": the children are coordinated with the verb.
- "kidnapped the chief of Ikot and his wife": the wife is coordinated with the town.
- "Rebels seized the town, police said, a blow to peace": the blow is taken for another object.
- "raided San Isidro, looting shops": the shops are set beside the town.
- "The town hall, a bank and two shops were burned": the bank is set beside the hall.
- "Two were killed and a third wounded": the third has no part in it.
- "killing 20 people sheltering there": the people shelter and nobody is killed.
- "left nine people dead and 12 wounded": the twelve are joined to "left", to "dead" or to nothing.
- "accused the army of dropping bombs on Sarmin": the bombs are dropping.
- "denied that it had targeted civilians": the civilians are targeted ones, and nobody targets them.
- "China, whose trade fell, called for calm": nobody calls.
- "denied that shots had been fired and accused the rebels": the shots accuse.
- '"It fell on us," recounted Ali': Ali is recounted.
- "held dozens of guests hostage": the hostage is anything but what they are held as.
- "Rockets hit a school": a plural at the head of a sentence is taken for a name, and has no dictionary form.
"""

from __future__ import annotations

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Token

from conflict_cli.lexicon.terms import load_kinds, load_nominal_actors
from conflict_cli.matcher import syntax
from conflict_cli.matcher.syntax import repairs, speech
from conflict_cli.pipeline.nominals import noun_form


@Language.component(
    "conflict_parse_repairs",
    requires=["token.dep", "token.lemma"],
    assigns=["token.dep", "token.head", "token.lemma", "token.pos", "token.tag"],
)
def repair_parse(doc: Doc) -> Doc:
    """Mend each sentence of a Doc in place."""
    for start, end in syntax.sentences(doc):
        if syntax.is_endless(doc[start:end]):
            continue
        if _is_plain_plural(doc[start]):
            _make_noun(doc[start])
        for token in doc[start:end]:
            repairs.mend(token)
            if token.lemma_ in speech.REPORTING_VERBS:
                speech.mend_reporting_clause(token)
            elif token.lemma_ in speech.CHARGING_VERBS:
                speech.mend_charge(token)
    return doc


def _is_plain_plural(token: Token) -> bool:
    """Tell whether a word taken for a name is a plural of one of our nouns, with no name behind it."""
    if token.tag_ not in {"NNP", "NNPS"} or not token.is_title or token.i + 1 >= len(token.doc):
        return False
    alone = token.nbor().pos_ != "PROPN" and token.nbor().tag_ != "POS"
    singular = noun_form(token)
    return alone and singular != token.lower_ and singular in _nouns()


def _make_noun(token: Token) -> None:
    token.tag_, token.pos_, token.lemma_ = "NNS", "NOUN", noun_form(token)


@cache
def _nouns() -> frozenset[str]:
    actors = load_nominal_actors()
    return frozenset({*load_kinds("weapons.yaml"), *actors.heads, *actors.persons})
