"""The labels of the dependency parse and the steps between words that all of this package takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom"})
SUBJECT_DEPS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECT_DEPS = frozenset({"nsubjpass", "csubjpass"})
OBJECT_DEPS = frozenset({"dobj", "obj"})
VERBAL_POS = frozenset({"VERB", "AUX"})
AFTERTHOUGHT = "npadvmod"
LONGEST_SENTENCE = 500  # tokens; what the parser makes of more is no grammar
TEXT_KEY = "conflict_text"
SENTENCES_KEY = "conflict_sentences"
WORDS_KEY = "conflict_words"
NEGATIVES = frozenset({"neither", "never", "no"})
NOUN_POS = frozenset({"NOUN", "PROPN"})
NOMINAL_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"})


def text_of(doc: Doc) -> str:
    """Return the text of a document, put together once: `doc.text` does so each time."""
    text: str | None = doc.user_data.get(TEXT_KEY)
    if text is None:
        text = doc.user_data[TEXT_KEY] = doc.text
    return text


def sentence_of(token: Token) -> Span:
    """Return the sentence of a token of a parsed document; `token.sent` walks through all of it each time."""
    start, end = _bounds(token.doc)[token.i]
    return token.doc[start:end]


def sentences(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a parsed document starts and ends, in tokens."""
    start = 0
    while start < len(doc):
        start, end = _bounds(doc)[start]
        yield start, end
        start = end


def words(doc: Doc) -> list[tuple[str, str]]:
    """Return lemma and text of each word in lower case, read once: each family of rules goes through all of them."""
    known: list[tuple[str, str]] | None = doc.user_data.get(WORDS_KEY)
    if known is None:
        known = doc.user_data[WORDS_KEY] = [(token.lemma_.lower(), token.lower_) for token in doc]
    return known


def is_endless(sentence: Span) -> bool:
    """Tell whether a sentence is too long to be one: a table, a list, a text without full stops."""
    return len(sentence) > LONGEST_SENTENCE


def _bounds(doc: Doc) -> list[tuple[int, int]]:
    """Return for each word where its sentence starts and ends."""
    known: list[tuple[int, int]] | None = doc.user_data.get(SENTENCES_KEY)
    if known is None:
        starts = [0, *[token.i for token in doc if token.i and token.is_sent_start], len(doc)]
        known = doc.user_data[SENTENCES_KEY] = [bounds for bounds in pairwise(starts) for _ in range(*bounds)]
    return known


