"""Bring the entity model's spans and the rules' mentions together: lists correct the model, the model the rest."""

from __future__ import annotations

from spacy.tokens import Span

from conflict_cli.lexicon.terms import load_nominal_actors
from conflict_cli.pipeline.annotations import Mention
from conflict_cli.pipeline.country_roles import place_nouns
from conflict_cli.pipeline.names import country_of, organisation_kind, trimmed, without_overlaps
from conflict_cli.pipeline.nominals import noun_form

# what found a mention decides whether the model may doubt it: a list knows its names, the news tagger errs
DOUBTED = frozenset({"model"})
MENTION_LABEL = {"ACTOR": "actor", "PERSON": "actor", "PLACE": "place", "WEAPON": "weapon"}


def reconcile(mentions: list[Mention], predicted: list[tuple[Span, str]]) -> list[Mention]:
    """Return the mentions with the entity model's corrections and additions, in text order.

    A mention the model agrees with stays as the rules have it. Where the two disagree on what it is, the lists win
    over the model and the model over the news tagger, which it may also overrule by finding nothing there.
    """
    spans = [(clean, label) for span, label in predicted if (clean := trimmed(span)) is not None]
    agreed = [_corrected(mention, spans) for mention in mentions]
    kept = [mention for mention in agreed if mention is not None]
    return without_overlaps([*kept, *[_mention(span, label) for span, label in spans]])


def _corrected(mention: Mention, spans: list[tuple[Span, str]]) -> Mention | None:
    beside = [(span, label) for span, label in spans if span.start < mention.span.end and mention.span.start < span.end]
    if any(_agrees(mention, label) for _, label in beside) or mention.source not in DOUBTED:
        return mention
    # the news tagger alone says so: the model's own reading of the words, if any, is added afterwards
    return None


def _agrees(mention: Mention, label: str) -> bool:
    if mention.label == "actor":
        return label == ("PERSON" if mention.kind == "person" else "ACTOR")
    return MENTION_LABEL[label] == mention.label


def _mention(span: Span, label: str) -> Mention:
    """Describe a span that the model alone found, by its head noun and the country its words say."""
    nominal = span.root.pos_ == "NOUN"
    country = country_of(span)
    if label == "PERSON":
        return Mention(span, "actor", "person", country=country, nominal=nominal, source="entity_model")
    if label == "ACTOR":
        heads = load_nominal_actors().heads
        kind = heads.get(noun_form(span.root)) or organisation_kind(span)
        return Mention(span, "actor", kind, country=country, nominal=nominal, source="entity_model")
    if label == "PLACE":
        kind = place_nouns().get(noun_form(span.root)) or ("feature" if nominal else "settlement")
        return Mention(span, "place", kind, nominal=nominal, source="entity_model")
    return Mention(span, "weapon", "unspecified", nominal=nominal, source="entity_model")
