"""Claims: speakers, contents over several sentences, stances, links to events; rule examples run elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli import Report
from conflict_cli.article.reading_copy import reading_copy
from conflict_cli.errors import RuleError
from conflict_cli.pipeline.annotations import Attribution, EventMention
from conflict_cli.pipeline.claim_stance import STANCE_FILE, worded_stance
from conflict_cli.pipeline.claims import ClaimFinder, link_events
from conflict_cli.pipeline.model import load_model
from conflict_cli.pipeline.text_patterns import load_pattern_file
from conflict_cli.taxonomy import load_taxonomy

Claims = Callable[[str], list[Attribution]]
WORDING = load_pattern_file(STANCE_FILE, readings=load_taxonomy().stances)
WORDED = [
    pytest.param(example["text"], example["stance"], id=f"{pattern.id}-{number}")
    for pattern in WORDING.patterns
    for number, example in enumerate(pattern.examples)
]


@pytest.fixture(scope="module")
def claims_nlp() -> Language:
    """The model with the stages that claims need, and no other."""
    from conflict_cli.pipeline import register_components

    register_components()
    nlp = load_model(None)
    nlp.add_pipe("conflict_structure", first=True)
    nlp.add_pipe("conflict_parse_repairs")
    nlp.add_pipe("conflict_quotations")
    nlp.add_pipe("conflict_claims")
    return nlp


@pytest.fixture(scope="module")
def claims_of(claims_nlp: Language) -> Claims:
    """Return a function that finds the claims of a text."""

    def run(text: str) -> list[Attribution]:
        doc = claims_nlp.make_doc(reading_copy(text))
        doc._.source_text = text
        found: list[Attribution] = claims_nlp(doc)._.claims
        return found

    return run


def _words(claim: Attribution) -> tuple[str | None, str, list[str]]:
    speaker = claim.speaker.text if claim.speaker is not None else None
    return speaker, claim.cue.text, [span.text for span in claim.content]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            '"The bridge is gone," the mayor said. "We will build a new one." Nobody answered.',
            ("the mayor", "said", ["The bridge is gone", "We will build a new one"]),
            id="quotation over the cue",
        ),
        pytest.param(
            '"The bridge is gone. It fell at noon. Nobody was hurt," the mayor said.',
            ("the mayor", "said", ["The bridge is gone. It fell at noon. Nobody was hurt"]),
            id="quotation over sentence ends",
        ),
        pytest.param(
            "The army, which lost ten tanks, said the front was quiet.",
            ("The army", "said", ["the front was quiet"]),
            id="aside trimmed",
        ),
        pytest.param(
            "A spokesman for the ministry said the port was closed.",
            ("A spokesman for the ministry", "said", ["the port was closed"]),
            id="office kept",
        ),
        pytest.param(
            "The town's mayor, Omar Haddad, said the well was dry.",
            ("The town's mayor, Omar Haddad", "said", ["the well was dry"]),
            id="title and name",
        ),
        pytest.param(
            "The ferry sank at dawn, said Omar Haddad.",
            ("Omar Haddad", "said", ["The ferry sank at dawn"]),
            id="inverted",
        ),
    ],
)
def test_words_of_a_claim(claims_of: Claims, text: str, expected: tuple[str, str, list[str]]) -> None:
    """Speaker, cue and content are the words that stand there."""
    assert expected in [_words(claim) for claim in claims_of(text)]


def test_participle_shares_the_speaker(claims_of: Claims) -> None:
    """The speaker of "adding" is that of "said", and each has its own content."""
    said, adding = claims_of("The envoy said the truce had failed, adding that talks would go on.")
    assert _words(said) == ("The envoy", "said", ["the truce had failed"])
    assert _words(adding) == ("The envoy", "adding", ["that talks would go on"])


def test_next_speaker_keeps_his_quotation(claims_of: Claims) -> None:
    """A quotation that another cue owns does not go on with the one before."""
    first, second = claims_of('"We won," the general said. "They ran," a villager said.')
    assert _words(first) == ("the general", "said", ["We won"])
    assert _words(second) == ("a villager", "said", ["They ran"])


def test_scare_quotation_is_no_claim(claims_of: Claims) -> None:
    """Quotation marks without a cue attribute nothing."""
    assert claims_of('The troops entered the "safe zone" on Monday.') == []


def test_nobody_claims_what_no_group_claimed(claims_of: Claims) -> None:
    """A denied speaker makes no claim."""
    assert claims_of("No group claimed responsibility for the blast.") == []


def test_content_stays_in_its_paragraph(claims_of: Claims) -> None:
    """A headline without a full stop does not reach into the story."""
    for claim in claims_of("Mayor says bridge is closed\n\nThe river rose by a metre on Monday."):
        assert all("river" not in span.text for span in claim.content)


def test_colon_before_a_quotation_is_a_cue(claims_of: Claims) -> None:
    """The subject of the sentence speaks what follows its colon."""
    (claim,) = claims_of('The mayor was blunt: "Nobody will cross this bridge again."')
    assert claim.speaker is not None and claim.speaker.text == "The mayor"
    assert (claim.quotation, claim.rule) == ("direct", "asserts.colon")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('The army said "jets" had bombed the town.', "mixed"),
        ('"Jets bombed the town," the army said.', "direct"),
        ("The army said jets had bombed the town.", "indirect"),
    ],
)
def test_quotation_kind(claims_of: Claims, text: str, kind: str) -> None:
    """All, some or none of the words stand in quotation marks."""
    assert [claim.quotation for claim in claims_of(text)] == [kind]


@pytest.mark.parametrize(("words", "stance"), WORDED)
def test_wording_tells_the_stance(words: str, stance: str) -> None:
    """Each pattern finds its own example, and no pattern its near miss."""
    assert (worded_stance(words, WORDING) or "asserts") == stance


def test_every_stance_has_rules() -> None:
    """No stance of the taxonomy is without a rule file."""
    from conflict_cli.pipeline.rulebook import rules_of

    assert {str(rule.meaning["stance"]) for rule in rules_of("claims", None)} == load_taxonomy().stances


def test_events_and_claims_know_each_other(claims_nlp: Language) -> None:
    """An event inside nested claims carries both, the innermost first; one outside carries none."""
    doc = claims_nlp("The agency reported that the army denied it had shelled the town. Rain fell.")
    shelled, fell = _event(doc, "shelled"), _event(doc, "fell")
    doc._.events = [shelled, fell]
    for claim in doc._.claims:
        claim.events.clear()
    link_events(doc)
    assert [claim.lemma for claim in shelled.claims] == ["deny", "report"]
    assert fell.claims == []
    assert all(claim.events == [shelled] for claim in shelled.claims)


def _event(doc: Doc, word: str) -> EventMention:
    token = next(token for token in doc if token.text == word)
    trigger = doc[token.i : token.i + 1]
    return EventMention(trigger, token, "test.rule", "Battles", "Armed clash", None, 1.0)


@pytest.mark.parametrize(
    ("block", "message"),
    [
        ("{stance: sings}", 'unknown stance "sings"'),
        ("{stance: asserts, bare: page}", 'unknown "bare": page'),
        ("{stance: asserts, plover: SING}", 'unknown PLOVER type "SING"'),
        ("{stance: asserts, tone: high}", 'unknown key "tone"'),
    ],
)
def test_wrong_meaning_is_refused(tmp_path: Path, block: str, message: str) -> None:
    """A claim block that names something unknown stops the program, with the file and the rule."""
    folder = tmp_path / "claims"
    folder.mkdir()
    rule = f"claim: {block}\nrules:\n- id: sings.sing\n  trigger: {{lemma: sing}}\n"
    (folder / "sings.yaml").write_text(rule, encoding="utf-8")
    with pytest.raises(RuleError, match=r"sings\.yaml: sings\.sing") as caught:
        ClaimFinder(str(tmp_path))
    assert message in str(caught.value)


def test_a_title_that_the_parser_cuts_off_belongs_to_the_speaker(report_of: Callable[..., Report]) -> None:
    report = report_of("An army source called it false. Colonel Adel Hamdan said the army had withdrawn.")
    speakers = [claim.speaker.text for claim in report.claims if claim.speaker]
    assert "Colonel Adel Hamdan" in speakers


def test_which_they_said_is_said_by_them(report_of: Callable[..., Report]) -> None:
    report = report_of("The rebels fired rockets on Monday, which they said hit an army base.")
    (claim,) = report.claims
    assert claim.speaker is not None and claim.speaker.text == "they"


@pytest.mark.parametrize(
    ("sentence", "content"),
    [
        ("Kyiv said troops had shelled the plant, which Moscow denied.", "troops had shelled the plant"),
        ("Ukraine accused Russia of shelling a hospital, which Moscow denied.", "Russia of shelling a hospital"),
    ],
)
def test_a_denial_takes_up_the_claim_before_it(report_of: Callable[..., Report], sentence: str, content: str) -> None:
    claim, denial = report_of(sentence).claims
    assert [[span.text for span in one.content] for one in (claim, denial)] == [[content], [content]]
    assert denial.stance == "denies"
    assert len(claim.events) == 1
    assert claim.events == denial.events


def test_what_is_not_mentioned_is_not_denied(report_of: Callable[..., Report]) -> None:
    assert report_of("The militia did not mention civilian casualties.").claims == ()


@pytest.mark.parametrize(
    ("sentence", "stance"),
    [
        ("The group said it was behind the attack.", "admits"),
        ("The army said rebels were behind the attack.", "accuses"),
    ],
)
def test_who_says_he_did_it_admits_it(report_of: Callable[..., Report], sentence: str, stance: str) -> None:
    report = report_of(sentence)
    assert [claim.stance for claim in report.claims] == [stance]
    assert [len(event.initiators) for event in report.events] == [1]
