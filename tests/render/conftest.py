"""A report built by hand, with every field used once."""

import dataclasses

import pytest

from conflict_cli.report import (
    SCHEMA_VERSION,
    Actor,
    ActorSpan,
    Casualties,
    Claim,
    CueSpan,
    Dateline,
    Dispute,
    Event,
    Head,
    Place,
    PlaceSpan,
    Relation,
    RelationSpan,
    Report,
    Span,
    TimeSpan,
    WeaponSpan,
)

TEXT = (
    "KASSALA, May 4 (Wire) - Gunmen of the Northern Front shelled the town of Ariba on Tuesday,\n"
    "killing at least 12 people, the army said. They denied it. Norland backs the Northern Front.\n"
    "The army plans to retake Ariba.\n"
)


def span(words, start=0):
    begin = TEXT.index(words, start)
    return (begin, begin + len(words), words)


def sentence(opening):
    begin = TEXT.index(opening)
    end = TEXT.index(".", begin) + 1
    return Span(begin, end, TEXT[begin:end])


def shelling():
    return Event(
        id="E1",
        type="Explosions/Remote violence",
        subtype="Shelling/artillery/missile attack",
        plover="ASSAULT",
        ucdp="one-sided",
        status="happened",
        scope="incident",
        trigger=Span(*span("shelled")),
        evidence=sentence("Gunmen"),
        initiators=(ActorSpan(*span("Gunmen of the Northern Front"), "A1"),),
        targets=(ActorSpan(*span("the town of Ariba")),),
        locations=(PlaceSpan(*span("Ariba"), "P1", "near", 15.5, 36.4, "near"),),
        time=TimeSpan(*span("on Tuesday"), "2021-05-04", "2021-05-04", "day"),
        weapons=(WeaponSpan(*span("shelled"), "artillery"),),
        casualties=(Casualties(*span("at least 12 people"), "killed", 12, None, "people", None),),
        claims=("C1",),
        corefers=(),
        rule="shelling.verb",
        confidence=0.8,
    )


def retaking():
    return Event(
        id="E2",
        type="Battles",
        subtype="Government regains territory",
        plover="ASSAULT",
        ucdp=None,
        status="planned",
        scope="incident",
        trigger=Span(*span("retake")),
        evidence=sentence("The army plans"),
        initiators=(ActorSpan(*span("The army"), "A2"),),
        targets=(),
        locations=(PlaceSpan(*span("Ariba", 200), "P1"),),
        time=None,
        weapons=(),
        casualties=(),
        claims=(),
        corefers=(),
        rule="territory.verb",
        confidence=0.5,
    )


def claims():
    said = Claim(
        id="C1",
        speaker=ActorSpan(*span("the army"), "A2"),
        speaker_kind="state_forces",
        cue=CueSpan(*span("said"), "say"),
        content=(Span(*span("Gunmen of the Northern Front shelled the town of Ariba on Tuesday")),),
        stance="asserts",
        quotation="indirect",
        accused=None,
        addressee=None,
        plover=None,
        events=("E1",),
        evidence=sentence("Gunmen"),
        rule="asserts.say",
    )
    denied = Claim(
        id="C2",
        speaker=ActorSpan(*span("They"), "A1"),
        speaker_kind="rebel_group",
        cue=CueSpan(*span("denied"), "deny"),
        content=(Span(*span("it", TEXT.index("denied"))),),
        stance="denies",
        quotation="indirect",
        accused=None,
        addressee=ActorSpan(*span("the army"), "A2"),
        plover="REJECT",
        events=(),
        evidence=sentence("They"),
        rule="denies.verb",
    )
    return said, denied


