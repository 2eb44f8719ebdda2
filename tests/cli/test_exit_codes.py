"""Each exit code that docs/cli.md promises."""

import json

import pytest

from conflict_cli import api
from conflict_cli.cli.console import ExitCode

pytestmark = pytest.mark.usefixtures("stub")


def test_0_no_event_is_success(invoke, article):
    article.write_text("Calm.")
    code, out, err = invoke("parse", article, "-f", "json")
    assert (code, err) == (ExitCode.OK, "")
    assert json.loads(out)["events"] == []


def test_1_one_of_two_articles_fails(invoke, article, tmp_path):
    code, out, err = invoke("parse", tmp_path / "missing.txt", article, "-f", "jsonl")
    assert (code, out.count("\n"), err.count("\n")) == (ExitCode.ARTICLES_FAILED, 1, 1)


def test_2_wrong_usage(invoke, article):
    assert invoke("parse", article, "--frmt", "json")[:2] == (ExitCode.USAGE, "")


def test_3_not_set_up(invoke, article, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CONFLICT_NO_CONFIG", "")
    (tmp_path / "conflict.toml").write_text("broken")
    assert invoke("parse", article)[:2] == (ExitCode.NOT_SET_UP, "")


def test_4_not_written(invoke, article, tmp_path):
    assert invoke("parse", article, "-o", tmp_path / "no" / "r.json")[:2] == (ExitCode.NOT_WRITTEN, "")


def test_5_nothing_found_with_fail_empty(invoke, article):
    assert invoke("parse", article, "--fail-empty", "-f", "jsonl")[0] == ExitCode.OK
    assert invoke("parse", article, "--fail-empty", "--only", "claims")[0] == ExitCode.NOTHING_FOUND
    article.write_text("Calm.")
    code, out, err = invoke("parse", article, "--fail-empty", "-f", "jsonl")
    assert (code, err) == (ExitCode.NOTHING_FOUND, "")
    assert json.loads(out)["events"] == []
    assert invoke("parse", article)[0] == ExitCode.OK


def test_5_a_failed_article_comes_before_nothing_found(invoke, article, tmp_path):
    article.write_text("Calm.")
    assert invoke("parse", article, tmp_path / "missing.txt", "--fail-empty")[0] == ExitCode.ARTICLES_FAILED


def test_70_a_bug_of_ours_is_never_the_exit_code_of_python(invoke, article, monkeypatch):
    monkeypatch.setattr(api, "build_pipeline", lambda **options: 1 / 0)
    assert invoke("parse", article)[:2] == (ExitCode.INTERNAL, "")
    monkeypatch.setattr(api, "build_pipeline", lambda **options: open("/no/such/file"))  # noqa: PTH123, SIM115
    assert invoke("parse", article)[:2] == (ExitCode.INTERNAL, "")
