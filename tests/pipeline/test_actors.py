"""pipeline/actors.py: names, aliases, acronyms, nominals and pronouns that are one actor."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from conflict_cli.pipeline import actors
from conflict_cli.pipeline.annotations import ResolvedActor

Annotate = Callable[..., Doc]


def actor_of(doc: Doc, words: str) -> ResolvedActor:
    """Return the one actor that has a mention of exactly these words."""
    found = [actor for actor in doc._.actors if words in {mention.span.text for mention in actor.mentions}]
    assert len(found) == 1, [(actor.name, [m.span.text for m in actor.mentions]) for actor in doc._.actors]
    return found[0]


def test_an_acronym_in_brackets_the_group_and_its_fighters_are_one(annotate: Annotate) -> None:
    doc = annotate(
        "The Free Dawn Movement (FDM) attacked the port of Hodeida. FDM fighters burned the customs house. "
        "The group denied the attack."
    )
    actor = actor_of(doc, "The Free Dawn Movement")
    assert actor is actor_of(doc, "FDM")
    assert actor is actor_of(doc, "FDM fighters")
    assert actor is actor_of(doc, "The group")
    assert actor.kind == "rebel_group"


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("Provincial Governor Samir Qadri condemned the shelling.", "Samir Qadri"),
        ("Police Chief Inspector Ana Luz Ferrer was shot dead.", "Ana Luz Ferrer"),
        ("NDF leader Tomas de Vega was abducted on Monday.", "Tomas de Vega"),
        ("Gunmen killed the Dutch reporter Jan Kuiper.", "Jan Kuiper"),
    ],
)
def test_a_person_is_named_without_titles(annotate: Annotate, sentence: str, name: str) -> None:
    assert [actor.name for actor in annotate(sentence)._.actors if actor.kind == "person"] == [name]


def test_aliases_of_the_lexicon_are_one_actor(annotate: Annotate) -> None:
    doc = annotate("Hezbollah attacked the base. Fighters of Hizbullah withdrew on Friday.")
    assert actor_of(doc, "Hezbollah") is actor_of(doc, "Hizbullah")


def test_they_are_the_subject_of_the_sentence_before(annotate: Annotate) -> None:
    doc = annotate("Rebels seized the town of Kalemie. They killed four soldiers.")
    assert actor_of(doc, "They") is actor_of(doc, "Rebels")


def test_a_surname_and_he_are_the_person_named_before(annotate: Annotate) -> None:
    doc = annotate("General Abdel Karim Haddad vowed revenge. Haddad said he would shell the port.")
    actor = actor_of(doc, "Haddad")
    assert {mention.span.text for mention in actor.mentions} == {"General Abdel Karim Haddad", "Haddad", "he"}
    assert actor.name == "Abdel Karim Haddad"


def test_a_pronoun_too_far_away_is_left_alone(annotate: Annotate) -> None:
    doc = annotate("Rebels seized the town. " + "It rained all day. " * 5 + "They killed four soldiers.")
    assert all(mention.span.text != "They" for actor in doc._.actors for mention in actor.mentions)


def test_armies_of_two_countries_are_two_actors(annotate: Annotate) -> None:
    doc = annotate("The Syrian army shelled the village. The Turkish army shelled the port.")
    assert actor_of(doc, "The Syrian army") is not actor_of(doc, "The Turkish army")


def test_mentions_are_in_text_order_and_actors_by_first_mention(annotate: Annotate) -> None:
    doc = annotate("Rebels attacked the army. The army shelled the rebels. They fled.")
    firsts = [actor.mentions[0].span.start for actor in doc._.actors]
    assert firsts == sorted(firsts)
    for actor in doc._.actors:
        starts = [mention.span.start for mention in actor.mentions]
        assert starts == sorted(starts)


def test_work_grows_with_the_text_not_with_its_square(annotate: Annotate, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = 0
    bare = actors._bare

    def counted(span):  # type: ignore[no-untyped-def]
        nonlocal calls
        calls += 1
        return bare(span)

    monkeypatch.setattr(actors, "_bare", counted)
    sentence = "Rebels attacked the army near Goma. They killed four soldiers. "
    counts = []
    for times in (25, 100):
        calls = 0
        annotate(sentence * times)
        counts.append(calls)
    assert counts[1] <= 5 * counts[0]


def test_a_description_beside_a_name_is_the_same_actor_and_tells_its_kind(annotate: Annotate) -> None:
    doc = annotate("The Lions of the Dawn, a Shi'ite militia, shelled the town. The militia denied it.")
    actor = actor_of(doc, "The Lions of the Dawn")
    assert actor is actor_of(doc, "a Shi'ite militia")
    assert actor.kind == "militia"


def test_one_government_under_two_names_is_one_actor(annotate: Annotate) -> None:
    doc = annotate(
        "The Syrian government denied it. The Assad regime shelled the town, and the Iranian government knew."
    )
    assert actor_of(doc, "The Syrian government") is actor_of(doc, "The Assad regime")
    assert actor_of(doc, "the Iranian government") is not actor_of(doc, "The Assad regime")


@pytest.mark.parametrize(
    ("text", "description", "name"),
    [
        ("An elderly man named Pedro Ramos was killed.", "An elderly man", "Pedro Ramos"),
        ("The victim was identified as Omar Haddad.", "The victim", "Omar Haddad"),
    ],
)
def test_who_is_described_is_who_is_named(annotate: Annotate, text: str, description: str, name: str) -> None:
    doc = annotate(text)
    assert actor_of(doc, description) is actor_of(doc, name)
    assert actor_of(doc, name).name == name


def test_fighters_of_a_group_are_the_group_named_later(annotate: Annotate) -> None:
    doc = annotate("A band of al-Shabaab fighters stormed the post. Al-Shabaab claimed the raid.")
    assert actor_of(doc, "A band of al-Shabaab fighters") is actor_of(doc, "Al-Shabaab")


def test_one_fighter_is_a_person_not_the_group(annotate: Annotate) -> None:
    doc = annotate("A Hezbollah fighter was killed near the bridge. Hezbollah shelled the base.")
    assert actor_of(doc, "A Hezbollah fighter").kind == "person"
    assert actor_of(doc, "Hezbollah").kind == "rebel_group"


def test_the_army_is_that_of_the_one_country_told_of(annotate: Callable[..., Doc]) -> None:
    at_home = annotate("The army shelled Agadez in Niger. Troops left the town.")
    assert {actor.country for actor in at_home._.actors if actor.kind == "state_forces"} == {"NER"}
    abroad = annotate("The army shelled Agadez in Niger. Troops left Bamako, Mali.")
    assert {actor.country for actor in abroad._.actors if actor.kind == "state_forces"} == {None}
