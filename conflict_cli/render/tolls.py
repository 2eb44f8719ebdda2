"""How many people an event killed or wounded, from all the figures that its mentions give."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from conflict_cli.report import Casualties, Event, Report

# "a nurse and four patients" are five
_AND = re.compile(r",?\s+(?:and|as well as|along with)\s+(?:(?:wounded|injured)\s+)?")
_COMMA = re.compile(r",\s+")
# "12 people, three children and a woman": the list may say who the people were
_ANYBODY = re.compile(r"\b(?:people|persons)\b", re.IGNORECASE)
_OWN_VOICE = ""
_CONTRARY = frozenset({"denies", "doubts"})  # who denies an event gives no figure of it


@dataclass(frozen=True, slots=True)
class Toll:
    """A number of people; `low` and `high` are None where the text sets no bound.

    Attributes:
        figures: the figures of the article that add up to `low`; empty when they don't.
    """

    low: int | None = None
    high: int | None = None
    figures: tuple[Casualties, ...] = ()


def toll(mentions: Iterable[Event], harm: str, *, text: str, speakers: Mapping[str, str]) -> Toll:
    """Return the toll of one harm over all mentions of an event.

    Of one source the largest figure counts: the others are parts of it, or older. What different speakers give is
    kept as a range. A figure in the article's own voice below all of theirs is a part: "a child was among them".

    Args:
        mentions: all mentions of one event.
        harm: killed, wounded, ...
        text: the article.
        speakers: who makes each claim, from `speakers_of`.
    """
    of_source: dict[str, Toll] = {}
    for mention in mentions:
        figures = [figure for figure in mention.casualties if figure.harm == harm]
        if not figures:
            continue
        told = _toll_of_mention(figures, text)
        for source in {speakers[claim] for claim in mention.claims if claim in speakers} or {_OWN_VOICE}:
            of_source[source] = max(of_source.get(source, told), told, key=_rank)
    named = [told for source, told in of_source.items() if source != _OWN_VOICE]
    own = of_source.get(_OWN_VOICE)
    if own and not (named and _rank(own) < min(map(_rank, named))):
        named.append(own)
    return _range(named)


def speakers_of(report: Report) -> dict[str, str]:
    """Return who makes each claim that gives figures: an actor's id, or the words of the text."""
    return {
        claim.id: (claim.speaker.actor or claim.speaker.text.casefold()) if claim.speaker else "unnamed"
        for claim in report.claims
        if claim.stance not in _CONTRARY
    }


def _range(tolls: Sequence[Toll]) -> Toll:
    if not tolls:
        return Toll()
    lowest = min(tolls, key=_rank)
    highs = [told.high for told in tolls if told.high is not None]
    return Toll(lowest.low, max(highs) if len(highs) == len(tolls) else None, lowest.figures)


def _toll_of_mention(figures: Iterable[Casualties], text: str) -> Toll:
    """Return the largest sum: "12 people, including three children" are 12."""
    runs: list[list[Casualties]] = []
    listed: set[int] = set()  # runs with a comma in them
    for figure in sorted(figures, key=lambda figure: figure.start):
        between = text[runs[-1][-1].end : figure.start] if runs else ""
        if _AND.fullmatch(between) or _COMMA.fullmatch(between):
            runs[-1].append(figure)
        else:
            runs.append([figure])
        if _COMMA.fullmatch(between):
            listed.add(len(runs) - 1)
    return max((_sum(run, is_list=number in listed) for number, run in enumerate(runs)), key=_rank)


def _sum(run: Sequence[Casualties], *, is_list: bool) -> Toll:
    lows = [figure.low for figure in run if figure.low is not None]
    highs = [figure.high for figure in run if figure.high is not None]
    high = sum(highs) if len(highs) == len(run) else None
    if not lows:
        return Toll(None, high)
    return Toll(max(lows), high) if is_list and _ANYBODY.search(run[0].text) else Toll(sum(lows), high, tuple(run))


def _rank(told: Toll) -> tuple[int, bool]:
    return (-1 if told.low is None else told.low, told.high is not None)
