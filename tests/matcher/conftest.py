"""Docs built by hand, so that the tests of the engine do not depend on a model."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

Build = Callable[[str], Doc]


@pytest.fixture(scope="session")
def parsed() -> Build:
    """Return a function that builds a Doc from a table: a line per word, `word lemma POS TAG dep head`.

    The head is the number of its line, counted from 0. A word ending in "~" has no space after it.
    """
    vocab = spacy.blank("en").vocab

    def build(table: str) -> Doc:
        rows = [line.split() for line in table.strip().splitlines()]
        return Doc(
            vocab,
            words=[row[0].removesuffix("~") for row in rows],
            spaces=[not row[0].endswith("~") for row in rows],
            lemmas=[row[1] for row in rows],
            pos=[row[2] for row in rows],
            tags=[row[3] for row in rows],
            deps=[row[4] for row in rows],
            heads=[int(row[5]) for row in rows],
        )

    return build


@pytest.fixture(scope="session")
def bombing(parsed: Build) -> Doc:
    """Jets bombed Sarmin on Thursday ."""
    return parsed(
        """
        Jets jet NOUN NNS nsubj 1
        bombed bomb VERB VBD ROOT 1
        Sarmin Sarmin PROPN NNP dobj 1
        on on ADP IN prep 1
        Thursday~ Thursday PROPN NNP pobj 3
        . . PUNCT . punct 1
        """
    )


@pytest.fixture(scope="session")
def shelling_by_army(parsed: Build) -> Doc:
    """The town and the port were shelled by the army ."""
    return parsed(
        """
        The the DET DT det 1
        town town NOUN NN nsubjpass 6
        and and CCONJ CC cc 1
        the the DET DT det 4
        port port NOUN NN conj 1
        were be AUX VBD auxpass 6
        shelled shell VERB VBN ROOT 6
        by by ADP IN agent 6
        the the DET DT det 9
        army~ army NOUN NN pobj 7
        . . PUNCT . punct 6
        """
    )


@pytest.fixture(scope="session")
def launched_incursion(parsed: Build) -> Doc:
    """Rebels launched an incursion into Aleppo ."""
    return parsed(
        """
        Rebels rebel NOUN NNS nsubj 1
        launched launch VERB VBD ROOT 1
        an a DET DT det 3
        incursion incursion NOUN NN dobj 1
        into into ADP IN prep 1
        Aleppo~ Aleppo PROPN NNP pobj 4
        . . PUNCT . punct 1
        """
    )


@pytest.fixture(scope="session")
def backed_army(parsed: Build) -> Doc:
    """The Iran - backed army and pro - Iranian militias left ."""
    return parsed(
        """
        The the DET DT det 4
        Iran~ Iran PROPN NNP npadvmod 3
        -~ - PUNCT HYPH punct 3
        backed back VERB VBN amod 4
        army army NOUN NN nsubj 10
        and and CCONJ CC cc 4
        pro~ pro ADJ JJ amod 9
        -~ - ADJ JJ amod 9
        Iranian iranian ADJ JJ amod 9
        militias militia NOUN NNS conj 4
        left~ leave VERB VBD ROOT 10
        . . PUNCT . punct 10
        """
    )
