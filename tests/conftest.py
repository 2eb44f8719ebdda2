"""Fixtures of all tests: one pipeline a session, a parser of sentences, the command line."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

import jsonschema
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli import Report, build_pipeline, parse
from conflict_cli.article.reading_copy import mended_words, reading_copy
from conflict_cli.render import structured
from conflict_cli.render.view import View


@pytest.fixture(scope="session", autouse=True)
def no_settings() -> Iterator[None]:
    """Keep what the developer's machine has set out of the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("CONFLICT_")]:
            patch.delenv(name)
        patch.setenv("CONFLICT_NO_CONFIG", "1")
        yield


@pytest.fixture(scope="session", autouse=True)
def every_report_fits_the_schema() -> Iterator[None]:
    """Check whatever a test writes as YAML, JSON or JSON Lines against the schema that `conflict schema` prints."""
    schema = json.loads(resources.files("conflict_cli.data").joinpath("report.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    plain = structured._plain

    def checked(report: Report, view: View) -> dict[str, Any]:
        written = plain(report, view)
        if "tests/render/" not in os.environ["PYTEST_CURRENT_TEST"]:  # those bend reports on purpose
            validator.validate(written)
        return written

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(structured, "_plain", checked)
        yield


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole pipeline, built once."""
    return build_pipeline()


@pytest.fixture(scope="session")
def rules_nlp() -> Language:
    """The pipeline whose events are as the rules give them."""
    return build_pipeline(corrected=False)


@pytest.fixture(scope="session")
def annotate(nlp: Language) -> Callable[..., Doc]:
    """Return a function that annotates a text: annotate("Jets bombed Sarmin.", published="2024-11-28")."""

    def run(text: str, *, published: str | None = None) -> Doc:
        doc = nlp.make_doc(reading_copy(text))
        doc._.source_text = mended_words(text)
        doc._.published = published
        return nlp(doc)

    return run


@pytest.fixture(scope="session")
def report_of(nlp: Language) -> Callable[..., Report]:
    """Return a function that parses a text with the session's pipeline."""

    def run(text: str, *, published: str | None = "2024-11-28") -> Report:
        return parse(text, published=published, nlp=nlp)

    return run
