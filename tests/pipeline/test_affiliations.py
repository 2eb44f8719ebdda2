"""pipeline/affiliations.py: whom a person speaks for, leads or belongs to."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from conflict_cli import Report


def affiliation_of(report: Report, person: str) -> str | None:
    (found,) = [actor for actor in report.actors if person in actor.name]
    names = {actor.id: actor.name for actor in report.actors}
    return names[found.affiliation] if found.affiliation is not None else None


@pytest.mark.parametrize(
    ("sentence", "person", "body"),
    [
        ("Hamas spokesman Sami Odeh denied that fighters shelled the port.", "Odeh", "Hamas"),
        ("Joseph Okot, a commander of the Lord's Resistance Army, was killed.", "Okot", "Lord's Resistance Army"),
        ("Hezbollah's leader, Hassan Karam, vowed revenge.", "Hassan Karam", "Hezbollah"),
        ("General Omar Haddad, the head of the Iraqi army, met the rebels.", "Haddad", "Iraqi Army"),
    ],
)
def test_a_person_belongs_to_the_body_the_text_names(
    report_of: Callable[..., Report], sentence: str, person: str, body: str
) -> None:
    assert affiliation_of(report_of(sentence), person) == body


def test_a_person_alone_has_no_affiliation(report_of: Callable[..., Report]) -> None:
    assert affiliation_of(report_of("Gunmen killed Colonel Amara Diallo on Monday."), "Diallo") is None


def test_only_persons_have_one(report_of: Callable[..., Report]) -> None:
    report = report_of("Hamas spokesman Sami Odeh said the army had shelled the port of Gaza.")
    assert {actor.kind for actor in report.actors if actor.affiliation is not None} == {"person"}
