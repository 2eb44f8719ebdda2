"""Find who says what: doc._.claims, and the links between claims and events."""

from __future__ import annotations

import itertools
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from conflict_cli.errors import RuleError
from conflict_cli.matcher import syntax
from conflict_cli.matcher.compiler import Finding
from conflict_cli.matcher.rule import Rule
from conflict_cli.matcher.syntax import speech
from conflict_cli.pipeline.annotations import Attribution, EventMention
from conflict_cli.pipeline.claim_content import find_content, quotation_kind, take_up_claims
from conflict_cli.pipeline.claim_lines import find_line_claims
from conflict_cli.pipeline.claim_site import Page, Site, place_gap
from conflict_cli.pipeline.claim_speaker import credited, nearest_speaker, speaker_kind, speaker_span
from conflict_cli.pipeline.claim_stance import NEUTRAL, STANCE_FILE, check_stance, stance_of
from conflict_cli.pipeline.model_claims import check_content, check_speaker, find_read_claims, is_read
from conflict_cli.pipeline.rulebook import build_matcher, rules_of, word_classes
from conflict_cli.pipeline.text_patterns import load_pattern_file
from conflict_cli.pipeline.token_index import TokenIndex
from conflict_cli.taxonomy import load_taxonomy

MEANING_KEYS = {"stance", "bare", "infinitive", "plover"}
BARE = {None, "sentence", "quotation", "around"}
TELLING_VERBS = frozenset({"describe", "detail", "disclose", "mention", "reveal"})
FIRST_PERSON = frozenset({"i", "we"})


@Language.factory(
    "conflict_claims",
    requires=["doc._.quotations", "doc._.mentions", "doc._.events", "doc._.structure"],
    assigns=["doc._.claims"],
    default_config={"rules_dir": None},
)
def make_claims(nlp: Language, name: str, rules_dir: str | None) -> ClaimFinder:
    """Build the component that finds claims."""
    return ClaimFinder(rules_dir)


class ClaimFinder:
    """Find attributions with the claim rules.

    Args:
        rules_dir: folder of additional rules.

    Raises:
        RuleError: a rule is wrong or its `claim:` block names something unknown.
    """

    def __init__(self, rules_dir: str | None = None):
        for rule in rules_of("claims", rules_dir):
            _check_meaning(rule)
        self._forms = [rule for rule in rules_of("claims", rules_dir) if rule.form]
        self._own = {rule.id for rule in rules_of("claims", rules_dir)} - {rule.id for rule in rules_of("claims", None)}
        self._matcher = build_matcher("claims", rules_dir)
        self._wording = load_pattern_file(STANCE_FILE, readings=load_taxonomy().stances)

    def __call__(self, doc: Doc) -> Doc:
        """Write doc._.claims in text order and link them with doc._.events."""
        findings = [
            finding for finding in self._matcher(doc, word_classes(doc)) if not _in_credits(finding.head.i, doc)
        ]
        sites = [(_make_site(finding), finding) for finding in findings]
        page = Page(
            doc,
            doc._.quotations,
            _paragraphs(doc),
            {i for site, _ in sites for i in range(site.cue.start, site.cue.end)},
        )
        _share_speakers([site for site, _ in sites], page)
        for site, _ in sites:
            place_gap(site, page)
            if site.before is not None:
                page.taken.add(site.before.span.start)
        claims = [self._attribution(site, finding, page) for site, finding in sites]
        found = [claim for claim in claims if claim is not None]
        found += find_line_claims(doc, found, page, self._forms)
        if doc._.model_reading is not None:
            found = _checked(found, doc, page, self._own)
        doc._.claims = sorted(found, key=lambda claim: (claim.cue.start, claim.cue.end))
        take_up_claims(doc._.claims)
        link_events(doc)
        return doc

    def _attribution(self, site: Site, finding: Finding, page: Page) -> Attribution | None:
        content = find_content(site, page)
        if not content or _is_idle(site, finding, page):
            return None
        speaker = speaker_span(site.speakers, site.cue, page.paragraph_of(site.cue.start))
        if any(span.start <= site.head.i < span.end for span in content):
            content = [span for span in content if not span.start <= site.head.i < span.end]
        if not content:
            return None
        stance = stance_of(finding, content, self._wording)
        return Attribution(
            speaker=speaker,
            cue=site.cue,
            lemma=site.head.lemma_.lower(),
            content=content,
            stance=stance,
            quotation=quotation_kind(content, page),
            rule=finding.rule.id,
            speaker_kind=speaker_kind(speaker, page.mentions),
            accused=_argument(finding, "accused"),
            addressee=_argument(finding, "addressee"),
            plover=finding.rule.meaning.get("plover") or load_taxonomy().stance_plover.get(stance),
        )


def _checked(found: list[Attribution], doc: Doc, page: Page, own: set[str]) -> list[Attribution]:
    """Return the claims as the model reads them, with those that no rule knows; what a user's own rules find stays."""
    reading = doc._.model_reading
    claims = [claim for claim in found if claim.rule in own or is_read(claim, reading)]
    for claim in claims:
        if claim.rule not in own:
            check_stance(claim, reading)
            check_speaker(claim, reading, page)
            check_content(claim, reading, page)
    return [*claims, *find_read_claims(doc, claims, reading, page)]


