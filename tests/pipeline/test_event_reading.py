"""event_reading.py and model_roles.py: what the model reads in one sentence, and what becomes of an event's roles."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli.pipeline.event_reading import EventReading, SentenceReading

Annotate = Callable[..., Doc]

SUBTYPES = ["O", "Attack", "Armed clash"]
ROLES = ["initiators", "targets"]


@pytest.fixture
def doc(blank: Language) -> Doc:
    return blank("Rebels shelled Sarmin.")


@pytest.fixture(scope="module")
def blank() -> Language:
    return Language()


@pytest.fixture
def reading() -> EventReading:
    """The second word is a trigger that asks for the first as initiator; the third does well as a target anywhere."""
    asking = np.zeros((4, 2 * 2), dtype=np.float32)
    asking[2] = [8.0, 0.0, 0.0, 0.0]  # for initiators along the first axis, for targets nothing
    answering = np.zeros((4, 2 + 2), dtype=np.float32)
    answering[:, 2:] = -4.0
    answering[1, :2] = [2.0, 0.0]
    answering[3, 3] = 4.0
    subtypes = np.array([[1, 0, 0], [1, 0, 0], [0.1, 0.6, 0.3], [1, 0, 0]], dtype=np.float32)
    made = EventReading(SUBTYPES, ROLES)
    made.add(SentenceReading({0: 1, 1: 2, 2: 3}, subtypes, asking, answering))
    return made


def test_a_word_has_a_role_by_what_the_trigger_asks_and_by_itself(doc: Doc, reading: EventReading) -> None:
    roles = reading.roles(doc[1])
    assert roles["initiators"][0] == pytest.approx(1 / (1 + np.exp(4 - 16 / 2**0.5)), abs=1e-4)
    assert roles["initiators"][2] < 0.1
    assert roles["targets"][2] == pytest.approx(0.982, abs=1e-3)


def test_the_subtypes_of_a_word_come_by_event_type(doc: Doc, reading: EventReading) -> None:
    types = reading.types(doc[1])
    assert types["Violence against civilians"] == pytest.approx({"Attack": 0.6})
    assert types["Battles"] == pytest.approx({"Armed clash": 0.3})
    assert reading.named(doc[1]) == pytest.approx(0.9)
    assert reading.likeliest(doc[1]) == ("Attack", pytest.approx(0.6))


def test_a_word_that_was_not_read_has_nothing(doc: Doc, reading: EventReading) -> None:
    assert reading.roles(doc[3]) == {}
    assert reading.types(doc[3]) == {}
    assert reading.named(doc[3]) == 0
