import csv
import dataclasses
import io

import pytest

from conflict_cli.render import render
from conflict_cli.render.acled import ACLED_COLUMNS, INTERS
from conflict_cli.render.csv_text import csv_line
from conflict_cli.render.view import View
from conflict_cli.report import TimeSpan
from conflict_cli.taxonomy import load_taxonomy

TEXT = "Rebels fought soldiers near Ariba on Friday, killing nobody or nine people, and students and Gunmen marched."
FILLED_BY_HAND = {"region", "admin2", "admin3", "source_scale", "tags", "timestamp"}


def rows(*reports):
    from conflict_cli.render.acled import acled_rows

    return list(csv.DictReader(io.StringIO("".join(acled_rows(reports, View())), newline="")))


def row(report):
    [only] = rows(report)
    return only


def actors_of(actor, *given):
    return [actor(number, *one) for number, one in enumerate(given, 1)]


def test_a_row_has_acleds_columns_and_what_the_report_tells(report):
    written = row(report)  # the second event is planned
    assert tuple(written) == ACLED_COLUMNS
    assert written == dict.fromkeys(ACLED_COLUMNS, "") | {
        "event_id_cnty": "695e051400000000-E1",
        "event_date": "2021-05-04",
        "year": "2021",
        "time_precision": "1",
        "disorder_type": "Political violence",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Shelling/artillery/missile attack",
        "actor1": "Northern Front",
        "inter1": "Rebel group",
        "interaction": "Rebel group only",
        "iso": "729",
        "country": "Sudan",
        "admin1": "Kassala",
        "location": "Ariba",
        "latitude": "15.5",
        "longitude": "36.4",
        "geo_precision": "2",
        "source": "Wire",
        "notes": report.events[0].evidence.text.replace("\n", " "),
        "fatalities": "12",
    }
    assert not FILLED_BY_HAND & {name for name, cell in written.items() if cell}


def test_the_source_stands_in_for_an_unknown_publisher(report):
    head = dataclasses.replace(report.report, publisher=None)
    assert row(dataclasses.replace(report, report=head))["source"] == "ariba.txt"


@pytest.mark.parametrize("status", ["denied", "planned", "threatened", "hypothetical"])
def test_what_has_not_happened_has_no_row(report_of_text, status):
    assert rows(report_of_text(TEXT, {"status": status}, {"status": "ongoing"}))[0]["event_id_cnty"].endswith("-E2")


def test_several_articles_have_one_header_and_ids_of_their_own(report):
    other = dataclasses.replace(report, report=dataclasses.replace(report.report, id="f" * 16))
    ids = [written["event_id_cnty"] for written in rows(report, other)]
    assert ids == ["695e051400000000-E1", "ffffffffffffffff-E1"]


@pytest.mark.parametrize("subtype", load_taxonomy().type_of)
def test_every_subtype_has_acleds_types_or_none(report_of_text, subtype):
    written = row(report_of_text(TEXT, {"type": load_taxonomy().type_of[subtype], "subtype": subtype}))
    if subtype in {"Casualties", "Aid/siege"}:
        assert (written["event_type"], written["sub_event_type"], written["disorder_type"]) == ("", "", "")
    else:
        assert load_taxonomy().type_of[written["sub_event_type"]] == written["event_type"]
        assert written["event_type"] not in {"Force movement", "Humanitarian impact"}
        assert written["disorder_type"]


@pytest.mark.parametrize(
    ("subtype", "victims", "kind", "expected"),
    [
        ("Attack", "soldiers", "state_forces", ("Battles", "Armed clash", "")),
        ("Attack", "people", "civilians", ("Violence against civilians", "Attack", "Civilian targeting")),
        ("Armed clash", "people", "civilians", ("Violence against civilians", "Attack", "Civilian targeting")),
        ("Armed clash", "soldiers", "state_forces", ("Battles", "Armed clash", "")),
    ],
)
def test_who_is_hit_tells_a_battle_from_violence_against_civilians(
    report_of_text, actor, subtype, victims, kind, expected
):
    changes = {"subtype": subtype, "type": load_taxonomy().type_of[subtype], "targets": [("soldiers", "A1")]}
    written = row(report_of_text(TEXT, changes, actors=actors_of(actor, (victims, kind))))
    assert (written["event_type"], written["sub_event_type"], written["civilian_targeting"]) == expected


