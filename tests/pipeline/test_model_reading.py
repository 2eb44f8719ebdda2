"""model_reading.py: what the model reads in one sentence; model_roles.py: what becomes of an event's roles."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from spacy.language import Language
from spacy.tokens import Doc, Token

from conflict_cli.pipeline.annotations import Argument, EventMention
from conflict_cli.pipeline.event_arguments import ArgumentFiller
from conflict_cli.pipeline.model_reading import ModelReading, SentenceReading
from conflict_cli.pipeline.model_roles import HARMS, check_roles
from conflict_cli.pipeline.rulebook import word_classes

Annotate = Callable[..., Doc]

SUBTYPES = ["O", "Attack", "Armed clash"]
STATUSES = ["happened", "planned"]
STANCES = ["O", "asserts", "denies"]
ROLES = ["initiators", "targets"]


@pytest.fixture
def doc(blank: Language) -> Doc:
    return blank("Rebels shelled Sarmin.")


@pytest.fixture(scope="module")
def blank() -> Language:
    return Language()


@pytest.fixture
def reading() -> ModelReading:
    """The second word is a trigger that asks for the first as initiator; the third does well as a target anywhere."""
    asking = np.zeros((4, 2 * 2), dtype=np.float32)
    asking[2] = [8.0, 0.0, 0.0, 0.0]  # for initiators along the first axis, for targets nothing
    answering = np.zeros((4, 2 + 2), dtype=np.float32)
    answering[:, 2:] = -4.0
    answering[1, :2] = [2.0, 0.0]
    answering[3, 3] = 4.0
    subtypes = np.array([[1, 0, 0], [1, 0, 0], [0.1, 0.6, 0.3], [1, 0, 0]], dtype=np.float32)
    statuses = np.array([[0.5, 0.5], [0.5, 0.5], [0.9, 0.1], [0.5, 0.5]], dtype=np.float32)
    stances = np.array([[1, 0, 0], [0.2, 0.7, 0.1], [1, 0, 0], [1, 0, 0]], dtype=np.float32)
    made = ModelReading(SUBTYPES, STATUSES, STANCES, ROLES)
    made.add(SentenceReading({0: 1, 1: 2, 2: 3}, subtypes, statuses, stances, asking, answering))
    return made


def test_a_word_has_a_role_by_what_the_trigger_asks_and_by_itself(doc: Doc, reading: ModelReading) -> None:
    roles = reading.roles(doc[1])
    assert roles["initiators"][0] == pytest.approx(1 / (1 + np.exp(4 - 16 / 2**0.5)), abs=1e-4)
    assert roles["initiators"][2] < 0.1
    assert roles["targets"][2] == pytest.approx(0.982, abs=1e-3)


def test_the_subtypes_of_a_word_come_by_event_type(doc: Doc, reading: ModelReading) -> None:
    types = reading.types(doc[1])
    assert types["Violence against civilians"] == pytest.approx({"Attack": 0.6})
    assert types["Battles"] == pytest.approx({"Armed clash": 0.3})
    assert reading.named(doc[1]) == pytest.approx(0.9)
    assert reading.likeliest(doc[1]) == ("Attack", pytest.approx(0.6))


def test_an_event_has_a_status_and_a_cue_a_stance(doc: Doc, reading: ModelReading) -> None:
    assert reading.statuses(doc[1]) == pytest.approx({"happened": 0.9, "planned": 0.1})
    assert reading.stances(doc[0]) == pytest.approx({"asserts": 0.7, "denies": 0.1})
    assert reading.cited(doc[0]) == pytest.approx(0.8)


def test_a_word_that_was_not_read_has_nothing(doc: Doc, reading: ModelReading) -> None:
    assert reading.roles(doc[3]) == {}
    assert reading.types(doc[3]) == {}
    assert reading.statuses(doc[3]) == {}
    assert reading.stances(doc[3]) == {}
    assert reading.named(doc[3]) == 0
    assert reading.cited(doc[3]) == 0


# ---------------------------------------------------------------- model_roles.py


class Certain(ModelReading):
    """Reads what a test says: each word's score in each role, by the word's text; any word names an event."""

    def __init__(self, **roles: dict[str, float]):
        super().__init__([], [], [], [])
        self._said = roles

    def named(self, word: Token) -> float:
        return 1.0

    def roles(self, trigger: Token) -> dict[str, dict[int, float]]:
        names = ("initiators", "targets", "locations", "weapons", "time", *HARMS)
        return {
            name: {
                word.i: self._said.get(name, {}).get(word.text, 0.0 if name in HARMS else 0.5) for word in trigger.doc
            }
            for name in names
        }


def checked(doc: Doc, reading: ModelReading) -> EventMention:
    """Return the first event after a check by what is read."""
    event: EventMention = doc._.events[0]
    filler = ArgumentFiller(doc._.mentions, doc._.timexes, word_classes(doc), {event.head.i})
    check_roles(event, reading, doc._.timexes, filler)
    return event


@pytest.fixture
def by_rules(rules_nlp: Language) -> Doc:
    return rules_nlp("Nine villagers were killed on Monday near a camp of rebels.")


def words(arguments: list[Argument]) -> list[str]:
    return [argument.span.text for argument in arguments]


def test_an_empty_role_is_filled_with_what_is_surely_read(by_rules: Doc) -> None:
    assert words(by_rules._.events[0].initiators) == []
    assert words(checked(by_rules, Certain(initiators={"rebels": 0.9})).initiators) == ["rebels"]


def test_what_is_hardly_read_is_left_alone(by_rules: Doc) -> None:
    assert words(checked(by_rules, Certain(initiators={"rebels": 0.7})).initiators) == []


def test_what_the_rules_found_goes_where_it_is_surely_not_read(by_rules: Doc) -> None:
    assert words(by_rules._.events[0].targets) == ["Nine villagers"]
    event = checked(by_rules, Certain(targets={"Nine": 0.01, "villagers": 0.01}))
    assert words(event.targets) == []


def test_who_is_read_as_harmed_stays_a_target_and_does_nothing(by_rules: Doc) -> None:
    reading = Certain(
        targets={"Nine": 0.01, "villagers": 0.01}, killed={"villagers": 0.99}, initiators={"villagers": 0.9}
    )
    event = checked(by_rules, reading)
    assert (words(event.initiators), words(event.targets)) == ([], ["Nine villagers"])


def test_what_is_listed_stays_together(rules_nlp: Language) -> None:
    doc = rules_nlp("Rebels killed Omar Haddad, Sami Odeh and Adel Karim.")
    likely = {"Haddad": 0.9} | dict.fromkeys(["Omar", "Sami", "Odeh", "Adel", "Karim"], 0.01)
    assert len(checked(doc, Certain(targets=likely)).targets) == 3


def test_one_side_does_not_become_the_other(by_rules: Doc) -> None:
    assert words(checked(by_rules, Certain(initiators={"villagers": 0.99})).initiators) == []


def test_a_time_that_is_surely_not_read_goes(by_rules: Doc) -> None:
    assert by_rules._.events[0].time is not None
    assert checked(by_rules, Certain(time={"Monday": 0.01})).time is None


def test_a_time_surely_read_is_taken(by_rules: Doc) -> None:
    by_rules._.events[0].time = None
    event = checked(by_rules, Certain(time={"Monday": 0.9}))
    assert event.time is not None
    assert event.time.span.text == "Monday"


def test_an_event_that_the_model_does_not_know_keeps_its_roles(by_rules: Doc) -> None:
    class Unknowing(Certain):
        def named(self, word: Token) -> float:
            return 0.0

    event = checked(by_rules, Unknowing(targets={"Nine": 0.0, "villagers": 0.0}))
    assert words(event.targets) == ["Nine villagers"]


def test_who_denies_a_deed_is_not_made_its_doer(annotate: Annotate) -> None:
    (event,) = annotate("The militia denied responsibility for the bombing of the camp.")._.events
    assert event.initiators == []


def test_the_rules_can_be_had_alone(nlp: Language, rules_nlp: Language) -> None:
    text = "The raiders cut the throats of 17 peasants."
    assert words(nlp(text)._.events[0].initiators) == ["The raiders"]
    assert words(rules_nlp(text)._.events[0].initiators) == []
