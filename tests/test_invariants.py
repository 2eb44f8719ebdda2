"""What holds for every report, whatever the rules: on all example articles."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest
from fuzz import dicts
from spacy.language import Language

from conflict_cli import Article, Report, parse_corpus
from conflict_cli.render import render
from conflict_cli.taxonomy import load_taxonomy

EXAMPLES = Path(__file__).parent.parent / "examples"
ARTICLES = [
    Article(text=file.read_text("utf-8"), source=file.name, published="2024-11-28", published_from="option")
    for file in sorted(EXAMPLES.glob("*.txt"))
]
NAMES = [article.source for article in ARTICLES]
TAXONOMY = load_taxonomy()
REFERENCES = {"actor": "actors", "place": "places"}


@pytest.fixture(scope="module")
def reports(nlp: Language) -> list[Report]:
    return list(parse_corpus(ARTICLES, nlp=nlp))


@pytest.fixture(params=range(len(ARTICLES)), ids=NAMES)
def plain(request: pytest.FixtureRequest, reports: list[Report]) -> dict[str, Any]:
    """Return the report of one example article as plain dicts."""
    return reports[request.param].to_dict()


def test_every_span_is_the_words_it_points_at(plain: dict[str, Any]) -> None:
    text = plain["report"]["text"]
    spans = [one for one in dicts(plain) if "start" in one]
    assert spans
    for span in spans:
        assert 0 <= span["start"] < span["end"] <= len(text), span
        assert text[span["start"] : span["end"]] == span["text"], span


def test_ids_are_unique_and_resolve(plain: dict[str, Any]) -> None:
    ids = {
        section: [one["id"] for one in plain[section]]
        for section in plain
        if isinstance(plain[section], list) and section not in ("times", "warnings")
    }
    for section, given in ids.items():
        assert len(given) == len(set(given)), section
    for one in dicts([plain["events"], plain["claims"], plain["relations"]]):
        for key, section in REFERENCES.items():
            assert one.get(key) is None or one[key] in ids[section], one
    for one in (*plain["events"], *plain["claims"], *plain["disputes"]):
        assert set(one.get("claims", ())) <= set(ids["claims"])
        assert set(one.get("events", ())) | set(one.get("corefers", ())) <= set(ids["events"])


def test_coreference_is_mutual_and_never_with_itself(plain: dict[str, Any]) -> None:
    same = {event["id"]: set(event["corefers"]) for event in plain["events"]}
    for event, others in same.items():
        assert event not in others
        assert all(event in same[other] for other in others)


def test_claims_and_events_point_at_each_other(plain: dict[str, Any]) -> None:
    from_events = {(claim, event["id"]) for event in plain["events"] for claim in event["claims"]}
    from_claims = {(claim["id"], event) for claim in plain["claims"] for event in claim["events"]}
    # a claim may also speak of an event that is told elsewhere: "claimed responsibility"
    assert from_events <= from_claims


def test_every_mention_list_is_in_text_order(plain: dict[str, Any]) -> None:
    for section in ("actors", "places"):
        for one in plain[section]:
            starts = [mention["start"] for mention in one["mentions"]]
            assert starts, one
            assert starts == sorted(starts), one


def test_closed_lists_are_the_taxonomy(plain: dict[str, Any]) -> None:
    for event in plain["events"]:
        assert TAXONOMY.type_of[event["subtype"]] == event["type"]
        assert event["plover"] is None or event["plover"] in TAXONOMY.plover_types
        assert event["status"] in TAXONOMY.statuses
        assert 0 < event["confidence"] <= 1
        assert {figure["harm"] for figure in event["casualties"]} <= TAXONOMY.harms
    for claim in plain["claims"]:
        assert claim["stance"] in TAXONOMY.stances
        assert claim["quotation"] in TAXONOMY.quotation_kinds
        assert claim["speaker_kind"] is None or claim["speaker_kind"] in TAXONOMY.speaker_kinds | TAXONOMY.actor_kinds
        assert claim["content"], claim
    assert {one["kind"] for one in plain["actors"]} <= TAXONOMY.actor_kinds | {None}
    assert {one["kind"] for one in plain["places"]} <= TAXONOMY.place_kinds
    assert {one["predicate"] for one in plain["relations"]} <= TAXONOMY.predicates
    assert {one["kind"] for one in plain["disputes"]} <= TAXONOMY.dispute_kinds


def test_bounds_are_in_order(plain: dict[str, Any]) -> None:
    for one in dicts(plain):
        if one.get("earliest") and one.get("latest"):
            assert one["earliest"] <= one["latest"], one
        if one.get("low") is not None and one.get("high") is not None:
            assert one["low"] <= one["high"], one


def test_nothing_is_an_empty_string(plain: dict[str, Any]) -> None:
    assert not [one for one in dicts(plain) if "" in one.values()]


@pytest.mark.parametrize("batch_size", [1, 5])
def test_row_54_batch_size_changes_no_byte(reports: list[Report], nlp: Language, batch_size: int) -> None:
    again = parse_corpus(ARTICLES, nlp=nlp, batch_size=batch_size)
    assert [render(report, "json") for report in again] == [render(report, "json") for report in reports]


def test_parsing_opens_no_connection(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert next(parse_corpus(ARTICLES[:1], nlp=nlp)).events
