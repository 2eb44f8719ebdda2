"""conflict_disputes: what the article's own sources disagree on."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from conflict_cli.pipeline.annotations import Attribution, Disagreement, EventMention, ResolvedActor
from conflict_cli.taxonomy import load_taxonomy

CHARGING_STANCES = frozenset({"accuses", "asserts", "condemns", "justifies"})
DOER_STANCES = frozenset({"accuses", "admits"})  # a claim of responsibility and a charge both name a doer
LONGEST_QUOTE = 80  # characters of a claim kept in a summary
VIOLENT_TYPES = frozenset({"Battles", "Explosions/Remote violence", "Violence against civilians"})


@Language.factory(
    "conflict_disputes", requires=["doc._.claims", "doc._.events", "doc._.actors"], assigns=["doc._.disputes"]
)
def create_disputes(nlp: Language, name: str) -> DisputeFinder:
    """Build the component."""
    return DisputeFinder()


class DisputeFinder:
    """Write `doc._.disputes`: rebels report strikes on civilians, Damascus denies targeting them."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the disputes of one Doc."""
        sides = _Sides(doc)
        doc._.disputes = [*_denials(doc, sides), *_responsibility_disputes(doc, sides), *_casualty_disputes(doc, sides)]
        return doc


class _Sides:
    """Tell who speaks in a claim and whom it is about."""

    def __init__(self, doc: Doc):
        self._actors_at: dict[int, list[ResolvedActor]] = {}
        for actor in doc._.actors:
            for mention in actor.mentions:
                for token in mention.span:
                    self._actors_at.setdefault(token.i, []).append(actor)

    def of(self, claim: Attribution) -> set[int]:
        """Return the identities of the claim's speakers."""
        return self.within(claim.speaker) if claim.speaker is not None else set()

    def within(self, span: Span) -> set[int]:
        """Return the identities of the actors named in some words."""
        return {id(actor) for token in span for actor in self._actors_at.get(token.i, ())}

    def countries(self, span: Span) -> set[str]:
        """Return the countries of the actors named in some words."""
        return {actor.country for token in span for actor in self._actors_at.get(token.i, ()) if actor.country}

    def differ(self, one: Attribution, other: Attribution) -> bool:
        """Tell whether two claims are known to have different speakers."""
        if one.speaker is None or other.speaker is None or one.speaker.text.lower() == other.speaker.text.lower():
            return False
        if self.of(one) & self.of(other):
            return False
        # an army and its government speak for one side
        return not self._states(one.speaker) & self._states(other.speaker)

    def _states(self, span: Span) -> set[str]:
        """Return the countries whose government or forces some words name."""
        actors = [actor for token in span for actor in self._actors_at.get(token.i, ())]
        return {actor.country for actor in actors if actor.country and actor.kind in load_taxonomy().ucdp_state}


def _denials(doc: Doc, sides: _Sides) -> Iterator[Disagreement]:
    """Find denials of what another source charges the speaker with, or tells of the same event."""
    for denial in doc._.claims:
        if denial.stance != "denies" or denial.speaker is None:
            continue
        rivals = [
            claim
            for claim in doc._.claims
            if claim is not denial and claim.stance in CHARGING_STANCES
            if sides.differ(denial, claim) and _concerns(denial, claim, sides)
        ]
        if rivals:
            claims = sorted([denial, *rivals], key=lambda claim: claim.cue.start)
            events = [event for claim in claims for event in claim.events]
            yield Disagreement("denial", _unique(events), claims, _summary(claims))


def _concerns(denial: Attribution, claim: Attribution, sides: _Sides) -> bool:
    """Tell whether a claim charges the denier with what is denied."""
    for event in claim.events:
        for denied in denial.events:
            if event is denied or denied in event.corefers:
                return True
            same_kind = {event.type, denied.type} <= VIOLENT_TYPES and _same_victims(event, denied)
            if same_kind and _same_side(event, denial, sides):
                return True
            # "denied that any soldiers had died": the harm itself, whoever did it
            if not denied.initiators and _harmed(denied) & _harmed(event):
                return True
    charged = claim.accused is not None and bool(sides.within(claim.accused) & sides.of(denial))
    return charged and (not denial.events or not claim.events)


def _same_side(event: EventMention, denial: Attribution, sides: _Sides) -> bool:
    """Tell whether the event is laid at the denier's door: same actor, or a force of the denier's country."""
    if denial.speaker is None:
        return False
    speaking, country = sides.within(denial.speaker), sides.countries(denial.speaker)
    return any(
        sides.within(argument.span) & speaking or sides.countries(argument.span) & country
        for argument in event.initiators
    )


