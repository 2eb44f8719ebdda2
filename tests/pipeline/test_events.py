"""pipeline/events.py: triggers with who, whom, where, when and with what; one event told once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.tokens import Doc

from conflict_cli import Report, build_pipeline, parse
from conflict_cli.errors import RuleError
from conflict_cli.pipeline.annotations import Argument, EventMention

Annotate = Callable[..., Doc]


def words(arguments: list[Argument]) -> list[str]:
    return [argument.span.text for argument in arguments]


def only(doc: Doc) -> EventMention:
    (event,) = doc._.events
    return event  # type: ignore[no-any-return]


def test_roles_of_a_plain_sentence(annotate: Annotate) -> None:
    event = only(annotate("Russian jets bombed the town of Sarmin on Thursday.", published="2024-11-29"))
    assert (event.type, event.subtype) == ("Explosions/Remote violence", "Air/drone strike")
    assert words(event.initiators) == ["Russian jets"]
    assert words(event.targets) == ["the town of Sarmin"]
    assert "Sarmin" in words(event.locations)
    assert event.time is not None
    assert event.time.earliest == "2024-11-28"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("Rebels attacked the Sarmin airport east of Idlib.", ["the Sarmin airport"]),
        ("Rebels raided a dozen villages in Aleppo province on Monday.", ["Aleppo province"]),
        ("A bomb exploded at a market in Goma on Monday.", ["Goma", "a market"]),
        ("Shells fell on the port town of Mokha in Yemen.", ["Mokha"]),
        ("A shell fell in Pokrovsk in Donetsk province.", ["Pokrovsk"]),
        ("Gunmen killed six people in Mosul, Ramadi and Fallujah.", ["Fallujah", "Mosul", "Ramadi"]),
        ("Militants ambushed a patrol in the Barmal district of Paktika.", ["the Barmal district"]),
        ("Militants ambushed a patrol in the Tirah valley's Bagh area.", ["Bagh area"]),
        ("Jets bombed villages in Idlib near the border with Turkey.", ["Idlib"]),
    ],
)
def test_where_an_event_was(annotate: Annotate, text: str, places: list[str]) -> None:
    found = [location.span.text for location in only(annotate(text)).locations if not location.inferred]
    assert sorted(found) == places


def test_aggression_from_a_country_is_not_there(annotate: Annotate) -> None:
    doc = annotate("Officials blamed fear of aggression from Turkey for the shelling of Sarmin.")
    assert all("Turkey" not in words(event.locations) or event.locations[0].inferred for event in doc._.events)


def time_of(doc: Doc, trigger: str) -> str | None:
    event = next(event for event in doc._.events if event.trigger.text == trigger)
    return None if event.time is None or event.time_inferred else event.time.span.text


@pytest.mark.parametrize(
    ("text", "trigger", "time"),
    [
        ("The law was withdrawn after weeks of protests.", "protests", "weeks"),
        ("Gunmen have killed 90 men since the war began in May 2023.", "killed", "since the war began in May 2023"),
        ("The army killed 20 rebels in two days of clashes.", "killed", "two days"),
        ("Police opened the gate, and shot and wounded a boy yesterday.", "shot", "yesterday"),
        ("The sides agreed to a ceasefire that ended years of fighting.", "ceasefire", None),
        ("Rebels shelled Sarmin in the heaviest attack since March 2020.", "shelled", None),
        ("Civilians fled in 2015 after an offensive on the town.", "offensive", None),
    ],
)
def test_the_time_of_an_event_is_its_own(annotate: Annotate, text: str, trigger: str, time: str | None) -> None:
    assert time_of(annotate(text, published="2024-11-28"), trigger) == time


@pytest.mark.parametrize(
    ("text", "harmed"),
    [
        ("Two soldiers killed, five wounded in roadside bombing", ["Two soldiers"]),
        ("Dozens killed in north Khartoum", ["Dozens"]),
        (
            "A mayor was shot in Tijuana, police said, the fourth official killed in Mexico.",
            ["the fourth official"],
        ),
    ],
)
def test_who_is_killed_without_an_object_killed_nobody(annotate: Annotate, text: str, harmed: list[str]) -> None:
    (killed,) = [event for event in annotate(text)._.events if event.head.lemma_ == "kill"]
    assert (words(killed.initiators), words(killed.targets)) == ([], harmed)


@pytest.mark.parametrize(
    "text",
    [
        "Soldiers clashed with bandits near the border, leaving 11 bandits and three soldiers dead.",
        "The clash left 11 bandits and three soldiers dead.",
    ],
)
def test_those_left_dead_are_the_toll_of_the_clash(annotate: Annotate, text: str) -> None:
    event = only(annotate(text))
    assert event.subtype == "Armed clash"
    assert [figure.span.text for figure in event.casualties] == ["11 bandits", "three soldiers"]


@pytest.mark.parametrize(
    "text",
    [
        "A suicide bomber blew himself up outside a mosque, killing six, in an attack claimed by the Wadi Front.",
        "Rockets slammed into a school in Dnipro, killing six, officials said, in one of the worst attacks of the war.",
        "Gunmen killed six people in a bar in Irapuato, police said, the latest attack in the region.",
        "The attack on the Mandelia army camp that killed six soldiers took place on Monday.",
    ],
)
def test_a_deed_summed_up_is_one_event(annotate: Annotate, text: str) -> None:
    only(annotate(text))


def test_a_comment_on_the_clause_is_no_target(annotate: Annotate) -> None:
    event = only(annotate("Rebels seized the town, the army said, a blow to the government."))
    assert words(event.targets) == ["the town"]


def test_who_denies_responsibility_did_not_do_it(annotate: Annotate) -> None:
    assert only(annotate("The militia denied responsibility for the bombing of the camp.")).initiators == []


def test_where_the_victim_is_from_is_not_where_it_happened(annotate: Annotate) -> None:
    event = only(annotate("A peacekeeper from Togo was killed by gunmen in Menaka."))
    assert words(event.locations) == ["Menaka"]


def test_passive_and_active_give_the_same_roles(annotate: Annotate) -> None:
    event = only(annotate("The village was shelled by the army."))
    assert words(event.initiators) == ["the army"]
    assert words(event.targets) == ["The village"]


def test_harm_is_part_of_the_event_that_did_it(annotate: Annotate) -> None:
    event = only(annotate("Russian jets bombed the town of Sarmin, killing five civilians."))
    assert event.trigger.text == "bombed"
    assert [token.text for token in event.absorbed] == ["killing"]


@pytest.mark.parametrize(
    ("text", "subtype"),
    [
        ("At least 11 people were killed when police opened fire on protesters in Conakry.", "Excessive force"),
        ("Three students died when soldiers opened fire on demonstrators in Khartoum.", "Excessive force"),
        ("A bomb planted by rebels went off near a market in Chaman.", "Remote explosive"),
        ("A suicide car bomb targeted a military convoy near Lashkar Gah.", "Suicide bomb"),
        ("Syrian troops used chlorine gas in an attack on the town of Saraqib.", "Chemical weapon"),
        ("The army killed 40 militants in air strikes on Monday.", "Air/drone strike"),
        ("A truck ran over a mine near Kidal and six people died.", "Remote explosive"),
        ("An army patrol was ambushed near Tillia; a lieutenant and four soldiers died.", "Armed clash"),
        ("Raids by gunmen that killed 40 villagers have emptied the valley.", "Attack"),
        ("A car bomb exploded in a market and ten people were killed.", "Remote explosive"),
        ("A former mayor was ambushed and killed by gunmen on the road to Riohacha.", "Attack"),
        ("A bomb left outside a bank went off at dawn, shattering windows.", "Remote explosive"),
        ("The blockade of Timbuktu by jihadists cut off food supplies.", "Aid/siege"),
    ],
)
def test_two_wordings_of_one_happening_are_one_event(annotate: Annotate, text: str, subtype: str) -> None:
    assert only(annotate(text)).subtype.startswith(subtype)


def test_a_death_with_a_place_of_its_own_is_another(annotate: Annotate) -> None:
    doc = annotate("Rebels attacked Beni on Monday and ten people were killed in Oicha.")
    assert [words(event.targets) for event in doc._.events] == [["Beni"], ["ten people"]]


def test_what_an_explosion_damages_is_hit_too(annotate: Annotate) -> None:
    event = only(annotate("A bomb exploded outside a bank, wounding two guards and damaging several shops."))
    assert {"a bank", "several shops"} <= set(words(event.targets))
    event = only(annotate("Saboteurs planted explosives that destroyed a transformer."))
    assert (words(event.initiators), words(event.targets)) == (["Saboteurs"], ["a transformer"])


def test_a_raid_that_finds_weapons_is_not_done_with_them(annotate: Annotate) -> None:
    doc = annotate("Officers recovered 40 kilograms of explosives in a raid on a workshop in Karachi.")
    found = [event.subtype for event in doc._.events]
    assert "Disrupted weapons use" in found
    assert "Remote explosive/landmine/IED" not in found


def test_what_was_shot_down_did_not_kill(annotate: Annotate) -> None:
    event = only(annotate("A UN helicopter was shot down over North Kivu, killing eight peacekeepers."))
    assert event.initiators == []


def test_who_claims_an_attack_did_it(annotate: Annotate) -> None:
    event = only(annotate("The air strike on the mosque was claimed by Islamic State."))
    assert words(event.initiators) == ["Islamic State"]


def test_an_attack_needs_an_armed_side_or_victims_to_be_believed(annotate: Annotate) -> None:
    assert only(annotate("Between 20 and 30 people were killed in the attack on the village.")).subtype == "Attack"
    assert annotate("Penguins attack and kill chicks in the nests of others.")._.events == []
    assert annotate("A gas explosion in a restaurant killed three people.")._.events == []


def test_harm_in_a_sentence_of_its_own_is_an_event(annotate: Annotate) -> None:
    assert len(annotate("Jets bombed Sarmin. Gunmen killed a guard in Homs.")._.events) == 2


def test_participants_do_not_overlap(annotate: Annotate) -> None:
    for event in annotate("Rebels attacked the army near Goma with rockets.")._.events:
        taken = [token.i for argument in (*event.initiators, *event.targets) for token in argument.span]
        assert len(taken) == len(set(taken))


def test_events_come_in_text_order(annotate: Annotate) -> None:
    doc = annotate("Rebels attacked the army. Jets bombed Sarmin. Police arrested two men.")
    starts = [event.trigger.start for event in doc._.events]
    assert starts == sorted(starts)
    assert len(starts) == 3


def test_nothing_is_found_where_nothing_happened(annotate: Annotate) -> None:
    assert annotate("The bakery sold bread and the sun was shining.")._.events == []


def test_rules_of_a_folder_find_events_beside_the_built_in_ones(tmp_path: Path) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "mine.yaml").write_text(
        "event: {subtype: Attack}\nrules:\n"
        "- {id: mine.glitterbomb, trigger: {lower: [glitterbombed]}, arguments: {targets: [object]}}\n",
        "utf-8",
    )
    report = parse("Clowns glitterbombed the soldiers. Jets bombed Sarmin.", nlp=build_pipeline(rules=tmp_path))
    assert [event.rule.split(".")[0] for event in report.events] == ["mine", "air_strike"]


@pytest.mark.parametrize(
    ("meaning", "message"),
    [
        ("{subtype: Zapping}", 'mine.zap: unknown subtype "Zapping"; known: '),
        ("{subtype: Attack, plover: ZAP}", 'mine.zap: unknown PLOVER type "ZAP"; known: '),
        ("{subtype: Attack, colour: red}", 'mine.zap: unknown key "colour" in event; known: '),
        ("{subtype: Attack, refine: [weather]}", 'mine.zap: unknown refinement "weather"; known: '),
        ("{subtype: Attack, status: maybe}", 'mine.zap: unknown status "maybe"; known: '),
    ],
)
def test_a_wrong_meaning_is_refused(tmp_path: Path, meaning: str, message: str) -> None:
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "mine.yaml").write_text(
        f"event: {meaning}\nrules:\n- {{id: mine.zap, trigger: {{lemma: zap}}}}\n", "utf-8"
    )
    with pytest.raises(RuleError) as error:
        build_pipeline(rules=tmp_path)
    assert str(error.value).startswith(f"events/mine.yaml: {message}")


def test_drones_stand_for_their_sender_and_are_the_means(report_of: Callable[..., Report]) -> None:
    (event,) = report_of("Russian drones struck an apartment building in Kharkiv overnight.").events
    assert event.subtype == "Air/drone strike"
    assert [span.text for span in event.initiators] == ["Russian drones"]
    assert [(weapon.text, weapon.kind) for weapon in event.weapons] == [("drones", "drone")]


def test_who_reports_shelling_does_not_shell(report_of: Callable[..., Report]) -> None:
    events = report_of("Residents of Omdurman reported shelling within minutes of the truce.").events
    assert all(not event.initiators for event in events)


@pytest.mark.parametrize(
    ("sentence", "used", "hit"),
    [
        ("Rebels shot down an army helicopter with a missile.", ["missile"], ["helicopter"]),
        ("Police seized 40 rifles in the raid.", [], ["rifles"]),
        ("Drones struck the refinery at Tall Daran.", ["Drones"], []),
        ("Near Kesra, two drones destroyed a mortar system.", ["drones"], ["mortar"]),
    ],
)
def test_weapons_used_are_told_from_weapons_hit(
    annotate: Annotate, sentence: str, used: list[str], hit: list[str]
) -> None:
    event = annotate(sentence)._.events[0]
    assert [weapon.span.text for weapon in event.weapons if not weapon.hit] == used
    assert [weapon.span.text for weapon in event.weapons if weapon.hit] == hit


def test_a_passenger_jet_is_no_weapon(annotate: Annotate) -> None:
    (event,) = annotate("A missile shot down a passenger jet over the Gulf.")._.events
    assert [weapon.span.text for weapon in event.weapons] == ["missile"]


@pytest.mark.parametrize(
    "sentence",
    [
        "There were no immediate reports of casualties.",
        "The army gave no details of casualties.",
        "The rockets fell in open fields without causing casualties.",
    ],
)
def test_a_toll_nobody_tells_of_is_no_event(annotate: Annotate, sentence: str) -> None:
    assert "Casualties" not in {event.subtype for event in annotate(sentence)._.events}


def test_a_speaker_is_known_by_its_pronoun(annotate: Annotate) -> None:
    event = only(annotate("The Israeli military said it had struck a Hamas command centre in the school."))
    assert words(event.targets) == ["a Hamas command centre"]
    assert annotate("The singer said it had struck a chord with fans.")._.events == []


def test_what_is_hit_tells_where(annotate: Annotate) -> None:
    event = only(annotate("An air strike hit a school sheltering displaced families in Gaza City."))
    assert words(event.locations) == ["a school", "Gaza City"]


def test_who_brokers_a_swap_is_not_where_it_was(annotate: Annotate) -> None:
    event = only(annotate("The two sides exchanged 190 prisoners in a swap brokered by the United Arab Emirates."))
    assert event.locations == []


def test_who_is_called_on_acts(annotate: Annotate) -> None:
    event = only(annotate("The mission called on all armed groups to lay down their weapons."))
    assert words(event.initiators) == ["all armed groups"]
