"""How long articles and stages took, for --verbose."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING

from conflict_cli.cli import console

if TYPE_CHECKING:
    from conflict_cli.report import Report

ARTICLES, STAGES = 1, 2
"""How often -v must be given for a line per article, and for the stages."""


class Timings:
    """Adds up the seconds of each stage as `api.parse_corpus` reports them."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = {}
        self._begun = perf_counter()
        self._told = 0.0

    def add(self, stage: str, seconds: float) -> None:
        """Add the seconds that a batch spent in a stage."""
        self.stages[stage] = self.stages.get(stage, 0.0) + seconds

    def narrate(self, reports: Iterable[Report]) -> Iterator[Report]:
        """Pass reports through with a line for each; the seconds are an article's own when batches are of one."""
        for report in reports:
            spent = sum(self.stages.values())
            found = f"events: {len(report.events)}, claims: {len(report.claims)}"
            seconds, self._told = spent - self._told, spent
            console.note(
                f"{seconds:.3f} s, {found}", source=report.report.source, level="debug", seconds=round(seconds, 6)
            )
            yield report

    def conclude(self, articles: int) -> None:
        """Tell the sum of all articles, and that of each stage where -vv asks for it."""
        spent = sum(self.stages.values())
        if console.talk.verbosity >= STAGES:
            for stage, seconds in self.stages.items():
                share = seconds / spent if spent else 0.0
                console.note(
                    f"stage {stage}: {seconds:.3f} s ({share:.0%})",
                    level="debug",
                    stage=stage,
                    seconds=round(seconds, 6),
                )
        seconds = perf_counter() - self._begun
        console.note(
            f"{articles} article{'s' * (articles != 1)} in {seconds:.3f} s, {seconds - spent:.3f} s of it for starting",
            level="debug",
            articles=articles,
            seconds=round(seconds, 6),
        )
