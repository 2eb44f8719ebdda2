"""The command line without the model: a stub stands in for the parser."""

import re

import pytest

from conflict_cli import api
from conflict_cli.cli import console
from conflict_cli.errors import ArticleError
from conflict_cli.report import SCHEMA_VERSION, Event, Head, Report, Span


def stub_report(article):
    """Return a report in which each "shelled" is an event."""
    text = article.text
    whole = Span(0, len(text), text)
    found = enumerate(re.finditer("shelled", text), start=1)
    return Report(
        schema_version=SCHEMA_VERSION,
        report=Head(
            id=article.id,
            source=article.source,
            title=article.title,
            publisher=None,
            authors=(),
            dateline=None,
            published=article.published,
            published_from=article.published_from,
            language="en",
            text=text,
        ),
        actors=(),
        places=(),
        events=tuple(
            Event(
                id=f"E{number}",
                type="Explosions/Remote violence",
                subtype="Shelling/artillery/missile attack",
                plover="ASSAULT",
                ucdp=None,
                status="happened",
                scope="incident",
                trigger=Span(match.start(), match.end(), match[0]),
                evidence=whole,
                initiators=(),
                targets=(),
                locations=(),
                time=None,
                weapons=(),
                casualties=(),
                claims=(),
                corefers=(),
                rule="shelling.verb",
                confidence=0.8,
            )
            for number, match in found
        ),
        claims=(),
        times=(),
        relations=(),
        disputes=(),
        warnings=article.warnings,
    )


@pytest.fixture
def stub(monkeypatch):
    """Replace the pipeline; returns the arguments it was built with."""
    built = []

    def build_pipeline(**options):
        built.append(options)

    def parse_corpus(articles, *, nlp, on_error, **options):
        for article in articles:
            if article.text.strip():
                yield stub_report(article)
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
