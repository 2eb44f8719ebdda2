"""conflict_parse_repairs: speakers out of the row of the dead, plurals at the head of a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from conflict_cli import Report

Annotate = Callable[..., Doc]


@pytest.mark.parametrize(
    ("sentence", "dead", "speaker"),
    [
        (
            "Gunmen stormed a police post in Jigawa, killing seven officers and a woman, residents and officials said.",
            ["seven officers", "a woman"],
            "residents and officials",
        ),
        (
            "Rebels attacked Beni overnight, killing 14 civilians, local officials and a resident told reporters.",
            ["14 civilians"],
            "local officials and a resident",
        ),
        (
            "Troops shot at a bus, killing three men and a boy, medics and activists said on Sunday.",
            ["three men", "a boy"],
            "medics and activists",
        ),
        (
            "Soldiers clashed with bandits, leaving three dead, the defence minister, General Dago Yacouba, told AFP.",
            ["three"],
            "the defence minister, General Dago Yacouba",
        ),
    ],
)
def test_speakers_are_not_among_the_dead(
    report_of: Callable[..., Report], sentence: str, dead: list[str], speaker: str
) -> None:
    report = report_of(sentence)
    assert [figure.text for event in report.events for figure in event.casualties] == dead
    assert [claim.speaker.text for claim in report.claims if claim.speaker is not None] == [speaker]


@pytest.mark.parametrize(
    "sentence",
    [
        "Rebels killed two soldiers and a driver, and said more attacks would follow.",
        "Omar Haddad, a colonel of the police, said the road was closed.",
        "Troops left the town, the army said.",
    ],
)
def test_other_subjects_stay_where_they_are(annotate: Annotate, sentence: str) -> None:
    (said,) = [token for token in annotate(sentence) if token.lower_ == "said"]
    assert {token.text for token in said.subtree if token.dep_ == "nsubj" and token.head == said} <= {"Haddad", "army"}


@pytest.mark.parametrize(
    ("sentence", "lemma"), [("Rockets slammed into a school.", "rocket"), ("Rockets Arena burned.", "Rockets")]
)
def test_a_plural_at_the_head_of_a_sentence_is_no_name(annotate: Annotate, sentence: str, lemma: str) -> None:
    assert annotate(sentence)[0].lemma_ == lemma


def test_the_sentence_stays_one_tree(annotate: Annotate) -> None:
    doc = annotate("Troops shot at a bus, killing three men and a boy, medics and activists said on Sunday.")
    (sentence,) = doc.sents
    assert sentence.root.text == "said"
    assert [token.text for token in sentence.root.subtree] == [token.text for token in doc]


def test_a_noun_coordinated_with_a_verb_joins_its_object(annotate: Annotate) -> None:
    doc = annotate("An air strike on a house in Sarmin killed a couple and their two children.")
    (children,) = [token for token in doc if token.text == "children"]
    assert (children.dep_, children.head.text) == ("conj", "couple")


def test_a_participle_beside_a_name_is_a_clause(annotate: Annotate) -> None:
    doc = annotate("The rebels raided the village of San Isidro, looting shops and kidnapping the mayor.")
    heads = {token.text: (token.dep_, token.head.text, token.lemma_) for token in doc}
    assert heads["looting"] == ("advcl", "raided", "loot")
    assert heads["shops"] == ("dobj", "looting", "shop")
    assert heads["kidnapping"] == ("conj", "looting", "kidnap")


@pytest.mark.parametrize(
    ("sentence", "row"),
    [
        ("The town hall, a bank and several shops were burned by rebels.", ["hall", "bank", "shops"]),
        ("The blast destroyed a truck, a tank and two guns.", ["truck", "tank", "guns"]),
        ("Omar Haddad, an engineer and father of two, was shot dead by rebels.", ["Haddad"]),
    ],
)
def test_the_second_of_a_row_is_not_set_beside_the_first(annotate: Annotate, sentence: str, row: list[str]) -> None:
    doc = annotate(sentence)
    (first,) = [token for token in doc if token.text == row[0]]
    assert [first.text, *(token.text for token in first.conjuncts)] == row


@pytest.mark.parametrize(
    ("sentence", "dead", "hurt"),
    [
        ("The air strike left nine people dead and 12 wounded.", "nine people", "12"),
        (
            "A bomb exploded in a market, leaving six people dead and twelve others injured.",
            "six people",
            "twelve others",
        ),
        ("Rockets hit the town, leaving one dead and three hurt.", "one", "three"),
        ("The clash left 23 people dead and dozens wounded in Unity State.", "23 people", "dozens"),
    ],
)
def test_the_hurt_are_joined_to_the_dead(report_of: Callable[..., Report], sentence: str, dead: str, hurt: str) -> None:
    (event,) = report_of(sentence).events
    assert [(one.text, one.harm) for one in event.casualties] == [(dead, "killed"), (hurt, "wounded")]


def test_people_in_a_clause_are_still_killed(annotate: Annotate) -> None:
    doc = annotate("The air strike hit a monastery, killing at least 20 people sheltering there.")
    (people,) = [token for token in doc if token.text == "people"]
    assert (people.dep_, people.head.text) == ("dobj", "killing")


def test_what_one_is_accused_of_is_a_verb(annotate: Annotate) -> None:
    sentence = "Activists accused the army of dropping barrel bombs on Saraqeb."
    (bombs,) = [token for token in annotate(sentence) if token.text == "bombs"]
    assert (bombs.dep_, bombs.head.tag_, bombs.head.head.text) == ("dobj", "VBG", "of")


@pytest.mark.parametrize(
    "sentence", ["The gunmen held dozens of guests hostage.", "Rebels have held a nurse captive since May."]
)
def test_captives_are_held_as_such(annotate: Annotate, sentence: str) -> None:
    (word,) = [token for token in annotate(sentence) if token.text in {"captive", "hostage"}]
    assert (word.dep_, word.head.text) == ("oprd", "held")


def test_his_wife_is_beside_him(annotate: Annotate) -> None:
    doc = annotate("Gunmen kidnapped the traditional ruler of Ikot Ebok and his wife on Saturday night.")
    (wife,) = [token for token in doc if token.text == "wife"]
    assert (wife.dep_, wife.head.text) == ("conj", "ruler")


@pytest.mark.parametrize(
    ("sentence", "speaker", "cue"),
    [
        ("China, whose border trade has withered, called Monday for a truce.", "China", "called"),
        (
            '"I bent down for a crate and found myself under it", recounted Ghulam Ali, a porter at the market.',
            "Ghulam Ali",
            "recounted",
        ),
        (
            "Five policemen died when their truck came under fire near Mayadin, the Interior Ministry announced.",
            "the Interior Ministry",
            "announced",
        ),
        (
            "Since February, at least 1,700 civilians have perished in the country, the United Nations calculates.",
            "the United Nations",
            "calculates",
        ),
        (
            '"Today we close a page," Abdul Hamid, who runs the rebels\' prisoner committee, posted on Facebook.',
            "Abdul Hamid",
            "posted",
        ),
        (
            "In the capital a spokesman for the movement, the umbrella of the rebels, acknowledged the assault.",
            "a spokesman for the movement",
            "acknowledged",
        ),
        (
            "The ministry denied that live rounds had been used and accused the organisers of throwing stones.",
            "The ministry",
            "accused",
        ),
    ],
)
def test_a_verb_has_the_speaker_it_lost(annotate: Annotate, sentence: str, speaker: str, cue: str) -> None:
    speakers = {claim.cue.text: claim.speaker and claim.speaker.text for claim in annotate(sentence)._.claims}
    assert speakers[cue] == speaker


def test_a_participle_before_its_object_is_a_verb(annotate: Annotate) -> None:
    (claim,) = annotate("The army denied that it had targeted civilians.")._.claims
    (event,) = claim.events
    assert (event.trigger.text, event.status) == ("targeted", "denied")
    assert [target.span.text for target in event.targets] == ["civilians"]
