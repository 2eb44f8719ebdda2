import subprocess
import sys
from types import SimpleNamespace

PROGRAM = """
import sys
from conflict_cli.cli.startup import shorten_import
shorten_import()
import spacy
assert spacy.blank("en")("Shells fell.")[0].text == "Shells"
assert not {"spacy.cli.download", "weasel", "httpx"} & set(sys.modules)
"""


def test_a_shortened_spacy_works_and_loads_less():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_imported_spacy_is_left_alone():
    import spacy.cli

    from conflict_cli.cli.startup import shorten_import

    shorten_import()
    assert spacy.cli is sys.modules["spacy.cli"]
    assert callable(spacy.cli.download)


def test_the_first_import_of_spacy_is_shortened(monkeypatch):
    from conflict_cli.cli import startup

    modules = {}
    monkeypatch.setattr(startup, "sys", SimpleNamespace(modules=modules))
    startup.shorten_import()
    assert modules["torch"] is None  # importing it fails, installed or not
    assert {"spacy.cli", "spacy.cli.info"} < modules.keys()
