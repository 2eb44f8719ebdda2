"""Correct the claims of the rules by what the trained model reads in their sentences, and add those no rule knows."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span

from conflict_cli.pipeline.annotations import Attribution
from conflict_cli.pipeline.claim_content import quotation_kind, trim
from conflict_cli.pipeline.claim_site import Page
from conflict_cli.pipeline.claim_speaker import speaker_kind, speaker_span
from conflict_cli.pipeline.claim_stance import read_stances
from conflict_cli.pipeline.model_reading import ModelReading
from conflict_cli.taxonomy import load_taxonomy

RULE = "model.cue"
# How sure the model must be, 0 to 1: chosen on annotated news and on invented articles held out of its training.
LEAST_CUE = 0.95  # of one word, for a cue that no rule knows
LEAST_OF_CUE = 0.5  # of the words beside it
LEAST_KEPT = 0.1  # of one word, to keep a cue of the rules
LEAST_SAID = 0.5
LEAST_SPEAKER = 0.7
MOST_OF_OTHER_SPEAKER = 0.1  # of the rules' speaker, for the model's to replace it
MOST_SHARED = 0.7  # of the words said, as Dice has it
FEWEST_WORDS = 2
LONGEST_GAP = 2  # words that the model leaves out of what is said, and a reader would not
SPEAKER_POS = frozenset({"NOUN", "PRON", "PROPN"})


def is_read(claim: Attribution, reading: ModelReading) -> bool:
    """Tell whether the model sees a claim where the rules do: not in "the blast claimed two lives"."""
    read = [reading.cited(word) for word in claim.cue if word.is_alpha and reading.stances(word)]
    return not read or max(read) >= LEAST_KEPT


def check_speaker(claim: Attribution, reading: ModelReading, page: Page) -> None:
    """Take the speaker that the model surely reads in place of one in whom it sees none."""
    likely = _roles(claim.cue, reading).get("speaker", {})
    if claim.speaker is None or any(likely.get(word.i, 1.0) > MOST_OF_OTHER_SPEAKER for word in claim.speaker):
        return
    speaker = _speaker(claim.cue, likely, page)
    if speaker is not None:
        claim.speaker, claim.speaker_kind = speaker, speaker_kind(speaker, page.mentions)


def check_content(claim: Attribution, reading: ModelReading, page: Page) -> None:
    """Take what the model reads as said where the rules have half of it, or twice as much."""
    likely = _roles(claim.cue, reading).get("content", {})
    said = {word.i for span in claim.content for word in span}
    read = {word for word, score in likely.items() if score >= LEAST_SAID}
    shared = 2 * len(said & read) / max(1, len(said) + len(read))
    if not said <= likely.keys() or not 0 < shared < MOST_SHARED:
        return
    content = list(_content(claim.cue, likely, page))
    if content:
        claim.content, claim.quotation = content, quotation_kind(content, page)


def find_read_claims(doc: Doc, found: list[Attribution], reading: ModelReading, page: Page) -> Iterator[Attribution]:
    """Yield the claims of cues that the model surely reads and no rule knows: "residents grumbled that ..."."""
    known = {word.i for claim in found for word in claim.cue}
    for cue in _cues(doc, reading):
        if not known.isdisjoint(range(cue.start, cue.end)):
            continue
        roles, likely = _roles(cue, reading), read_stances(cue, reading)
        content = list(_content(cue, roles["content"], page))
        if not content:
            continue
        stance, speaker = max(likely, key=lambda name: likely[name]), _speaker(cue, roles["speaker"], page)
        yield Attribution(
            speaker=speaker,
            cue=cue,
            lemma=cue.root.lemma_.lower(),
            content=content,
            stance=stance,
            quotation=quotation_kind(content, page),
            rule=RULE,
            speaker_kind=speaker_kind(speaker, page.mentions),
            plover=load_taxonomy().stance_plover.get(stance),
        )


def _cues(doc: Doc, reading: ModelReading) -> Iterator[Span]:
    """Yield the runs of words that the model reads as a cue, one of them surely."""
    start = None
    for index in range(len(doc) + 1):
        if index < len(doc) and reading.cited(doc[index]) >= LEAST_OF_CUE:
            start = index if start is None else start
        elif start is not None:
            if max(reading.cited(word) for word in doc[start:index]) >= LEAST_CUE:
                yield doc[start:index]
            start = None


def _roles(cue: Span, reading: ModelReading) -> dict[str, dict[int, float]]:
    return reading.roles(reading.cue_of(cue))


def _speaker(cue: Span, likely: dict[int, float], page: Page) -> Span | None:
    """Return the phrase of the surest word for a speaker outside the cue, None where there is no sure one."""
    sure = [cue.doc[word] for word, score in likely.items() if score >= LEAST_SPEAKER]
    sure = [word for word in sure if word.pos_ in SPEAKER_POS]
    heads = [word for word in sure if word not in cue and not any(other.is_ancestor(word) for other in sure)]
    if not heads:
        return None
    return speaker_span([max(heads, key=lambda word: likely[word.i])], cue, page.paragraph_of(cue.start))


def _content(cue: Span, likely: dict[int, float], page: Page) -> Iterator[Span]:
    """Yield the runs of words that the model reads as what is said."""
    runs: list[tuple[int, int]] = []
    for word, score in likely.items():
        if score < LEAST_SAID or cue.start <= word < cue.end:
            continue
        across = bool(runs) and runs[-1][1] <= cue.start < word
        if runs and word - runs[-1][1] <= LONGEST_GAP and not across:
            runs[-1] = (runs[-1][0], word + 1)
        else:
            runs.append((word, word + 1))
    for start, end in runs:
        span = trim(page, start, end)
        if span is not None and sum(word.is_alpha for word in span) >= FEWEST_WORDS:
            yield span
