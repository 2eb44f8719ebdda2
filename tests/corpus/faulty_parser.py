"""Stand-ins for the pipeline in worker processes: quick, and faulty where the text says so.

Worker processes load `load` by its import path; none of this is known to the package.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import time
from collections.abc import Sequence
from pathlib import Path

from conflict_cli.article.model import Article
from conflict_cli.report import SCHEMA_VERSION, Event, Head, Report, Span


def load(marks: str | None = None, seconds: float = 0.0, file_bytes: int | None = None, **_: object) -> object:
    """Return a parser that finds an event at each "shelled".

    Args:
        marks: folder in which "DIES ONCE" leaves a mark, and each process one with its number.
        seconds: how long an article takes.
        file_bytes: no file of this process can grow beyond.
    """
    folder = Path(marks) if marks else None
    if folder:
        (folder / f"process-{os.getpid()}").touch()

    if file_bytes is not None:
        # Python ignores the signal that comes with it
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))

    def parse(batch: Sequence[Article]) -> list[Report | str]:
        return [_parse(article, folder, seconds) for article in batch]

    return parse


def _parse(article: Article, folder: Path | None, seconds: float) -> Report | str:
    text = article.text
    time.sleep(seconds)
    if "DIES ALWAYS" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "DIES ONCE" in text and folder and not (folder / "died").exists():
        (folder / "died").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    if "HANGS" in text:
        re.match(r"(a+)+$", "a" * 60 + "b")  # holds the interpreter's lock: no thread of this process can stop it
    if "UNREADABLE" in text:
        return f"{article.source}: can't be parsed"
    return report_of(article)


def report_of(article: Article) -> Report:
    """Return a report in which each "shelled" is an event."""
    text = article.text
    whole = Span(0, len(text), text)
    events = tuple(
        Event(
            id=f"E{number}",
            type="Explosions/Remote violence",
            subtype="Shelling/artillery/missile attack",
            plover="ASSAULT",
            scope="incident",
            ucdp=None,
            status="happened",
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
        for number, match in enumerate(re.finditer("shelled", text), start=1)
    )
    head = Head(
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
    )
    return Report(
        schema_version=SCHEMA_VERSION,
        report=head,
        actors=(),
        places=(),
        events=events,
        claims=(),
        times=(),
        relations=(),
        disputes=(),
        warnings=article.warnings,
    )
