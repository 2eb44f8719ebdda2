"""conflict_entities and its model: spans out of a sentence, and errors that say what to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli import build_pipeline
from conflict_cli.errors import ModelError
from conflict_cli.pipeline.entity_model import EntityModel, check_files, load_entity_model

Annotate = Callable[..., Doc]


@pytest.fixture
def exported(tmp_path: Path) -> Path:
    """A copy of the shipped model that a test may spoil."""
    folder = tmp_path / "model"
    with resources.as_file(resources.files("conflict_cli.data").joinpath("entity_model")) as shipped:
        shutil.copytree(shipped, folder)
    return folder


def entities_of(nlp: Language, text: str) -> set[tuple[str, str]]:
    doc = nlp(nlp.make_doc(text))
    return {(entity.span.text, entity.label) for entity in doc._.entities}


@pytest.mark.parametrize(
    ("text", "entity"),
    [
        ("Government forces retook the village of Tall Daran.", ("Government forces", "ACTOR")),
        ("Colonel Amara Diallo denied the attack.", ("Colonel Amara Diallo", "PERSON")),
        ("Rebels shelled a bakery in Kafr Nuran on Monday.", ("Kafr Nuran", "PLACE")),
        ("The rebels fired mortar shells at the market.", ("mortar shells", "WEAPON")),
    ],
)
def test_the_model_reads_names_and_nominals(nlp: Language, text: str, entity: tuple[str, str]) -> None:
    assert entity in entities_of(nlp, text)


def test_entities_are_in_order_and_apart(nlp: Language) -> None:
    doc = nlp(nlp.make_doc("Rebels shelled Kafr Nuran. Government forces fired rockets at the rebels near the dam."))
    ends = [0]
    for entity in doc._.entities:
        assert entity.span.start >= ends[-1]
        ends.append(entity.span.end)
    assert len(ends) > 4


def test_a_text_without_words_has_no_entities(nlp: Language) -> None:
    assert nlp(nlp.make_doc("... --- 12 !"))._.entities == []


def test_the_pipeline_runs_without_the_model() -> None:
    nlp = build_pipeline(entity_model=False)
    assert "conflict_entities" not in nlp.pipe_names
    doc = nlp(nlp.make_doc("Rebels shelled the town of Sarmin."))
    assert doc._.entities is None
    assert [mention.span.text for mention in doc._.mentions] == ["Rebels", "Sarmin"]


def test_a_model_of_a_folder_is_loaded(exported: Path) -> None:
    assert isinstance(load_entity_model(exported), EntityModel)


def test_a_missing_file_is_told(exported: Path) -> None:
    (exported / "model.onnx").unlink()
    with pytest.raises(ModelError, match=r"can't be read .*--no-entity-model"):
        load_entity_model(exported)


def test_an_altered_file_is_told(exported: Path) -> None:
    with (exported / "tokenizer.json").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(ModelError, match=r"tokenizer\.json: not the file that was released; reinstall"):
        load_entity_model(exported)


@pytest.mark.parametrize("manifest", ["", "[]", "{}", json.dumps({"tags": [], "sha256": {}})])
def test_a_broken_manifest_is_told(exported: Path, manifest: str) -> None:
    (exported / "manifest.json").write_text(manifest, "utf-8")
    with pytest.raises(ModelError, match="can't be read"):
        load_entity_model(exported)


def test_the_shipped_files_are_those_of_the_manifest() -> None:
    assert check_files() == [("model.onnx", True), ("tokenizer.json", True)]


@pytest.mark.parametrize(
    ("text", "words", "label", "kind"),
    [
        ("The village was burned by government-aligned forces.", "government-aligned forces", "actor", "state_forces"),
        # the lexicon knows its names, whatever the model says
        ("Hezbollah said it had withdrawn.", "Hezbollah", "actor", "rebel_group"),
        # the rules know the kind of what the model finds
        ("The rebels hold the hills.", "The rebels", "actor", "rebel_group"),
        ("Iraq condemned the raid.", "Iraq", "actor", "government"),
        ("The raid took place in Iraq.", "Iraq", "place", "country"),
    ],
)
def test_model_and_rules_are_brought_together(annotate: Annotate, text: str, words: str, label: str, kind: str) -> None:
    (mention,) = [mention for mention in annotate(text)._.mentions if mention.span.text == words]
    assert (mention.label, mention.kind) == (label, kind)


def test_a_name_inside_a_persons_title_is_noted_there(annotate: Annotate) -> None:
    doc = annotate("Hamas spokesman Sami Odeh denied the report.")
    (person,) = [mention for mention in doc._.mentions if mention.kind == "person"]
    assert person.span.text == "Hamas spokesman Sami Odeh"
    assert [name.name for name in person.within] == ["Hamas"]


def test_a_place_and_the_one_that_holds_it_are_two(annotate: Annotate) -> None:
    doc = annotate("The attack took place in Tall Daran, Syria, on Monday.")
    assert {"Tall Daran", "Syria"} <= {mention.span.text for mention in doc._.mentions if mention.label == "place"}
