import pytest

from conflict_cli.render.tolls import Toll, speakers_of, toll

FOUGHT = "They fought, killing "


def toll_of(report, harm="killed"):
    return toll(report.events, harm, text=report.report.text, speakers=speakers_of(report))


def bounds(told):
    return told.low, told.high


@pytest.mark.parametrize(
    ("said", "figures", "expected"),
    [
        ("14 people", [("14 people", 14, 14)], (14, 14)),
        ("at least 14 people", [("at least 14 people", 14, None)], (14, None)),
        ("nobody", [("nobody", 0, 0)], (0, 0)),
        ("up to five men", [("up to five men", None, 5)], (None, 5)),
        ("a nurse and four patients", [("a nurse", 1, 1), ("four patients", 4, 4)], (5, 5)),
        ("two men and dozens of goats", [("two men", 2, 2), ("dozens", 24, None)], (26, None)),
        ("12 people, including three girls", [("12 people", 12, 12), ("three girls", 3, 3)], (12, 12)),
        (
            "14 villagers, two soldiers and a teacher",
            [("14 villagers", 14, 14), ("two soldiers", 2, 2), ("a teacher", 1, 1)],
            (17, 17),
        ),
        ("9 people, five men and four boys", [("9 people", 9, 9), ("five men", 5, 5), ("four boys", 4, 4)], (9, 18)),
    ],
)
def test_figures_of_one_mention(report_of_text, said, figures, expected):
    report = report_of_text(FOUGHT + said, {"killed": figures})
    assert bounds(toll_of(report)) == expected


def test_figures_of_another_harm_do_not_count(report_of_text):
    report = report_of_text(FOUGHT + "two and wounding nine", {"killed": [("two", 2, 2)], "wounded": [("nine", 9, 9)]})
    assert bounds(toll_of(report, "wounded")) == (9, 9)
    assert toll_of(report, "abducted") == Toll()


TWICE = FOUGHT + "nine people. The clash left at least nine dead; a boy was among them. It killed five."


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("nine people", 9, 9), ("at least nine", 9, None), (9, 9)),
        (("nine people", 9, 9), ("a boy", 1, 1), (9, 9)),
        (("nine people", None, 9), ("five", 5, 5), (5, 5)),
    ],
    ids=["repeated", "part", "bound below"],
)
def test_of_one_source_the_largest_figure_counts(report_of_text, first, second, expected):
    report = report_of_text(TWICE, {"killed": [first]}, {"killed": [second]})
    assert bounds(toll_of(report)) == expected


@pytest.mark.parametrize(
    ("speakers", "expected"),
    [
        (("the army", "rebels"), (5, 9)),
        (("the army", "the army"), (9, 9)),
        (("the army", None), (5, 9)),
    ],
    ids=["two", "one", "one unnamed"],
)
def test_figures_of_different_sources_are_a_range(report_of_text, said_by, speakers, expected):
    report = report_of_text(
        TWICE,
        {"killed": [("nine people", 9, 9)], "claims": ("C1",)},
        {"killed": [("five", 5, 5)], "claims": ("C2",)},
        claims=[said_by(1, speakers[0]), said_by(2, speakers[1])],
    )
    assert bounds(toll_of(report)) == expected


def test_a_part_in_the_articles_own_voice_is_no_rival_figure(report_of_text, said_by):
    report = report_of_text(
        TWICE,
        {"killed": [("at least nine", 9, None)], "claims": ("C1",)},
        {"killed": [("a boy", 1, 1)], "claims": ()},
        claims=[said_by(1, "the army")],
    )
    assert bounds(toll_of(report)) == (9, None)


def test_an_open_figure_leaves_the_range_open(report_of_text, said_by):
    report = report_of_text(
        TWICE,
        {"killed": [("at least nine", 9, None)], "claims": ("C1",)},
        {"killed": [("five", 5, 5)]},
        claims=[said_by(1, "the army", stance="denies")],
    )
    # who denies it gives no figure of his own: both are the article's
    assert bounds(toll_of(report)) == (9, None)
