"""Mentions: names, nominals, countries that act, weapons; on invented sentences."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from spacy.tokens import Doc

from conflict_cli.lexicon.actors import load_actors
from conflict_cli.pipeline.annotations import DatelineParts, Mention, Structure
from conflict_cli.pipeline.gazetteer import MentionFinder
from conflict_cli.pipeline.toponyms import load_toponyms

Annotate = Callable[..., Doc]


def mention_of(doc: Doc, text: str) -> Mention:
    found = [mention for mention in doc._.mentions if mention.span.text == text]
    assert found, f"{text!r} not in {[mention.span.text for mention in doc._.mentions]}"
    return found[0]


@pytest.mark.parametrize(
    ("sentence", "text", "kind", "name", "country"),
    [
        ("HTS seized the crossing.", "HTS", "rebel_group", "Hayat Tahrir al-Sham", "SYR"),
        ("Fighters of al-Shabaab raided a base.", "al-Shabaab", "rebel_group", "al-Shabaab", "SOM"),
        ("Al Shabaab raided a base.", "Al Shabaab", "rebel_group", "al-Shabaab", "SOM"),
        ("The IDF said it struck a depot.", "The IDF", "state_forces", "Israel Defense Forces", "ISR"),
        ("Daesh claimed the bombing.", "Daesh", "rebel_group", "Islamic State", None),
        ("Nato denied the report.", "Nato", "intergovernmental", "NATO", None),
        ("A convoy of the United Nations was hit.", "the United Nations", "intergovernmental", "United Nations", None),
        ("The Kremlin denied the report.", "The Kremlin", "government", "Russia", "RUS"),
        ("Putin ordered the withdrawal.", "Putin", "person", "Vladimir Putin", "RUS"),
    ],
)
def test_known_actors_get_their_kind_and_country(
    annotate: Annotate, sentence: str, text: str, kind: str, name: str, country: str | None
) -> None:
    mention = mention_of(annotate(sentence), text)
    assert (mention.label, mention.kind, mention.name, mention.country) == ("actor", kind, name, country)
    assert not mention.nominal


def test_a_name_and_its_acronym_are_two_mentions(annotate: Annotate) -> None:
    doc = annotate("The Rapid Support Forces (RSF) shelled the camp.")
    assert mention_of(doc, "The Rapid Support Forces").name == mention_of(doc, "RSF").name == "Rapid Support Forces"


def test_small_words_are_no_acronyms(annotate: Annotate) -> None:
    doc = annotate("What is left of the town is rubble, residents told us.")
    assert {mention.span.text for mention in doc._.mentions if mention.source == "lexicon"} == set()


@pytest.mark.parametrize(
    ("sentence", "text", "kind", "country"),
    [
        ("Russian forces shelled the town.", "Russian forces", "state_forces", "RUS"),
        ("At least 12 rebels were killed.", "rebels", "rebel_group", None),
        ("The two soldiers were captured.", "The two soldiers", "state_forces", None),
        ("Unidentified gunmen opened fire on the market.", "Unidentified gunmen", "unidentified", None),
        ("Hezbollah fighters ambushed the patrol.", "Hezbollah fighters", "rebel_group", "LBN"),
        ("Rebel forces entered the city.", "Rebel forces", "rebel_group", None),
        ("Police fired tear gas at protesters.", "protesters", "protesters", None),
        ("Iranian-backed militias fired rockets.", "Iranian-backed militias", "militia", None),
        ("A paramilitary squad entered the village.", "A paramilitary squad", "militia", None),
        ("The guerrilla column attacked the barracks.", "The guerrilla column", "rebel_group", None),
        ("Six peasants were murdered.", "peasants", "civilians", None),
        ("A spokesman for the group denied it.", "A spokesman", "person", None),
        ("The Turkish president condemned the attack.", "The Turkish president", "person", "TUR"),
        ("Thousands of Syrians fled.", "Syrians", "civilians", "SYR"),
        ("Foreign peacekeepers withdrew from the base.", "Foreign peacekeepers", "external_forces", None),
    ],
)
def test_nominals_name_actors(annotate: Annotate, sentence: str, text: str, kind: str, country: str | None) -> None:
    mention = mention_of(annotate(sentence), text)
    assert (mention.label, mention.kind, mention.country) == ("actor", kind, country)


def test_a_name_ends_where_its_place_begins(annotate: Annotate) -> None:
    doc = annotate("An army patrol was ambushed by the Popular Liberation Front near Chontales.")
    assert mention_of(doc, "the Popular Liberation Front").label == "actor"
    assert mention_of(doc, "Chontales").label == "place"


def test_a_nominal_takes_the_name_before_it(annotate: Annotate) -> None:
    mention = mention_of(annotate("FMLN guerrillas kidnapped the mayor."), "FMLN guerrillas")
    assert mention.nominal
    assert mention.name == "Farabundo Marti National Liberation Front"


def test_members_of_a_group_are_the_groups(annotate: Annotate) -> None:
    assert mention_of(annotate("Members of Hamas crossed the fence."), "Members").name == "Hamas"


def test_the_owner_of_an_army_tells_its_country(annotate: Annotate) -> None:
    doc = annotate("Turkey's army crossed the border.")
    assert mention_of(doc, "Turkey").kind == "government"
    assert mention_of(doc, "army").country == "TUR"


@pytest.mark.parametrize(
    ("sentence", "text", "label"),
    [
        ("Russia denied the attack.", "Russia", "actor"),
        ("The attack was planned by Iran.", "Iran", "actor"),
        ("Iran-backed Hezbollah fired rockets.", "Iran", "actor"),
        ("Officials accused Rwanda of backing the rebels.", "Rwanda", "actor"),
        ("Fighting spread across Sudan.", "Sudan", "place"),
        ("The convoy crossed the border with Turkey.", "Turkey", "place"),
        ("Rebels attacked a town in northern Mali.", "northern Mali", "place"),
        ("Damascus denied targeting civilians.", "Damascus", "actor"),
        ("Explosions were heard in Damascus.", "Damascus", "place"),
        ("Protesters gathered outside the White House.", "White House", "place"),
    ],
)
def test_a_country_acts_or_is_a_place(annotate: Annotate, sentence: str, text: str, label: str) -> None:
    assert mention_of(annotate(sentence), text).label == label


def test_a_nationality_acts_in_what_governments_do(annotate: Annotate) -> None:
    mention = mention_of(annotate("Russian strikes hit the hospital."), "Russian")
    assert (mention.kind, mention.country) == ("government", "RUS")


@pytest.mark.parametrize(
    ("sentence", "text"),
    [
        ("Lt. Gen. Omar Haddad said the base was safe.", "Lt. Gen. Omar Haddad"),
        ("Defence Minister Maria Lopez visited the front.", "Defence Minister Maria Lopez"),
    ],
)
def test_titles_belong_to_the_person(annotate: Annotate, sentence: str, text: str) -> None:
    assert mention_of(annotate(sentence), text).kind == "person"


@pytest.mark.parametrize(
    ("sentence", "text", "kind"),
    [
        ("A car bomb exploded near the market.", "car bomb", "car_bomb"),
        ("They fired rocket-propelled grenades at the convoy.", "rocket-propelled grenades", "grenade"),
        ("Barrel bombs fell on the town.", "Barrel bombs", "bomb"),
        ("A drone hit the depot.", "drone", "drone"),
    ],
)
def test_weapons_have_kinds(annotate: Annotate, sentence: str, text: str, kind: str) -> None:
    mention = mention_of(annotate(sentence), text)
    assert (mention.label, mention.kind) == ("weapon", kind)


def test_jets_that_act_are_their_countrys_forces(annotate: Annotate) -> None:
    mention = mention_of(annotate("Russian jets bombed the village."), "Russian jets")
    assert (mention.label, mention.kind, mention.country) == ("actor", "state_forces", "RUS")


@pytest.mark.parametrize(
    ("sentence", "text", "kind"),
    [
        ("A shell hit the hospital.", "the hospital", "facility"),
        ("Clashes broke out in Idlib province.", "Idlib province", "admin"),
        ("Rebels attacked al-Nayrab airport.", "al-Nayrab airport", "facility"),
        ("Troops entered the village.", "the village", "settlement"),
    ],
)
def test_places_and_facilities(annotate: Annotate, sentence: str, text: str, kind: str) -> None:
    mention = mention_of(annotate(sentence), text)
    assert (mention.label, mention.kind) == ("place", kind)


def test_warships_are_weapons_by_name_and_later_by_the_name_alone(annotate: Annotate) -> None:
    doc = annotate("The frigate HMS Rowan and USS Carl Densby left Malta. Rowan is sailing to Cyprus.")
    ships = ["frigate", "HMS Rowan", "USS Carl Densby", "Rowan"]
    assert [mention.span.text for mention in doc._.mentions if mention.kind == "naval"] == ships


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("A group of paratroopers", "state_forces", None),
        ("A column of guerrillas", "rebel_group", None),
        ("A band of FMLN rebels", "rebel_group", "Farabundo Marti National Liberation Front"),
    ],
)
def test_the_people_of_a_group_say_who_it_is(annotate: Annotate, text: str, kind: str, name: str | None) -> None:
    mention = mention_of(annotate(f"{text} attacked the police post at dawn."), text)
    assert (mention.kind, mention.name) == (kind, name)


def test_fighters_and_bombers_among_aircraft_are_aircraft(annotate: Annotate) -> None:
    doc = annotate("The navy sent bomber and fighter aircraft. Rebel fighters fled.")
    assert [mention.span.text for mention in doc._.mentions if mention.kind == "aircraft"] == [
        "bomber",
        "fighter aircraft",
    ]
    assert mention_of(doc, "Rebel fighters").label == "actor"


@pytest.mark.parametrize("name", ["Gulf of Oman", "Strait of Hormuz", "Bay of Bengal"])
def test_the_name_of_a_water_is_one_place(annotate: Annotate, name: str) -> None:
    doc = annotate(f"Pirates boarded a tanker in the {name} on Monday.")
    assert [mention.span.text for mention in doc._.mentions if mention.label == "place"] == [name]


def test_a_government_called_by_its_ruler_is_not_the_ruler(annotate: Annotate) -> None:
    mention = mention_of(annotate("The Assad regime shelled the town."), "The Assad regime")
    assert (mention.kind, mention.name, mention.country) == ("government", None, "SYR")
    assert mention_of(annotate("Assad spoke of the regime."), "Assad").kind == "person"


def test_terrorist_before_a_noun_names_nobody(annotate: Annotate) -> None:
    doc = annotate("The terrorist attacks were condemned. A terrorist was shot.")
    assert [mention.span.text for mention in doc._.mentions] == ["A terrorist"]


def test_mentions_are_in_order_and_do_not_overlap(annotate: Annotate) -> None:
    doc = annotate("Syrian President Bashar al-Assad's army and Iran-backed militias shelled Aleppo city on Monday.")
    spans = [(mention.span.start, mention.span.end) for mention in doc._.mentions]
    assert spans == sorted(spans)
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))


def test_nobody_in_a_credit_line_is_an_actor(annotate: Annotate) -> None:
    doc = annotate("Rebels took the town. Reporting by Omar Haddad.")
    doc._.structure = Structure(credits=[list(doc.sents)[-1]])
    MentionFinder(load_actors(), load_toponyms())(doc)
    assert [mention.span.text for mention in doc._.mentions] == ["Rebels", "the town"]


def test_the_place_of_a_dateline_is_a_mention(annotate: Annotate) -> None:
    doc = annotate("SARMIN, Nov 28 - Rebels took the town.")
    doc._.structure = Structure(dateline=DatelineParts(span=doc[0:4], place=doc[0:1]))
    MentionFinder(load_actors(), load_toponyms())(doc)
    assert mention_of(doc, "SARMIN").label == "place"


def test_a_text_without_names_gives_nothing(annotate: Annotate) -> None:
    assert annotate("It rained all night and nothing moved.")._.mentions == []
