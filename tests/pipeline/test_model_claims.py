"""model_claims.py and claim_stance.py: what the trained model adds to the claims of the rules, and corrects of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Token

from conflict_cli import build_pipeline
from conflict_cli.pipeline.annotations import Attribution
from conflict_cli.pipeline.claim_site import Page
from conflict_cli.pipeline.claim_stance import check_stance
from conflict_cli.pipeline.model_claims import check_speaker, find_read_claims, is_read
from conflict_cli.pipeline.model_reading import ModelReading

Annotate = Callable[..., Doc]


class Certain(ModelReading):
    """Reads what a test says: the cue's stance, and the words of its roles, by their text."""

    def __init__(self, cue: str, stance: str = "asserts", *, sure: float = 0.99, **roles: str):
        super().__init__([], [], [], [])
        self._cue = cue.split()
        self._stance = stance
        self._sure = sure
        self._said = roles

    def cited(self, word: Token) -> float:
        return self._sure if word.text in self._cue else 0.0

    def stances(self, cue: Token) -> dict[str, float]:
        return {"asserts": 0.01, self._stance: max(self.cited(cue), 0.01)}

    def roles(self, trigger: Token) -> dict[str, dict[int, float]]:
        said = {role: words.split() for role, words in self._said.items()}
        return {
            role: {word.i: 0.99 if word.text in said.get(role, ()) else 0.01 for word in trigger.doc}
            for role in ("speaker", "content")
        }


def page_of(doc: Doc) -> Page:
    return Page(doc, doc._.quotations, [(0, len(doc))], set())


@pytest.fixture
def fallen(rules_nlp: Language) -> Doc:
    """A sentence whose cue no rule knows."""
    return rules_nlp("Traders of the old town moaned Marea fell without a shot.")


def test_a_cue_that_no_rule_knows_makes_a_claim(fallen: Doc) -> None:
    reading = Certain("moaned", speaker="Traders town", content="Marea fell without a shot")
    (claim,) = find_read_claims(fallen, [], reading, page_of(fallen))
    assert claim.speaker is not None
    assert (claim.speaker.text, claim.cue.text) == ("Traders of the old town", "moaned")
    assert [span.text for span in claim.content] == ["Marea fell without a shot"]
    assert (claim.rule, claim.stance, claim.quotation) == ("model.cue", "asserts", "indirect")


def test_a_cue_that_is_hardly_read_makes_none(fallen: Doc) -> None:
    reading = Certain("moaned", sure=0.6, speaker="Traders", content="Marea fell without a shot")
    assert list(find_read_claims(fallen, [], reading, page_of(fallen))) == []


def test_a_cue_of_a_rule_is_not_taken_twice(fallen: Doc) -> None:
    reading = Certain("moaned", speaker="Traders", content="Marea fell without a shot")
    (claim,) = find_read_claims(fallen, [], reading, page_of(fallen))
    assert list(find_read_claims(fallen, [claim], reading, page_of(fallen))) == []


@pytest.fixture
def said(rules_nlp: Language) -> Attribution:
    """The claim that the rules find in a sentence."""
    (claim,) = rules_nlp("The mayor said soldiers had burned the mill.")._.claims
    return claim


def test_a_cue_in_which_the_model_sees_none_goes(said: Attribution) -> None:
    assert is_read(said, Certain("said"))
    assert not is_read(said, Certain("burned"))


def test_a_statement_may_be_read_as_a_charge(said: Attribution) -> None:
    check_stance(said, Certain("said", "accuses"))
    assert said.stance == "accuses"


def test_a_stance_that_a_rule_gives_stays(rules_nlp: Language) -> None:
    (claim,) = rules_nlp("The mayor denied that soldiers had burned the mill.")._.claims
    check_stance(claim, Certain("denied", "accuses"))
    assert claim.stance == "denies"


def test_a_speaker_in_whom_the_model_sees_none_is_replaced(said: Attribution) -> None:
    page = page_of(said.cue.doc)
    check_speaker(said, Certain("said", speaker="mayor"), page)
    assert said.speaker is not None
    assert said.speaker.text == "The mayor"
    check_speaker(said, Certain("said", speaker="soldiers"), page)
    assert said.speaker.text == "soldiers"


def test_what_a_users_own_rule_finds_stays(tmp_path: Path) -> None:
    (tmp_path / "claims").mkdir()
    (tmp_path / "claims" / "own.yaml").write_text(
        "claim: {stance: asserts, bare: sentence}\n"
        "rules:\n- {id: own.repair, trigger: {lemma: repair}, arguments: {speaker: [subject], content: [object]}}\n",
        "utf-8",
    )
    found = build_pipeline(rules=tmp_path)("The farmers repaired the old mill near Marea.")._.claims
    assert [claim.rule for claim in found] == ["own.repair"]


def test_claims_of_the_rules_can_be_had_alone(nlp: Language, rules_nlp: Language) -> None:
    text = "Shells hit the mill. Residents fear the depot will be next."
    assert [claim.cue.text for claim in nlp(text)._.claims] == ["fear"]
    assert [claim.cue.text for claim in rules_nlp(text)._.claims] == []
