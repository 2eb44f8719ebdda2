"""Tell whether a country's name acts or is a place, from its role in the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span, Token

from conflict_cli.lexicon.terms import read_yaml
from conflict_cli.matcher.syntax import (
    first_conjunct,
    is_modifier,
    is_object,
    is_passive_subject,
    is_possessor,
    is_recipient,
    is_subject,
    preposition_of,
)


@dataclass(frozen=True, slots=True)
class ActingCountries:
    """The content of acting_countries.yaml."""

    acts: frozenset[str]
    incidents: frozenset[str]
    object_verbs: frozenset[str]
    prepositions: frozenset[str]
    place_prepositions: frozenset[str]
    capital_verbs: frozenset[str]
    directions: frozenset[str]


@cache
def load_acting_countries() -> ActingCountries:
    """Return the words that decide whether a country acts."""
    return ActingCountries(**{name: frozenset(words) for name, words in read_yaml("acting_countries.yaml").items()})


def country_acts(span: Span) -> bool:
    """Tell whether the name of a country stands for its government.

    True in "Russia denied it", "U.S. jets", "Iran's support", "talks with Turkey"; False in "in Syria".
    """
    words = load_acting_countries()
    if _is_in_hyphenated(span):
        return True
    token = first_conjunct(span.root)
    preposition = preposition_of(token)
    if preposition is not None:
        return preposition in words.prepositions and not _follows_place_noun(token.head)
    if is_subject(token) or is_passive_subject(token):
        return True
    if is_object(token) or is_recipient(token):
        return token.head.lemma_ in words.object_verbs
    if is_possessor(token):
        return not _is_place_noun(token.head)
    if is_modifier(token):
        return token.head.lemma_.lower() in words.acts
    return False


def _is_in_hyphenated(span: Span) -> bool:
    # "Iran-backed Hezbollah", "Russia-led talks"
    after = span.doc[span.end : span.end + 2]
    return len(after) == 2 and after[0].text == "-" and after[1].tag_ in {"VBN", "VBD", "JJ"}


def capital_acts(span: Span) -> bool:
    """Tell whether the name of a capital stands for a government: "Damascus denied", "talks with Tehran"."""
    words = load_acting_countries()
    token = first_conjunct(span.root)
    preposition = preposition_of(token)
    if preposition is not None:
        return preposition in words.prepositions
    if is_subject(token):
        return token.head.lemma_ in words.capital_verbs
    if is_object(token):
        return token.head.lemma_ in {"accuse", "blame", "urge", "warn", "tell", "condemn", "pressure"}
    if is_modifier(token):
        # "the Kabul bombing" was in Kabul
        return is_act(token.head) and token.head.lemma_.lower() not in words.incidents
    return is_possessor(token) and is_act(token.head)


def seat_acts(span: Span) -> bool:
    """Tell whether a seat of power is more than a building: "the Kremlin said", not "outside the White House"."""
    return preposition_of(span.root) not in load_acting_countries().place_prepositions


def nationality_acts(token: Token) -> bool:
    """Tell whether an adjective of nationality names who acts: "Russian" in "Russian strikes"."""
    return is_modifier(token) and is_act(first_conjunct(token).head)


def is_act(noun: Token) -> bool:
    """Tell whether a noun names something that governments and forces do."""
    return noun.lemma_.lower() in load_acting_countries().acts


def _follows_place_noun(preposition: Token) -> bool:
    # "the border with Turkey"
    return preposition.i > 0 and _is_place_noun(preposition.nbor(-1))


def _is_place_noun(noun: Token) -> bool:
    return noun.lemma_.lower() in place_nouns()


@cache
def place_nouns() -> dict[str, str]:
    """Return the nouns that name places, with their kinds."""
    return {word: kind for kind, words in read_yaml("place_nouns.yaml").items() for word in words}
