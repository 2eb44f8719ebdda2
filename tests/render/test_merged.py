import pytest

from conflict_cli.errors import UsageError
from conflict_cli.render import render
from conflict_cli.render.merged import merged_events
from conflict_cli.render.view import View
from conflict_cli.report import TimeSpan, WeaponSpan

TEXT = "Rebels fought soldiers near Ariba on Friday. Rebel fighters of the Northern Front fought Gunmen in May."


def merged(report):
    return list(merged_events(report))


def linked(number, *others, **changes):
    return {"corefers": tuple(f"E{other}" for other in others)} | changes


@pytest.mark.parametrize(
    ("links", "clusters"),
    [
        ([(), (), ()], [("E1",), ("E2",), ("E3",)]),
        ([(3,), (), (1,)], [("E1", "E3"), ("E2",)]),
        ([(3,), (), ()], [("E1", "E3"), ("E2",)]),
        ([(2,), (1, 3), (2,)], [("E1", "E2", "E3")]),
        ([(9,), (), ()], [("E1",), ("E2",), ("E3",)]),
    ],
    ids=["none", "both ways", "one way", "chain", "unknown id"],
)
def test_mentions_that_corefer_are_one_event(report_of_text, links, clusters):
    report = report_of_text(TEXT, *(linked(number, *others) for number, others in enumerate(links)))
    events = merged(report)
    assert [tuple(mention.id for mention in event.mentions) for event in events] == clusters
    assert [event.id for event in events] == [f"{report.report.id}-{first}" for first, *_ in clusters]
    assert [event.event.corefers for event in events] == [tuple(others) for _, *others in clusters]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (("planned", "happened"), "happened"),
        (("denied", "ongoing"), "ongoing"),
        (("threatened", "planned"), "threatened"),
    ],
)
def test_an_event_that_one_mention_tells_as_happened_has_happened(report_of_text, statuses, expected):
    report = report_of_text(TEXT, *(linked(n, 1, 2, status=status) for n, status in enumerate(statuses)))
    [event] = merged(report)
    assert event.event.status == expected
    assert event.took_place == (expected != "threatened")


def test_the_most_specific_type_leads(report_of_text):
    bombing = {"type": "Explosions/Remote violence", "subtype": "Suicide bomb", "rule": "suicide_bomb.verb"}
    report = report_of_text(
        TEXT,
        linked(1, 2, plover=None, confidence=0.9),
        linked(2, 1, confidence=0.5, ucdp="state-based", **bombing),
    )
    [event] = merged(report)
    assert (event.event.id, event.event.subtype, event.event.rule) == ("E1", "Suicide bomb", "suicide_bomb.verb")
    assert (event.event.plover, event.event.ucdp, event.event.confidence) == ("ASSAULT", "state-based", 0.9)


def time(earliest, latest, inferred=False):
    return TimeSpan(37, 43, "Friday", earliest, latest, None, inferred)


DAY, WEEK, YEAR, OPEN = ("2021-05-07",) * 2, ("2021-05-03", "2021-05-09"), ("2021-01-01", "2021-12-31"), (None, None)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (time(*WEEK), time(*DAY), DAY),
        (time(*DAY, inferred=True), time(*WEEK), WEEK),
        (time(*YEAR), time(*DAY, inferred=True), DAY),
        (time(*OPEN), time(*YEAR), YEAR),
        (None, time(*OPEN), OPEN),
    ],
    ids=["shortest", "said before inferred", "no sum of incidents", "known", "only one"],
)
def test_the_most_specific_time_counts(report_of_text, first, second, expected):
    [event] = merged(report_of_text(TEXT, linked(1, 2, time=first), linked(2, 1, time=second)))
    assert (event.event.time.earliest, event.event.time.latest) == expected


def test_an_event_without_a_time_has_none(report_of_text):
    [event] = merged(report_of_text(TEXT, {}))
    assert event.event.time is None


def test_the_most_precise_place_said_of_the_event_counts(report_of_text, place):
    town, village = place(1, "Kassala"), place(2, "Ariba", admin1="Kassala")
    report = report_of_text(
        TEXT,
        linked(1, 2, locations=[("Friday", "P1", "in", 15.4, 36.4, "point", True)]),
        linked(2, 1, locations=[("Ariba", "P2", "near", 15.5, 36.5, "near"), ("Ariba", "P2", "near")]),
        places=[town, village],
    )
    [event] = merged(report)
    assert (event.site.name, event.site.admin1, event.site.precision) == ("Ariba", "Kassala", "near")
    assert [location.place for location in event.event.locations] == ["P2", "P1"]


