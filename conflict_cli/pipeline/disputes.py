"""conflict_disputes: what the article's own sources disagree on."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli.pipeline.annotations import Attribution, CasualtyFigure, Disagreement, EventMention
from conflict_cli.pipeline.dispute_sides import (
    TAKEOVERS,
    Sides,
    figures_exclude,
    harmed,
    same_event,
    same_targets,
)
from conflict_cli.pipeline.event_types import VIOLENT_TYPES

CHARGING_STANCES = frozenset({"accuses", "admits", "asserts", "condemns", "justifies"})
DOER_STANCES = frozenset({"accuses", "admits"})  # a claim of responsibility and a charge both name a doer
HOLDING_STANCES = frozenset({"admits", "asserts", "promises"})
LONGEST_QUOTE = 80  # characters of a claim kept in a summary
WINDOW_CLAIMS = 40  # claims on either side that one is compared with; keeps long articles linear
ANSWER_CLAIMS = 2  # how many claims back what is denied in an answer may stand
# what a denial calls the words of another: "dismissed this version", "rejects the charge"
OTHERS_WORDS = frozenset(
    "account accusation allegation assertion charge claim figure report story suggestion toll version".split()
)
POINTING = frozenset({"any", "it", "such", "that", "the", "them", "these", "this", "those"})
# "rejected the deal" and "said it had not signed" may answer nobody
PLAIN_DENIALS = frozenset("brush counter deny disavow dismiss disown dispute rebut refute retort scoff".split())
SHARED_POS = frozenset({"NOUN", "PROPN", "VERB"})
NAME_POS = frozenset({"PROPN"})


@Language.factory(
    "conflict_disputes",
    requires=["doc._.claims", "doc._.events", "doc._.relations", "doc._.actors"],
    assigns=["doc._.disputes"],
)
def create_disputes(nlp: Language, name: str) -> DisputeFinder:
    """Build the component."""
    return DisputeFinder()


class DisputeFinder:
    """Write `doc._.disputes`: rebels report strikes on civilians, Damascus denies targeting them."""

    def __call__(self, doc: Doc) -> Doc:
        """Find the disputes of one Doc."""
        sides = Sides(doc)
        claims = list(doc._.claims)
        doc._.disputes = [
            *_denials(claims, sides),
            *_rivalries("responsibility", [c for c in claims if c.stance in DOER_STANCES], sides, _name_rival_doers),
            *_rivalries("casualties", claims, sides, _give_rival_figures),
            *_rivalries("justification", claims, sides, _judge_differently),
            *_rivalries("control", [c for c in claims if c.stance in HOLDING_STANCES], sides, _hold_one_place),
        ]
        return doc


def _near(claims: list[Attribution], number: int) -> list[Attribution]:
    return claims[max(0, number - WINDOW_CLAIMS) : number + WINDOW_CLAIMS + 1]


# ---------------------------------------------------------------- denials


def _denials(claims: list[Attribution], sides: Sides) -> Iterator[Disagreement]:
    """Find denials of what another source charges the speaker with, or tells of the same event."""
    for number, denial in enumerate(claims):
        if denial.stance != "denies" or denial.speaker is None:
            continue
        rivals = [
            claim
            for claim in _near(claims, number)
            if claim is not denial and claim.stance in CHARGING_STANCES
            if sides.differ(denial, claim) and not _holds(claim, denial) and _concerns(denial, claim, sides)
        ]
        rivals = rivals or _answered(denial, claims[max(0, number - ANSWER_CLAIMS) : number], sides)
        if rivals:
            yield _disagreement(_kind(rivals), [denial, *rivals])


def _kind(denied: list[Attribution]) -> str:
    """Return what a denial disputes: a reason given, who holds a place, or else what is said to have happened."""
    if all(claim.stance == "justifies" for claim in denied):
        return "justification"
    told = [claim.events[0] for claim in denied if claim.events]
    return "control" if told and all(event.subtype in TAKEOVERS for event in told) else "denial"


def _answered(denial: Attribution, before: list[Attribution], sides: Sides) -> list[Attribution]:
    """Return what a denial answers, told just before by another side: "The rebels spoke of 40 dead; he denied it"."""
    for claim in reversed(before):
        if claim.stance in CHARGING_STANCES and sides.differ(denial, claim) and not _holds(claim, denial):
            plain = denial.lemma in PLAIN_DENIALS and _is_matter_of(denial, claim)
            return [claim] if plain or _points_back(denial) else []
    return []


def _is_matter_of(denial: Attribution, claim: Attribution) -> bool:
    """Tell whether a claim tells what one denies: in the same words, or a charge or violence and nobody else named."""
    if _words(denial) & _words(claim):
        return True
    charged = claim.stance == "accuses" or any(event.type in VIOLENT_TYPES for event in claim.events)
    return charged and _words(denial, NAME_POS) <= _words(claim, NAME_POS)


def _points_back(denial: Attribution) -> bool:
    """Tell whether a denial names what another said: "this version", "the charge", "them"."""
    root = denial.content[0].root
    first = denial.content[0][0].lower_
    return first in POINTING and (root.lemma_.lower() in OTHERS_WORDS or len(denial.content[0]) == 1)


def _words(claim: Attribution, pos: frozenset[str] = SHARED_POS) -> set[str]:
    tokens = (token for part in claim.content for token in part)
    return {token.lemma_.lower() for token in tokens if token.pos_ in pos and not token.is_stop}


def _holds(claim: Attribution, denial: Attribution) -> bool:
    """Tell whether a claim only passes the denial on: "Reuters reported that the army denied it"."""
    return any(span.start <= denial.cue.start < span.end for span in claim.content)


def _concerns(denial: Attribution, claim: Attribution, sides: Sides) -> bool:
    """Tell whether a claim charges the denier with what is denied, or tells what is denied."""
    for event in claim.events:
        for denied in denial.events:
            if event is denied or denied in event.corefers:
                return True
            same_kind = {event.type, denied.type} <= VIOLENT_TYPES and same_targets(event, denied)
            if same_kind and sides.lays_at_door(event, denial):
                return True
            # "denied that any soldiers had died": the harm itself, whoever did it
            if not denied.initiators and harmed(denied) & harmed(event):
                return True
    if claim.stance == "admits":
        # "ruled out Taliban involvement", and the Taliban claim responsibility
        return bool(sides.told_of(denial) & sides.of(claim))
    charged = sides.within(claim.accused) if claim.accused is not None else set()
    if claim.stance == "accuses":
        charged |= sides.told_of(claim)
    # "denied the accusation": no event is named, so whoever was charged before is meant
    return bool(charged & sides.of(denial)) and not (denial.events and claim.events)


# ---------------------------------------------------------------- rival accounts


def _rivalries(
    kind: str,
    claims: list[Attribution],
    sides: Sides,
    at_odds: Callable[[Attribution, Attribution, Sides], bool],
) -> Iterator[Disagreement]:
    """Find the claims of different speakers that are at odds; all that a first one contradicts are one dispute."""
    taken: set[int] = set()
    for number, one in enumerate(claims):
        if id(one) in taken:
            continue
        later = claims[number + 1 : number + 1 + WINDOW_CLAIMS]
        rivals = [other for other in later if sides.differ(one, other) and at_odds(one, other, sides)]
        if rivals:
            taken |= {id(claim) for claim in (one, *rivals)}
            yield _disagreement(kind, [one, *rivals])


def _name_rival_doers(one: Attribution, other: Attribution, sides: Sides) -> bool:
    """Tell whether two claims lay one event at different doors: "rebels blamed the army; the army blamed rebels"."""
    mine, theirs = sides.doers(one), sides.doers(other)
    if not mine or not theirs or mine & theirs:
        return False
    return any(same_event(event, told) for event in one.events for told in other.events)


def _give_rival_figures(one: Attribution, other: Attribution, sides: Sides) -> bool:
    """Tell whether two claims count the victims of one event so that both can't be right."""
    return any(
        figures_exclude(figure, rival) and _may_be_one(event, told)
        for event, figure in _figures(one)
        for told, rival in _figures(other)
    )


