"""Quotation marks: pairs of every form, stray and missing ones, and what is no quotation at all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

from conflict_cli.article.reading_copy import reading_copy
from conflict_cli.pipeline.annotations import Structure
from conflict_cli.pipeline.quotations import QuotationFinder, pair_marks


@pytest.fixture(scope="module")
def quote() -> Callable[[str], Doc]:
    """Return a function that finds the quotations of a text without any model."""
    from conflict_cli.pipeline.extensions import register

    register()
    blank, finder = spacy.blank("en"), QuotationFinder()

    def run(text: str) -> Doc:
        doc = blank.make_doc(reading_copy(text))
        doc._.source_text = text
        return finder(doc)

    return run


@pytest.mark.parametrize(
    ("text", "inner"),
    [
        pytest.param('"We won," he said. "We did."', ["We won,", "We did."], id="straight"),
        pytest.param("He spoke of “a long war”.", ["a long war"], id="curly"),
        pytest.param("''We won,'' he said.", ["We won,"], id="two apostrophes"),
        pytest.param("``No,'' she said.", ["No,"], id="backquotes"),
        pytest.param("« Nous restons », he said.", ["Nous restons"], id="guillemets"),
        pytest.param("Raids killed 'innocent civilians' at dawn.", ["innocent civilians"], id="single"),
        pytest.param("The rebels' camp wasn't the army's.", [], id="apostrophes"),
        pytest.param("The '90s were calm.", [], id="decade"),
        pytest.param('A 5" shell fell.', [], id="inches"),
        pytest.param("The mayor left” and slept.", [], id="stray closing mark"),
        pytest.param('The wall said "".', [], id="nothing quoted"),
    ],
)
def test_marks_are_paired(quote: Callable[[str], Doc], text: str, inner: list[str]) -> None:
    """Each form of mark pairs with its own kind; apostrophes and strays pair with nothing."""
    assert [quotation.inner.text for quotation in quote(text)._.quotations] == inner


def test_quotation_inside_another_comes_after_it(quote: Callable[[str], Doc]) -> None:
    """An outer quotation stands before those inside it."""
    found = quote("“They said ‘never’ and left,” he said.")._.quotations
    assert [quotation.inner.text for quotation in found] == ["They said 'never' and left,", "never"]


def test_span_holds_the_marks(quote: Callable[[str], Doc]) -> None:
    """The span has the marks, the inner span has not."""
    (found,) = quote("He said “no deal” again.")._.quotations
    assert (found.span.text, found.inner.text, found.closed) == ('"no deal"', "no deal", True)


def test_open_quotation_ends_with_its_paragraph(quote: Callable[[str], Doc]) -> None:
    """Marks at the head of each paragraph give one quotation a paragraph, the last one closed."""
    found = quote("“The first day was quiet.\n“The second was not.”")._.quotations
    assert [(q.inner.text, q.closed, q.paragraph) for q in found] == [
        ("The first day was quiet.", False, 0),
        ("The second was not.", True, 1),
    ]


def test_paragraphs_of_the_structure_bound_quotations(quote: Callable[[str], Doc]) -> None:
    """Lines that the structure leaves out, such as credits, hold no quotation."""
    doc = quote('He said "no".\nEditing by "Max".')
    end = next(token.i for token in doc if token.text == "Editing")
    doc._.structure = Structure(paragraphs=[doc[: end - 1]])
    assert [q.inner.text for q in QuotationFinder()(doc)._.quotations] == ["no"]


def test_missing_closing_mark_does_not_swallow_the_cue() -> None:
    """A second opening mark means that the first one lost its partner."""
    text = '"We stay, he said. "We fight."'
    pairs = pair_marks(text, 0, len(text))
    assert [text[opened.end : closed.start] for opened, closed, _ in pairs] == ["We fight."]
