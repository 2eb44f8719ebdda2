import json

import pytest

from conflict_cli.render import render
from conflict_cli.report import WeaponSpan
from conflict_cli.taxonomy import load_taxonomy

TEXT = "Rebels fought soldiers near Ariba."


def records(report):
    return [json.loads(line) for line in render(report, "plover").splitlines()]


def test_a_record_tells_what_the_report_tells(report):
    shelling, retaking = records(report)
    assert (shelling["id"], shelling["event"], shelling["mode"]) == ("695e051400000000-E1", "ASSAULT", "heavy-weapons")
    assert (shelling["date_start"], shelling["date_precision"], shelling["date_inferred"]) == (
        "2021-05-04",
        "day",
        False,
    )
    assert shelling["actor"] == [
        {
            "name": "Northern Front",
            "text": "Gunmen of the Northern Front",
            "kind": "rebel_group",
            "country": "ERI",
            "wikidata": None,
        }
    ]
    assert shelling["recipient"][0]["name"] == "the town of Ariba"
    assert shelling["location"] == [
        {
            "name": "Ariba",
            "text": "Ariba",
            "relation": "near",
            "admin1": "Kassala",
            "country": "SDN",
            "geonames": 42,
            "latitude": 15.5,
            "longitude": 36.4,
            "precision": "near",
            "inferred": False,
        }
    ]
    assert (shelling["fatalities"], shelling["injuries"]) == ({"low": 12, "high": None}, None)
    assert (shelling["said_by"], shelling["mentions"], shelling["publisher"]) == (["the army"], ["E1"], "Wire")
    assert (retaking["status"], retaking["mode"], retaking["date_start"]) == ("planned", None, None)


def test_an_event_without_a_plover_type_has_no_record(report_of_text):
    assert records(report_of_text(TEXT, {"plover": None, "subtype": "Casualties"})) == []


@pytest.mark.parametrize("subtype", load_taxonomy().type_of)
def test_a_mode_belongs_to_its_type(report_of_text, subtype):
    plover = load_taxonomy().plover_of[subtype] or "COERCE"
    [record] = records(report_of_text(TEXT, {"subtype": subtype, "plover": plover}))
    other = "AGREE" if plover != "AGREE" else "AID"
    [foreign] = records(report_of_text(TEXT, {"subtype": subtype, "plover": other}))
    assert foreign["mode"] is None
    assert record["mode"] is None or record["mode"].islower()


@pytest.mark.parametrize(("kind", "mode"), [("drone", "drone"), ("missile", "aerial")])
def test_drones_are_told_from_other_aircraft(report_of_text, kind, mode):
    weapon = WeaponSpan(0, 6, "Rebels", kind)
    [record] = records(report_of_text(TEXT, {"subtype": "Air/drone strike", "weapons": (weapon,)}))
    assert (record["mode"], record["weapons"]) == (mode, ["Rebels"])
