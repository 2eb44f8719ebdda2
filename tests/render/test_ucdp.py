import csv
import dataclasses
import io

import pytest

from conflict_cli.render import render
from conflict_cli.render.ucdp import UCDP_COLUMNS
from conflict_cli.report import TimeSpan

TEXT = "Rebels fought soldiers near Ariba on Friday, killing nine people, two men and a boy, officials said."
DEATHS = ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low")


def rows(report):
    return list(csv.DictReader(io.StringIO(render(report, "ucdp"), newline="")))


def row(report):
    [only] = rows(report)
    return only


def deaths(written):
    return tuple(written[name] for name in DEATHS)


def test_a_row_has_geds_columns_and_what_the_report_tells(report):
    written = row(report)
    assert tuple(written) == UCDP_COLUMNS
    assert written == dict.fromkeys(UCDP_COLUMNS, "") | {
        "id": "695e051400000000-E1",
        "year": "2021",
        "type_of_violence": "3",
        "conflict_name": "Northern Front - Civilians",
        "dyad_name": "Northern Front - Civilians",
        "side_a": "Northern Front",
        "side_b": "Civilians",
        "number_of_sources": "1",
        "source_article": "Wire,2021-05-04",
        "source_office": "Wire",
        "source_date": "2021-05-04",
        "source_original": "Army of Norland",
        "where_prec": "2",
        "where_coordinates": "Ariba",
        "where_description": "near Ariba",
        "adm_1": "Kassala",
        "latitude": "15.5",
        "longitude": "36.4",
        "country": "Sudan",
        "date_prec": "1",
        "date_start": "2021-05-04",
        "date_end": "2021-05-04",
        "deaths_a": "0",
        "deaths_b": "0",
        "deaths_civilians": "12",
        "deaths_unknown": "0",
        "best": "12",
        "low": "12",
    }


@pytest.mark.parametrize("changes", [{"ucdp": None}, {"ucdp": "one-sided", "status": "denied"}])
def test_events_without_a_type_or_that_did_not_happen_have_no_row(report_of_text, changes):
    assert rows(report_of_text(TEXT, changes)) == []


def test_an_article_that_tells_nothing_of_itself_is_named_by_its_path(report_of_text):
    report = report_of_text(TEXT, {"ucdp": "non-state"}, publisher=None, published=None)
    written = row(report)
    assert (written["source_article"], written["dyad_name"], written["source_original"]) == ("ariba.txt", "", "")
    assert deaths(written) == ("",) * 7


@pytest.mark.parametrize(
    ("ucdp", "doer", "sufferer", "names", "number"),
    [
        ("state-based", ("army", "state_forces", "SDN"), ("Front", "rebel_group"),
         ("Government of Sudan", "Front", "Government of Sudan - Front", ""), "1"),
        ("state-based", ("Front", "rebel_group"), ("police", "police"),
         ("police", "Front", "police - Front", ""), "1"),
        ("non-state", ("Front", "rebel_group"), ("Lions", "militia"),
         ("Front", "Lions", "Front - Lions", "Front - Lions"), "2"),
        ("one-sided", ("army", "state_forces", "SDN"), ("people", "civilians"),
         ("Government of Sudan", "Civilians", *["Government of Sudan - Civilians"] * 2), "3"),
    ],
    ids=["state attacks", "state is attacked", "non-state", "one-sided"],
)  # fmt: skip
def test_sides(report_of_text, actor, ucdp, doer, sufferer, names, number):
    report = report_of_text(
        TEXT,
        {"ucdp": ucdp, "initiators": [("Rebels", "A1")], "targets": [("soldiers", "A2")]},
        actors=[actor(1, *doer), actor(2, *sufferer)],
    )
    written = row(report)
    assert tuple(written[name] for name in ("side_a", "side_b", "dyad_name", "conflict_name")) == names
    assert written["type_of_violence"] == number


@pytest.mark.parametrize(
    ("killed", "expected"),
    [
        ([("soldiers", 9, 9)], ("9", "0", "0", "0", "9", "9", "9")),
        ([("Rebels", 9, None, False)], ("0", "9", "0", "0", "9", "", "9")),
        ([("two men", 2, 2), ("a boy", 1, 1, True)], ("0", "0", "1", "2", "3", "3", "3")),
        ([("nine people", 9, 9), ("two men", 2, 2)], ("0", "0", "0", "9", "9", "11", "9")),
        ([("nine people", None, 9)], ("", "", "", "", "", "9", "")),
    ],
    ids=["side a", "side b", "civilians and unknown", "no sum", "no low bound"],
)
def test_deaths_add_up_to_the_best_figure(report_of_text, actor, killed, expected):
    report = report_of_text(
        TEXT,
        {"ucdp": "state-based", "initiators": [("Rebels", "A1")], "targets": [("soldiers", "A2")], "killed": killed},
        actors=[actor(1, "Front", "rebel_group"), actor(2, "army", "state_forces")],
    )
    assert deaths(row(report)) == expected


@pytest.mark.parametrize(
    ("earliest", "latest", "inferred", "expected"),
    [
        ("2021-05-07", "2021-05-07", False, "1"),
        ("2021-05-07", "2021-05-07", True, "2"),
        ("2021-05-06", "2021-05-07", False, "2"),
        ("2021-05-03", "2021-05-09", False, "3"),
        ("2021-05-01", "2021-05-31", False, "4"),
        ("2021-01-01", "2021-12-31", False, "5"),
        ("2019-01-01", "2021-12-31", False, ""),
        ("2021-01-01", None, False, ""),
    ],
)
def test_date_precision(report_of_text, earliest, latest, inferred, expected):
    time = TimeSpan(37, 43, "Friday", earliest, latest, None, inferred)
    written = row(report_of_text(TEXT, {"ucdp": "non-state", "time": time}))
    assert (written["date_prec"], written["date_start"]) == (expected, earliest if expected else "")


@pytest.mark.parametrize(
    ("precision", "inferred", "where", "expected"),
    [
        ("point", False, "Ariba", "1"),
        ("point", True, "Ariba", "2"),
        ("admin", False, "Ariba", "4"),
        ("region", False, "Ariba", "5"),
        ("country", False, "Sudan", "6"),
        (None, False, "", ""),
    ],
)
def test_where_precision(report_of_text, place, precision, inferred, where, expected):
    point = (15.5, 36.5) if precision else (None, None)
    locations = [("Ariba", "P1", "in", *point, precision, inferred)] if precision else []
    written = row(report_of_text(TEXT, {"ucdp": "non-state", "locations": locations}, places=[place(1, "Ariba")]))
    assert (written["where_coordinates"], written["where_prec"]) == (where, expected)


def test_two_articles_have_one_header(report):
    from conflict_cli.render.ucdp import ucdp_rows
    from conflict_cli.render.view import View

    other = dataclasses.replace(report, report=dataclasses.replace(report.report, id="f" * 16))
    written = "".join(ucdp_rows([report, other], View()))
    assert written.count("side_a_dset_id") == 1
    assert len({line.partition(",")[0] for line in written.splitlines()}) == 3
