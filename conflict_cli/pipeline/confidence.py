"""How sure an event is: the rule's own word, and how much the text tells beside the trigger.

The steps were set on 24 articles annotated in full; `benchmarks/calibration.py` prints how often events of each
confidence are right there.
"""

from __future__ import annotations

from conflict_cli.pipeline.annotations import EventMention

HARM = 0.5  # what rules state for harm with no cause named: "killed", "wounded"
WEAK = 0.6  # below it a rule's words have peaceful readings too: "attack", "battle", "beat"
HARM_STEP = -0.15  # half of these tell of an event told already by another word
WEAK_STEP = 0.06  # two in three of these are right, those that only the trained model reads among them
# by the number of details told: who, to whom, where, when, with what, how many hurt
DETAIL_STEPS = (-0.05, 0.15, 0.15, 0.22)
HIGHEST = 0.95


def stated_confidence(event: EventMention) -> float:
    """Return the confidence to report for an event whose `confidence` is still its rule's, from 0 to 1."""
    if event.confidence <= HARM:
        return event.confidence + HARM_STEP
    if event.confidence < WEAK:
        return event.confidence + WEAK_STEP
    return min(HIGHEST, event.confidence + DETAIL_STEPS[min(_details(event), len(DETAIL_STEPS) - 1)])


def _details(event: EventMention) -> int:
    placed = [argument for argument in event.locations if not argument.inferred]
    dated = event.time is not None and not event.time_inferred
    told = (event.initiators, event.targets, event.weapons, event.casualties, placed, dated)
    return sum(map(bool, told))
