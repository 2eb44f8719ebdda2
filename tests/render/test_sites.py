import pytest

from conflict_cli.render.sites import DISTRICT, Site, site
from conflict_cli.report import PlaceSpan


def span(place, precision=None, relation="in"):
    point = (15.5, 36.5) if precision else (None, None)
    return PlaceSpan(0, 1, "x", place, relation, *point, precision)


@pytest.fixture
def places(place):
    found = [
        place(1, "Ariba", admin1="Kassala"),
        place(2, "a market", "facility", None, anchor="P1"),
        place(3, "Sudan", "country"),
        place(4, "the northern border", "feature", "SDN"),
        place(5, "Kassala", "admin", admin1="Kassala"),
        place(6, "three villages", "feature", None, anchor="P3"),
    ]
    return {one.id: one for one in found}


@pytest.mark.parametrize(
    ("locations", "name", "country", "precision"),
    [
        ([span("P5", "admin"), span("P1", "point")], "Ariba", "SDN", "point"),
        ([span("P2", "settlement")], "Ariba", "SDN", "settlement"),
        ([span("P3", "country")], None, "SDN", "country"),
        ([span("P4")], None, "SDN", None),
        ([span("P6")], None, "SDN", None),
        ([span("P5")], "Kassala", "SDN", None),
        ([span("P1", "unheard of")], "Ariba", "SDN", "unheard of"),
        ([span(None)], None, None, None),
        ([], None, None, None),
    ],
    ids=["precise", "described", "country", "no name", "area", "no point", "new precision", "unresolved", "nowhere"],
)
def test_site(places, locations, name, country, precision):
    found = site(locations, places)
    assert (found.name, found.country, found.precision) == (name, country, precision)
    assert (found.latitude is None) == (precision is None)


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (Site("Ariba", "Kassala", precision="point"), 1),
        (Site("Ariba", "Kassala", precision="point", inferred=True), 2),
        (Site("Gash", "Kassala", precision="admin"), 3),
        (Site("Kassala", "Kassala", precision="admin"), 4),
        (Site("Kassala", None, precision="admin", inferred=True), 4),
        (Site("Sahel", precision="region"), None),
        (Site("Kassala", "Kassala"), None),
    ],
    ids=["point", "inferred", "district", "province", "inferred province", "no code", "no point"],
)
def test_code_of_a_data_set(found, code):
    assert found.code({"point": 1, DISTRICT: 3, "admin": 4}) == code


def test_nowhere_is_empty(places):
    assert site([], places) == Site()
