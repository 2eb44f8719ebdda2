"""conflict_inference: where and when an event was that doesn't say so itself, by the words around it.

Adds places and times to `doc._.events`, each marked as inferred.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from conflict_cli.matcher import syntax
from conflict_cli.pipeline.annotations import Argument, EventMention, Mention, ResolvedPlace, Timex
from conflict_cli.pipeline.confidence import stated_confidence
from conflict_cli.pipeline.extensions import register
from conflict_cli.pipeline.location_relations import locate, location_relation, places_at
from conflict_cli.pipeline.scope import days_of, scope_of

register()

HAPPENED = frozenset({"happened", "ongoing"})
LONGEST_CARRIED = 31  # days: a year named in the background is not the day of the next event
PASSING = frozenset({"by", "from", "over", "past", "toward", "towards"})
WIDE_KINDS = frozenset({"country", "region"})


@Language.factory("conflict_inference", requires=["doc._.events", "doc._.places"], assigns=["doc._.events"])
def create_inference(nlp: Language, name: str) -> EventCompleter:
    """Build the component."""
    return EventCompleter()


class EventCompleter:
    """Completes events: "Shells hit Sarmin on Monday. Five people died." both were in Sarmin, on Monday."""

    def __call__(self, doc: Doc) -> Doc:
        """Complete the events of one Doc."""
        at = places_at(doc)
        dateline = _dateline_place(doc, at)
        mentions = sorted((mention for place in doc._.places for mention in place.mentions), key=_start)
        placed: EventMention | None = None
        timed: EventMention | None = None
        for event in doc._.events:
            if not event.locations:
                told = (
                    _place_told(event) or _nearest(event, mentions, at) or _place_before(event, placed, at) or dateline
                )
                event.locations += [_inferred(told, at)] if told is not None else []
            elif not event.locations[0].inferred and not (placed and _is_only_described(event, placed, at)):
                placed = event
            if event.time is None and event.status in HAPPENED:
                event.time = _time_told(event) or _time_before(event, timed)
                event.time_inferred = event.time is not None
            elif event.status in HAPPENED:
                timed = event
            event.scope = scope_of(event)
            event.confidence = stated_confidence(event)
        return doc


def _start(mention: Mention) -> int:
    return int(mention.span.start)


def _inferred(span: Span, at: dict[int, ResolvedPlace]) -> Argument:
    relation = location_relation(span)
    # "withdrew from Mayer": what else happened there was in Mayer
    argument = Argument(span, relation="in" if relation in PASSING else relation, inferred=True)
    locate(argument, at.get(span.root.i))
    return argument


def _place_told(event: EventMention) -> Span | None:
    """Return the place of another mention of the event."""
    places = (argument.span for other in event.corefers for argument in other.locations if not argument.inferred)
    return next(places, None)


def _nearest(event: EventMention, mentions: list[Mention], at: dict[int, ResolvedPlace]) -> Span | None:
    """Return the place of the sentence that stands next to the event, a town rather than a country."""
    sentence = syntax.sentence_of(event.head)
    inside = [mention for mention in mentions if sentence.start <= mention.span.start < sentence.end]
    inside = [mention for mention in inside if at[mention.span.root.i].latitude is not None]
    # "a swap brokered by Qatar", "a Britain-based monitor" say nothing of where it happened
    inside = [mention for mention in inside if not syntax.is_agent(mention.span.root)]
    inside = [mention for mention in inside if mention.span.doc[mention.span.end : mention.span.end + 1].text != "-"]
    exact = [mention for mention in inside if at[mention.span.root.i].kind not in WIDE_KINDS] or inside
    near = min(exact, key=lambda mention: abs(mention.span.root.i - event.head.i), default=None)
    return near.span if near is not None else None


def _place_before(event: EventMention, before: EventMention | None, at: dict[int, ResolvedPlace]) -> Span | None:
    """Return the place of the event told before, in the same paragraph or the sentence next to it."""
    if before is None or not _is_near(event, before):
        return None
    return (_on_the_map(before, at) or [argument.span for argument in before.locations])[-1]


def _is_only_described(event: EventMention, before: EventMention, at: dict[int, ResolvedPlace]) -> bool:
    """Tell whether "the building" is all that is said of where it was, and the event before was at a known place."""
    return not _on_the_map(event, at) and bool(_on_the_map(before, at)) and _is_near(event, before)


def _on_the_map(event: EventMention, at: dict[int, ResolvedPlace]) -> list[Span]:
    places = ((argument.span, at.get(argument.span.root.i)) for argument in event.locations)
    return [span for span, place in places if place is not None and place.latitude is not None]


def _dateline_place(doc: Doc, at: dict[int, ResolvedPlace]) -> Span | None:
    """Return the place of the dateline, unless it is the capital of another country than the article's events."""
    structure = doc._.structure
    if structure is None or structure.dateline is None or structure.dateline.place is None:
        return None
    place = at.get(structure.dateline.place.start)
    if place is None or place.latitude is None or "/" in structure.dateline.place.text:
        return None  # "BEIRUT/JERUSALEM" is where its reporters are
    elsewhere = {
        found.country
        for event in doc._.events
        for argument in event.locations
        if (found := at.get(argument.span.root.i)) is not None and found.country is not None
    }
    if elsewhere and place.country not in elsewhere:
        return None
    start = structure.dateline.place.start
    return next((mention.span for mention in place.mentions if mention.span.start == start), None)


def _time_told(event: EventMention) -> Timex | None:
    """Return the time of another mention of the event."""
    times = [other.time for other in event.corefers if other.time is not None and not other.time_inferred]
    return next((time for time in times if time.earliest), None)


def _time_before(event: EventMention, before: EventMention | None) -> Timex | None:
    """Return the time of the event told before, in the same paragraph or the sentence next to it."""
    if before is None or before.time is None or not before.time.earliest or not before.time.latest:
        return None
    return before.time if _is_near(event, before) and days_of(before.time) <= LONGEST_CARRIED else None


def _is_near(event: EventMention, before: EventMention) -> bool:
    """Tell whether an event is told in the paragraph of one before it, or in the sentence after it."""
    if syntax.sentence_of(event.head).start <= syntax.sentence_of(before.head).end + 1:
        return True
    structure = event.head.doc._.structure
    paragraphs = structure.paragraphs if structure is not None else ()
    return any(span.start <= before.head.i and event.head.i < span.end for span in paragraphs)
