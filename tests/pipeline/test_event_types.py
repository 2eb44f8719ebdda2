"""pipeline/event_types.py: the means and the two sides decide what the trigger leaves open."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from conflict_cli.pipeline.event_types import set_subtype
from conflict_cli.taxonomy import load_taxonomy

Annotate = Callable[..., Doc]


@pytest.mark.parametrize(
    ("sentence", "subtype"),
    [
        ("Troops attacked the village with rockets.", "Shelling/artillery/missile attack"),
        ("Rebels attacked the army near Goma.", "Armed clash"),
        ("Gunmen attacked civilians in the market.", "Attack"),
        ("Rebel units fired on two military helicopters.", "Armed clash"),
        ("Police fired on protesters in Tunis.", "Excessive force against protesters"),
    ],
)
def test_subtype_by_means_and_parties(annotate: Annotate, sentence: str, subtype: str) -> None:
    (event,) = annotate(sentence)._.events
    assert event.subtype == subtype
    assert event.type == load_taxonomy().type_of[subtype]


def test_setting_a_subtype_sets_type_and_plover(annotate: Annotate) -> None:
    (event,) = annotate("Jets bombed Sarmin.")._.events
    set_subtype(event, "Peaceful protest")
    assert (event.type, event.subtype, event.plover) == ("Protests", "Peaceful protest", "PROTEST")
