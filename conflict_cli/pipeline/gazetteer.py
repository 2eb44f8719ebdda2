"""conflict_gazetteer: names of the lexicons and the model, nominals and weapons as typed mentions.

Assigns `doc._.mentions`: actors, places and weapons in text order, none overlapping another.
"""

from __future__ import annotations

from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span

from conflict_cli.lexicon.actors import ActorEntry, load_actors
from conflict_cli.lexicon.countries import load_country_names
from conflict_cli.lexicon.terms import PhraseIndex, load_kinds
from conflict_cli.pipeline.annotations import Mention
from conflict_cli.pipeline.country_roles import nationality_acts
from conflict_cli.pipeline.extensions import register
from conflict_cli.pipeline.names import (
    comma_parts,
    lexicon_names,
    model_names,
    with_article,
    with_direction,
    with_titles,
    without_overlaps,
)
from conflict_cli.pipeline.nominals import actor_phrases, place_phrases, weapon_phrases
from conflict_cli.pipeline.place_scan import (
    abbreviated_divisions,
    complete_places,
    likely_places,
    missed_places,
    mistaken_places,
    mistaken_surnames,
)
from conflict_cli.pipeline.reconcile import reconcile
from conflict_cli.pipeline.toponyms import Toponyms, load_toponyms

register()


@Language.factory(
    "conflict_gazetteer",
    default_config={"actors": None, "gazetteer": None, "places": None},
    requires=["doc.ents", "token.dep"],
    assigns=["doc._.mentions"],
)
def create_gazetteer(
    nlp: Language, name: str, actors: str | None, gazetteer: str | None, places: str | None
) -> MentionFinder:
    """Return the component that finds mentions, with a user's actors and places where there are files of them."""
    return MentionFinder(load_actors(actors), load_toponyms(gazetteer, places))


class MentionFinder:
    """Finds the mentions of a Doc: "Russian jets bombed Sarmin" gives an actor and a place."""

    def __init__(self, actors: PhraseIndex[ActorEntry], toponyms: Toponyms):
        self._actors = actors
        self._toponyms = toponyms

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.mentions."""
        credited = _credit_tokens(doc)
        waters = _waters(doc)
        known = [*waters, *_outside(lexicon_names(doc, self._actors, self._toponyms), waters)]
        names = [*known, *abbreviated_divisions(doc)]
        names += model_names(doc, _positions(names))
        dateline = _dateline_place(doc)
        names = [*dateline, *_outside(names, dateline)]
        complete_places(names, self._toponyms)
        mistaken_surnames(names, self._toponyms)
        mistaken_places(doc, names, self._toponyms)
        names += missed_places(doc, names, self._toponyms)
        nationalities = _nationalities(doc, _positions(names))
        people = [with_titles(name) for name in names if name.kind == "person"]
        taken = _positions(names)
        weapons = weapon_phrases(doc, _positions(known))
        mentions = [
            # "Barrel bombs" is no Mr Barrel, a VBIED no organisation
            *[weapon for weapon in weapons if not weapon.nominal or len(weapon.span) > 1 or _is_acronym(weapon.span)],
            *place_phrases(doc, names, taken),
            *people,
            *actor_phrases(doc, names, taken),
            *[_widened(name) for name in names],
            *weapons,
            *nationalities,
        ]
        kept = without_overlaps(mentions)
        if doc._.entities is not None:
            kept = reconcile(kept, doc._.entities)
        kept = likely_places(doc, kept, self._toponyms)
        doc._.mentions = [mention for mention in kept if credited.isdisjoint(_positions([mention]))]
        return doc


def _widened(mention: Mention) -> Mention:
    """Return a name with what belongs to it: an actor's article, a place's bearing ("northern Iraq")."""
    if mention.label == "place":
        mention.span = with_direction(mention.span)
    elif mention.kind != "person":
        mention.span = with_article(mention.span)
    return mention


def _waters(doc: Doc) -> list[Mention]:
    """Return names of waters and coasts whole: the Gulf of Oman lies not in Oman."""
    heads = load_kinds("water_names.yaml")
    found = []
    for head, of in pairwise(doc):
        if head.text not in heads or of.lower_ != "of":
            continue
        end = of.i + 1 + (doc[of.i + 1 : of.i + 2].text == "the")
        while end < len(doc) and doc[end].is_title and doc[end].pos_ == "PROPN":
            end += 1
        if doc[end - 1].is_title:
            found.append(Mention(doc[head.i : end], "place", heads[head.text]))
    return found


def _is_acronym(span: Span) -> bool:
    return span.text.rstrip("s").isupper()


def _outside(mentions: list[Mention], others: list[Mention]) -> list[Mention]:
    taken = _positions(others)
    return [mention for mention in mentions if taken.isdisjoint(_positions([mention]))]


def _dateline_place(doc: Doc) -> list[Mention]:
    """Return the place of the dateline, and what it lies in: "GOMA, Congo" is two places."""
    structure = doc._.structure
    if structure is None or structure.dateline is None or structure.dateline.place is None:
        return []
    return [Mention(part, "place", "settlement") for part in comma_parts(structure.dateline.place)]


def _nationalities(doc: Doc, taken: set[int]) -> list[Mention]:
    """Return adjectives that name who acts: "Russian" in "Russian strikes"."""
    mentions = []
    for token in doc:
        if token.shape_.startswith("X") and token.i not in taken and nationality_acts(token):
            country = load_country_names().get(token.text)
            if country is not None and country.form == "adjective":
                span = doc[token.i : token.i + 1]
                mentions.append(Mention(span, "actor", "government", country.name, country.country, source="country"))
    return mentions


def _positions(mentions: list[Mention]) -> set[int]:
    return {position for mention in mentions for position in range(mention.span.start, mention.span.end)}


def _credit_tokens(doc: Doc) -> set[int]:
    structure = doc._.structure
    if structure is None:
        return set()
    return {position for span in structure.credits for position in range(span.start, span.end)}
