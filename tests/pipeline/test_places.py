"""Places: one gazetteer entry per place of the article, and how events lie to it; on invented sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from conflict_cli import Report
from conflict_cli.pipeline.annotations import ResolvedPlace
from conflict_cli.pipeline.location_relations import location_relation

Annotate = Callable[..., Doc]


def place_of(doc: Doc, text: str) -> ResolvedPlace:
    found = [place for place in doc._.places if text in {mention.span.text for mention in place.mentions}]
    assert found, f"{text!r} not in {[mention.span.text for place in doc._.places for mention in place.mentions]}"
    return found[0]


def test_a_city_has_coordinates(annotate: Annotate) -> None:
    place = place_of(annotate("Shells fell on Kharkiv on Monday."), "Kharkiv")
    assert (place.kind, place.country) == ("settlement", "UKR")
    assert (place.latitude, place.longitude) == pytest.approx((49.98, 36.25), abs=0.1)
    assert place.geonames == 706483


def test_the_articles_country_decides_between_namesakes(annotate: Annotate) -> None:
    doc = annotate("Lebanese troops deployed. Clashes erupted in Tripoli, Lebanon, the Lebanese army said.")
    assert place_of(doc, "Tripoli").country == "LBN"


def test_the_same_name_without_a_hint_is_the_largest(annotate: Annotate) -> None:
    assert place_of(annotate("Clashes erupted in Tripoli on Friday."), "Tripoli").country == "LBY"


def test_a_province_is_not_its_city(annotate: Annotate) -> None:
    doc = annotate("Rebels hold Aleppo province. Jets struck Aleppo city.")
    assert place_of(doc, "Aleppo province").kind == "admin"
    assert place_of(doc, "Aleppo city").kind == "settlement"


def test_a_bearing_is_no_part_of_the_name(annotate: Annotate) -> None:
    place = place_of(annotate("Fighting continued in northern Mali."), "northern Mali")
    assert (place.name, place.kind) == ("Mali", "country")


def test_spellings_of_one_place_are_one_place(annotate: Annotate) -> None:
    doc = annotate("Syrian troops left Deir al-Zor. Jets struck Deir ez-Zor, a city in eastern Syria.")
    assert place_of(doc, "Deir al-Zor") is place_of(doc, "Deir ez-Zor")


@pytest.mark.parametrize("text", ["the village", "a hospital"])
def test_an_unnamed_place_has_no_coordinates(annotate: Annotate, text: str) -> None:
    place = place_of(annotate(f"A shell hit {text} in Syria."), text)
    assert (place.latitude, place.longitude, place.geonames) == (None, None, None)


def test_an_unknown_name_has_no_coordinates(annotate: Annotate) -> None:
    place = place_of(annotate("Two people died in the town of Qwertabad, Syria."), "Qwertabad")
    assert place.latitude is None


def test_an_unknown_airport_has_its_towns_point_and_says_so(annotate: Annotate) -> None:
    hospital = place_of(annotate("Drones hit the Sarmin hospital in Syria."), "the Sarmin hospital")
    assert (hospital.country, hospital.admin1, hospital.precision) == ("SYR", "Idlib", "settlement")


def test_a_country_that_acts_is_still_on_the_map(annotate: Annotate) -> None:
    doc = annotate("Russia denied the attack in Ukraine.")
    assert {place.name for place in doc._.places} == {"Russia", "Ukraine"}


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        # the news tagger calls both of these organisations
        ("The DPRK fired two missiles into the sea on Monday.", "North Korea"),
        ("Talks between Harare and London stalled after police in Zimbabwe shot protesters.", "Harare"),
        ("One Harare resident was shot dead by police in Zimbabwe.", "Harare"),
    ],
)
def test_a_state_or_town_inside_an_actor_is_on_the_map(annotate: Annotate, sentence: str, name: str) -> None:
    assert name in {place.name for place in annotate(sentence)._.places}


def test_the_name_of_a_force_holds_no_place(report_of: Callable[..., Report]) -> None:
    report = report_of("Fighters of the Islamic State of Iraq and the Levant left Tal Afar. U.S. Marines took it.")
    assert [place.name for place in report.places] == ["Tall \u2018Afar"]


def test_a_surname_is_no_town(annotate: Annotate) -> None:
    doc = annotate("Peter Norbury runs the clinic. Norbury said the shelling had stopped.")
    assert doc._.places == [] or all(place.kind == "facility" for place in doc._.places)


@pytest.mark.parametrize(
    ("sentence", "text", "relation"),
    [
        ("A bomb exploded in Sarmin.", "Sarmin", "in"),
        ("A bomb exploded at the airport.", "the airport", "in"),
        ("A bomb exploded near Sarmin.", "Sarmin", "near"),
        ("A bomb exploded near the rebel-held town of Sarmin.", "Sarmin", "near"),
        ("Troops clashed with rebels east of Kupiansk.", "Kupiansk", "east of"),
        ("The rebels were halted 10 km from Aleppo.", "Aleppo", "10 km from"),
        ("The rebels were halted 10 km (6 miles) north of Aleppo.", "Aleppo", "10 km north of"),
        ("The camp lies some 15 miles to the south-west of the city of Goma.", "Goma", "15 miles south-west of"),
        ("They fought on the outskirts of Aleppo.", "Aleppo", "the outskirts of"),
        ("They fought on the outskirts of the city of Aleppo.", "Aleppo", "the outskirts of"),
        ("They fought in the northern suburbs of Homs.", "Homs", "the northern suburbs of"),
        ("Jets patrolled over Damascus.", "Damascus", "over"),
        ("Shells landed close to Donetsk.", "Donetsk", "close to"),
    ],
)
def test_words_before_a_place_are_its_relation(annotate: Annotate, sentence: str, text: str, relation: str) -> None:
    doc = annotate(sentence)
    start = sentence.index(text)
    assert location_relation(doc.char_span(start, start + len(text))) == relation


def test_an_events_location_gets_its_relation(annotate: Annotate) -> None:
    doc = annotate("Russian jets bombed a convoy near Sarmin on Monday.")
    relations = {location.span.text: location.relation for event in doc._.events for location in event.locations}
    assert relations.get("Sarmin") == "near"


def test_distance_and_bearing_give_an_offset_point(report_of: Callable[..., Report]) -> None:
    report = report_of("Gunmen killed two farmers 111 km north of Goma, Congo, on Tuesday.")
    (event,) = report.events
    location = next(location for location in event.locations if location.text == "Goma")
    goma = next(place for place in report.places if place.name == "Goma")
    assert (location.relation, location.precision) == ("111 km north of", "offset")
    assert location.latitude == pytest.approx((goma.latitude or 0) + 1, abs=0.01)
    assert location.longitude == goma.longitude


def test_a_described_place_lies_where_its_words_put_it(report_of: Callable[..., Report]) -> None:
    report = report_of("Rebels shelled a village 10 km east of Kupiansk, Ukraine, on Monday.")
    village = next(place for place in report.places if place.name == "a village")
    kupiansk = next(place for place in report.places if place.name.startswith("Kup"))
    assert (village.relation, village.anchor, village.precision) == ("10 km east of", kupiansk.id, "offset")
    assert (village.longitude or 0) > (kupiansk.longitude or 0)
    assert village.country == "UKR"


@pytest.mark.parametrize(
    ("text", "name", "precision"),
    [
        ("Shells hit Syria.", "Syria", "country"),
        ("Shells hit Aleppo province in Syria.", "Aleppo", "admin"),
        ("Shells hit Aleppo city in Syria.", "Aleppo", "point"),
        ("Fighting went on in the Donbas.", "Donbas", "region"),
        ("Shells hit the Sarmin hospital in Syria.", "the Sarmin hospital", "settlement"),
    ],
)
def test_precision_says_what_a_point_stands_for(annotate: Annotate, text: str, name: str, precision: str) -> None:
    place = next(place for place in annotate(text)._.places if place.name == name)
    assert place.precision == precision


def test_a_province_decides_between_namesakes(annotate: Annotate) -> None:
    doc = annotate("SPRINGFIELD, Ill. (AP) - Gunmen shot two people in Springfield, police said.")
    place = place_of(doc, "Springfield")
    assert (place.country, place.admin1) == ("USA", "Illinois")


def test_a_county_is_not_its_namesake_town(annotate: Annotate) -> None:
    doc = annotate("Gunmen shot two people in Plymouth County, Iowa, on Monday.")
    assert all(place.country != "GBR" for place in doc._.places)


def test_transliterations_are_found_in_the_articles_country(annotate: Annotate) -> None:
    place = place_of(annotate("Rebels in Syria shelled the town of Qamishly. Syrian troops fled."), "Qamishly")
    assert (place.country, place.admin1) == ("SYR", "Al-Hasakah")


def test_an_unlisted_surname_is_the_person(annotate: Annotate) -> None:
    doc = annotate("Ahmed al-Sharafani, a photographer, was shot on Tuesday. Gunmen attacked al-Sharafani at home.")
    assert doc._.places == []


def test_a_name_goes_on_behind_its_joints(annotate: Annotate) -> None:
    place = place_of(annotate("Troops have recaptured the port town of Mocimboa da Praia."), "Mocimboa da Praia")
    assert place.country == "MOZ"


def test_two_villages_are_two_places(annotate: Annotate) -> None:
    doc = annotate("Shells hit a village near Goma. Gunmen raided a village near Bunia in Congo.")
    villages = [place for place in doc._.places if place.name == "a village"]
    assert len(villages) == 2


def test_a_name_that_only_the_tagger_calls_a_place_is_none(annotate: Annotate) -> None:
    doc = annotate("Qwertacorp bought two Syrian firms. The purchase of Qwertacorp shares went on for months in Syria.")
    assert all("Qwerta" not in place.name for place in doc._.places)


def test_a_bearing_before_an_adjective_is_no_place(report_of: Callable[..., Report]) -> None:
    report = report_of("The West African bloc Ecowas said it would send troops to Niger.")
    assert [place.name for place in report.places] == ["Niger"]
