"""What describes a noun: owners, adjectives, appositions, titles, copulas, counts."""

from __future__ import annotations

from spacy.tokens import Token

from conflict_cli.matcher.syntax.links import (
    NOMINAL_POS,
    OBJECT_DEPS,
    PASSIVE_SUBJECT_DEPS,
    SUBJECT_DEPS,
    VERBAL_POS,
    children_with,
    first_conjunct,
    is_modifier,
    with_conjuncts,
)
from conflict_cli.matcher.syntax.phrases import clause_verb
from conflict_cli.matcher.syntax.verbs import objects, subjects

NAMING_VERBS = frozenset({"call", "identify", "know", "name"})
# "hundreds of fighters", "a group of protesters": what is counted is what takes part
COUNTING_NOUNS = frozenset(
    """all any band barrage box cache column couple crowd dozen group half handful hundred kilo kilogram load majority
    many member million more most number one part pound quarter rest salvo score series several some stick ten third
    thousand ton tonne truckload volley wave""".split()
)


def possessors(noun: Token) -> list[Token]:
    """Return the owner: "Israel's strikes" -> Israel, "their offensive" -> their."""
    return with_conjuncts(children_with(noun, {"poss"}))


def modifiers(noun: Token) -> list[Token]:
    """Return the words before a noun that may name a participant: "rebel offensive", "Israeli air strikes"."""
    found = children_with(noun, {"compound", "amod", "nmod", "npadvmod"})
    # "the Russian and Syrian air forces", "a Turkish-backed rebel offensive"
    return with_conjuncts([token for token in found if token.i < noun.i])


def counted(noun: Token) -> list[Token]:
    """Return what a word of number or gathering counts: "dozens of rebels" -> rebels (from dozens)."""
    if noun.pos_ != "NUM" and noun.lemma_.lower() not in COUNTING_NOUNS:
        return []
    return with_conjuncts(
        [end for child in noun.children if child.lower_ == "of" for end in children_with(child, {"pobj"})]
    )


def modified(token: Token) -> list[Token]:
    """Return what a word modifies: "protest leaders" -> leaders, "was reportedly killed" -> killed."""
    if token.dep_ == "advmod":
        return [token.head]
    return [token.head] if is_modifier(token) and token.head.i > token.i else []


def appositions(noun: Token) -> list[Token]:
    """Return nouns set beside this one: "Hezbollah, a Lebanese militia"."""
    return children_with(noun, {"appos"})


def described_by_apposition(noun: Token) -> list[Token]:
    """Return the noun this one stands beside: "HTS, a Qaeda-linked group" -> HTS (from group)."""
    return [noun.head] if noun.dep_ == "appos" else []


def predicated_of(noun: Token) -> list[Token]:
    """Return what is said to be this: "HTS is a Qaeda-linked group" -> HTS (from group)."""
    return children_with(noun.head, SUBJECT_DEPS) if noun.dep_ == "attr" else []


def names_given_to(noun: Token) -> list[Token]:
    """Return the names a noun is said to have: "a man named Omar", "the victim was identified as Omar" -> Omar."""
    verbs = [clause for clause in children_with(noun, {"acl"}) if clause.lemma_ in NAMING_VERBS]
    if noun.dep_ in PASSIVE_SUBJECT_DEPS and noun.head.lemma_ in NAMING_VERBS:
        verbs.append(noun.head)
    names = [name for verb in verbs for name in children_with(verb, {"attr", "oprd"})]
    phrases = [phrase for verb in verbs for phrase in children_with(verb, {"prep"}) if phrase.lower_ == "as"]
    return [*names, *(name for phrase in phrases for name in children_with(phrase, {"pobj"}))]


def head_nouns(adjective: Token) -> list[Token]:
    """Return the noun an adjective modifies: "ongoing clashes" -> clashes (from ongoing)."""
    return [adjective.head] if adjective.dep_ == "amod" else []


def complement_subjects(noun: Token) -> list[Token]:
    """Return of whom a copula or "have" says the noun: "X is part of Y", "X is in control of Y" -> X."""
    if noun.dep_ in {"acomp", "attr", "dobj"} and noun.head.pos_ in VERBAL_POS:
        return subjects(noun.head) if noun.dep_ != "dobj" else []
    if noun.dep_ == "pobj" and noun.head.head.lemma_ == "be":
        verb = noun.head.head
        # "there were two suspects in custody"
        return children_with(verb, {"attr"}) if children_with(verb, {"expl"}) else subjects(verb)
    return []


def named_by(noun: Token) -> list[Token]:
    """Return the name a title or description belongs to: "rebel leader Kony", "Kony, leader of the rebels" -> Kony."""
    if noun.dep_ in {"compound", "nmod", "amod"} and noun.head.i > noun.i:
        # "rebel leaders Kony and Odhiambo", but "rebel leader Kony and a spokesman"
        return with_conjuncts([noun.head]) if noun.tag_ in {"NNS", "NNPS"} else [noun.head]
    if noun.dep_ == "appos":
        return [noun.head]
    # "He was commander of the army, a militia": what stands beside a predicate noun explains its last word
    return complement_subjects(noun) or with_conjuncts(children_with(noun, {"appos"}))


def holders(noun: Token) -> list[Token]:
    """Return who has something: "Hezbollah has a presence in Nubl", "its bases" -> the owner."""
    if noun.dep_ in OBJECT_DEPS and noun.head.lemma_ in {
        "have",
        "keep",
        "maintain",
        "retain",
        "run",
        "establish",
        "hold",
    }:
        return subjects(noun.head)
    return possessors(noun) + modifiers(noun)


def relative_places(noun: Token) -> list[Token]:
    """Return the place a "where" clause describes: "the airport, where militias have outposts" -> airport."""
    verb = clause_verb(noun)
    if verb.dep_ == "relcl" and any(child.lower_ == "where" for child in verb.children):
        places = [verb.head]
        if verb.head.dep_ == "appos":
            places = with_conjuncts([first_conjunct(verb.head.head)])
        return places
    return []


def described(adjective: Token) -> list[Token]:
    """Return the noun an adjective or participle describes: "left 27 people dead" -> people, "wounded men" -> men."""
    head = adjective.head
    if adjective.dep_ in {"oprd", "acomp", "xcomp", "ccomp", "dobj", "advcl"} and head.pos_ in VERBAL_POS:
        own = children_with(adjective, SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS)
        if own:
            return with_conjuncts(own)
        if adjective.tag_ == "VBG":
            return []  # "shelled the clinic, killing two" says nothing of how the shellers are
        if head.lemma_ == "leave" or adjective.dep_ == "oprd":
            # "left 23 people dead and dozens wounded"
            return [end for end in objects(head) if end.i < adjective.i] or objects(head)
        return subjects(head)
    if adjective.dep_ in {"acl", "amod"} and head.pos_ in NOMINAL_POS:
        return [head]
    return []


def complements(verb: Token) -> list[Token]:
    """Return what a copula says of its subject: "X is a militia" -> militia (from is)."""
    return with_conjuncts(children_with(verb, {"attr", "acomp", "oprd"}))
