"""Noun phrases and clauses as spans: the shortest words that identify a participant."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from conflict_cli.matcher.syntax.links import VERBAL_POS, children_with, sentence_of

# parts of a noun phrase that say which one is meant, left of its head
# what may stand before the head of a name or nominal
NAMING_DEPS = frozenset(
    {"advmod", "amod", "case", "compound", "det", "nmod", "npadvmod", "nummod", "poss", "predet", "punct"}
)
IDENTIFYING_DEPS = frozenset({"det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "case", "predet"})
WORDS_OF_SUPERLATIVE = 5  # "the deadliest single attack"
IDENTIFYING_DEPS |= frozenset({"punct", "advmod", "npadvmod", "neg"})


def name_around(token: Token) -> Span:
    """Return a name inside a longer phrase: "the United Arab Emirates-backed army" -> United Arab Emirates."""
    start = token.i
    while (
        start > sentence_of(token).start
        and token.doc[start - 1].dep_ == "compound"
        and token.doc[start - 1].head.i >= start
    ):
        start -= 1
    return token.doc[start : token.i + 1]


def noun_phrase(head: Token) -> Span:
    """Return the shortest phrase that identifies a participant.

    Articles, adjectives, names, numbers and an of-phrase are inside; relative clauses, appositions and
    other prepositional phrases are not: "the rebels, who ..." gives "the rebels".
    """
    start, end = head.i, head.i
    for child in sorted(head.lefts, key=lambda token: -token.i):
        if child.dep_ not in IDENTIFYING_DEPS or child.right_edge.i + 1 < start:
            break
        start = child.left_edge.i
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i == end + 1:
            inner = children_with(child, {"pobj"})
            if inner:
                end = max(end, noun_phrase(inner[0]).end - 1)
        elif child.dep_ in {"nummod", "compound"} and child.i == end + 1:
            end = child.i
    return _trim(head.doc, start, end + 1)


def naming_start(head: Token) -> int:
    """Return where the words before a noun begin that may belong to its name, a row of modifiers without a gap."""
    limit = head.i
    for child in sorted(head.lefts, key=lambda token: -token.i):
        if child.dep_ not in NAMING_DEPS or child.right_edge.i + 1 < limit:
            break
        limit = child.left_edge.i
    return limit


def full_phrase(head: Token) -> Span:
    """Return everything that hangs on the head, conjuncts included, trimmed of punctuation."""
    return _trim(head.doc, head.left_edge.i, head.right_edge.i + 1)


def _trim(doc: Doc, start: int, end: int) -> Span:
    while start < end - 1 and (doc[start].is_space or (doc[start].is_punct and doc[start].text != "[")):
        start += 1
    while end - 1 > start and (doc[end - 1].is_space or doc[end - 1].is_punct or doc[end - 1].tag_ == "POS"):
        end -= 1
    return doc[start:end]


def clause_tokens(verb: Token) -> list[Token]:
    """Return the verb's own clause: its subtree without subordinate clauses and coordinated verbs."""
    tokens, open_ = [], [verb]
    while open_:
        token = open_.pop()
        tokens.append(token)
        open_ += [child for child in token.children if not _opens_clause(child)]
    return sorted(tokens, key=lambda token: token.i)


def _opens_clause(token: Token) -> bool:
    if token.dep_ in {"ccomp", "advcl", "relcl", "acl", "parataxis", "pcomp", "csubj"}:
        return True
    return token.dep_ == "conj" and token.pos_ in VERBAL_POS


def is_compared_with(span: Span) -> bool:
    """Tell whether a phrase is the measure of a superlative: "the biggest attack since March 2020".

    So is what stands inside of such a phrase: "the heaviest clashes since the truce of two months ago", "for the first
    time in years".
    """
    for token in (span.root, *span.root.ancestors):
        if token.pos_ in VERBAL_POS:
            break
        if token.dep_ != "prep":
            continue
        measured = token.lower_ == "since" or (token.lower_ == "in" and token.head.lower_ == "time")
        if measured and _is_superlative(token.head):
            return True
    return _follows_superlative(span)


def _follows_superlative(span: Span) -> bool:
    """Tell whether "since" stands right behind a superlative, whatever the parser hangs it on."""
    start = span.start if span[0].lower_ == "since" else span.start - 1
    if start <= 0 or span.doc[start].lower_ != "since":
        return False
    for token in reversed(span.doc[max(0, start - WORDS_OF_SUPERLATIVE) : start]):
        if token.pos_ in VERBAL_POS or token.is_punct:
            return False
        if (token.tag_ in {"JJS", "RBS"} and token.lower_ != "least") or token.lower_ == "first":
            return True
    return False


def _is_superlative(token: Token) -> bool:
    if token.tag_ in {"JJS", "RBS"}:
        return True
    return any(child.dep_ == "amod" and (child.tag_ == "JJS" or child.lower_ == "first") for child in token.children)


def described_by_clause(verb: Token) -> Token | None:
    """Return the word a relative clause hangs on: "in March 2020, when they agreed" -> March (from agreed)."""
    while verb.dep_ == "conj" and verb.head.pos_ in VERBAL_POS:
        verb = verb.head
    return verb.head if verb.dep_ in {"relcl", "advcl"} else None


def since_clauses(verb: Token) -> list[tuple[Token, list[Token]]]:
    """Return "since" and the words of each clause it joins to a verb: "killed since the war began in April"."""
    return [
        (mark, clause_tokens(clause))
        for clause in children_with(verb, {"advcl"})
        for mark in children_with(clause, {"mark"})
        if mark.lower_ == "since" and mark.i > verb.i
    ]


def clauses_of_the_moment(verb: Token) -> list[Token]:
    """Return the clauses that say what went on: "was killed when two men opened fire" -> opened (from killed)."""
    return [
        clause
        for clause in children_with(verb, {"advcl"})
        if any(child.lower_ in {"as", "when", "while"} for child in clause.children)
    ]


def clause_verb(token: Token) -> Token:
    """Return the verb that governs the token's clause (the token itself when it is one)."""
    seen: set[int] = set()
    while token.pos_ not in VERBAL_POS and token.head is not token and token.i not in seen:
        seen.add(token.i)
        token = token.head
    return token


def shares_clause_time(token: Token, verb: Token) -> bool:
    """Tell whether what dates a verb dates the token too: not across "said that", "who" or "which"."""
    while token != verb:
        if token.dep_ in {"ccomp", "relcl", "acl"} or token.head == token:
            return False
        token = token.head
    return True