def is_infinitive_form(verb: Token) -> bool:
    """Tell whether the verb is an infinitive with "to"."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def preposition_of(token: Token) -> str | None:
    """Return the preposition that governs the token: "near the border" -> near (from border)."""
    noun = first_conjunct(token)
    if noun.dep_ in {"pobj", "pcomp"}:
        return str(noun.head.lower_)
    return None


def first_conjunct(token: Token) -> Token:
    """Return the first of a row of coordinated words: "rockets and shells" -> rockets (from shells)."""
    while token.dep_ == "conj" and token.head.i < token.i:
        token = token.head
    return token


def is_subject(token: Token) -> bool:
    """Tell whether the token is an active subject, itself or by conjunction."""
    return first_conjunct(token).dep_ in SUBJECT_DEPS


def is_passive_subject(token: Token) -> bool:
    """Tell whether the token is the subject of a passive, itself or by conjunction."""
    return first_conjunct(token).dep_ in PASSIVE_SUBJECT_DEPS


def subject_rank(token: Token) -> int:
    """Return how prominent a noun is: 2 for the subject of a main clause, 1 for another subject, 0 for the rest."""
    noun = first_conjunct(token)
    if noun.dep_ not in SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS:
        return 0
    return 1 if noun.head.dep_ in {"acl", "advcl", "relcl"} else 2


def is_object(token: Token) -> bool:
    """Tell whether the token is a direct object, itself or by conjunction."""
    return first_conjunct(token).dep_ in OBJECT_DEPS


def is_modifier(token: Token) -> bool:
    """Tell whether the token modifies the noun it hangs on: "Russian" in "Russian jets"."""
    return first_conjunct(token).dep_ in {"compound", "amod", "nmod", "npadvmod"}


def is_recipient(token: Token) -> bool:
    """Tell whether something is given or told to the token: "gave the rebels arms"."""
    return token.dep_ in {"dative", "iobj"}


def is_compound(token: Token) -> bool:
    """Tell whether the token is part of the noun it hangs on: "rebel" in "rebel positions"."""
    return token.dep_ == "compound"


def is_number_modifier(token: Token) -> bool:
    """Tell whether the token counts the noun it hangs on: "over 80" in "over 80 people"."""
    return token.dep_ in {"nummod", "quantmod"}


def is_bare(token: Token) -> bool:
    """Tell whether a word before a noun says nothing on which one is meant: an article, a number, a mark."""
    return token.dep_ in {"det", "punct", "nummod", "predet"}


def stands_bare(noun: Token) -> bool:
    """Tell whether a noun has nothing with it but a number and what is joined to it: "two fighters and a tanker"."""
    return all(is_bare(child) or child.dep_ in {"cc", "conj"} for child in noun.children)


def is_undetermined(noun: Token) -> bool:
    """Tell whether a noun stands without article, number, owner or pronoun: "murder", "summary executions"."""
    return not any(child.dep_ in {"det", "nummod", "poss", "predet", "quantmod"} for child in noun.children)


def is_clause_opener(token: Token) -> bool:
    """Tell whether the token opens a clause: "for" in "called for the siege to end"."""
    return token.dep_ == "mark"


def is_coordinator(token: Token) -> bool:
    """Tell whether the token only joins others: "and", "but"."""
    return token.dep_ == "cc"


def coordinated(token: Token) -> list[Token]:
    """Return the words coordinated with this one, the one before and those after: "killing two and wounding three"."""
    return [*children_with(token, {"conj"}), *([token.head] if token.dep_ == "conj" else [])]


def is_possessor(token: Token) -> bool:
    """Tell whether the token owns the noun it hangs on: "Russia" in "Russia's jets"."""
    return first_conjunct(token).dep_ == "poss"


def is_adverbial_clause(verb: Token) -> bool:
    """Tell whether the verb heads an adverbial clause of another verb."""
    return verb.dep_ == "advcl"


def auxiliaries(verb: Token) -> list[Token]:
    """Return the auxiliary verbs: "would have attacked" -> would, have."""
    return children_with(verb, {"aux", "auxpass"})


def is_negated(token: Token) -> bool:
    """Tell whether the token is negated: "did not attack", "no attack", "never shelled"."""
    return any(
        child.dep_ == "neg" or (child.dep_ in {"det", "advmod", "preconj"} and child.lower_ in NEGATIVES)
        for child in token.children
    )


def dominates(ancestor: Token, token: Token) -> bool:
    """Tell whether the token hangs on the ancestor, directly or not, or is the ancestor."""
    return bool(ancestor == token or ancestor.is_ancestor(token))


def children_with(token: Token, deps: Iterable[str]) -> list[Token]:
    """Return the children that hang on the token by one of these labels."""
    return [child for child in token.children if child.dep_ in deps]


def with_conjuncts(tokens: list[Token]) -> list[Token]:
    """Return the tokens and the nouns coordinated with them: "Russia and Turkey" (from Russia)."""
    found = []
    for token in tokens:
        if token not in found:
            found.append(token)
        queue = [child for child in token.children if child.dep_ == "conj"]
        while queue:
            conjunct = queue.pop(0)
            if conjunct.pos_ not in VERBAL_POS and conjunct not in found:
                found.append(conjunct)
                queue += [child for child in conjunct.children if child.dep_ == "conj"]
    return found


def is_afterthought(noun: Token, verb: Token) -> bool:
    """Tell whether a noun comments on the clause of a verb: "..., police said, the latest attack in the region"."""
    return bool(noun.dep_ == AFTERTHOUGHT and noun.head == verb and noun.doc[noun.left_edge.i - 1].text == ",")
