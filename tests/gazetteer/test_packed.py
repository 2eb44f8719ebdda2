from __future__ import annotations

from pathlib import Path

from conflict_cli.gazetteer.lookup import Gazetteer
from conflict_cli.gazetteer.packed import install, read_packed, write_packed
from conflict_cli.gazetteer.table import PlaceRow

ROWS = [
    (PlaceRow("Deir ez-Zor", "settlement", "SYR", None, 35.336, 40.141, 242565, 170794), {"deir zor", "dayr zawr"}),
    (PlaceRow("Donbas", "region", None, None, 48.1, 38.2, 0, None), {"donbas", "donbass"}),
]


def test_the_compressed_table_gives_back_what_was_written(tmp_path: Path) -> None:
    file = tmp_path / "places.tsv.xz"
    write_packed(file, ROWS)
    assert [(row, set(keys)) for row, keys in read_packed(file)] == ROWS
    first = file.read_bytes()
    write_packed(file, ROWS)
    assert file.read_bytes() == first


def test_the_installed_file_is_made_from_it(tmp_path: Path) -> None:
    write_packed(tmp_path / "places.tsv.xz", ROWS)
    install(tmp_path / "places.tsv.xz", tmp_path / "places.sqlite")
    gazetteer = Gazetteer(tmp_path / "places.sqlite")
    assert gazetteer.lookup("Dayr az Zawr")[0].geonames == 170794
    assert gazetteer.lookup("Donbass")[0].country is None
