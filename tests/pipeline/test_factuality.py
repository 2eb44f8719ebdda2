"""pipeline/factuality.py: what happened and what did not, or not yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli import build_pipeline
from conflict_cli.errors import RuleError

Annotate = Callable[..., Doc]


@pytest.mark.parametrize(
    ("sentence", "trigger", "status"),
    [
        ("Rebels attacked the army near Goma.", "attacked", "happened"),
        ("Jets are bombing the port.", "bombing", "ongoing"),
        ("Troops continue to shell the suburb.", "shell", "ongoing"),
        ("The militia plans to attack the town.", "attack", "planned"),
        ("The army will shell the port.", "shell", "planned"),
        ("The rebels threatened to bomb the dam.", "bomb", "threatened"),
        ("The army could shell the port.", "shell", "hypothetical"),
        ("The army denied shelling the school.", "shelling", "denied"),
        ("The army did not shell the school.", "shell", "denied"),
    ],
)
def test_status(annotate: Annotate, sentence: str, trigger: str, status: str) -> None:
    assert {event.trigger.text: event.status for event in annotate(sentence)._.events}[trigger] == status


def test_a_cue_reaches_coordinated_verbs(annotate: Annotate) -> None:
    doc = annotate("The army plans to shell and bomb the town.")
    assert {event.status for event in doc._.events} == {"planned"}


def test_a_cue_does_not_reach_another_clause(annotate: Annotate) -> None:
    doc = annotate("Rebels attacked the base because the army plans to shell the town.")
    assert {event.trigger.text: event.status for event in doc._.events} == {"attacked": "happened", "shell": "planned"}


def test_an_attempted_attack_is_an_attack_an_attempt_on_a_town_is_none(annotate: Annotate) -> None:
    (storm,) = annotate("Protesters tried to storm the parliament.")._.events
    (seize,) = annotate("Rebels tried to seize the airport.")._.events
    assert (storm.status, seize.status) == ("happened", "planned")


def test_a_rule_with_an_unknown_status_is_refused(tmp_path: Path) -> None:
    (tmp_path / "factuality.yaml").write_text(
        "rules:\n- {id: factuality.zap, factuality: {status: maybe}, trigger: {lemma: zap}}\n", "utf-8"
    )
    with pytest.raises(RuleError, match=r"^factuality\.yaml: factuality\.zap: factuality needs one key, status; "):
        build_pipeline(rules=tmp_path)


def test_the_model_may_read_another_status(annotate: Annotate, rules_nlp: Language) -> None:
    sentence = "Fears grow of an attack on the port."
    assert [event.status for event in annotate(sentence)._.events] == ["hypothetical"]
    assert [event.status for event in rules_nlp(sentence)._.events] == ["happened"]
