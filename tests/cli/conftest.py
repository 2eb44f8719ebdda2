"""The command line without the model: a stub stands in for the parser."""

import pytest
from faulty_parser import report_of

from conflict_cli import api
from conflict_cli.cli import console
from conflict_cli.errors import ArticleError


@pytest.fixture
def stub(monkeypatch):
    """Replace the pipeline; returns the arguments it was built with."""
    built = []

    def build_pipeline(**options):
        built.append(options)

    def parse_corpus(articles, *, nlp, on_error, **options):
        for article in articles:
            if article.text.strip():
                yield report_of(article)
            else:
                on_error(article, ArticleError(f"{article.source}: no text in it"))

    monkeypatch.setattr(api, "build_pipeline", build_pipeline)
    monkeypatch.setattr(api, "parse_corpus", parse_corpus)
    return built


@pytest.fixture
def invoke(capsys):
    """Run a command line; returns exit code, standard output, standard error."""

    def run(*arguments):
        code = console.run([str(argument) for argument in arguments])
        written = capsys.readouterr()
        return code, written.out, written.err

    return run


@pytest.fixture
def article(tmp_path):
    path = tmp_path / "article.txt"
    path.write_text("Troops shelled the port. They shelled it again.")
    return path
