import csv
import dataclasses
import io
import math

import pytest

from conflict_cli.errors import UsageError
from conflict_cli.render import render
from conflict_cli.render.csv_rows import CLAIM_COLUMNS, EVENT_COLUMNS
from conflict_cli.render.view import View


def rows(report, **view):
    return list(csv.DictReader(io.StringIO(render(report, "csv", View(**view)), newline="")))


def test_event_row_has_the_documented_columns(report):
    shelling, retaking = rows(report)
    assert tuple(shelling) == EVENT_COLUMNS
    assert shelling["subtype"] == "Shelling/artillery/missile attack"
    assert (shelling["earliest"], shelling["precision"]) == ("2021-05-04", "day")
    assert shelling["initiator_names"] == "Northern Front"
    assert (shelling["latitude"], shelling["longitude"], shelling["country"]) == ("15.5", "36.4", "SDN")
    assert (shelling["point_of"], shelling["place_inferred"], shelling["time_inferred"]) == ("near", "false", "false")
    assert (shelling["killed_low"], shelling["killed_high"]) == ("12", "")
    assert shelling["said_by"] == "the army"
    assert (retaking["status"], retaking["earliest"], retaking["said_by"]) == ("planned", "", "")


def test_claim_rows_come_with_only_claims(report):
    said, denied = rows(report, only=("claims",))
    assert tuple(said) == CLAIM_COLUMNS
    assert said["speaker_name"] == "Army of Norland"
    assert (denied["stance"], denied["addressee"]) == ("denies", "the army")


def test_a_report_without_findings_gives_the_header(report):
    assert rows(dataclasses.replace(report, events=())) == []


@pytest.mark.parametrize("only", [("actors",), ("events", "claims")])
def test_other_sections_are_refused(report, only):
    with pytest.raises(UsageError, match="--only events or --only claims"):
        render(report, "csv", View(only=only))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " ="])
def test_row_23_a_formula_is_disarmed(report, start):
    head = dataclasses.replace(report.report, source=f"{start}cmd|x")
    assert rows(dataclasses.replace(report, report=head))[0]["source"] == f"'{start.strip()}cmd|x"


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x"])
def test_row_23_raw_cells_are_left_alone(report, cell):
    head = dataclasses.replace(report.report, source=cell)
    assert rows(dataclasses.replace(report, report=head), raw_csv=True)[0]["source"] == cell
    assert rows(dataclasses.replace(report, report=head), raw_csv=True, only=("claims",))[0]["source"] == cell


@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_row_26_nan_is_never_written(report, number):
    event = dataclasses.replace(report.events[0], confidence=number)
    with pytest.raises(ValueError, match="no number"):
        rows(dataclasses.replace(report, events=(event,)))


def test_row_23_negative_numbers_and_standard_input_stay_as_they_are(report):
    location = dataclasses.replace(report.events[0].locations[0], latitude=-1.5)
    event = dataclasses.replace(report.events[0], locations=(location,))
    head = dataclasses.replace(report.report, source="-")
    row = rows(dataclasses.replace(report, report=head, events=(event,)))[0]
    assert (row["latitude"], row["source"]) == ("-1.5", "-")


def test_an_event_is_one_line_and_controls_are_visible(report):
    event = dataclasses.replace(
        report.events[0], evidence=dataclasses.replace(report.events[0].evidence, text="a\nb\x1bc")
    )
    written = render(dataclasses.replace(report, events=(event,)), "csv")
    assert written.count("\n") == 2
    assert "a b␛c" in written


@pytest.mark.parametrize(
    ("bounds", "cells"),
    [([(3, 3)], ("3", "3")), ([(3, 3), (12, None)], ("12", "")), ([(3, 5), (1, 1)], ("3", "5")), ([], ("", ""))],
    ids=["one", "open", "widest", "none"],
)
def test_figures_of_one_harm_give_the_largest_bounds(report, bounds, cells):
    figure = report.events[0].casualties[0]
    figures = tuple(dataclasses.replace(figure, low=low, high=high) for low, high in bounds)
    event = dataclasses.replace(report.events[0], casualties=figures)
    row = rows(dataclasses.replace(report, events=(event,)))[0]
    assert (row["killed_low"], row["killed_high"]) == cells
