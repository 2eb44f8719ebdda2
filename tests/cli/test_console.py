import os
import signal
import subprocess
import sys

import pytest

from conflict_cli import api
from conflict_cli.cli import console

PYTHON = [sys.executable, "-m", "conflict_cli"]


def run(*arguments, **options):
    return subprocess.run([*PYTHON, *arguments], capture_output=True, text=True, check=False, **options)


def test_help_and_version_leave_spacy_alone():
    program = (
        "import sys\n"
        "from conflict_cli.cli import console\n"
        "console.run(['--help'])\n"
        "console.run(['parse', '--help'])\n"
        "console.run(['--version'])\n"
        "heavy = {'spacy', 'thinc', 'numpy', 'yaml', 'torch'} & set(sys.modules)\n"
        "sys.exit(str(heavy) if heavy else 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_help_shows_examples_groups_and_exit_codes(invoke):
    code, out, _ = invoke("--help")
    assert code == 0
    assert "conflict parse article.txt" in out
    assert "130" in out
    code, out, _ = invoke("parse", "-h")
    assert code == 0
    for group in ("Input", "Output", "Rules and model", "Messages"):
        assert f"─ {group} ─" in out


@pytest.mark.parametrize("arguments", [["--version"], ["parse", "--version"]])
def test_version_names_all_that_decides_the_result(invoke, arguments):
    code, out, _ = invoke(*arguments)
    assert code == 0
    assert out.startswith("conflict ")
    assert out.count("\n") == 1
    for part in ("spaCy 3.8", "en_core_web_sm", "entity model ", "Python 3."):
        assert part in out


def test_no_command_shows_the_help(invoke):
    code, out, err = invoke()
    assert code == 2
    assert "Usage: conflict" in out + err


def test_an_unknown_command_suggests_the_near_one(invoke):
    code, out, err = invoke("pars")
    assert (code, out) == (2, "")
    assert "Did you mean 'parse'?" in err
    assert err.count("\n") == 1


@pytest.mark.usefixtures("stub")
class TestRun:
    def test_an_unexpected_error_is_a_bug_of_ours(self, invoke, article, monkeypatch):
        def broken(**options):
            raise RuntimeError("oops\x1b[31m")

        monkeypatch.setattr(api, "build_pipeline", broken)
        code, out, err = invoke("parse", article)
        assert (code, out) == (70, "")
        assert err.startswith("conflict: internal error: RuntimeError: oops␛[31m; --debug prints the traceback")
        assert err.count("\n") == 1
        assert "Traceback" in invoke("parse", article, "--debug")[2]

    def test_row_41_ctrl_c_ends_with_one_line(self, invoke, article, monkeypatch):
        def interrupted(articles, **options):
            raise KeyboardInterrupt
            yield

        monkeypatch.setattr(api, "parse_corpus", interrupted)
        assert invoke("parse", article) == (130, "", "conflict: stopped; 0 of 1 done\n")

    def test_row_41_a_closed_pipe_is_success(self, invoke, article, monkeypatch):
        def closed(text):
            raise BrokenPipeError(32, "Broken pipe")

        monkeypatch.setattr(sys.stdout, "write", closed)
        monkeypatch.setattr(sys.stdout, "flush", lambda: None)
        assert invoke("parse", article)[::2] == (0, "")

    def test_a_control_character_in_a_path_is_shown_as_a_picture(self, invoke, tmp_path):
        _, _, err = invoke("parse", tmp_path / "a\x1b[2J\u202e.txt")
        assert err.endswith("a␛[2J<U+202E>.txt: no such file or directory\n")


def test_row_41_a_closed_pipe_ends_the_program_quietly(tmp_path):
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "wb") as pipe:
        done = subprocess.run([*PYTHON, "--help"], stdout=pipe, stderr=subprocess.PIPE, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_row_54_output_into_a_pipe_is_utf8_whatever_the_locale(tmp_path):
    done = run(
        "parse", "caf\u00e9.txt", env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"}, encoding="utf-8"
    )
    assert (done.returncode, done.stderr) == (1, "conflict: caf\u00e9.txt: no such file or directory\n")


def test_the_exit_code_reaches_the_shell(tmp_path):
    assert run("parse", "-f", "xml").returncode == 2
    assert run("parse", str(tmp_path / "missing.txt")).returncode == 1


def test_the_program_leaves_with_the_code_and_bears_a_closed_standard_output(monkeypatch, capsys):
    left = []
    monkeypatch.setattr(os, "_exit", left.append)
    monkeypatch.setattr(sys, "argv", ["conflict", "--version"])
    before = signal.getsignal(signal.SIGTERM)
    try:
        with monkeypatch.context() as patch:
            patch.setattr(sys, "stdout", None)
            console.main()
        terminate = signal.getsignal(signal.SIGTERM)
        with pytest.raises(SystemExit) as stopped:
            terminate(signal.SIGTERM, None)
    finally:
        signal.signal(signal.SIGTERM, before)
    assert left == [4]
    assert stopped.value.code == 143
    assert capsys.readouterr().err == "conflict: cannot write standard output: it is closed\n"


@pytest.mark.usefixtures("stub")
def test_sigterm_before_the_first_article_is_told(invoke, article, monkeypatch):
    monkeypatch.setattr(api, "build_pipeline", lambda **options: sys.exit(143))
    assert invoke("parse", article) == (143, "", "conflict: stopped\n")