def test_participants_of_all_mentions_are_listed_once(report_of_text, actor):
    report = report_of_text(
        TEXT,
        linked(1, 2, 3, initiators=[("Rebels", "A1")], targets=[("soldiers", "A2"), ("Ariba",)]),
        linked(2, 1, 3, initiators=[("Rebel fighters", "A3"), ("Northern Front", "A4")], targets=[("Ariba",)]),
        linked(3, 1, 2, initiators=[("Gunmen", "A5"), ("Rebels", "A1")]),
        actors=[
            actor(1, "Rebels", "rebel_group"),
            actor(2, "soldiers", "state_forces"),
            actor(3, "Rebel fighters", "rebel_group"),
            actor(4, "Northern Front", "rebel_group"),
            actor(5, "Gunmen", "unidentified"),
        ],
    )
    [event] = merged(report)
    assert [party.name for party in event.initiators] == ["Northern Front"]
    assert [party.name for party in event.targets] == ["soldiers"]
    assert [span.text for span in event.event.targets] == ["soldiers", "Ariba"]


def test_two_named_actors_of_two_mentions_are_two(report_of_text, actor):
    report = report_of_text(
        TEXT,
        linked(1, 2, initiators=[("Rebels", "A1")]),
        linked(2, 1, initiators=[("Rebel fighters", "A2")]),
        actors=[actor(1, "M23", "rebel_group"), actor(2, "Northern Front", "rebel_group")],
    )
    [event] = merged(report)
    assert [party.name for party in event.initiators] == ["M23", "Northern Front"]


def test_the_group_stands_for_its_members_and_its_spokesman(report_of_text, actor):
    front = actor(1, "Northern Front", "rebel_group", mentions=[TimeSpan(67, 81, "Northern Front")])
    assert TEXT[67:81] == "Northern Front"
    report = report_of_text(
        TEXT,
        {"initiators": [("Rebel fighters of the Northern Front", "A2")], "targets": [("soldiers", "A3")]},
        actors=[front, actor(2, "Rebel fighters", "rebel_group"), actor(3, "major", "person", affiliation="A1")],
    )
    [event] = merged(report)
    assert [party.name for party in (*event.initiators, *event.targets)] == ["Northern Front", "Northern Front"]


@pytest.mark.parametrize(
    ("subtype", "targets", "sides"),
    [
        ("Armed clash", [], (["Rebels"], ["soldiers"])),
        ("Agreement", [("Gunmen",)], (["Rebels"], ["soldiers"])),
        ("Armed clash", [("Ariba",)], (["Rebels", "soldiers"], [])),
        ("Government regains territory", [], (["Rebels", "soldiers"], [])),
    ],
    ids=["clash", "agreement", "joint attack", "joint capture"],
)
def test_who_clashes_or_agrees_is_two_sides(report_of_text, actor, subtype, targets, sides):
    report = report_of_text(
        TEXT,
        {"subtype": subtype, "initiators": [("Rebels", "A1"), ("soldiers", "A2")], "targets": targets},
        actors=[actor(1, "Rebels", "rebel_group"), actor(2, "soldiers", "state_forces")],
    )
    [event] = merged(report)
    assert tuple([party.name for party in side] for side in event.sides) == sides


def test_weapons_figures_claims_and_sentences_of_all_mentions_are_kept(report_of_text):
    weapon = WeaponSpan(0, 6, "Rebels", "drone")
    report = report_of_text(
        TEXT,
        linked(1, 2, weapons=(weapon,), claims=("C1",), evidence="Rebels fought soldiers near Ariba on Friday."),
        linked(2, 1, weapons=(weapon,), claims=("C1", "C2"), evidence="Rebel fighters", wounded=[("Gunmen", 3, 3)]),
    )
    [event] = merged(report)
    assert (event.event.weapons, event.event.claims) == ((weapon,), ("C1", "C2"))
    assert [figure.text for figure in event.event.casualties] == ["Gunmen"]
    assert (event.wounded.low, event.killed.low) == (3, None)
    assert event.notes == "Rebels fought soldiers near Ariba on Friday. … Rebel fighters"


@pytest.mark.parametrize("form", ["acled", "ucdp", "plover", "geojson"])
def test_exports_need_the_events(report, form):
    assert render(report, form, View(only=("events", "claims")))
    with pytest.raises(UsageError, match=f"{form} has a row per event"):
        render(report, form, View(only=("claims",)))
