"""Complete and correct the roles of an event by what the trained model reads in its sentence."""

from __future__ import annotations

from spacy.tokens import Span, Token

from conflict_cli.matcher import syntax
from conflict_cli.pipeline.annotations import Argument, EventMention, Timex
from conflict_cli.pipeline.event_arguments import ArgumentFiller, is_dated_apart
from conflict_cli.pipeline.model_reading import ModelReading
from conflict_cli.taxonomy import load_taxonomy

# How sure the model must be, 0 to 1: chosen on annotated news and on invented articles held out of its training, where
# the figures hardly move between neighbouring values.
LEAST_NAMED = 0.1
"""For a word to be asked for roles at all: what the model does not take for an event it can't tell the sides of."""
LEAST_FIRST = {"initiators": 0.75, "targets": 0.9, "locations": 0.8, "weapons": 0.7}
"""To fill a role that the rules left empty."""
LEAST_FURTHER = {"initiators": 0.9, "targets": 0.97, "locations": 0.9, "weapons": 0.95}
"""To add to what the rules found."""
LEAST_KEPT = {"initiators": 0.02, "targets": 0.03, "locations": 0.1, "weapons": 0.4}
"""To keep what the rules found."""
LEAST_TIME = 0.8
MOST_OF_OTHER_TIME = 0.1  # of the rules' time, for the model's to replace it
LEAST_TIME_KEPT = 0.05
HARMS = tuple(sorted(load_taxonomy().harms))
SIDES = frozenset({"initiators", "targets"})
DENYING_VERBS = frozenset({"deny", "disclaim", "disown", "reject"})
FILLER_POS = frozenset({"NOUN", "PRON", "PROPN"})


def check_roles(event: EventMention, reading: ModelReading, timexes: list[Timex], filler: ArgumentFiller) -> None:
    """Add what the model surely reads in a role, and leave out what it surely does not.

    "The CRF gunmen whom the army blamed left 14 villagers dead": the gunmen are the initiator, the army is none.

    Args:
        event: the event, its roles filled by the rules.
        reading: what the model reads in the Doc.
        timexes: the time expressions of the Doc.
        filler: lets a word fill a role where it may.
    """
    told_by = {word.i: word for word in (event.head, event.trigger[0], *event.absorbed)}
    known = [word for word in told_by.values() if reading.named(word) >= LEAST_NAMED]
    readings = [reading.roles(word) for word in known]
    if not readings:
        return
    harmed = _surest_of([_surest(harm, readings) for harm in HARMS])
    for role in LEAST_FIRST:
        scores = _surest(role, readings)
        # who is read as killed or hurt did not do it, and is a target
        if role == "initiators":
            scores = {word: score if score > harmed[word] else 0.0 for word, score in scores.items()}
        _drop_unread(event, role, _surest_of([scores, harmed]) if role == "targets" else scores)
        _check_role(event, role, scores, filler)
    _check_time(event, _surest("time", readings), timexes)


def _surest(role: str, readings: list[dict[str, dict[int, float]]]) -> dict[int, float]:
    """Return how likely each word fills a role, by the word of the event that asks for it most."""
    return _surest_of([scores[role] for scores in readings])


def _surest_of(scores: list[dict[int, float]]) -> dict[int, float]:
    surest = dict(scores[0])
    for each in scores[1:]:
        # words of another sentence are no fillers here
        surest |= {word: score for word, score in each.items() if score > surest.get(word, 1.0)}
    return surest


def _drop_unread(event: EventMention, role: str, scores: dict[int, float]) -> None:
    """Leave out what the model surely reads in no such role; what is listed together stands or falls together."""
    arguments: list[Argument] = getattr(event, role)
    sure_of: dict[int, float] = {}
    for argument in arguments:
        first = syntax.first_conjunct(argument.span.root).i
        sure_of[first] = max(sure_of.get(first, 0.0), _sureness(argument.span, scores, 1.0))
    arguments[:] = [a for a in arguments if a.hit or sure_of[syntax.first_conjunct(a.span.root).i] >= LEAST_KEPT[role]]


def _check_role(event: EventMention, role: str, scores: dict[int, float], filler: ArgumentFiller) -> None:
    arguments: list[Argument] = getattr(event, role)
    least = LEAST_FURTHER[role] if arguments else LEAST_FIRST[role]
    sure = [event.head.doc[word] for word, score in scores.items() if score >= least]
    for word in sure:
        told = any(argument.span.start <= word.i < argument.span.end for argument in arguments)
        inside = syntax.is_modifier(word) and word.head in sure
        if word.pos_ not in FILLER_POS or told or inside:
            continue
        if role in SIDES and (_takes_part(word, event) or _denies(word)):
            continue
        filler.add(event, role, word)


def _takes_part(word: Token, event: EventMention) -> bool:
    """Tell whether a word already is one of the two sides."""
    return any(argument.span.root == word for argument in (*event.initiators, *event.targets))


def _denies(word: Token) -> bool:
    """Tell whether a word is who denies something: "the militia denied responsibility for the raid"."""
    return syntax.is_subject(word) and syntax.first_conjunct(word).head.lemma_ in DENYING_VERBS


def _check_time(event: EventMention, scores: dict[int, float], timexes: list[Timex]) -> None:
    read = [timex for timex in timexes if timex.span.start in scores and not _dates_another(timex, event)]
    surest = max(read, key=lambda timex: _sureness(timex.span, scores, 0.0), default=None)
    own = 0.0 if event.time is None else _sureness(event.time.span, scores, 1.0)
    if surest is not None and own < MOST_OF_OTHER_TIME and _sureness(surest.span, scores, 0.0) >= LEAST_TIME:
        event.time = surest
    elif own < LEAST_TIME_KEPT:
        event.time = None


def _dates_another(timex: Timex, event: EventMention) -> bool:
    """Tell whether a time is another's: "the worst attack since March", "fled in 2015 after an offensive"."""
    apart = is_dated_apart(event) and not event.head.is_ancestor(timex.span.root)
    return syntax.is_compared_with(timex.span) or apart


def _sureness(span: Span, scores: dict[int, float], unread: float) -> float:
    """Return how surely the model reads one of the words in a role; `unread` where it read none of them."""
    return max((scores[word.i] for word in span if word.i in scores), default=unread)
