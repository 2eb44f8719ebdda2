import dataclasses
import json
import math
import re

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conflict_cli.render import render
from conflict_cli.render.structured import json_document, json_lines, yaml_documents
from conflict_cli.render.view import View

AWKWARD = [
    "no",
    "y",
    "N",
    "on",
    "null",
    "~",
    " ",
    "1e3",
    "695e0514",
    "12e5",
    "0o17",
    "0x1F",
    "017",
    "1_000",
    ".5",
    "+.inf",
    ".nan",
    "12:30:45",
    "2024-11-28",
    "2024-11-28T10:00:00Z",
    "- x",
    "a: b",
    "a #b",
    "[x]",
    "{x}",
    "!tag",
    "&a",
    "*a",
    "%x",
    "@x",
    "`x`",
    "'",
    '"',
    "|",
    ">",
    "=",
    "<<",
    "---",
    "...",
    "? x",
    "x:",
    "\ttab",
    " leading",
    "trailing ",
    "two\nlines",
    "two\nlines\n",
    "two\n\n\nlines\n\n",
    "\nleading",
    " a\nb",
    "a \nb",
    "a\n b",
    "a\r\nb",
    "a\u2028b",
    "a\x85b",
    "a\x00b",
    "\x1b[31m",
    "\u202ea",
    "\ufeffa",
    "\U0001f600\nx",
    "a\tb\nc",
    "a\n\t",
    "# x\ny",
    "--- x\ny",
    "\u2026",
]


# what a reader takes for something else than a string: YAML 1.2 core schema, and YAML 1.1 types
NO_STRINGS = [
    r"|~|null|Null|NULL",
    r"true|True|TRUE|false|False|FALSE|y|Y|yes|Yes|YES|n|N|no|No|NO|on|On|ON|off|Off|OFF",
    r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+",
    r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
    r"[-+]?(0b[01_]+|0[0-7_]+|(0|[1-9][0-9_]*)|0x[0-9a-fA-F_]+|[1-9][0-9_]*(:[0-5]?[0-9])+)",
    r"[-+]?([0-9][0-9_]*)?\.[0-9_]*([eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*",
    r"\d{4}-\d\d?-\d\d?([Tt ].*)?",
    r"<<|=",
]
AMBIGUOUS = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
    st.text("0123456789eExob+-._:", max_size=8),
    st.from_regex(r"(- |\? |: |# |[&*!%@`|>{}\[\],]|---|\.\.\.)[a-z: #\n]*", fullmatch=True),
)
FEW = settings(
    max_examples=60,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def with_text(report, text):
    return dataclasses.replace(report, report=dataclasses.replace(report.report, text=text, title=text))


def test_yaml_and_json_carry_exactly_the_report(report):
    assert yaml.safe_load(render(report, "yaml")) == report.to_dict()
    assert json.loads(render(report, "json")) == report.to_dict()
    assert json.loads(render(report, "jsonl")) == report.to_dict()


@pytest.mark.parametrize("text", AWKWARD, ids=repr)
def test_row_24_awkward_text_comes_back_as_it_was(report, text):
    awkward = with_text(report, text)
    assert yaml.safe_load(render(awkward, "yaml"))["report"]["text"] == text
    assert json.loads(render(awkward, "json"))["report"]["text"] == text


@FEW
@given(text=AMBIGUOUS)
def test_row_24_any_text_comes_back_as_it_was(report, text):
    awkward = with_text(report, text)
    assert yaml.safe_load(render(awkward, "yaml"))["report"]["title"] == text
    assert json.loads(render(awkward, "json"))["report"]["title"] == text
    assert json.loads(render(awkward, "jsonl"))["report"]["title"] == text


@FEW
@given(text=AMBIGUOUS)
def test_row_24_what_yaml_leaves_bare_is_a_string_to_every_reader(report, text):
    title = dataclasses.replace(report, report=dataclasses.replace(report.report, title=f"{text}", text="x"))
    bare = [
        event.value
        for event in yaml.parse(render(title, "yaml"))
        if isinstance(event, yaml.ScalarEvent) and event.style is None and event.value == text
    ]
    assert not [text for pattern in NO_STRINGS if bare and re.fullmatch(pattern, text)]


@pytest.mark.parametrize("form", ["yaml", "json", "jsonl"])
@pytest.mark.parametrize("number", [math.nan, math.inf, -math.inf])
def test_row_26_nan_is_never_written(report, form, number):
    event = dataclasses.replace(report.events[0], confidence=number)
    with pytest.raises(ValueError):
        render(dataclasses.replace(report, events=(event,)), form)


@pytest.mark.parametrize("text", ["695e0514", "1e3", "0o17", "y", "N", "12e5", "2024-11-28", "12:30:45", "no"])
def test_row_24_yaml_quotes_what_another_reader_takes_for_a_number_or_boolean(report, text):
    assert f"  title: '{text}'\n" in render(with_text(report, text), "yaml")


def test_row_25_yaml_writes_text_as_a_block_and_long_sentences_on_one_line(report):
    written = render(with_text(report, "word " * 100 + "end.\nNext.\n"), "yaml")
    assert "  text: |\n    word word" in written
    assert len(max(written.splitlines(), key=len)) > 500


def test_row_25_yaml_has_no_anchors(report):
    claims = (report.claims[0], report.claims[0])
    written = render(dataclasses.replace(report, claims=claims), "yaml")
    assert not re.search(r"[&*]id\d", written)
    assert yaml.safe_load(written)["claims"][0] == yaml.safe_load(written)["claims"][1]


def test_yaml_documents_are_separated(report):
    written = "".join(yaml_documents([report, report, report], View()))
    assert list(yaml.safe_load_all(written)) == [report.to_dict()] * 3
    assert written.count("\n---\n") == 2


@pytest.mark.parametrize("number", [0, 1, 3])
def test_json_of_several_articles_is_an_array_whatever_their_number(report, number):
    written = "".join(json_document([report] * number, View(several=True)))
    assert json.loads(written) == [report.to_dict()] * number
    assert written.endswith("]\n")


def test_json_lines_are_yielded_one_by_one(report):
    lines = json_lines(iter([report, report]), View())
    first = next(iter(lines))
    assert first.count("\n") == 1
    assert json.loads(first) == report.to_dict()


@pytest.mark.parametrize("form", ["yaml", "json", "jsonl"])
def test_only_and_text_choose_what_is_written(report, form):
    written = yaml.safe_load(render(report, form, View(only=("claims",), with_text=False)))
    assert list(written) == ["schema_version", "report", "claims", "warnings"]
    assert "text" not in written["report"]


@pytest.mark.parametrize("form", ["yaml", "json", "jsonl"])
@pytest.mark.parametrize("control", ["\x1b", "\x9b", "\x7f", "\x07", "\0"])
def test_row_19_no_control_character_leaves_raw(report, form, control):
    assert control not in render(with_text(report, f"a{control}b"), form)


def test_row_19_json_writes_half_a_surrogate_pair_escaped(report):
    assert json.loads(render(with_text(report, "a\ud800"), "json").encode())["report"]["text"] == "a\ud800"
