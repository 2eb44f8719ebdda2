"""Who stands on which side of a dispute: speakers, those they speak of, what was done to whom."""

from __future__ import annotations

from typing import NamedTuple

from spacy.tokens import Doc, Span

from conflict_cli.pipeline.annotations import Attribution, CasualtyFigure, EventMention, ResolvedActor
from conflict_cli.pipeline.event_types import VIOLENT_TYPES
from conflict_cli.taxonomy import load_taxonomy

HAPPENED = frozenset({"happened", "ongoing"})
TAKEOVERS = frozenset({"Government regains territory", "Non-state actor overtakes territory"})
HARM_TYPES = VIOLENT_TYPES | {"Humanitarian impact"}
# figures further apart than this count different things: seven in a raid, ten thousand in the war
LARGEST_RATIO = 30
# victims of no particular kind: "190 were dead", "at least 12 people"
ANY_VICTIMS = frozenset("body casualty dead death fatality number other people person toll victim".split())


class _Speaker(NamedTuple):
    words: str
    identities: frozenset[int]
    states: frozenset[str]  # codes of countries


class Sides:
    """Tell who speaks in a claim and whom it is about."""

    def __init__(self, doc: Doc):
        self._control = [relation for relation in doc._.relations if relation.predicate == "controls"]
        self._actors_at: dict[int, list[ResolvedActor]] = {}
        for actor in doc._.actors:
            for mention in actor.mentions:
                for token in mention.span:
                    self._actors_at.setdefault(token.i, []).append(actor)
        self._speakers: dict[tuple[int, int], _Speaker] = {}

    def of(self, claim: Attribution) -> set[int]:
        """Return the identities of the claim's speakers."""
        return self.within(claim.speaker) if claim.speaker is not None else set()

    def within(self, span: Span) -> set[int]:
        """Return the identities of the actors named in some words."""
        return {id(actor) for token in span for actor in self._actors_at.get(token.i, ())}

    def told_of(self, claim: Attribution) -> set[int]:
        """Return the identities of the actors that a claim's content names."""
        return {identity for part in claim.content for identity in self.within(part)}

    def countries(self, span: Span) -> set[str]:
        """Return the countries of the actors named in some words."""
        return {actor.country for token in span for actor in self._actors_at.get(token.i, ()) if actor.country}

    def doers(self, claim: Attribution) -> set[int]:
        """Return whom a claim names as the doer: its speaker, the one accused, or who acts in what it tells."""
        if claim.stance == "admits":
            return self.of(claim)
        if claim.accused is not None:
            return self.within(claim.accused)
        initiators = [argument.span for event in claim.events for argument in event.initiators]
        return {identity for span in initiators for identity in self.within(span)}

    def held(self, claim: Attribution) -> dict[str, set[int]]:
        """Return place -> identities of those who, as the claim has it, took or hold it; a place is its last word."""
        told: list[tuple[Span, list[Span]]] = [
            (place.span, [doer.span for doer in event.initiators])
            for event in claim.events
            if event.subtype in TAKEOVERS and event.status in HAPPENED
            for place in (*event.targets, *event.locations)
        ]
        told += [
            (relation.object, [relation.subject])
            for relation in self._control
            if any(part.start <= relation.object.start < part.end for part in claim.content)
        ]
        held: dict[str, set[int]] = {}
        for place, holders in told:
            name = place[-1]
            identities = {identity for span in holders for identity in self.within(span)}
            if name.pos_ == "PROPN" and identities:
                # "its troops": whoever speaks of troops as theirs holds the place too
                held.setdefault(name.lower_, set()).update(identities | self.of(claim))
        return held

    def differ(self, one: Attribution, other: Attribution) -> bool:
        """Tell whether two claims are known to have different speakers."""
        if one.speaker is None or other.speaker is None:
            return False
        first, second = self._speaker(one.speaker), self._speaker(other.speaker)
        if first.words == second.words or first.identities & second.identities:
            return False
        # an army and its government speak for one side
        return not first.states & second.states

    def _speaker(self, span: Span) -> _Speaker:
        """Return what is compared of a speaker, worked out once for each."""
        key = (span.start, span.end)
        if key not in self._speakers:
            states = frozenset(self._states(span))
            self._speakers[key] = _Speaker(span.text.lower(), frozenset(self.within(span)), states)
        return self._speakers[key]

    def _states(self, span: Span) -> set[str]:
        """Return the countries whose government or forces some words name."""
        actors = [actor for token in span for actor in self._actors_at.get(token.i, ())]
        return {actor.country for actor in actors if actor.country and actor.kind in load_taxonomy().ucdp_state}

    def lays_at_door(self, event: EventMention, denial: Attribution) -> bool:
        """Tell whether an event is the denier's doing: the same actor's, or a force's of the denier's country."""
        if denial.speaker is None:
            return False
        speaking, country = self.within(denial.speaker), self.countries(denial.speaker)
        return any(
            self.within(argument.span) & speaking or self.countries(argument.span) & country
            for argument in event.initiators
        )


def harmed(event: EventMention) -> set[str]:
    """Return the nouns for those whom an event killed or hurt."""
    if event.type not in HARM_TYPES:
        return set()
    spans = [*(argument.span for argument in event.targets), *(figure.span for figure in event.casualties)]
    return {span.root.lemma_.lower() for span in spans if span.root.pos_ == "NOUN"}


def same_targets(event: EventMention, other: EventMention) -> bool:
    """Tell whether two events were done to the same, or one of the two names nobody."""
    if not event.targets or not other.targets:
        return True
    words = {argument.span.root.lemma_.lower() for argument in event.targets}
    return any(argument.span.root.lemma_.lower() in words for argument in other.targets)


def same_event(event: EventMention, other: EventMention) -> bool:
    """Tell whether two mentions are one event, or are called by the same word with nothing against it."""
    if event is other or other in event.corefers:
        return True
    alike = event.head.lemma_.lower() == other.head.lemma_.lower() or event.subtype == other.subtype
    return {event.type, other.type} <= VIOLENT_TYPES and alike and same_targets(event, other)


def figures_exclude(figure: CasualtyFigure, rival: CasualtyFigure) -> bool:
    """Tell whether two figures of the same harm to the same people leave no number in common, yet are comparable."""
    if figure.harm != rival.harm or not _same_victims(figure.span, rival.span):
        return False
    low = max(bound for bound in (figure.low, rival.low, 0) if bound is not None)
    high = min((bound for bound in (figure.high, rival.high) if bound is not None), default=None)
    return high is not None and high < low <= high * LARGEST_RATIO


def _same_victims(span: Span, other: Span) -> bool:
    words = [part.root.lemma_.lower() for part in (span, other) if part.root.pos_ in {"NOUN", "PROPN"}]
    named = {word for word in words if word not in ANY_VICTIMS}
    return len(named) <= 1
