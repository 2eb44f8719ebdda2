"""Find names: actors and countries of the lexicons first, then what the model labelled."""

from __future__ import annotations

from itertools import pairwise

from spacy.tokens import Doc, Span

from conflict_cli.folding import fold
from conflict_cli.lexicon.actors import ActorEntry
from conflict_cli.lexicon.countries import CountryName, load_country_names
from conflict_cli.lexicon.terms import PhraseIndex, Word, load_nominal_actors, load_titles, never_places, words_of
from conflict_cli.matcher import syntax
from conflict_cli.matcher.syntax import is_modifier
from conflict_cli.pipeline.annotations import Mention
from conflict_cli.pipeline.country_roles import (
    capital_acts,
    country_acts,
    load_acting_countries,
    place_nouns,
    seat_acts,
)
from conflict_cli.pipeline.toponyms import Toponyms

PLACE_LABELS = {"GPE": "settlement", "LOC": "region", "FAC": "facility"}
# a headline in capitals: "IS" may be the verb there
SHOUTING_LENGTH = 3
CLOCK = frozenset({"a.m.", "p.m.", "am", "pm", "utc", "gmt"})

# "the Popular Liberation Front near Chontales": written small, these end a name
NEVER_IN_NAMES = frozenset({"after", "against", "before", "during", "inside", "near", "outside"})


def lexicon_names(doc: Doc, actors: PhraseIndex[ActorEntry], toponyms: Toponyms) -> list[Mention]:
    """Return the mentions of actors and countries that the lexicons know, in text order."""
    words = words_of(syntax.text_of(doc))
    found = [*_actors(doc, words, actors), *_countries(doc, words, toponyms)]
    # "Syrian Democratic Forces" hides "Syrian"; "U.S. State Department" hides "U.S."
    return without_overlaps(sorted(found, key=lambda mention: -len(mention.span)))


def _actors(doc: Doc, words: list[Word], actors: PhraseIndex[ActorEntry]) -> list[Mention]:
    mentions = []
    for found in actors.find(syntax.text_of(doc), words):
        span = _tokens(doc, found.start, found.end)
        if span is None or _is_shouted(span):
            continue
        entry = found.value
        if entry.kind == "person" and _is_ruled(span):
            ruled = doc[span.start : span.end + 1]
            mentions.append(Mention(ruled, "actor", "government", country=entry.country, nominal=True))
            continue
        mentions.append(Mention(span, "actor", entry.kind, entry.name, entry.country, entry.wikidata))
    return mentions


def _is_ruled(ruler: Span) -> bool:
    """Tell whether a government is called by its ruler's name: "the Assad regime"."""
    after = ruler.doc[ruler.end : ruler.end + 1].text
    return after in load_nominal_actors().ruled


def _countries(doc: Doc, words: list[Word], toponyms: Toponyms) -> list[Mention]:
    mentions = []
    entities = {position: entity for entity in doc.ents for position in range(entity.start, entity.end)}
    for found in load_country_names().find(syntax.text_of(doc), words):
        span = _tokens(doc, found.start, found.end)
        if span is None or _is_part_of_name(span, entities.get(span.start), toponyms):
            continue
        mention = country_mention(span, found.value)
        if mention is not None:
            mentions.append(mention)
    return mentions


def country_mention(span: Span, name: CountryName) -> Mention | None:
    """Return an actor or a place for a word that says a country; None for an adjective by itself."""
    if name.form == "name":
        acts = country_acts(span)
        label, kind = ("actor", "government") if acts else ("place", "country")
        return Mention(span, label, kind, name.name, name.country, source="country")
    if name.form == "capital":
        # as a place the capital is left to the model and to the gazetteer
        acts = capital_acts(span)
        return Mention(span, "actor", "government", name.name, name.country, source="country") if acts else None
    if name.form == "seat":
        if seat_acts(span):
            return Mention(span, "actor", "government", name.name, name.country, source="country")
        return Mention(span, "place", "facility", None, name.country)
    if name.form == "noun" and span.root.tag_ in {"NNS", "NNPS", "NNP", "NN"}:
        return Mention(span, "actor", "civilians", None, name.country, nominal=True, source="country")
    return None


def _is_part_of_name(span: Span, entity: Span | None, toponyms: Toponyms) -> bool:
    """Tell whether a country's word is part of a longer name: "Jordan Smith", "New Jersey", "Little Portugal"."""
    if entity is None or len(entity) <= len(span):
        return False
    if entity.label_ == "PERSON":
        return len(span) == 1
    if entity.label_ not in PLACE_LABELS:
        return False
    before = span.doc[entity.start : span.start].text.lower().removeprefix("the").strip()
    return (
        bool(before)
        and before not in load_acting_countries().directions
        and bool(toponyms.gazetteer.lookup(entity.text))
    )


def _is_shouted(span: Span) -> bool:
    if len(span.text) > SHOUTING_LENGTH or not span.text.isupper():
        return False
    around = (*span.doc[max(0, span.start - 3) : span.start], *span.doc[span.end : span.end + 3])
    letters = [token for token in around if token.is_alpha and len(token) > 2]
    return len(letters) >= 2 and all(token.is_upper for token in letters)


def model_names(doc: Doc, taken: set[int]) -> list[Mention]:
    """Return mentions for the entities of the model that share no token with `taken`."""
    mentions = []
    for entity in doc.ents:
        span = trimmed(entity)
        if span is None or taken.intersection(range(span.start, span.end)) or is_common(span):
            continue
        if entity.label_ in PLACE_LABELS:
            kind = PLACE_LABELS[entity.label_]
            mentions += [Mention(part, "place", kind, source="model") for part in comma_parts(span)]
        elif entity.label_ == "PERSON":
            mentions.append(person_or_place(span))
        elif entity.label_ == "ORG":
            mentions.append(organisation(span))
    return mentions


