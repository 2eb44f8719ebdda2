"""The pipeline is what PIPELINE says, and each component finds what it needs."""

from __future__ import annotations

import pytest
from spacy.language import Language

from conflict_cli.pipeline import AFTER_MODEL, BEFORE_MODEL, PIPELINE
from conflict_cli.pipeline.extensions import DOC_EXTENSIONS

OURS = (*BEFORE_MODEL, *AFTER_MODEL)
GIVEN = {
    "windows",
    "source_text",
    "source_title",
    "published",
    "published_from",
}  # set on the Doc before the pipeline runs


def test_pipe_names_are_the_documented_order(nlp: Language) -> None:
    assert tuple(nlp.pipe_names) == PIPELINE


def test_analysis_finds_no_unmet_requirement(nlp: Language) -> None:
    problems = nlp.analyze_pipes()["problems"]
    unmet = {
        name: missing
        for name, found in problems.items()
        if (missing := [one for one in found if one.removeprefix("doc._.") not in GIVEN])
    }
    assert not unmet


@pytest.mark.parametrize("name", OURS)
def test_component_declares_what_it_writes(nlp: Language, name: str) -> None:
    meta = nlp.get_pipe_meta(name)
    assert meta.assigns
    for attribute in (*meta.assigns, *meta.requires):
        owner, _, extension = attribute.partition("._.")
        assert not extension or (owner == "doc" and extension in DOC_EXTENSIONS), f"{attribute} is not declared"


def test_every_declared_attribute_has_a_writer(nlp: Language) -> None:
    written = {one.removeprefix("doc._.") for name in OURS for one in nlp.get_pipe_meta(name).assigns}
    assert set(DOC_EXTENSIONS) - GIVEN - {"warnings"} <= written
