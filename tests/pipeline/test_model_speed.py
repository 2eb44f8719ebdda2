"""pipeline/matrix_products.py and attribute_rules.py: spaCy's own annotations, sooner."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.pipeline import AttributeRuler
from spacy.tokens import Doc
from thinc.api import Linear, NumpyOps, chain

from conflict_cli.pipeline.attribute_rules import RememberedMatches
from conflict_cli.pipeline.matrix_products import OnnxOps, speed_up
from conflict_cli.pipeline.model import find_model, load_model

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.txt"))
PLAIN = NumpyOps()


def matrix(rows: int, columns: int) -> np.ndarray:
    return np.random.default_rng(rows).normal(size=(rows, columns)).astype("float32")


@pytest.mark.parametrize("transposed", [(False, False), (True, False), (False, True), (True, True)])
def test_products_are_those_of_thinc(transposed: tuple[bool, bool]) -> None:
    x, y = matrix(31, 17), matrix(17, 23)
    x, y = np.ascontiguousarray(x.T) if transposed[0] else x, np.ascontiguousarray(y.T) if transposed[1] else y
    ours = OnnxOps().gemm(x, y, trans1=transposed[0], trans2=transposed[1])
    np.testing.assert_allclose(ours, PLAIN.gemm(x, y, trans1=transposed[0], trans2=transposed[1]), atol=1e-5)
    out = np.zeros((31, 23), dtype="float32")
    assert OnnxOps().gemm(x, y, out=out, trans1=transposed[0], trans2=transposed[1]) is out
    np.testing.assert_array_equal(out, ours)


def test_other_products_are_left_to_thinc() -> None:
    assert OnnxOps().gemm(matrix(0, 3), matrix(3, 4)).shape == (0, 4)
    with pytest.raises(ValueError, match="float32"):
        OnnxOps().gemm(matrix(2, 3).astype("float64"), matrix(3, 4))


@pytest.mark.parametrize("rows", [1, 2, 3, 7, 64, 200])
def test_a_row_of_a_product_does_not_depend_on_the_others(rows: int) -> None:
    x, y = matrix(500, 288), matrix(288, 96)
    whole = OnnxOps().gemm(x, y)
    for start in (0, 11, 300):
        np.testing.assert_array_equal(OnnxOps().gemm(x[start : start + rows], y), whole[start : start + rows])


def test_layers_with_operations_of_their_own_keep_them() -> None:
    class Special(NumpyOps):
        """Operations of another package."""

    plain, special = Linear(2, 3), Linear(3, 2)
    special.ops = Special()
    speed_up(chain(plain, special))
    assert (type(plain.ops), type(special.ops)) == (OnnxOps, Special)


def test_without_onnxruntime_nothing_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("conflict_cli.pipeline.matrix_products.find_spec", lambda name: None)
    layer = Linear(2, 3)
    speed_up(layer)
    assert type(layer.ops) is NumpyOps


def test_annotations_are_those_of_bare_spacy() -> None:
    texts = [file.read_text("utf-8") for file in EXAMPLES]
    ours, bare = load_model(), spacy.load(find_model(), exclude=["senter"])
    assert isinstance(ours.get_pipe("attribute_ruler").match, RememberedMatches)
    for one, other in zip(ours.pipe(texts), bare.pipe(texts), strict=True):
        assert json.dumps(one.to_json()) == json.dumps(other.to_json())
        assert [str(token.morph) for token in one] == [str(token.morph) for token in other]


def test_rules_for_more_than_a_word_and_for_anything_else_are_asked_each_time() -> None:
    nlp = spacy.blank("en")
    ruler = AttributeRuler(nlp.vocab)
    ruler.add([[{"LOWER": "fire"}]], {"POS": "NOUN"})
    ruler.add([[{"LOWER": {"IN": ["open", "opened"]}}, {"LOWER": "fire"}]], {"POS": "VERB"})
    ruler.add([[{"LOWER": {"REGEX": "^gun"}}]], {"POS": "NOUN"})
    ruler.add([[{"IS_TITLE": True}]], {"POS": "PROPN"})
    ruler.add([[{"LOWER": {"NOT_IN": ["fire", "opened", "gunmen", "."]}}]], {"POS": "X"})
    plain, remembered = ruler.match, RememberedMatches(ruler)
    for words in (["Gunmen", "opened", "fire", "."], ["fire"], [], ["They", "open", "fire"], ["gunmen", "fire"]):
        doc = Doc(nlp.vocab, words=words)
        assert remembered(doc) == plain(doc)
        assert remembered(doc) == plain(doc)
