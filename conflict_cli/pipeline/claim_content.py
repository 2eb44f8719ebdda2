"""Find the words a cue reports: clauses, whole quotations, what is left of the sentence."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from conflict_cli.matcher import syntax
from conflict_cli.matcher.syntax import speech
from conflict_cli.pipeline.annotations import Attribution
from conflict_cli.pipeline.claim_site import LINKS, Page, Range, Site

FEWEST_BARE_WORDS = 3  # "Yes, he said" and slips of the parser leave less
TAKING_UP = frozenset({"admits", "denies", "doubts"})
JOINING = frozenset({"and", "but", "or", "then"})
"""Before "according to" these open a clause: "he ran and, according to police, fell"."""
SENTENCE_ENDS = frozenset({".", "!", "?", '"', "''"})


def find_content(site: Site, page: Page) -> list[Span]:
    """Return what is said: one span, or two when cue and speaker stand in the middle of it; empty when nothing is."""
    ranges = _quoted(site, page) if site.bare and not site.negated else []
    ranges = ranges or _governed(site, page) or _around(site, page)
    if not ranges and site.bare in ("sentence", "around"):
        ranges = _rest_of_sentence(site, page)
    if not ranges:
        return []
    first, last = page.paragraph_of(site.head.i)
    ranges = [(max(start, first), min(end, last)) for start, end in ranges]
    ranges = [_whole_quotations(bounds, site, page) for bounds in ranges if bounds[0] < bounds[1]]
    if not ranges:
        return []
    ranges += _preceding(ranges, site, page)
    ranges += _continuation(ranges, site, page)
    return _spans(ranges, page)


def _quoted(site: Site, page: Page) -> list[Range]:
    ranges = []
    if site.before is not None:
        start = site.before.span.start
        sentence = syntax.sentence_of(page.doc[start]).start
        # the quotation may be the end of a longer sentence: The loss sealed "the fall of the group," he said
        lead = page.doc[sentence:start]
        if any(token.is_alpha for token in lead) and page.cues.isdisjoint(range(sentence, start)):
            start = max(sentence, page.paragraph_of(start)[0])
        ranges.append((start, site.gap[0]))
    if site.after is not None:
        end = site.after.span.end
        inside = [head.right_edge.i + 1 for head in site.heads if head.i >= site.after.span.start]
        last = syntax.sentence_of(page.doc[end - 1]).end
        ranges.append((site.after.span.start, max([end, *[edge for edge in inside if edge <= last]])))
    return ranges


def _governed(site: Site, page: Page) -> list[Range]:
    """Return what the rule's paths found, before and after the gap."""
    start, end = site.gap
    ranges: list[Range] = []
    for head in site.heads:
        left, right = head.left_edge.i, head.right_edge.i + 1
        if left < start:
            ranges.append((_opening(left, head, site, page), min(right, start)))
        if right > end and right > site.cue.end:
            ranges.append((max(left, site.cue.end if head.i < end else end), _before_agent(head, right, site)))
    if not ranges:
        return []
    first_after = [bounds for bounds in ranges if bounds[0] >= site.cue.end]
    if first_after:
        last = max(right for _, right in first_after)
        cues = page.cues - set(range(site.cue.start, site.cue.end))
        whole = any(last in (q.span.end, q.inner.end) for q in page.quotations_among([last - 1]))
        if not whole and not syntax.is_infinitive_form(site.heads[-1]):
            ranges.append((last, speech.clause_end(site.head, last, cues)))
    if first_after:
        # "accused Kyiv of breaking the truce": the preposition stands between two heads
        ranges.append((min(left for left, _ in first_after), max(right for _, right in first_after)))
    before = [bounds for bounds in ranges if bounds[1] <= start]
    if before and site.bare == "sentence":
        # "..., he said": what stands between the clause and the cue is part of it, parsed or not
        ranges.append((min(left for left, _ in before), start))
    return ranges


def _before_agent(head: Token, right: int, site: Site) -> int:
    """Cut off the speaker behind what is said: "identified as Karim by the police"."""
    agents = [speaker.left_edge.i - 1 for speaker in site.speakers if head.i < speaker.left_edge.i - 1 < right]
    return min([right, *agents])


