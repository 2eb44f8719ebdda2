from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from conflict_cli.errors import GazetteerError
from conflict_cli.gazetteer.geonames import build_gazetteer
from conflict_cli.gazetteer.lookup import Gazetteer


def line(
    number: int, name: str, *, code: str = "P.PPL", names: str = "", admin1: str = "12", point: str = "35.5"
) -> str:
    letter, _, feature = code.partition(".")
    fields = [str(number), name, name, names, point, "36.5", letter, feature, "SY", "", admin1]
    fields += ["", "", "", "900", "", "", "Asia/Damascus", "2024-01-01"]
    return "\t".join(fields) + "\n"


DUMP = [
    line(1, "Made-up Governorate", code="A.ADM1"),
    line(2, "Qalbirabad", names="Kalbirabad,Калбирабад"),
    line(3, "Tell Nowhere", code="T.MT"),
    line(4, "Grand Hotel Nowhere", code="S.HTL"),
    line(5, "Nowhere Air Base", code="S.AIRB"),
]


@pytest.fixture
def dump(tmp_path: Path) -> Path:
    file = tmp_path / "SY.txt"
    file.write_text("".join(DUMP), encoding="utf-8")
    return file


def test_settlements_features_and_bases_are_taken(dump: Path, tmp_path: Path) -> None:
    result = build_gazetteer(dump, tmp_path / "full.sqlite")
    gazetteer = Gazetteer(tmp_path / "full.sqlite")
    village = gazetteer.lookup("Kalbirabad")[0]
    assert (village.name, village.country, village.admin1) == ("Qalbirabad", "SYR", "Made-up Governorate")
    assert (village.latitude, village.longitude, village.population, village.geonames) == (35.5, 36.5, 900, 2)
    assert gazetteer.lookup("Tell Nowhere")[0].kind == "feature"
    assert gazetteer.lookup("Nowhere Air Base")[0].kind == "facility"
    assert gazetteer.lookup("Grand Hotel Nowhere") == ()
    assert (result.passed_over, result.malformed) == (2, 0)


def test_packaged_countries_and_regions_are_in(dump: Path, tmp_path: Path) -> None:
    build_gazetteer(dump, tmp_path / "full.sqlite")
    gazetteer = Gazetteer(tmp_path / "full.sqlite")
    assert gazetteer.lookup("Syria")[0].kind == "country"
    assert gazetteer.lookup("Donbas")[0].kind == "region"


def test_a_zip_is_read_as_it_is(dump: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "SY.zip", "w") as archive:
        archive.write(dump, "SY.txt")
        archive.writestr("readme.txt", "about")
    build_gazetteer(tmp_path / "SY.zip", tmp_path / "full.sqlite")
    assert Gazetteer(tmp_path / "full.sqlite").lookup("Qalbirabad")


def test_broken_lines_are_counted_and_passed_over(dump: Path, tmp_path: Path) -> None:
    dump.write_text("".join([*DUMP, "broken\n", line(9, "Off the Map", point="95")]), encoding="utf-8")
    result = build_gazetteer(dump, tmp_path / "full.sqlite")
    assert (result.passed_over, result.malformed) == (3, 1)


def test_progress_reaches_the_end(dump: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    build_gazetteer(dump, tmp_path / "full.sqlite", on_progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] == 2 * dump.stat().st_size


@pytest.mark.parametrize("content", ["", "some text\nthat is no dump\n", "only one line"])
def test_another_file_is_no_dump(tmp_path: Path, content: str) -> None:
    (tmp_path / "notes.txt").write_text(content)
    with pytest.raises(GazetteerError, match="no dump of GeoNames"):
        build_gazetteer(tmp_path / "notes.txt", tmp_path / "full.sqlite")
    assert not (tmp_path / "full.sqlite").exists()


def test_a_missing_dump_is_told(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no such file"):
        build_gazetteer(tmp_path / "SY.txt", tmp_path / "full.sqlite")
