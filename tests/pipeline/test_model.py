"""pipeline/model.py: the spaCy model is found, checked and loaded, or the error says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from conflict_cli.errors import ModelError
from conflict_cli.pipeline.model import check_weights, find_model, load_model, model_label


def test_the_installed_model_is_found() -> None:
    assert find_model().startswith("en_core_web_sm")
    assert model_label().startswith(f"{find_model()} 3.8.")


def test_its_weights_are_the_official_ones() -> None:
    rows = check_weights()
    assert len(rows) > 5
    assert all(official for _, official in rows), rows


def test_a_missing_model_says_how_to_install_one() -> None:
    with pytest.raises(ModelError, match=r"^model no_such_model: can't be loaded .*pip install"):
        load_model("no_such_model")


def test_a_model_without_a_parser_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "blank"
    spacy.blank("en").to_disk(folder)
    with pytest.raises(ModelError) as error:
        load_model(str(folder))
    assert str(error.value).startswith(f"model {folder}: has no parser and no ner; ")


def test_no_model_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflict_cli.pipeline.model._version", lambda name: "unknown")
    with pytest.raises(ModelError, match="no English model"):
        find_model()
    assert model_label() == "no model"