def _opening(left: int, head: Token, site: Site, page: Page) -> int:
    """Return where a clause before its cue begins: with its sentence, when the cue governs all of it."""
    sentence = max(syntax.sentence_of(site.head).start, page.paragraph_of(site.head.i)[0])
    governs = speech.is_main(site.head) and site.bare is not None
    return sentence if governs and page.cues.isdisjoint(range(sentence, left)) else left


def _around(site: Site, page: Page) -> list[Range]:
    """Return the sentence that "he said" is put into."""
    host = speech.host_clause(site.head) if site.bare in ("sentence", "quotation") else None
    if host is None or host.i in page.cues:
        return []
    left, right = host.left_edge.i, host.right_edge.i + 1
    return [(left, site.gap[0]), (site.gap[1], right)] if left < site.gap[0] else [(site.gap[1], right)]


def _rest_of_sentence(site: Site, page: Page) -> list[Range]:
    first, last = page.paragraph_of(site.head.i)
    sentence = syntax.sentence_of(site.head)
    first, last = max(first, sentence.start), min(last, sentence.end)
    if site.bare == "around":
        last_before = next((token for token in reversed(list(page.doc[first : site.gap[0]])) if token.is_alpha), None)
        if last_before is not None and last_before.lower_ in JOINING:
            return [(site.gap[1], last)]
        return [bounds for bounds in ((first, site.gap[0]), (site.gap[1], last)) if _has_words(page.doc, bounds)]
    before, after = (first, site.gap[0]), (site.gap[1], last)
    others = page.cues - set(range(site.cue.start, site.cue.end))
    kept = [bounds for bounds in (before, after) if _has_words(page.doc, bounds)]
    if before in kept and not others.isdisjoint(range(*before)):
        kept.remove(before)
    if before in kept and page.doc[max(site.gap[0] - 1, 0)].text not in LINKS:
        kept.remove(before)
    return kept


def _has_words(doc: Doc, bounds: Range) -> bool:
    return sum(token.is_alpha for token in doc[bounds[0] : bounds[1]]) >= FEWEST_BARE_WORDS


def _whole_quotations(bounds: Range, site: Site, page: Page) -> Range:
    """Widen a range so that it cuts no quotation in two; inside a quotation, keep to it."""
    start, end = bounds
    outer = page.quotation_around(site.head.i)
    if outer is not None:
        return max(start, outer.inner.start), min(end, outer.inner.end)
    # what goes over the start comes first, then what begins inside
    for quotation in (*page.quotations_among([start]), *page.quotations_between(start + 1, len(page.doc))):
        first, last = quotation.span.start, quotation.span.end
        if first >= end:
            break
        if first < start < last and last > site.gap[1]:
            start = max(first, site.cue.end) if first < site.gap[1] else first
        if start <= first < end < last:
            end = last
    return start, _before_next_cue(start, _before_next_speaker(start, end, site, page), site, page)


def _ends_sentence(token: Token) -> bool:
    return bool(token.text in SENTENCE_ENDS or token.is_space)


def _before_next_cue(start: int, end: int, site: Site, page: Page) -> int:
    """Cut a range before a cue that goes on with the same speaker: said it failed, adding that it would go on."""
    for index in sorted(page.going_on):
        if max(start, site.cue.end) < index < end:
            return index
    return end


def _before_next_speaker(start: int, end: int, site: Site, page: Page) -> int:
    """Cut a range before a quotation that somebody else speaks: He said it failed. "It held," she said."""
    for quotation in page.quotations_between(start, end):
        first = quotation.span.start
        own = site.before is not None and site.before.span.start == first
        inside = start < first < end and first >= site.gap[1] and not own
        if inside and first in page.taken and _ends_sentence(page.doc[first - 1]):
            return first
    return end


def _preceding(ranges: list[Range], site: Site, page: Page) -> list[Range]:
    """Return the paragraphs before that a quotation begins in: each opens with a mark and none but the last closes."""
    if site.before is None:
        return []
    found: list[Range] = []
    first = page.paragraph_of(site.before.span.start)[0]
    while ranges[0][0] == first or found:
        earlier = [
            q
            for q in page.quotations
            if not q.closed and q.span.start < first and q.paragraph == page.number_of(first) - 1
        ]
        if not earlier:
            break
        found.append((earlier[-1].span.start, earlier[-1].span.end))
        first = page.paragraph_of(earlier[-1].span.start)[0]
        if earlier[-1].span.start != first:
            break
    return found


