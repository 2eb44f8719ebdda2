from __future__ import annotations

from collections.abc import Callable

from conflict_cli import Report


def test_what_the_sentence_tells_raises_confidence(report_of: Callable[..., Report]) -> None:
    bare = report_of("The shelling went on until dawn.").events[0]
    told = report_of("The army shelled rebel positions near Sarmin on Monday, killing five fighters.").events[0]
    assert bare.confidence < told.confidence <= 0.95


def test_words_with_peaceful_readings_stay_doubtful(report_of: Callable[..., Report]) -> None:
    attack = report_of("The rebels launched an attack on the town of Sarmin on Monday.").events[0]
    bombing = report_of("Jets bombed the town of Sarmin on Monday.").events[0]
    assert attack.confidence < bombing.confidence
