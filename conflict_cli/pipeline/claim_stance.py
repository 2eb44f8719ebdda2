"""Say how a speaker stands to what is said: asserts it, denies it, accuses, demands, threatens."""

from __future__ import annotations

import re

from spacy.tokens import Span

from conflict_cli.matcher import syntax
from conflict_cli.matcher.compiler import Finding
from conflict_cli.pipeline.annotations import Attribution
from conflict_cli.pipeline.model_reading import ModelReading
from conflict_cli.pipeline.text_patterns import PatternFile
from conflict_cli.taxonomy import load_taxonomy

STANCE_FILE = "stance_wording.yaml"
NEUTRAL = "asserts"
LEAST_STANCE = 0.7  # for the model to see more than a statement where the rules see one


def stance_of(finding: Finding, content: list[Span], wording: PatternFile) -> str:
    """Return the stance that the cue gives, or else the words of what is said."""
    heads = finding.arguments.get("content", [])
    if heads and "infinitive" in finding.rule.meaning and syntax.is_infinitive_form(heads[0]):
        return str(finding.rule.meaning["infinitive"])
    stance: str = finding.rule.meaning["stance"]
    if stance != NEUTRAL:
        return stance
    if syntax.is_negated(finding.head):
        return "denies"
    worded = worded_stance(" ".join(span.text for span in content), wording)
    doers = [subject for head in heads for subject in syntax.subjects(head)]
    if worded == "accuses" and any(syntax.speakers_meant(doer) for doer in doers):
        return "admits"  # "the group said it was behind the attack"
    return worded or stance


def worded_stance(text: str, wording: PatternFile) -> str | None:
    """Return the stance that the words of a claim show, None when they show none."""
    plain = re.sub(r"\s+", " ", text.replace('"', " ")).strip()
    return next((pattern.reading for pattern in wording.patterns if pattern.regex.search(plain)), None)


def check_stance(claim: Attribution, reading: ModelReading) -> None:
    """Take the stance that the model reads in a mere statement: "said soldiers had executed his sons" accuses."""
    if claim.stance != NEUTRAL:
        return
    likely = read_stances(claim.cue, reading)
    best = max(likely, key=lambda stance: likely[stance], default=NEUTRAL)
    if best != NEUTRAL and likely[best] >= LEAST_STANCE:
        claim.stance, claim.plover = best, load_taxonomy().stance_plover.get(best)


def read_stances(cue: Span, reading: ModelReading) -> dict[str, float]:
    """Return how likely the model takes each stance of a cue, by its surest word; empty where it read none."""
    likely = reading.stances(reading.cue_of(cue))
    total = sum(likely.values())
    return {stance: score / total for stance, score in likely.items()} if total else {}
