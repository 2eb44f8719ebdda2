"""The commands on the real pipeline, built once a session."""

import json
import re

import jsonschema
import pytest

from conflict_cli import api
from conflict_cli.pipeline import PIPELINE

TEXT = """\
TESHRA, May 4 (Wire) - Jets bombed the village of Ariba on Tuesday, killing at least 12 people, residents said.

The army denied that it had targeted civilians. "We struck rebel positions," a military spokesman said.
"""


@pytest.fixture
def real(monkeypatch, nlp):
    """Use the session's pipeline instead of building one for each command."""
    monkeypatch.setattr(api, "build_pipeline", lambda **options: nlp)


@pytest.fixture
def wire(tmp_path):
    path = tmp_path / "wire.txt"
    path.write_text(TEXT)
    return path


@pytest.fixture(scope="session")
def schema():
    from importlib import resources

    return json.loads(resources.files("conflict_cli.data").joinpath("report.schema.json").read_text("utf-8"))


@pytest.mark.usefixtures("real")
def test_parse_gives_a_report_of_the_schema_with_true_offsets(invoke, wire, schema):
    code, out, err = invoke("parse", wire, "-f", "json", "-p", "2021-05-05")
    assert (code, err) == (0, "")
    report = json.loads(out)
    jsonschema.validate(report, schema)
    strike = next(event for event in report["events"] if event["subtype"] == "Air/drone strike")
    for span in (strike["trigger"], strike["evidence"], *strike["initiators"], *strike["casualties"]):
        assert TEXT[span["start"] : span["end"]] == span["text"]
    assert "denies" in {claim["stance"] for claim in report["claims"]}


def test_the_schema_is_printed(invoke, schema):
    code, out, err = invoke("schema")
    assert (code, err) == (0, "")
    assert json.loads(out) == schema


@pytest.mark.usefixtures("real")
@pytest.mark.parametrize("width", [40, 80, 200])
def test_tables_of_a_real_report_fit_the_terminal(invoke, wire, monkeypatch, width):
    monkeypatch.setenv("COLUMNS", str(width))
    code, out, _ = invoke("parse", wire, "-p", "2021-05-05")
    assert code == 0
    assert max(map(len, out.splitlines())) <= width
    for words in ("Air/drone strike", "residents", "12 killed"):
        assert words in re.sub(r"\s+", " ", out)


@pytest.mark.usefixtures("real")
def test_explain_names_the_rule(invoke):
    code, out, _ = invoke("explain", "Jets bombed the village of Sarmin.")
    assert code == 0
    assert re.search(r"rule +air_strike\.", out)
    assert re.search(r"trigger +bombed", out)
    assert invoke("explain", "The bakery opened its doors.")[:2] == (0, "no rule matched\n")
    assert invoke("explain", " ") == (1, "", "conflict: SENTENCE: no text in it\n")


@pytest.mark.usefixtures("real")
def test_pipeline_lists_every_component_in_order(invoke):
    code, out, _ = invoke("pipeline")
    assert code == 0
    assert tuple(re.findall(r"^ ?\d+ (\w+)$", out, re.MULTILINE)) == PIPELINE
    assert "reads  " in out
    assert "writes " in out


def test_pipeline_check_compares_the_weights(invoke, monkeypatch):
    code, out, err = invoke("pipeline", "--check")
    assert (code, err) == (0, "")
    assert "ok   ner/model\n" in out
    assert "ok   entity_model/model.onnx\n" in out
    monkeypatch.setattr("conflict_cli.pipeline.model.check_weights", lambda: [("ner/model", False), ("ner/cfg", True)])
    code, out, err = invoke("pipeline", "--check", "--no-entity-model")
    assert code == 3
    assert out == "DIFF ner/model\nok   ner/cfg\n"
    assert "1 of 2 files are not the official ones" in err