def _continuation(ranges: list[Range], site: Site, page: Page) -> list[Range]:
    """Return the quotations that go on after the cue's sentence, up to the end of the paragraph."""
    if site.bare is None or not any(_ends_in_quotation(bounds, page) for bounds in ranges):
        return []
    found: list[Range] = []
    index = max(end for _, end in ranges)
    index = max(index, site.gap[1])
    if site.before is not None and site.after is None:
        # '"We stay," he said, mocking their threats. "They will lose."'
        rest = syntax.sentence_of(site.head).end
        if not any(page.quotations_between(index, rest)):
            index = max(index, rest)
    limit = page.paragraph_of(site.head.i)[1]
    while index < len(page.doc):
        while index < limit and (page.doc[index].is_space or page.doc[index].text in {".", ",", ";"}):
            index += 1
        quotation = page.quotation_from(index)
        if quotation is None or quotation.span.start in page.taken or index >= limit:
            break
        found.append((quotation.span.start, quotation.span.end))
        index = quotation.span.end
        if not quotation.closed:
            limit = page.paragraph_of(min(index + 1, len(page.doc) - 1))[1]
    return found


def _ends_in_quotation(bounds: Range, page: Page) -> bool:
    return any(q.span.end <= bounds[1] + 1 for q in page.quotations_between(bounds[0], bounds[1] + 1))


def _spans(ranges: Iterable[Range], page: Page) -> list[Span]:
    merged: list[Range] = []
    for start, end in sorted(ranges):
        if start >= end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    spans = [trim(page, start, end) for start, end in merged]
    return [span for span in spans if span is not None]


def _is_outside(token: Token) -> bool:
    """Tell whether a first word belongs to the cue: "called for the siege to end"."""
    return bool(token.lower_ == "for" and syntax.is_clause_opener(token))


def trim(page: Page, start: int, end: int) -> Span | None:
    """Cut white space, commas and the marks of a whole quotation off both ends; None when no word is left."""
    doc = page.doc
    while True:
        while start < end and (
            doc[start].is_space
            or _is_outside(doc[start])
            or doc[start].text in {",", ":", ";", ".", "-", "–", "—", "--"}
        ):
            start += 1
        while start < end and (
            doc[end - 1].is_space
            or syntax.is_coordinator(doc[end - 1])
            or doc[end - 1].text in {",", ":", ";", "-", "–", "—", "--", "."}
        ):
            end -= 1
        whole = next((q for q in page.quotations_between(start, start + 1) if q.span.end == end), None)
        if whole is None:
            break
        start, end = whole.inner.start, whole.inner.end
    return doc[start:end] if any(token.is_alpha or token.like_num for token in doc[start:end]) else None


def quotation_kind(content: list[Span], page: Page) -> str:
    """Return direct, mixed or indirect: whether all, some or none of the words stand in quotation marks."""
    words = [token.i for span in content for token in span if token.is_alpha or token.like_num]
    if words and page.doc[words[0]].lower_ == "that":
        words = words[1:]
    inside = sum(any(q.inner.start <= index < q.inner.end for q in page.quotations_among([index])) for index in words)
    if not inside:
        return "indirect"
    return "direct" if inside == len(words) else "mixed"


def take_up_claims(claims: list[Attribution]) -> None:
    """Give a denial that takes up a claim that claim's words: "said troops shelled a clinic, which Moscow denied"."""
    for claim in claims:
        pronoun = speech.clause_taken_up(claim.cue.root) if claim.stance in TAKING_UP else None
        if pronoun is None:
            continue
        taken = []
        for other in claims:
            for number, span in enumerate(other.content):
                if other is not claim and span.start < pronoun.i - 1 and pronoun.i < span.end:
                    other.content[number] = span.doc[span.start : pronoun.i - 1]
                    taken.append(other.content[number])
        if taken:
            claim.content = [min(taken, key=len)]
