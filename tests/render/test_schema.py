import dataclasses
import json
import re
from importlib import resources
from pathlib import Path

import jsonschema
import pytest

from conflict_cli import report as contract
from conflict_cli.render.csv_rows import CLAIM_COLUMNS, EVENT_COLUMNS
from conflict_cli.report import SECTIONS, Report
from conflict_cli.taxonomy import load_taxonomy

SCHEMA = json.loads(resources.files("conflict_cli.data").joinpath("report.schema.json").read_text("utf-8"))
DOCUMENT = (Path(__file__).parents[2] / "docs" / "output.md").read_text("utf-8")


def enum(kind, field):
    return set(SCHEMA["$defs"][kind]["properties"][field]["enum"]) - {None}


def test_a_report_fits_the_schema(report):
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for only in (SECTIONS, ("events",)):
        jsonschema.validate(report.to_dict(only=only), SCHEMA)
    jsonschema.validate(report.to_dict(with_text=False), SCHEMA)


@pytest.mark.parametrize(
    ("section", "field", "value"),
    [("events", "status", "maybe"), ("events", "rule", ""), ("places", "latitude", 91), ("actors", "country", "Syria")],
)
def test_a_wrong_value_does_not_fit(report, section, field, value):
    wrong = report.to_dict()
    wrong[section][0][field] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(wrong, SCHEMA)


@pytest.mark.parametrize("kind", sorted(SCHEMA["$defs"]))
def test_schema_and_document_have_the_fields_of_the_contract(kind):
    names = [field.name for field in dataclasses.fields(getattr(contract, kind))]
    assert list(SCHEMA["$defs"][kind]["properties"]) == names
    section = re.search(rf"^## {kind}\n(.*?)(?=^## )", DOCUMENT, re.MULTILINE | re.DOTALL)[1]
    documented = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    spanned = ["start", "end", "text"] if "of a [Span](#span)" in section else []
    assert spanned + documented == names


def test_schema_and_document_have_the_keys_of_a_report():
    names = [field.name for field in dataclasses.fields(Report)]
    assert list(SCHEMA["properties"]) == names
    head = DOCUMENT.partition("## The report")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", head, re.MULTILINE) == names


def test_closed_lists_are_those_of_the_taxonomy():
    taxonomy = load_taxonomy()
    assert enum("Event", "subtype") == set(taxonomy.type_of)
    assert enum("Event", "type") == set(taxonomy.type_of.values())
    assert enum("Event", "status") == taxonomy.statuses
    assert enum("Event", "plover") == enum("Claim", "plover") == taxonomy.plover_types
    assert enum("Actor", "kind") == taxonomy.actor_kinds
    assert enum("Place", "kind") == taxonomy.place_kinds
    assert enum("Claim", "stance") == taxonomy.stances
    assert enum("Claim", "speaker_kind") == taxonomy.actor_kinds | taxonomy.speaker_kinds
    assert enum("Claim", "quotation") == taxonomy.quotation_kinds
    assert enum("Relation", "predicate") == taxonomy.predicates
    assert enum("Dispute", "kind") == taxonomy.dispute_kinds
    assert enum("Casualties", "harm") == taxonomy.harms


def test_taxonomy_is_documented():
    for name in load_taxonomy().type_of:
        assert name in DOCUMENT


def test_csv_columns_are_documented():
    events, claims = DOCUMENT.partition("| event column |")[2].split("| claim column |")
    assert sorted(re.findall(r"`(\w+)`", "".join(re.findall(r"^\|(.*?)\|", events, re.MULTILINE)))) == sorted(
        EVENT_COLUMNS
    )
    assert sorted(re.findall(r"`(\w+)`", "".join(re.findall(r"^\|(.*?)\|", claims, re.MULTILINE)))) == sorted(
        CLAIM_COLUMNS
    )