def test_rules_are_listed_and_shown(invoke):
    code, out, _ = invoke("rules")
    assert code == 0
    assert re.search(r"^  air_strike\.verb +subtype Air/drone strike", out, re.MULTILINE)
    code, out, _ = invoke("rules", "air_strike.verb")
    assert code == 0
    assert out.startswith("air_strike.verb (events/air_strike.yaml)\n")
    assert "  example  " in out
    assert invoke("rules", "air_strike")[1].count(" (events/air_strike.yaml)\n") > 1


def test_an_unknown_rule_suggests_near_ones(invoke):
    code, out, err = invoke("rules", "air_strike.vreb")
    assert (code, out) == (2, "")
    assert err == 'conflict: no rule "air_strike.vreb"; conflict rules lists them. Did you mean "air_strike.verb"?\n'
    assert 'Did you mean "Air/drone strike"?' in invoke("rules", "air-drone strike")[2]


def test_rules_are_chosen_by_subtype_and_family(invoke):
    found = invoke("rules", "Air/drone strike")[1]
    assert "air_strike.verb (events/air_strike.yaml)\n" in found
    assert "asserts.say" not in found
    assert "asserts.say (" in invoke("rules", "claims")[1]


def test_a_rules_folder_with_an_unknown_key_exits_3(invoke, tmp_path, wire):
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "mine.yaml").write_text("rules:\n- id: mine.verb\n  tigger: {lemma: [x]}\n")
    for command in (["rules", "--rules", tmp_path], ["parse", wire, "--rules", tmp_path]):
        code, out, err = invoke(*command)
        assert (code, out) == (3, "")
        assert "tigger" in err
        assert err.count("\n") == 1


@pytest.mark.usefixtures("real")
def test_rules_check_runs_the_examples(invoke, monkeypatch):
    monkeypatch.setattr("conflict_cli.rule_check.check_rule", lambda rule, nlp: iter(()))
    code, out, _ = invoke("rules", "air_strike.verb", "--check")
    assert code == 0
    assert out.endswith("examples of 1 rules: all as they should be\n")
    monkeypatch.setattr(
        "conflict_cli.rule_check.check_rule", lambda rule, nlp: iter(["air_strike.verb\n  got: nothing"])
    )
    code, out, err = invoke("rules", "air_strike.verb", "--check")
    assert (code, out) == (3, "air_strike.verb\n  got: nothing\n")
    assert "1 of" in err


def test_an_unknown_model_exits_3(invoke, wire):
    code, out, err = invoke("parse", wire, "--model", "no_such_model")
    assert (code, out) == (3, "")
    assert "no_such_model" in err
    assert err.count("\n") == 1


OWN_RULE = """event: {subtype: Looting/property destruction}
rules:
- id: cattle_raid.rustle
  trigger: {lemma: [rustle], pos: VERB}
  arguments: {initiators: [subject, agent], targets: [object, passive_subject]}
  at_least_one: [targets]
  examples:
  - text: Gunmen rustled 300 cattle near the town of Gusau on Tuesday.
    trigger: rustled
    initiators: [Gunmen]
    targets: [300 cattle]
"""


def test_rules_check_runs_the_examples_of_a_folder_alone(invoke, tmp_path):
    (tmp_path / "events").mkdir()
    (tmp_path / "events" / "cattle_raid.yaml").write_text(OWN_RULE)
    code, out, err = invoke("rules", "check", tmp_path)
    assert (code, out) == (0, "1 examples of 1 rules: all as they should be\n")
    assert "cattle_raid.rustle: 1 to find and 0 near misses; write at least 2 and 1" in err


def test_a_second_argument_of_rules_needs_check(invoke, tmp_path):
    code, _, err = invoke("rules", "air_strike", tmp_path)
    assert code == 2
    assert "conflict rules check DIR" in err


@pytest.mark.parametrize("arguments", [["explain", "Jets bombed Sarmin."], ["pipeline"]], ids=lambda given: given[0])
def test_an_unknown_model_exits_3_in_commands_that_take_a_sentence_or_none(invoke, arguments):
    code, out, err = invoke(*arguments, "--model", "en_core_web_zz")
    assert (code, out) == (3, "")
    assert "en_core_web_zz" in err
    assert err.count("\n") == 1
