import dataclasses
import re

import pytest

from conflict_cli.render import render
from conflict_cli.render.sections import when
from conflict_cli.render.tables import tables
from conflict_cli.render.view import View
from conflict_cli.report import TimeSpan

WIDTHS = [10, 20, 40, 60, 80, 100, 120, 200]
WORDS = {
    "Gunmen", "Northern", "Front", "Ariba", "2021-05-04", "killed", "happened", "planned", "army", "Norland",
    "denied", "denies", "supports", "denial", "retake",
}  # fmt: skip


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_is_wider_than_asked(report, width):
    assert max(map(len, render(report, "table", View(width=width)).splitlines())) <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_is_cut(report, width):
    written = re.sub(r"[\s│╭╮╰╯─]+", "", render(report, "table", View(width=width)))
    assert "…" not in written.replace("Aribaon…", "")  # the title, which is marked as cut
    for word in WORDS:
        assert word in written, word


@pytest.mark.parametrize("width", [40, 80, 120])
def test_words_are_whole(report, width):
    words = re.findall(r"[\w-]+", render(report, "table", View(width=width)))
    assert set(words) >= WORDS


def test_wide_terminal_has_a_column_for_everything(report):
    lines = render(report, "table", View(width=200)).splitlines()
    header = next(line for line in lines if "When" in line)
    assert header.split("   ")[0] == ""
    for title in ("When", "What", "Who", "To whom", "Where", "Casualties", "Status", "Who says so"):
        assert title in header
    row = next(line for line in lines if line.startswith("E1"))
    assert re.split(r"\s{3,}", row) == [
        "E1",
        "2021-05-04",
        'Shelling/artillery/missile attack "shelled"',
        "Gunmen of the Northern Front",
        "the town of Ariba",
        "near Ariba",
        "at least 12 killed (people)",
        "happened",
        "the army (Army of Norland)",
    ]


def test_narrow_terminal_stacks(report):
    lines = render(report, "table", View(width=40)).splitlines()
    assert "  where       near Ariba" in lines
    assert "  status      happened" in lines


def test_header_says_what_the_article_is(report):
    written = render(report, "table")
    for fact in (
        "ariba.txt",
        "2021-05-04 (from dateline)",
        "Wire",
        "Lin Osman",
        "2 events, 2 claims, 2 actors, 1 place",
    ):
        assert fact in written


def test_unknown_publication_date_names_the_remedy(report):
    head = dataclasses.replace(report.report, published=None, published_from=None)
    assert "--published" in render(dataclasses.replace(report, report=head), "table")


def test_default_shows_four_sections_and_warnings(report):
    headings = [line for line in render(report, "table").splitlines() if re.fullmatch("[A-Z][a-z]+", line)]
    assert headings == ["Events", "Claims", "Relations", "Disputes", "Warnings"]


def test_only_shows_what_is_asked(report):
    view = View(only=("actors", "places", "times"))
    headings = [line for line in render(report, "table", view).splitlines() if re.fullmatch("[A-Z][a-z]+", line)]
    assert headings == ["Actors", "Places", "Times", "Warnings"]


def test_color_follows_the_event_type(report):
    plain, colored = (render(report, "table", View(color=color)) for color in (False, True))
    assert "\x1b" not in plain
    assert "\x1b[91mShelling" in colored
    uncolored = re.sub(r"\x1b\[[\d;]*m", "", colored).splitlines()
    assert [line.rstrip() for line in uncolored] == plain.splitlines()


def test_row_20_markup_of_an_article_is_printed_as_it_stands(report):
    warnings = ("[red]x[/red] [/x] :smile: [link=http://x]y[/link]",)
    assert warnings[0] in render(dataclasses.replace(report, warnings=warnings), "table", View(color=True, width=120))


@pytest.mark.parametrize(
    ("given", "shown"),
    [("\x1b[2J", "␛[2J"), ("\x9b31m", "<U+009B>31m"), ("\u202eevil", "<U+202E>evil"), ("\x07", "␇"), ("\x7f", "␡")],
    ids=["escape", "c1", "override", "bell", "delete"],
)
@pytest.mark.parametrize("width", [40, 200])
def test_row_19_controls_never_reach_the_terminal(report, given, shown, width):
    actor = dataclasses.replace(report.actors[0], name=f"x{given}")
    head = dataclasses.replace(report.report, source=f"f{given}", title=f"t{given}", authors=(f"a{given}",))
    hostile = dataclasses.replace(report, actors=(actor,), report=head, warnings=(f"w{given}",))
    written = render(hostile, "table", View(width=width))
    assert given[0] not in written
    for lead in "ftaw":
        assert f"{lead}{shown}" in written
    assert f"x{shown}" in written


def test_one_mention_of_two_actors_is_shown_once_with_both_names(report):
    both = tuple(
        dataclasses.replace(report.events[0].initiators[0], text="Both", actor=actor) for actor in ("A1", "A2")
    )
    event = dataclasses.replace(report.events[0], initiators=both)
    written = render(dataclasses.replace(report, events=(event,)), "table", View(width=200))
    assert "  Both (Northern Front, Army of Norland)  " in written


def test_a_name_that_the_words_hold_is_not_repeated(report):
    actor = dataclasses.replace(report.actors[0], name="Northern-front")
    written = render(dataclasses.replace(report, actors=(actor,)), "table", View(width=200))
    assert "  Gunmen of the Northern Front  " in written


def test_several_reports_have_an_empty_line_between(report):
    first, second = tables([report, report], View())
    assert second == "\n" + first


@pytest.mark.parametrize(
    ("earliest", "latest", "shown"),
    [
        ("2020-03-01", "2020-03-31", "2020-03"),
        ("2020-01-01", "2020-12-31", "2020"),
        ("2020-03-01", "2020-03-01", "2020-03-01"),
        ("2020-03-01", "2020-03-12", "2020-03-01 to 2020-03-12"),
        ("2020-03-01", None, "since 2020-03-01"),
        (None, "2020-03-01", "until 2020-03-01"),
        (None, None, '"last spring"'),
    ],
)
def test_when(earliest, latest, shown):
    assert when(TimeSpan(0, 11, "last spring", earliest, latest)) == shown


@pytest.mark.parametrize(
    ("low", "high", "shown"),
    [(None, None, "killed"), (None, 5, "at most 5 killed"), (3, 3, "3 killed"), (3, 5, "3 to 5 killed")],
)
def test_bounds_of_a_figure(report, low, high, shown):
    figure = dataclasses.replace(report.events[0].casualties[0], low=low, high=high, victims=None)
    event = dataclasses.replace(report.events[0], casualties=(figure,))
    written = render(dataclasses.replace(report, events=(event,)), "table", View(width=240))
    assert re.search(rf" {shown} +happened", written)


def test_what_says_the_weapon_the_other_mention_and_what_other_means(report):
    weapon = dataclasses.replace(report.events[0].weapons[0], text="mortars")
    event = dataclasses.replace(report.events[0], weapons=(weapon,), corefers=("E7",))
    other = dataclasses.replace(report.events[1], type="Strategic developments", subtype="Other")
    written = render(dataclasses.replace(report, events=(event, other)), "table", View(width=400))
    assert 'Shelling/artillery/missile attack "shelled", with mortars, same as E7' in written
    assert 'Strategic developments: other "retake"' in written
