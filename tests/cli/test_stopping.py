"""Row 41: a signal or a closed pipe ends a run in order; and the first report doesn't wait for the last article."""

import json
import os
import signal
import subprocess
import sys
import threading

import pytest

from conflict_cli import api
from conflict_cli.cli.stopping import Stopping

PYTHON = [sys.executable, "-m", "conflict_cli"]
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143}


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text("Troops shelled the port.")
    return folder


@pytest.fixture
def signalled(stub, monkeypatch):
    """Return a function that makes the parser send this process a signal after a number of reports."""
    parse_corpus = api.parse_corpus

    def send(number, after):
        def parse(articles, **options):
            for done, report in enumerate(parse_corpus(articles, **options)):
                if done == after:
                    os.kill(os.getpid(), number)
                yield report

        monkeypatch.setattr(api, "parse_corpus", parse)

    return send


@pytest.mark.parametrize("number", CODES)
def test_row_41_a_signal_drops_the_current_article_and_closes_the_array(invoke, news, signalled, number):
    signalled(number, after=2)
    code, out, err = invoke("parse", news, "-f", "json")
    assert (code, err) == (CODES[number], "conflict: stopped; 2 of 3 done\n")
    assert [report["report"]["source"][-5:] for report in json.loads(out)] == ["a.txt", "b.txt"]


@pytest.mark.parametrize("name", ["r.json", "r.jsonl", "r.csv", "r.yaml"])
def test_row_41_a_stopped_file_holds_what_was_finished(invoke, news, signalled, tmp_path, name):
    target = tmp_path / "out" / name
    target.parent.mkdir()
    signalled(signal.SIGINT, after=1)
    assert invoke("parse", news, "-o", target)[0] == 130
    assert list(target.parent.iterdir()) == [target]
    text = target.read_text("utf-8")
    assert "a.txt" in text
    assert "b.txt" not in text
    if name == "r.json":
        assert len(json.loads(text)) == 1


def test_row_41_a_file_of_nothing_is_not_left(invoke, news, signalled, tmp_path):
    (tmp_path / "out").mkdir()
    signalled(signal.SIGINT, after=0)
    code, _, err = invoke("parse", news, "-o", tmp_path / "out" / "r.jsonl")
    assert (code, err) == (130, "conflict: stopped; 0 of 3 done\n")
    assert list((tmp_path / "out").iterdir()) == []


def test_row_41_a_signal_while_writing_lets_the_report_be_finished(invoke, news, stub, monkeypatch):
    write, sent = sys.stdout.write, []

    def interrupted(text):
        if not sent:
            sent.append(os.kill(os.getpid(), signal.SIGTERM))
        return write(text)

    monkeypatch.setattr(sys.stdout, "write", interrupted)
    code, out, err = invoke("parse", news, "-f", "jsonl")
    assert (code, err) == (143, "conflict: stopped; 1 of 3 done\n")
    assert out.count("\n") == 1
    assert json.loads(out)["report"]["source"].endswith("a.txt")


def test_row_41_the_second_signal_stops_at_once(invoke, news, stub, monkeypatch, tmp_path):
    write = sys.stdout.write

    def interrupted_twice(text):
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        return write(text)

    monkeypatch.setattr(sys.stdout, "write", interrupted_twice)
    assert invoke("parse", news, "-f", "jsonl") == (130, "", "conflict: stopped; 0 of 3 done\n")


def test_row_41_how_many_there_are_in_a_corpus_nobody_knows(invoke, tmp_path, signalled):
    corpus = tmp_path / "c.jsonl"
    corpus.write_text('{"id": 1, "text": "a"}\n{"id": 2, "text": "b"}\n')
    signalled(signal.SIGINT, after=1)
    assert invoke("parse", corpus, "-f", "jsonl")[2] == "conflict: stopped; 1 done\n"


def test_signals_are_as_before_afterwards(invoke, news, stub):
    before = [signal.getsignal(number) for number in CODES]
    assert invoke("parse", news)[0] == 0
    assert [signal.getsignal(number) for number in CODES] == before


def test_an_ignored_signal_stays_ignored(invoke, news, signalled):
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # as nohup and `&` in a script set it
    try:
        signalled(signal.SIGINT, after=1)
        assert invoke("parse", news)[0] == 0
    finally:
        signal.signal(signal.SIGINT, before)


def test_reports_pass_in_a_thread_too():
    passed = []
    thread = threading.Thread(target=lambda: passed.extend(Stopping().reports(["a report"])))
    thread.start()
    thread.join()
    assert passed == ["a report"]


RECORD = b'{"id": 1, "text": "Jets bombed the village of Ariba on Tuesday, residents said."}\n'


def test_row_41_the_first_report_leaves_before_the_last_input_and_sigterm_ends_the_run(tmp_path):
    corpus = tmp_path / "wire.jsonl"
    os.mkfifo(corpus)
    pipe = os.open(corpus, os.O_RDWR)  # as writer alone, this would wait until somebody reads
    command = [*PYTHON, "parse", str(corpus), "-f", "jsonl", "--no-entity-model"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        watchdog = threading.Timer(60, running.kill)
        watchdog.start()
        os.write(pipe, RECORD)
        assert json.loads(running.stdout.readline())["events"]
        running.terminate()
        out, err = running.communicate()
        watchdog.cancel()
    os.close(pipe)
    assert (running.returncode, out, err) == (143, "", "conflict: stopped; 1 done\n")
