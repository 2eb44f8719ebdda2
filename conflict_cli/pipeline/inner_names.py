"""Find names that stand inside longer mentions: "Turkey" in "Turkey-backed rebels", "Hamas" in a spokesman's title."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Span

from conflict_cli.lexicon.actors import ActorEntry, find_actor
from conflict_cli.lexicon.countries import load_country_names
from conflict_cli.lexicon.terms import PhraseIndex, load_nominal_actors, words_of
from conflict_cli.pipeline.annotations import Mention
from conflict_cli.pipeline.token_index import TokenIndex


def inner_mentions(doc: Doc, mentions: list[Mention], known: PhraseIndex[ActorEntry]) -> Iterable[Mention]:
    """Yield what a relation finds inside a longer mention: "Turkey" in "Turkey-backed rebels"."""
    spans = {span for relation in doc._.relations for span in (relation.subject, relation.object)}
    spans |= {span for mention in mentions if mention.kind == "person" for span in _titled_names(mention, known)}
    yield from (name for mention in doc._.mentions for name in mention.within if name.label == "actor")
    inner = TokenIndex((span, span.start, span.end) for span in sorted(spans, key=lambda span: (span.start, span.end)))
    for mention in mentions:
        for span in inner.among(range(mention.span.start, mention.span.end)):
            inside = mention.span.start <= span.start and span.end <= mention.span.end
            if not inside or span.root == mention.span.root:
                continue
            country, actor = load_country_names().get(span.text), find_actor(span.text, known)
            if actor is not None:
                yield Mention(span, "actor", actor.kind, actor.name, actor.country, actor.wikidata)
            elif country is not None:
                yield Mention(span, "actor", "government", country.name, country.country, source="country")
            elif span.root.lemma_.lower() in load_nominal_actors().heads:
                kind = load_nominal_actors().heads[span.root.lemma_.lower()]
                yield Mention(span, "actor", kind, nominal=True, source="nominal")


def _titled_names(person: Mention, known: PhraseIndex[ActorEntry]) -> Iterator[Span]:
    """Yield the actors named before a person's own name: "Hamas" in "Hamas spokesman Sami Odeh"."""
    span = person.span
    if person.name is None and len(span) > 1 and not person.within:
        for found in known.find(span.text, words_of(span.text)):
            inner = span.doc.char_span(span.start_char + found.start, span.start_char + found.end)
            if inner is not None and inner.end < span.end:
                yield inner