def link_events(doc: Doc) -> None:
    """Link every event with the claims in whose content its trigger stands, the innermost claim first."""
    contents = TokenIndex((claim, span.start, span.end) for claim in doc._.claims for span in claim.content)
    for event in doc._.events:
        around = [claim for claim in contents.at(event.trigger.start) if _reports(claim, event)]
        # "he blew himself up in an attack claimed by the group"
        nouns = [head for head in event.absorbed if head.pos_ == "NOUN"]
        around += [claim for noun in nouns for claim in contents.at(noun.i) if claim not in around]
        event.claims = sorted(around, key=lambda claim: sum(len(span) for span in claim.content))
        for claim in around:
            claim.events.append(event)
            # a speaker who comes first may act: "rebels declared a truce", "the group claimed responsibility"
            # "the raid was claimed by rebels"
            if claim.speaker is not None and claim.speaker.start >= event.trigger.end and claim.stance != "admits":
                _take_out(event, claim.speaker)


def _reports(claim: Attribution, event: EventMention) -> bool:
    return any(span.start <= event.trigger.start and event.trigger.end <= span.end for span in claim.content)


def _check_meaning(rule: Rule) -> None:
    taxonomy, where = load_taxonomy(), f"{rule.file}: {rule.id}"
    unknown = set(rule.meaning) - MEANING_KEYS
    if unknown:
        raise RuleError(
            f'{where}: unknown key "{sorted(unknown)[0]}" in claim; known: {", ".join(sorted(MEANING_KEYS))}'
        )
    for stance in (rule.meaning.get("stance"), rule.meaning.get("infinitive", NEUTRAL)):
        if stance not in taxonomy.stances:
            raise RuleError(f'{where}: unknown stance "{stance}"; known: {", ".join(sorted(taxonomy.stances))}')
    if rule.meaning.get("bare") not in BARE:
        raise RuleError(f'{where}: unknown "bare": {rule.meaning["bare"]}; known: sentence, quotation, around, null')
    if rule.meaning.get("plover") not in taxonomy.plover_types | {None}:
        known = ", ".join(sorted(taxonomy.plover_types))
        raise RuleError(f'{where}: unknown PLOVER type "{rule.meaning["plover"]}"; known: {known}')


def _make_site(finding: Finding) -> Site:
    cue = speech.cue_words(finding.trigger)
    speakers = [head for head in finding.arguments.get("speaker", []) if not head.is_punct]
    bare = finding.rule.meaning.get("bare")
    spoken = speech.was_spoken(finding.head) if bare else not syntax.is_passive(finding.head)
    active = spoken and finding.head.pos_ in syntax.VERBAL_POS
    if finding.head.pos_ not in syntax.VERBAL_POS:
        # "he expanded on his call for talks": the owner is nearer than the subject
        speakers = [head for head in speakers if head == speakers[0] or head in speakers[0].conjuncts]
    if not speakers and active and "speaker" in finding.rule.arguments.get("speaker", ()):
        speakers = nearest_speaker(cue, finding.head)
    return Site(
        head=finding.head,
        cue=cue,
        speakers=speakers,
        heads=finding.arguments.get("content", []),
        bare=bare,
        shares="speaker" in finding.rule.arguments.get("speaker", ()),
        recipients=finding.arguments.get("addressee", []),
        negated=syntax.is_negated(finding.head),
    )


def _share_speakers(sites: list[Site], page: Page) -> None:
    """Give cues that go on with a speech the speaker of the cue before: said it failed, adding ..."""
    by_head = {site.head: site for site in sites}
    for earlier, site in itertools.pairwise(sites):
        if (
            site.shares
            and syntax.sentence_of(site.head) == syntax.sentence_of(earlier.head)
            and speech.continues_speech(site.head)
        ):
            highest = speech.governing(site.head, list(by_head))
            site.speakers = by_head[highest].speakers if highest is not None else earlier.speakers
            page.going_on.add(site.cue.start)


def _is_idle(site: Site, finding: Finding, page: Page) -> bool:
    """Tell whether a cue claims nothing: quoted speech that no "we" or "I" owns, or "no group claimed"."""
    if site.negated and site.head.lemma_.lower() in TELLING_VERBS:
        return True  # "did not mention casualties" denies none
    if any(speech.is_denied(head) for head in site.speakers):
        return True
    if page.quotation_around(site.head.i) is None:
        return False
    owned = any(head.lower_ in FIRST_PERSON for head in site.speakers)
    return finding.rule.meaning["stance"] == NEUTRAL or not owned


def _argument(finding: Finding, role: str) -> Span | None:
    heads = finding.arguments.get(role)
    if not heads:
        return None
    phrase = syntax.noun_phrase(heads[0])
    if "prep:of" in finding.rule.arguments["content"]:
        # "accused the militia of arson": the parser hangs the charge on the accused
        cut = next((token.i for token in reversed(list(phrase)) if token.lower_ == "of"), phrase.end)
        phrase = phrase.doc[phrase.start : max(cut, heads[0].i + 1)]
    return phrase


def _paragraphs(doc: Doc) -> list[tuple[int, int]]:
    structure: Any = doc._.structure
    if structure is not None and structure.paragraphs:
        spans = [*([structure.title] if structure.title is not None else []), *structure.paragraphs]
        return sorted((span.start, span.end) for span in spans)
    bounds, start = [], 0
    for token in doc:
        if "\n" in token.text:
            bounds.append((start, token.i))
            start = token.i + 1
    return [*bounds, (start, len(doc))]


def _in_credits(index: int, doc: Doc) -> bool:
    return any(span.start <= index < span.end for span in credited(doc))


def _take_out(event: EventMention, speaker: Span) -> None:
    """Take the speaker out of the roles: in "gunmen abducted 34 girls, police said" the police are not abducted."""
    for role in (event.initiators, event.targets):
        role[:] = [a for a in role if not (speaker.start <= a.span.start and a.span.end <= speaker.end)]
