"""Every format, tables and trees with hostile text in every field that the outside world fills."""

import csv
import dataclasses
import io
import json
import re

import pytest

from conflict_cli.render import FORMATS, render
from conflict_cli.render.rule_tree import rule_tree
from conflict_cli.render.view import View

FROM_OUTSIDE = frozenset("text name source title publisher authors rule summary victims relation place agency".split())
ATTACKS = {
    "ansi": "\x1b[2J\x1b[31mred",
    "osc 8 link": "\x1b]8;;http://a.example\x07link\x1b]8;;\x07",
    "osc 52 clipboard": "\x1b]52;c;cm0gLXJm\x07",
    "c1": "\x9b31m\x9d8;;x\x9c\x85",
    "other controls": "\x00\x08\x0c\x7f",
    "carriage return": "good\rbad",
}
BIDI = "\u202eevil\u202c \u2066x\u2069 \u200f"
RAW = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
RAW_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
FOR_PROGRAMS = frozenset({"yaml", "json", "jsonl", "plover", "geojson"})


def poisoned(value, text):
    """Return a report with `text` behind every string from outside."""
    if isinstance(value, tuple):
        return tuple(poisoned(item, text) for item in value)
    if not dataclasses.is_dataclass(value):
        return value
    changes = {}
    for field in dataclasses.fields(value):
        old = getattr(value, field.name)
        if field.name in {"warnings", "authors"}:
            changes[field.name] = tuple(f"{one} {text}" for one in old)
        elif isinstance(old, str) and field.name in FROM_OUTSIDE and not re.fullmatch(r"P\d+", old):
            changes[field.name] = f"{old} {text}"
        else:
            changes[field.name] = poisoned(old, text)
    return dataclasses.replace(value, **changes)


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("attack", ATTACKS)
def test_row_19_no_control_leaves_raw_in_any_format(report, form, attack):
    written = render(poisoned(report, ATTACKS[attack]), form, View(color=False, width=120))
    assert not RAW.search(written)


@pytest.mark.parametrize("attack", ATTACKS)
def test_row_19_colour_brings_no_sequence_of_the_article(report, attack):
    written = render(poisoned(report, ATTACKS[attack]), "table", View(color=True, width=120))
    assert not RAW.search(re.sub(r"\x1b\[[\d;]*m", "", written))
    assert "\x1b[2J" not in written


@pytest.mark.parametrize("attack", ATTACKS)
def test_row_19_the_tree_of_rules_shows_pictures(report, attack):
    tree = rule_tree(poisoned(report, ATTACKS[attack]))
    assert not RAW.search(tree)
    assert ("␛" in tree) == ("\x1b" in ATTACKS[attack])


@pytest.mark.parametrize("form", FORMATS)
def test_row_10_direction_marks_are_shown_to_people_and_kept_for_programs(report, form):
    written = render(poisoned(report, BIDI), form, View(width=200))
    if form in FOR_PROGRAMS:
        assert BIDI.replace("\u2066", "").split()[0] in written or "\\u202e" in written.lower()
    else:
        assert not RAW_BIDI.search(written)
        assert "<U+202E>evil" in written


@pytest.mark.parametrize("markup", ["[red]x[/red]", "[/x]", ":smile:", "[link=file:///x]y[/link]", "\\[bold]"])
@pytest.mark.parametrize("color", [False, True])
def test_row_20_markup_stays_as_it_is_in_every_cell(report, markup, color):
    hostile = poisoned(report, markup)
    written = render(hostile, "table", View(color=color, width=400))
    assert re.sub(r"\x1b\[[\d;]*m", "", written).count(markup) > 20
    assert markup in rule_tree(hostile)


@pytest.mark.parametrize("form", ["csv", "acled", "ucdp"])
def test_row_23_an_article_of_formulas_gives_no_formula(report, form):
    head = dataclasses.replace(report.report, publisher="=HYPERLINK(1)", title="@x", source="+1", id="-1")
    spans = dataclasses.replace(report.events[0].evidence, text="\t=cmd|' /C calc'!A0")
    event = dataclasses.replace(report.events[0], evidence=spans)
    hostile = dataclasses.replace(report, report=head, events=(event,))
    written = render(hostile, form)
    cells = [cell for row in csv.reader(io.StringIO(written, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@\t\r"))]
    raw = render(hostile, form, View(raw_csv=True))
    assert [cell for row in csv.reader(io.StringIO(raw, newline="")) for cell in row if cell[:1] in tuple("=+-@")]


@pytest.mark.parametrize("form", ["plover", "geojson"])
def test_row_26_nan_is_never_written_by_an_export(report, form):
    event = dataclasses.replace(report.events[0], confidence=float("nan"))
    with pytest.raises(ValueError, match="JSON compliant"):
        render(dataclasses.replace(report, events=(event,)), form)


@pytest.mark.parametrize("form", sorted(FOR_PROGRAMS - {"yaml"}))
def test_row_22_json_can_stand_in_a_script_of_a_page(report, form):
    attack = "</script><script>alert(1)</script><!-- \u2028\u2029 -->"
    hostile = poisoned(report, attack)
    written = render(hostile, form)
    assert not re.search("[<\u2028\u2029]", written)
    assert attack in json.dumps(
        json.loads(written.splitlines()[0] if form == "plover" else written), ensure_ascii=False
    )


@pytest.mark.parametrize("form", ["plover", "geojson"])
def test_row_24_awkward_text_comes_back_from_an_export(report, form):
    text = '\u2028</script><!-- & "\\ \x85 \ud800 \U0001f600'
    event = dataclasses.replace(report.events[0], trigger=dataclasses.replace(report.events[0].trigger, text=text))
    head = dataclasses.replace(report.report, source=text)
    written = render(dataclasses.replace(report, report=head, events=(event,)), form).encode()
    [only] = (
        [json.loads(line) for line in written.splitlines()] if form == "plover" else json.loads(written)["features"]
    )
    assert (only["source"] if form == "plover" else only["properties"]["source"]) == text
