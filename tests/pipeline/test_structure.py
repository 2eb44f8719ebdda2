"""Title, dateline, credits and paragraphs: every example of structure.yaml, and layouts of whole articles."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli.article.reading_copy import reading_copy
from conflict_cli.pipeline.structure import StructureReader

READER = StructureReader()
EXAMPLES = [
    pytest.param(example, id=f"{pattern.id}-{number}")
    for pattern in READER.furniture.file.patterns
    for number, example in enumerate(pattern.examples)
]
BODY = "Rebels took the last bridge over the river on Monday, the army said in a statement."
WRAPPED = """\
Rebels take the last bridge

KHARTOUM, March 3 (AFP) - Rebels took the last bridge over the river on
Monday after a week of shelling that emptied the western quarters of the
city, residents said.

The army denied the report. It said its troops were holding the eastern
bank and had destroyed
two trucks."""


@pytest.fixture(scope="module")
def blank() -> Language:
    return spacy.blank("en")


def read(blank: Language, text: str, published: Any = None, published_from: str | None = "option") -> Doc:
    doc = blank.make_doc(reading_copy(text))
    doc._.published = published.isoformat() if isinstance(published, date) else published
    doc._.published_from = published_from if published else None
    return READER(doc)


def parts(doc: Doc) -> dict[str, Any]:
    structure, dateline = doc._.structure, doc._.structure.dateline
    return {
        "title": structure.title and structure.title.text,
        "place": dateline and dateline.place.text,
        "date": dateline and dateline.date,
        "agency": dateline and dateline.agency,
        "publisher": structure.publisher,
        "authors": structure.authors,
        "credits": [credit.text for credit in structure.credits],
        "published_found": doc._.published,
    }


@pytest.mark.parametrize("example", EXAMPLES)
def test_example_gives_its_parts(example: dict[str, Any], blank: Language) -> None:
    got = parts(read(blank, example["text"], example.get("published")))
    expected = {key: value for key, value in example.items() if key in got}
    assert expected
    assert {key: got[key] for key in expected} == {
        key: value.isoformat() if isinstance(value, date) else value for key, value in expected.items()
    }


@pytest.mark.parametrize("pattern", READER.furniture.file.patterns, ids=lambda pattern: pattern.id)
def test_pattern_has_two_examples_at_least(pattern: Any) -> None:
    assert len(pattern.examples) >= 2


@pytest.mark.parametrize(
    "text",
    [f"Rebels take the last bridge\n\n{BODY}", f"Rebels take the last bridge\n{BODY}\n{BODY} {BODY}"],
    ids=["blank line", "shorter line"],
)
def test_title_is_a_first_line_without_full_stop(text: str, blank: Language) -> None:
    structure = read(blank, text)._.structure
    assert structure.title.text == "Rebels take the last bridge"
    assert structure.paragraphs[0].text.strip() == BODY


@pytest.mark.parametrize("text", [BODY, f"{BODY}\n{BODY}", f"{BODY}\n\n{BODY}", "Rebels take the bridge", "REBELS"])
def test_sentence_is_no_title(text: str, blank: Language) -> None:
    assert read(blank, text)._.structure.title is None


def test_hard_wrapped_lines_are_joined(blank: Language) -> None:
    structure = read(blank, WRAPPED, "2025-03-04")._.structure
    assert structure.title.text == "Rebels take the last bridge"
    assert [paragraph.text.split()[0] for paragraph in structure.paragraphs] == ["KHARTOUM,", "The"]
    assert structure.dateline.date == "2025-03-03"


def test_one_line_is_one_paragraph_where_lines_are_sentences(blank: Language) -> None:
    assert len(read(blank, f"{BODY}\n{BODY}\n{BODY}")._.structure.paragraphs) == 3


def test_sentences_start_with_paragraphs_and_behind_the_dateline(blank: Language) -> None:
    doc = read(blank, WRAPPED, "2025-03-04")
    starts = [token.text for token in doc if token.is_sent_start]
    assert starts == ["Rebels", "KHARTOUM", "Rebels", "The"]


@pytest.mark.parametrize(
    ("published", "published_from", "expected"),
    [
        (None, None, ("2025-03-03", "dateline")),
        ("2025-03-05", "option", ("2025-03-03", "dateline")),
        ("2025-03-05", "metadata", ("2025-03-05", "metadata")),
    ],
)
def test_dateline_beats_option_and_metadata_beats_dateline(
    published: str | None, published_from: str | None, expected: tuple[str, str], blank: Language
) -> None:
    doc = read(blank, f"GOMA, 3 March 2025 (AFP) - {BODY}", published, published_from)
    assert (doc._.published, doc._.published_from) == expected


def test_dateline_without_year_takes_the_nearest(blank: Language) -> None:
    assert read(blank, f"GOMA, Dec 30 (AFP) - {BODY}", "2025-01-02")._.published == "2024-12-30"
    assert read(blank, f"GOMA, Dec 30 (AFP) - {BODY}")._.published is None


def test_credit_in_brackets_behind_the_story_is_cut_off(blank: Language) -> None:
    structure = read(blank, f"{BODY} (Reporting by Ann Lee in Goma; Editing by Bo Li)")._.structure
    assert structure.authors == ["Ann Lee"]
    assert [paragraph.text.strip() for paragraph in structure.paragraphs] == [BODY]


def test_byline_before_the_dateline_is_cut_off(blank: Language) -> None:
    structure = read(blank, f"By Nate Roe. BOSTON (Reuters) - {BODY}")._.structure
    assert structure.authors == ["Nate Roe"]
    assert structure.dateline.place.text == "BOSTON"


@pytest.mark.parametrize("text", ["\n", "   ", ".", "By", "(AFP)", "GOMA (AFP) -", "\n\n--\n\n"])
def test_next_to_nothing_has_no_structure(text: str, blank: Language) -> None:
    structure = read(blank, text)._.structure
    assert structure.title is None
    assert structure.authors == []


def test_text_of_crlf_lines_is_read_alike(blank: Language) -> None:
    crlf = parts(read(blank, WRAPPED.replace("\n", "\r\n"), "2025-03-04"))
    assert crlf == parts(read(blank, WRAPPED, "2025-03-04"))


def test_line_that_goes_on_in_a_sentence_is_joined(annotate: Callable[..., Doc]) -> None:
    doc = annotate(
        "Gunmen attacked a series of police posts along the desert highway between the two largest towns, popular\n"
        "with tourists, killing four officers.\nThe king condemned the raid."
    )
    assert [paragraph.text.count("\n") for paragraph in doc._.structure.paragraphs] == [1, 0]
    assert [sentence.text.split()[0] for sentence in doc.sents] == ["Gunmen", "The"]
