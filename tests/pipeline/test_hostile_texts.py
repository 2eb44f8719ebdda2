"""Texts that are long, odd or made to hurt: rows 7, 9 and 12 to 18 of the list of hostile inputs."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Callable
from types import FrameType

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli import Article, Report, parse, parse_corpus
from conflict_cli.article.reading_copy import LONGEST_WORD, reading_copy
from conflict_cli.pipeline import windows
from conflict_cli.pipeline.quotations import DEEPEST, pair_marks

NEWS = (
    "Rebels bombed the town of Kraków on Thursday, killing three soldiers, General Adam Müller said. "
    "“We will answer,” he said. The army denied that its troops had fled.\n\n"
)
REPORT_PARTS = ("actors", "places", "events", "claims", "times", "relations", "disputes")


@pytest.fixture(scope="module")
def plain_nlp() -> Language:
    """The pipeline without the entity model, for texts where only bounds matter."""
    from conflict_cli import build_pipeline

    return build_pipeline(entity_model=False)


def told(report: Report) -> list[tuple[str, str, list[str], list[str]]]:
    """Return what each event is, in plain letters."""

    def plain(text: str) -> str:
        kept = "".join(letter for letter in text if letter not in "\u00ad\u200d\r")
        return " ".join(unicodedata.normalize("NFC", kept).split())

    return [
        (
            event.subtype,
            plain(event.trigger.text),
            [plain(a.text) for a in event.initiators],
            [a.place or "" for a in event.locations],
        )
        for event in report.events
    ]


def assert_spans_hold(report: Report) -> None:
    text = report.report.text
    spans = [event.trigger for event in report.events] + [m for actor in report.actors for m in actor.mentions]
    assert spans
    for span in spans:
        assert text[span.start : span.end] == span.text


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\u0085"])
def test_row_7_line_ends_of_every_kind_give_the_same_events(nlp: Language, end: str) -> None:
    text = NEWS.replace("said. ", "said.\n") * 2
    other = parse(text.replace("\n", end), nlp=nlp, published="2024-11-28")
    assert other.report.text == text.replace("\n", end)
    assert_spans_hold(other)
    # a lone CR is a space to the parser: old Macs' files have one paragraph
    if end != "\r":
        assert told(other) == told(parse(text, nlp=nlp, published="2024-11-28"))


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(unicodedata.normalize("NFD", NEWS), id="accents apart"),
        pytest.param(NEWS.replace("bombed", "bom\u00adbed").replace("soldiers", "sol\u00addiers"), id="soft hyphens"),
        pytest.param(NEWS.replace("Rebels", "Re\u200dbels").replace("town", "t\u200down"), id="joiners"),
        pytest.param(NEWS.replace("o", "\u043e", 2).replace("e", "\u0435", 5), id="Cyrillic lookalikes"),
    ],
)
def test_row_9_words_are_read_as_people_see_them(nlp: Language, odd: str) -> None:
    report = parse(odd, nlp=nlp, published="2024-11-28")
    assert report.report.text == odd
    assert_spans_hold(report)
    plain = parse(NEWS, nlp=nlp, published="2024-11-28")
    assert [event[0] for event in told(report)] == [event[0] for event in told(plain)]
    assert [event.rule for event in report.events] == [event.rule for event in plain.events]
    assert [place.country for place in report.places] == [place.country for place in plain.places]
    assert [len(event.initiators) for event in report.events] == [len(event.initiators) for event in plain.events]


class TestRow12:
    """Texts over the length that is read whole are read in windows."""

    @pytest.fixture(autouse=True)
    def short_windows(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(windows, "LONGEST_WHOLE", 900)
        monkeypatch.setattr(windows, "WINDOW", 600)

    def test_row_12_windows_change_nothing_where_paragraphs_end(
        self, nlp: Language, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        text = NEWS * 8
        cut = parse(text, nlp=nlp, published="2024-11-28")
        monkeypatch.setattr(windows, "LONGEST_WHOLE", 100_000)
        whole = parse(text, nlp=nlp, published="2024-11-28")
        assert len(cut.events) >= 8
        assert cut == whole

    def test_row_12_more_than_spacy_takes_is_parsed(self, nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(nlp, "max_length", 1000)
        report = parse(NEWS * 8, nlp=nlp)
        assert report.events[-1].trigger.start > 1000
        assert_spans_hold(report)

    def test_row_12_long_and_short_articles_go_through_together(self, nlp: Language) -> None:
        articles = [Article(NEWS, "a"), Article(NEWS * 8, "b"), Article(NEWS, "c"), Article(NEWS * 8, "d")]
        reports = list(parse_corpus(articles, nlp=nlp, batch_size=4))
        assert [report.report.source for report in reports] == ["a", "b", "c", "d"]
        assert reports[0].events == reports[2].events
        assert reports[1].events == reports[3].events

    @pytest.mark.parametrize(
        ("joint", "cut"),
        [
            pytest.param("\n\n", "paragraph", id="paragraphs"),
            pytest.param("\n", "line", id="lines"),
            pytest.param(". ", "sentence", id="sentences"),
            pytest.param(" ", "word", id="words"),
            pytest.param("", "anywhere", id="no gap at all"),
        ],
    )
    def test_row_12_windows_end_at_the_best_place(self, joint: str, cut: str) -> None:
        text = joint.join(["Shells fell on it" if joint else "x" * 17] * 200)
        bounds = windows.window_bounds(text)
        assert "".join(text[start:end] for start, end in bounds) == text
        assert max(end - start for start, end in bounds) <= windows.WINDOW
        assert all(text[:end].endswith(joint) for _, end in bounds[:-1])


def test_row_13_a_sentence_without_end_is_left_out_with_a_warning(
    plain_nlp: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(windows, "LONGEST_WHOLE", 3000)
    monkeypatch.setattr(windows, "WINDOW", 2000)
    row = "shelled 7 the town of " * 300
    report = parse(f"Rebels bombed Goma.\n\n{row}\n\nRebels seized Bunia.", nlp=plain_nlp)
    assert [event.trigger.text for event in report.events][:1] == ["bombed"]
    assert report.events[-1].trigger.text == "seized"
    assert_spans_hold(report)


def test_row_13_rules_pass_over_an_endless_sentence(plain_nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflict_cli.matcher.syntax.links.LONGEST_SENTENCE", 8)
    report = parse("Rebels bombed Goma. Before the sun was up, the rebels bombed the town of Bunia.", nlp=plain_nlp)
    assert [event.trigger.start for event in report.events] == [7]
    assert "a sentence of over 500 words left out: a list or a table?" in report.warnings


@pytest.mark.parametrize("mark", ['"', "(", "“", "."])
def test_row_14_a_hundred_thousand_marks_in_a_row(plain_nlp: Language, mark: str) -> None:
    text = f"Rebels bombed Goma. {mark * 100_000} Rebels seized Bunia."
    report = parse(text, nlp=plain_nlp)
    assert [event.trigger.text for event in report.events] == ["bombed", "seized"]
    assert_spans_hold(report)
    assert len(plain_nlp.make_doc(reading_copy(text))) < 200


@pytest.mark.parametrize(
    "word",
    ["x" * 100_000, "QUJD" * 25_000, "https://a.example/" + "a-b.c/" * 9000, "(a+)" * 5000, "1,000." * 5000],
    ids=["letters", "base64", "address", "brackets", "digits"],
)
def test_row_15_no_pattern_looks_at_a_word_of_a_hundred_thousand_letters(plain_nlp: Language, word: str) -> None:
    text = f"Rebels bombed Goma. {word} Rebels seized Bunia."
    assert max(len(token) for token in plain_nlp.make_doc(reading_copy(text)) if not token.is_space) <= LONGEST_WORD
    report = parse(text, nlp=plain_nlp)
    assert [event.trigger.text for event in report.events] == ["bombed", "seized"]
    assert_spans_hold(report)


def test_row_15_nothing_but_such_a_word(plain_nlp: Language) -> None:
    report = parse("x" * 100_000, nlp=plain_nlp)
    assert not any(getattr(report, part) for part in REPORT_PARTS)


class TestRow16:
    """Quotations in quotations."""

    @pytest.mark.parametrize("opening", ["“", "«", "‘", '"', '“ "'])
    def test_row_16_three_thousand_open_marks_nest_four_deep(self, opening: str) -> None:
        text = f"{opening}word " * 3000
        assert len(pair_marks(text, 0, len(text))) <= DEEPEST

    def test_row_16_the_inner_quotations_pair(self) -> None:
        text = "“a " * 3000 + "b” " * 3000
        pairs = pair_marks(text, 0, len(text))
        assert len(pairs) == DEEPEST
        assert all(complete for _, _, complete in pairs)

    def test_row_16_an_open_quote_ends_with_its_paragraph(self, annotate: Callable[..., Doc]) -> None:
        doc = annotate("“We stay, he said, and we fight.\n\nThe town was quiet on Friday night.")
        (quotation,) = doc._.quotations
        assert not quotation.closed
        assert quotation.span.end_char == len("“We stay, he said, and we fight.")

    def test_row_16_a_text_of_them_is_parsed(self, plain_nlp: Language) -> None:
        parse("He said: " + "“no ‘yes " * 300 + "\n\n" + '"a" ' * 100, nlp=plain_nlp)


# ---------------------------------------------------------------- row 17


def names(count: int) -> str:
    """Return a list of that many people, all different."""
    first, last = ("Adam", "Boris", "Carl", "David", "Emil"), ("ov", "sky", "man", "berg")
    people = [
        f"{first[n % 5]} {chr(65 + n % 26)}{'aeiou'[n % 5]}{chr(97 + n // 26 % 26)}{last[n % 4]}" for n in range(count)
    ]
    return "The dead are " + ".\n".join(", ".join(people[n : n + 8]) for n in range(0, count, 8)) + "."


def news(count: int) -> str:
    towns = ("Goma", "Bunia", "Aleppo", "Homs", "Kharkiv", "Zaria", "Mekelle")
    kinds = ("rebels", "soldiers", "militants", "gunmen", "troops")
    return "\n\n".join(
        f"The {kinds[n % 5]} bombed {towns[n % 7]} on {1 + n % 28} March, killing {n % 9 + 1} people. "
        f"“The {kinds[(n + 1) % 5]} fled,” a spokesman said, denying the attack."
        for n in range(count)
    )


def work(nlp: Language, text: str) -> int:
    """Return how many functions are called while a text is parsed: the same on every machine."""
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        parse(text, nlp=nlp, published="2024-11-28")
    finally:
        sys.setprofile(before)
    return calls


@pytest.mark.parametrize(
    "make",
    [names, news, lambda count: "word\n" * 8 * count, lambda count: '"Yes," he said.\n' * 2 * count],
    ids=["names", "news", "lines of one word", "quotations"],
)
def test_row_17_work_grows_with_length_and_no_faster(plain_nlp: Language, make: Callable[[int], str]) -> None:
    work(plain_nlp, make(2))  # fills the caches
    little, much = make(8), make(32)
    assert work(plain_nlp, much) / work(plain_nlp, little) < 1.4 * len(much) / len(little)
