"""What reaches the terminal from the command line: any encoding, any rule, any name."""

import io
import json
import os
import sys

import pytest

from conflict_cli.cli import console


class Terminal(io.TextIOWrapper):
    """A terminal of some encoding."""

    def isatty(self):
        return True


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "latin-1"])
@pytest.mark.parametrize("form", ["table", "csv", "json", "yaml", "acled", "geojson"])
def test_row_27_a_terminal_without_the_characters_gets_others(tmp_path, monkeypatch, encoding, form):
    path = tmp_path / "article.txt"
    path.write_text("Troops shelled Ḩarīb – «كسلا» \U0001f600.", "utf-8")
    shown, told = (Terminal(io.BytesIO(), encoding=encoding) for _ in range(2))
    monkeypatch.setattr(sys, "stdout", shown)
    monkeypatch.setattr(sys, "stderr", told)
    monkeypatch.setattr(sys, "argv", ["conflict", "parse", str(path), "-f", form, "--color", "never"])
    codes = []
    monkeypatch.setattr(os, "_exit", codes.append)
    console.main()
    assert codes == [0], told.buffer.getvalue()
    written = shown.buffer.getvalue().decode(encoding)
    assert "Troops shelled" in written
    assert "?" in written


def test_row_19_a_rule_with_controls_is_listed_with_pictures(invoke, tmp_path):
    folder = tmp_path / "events"
    folder.mkdir()
    rule = r"""
event: {subtype: Attack}
rules:
- id: "raid.\e[2J\u202e"
  trigger: {lemma: [raid], pos: [VERB]}
  arguments: {initiators: [subject]}
  examples:
  - text: "Gunmen \e]0;x\a raided."
    trigger: raided
    initiators: [Gunmen]
"""
    (folder / "raid.yaml").write_text(rule)
    for arguments in (("rules",), ("rules", "raid")):
        code, out, err = invoke(*arguments, "--rules", tmp_path)
        assert not set("\x1b\u202e") & set(out + err)
        assert code == 0, err
        assert "raid.␛[2J<U+202E>" in out


@pytest.mark.usefixtures("stub")
@pytest.mark.parametrize("form", ["table", "csv", "acled"])
def test_row_19_a_file_name_with_controls_is_shown_with_pictures(invoke, tmp_path, form):
    path = tmp_path / "a\x1b]0;x\x07[red]\u202e.txt"
    path.write_text("Troops shelled the port.")
    code, out, err = invoke("parse", path, "-f", form)
    assert code == 0, err
    assert not set("\x1b\x07\u202e") & set(out + err)
    assert "[red]" in out.replace("\n", "")


@pytest.mark.usefixtures("stub")
def test_row_23_csv_raw_leaves_formulas(invoke, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "=1.txt").write_text("Troops shelled the port.")
    assert ",'=1.txt," in invoke("parse", "=1.txt", "-f", "csv")[1]
    assert ",=1.txt," in invoke("parse", "=1.txt", "-f", "csv", "--csv-raw")[1]


@pytest.mark.usefixtures("stub")
def test_row_21_no_page_is_written_and_json_holds_no_tag_that_a_browser_would_run(invoke, tmp_path):
    article = tmp_path / "<script>alert(1)<\\script>.txt"
    article.write_text('Troops shelled <script>alert(1)</script> "onclick=alert(1) </style>.')
    page = tmp_path / "page.html"
    code, _, err = invoke("parse", article, "-o", page)
    assert code == 2
    assert "its ending names no format" in err
    assert not page.exists()
    assert invoke("parse", article, "-f", "json", "-o", page)[0] == 0
    assert "<" not in page.read_text()
    assert json.loads(page.read_text())["report"]["text"] == article.read_text()
