"""Find claims that the form of a line makes: a colon before a quotation, a headline such as "Police: five held"."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from conflict_cli.matcher import syntax
from conflict_cli.matcher.rule import Rule
from conflict_cli.matcher.syntax import speech
from conflict_cli.pipeline.annotations import Attribution, Quotation
from conflict_cli.pipeline.claim_content import trim
from conflict_cli.pipeline.claim_site import Page
from conflict_cli.pipeline.claim_speaker import speaker_kind, speaker_words

COLON = ":"
LONGEST_LINE_SPEAKER = 6  # words before the colon; longer ones are sentences
FEWEST_QUOTED = 4  # words; fewer after a colon are a title or a name
FEWEST_HEADLINE_WORDS = 3


def find_line_claims(doc: Doc, found: list[Attribution], page: Page, rules: Iterable[Rule]) -> list[Attribution]:
    """Return the claims of colons that no cue has claimed yet.

    Args:
        doc: the article.
        found: the claims of cues.
        page: its quotations and paragraphs.
        rules: those for the forms of lines, "colon" and "headline".
    """
    claimed = {token.i for claim in found for span in (*claim.content, claim.cue) for token in span}
    claims: list[Attribution | None] = []
    structure = doc._.structure
    for rule in rules:
        if rule.form == "colon":
            claims += [_colon_quotation(rule, quotation, claimed, page) for quotation in page.quotations]
        elif structure is not None and structure.title is not None:
            claims.append(_headline(rule, structure.title, claimed, page))
    return [claim for claim in claims if claim is not None]


def _colon_quotation(rule: Rule, quotation: Quotation, claimed: set[int], page: Page) -> Attribution | None:
    """Read "The mayor was clear: 'We stay.'" as said by the subject of the sentence."""
    doc, colon = page.doc, quotation.span.start - 1
    while colon > 0 and doc[colon].is_space:
        colon -= 1
    if (
        colon < 1
        or doc[colon].text != COLON
        or quotation.inner.start in claimed
        or len(quotation.inner) < FEWEST_QUOTED
        or not any(token.pos_ in {"AUX", "VERB"} for token in quotation.inner)  # the title of a film
    ):
        return None
    first = max(page.paragraph_of(colon)[0], syntax.sentence_of(doc[colon]).start)
    speaker, content = _line_speaker(doc[first:colon]), trim(page, quotation.span.start, quotation.span.end)
    if speaker is None or content is None:
        return None
    start = colon - 1 if doc[colon - 1].pos_ == "VERB" else colon  # "he continued:"
    return _make(rule, doc[start : colon + 1], speaker, content, "direct", page)


def _line_speaker(lead: Span) -> Span | None:
    """Return who the words before a colon name: the whole of a short line, else the subject of the nearest verb."""
    if _names_somebody(lead):
        return lead
    for token in reversed(list(lead)):
        if token.pos_ in {"VERB", "AUX"}:
            heads = [head for head in speech.stated_subjects(token) if lead.start <= head.i < lead.end]
            if heads:
                return speech.speaker_phrase(heads)
    return None


def _headline(rule: Rule, title: Span, claimed: set[int], page: Page) -> Attribution | None:
    """Read "Police: five held after raid"."""
    doc = page.doc
    colon = next((token.i for token in title if token.text == COLON), None)
    if colon is None or title.start in claimed or colon in claimed:
        return None
    lead, content = doc[title.start : colon], trim(page, colon + 1, title.end)
    if content is None or sum(token.is_alpha for token in content) < FEWEST_HEADLINE_WORDS or not _names_somebody(lead):
        return None
    quoted = any(q.span.start < content.end and content.start < q.span.end for q in page.quotations)
    return _make(rule, doc[colon : colon + 1], lead, content, "mixed" if quoted else "indirect", page)


def _names_somebody(lead: Span) -> bool:
    if not 0 < len(lead) <= LONGEST_LINE_SPEAKER or any(token.pos_ in {"AUX", "VERB"} for token in lead):
        return False
    return any(_is_source(token) for token in lead)


def _is_source(token: Token) -> bool:
    return token.ent_type_ in {"PERSON", "ORG", "GPE"} or token.lemma_.lower() in speaker_words()


def _make(rule: Rule, cue: Span, speaker: Span, content: Span, quotation: str, page: Page) -> Attribution:
    return Attribution(
        speaker=speaker,
        cue=cue,
        lemma=COLON,
        content=[content],
        stance=rule.meaning["stance"],
        quotation=quotation,
        rule=rule.id,
        speaker_kind=speaker_kind(speaker, page.mentions),
    )
