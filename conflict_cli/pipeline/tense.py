"""Whether the clause around some words speaks of what is to come."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Span, Token

HIGHEST_CLIMB = 6  # heads between an expression and its verb; more are another clause


@dataclass(frozen=True, slots=True)
class FutureWords:
    """The words that make a clause future.

    Attributes:
        auxiliaries: "will", "shall".
        governors: lemmas that an infinitive hangs on: "plan to meet", "set to resume".
        verbs: lemmas that look ahead themselves: "planned a march on Saturday".
    """

    auxiliaries: frozenset[str]
    governors: frozenset[str]
    verbs: frozenset[str]


def is_future(span: Span, words: FutureWords) -> bool:
    """Tell whether the verb that some words hang on is future and comes before them.

    Example:
        "They will meet on Monday" is future, "He said on Monday they will meet" is not.
    """
    verb = _verb_of(span.root)
    return verb is not None and verb.i < span.start and _is_future_verb(verb, words)


def _is_future_verb(verb: Token, words: FutureWords) -> bool:
    if verb.lemma_ in words.verbs:
        return True
    lefts = list(verb.lefts)
    if any(token.lower_ in words.auxiliaries and token.pos_ == "AUX" for token in lefts):
        return True
    if any(token.tag_ == "TO" for token in lefts):
        governor = verb.head
        return governor.i < verb.i and (governor.lemma_.lower() in words.governors or governor.pos_ == "AUX")
    # "will meet and sign on Monday": the auxiliary stands with the first verb
    first = verb.head
    return first.i < verb.i and first.pos_ == "VERB" and verb.tag_ == "VB" and _is_future_verb(first, words)


def _verb_of(token: Token) -> Token | None:
    for _ in range(HIGHEST_CLIMB):
        if token.pos_ in ("VERB", "AUX"):
            return token
        if token.head is token or token.head.i == token.i:
            return None
        token = token.head
    return None
