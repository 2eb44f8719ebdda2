from __future__ import annotations

import json
from pathlib import Path

import pytest

from conflict_cli import build_pipeline, parse
from conflict_cli.errors import GazetteerError
from conflict_cli.gazetteer.user_places import read_user_places

TSV = "name\tlatitude\tlongitude\tkind\tcountry\taliases\nCamp Qwerty\t15.5\t45.25\tfacility\tYEM\tQwerty Base|Q Base\n"
HALF_A_POINT = '{"features": [{"geometry": {"type": "Point", "coordinates": [1]}, "properties": {"name": "Qw"}}]}'


def write(folder: Path, name: str, content: str) -> Path:
    file = folder / name
    file.write_text(content, encoding="utf-8")
    return file


def test_a_table_is_read(tmp_path: Path) -> None:
    ((row, keys),) = read_user_places(write(tmp_path, "mine.tsv", TSV))
    assert (row.name, row.kind, row.country, row.latitude, row.longitude) == (
        "Camp Qwerty", "facility", "YEM", 15.5, 45.25,
    )  # fmt: skip
    assert keys == ["camp qwerty", "qwerty base", "q base"]


def test_csv_is_read_with_its_quotes(tmp_path: Path) -> None:
    file = write(tmp_path, "mine.csv", 'name,latitude,longitude\n"Qwerty, the old one",1,2\n')
    ((row, _),) = read_user_places(file)
    assert row.name == "Qwerty, the old one"


def test_geojson_points_are_read(tmp_path: Path) -> None:
    feature = {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [45.25, 15.5]},
        "properties": {"name": "Camp Qwerty", "colour": "red"},
    }
    content = json.dumps({"type": "FeatureCollection", "features": [feature]})
    ((row, _),) = read_user_places(write(tmp_path, "mine.geojson", content))
    assert (row.name, row.latitude, row.longitude, row.kind) == ("Camp Qwerty", 15.5, 45.25, "settlement")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.tsv", "", 'column "name" is missing'),
        ("a.tsv", "name\tlatitude\tlongitude\n", "no place in it"),
        ("a.tsv", "name\tlat\tlongitude\nA\t1\t2\n", 'unknown column "lat"'),
        ("a.tsv", "name\tlatitude\tlongitude\nQwerty\tnorth\t2\n", "line 2: latitude 'north'"),
        ("a.tsv", "name\tlatitude\tlongitude\nQwerty\t91\t2\n", "from -90 to 90"),
        ("a.tsv", "name\tlatitude\tlongitude\n...\t1\t2\n", "no letter or digit"),
        ("a.tsv", "name\tlatitude\tlongitude\tkind\nQwerty\t1\t2\tcity\n", 'unknown kind "city"'),
        ("a.tsv", "name\tlatitude\tlongitude\tcountry\nQwerty\t1\t2\tYemen\n", 'unknown country "Yemen"'),
        ("a.tsv", "name\tlatitude\tlongitude\nQwerty\t1\t2\t3\n", "4 fields"),
        ("a.tsv", "name\tlatitude\tlongitude\nQwerty\n", 'line 2: value of "latitude" is missing'),
        ("a.geojson", "[1", "no GeoJSON"),
        ("a.geojson", "{}", "FeatureCollection"),
        ("a.geojson", '{"features": [{"geometry": {"type": "Polygon", "coordinates": []}}]}', "expected a Point"),
        ("a.geojson", HALF_A_POINT, "latitude None"),
        ("a.txt", "Qwerty", "are read from"),
    ],
)  # fmt: skip
def test_a_wrong_file_is_told_with_its_line(tmp_path: Path, name: str, content: str, message: str) -> None:
    with pytest.raises(GazetteerError, match=message):
        list(read_user_places(write(tmp_path, name, content)))


def test_a_users_place_comes_before_all(tmp_path: Path) -> None:
    # a village of the user's has the name of a city
    content = "name\tlatitude\tlongitude\tcountry\nAleppo\t41.0\t-77.0\tUSA\nQwertabad\t35.0\t36.0\tSYR\n"
    nlp = build_pipeline(places=write(tmp_path, "mine.tsv", content), entity_model=False)
    report = parse("Shells hit Aleppo and the village of Qwertabad.", nlp=nlp)
    points = {place.name: (place.latitude, place.longitude) for place in report.places}
    assert points["Aleppo"] == (41.0, -77.0)
    assert points["Qwertabad"] == (35.0, 36.0)
