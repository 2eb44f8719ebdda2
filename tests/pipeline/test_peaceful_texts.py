"""Row 53: sport, cooking, gardens, weather, money and stage speak of battles, shots and attacks without any."""

from __future__ import annotations

from pathlib import Path

from spacy.language import Language

from conflict_cli import Article, parse_corpus

TEXTS = (Path(__file__).parent.parent / "data" / "peaceful.txt").read_text("utf-8").splitlines()


def test_row_53_no_event_in_two_hundred_peaceful_texts(nlp: Language) -> None:
    assert len(set(TEXTS)) >= 200
    reports = parse_corpus((Article(text) for text in TEXTS), nlp=nlp)
    found = {
        text: [(event.rule, event.trigger.text) for event in report.events]
        for text, report in zip(TEXTS, reports, strict=True)
    }
    assert {text: events for text, events in found.items() if events} == {}


def test_row_53_an_armed_side_makes_it_news_whatever_the_page(nlp: Language) -> None:
    texts = [
        "Gunmen abducted two players of the league's champions on Sunday, and their goalkeeper fled.",
        "Soldiers shot dead two players after the cup match, the referee said.",
        "Rebels bombed an orchard where growers picked apples, garlic and lettuce.",
        "A bomb killed four civilians at a football match in Goma on Friday.",
    ]
    assert [bool(report.events) for report in parse_corpus(map(Article, texts), nlp=nlp)] == [True] * 4