@pytest.mark.parametrize(
    ("earliest", "latest", "inferred", "day", "year", "precision"),
    [
        ("2021-05-07", "2021-05-07", False, "2021-05-07", "2021", "1"),
        ("2021-05-07", "2021-05-07", True, "2021-05-07", "2021", "2"),
        ("2021-05-06", "2021-05-07", False, "2021-05-06", "2021", "2"),
        ("2021-05-03", "2021-05-09", False, "2021-05-06", "2021", "2"),
        ("2021-05-01", "2021-05-31", False, "2021-05-16", "2021", "3"),
        ("2021-01-01", "2021-12-31", False, "", "2021", ""),
        ("2020-10-01", "2021-12-31", False, "", "", ""),
        (None, "2021-12-31", False, "", "", ""),
    ],
    ids=["day", "inferred", "overnight", "week", "month", "year", "longer", "open"],
)
def test_date_and_precision(report_of_text, earliest, latest, inferred, day, year, precision):
    time = TimeSpan(37, 43, "Friday", earliest, latest, None, inferred)
    written = row(report_of_text(TEXT, {"time": time}))
    assert (written["event_date"], written["year"], written["time_precision"]) == (day, year, precision)


@pytest.mark.parametrize(
    ("precision", "inferred", "location", "has_point", "expected"),
    [
        ("point", False, "Ariba", True, "1"),
        ("settlement", False, "Ariba", True, "1"),
        ("point", True, "Ariba", True, "2"),
        ("near", False, "Ariba", True, "2"),
        ("offset", False, "Ariba", True, "2"),
        ("admin", False, "Ariba", True, "3"),
        ("region", False, "Ariba", True, "3"),
        ("country", False, "", False, ""),
    ],
)
def test_geo_precision(report_of_text, place, precision, inferred, location, has_point, expected):
    where = [("Ariba", "P1", "in", 15.5, 36.5, precision, inferred)]
    written = row(report_of_text(TEXT, {"locations": where}, places=[place(1, "Ariba")]))
    assert (written["location"], bool(written["latitude"]), written["geo_precision"]) == (location, has_point, expected)
    assert written["country"] == "Sudan"


@pytest.mark.parametrize(
    ("figures", "expected"),
    [([("nobody", 0, 0)], "0"), ([("nine people", 9, None)], "9"), ([("nine people", None, 9)], ""), ([], "")],
    ids=["nobody", "low bound", "no low bound", "not told"],
)
def test_fatalities(report_of_text, figures, expected):
    assert row(report_of_text(TEXT, {"killed": figures}))["fatalities"] == expected


def parties(written, number):
    return tuple(written[f"{name}{number}"] for name in ("actor", "assoc_actor_", "inter"))


@pytest.mark.parametrize(
    ("kind", "country", "expected"),
    [
        ("state_forces", "SDN", ("Lions", "", "State forces")),
        ("police", None, ("Lions", "", "State forces")),
        ("state_forces", "TCD", ("Lions", "", "External/Other forces")),
        ("external_forces", "SDN", ("Lions", "", "External/Other forces")),
        ("intergovernmental", None, ("Lions", "", "External/Other forces")),
        ("rebel_group", "TCD", ("Lions", "", "Rebel group")),
        ("militia", None, ("Lions", "", "Political militia")),
        ("civilians", None, ("Civilians (Sudan)", "Lions", "Civilians")),
        ("media", "FRA", ("Civilians (France)", "Lions", "Civilians")),
        ("ngo", None, ("Lions", "", "Civilians")),
        ("unidentified", None, ("Unidentified Armed Group (Sudan)", "", "Political militia")),
        ("political_party", None, ("Lions", "", "")),
        (None, None, ("Lions", "", "")),
    ],
)
def test_kinds_of_actors(report_of_text, actor, place, kind, country, expected):
    report = report_of_text(
        TEXT,
        {"initiators": [("Rebels", "A1")], "locations": [("Ariba", "P1", "in", 15.5, 36.5, "point")]},
        actors=actors_of(actor, ("Lions", kind, country)),
        places=[place(1, "Ariba")],
    )
    written = row(report)
    assert parties(written, 1) == expected
    assert parties(written, 2) == ("", "", "")
    assert written["interaction"] == (f"{expected[2]} only" if expected[2] else "")
    assert expected[2] in {*INTERS, ""}


