"""Bring the entity model's spans and the rules' mentions together: lists correct the model, the model the rest."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Span

from conflict_cli.lexicon.terms import load_kinds, load_nominal_actors
from conflict_cli.pipeline.annotations import Entity, Mention
from conflict_cli.pipeline.country_roles import place_nouns
from conflict_cli.pipeline.names import country_of, organisation_kind, trimmed, without_overlaps
from conflict_cli.pipeline.nominals import noun_form

LABELS = {"ACTOR": "actor", "PERSON": "actor", "PLACE": "place", "WEAPON": "weapon"}
# a list knows its names; whatever else the rules find, the model may doubt
CERTAIN = frozenset({"lexicon"})


def reconcile(mentions: list[Mention], entities: list[Entity]) -> list[Mention]:
    """Return the mentions with the entity model's corrections and additions, in text order.

    The model decides what is a mention, and of which label; the rules say the rest: the canonical name, the kind, the
    country, the exact words. Names of the lexicons stay whatever the model says.
    """
    spans = [Entity(clean, entity.label) for entity in entities if (clean := trimmed(entity.span)) is not None]
    kept = [mention for mention in mentions if mention.source in CERTAIN]
    for entity in spans:
        kept += _read_as(
            entity, [mention for mention in _beside(entity.span, mentions) if mention.source not in CERTAIN]
        )
    return without_overlaps(kept)


def _beside(span: Span, mentions: Iterable[Mention]) -> Iterator[Mention]:
    for mention in mentions:
        if mention.span.start < span.end and span.start < mention.span.end:
            yield mention


def _read_as(entity: Entity, beside: list[Mention]) -> list[Mention]:
    """Return the rules' mentions that the model agrees with; where there is none, what the model alone reads."""
    agreeing = [mention for mention in beside if _agrees(mention, entity.label)]
    if agreeing:
        return agreeing
    for mention in beside:
        if (
            mention.source == "country"
            and mention.kind in {"country", "government"}
            and len(mention.span) == len(entity.span)
        ):
            # whether the name of a country acts is what the model reads best
            acts = entity.label == "ACTOR"
            if acts or entity.label == "PLACE":
                mention.label, mention.kind = ("actor", "government") if acts else ("place", "country")
                return [mention]
    return [_mention(entity)]


def _agrees(mention: Mention, label: str) -> bool:
    if mention.label == "actor":
        return label == ("PERSON" if mention.kind == "person" else "ACTOR")
    return LABELS[label] == mention.label


def _mention(entity: Entity) -> Mention:
    """Describe a span that the model alone found, by its head noun and the country its words say."""
    span, noun = entity.span, noun_form(entity.span.root)
    nominal = span.root.pos_ == "NOUN"
    country = country_of(span)
    label = LABELS[entity.label]
    if entity.label == "PERSON":
        kind: str | None = "person"
    elif entity.label == "ACTOR":
        kind = load_nominal_actors().heads.get(noun) or organisation_kind(span)
    elif entity.label == "PLACE":
        kind, country = place_nouns().get(noun) or ("feature" if nominal else "settlement"), None
    else:
        kind, country = load_kinds("weapons.yaml").get(noun, "unspecified"), None
    return Mention(span, label, kind, country=country, nominal=nominal, source="entity_model")
