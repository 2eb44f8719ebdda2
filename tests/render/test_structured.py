import dataclasses
import json

import pytest
import yaml

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
    "",
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


def with_text(report, text):
    return dataclasses.replace(report, report=dataclasses.replace(report.report, text=text, title=text))


def test_yaml_and_json_carry_exactly_the_report(report):
    assert yaml.safe_load(render(report, "yaml")) == report.to_dict()
    assert json.loads(render(report, "json")) == report.to_dict()
    assert json.loads(render(report, "jsonl")) == report.to_dict()


@pytest.mark.parametrize("text", AWKWARD, ids=repr)
def test_awkward_text_comes_back_as_it_was(report, text):
    awkward = with_text(report, text)
    assert yaml.safe_load(render(awkward, "yaml"))["report"]["text"] == text
    assert json.loads(render(awkward, "json"))["report"]["text"] == text


@pytest.mark.parametrize("text", ["695e0514", "1e3", "0o17", "y", "N", "12e5", "2024-11-28", "12:30:45", "no"])
def test_yaml_quotes_what_another_reader_takes_for_a_number_or_boolean(report, text):
    assert f"  title: '{text}'\n" in render(with_text(report, text), "yaml")


def test_yaml_writes_text_as_a_block_and_long_sentences_on_one_line(report):
    written = render(with_text(report, "word " * 100 + "end.\nNext.\n"), "yaml")
    assert "  text: |\n    word word" in written
    assert len(max(written.splitlines(), key=len)) > 500


def test_yaml_has_no_anchors(report):
    assert "&" not in render(report, "yaml")


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
def test_no_control_character_leaves_raw(report, form, control):
    assert control not in render(with_text(report, f"a{control}b"), form)


def test_json_writes_half_a_surrogate_pair_escaped(report):
    assert json.loads(render(with_text(report, "a\ud800"), "json").encode())["report"]["text"] == "a\ud800"