def _figures(claim: Attribution) -> list[tuple[EventMention, CasualtyFigure]]:
    return [
        (event, figure)
        for event in claim.events
        for figure in event.casualties
        if any(part.start <= figure.span.start < part.end for part in claim.content)
    ]


def _may_be_one(event: EventMention, told: EventMention) -> bool:
    """Tell whether nothing said of time and place keeps two events apart."""
    if event is told or told in event.corefers:
        return True
    if event.time and told.time and (event.time.earliest, event.time.latest) != (told.time.earliest, told.time.latest):
        return False
    places = [{argument.span.root.lemma_.lower() for argument in each.locations} for each in (event, told)]
    return not (places[0] and places[1] and not places[0] & places[1])


def _judge_differently(one: Attribution, other: Attribution, sides: Sides) -> bool:
    """Tell whether one side justifies what the other condemns."""
    if {one.stance, other.stance} != {"justifies", "condemns"}:
        return False
    return any(same_event(event, told) for event in one.events for told in other.events)


def _hold_one_place(one: Attribution, other: Attribution, sides: Sides) -> bool:
    """Tell whether two claims give one place to different holders: "the army had retaken Marea; we hold Marea"."""
    return any(
        place == rival and not holders & rivals
        for place, holders in sides.held(one).items()
        for rival, rivals in sides.held(other).items()
    )


# ---------------------------------------------------------------- the report of it


def _disagreement(kind: str, claims: list[Attribution]) -> Disagreement:
    claims = sorted(claims, key=lambda claim: claim.cue.start)
    events: list[EventMention] = []
    for claim in claims:
        events += [event for event in claim.events if event not in events]
    summary = "; ".join(f"{_name(claim)} {claim.cue.text} {_quote(claim)}" for claim in claims)
    return Disagreement(kind, events, claims, summary)


def _name(claim: Attribution) -> str:
    return " ".join(claim.speaker.text.split()) if claim.speaker is not None else "unnamed"


def _quote(claim: Attribution) -> str:
    words = " ".join(" ".join(part.text for part in claim.content).split())
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0] + "…"
