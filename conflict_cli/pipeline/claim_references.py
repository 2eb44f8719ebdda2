"""Find the event a claim speaks of without naming it: "claimed responsibility", "denied the accusation"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from conflict_cli.lexicon.terms import read_yaml
from conflict_cli.matcher import syntax
from conflict_cli.pipeline.annotations import Attribution, EventMention
from conflict_cli.pipeline.event_types import VIOLENT_TYPES

REACH = 200  # tokens back to the event spoken of; what was told before that is another matter
HAPPENED = frozenset({"happened", "ongoing"})
POINTING = frozenset({"that", "the", "these", "this", "those"})


@dataclass(frozen=True, slots=True)
class _Words:
    """Nouns, as dictionary forms, that point at an event told before."""

    answerability: frozenset[str]
    charges: frozenset[str]
    people: frozenset[str]
    happenings: frozenset[str]


@cache
def _words() -> _Words:
    return _Words(**{name: frozenset(listed) for name, listed in read_yaml("event_references.yaml").items()})


def link_references(doc: Doc) -> None:
    """Give claims that name no event the one told before that their words point at.

    The event keeps its own `claims`, those who report it: who claims or denies it does not tell of it anew.
    """
    for number, claim in enumerate(doc._.claims):
        if claim.events:
            continue
        heads = [token for span in claim.content for token in span if token.pos_ == "NOUN"]
        if any(noun.lemma_.lower() in _words().charges and _is_whole(noun, claim) for noun in heads):
            claim.events = _charged(doc._.claims[:number])
        elif any(noun.lemma_.lower() in _words().answerability and _is_whole(noun, claim) for noun in heads):
            denied = _charged(doc._.claims[:number]) if claim.stance == "denies" else []
            claim.events = denied or _most_told(claim, doc._.events)
        elif _only_accuses(claim):
            claim.events = _told_last(claim, doc._.events)  # "and blamed the army"
        elif any(_points_back(noun) for noun in heads):
            claim.events = _told_last(claim, doc._.events)


def _is_whole(noun: Token, claim: Attribution) -> bool:
    """Tell whether the noun is all that the claim says: "denied the accusation", "claimed responsibility"."""
    return any(span.root == noun for span in claim.content)


def _only_accuses(claim: Attribution) -> bool:
    """Tell whether a charge names whom it is laid on, and nothing else: "the rebels blamed the army"."""
    accused = claim.accused
    if claim.lemma != "blame" or accused is None:
        return False
    return all(accused.start <= span.start and all(word.pos_ != "VERB" for word in span) for span in claim.content)


def _points_back(noun: Token) -> bool:
    phrase = syntax.noun_phrase(noun)
    definite = phrase[0].lower_ in POINTING and not syntax.preposition_objects(noun, "of")
    return definite and noun.lemma_.lower() in _words().people | _words().happenings


def _charged(before: list[Attribution]) -> list[EventMention]:
    """Return the events of the latest charge that names some."""
    for claim in reversed(before):
        if claim.stance == "accuses" and claim.events:
            return list(claim.events)
    return []


def _most_told(claim: Attribution, events: list[EventMention]) -> list[EventMention]:
    """Return the last mention of the violent event that the article has told of most before the claim."""
    before = _violent_before(claim, events, reach=len(claim.cue.doc))
    most = max(before, key=lambda event: len(event.corefers), default=None)
    return [event for event in before if event is most or event in most.corefers][-1:] if most is not None else []


def _told_last(claim: Attribution, events: list[EventMention]) -> list[EventMention]:
    """Return the violent event told last before the claim's words, in reach of them."""
    return _violent_before(claim, events, reach=REACH)[-1:]


def _violent_before(claim: Attribution, events: list[EventMention], *, reach: int) -> list[EventMention]:
    start = min(span.start for span in claim.content)
    return [
        event
        for event in events
        if event.type in VIOLENT_TYPES and event.status in HAPPENED and start - reach <= event.trigger.start < start
    ]
