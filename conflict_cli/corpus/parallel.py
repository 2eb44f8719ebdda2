"""Parse articles in several processes of one machine; reports come in the order of the articles."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conflict_cli.api import BATCH_ARTICLES
from conflict_cli.article.model import Article
from conflict_cli.corpus.crew import Crew, Ended
from conflict_cli.corpus.parser import LOADER, Outcome, batches, time_limit
from conflict_cli.errors import ArticleError
from conflict_cli.report import Report

TIMEOUT_SECONDS = 60.0
MAX_DEATHS = 2  # of a worker at one article alone, before it is set aside
WINDOW = 4  # batches per process that are parsed or wait for their turn: bounds memory


@dataclass(slots=True)
class _Batch:
    """Articles read together, and what has become of each."""

    articles: list[Article]
    outcomes: list[Outcome | None]


@dataclass(frozen=True, slots=True)
class _Task:
    """Articles of a batch to be parsed: all at first, one alone when a worker died or hung over them."""

    batch: _Batch
    first: int
    count: int
    deaths: int = 0

    @property
    def articles(self) -> list[Article]:
        """Return the articles to parse."""
        return self.batch.articles[self.first : self.first + self.count]


def parse_in_processes(
    articles: Iterable[Article],
    *,
    processes: int,
    pipeline: Mapping[str, Any] | None = None,
    on_error: Callable[[Article, ArticleError], None] | None = None,
    timeout: float | None = TIMEOUT_SECONDS,
    batch_size: int = BATCH_ARTICLES,
    loader: str = LOADER,
) -> Iterator[Report]:
    """Parse many articles in worker processes; the reports are those of `parse_corpus`, in the order of the articles.

    Each process loads the pipeline once. When one dies, its articles are parsed again one by one; an article that
    kills its process twice, or takes too long, is an error like any other. A script that calls this needs
    `if __name__ == "__main__":`, as for all of `multiprocessing`.

    Args:
        articles: read lazily, a bounded number of batches ahead.
        processes: number of worker processes, each on one thread.
        pipeline: arguments of `build_pipeline`, as a dict.
        on_error: called with each article that can't be parsed, in order; None raises instead.
        timeout: seconds one article may take; None sets no limit.
        batch_size: articles handed to a process at once.
        loader: import path of what builds the parser in each process.

    Raises:
        ArticleError: an article can't be parsed and there is no `on_error`.
    """
    reader = batches(iter(articles), batch_size, first=1)
    pending: deque[_Batch] = deque()  # in order of input
    tasks: deque[_Task] = deque()
    exhausted = False
    with Crew(loader, pipeline or {}, processes) as crew:
        while pending or not exhausted:
            while crew.has_room and (tasks or (not exhausted and len(pending) < WINDOW * processes)):
                if not tasks:
                    read = next(reader, None)
                    if read is None:
                        exhausted = True
                        break
                    pending.append(_Batch(read, [None] * len(read)))
                    tasks.append(_Task(pending[-1], 0, len(read)))
                task = tasks.popleft()
                crew.submit(task, task.articles, limit=time_limit(timeout, task.count))
            if crew.busy:
                for ended in crew.wait():
                    tasks.extendleft(reversed(_settle(ended, timeout)))
            while pending and None not in pending[0].outcomes:
                yield from _reports(pending.popleft(), on_error)


def _settle(ended: Ended, timeout: float | None) -> list[_Task]:
    """Keep what a task has given, or return the tasks to try in its place."""
    task: _Task = ended.task
    if ended.death is None:
        task.batch.outcomes[task.first : task.first + task.count] = ended.result
        return []
    if task.count > 1:
        return [_Task(task.batch, number, 1) for number in range(task.first, task.first + task.count)]
    deaths = task.deaths + 1
    if not ended.late and deaths < MAX_DEATHS:
        return [_Task(task.batch, task.first, 1, deaths)]
    reason = (
        f"took longer than {timeout:g} s" if ended.late else f"its worker process died {deaths} times ({ended.death})"
    )
    task.batch.outcomes[task.first] = f"{task.articles[0].source}: {reason}; set aside"
    return []


def _reports(batch: _Batch, on_error: Callable[[Article, ArticleError], None] | None) -> Iterator[Report]:
    for article, outcome in zip(batch.articles, batch.outcomes, strict=True):
        if isinstance(outcome, Report):
            yield outcome
            continue
        error = ArticleError(str(outcome))
        if on_error is None:
            raise error
        on_error(article, error)
