"""Every `doc._` attribute, declared once: name, what it holds, which component fills it."""

from __future__ import annotations

from spacy.tokens import Doc

DOC_EXTENSIONS: dict[str, str] = {
    "published": "ISO 8601 publication date or None; set before the pipeline runs, or by conflict_structure",
    "published_from": "option | metadata | dateline | None",
    "source_text": "the text, words mended, as long as doc.text; curly quotation marks still tell opening from closing",
    "source_title": "title from the article's metadata, or None",
    "windows": "tokens in each window that the model reads a long text in, by windows.make_doc; None when read whole",
    "structure": "Structure, by conflict_structure",
    "entities": "list[Entity] in text order, by conflict_entities; None where that component is left out",
    "event_words": "list[EventWord] in text order, by conflict_entities; empty where that component is left out",
    "model_reading": "ModelReading, by conflict_entities; None where that component is left out or corrects nothing",
    "mentions": "list[Mention] in text order, none overlapping another, by conflict_gazetteer",
    "quantities": "list[Quantity], by conflict_quantities",
    "timexes": "list[Timex], by conflict_timexes",
    "quotations": "list[Quotation], by conflict_quotations",
    "events": "list[EventMention] in text order, by conflict_events",
    "claims": "list[Attribution] in text order, by conflict_claims",
    "relations": "list[StandingRelation], by conflict_relations",
    "places": "list[ResolvedPlace], by conflict_places",
    "actors": "list[ResolvedActor], by conflict_actors",
    "disputes": "list[Disagreement], by conflict_disputes",
    "warnings": "list[str], by any component",
}
_LISTS = {"event_words", "mentions", "quantities", "timexes", "quotations", "events", "claims", "relations", "places"}
_LISTS |= {"actors", "disputes", "warnings"}


def register() -> None:
    """Declare all attributes; calling it again changes nothing."""
    for name in DOC_EXTENSIONS:
        if not Doc.has_extension(name):
            # spaCy copies a mutable default for each Doc
            Doc.set_extension(name, default=[] if name in _LISTS else None)