def _same_victims(event: EventMention, denied: EventMention) -> bool:
    """Tell whether what is denied was done to those the charge names, or one of the two names nobody."""
    if not event.targets or not denied.targets:
        return True
    words = {argument.span.root.lemma_.lower() for argument in event.targets}
    return any(argument.span.root.lemma_.lower() in words for argument in denied.targets)


def _responsibility_disputes(doc: Doc, sides: _Sides) -> Iterator[Disagreement]:
    """Find sources that lay one event at different doors: "rebels blamed the army; the army blamed rebels"."""
    charges = [claim for claim in doc._.claims if claim.stance in DOER_STANCES and claim.speaker is not None]
    for number, one in enumerate(charges):
        rivals = [
            other
            for other in charges[number + 1 :]
            if sides.differ(one, other) and _told_of_one_event(one, other) and _name_rival_doers(one, other, sides)
        ]
        if rivals:
            claims = [one, *rivals]
            events = [event for claim in claims for event in claim.events]
            yield Disagreement("responsibility", _unique(events), claims, _summary(claims))
            return  # one row for all who take part


def _told_of_one_event(one: Attribution, other: Attribution) -> bool:
    return any(event is told or told in event.corefers for event in one.events for told in other.events)


def _name_rival_doers(one: Attribution, other: Attribution, sides: _Sides) -> bool:
    """Tell whether the two claims name different doers, by accusation or by admission."""
    mine, theirs = _doers(one, sides), _doers(other, sides)
    return bool(mine and theirs) and not mine & theirs


def _doers(claim: Attribution, sides: _Sides) -> set[int]:
    if claim.stance == "admits":
        return sides.of(claim)
    return sides.within(claim.accused) if claim.accused is not None else set()


def _harmed(event: EventMention) -> set[str]:
    """Return the nouns for those whom an event killed or hurt."""
    if event.type not in VIOLENT_TYPES | {"Humanitarian impact"}:
        return set()
    spans = [*(argument.span for argument in event.targets), *(figure.span for figure in event.casualties)]
    return {span.root.lemma_.lower() for span in spans if span.root.pos_ == "NOUN"}


def _casualty_disputes(doc: Doc, sides: _Sides) -> Iterator[Disagreement]:
    """Find figures of different sources for the same event and harm that cannot both be true."""
    seen: set[frozenset[int]] = set()
    for event in doc._.events:
        for other in (event, *event.corefers):
            for one, another in _rival_claims(event, other, sides):
                key = frozenset({id(one), id(another)})
                if key not in seen:
                    seen.add(key)
                    claims = sorted([one, another], key=lambda claim: claim.cue.start)
                    yield Disagreement("casualties", _unique([event, other]), claims, _summary(claims))


def _rival_claims(event: EventMention, other: EventMention, sides: _Sides) -> Iterator[tuple[Attribution, Attribution]]:
    for one in event.claims:
        for another in other.claims:
            if one is another or not sides.differ(one, another):
                continue
            for figure in event.casualties:
                for rival in other.casualties:
                    inside = _in_content(figure.span, one) and _in_content(rival.span, another)
                    if (
                        inside
                        and figure.harm == rival.harm
                        and _exclude((figure.low, figure.high), (rival.low, rival.high))
                    ):
                        yield one, another


def _in_content(span: Span, claim: Attribution) -> bool:
    return any(part.start <= span.start < part.end for part in claim.content)


def _exclude(one: tuple[int | None, int | None], other: tuple[int | None, int | None]) -> bool:
    """Tell whether two pairs of bounds leave no number in common."""
    low = max(bound for bound in (one[0], other[0], 0) if bound is not None)
    high = min((bound for bound in (one[1], other[1]) if bound is not None), default=None)
    return high is not None and low > high


def _summary(claims: list[Attribution]) -> str:
    return "; ".join(f"{_name(claim)} {claim.cue.text} {_quote(claim)}" for claim in claims)


def _name(claim: Attribution) -> str:
    return " ".join(claim.speaker.text.split()) if claim.speaker is not None else "unnamed"


def _quote(claim: Attribution) -> str:
    words = " ".join(" ".join(part.text for part in claim.content).split())
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"


def _unique(events: list[EventMention]) -> list[EventMention]:
    found: list[EventMention] = []
    for event in events:
        if event not in found:
            found.append(event)
    return found
