import dataclasses
import json

import pytest

from conflict_cli.render import render
from conflict_cli.render.csv_rows import EVENT_COLUMNS
from conflict_cli.render.geojson import feature_collection
from conflict_cli.render.view import View

TEXT = "Rebels fought soldiers near Ariba."


def features(report):
    return json.loads(render(report, "geojson"))["features"]


def test_a_feature_is_a_point_with_the_columns_of_csv(report):
    shelling, retaking = features(report)
    assert shelling["geometry"] == {"type": "Point", "coordinates": [36.4, 15.5]}
    properties = shelling["properties"]
    assert tuple(properties) == EVENT_COLUMNS
    assert (properties["point_of"], properties["place_inferred"], properties["killed_low"]) == ("near", False, 12)
    assert (properties["target_names"], properties["said_by"]) == (None, "the army")
    assert (retaking["properties"]["status"], retaking["geometry"]) == ("planned", None)


@pytest.mark.parametrize("precision", ["admin", "region", "country"])
def test_an_area_is_no_point(report_of_text, place, precision):
    where = [("Ariba", "P1", "in", 15.5, 36.5, precision)]
    [feature] = features(report_of_text(TEXT, {"locations": where}, places=[place(1, "Ariba")]))
    assert feature["geometry"] is None
    assert (feature["properties"]["point_of"], feature["properties"]["latitude"]) == (precision, 15.5)


@pytest.mark.parametrize("number", [0, 1, 3])
def test_several_articles_are_one_collection_with_ids_of_their_own(report, number):
    reports = [
        dataclasses.replace(report, report=dataclasses.replace(report.report, id=f"{n:016x}")) for n in range(number)
    ]
    collection = json.loads("".join(feature_collection(reports, View(several=True))))
    assert list(collection) == ["type", "features"]
    assert collection["type"] == "FeatureCollection"
    assert len({feature["id"] for feature in collection["features"]}) == 2 * number


def test_text_of_two_mentions_is_kept(report_of_text):
    report = report_of_text(TEXT, {"corefers": ("E2",), "evidence": "Rebels fought"}, {"evidence": "near Ariba."})
    [feature] = features(report)
    assert feature["properties"]["evidence"] == "Rebels fought … near Ariba."
    assert feature["properties"]["corefers"] == "E2"
