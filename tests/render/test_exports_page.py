"""docs/exports.md names every column and key that an export writes."""

import json
import re
from pathlib import Path

import pytest

from conflict_cli.render import render
from conflict_cli.render.acled import ACLED_COLUMNS, INTERS
from conflict_cli.render.plover import AERIAL, DRONE, MODES
from conflict_cli.render.ucdp import UCDP_COLUMNS

PAGE = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")
LEFT_EMPTY = set(
    """relid active_year code_status conflict_dset_id conflict_new_id dyad_dset_id dyad_new_id side_a_dset_id
    side_a_new_id side_b_dset_id side_b_new_id adm_2 geom_wkt priogrid_gid country_id region event_clarity gwnoa
    gwnob""".split()
)


def documented(heading):
    section = re.search(rf"^## {heading}.*?\n(.*?)(?=^## |\Z)", PAGE, re.M | re.S)[1]
    rows = re.findall(r"^\| (`[^|]+`) \|", section, re.M)
    return [name for row in rows for name in re.findall(r"`(\w+)`", row)]


def test_every_acled_column_is_documented():
    assert set(ACLED_COLUMNS) <= set(documented("ACLED"))
    assert [inter for inter in INTERS if inter not in PAGE and inter != "Identity militia"] == []


def test_every_filled_ucdp_column_is_documented():
    assert set(documented("UCDP GED")) == set(UCDP_COLUMNS) - LEFT_EMPTY
    assert len(UCDP_COLUMNS) == 49


def test_every_plover_key_and_mode_is_documented(report):
    keys = json.loads(render(report, "plover").splitlines()[0])
    assert set(documented("PLOVER")) == set(keys)
    assert [mode for mode in {*MODES.values(), DRONE, AERIAL} if f"`{mode}`" not in PAGE] == []


@pytest.mark.parametrize("column", sorted(LEFT_EMPTY))
def test_what_is_said_to_be_empty_is_empty(report, column):
    header, row = render(report, "ucdp").splitlines()
    assert dict(zip(header.split(","), row.replace('"Wire,2021-05-04"', "").split(","), strict=True))[column] == ""