def is_common(span: Span) -> bool:
    """Tell whether the model took a common noun or a nationality for a name: "Rebels", "eastern Ukrainian"."""
    word = span[-1].lower_
    nominal = load_nominal_actors()
    if span.text in nominal.peoples or (len(span) == 1 and span.label_ in PLACE_LABELS and word in never_places()):
        return True
    if len(span) == 1 and (word in nominal.heads or word.removesuffix("s") in nominal.heads or word in CLOCK):
        return True
    country = load_country_names().get(span[-1].text)
    return country is not None and country.form == "adjective" and span.label_ in PLACE_LABELS


def person_or_place(span: Span) -> Mention:
    """Return a person, or a place where the name ends like one: "Karak Castle"."""
    if len(span) > 1 and span[-1].lower_ in place_nouns():
        return Mention(span, "place", place_nouns()[span[-1].lower_], source="model")
    return Mention(span, "actor", "person", source="model")


def organisation(span: Span) -> Mention:
    """Return the mention of an organisation the lexicon doesn't know, kind and country from its words.

    A name that ends like a building's is a place, whatever the model says: "Bambino Gesu Hospital".
    """
    place_kind = place_nouns().get(span[-1].lower_)
    if place_kind is not None and len(span) > 1 and span[-1].lower_ not in load_nominal_actors().name_heads:
        return Mention(span, "place", place_kind, source="model")
    return Mention(span, "actor", organisation_kind(span), None, country_of(span), source="model")


def organisation_kind(span: Span) -> str | None:
    """Return the kind that the last telling word of a name says: "76th Guards Air Assault Division"."""
    heads = load_nominal_actors().name_heads
    for token in reversed(list(span)):
        if token.lower_ in heads:
            return heads[token.lower_]
    # "Ministry of Defence": the head comes first
    return heads.get(span[0].lower_)


def country_of(span: Span) -> str | None:
    """Return the one country that the words of a span say, None when they say none or several."""
    found = load_country_names().find(span.text, words_of(span.text))
    countries = {name.value.country for name in found if name.value.form != "capital"}
    return countries.pop() if len(countries) == 1 else None


def trimmed(span: Span) -> Span | None:
    """Return a span without marks and possessive at its ends and what says where; None when no word is left."""
    where = next((token.i for token in span[1:] if token.text in NEVER_IN_NAMES), None)
    if where is not None:
        span = span.doc[span.start : where]
    while len(span) and (span[-1].is_space or span[-1].is_punct or span[-1].tag_ == "POS"):
        span = span[:-1]
    while len(span) and (span[0].is_space or span[0].is_punct):
        span = span[1:]
    if not len(span) or "\n" in span.text or not any(letter.isalpha() for letter in span.text):
        return None
    return span


def comma_parts(span: Span) -> list[Span]:
    """Return the names of a place and of what it lies in: "Severn, Md.", "Seoul, South Korea" are two each."""
    commas = [token.i for token in span if token.text == ","]
    parts = [span.doc[start + 1 : end] for start, end in pairwise([span.start - 1, *commas, span.end])]
    named = all(len(part) and (part[0].is_title or part[0].is_upper) for part in parts)
    return parts if named else [span]


def with_titles(mention: Mention) -> Mention:
    """Extend a person's name over the titles before it: "Lt. Gen. Omar Haddad", "Iraqi President Fuad Masum"."""
    span, doc = mention.span, mention.span.doc
    start = span.start
    while start > 0 and _belongs_to_title(doc, start - 1):
        start -= 1
    # a row of titles begins with a title or a country, never with "of"
    while start < span.start and doc[start].lower_ in {"of", "and", "for", "-"}:
        start += 1
    mention.span = doc[start : span.end]
    return mention


def _belongs_to_title(doc: Doc, position: int) -> bool:
    token = doc[position]
    word = fold(token.text).strip(".")
    # "Lt." and "Secretary-General" are several tokens
    joins = not word.strip("-") and position and fold(doc[position - 1].text) in load_titles()
    if word in load_titles() or joins:
        return True
    after = fold(doc[position + 1].text).strip(".") if position + 1 < len(doc) else ""
    if token.lower_ == "of" and after in load_titles():
        return True
    country = load_country_names().get(token.text) if token.text[:1].isupper() else None
    return country is not None and country.form in {"adjective", "name"} and after in load_titles()


def with_article(span: Span) -> Span:
    """Return the span with the article before it."""
    # "the Reuters news agency": there the article is the agency's
    if span.start > 0 and span.doc[span.start - 1].lower_ == "the" and not is_modifier(span.root):
        return span.doc[span.start - 1 : span.end]
    return span


def with_direction(span: Span) -> Span:
    """Return a place with the bearing before it: "northern Iraq", "Western Australia"."""
    start = span.start
    while (
        start > syntax.sentence_of(span[0]).start and span.doc[start - 1].lower_ in load_acting_countries().directions
    ):
        start -= 1
    return span.doc[start : span.end]


def without_overlaps(mentions: list[Mention]) -> list[Mention]:
    """Return the mentions in text order; of two that overlap the one that comes first in the list stays."""
    taken: set[int] = set()
    kept = []
    for mention in mentions:
        positions = range(mention.span.start, mention.span.end)
        if taken.isdisjoint(positions):
            taken.update(positions)
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.span.start)


def _tokens(doc: Doc, start: int, end: int) -> Span | None:
    span = doc.char_span(start, end, alignment_mode="expand")
    # "anti-IS" is one token: the name is not all of it
    if span is None or span.end_char - span.start_char > end - start + 2:
        return None
    return span