def test_interaction_puts_the_lower_number_first(report_of_text, actor):
    report = report_of_text(
        TEXT,
        {"initiators": [("Rebels", "A1"), ("Gunmen", "A3")], "targets": [("soldiers", "A2"), ("Ariba",)]},
        actors=actors_of(actor, ("Front", "rebel_group"), ("army", "state_forces"), ("M23", "rebel_group")),
    )
    written = row(report)
    assert (parties(written, 1), parties(written, 2)) == (("Front", "M23", "Rebel group"), ("army", "", "State forces"))
    assert written["interaction"] == "State forces-Rebel group"


def test_an_actor_of_known_kind_leads(report_of_text, actor):
    report = report_of_text(
        TEXT,
        {"subtype": "Suicide bomb", "initiators": [("Rebels", "A1"), ("Gunmen", "A2")]},
        actors=actors_of(actor, ("suicide bomber", None), ("TTP", "rebel_group")),
    )
    assert parties(row(report), 1) == ("TTP", "suicide bomber", "Rebel group")


def test_civilians_among_the_dead_are_the_second_actor(report_of_text):
    shelling = {"type": "Explosions/Remote violence", "subtype": "Grenade", "killed": [("nine people", 9, 9, True)]}
    written = row(report_of_text(TEXT, shelling))
    assert (parties(written, 2), written["civilian_targeting"]) == (
        ("Civilians", "", "Civilians"),
        "Civilian targeting",
    )


def test_a_person_attacked_is_a_civilian(report_of_text, actor):
    attack = {"type": "Violence against civilians", "subtype": "Attack", "targets": [("students", "A1")]}
    written = row(report_of_text(TEXT, attack, actors=actors_of(actor, ("farmer", "person", "YEM"))))
    assert parties(written, 2) == ("Civilians (Yemen)", "farmer", "Civilians")


@pytest.mark.parametrize(
    ("kind", "subtype", "first", "second"),
    [
        ("Protests", "Peaceful protest", ("Protesters", "students; Union", "Protesters"), ("", "", "")),
        ("Protests", "Protest with intervention", ("Protesters", "students; Union", "Protesters"),
         ("police", "", "State forces")),
        ("Protests", "Excessive force against protesters", ("police", "", "State forces"),
         ("Protesters", "students; Union", "Protesters")),
        ("Riots", "Violent demonstration", ("Rioters", "students; Union", "Rioters"), ("police", "", "State forces")),
        ("Riots", "Mob violence", ("Rioters", "students; Union", "Rioters"), ("police", "", "State forces")),
    ],
)  # fmt: skip
def test_crowds_are_protesters_or_rioters(report_of_text, actor, kind, subtype, first, second):
    report = report_of_text(
        TEXT,
        {
            "type": kind,
            "subtype": subtype,
            "initiators": [("students", "A1"), ("Rebels", "A2"), ("marched", "A4")],
            "targets": [("soldiers", "A3")],
        },
        actors=actors_of(
            actor, ("students", "civilians"), ("Union", "ngo"), ("police", "police"), ("people", "protesters")
        ),
    )
    written = row(report)
    assert (parties(written, 1), parties(written, 2)) == (first, second)


def test_a_formula_in_the_text_is_disarmed_unless_raw_is_asked(report):
    head = dataclasses.replace(report.report, publisher="=cmd|x")
    hostile = dataclasses.replace(report, report=head)
    assert row(hostile)["source"] == "'=cmd|x"
    assert ",=cmd|x," in render(hostile, "acled", View(raw_csv=True))
    assert csv_line(["-"]) == "-\n"


def test_foreign_forces_come_before_civilians_as_in_acleds_list(report_of_text, actor):
    actors = actors_of(actor, ("peacekeepers", "external_forces"), ("villagers", "civilians"))
    changes = {"initiators": [("Gunmen", "A1")], "targets": [("people", "A2")]}
    assert row(report_of_text(TEXT, changes, actors=actors))["interaction"] == "External/Other forces-Civilians"