@pytest.fixture
def report():
    return Report(
        schema_version=SCHEMA_VERSION,
        report=Head(
            id="695e051400000000",
            source="ariba.txt",
            title=None,
            publisher="Wire",
            authors=("Lin Osman",),
            dateline=Dateline(*span("KASSALA, May 4 (Wire) -"), "KASSALA", "2021-05-04", "Wire"),
            published="2021-05-04",
            published_from="dateline",
            language="en",
            text=TEXT,
        ),
        actors=(
            Actor("A1", "Northern Front", "rebel_group", "ERI", None, None, (Span(*span("Northern Front")),)),
            Actor("A2", "Army of Norland", "state_forces", None, "Q1", None, (Span(*span("the army")),)),
        ),
        places=(
            Place(
                "P1",
                "Ariba",
                "settlement",
                "SDN",
                "Kassala",
                15.5,
                36.4,
                42,
                "point",
                None,
                None,
                (Span(*span("Ariba")),),
            ),
        ),
        events=(shelling(), retaking()),
        claims=claims(),
        times=(TimeSpan(*span("on Tuesday"), "2021-05-04", "2021-05-04", "day"),),
        relations=(
            Relation(
                "R1",
                ActorSpan(*span("Norland")),
                "supports",
                RelationSpan(*span("Northern Front"), "A1"),
                sentence("Norland"),
                "supports.verb",
            ),
        ),
        disputes=(Dispute("D1", "denial", ("E1",), ("C1", "C2"), "The army says: shelled; they deny it."),),
        warnings=("a warning of the reader",),
    )


@pytest.fixture
def report_of_text(report):
    """Return a function that builds a report of a text: its events are given as dicts of what differs from a plain one.

    Words stand for spans: {"initiators": [("Rebels", "A1")], "killed": [("12 people", 12, None)]}.
    """

    def build(text, *events, actors=(), places=(), claims=(), **head):
        def where(words):
            begin = text.index(words)
            return begin, begin + len(words), words

        def event(number, trigger="fought", killed=(), wounded=(), **changes):
            figures = [
                Casualties(*where(words), harm, low, high, words, *rest)
                for harm, told in (("killed", killed), ("wounded", wounded))
                for words, low, high, *rest in told
            ]
            for side in ("initiators", "targets"):
                changes[side] = tuple(ActorSpan(*where(words), *rest) for words, *rest in changes.get(side, ()))
            changes["locations"] = tuple(
                PlaceSpan(*where(words), *rest) for words, *rest in changes.get("locations", ())
            )
            if "evidence" in changes:
                changes["evidence"] = Span(*where(changes["evidence"]))
            plain = {
                "id": f"E{number}",
                "type": "Battles",
                "subtype": "Armed clash",
                "ucdp": None,
                "trigger": Span(*where(trigger)),
                "evidence": Span(0, len(text), text),
                "time": None,
                "weapons": (),
                "casualties": tuple(figures),
                "claims": (),
            }
            return dataclasses.replace(shelling(), **plain | changes)

        return dataclasses.replace(
            report,
            report=dataclasses.replace(report.report, text=text, **head),
            actors=tuple(actors),
            places=tuple(places),
            claims=tuple(claims),
            events=tuple(event(number, **changes) for number, changes in enumerate(events, 1)),
            relations=(),
            disputes=(),
        )

    return build


@pytest.fixture
def actor():
    """Return a function that builds an actor."""

    def build(number, name, kind, country=None, *, affiliation=None, mentions=(), wikidata=None):
        return Actor(f"A{number}", name, kind, country, wikidata, affiliation, tuple(mentions))

    return build


@pytest.fixture
def place():
    """Return a function that builds a place."""

    def build(number, name, kind="settlement", country="SDN", admin1=None, anchor=None):
        return Place(f"P{number}", name, kind, country, admin1, None, None, None, None, None, anchor, ())

    return build


@pytest.fixture
def said_by():
    """Return a function that builds a claim of somebody."""

    def build(number, speaker, stance="asserts"):
        who = None if speaker is None else ActorSpan(0, len(speaker), speaker)
        return dataclasses.replace(claims()[0], id=f"C{number}", speaker=who, stance=stance)

    return build
