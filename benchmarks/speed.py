"""Measure how long starting and parsing take, against bare spaCy on the same machine and texts.

    python benchmarks/speed.py            # about three minutes
    python benchmarks/speed.py --runs 3   # quicker, rougher

Ratios are what counts: seconds depend on the machine, and on what else it does.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).parent.parent
ARTICLE = ROOT / "examples" / "aleppo_offensive.txt"
REPEATS = 4  # the example articles are three thousand words, too few to time once
ROUNDS = 5  # of which the median counts: the pace of a shared machine changes by a third within a minute

# What "bare spaCy" is: import, load the same model, parse the same text. torch is kept out as in the command line,
# so that an installed torch, which spaCy imports on sight, does not flatter the ratio.
BARE = """
import sys; sys.modules["torch"] = None
import spacy
from conflict_cli.pipeline.model import find_model
spacy.load(find_model())(open(sys.argv[1], encoding="utf-8").read())
"""

# processes are compared on one thread: on two shared cores more of them only add noise
ENVIRONMENT = {**os.environ, "OMP_NUM_THREADS": "1"}


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=7, help="runs of each whole process; the median counts")
    runs = parser.parse_args().runs
    conflict = [sys.executable, "-m", "conflict_cli"]
    parse = [*conflict, "parse", str(ARTICLE)]
    bare = [sys.executable, "-c", BARE, str(ARTICLE)]
    help_ = [*conflict, "--help"]
    # taking turns spreads a busy minute of the machine over all three
    times = interleaved([parse, bare, help_], runs)
    parse_time, bare_time, help_time = map(statistics.median, times)
    rows = [
        ("conflict --help, whole process", f"{help_time:.2f} s"),
        ("bare spaCy: import, load, parse one article, whole process", f"{bare_time:.2f} s"),
        ("conflict parse of the same article, whole process", f"{parse_time:.2f} s"),
        ("ratio", f"{parse_time / bare_time:.2f}"),
        *throughput(),
    ]
    print(f"{sys.executable.rpartition('/')[2]} {sys.version.split()[0]}, median of {runs} runs")
    for label, value in rows:
        print(f"{label:<60} {value:>14}")


def interleaved(commands: list[list[str]], runs: int) -> list[list[float]]:
    """Return the wall times of each command, which take turns; one run before that warms the file cache."""
    for command in commands:
        wall_time(command)
    rounds = [[wall_time(command) for command in commands] for _ in range(runs)]
    return [list(times) for times in zip(*rounds, strict=True)]


def wall_time(command: list[str]) -> float:
    """Return the seconds a process takes from start to end."""
    start = time.perf_counter()
    subprocess.run(command, check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
    return time.perf_counter() - start


def throughput() -> list[tuple[str, str]]:
    """Time the example articles, several times over, through parse_corpus and through bare nlp.pipe, in turn."""
    sys.modules["torch"] = None  # type: ignore[assignment]  # as in the command line
    import spacy

    from conflict_cli import Article, build_pipeline, parse_corpus
    from conflict_cli.pipeline.model import find_model

    texts = [path.read_text("utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))] * REPEATS
    words = sum(len(text.split()) for text in texts)
    start = time.perf_counter()
    nlp = build_pipeline()
    building = time.perf_counter() - start
    rules = build_pipeline(entity_model=False)
    plain = spacy.load(find_model(), exclude=["senter"])
    for text in texts[:REPEATS]:
        nlp(text), rules(text), plain(text)
    works = [
        lambda: sum(1 for _ in parse_corpus(map(Article, texts), nlp=nlp)),
        lambda: sum(1 for _ in parse_corpus(map(Article, texts), nlp=rules)),
        lambda: sum(1 for _ in plain.pipe(texts, batch_size=32)),
    ]
    rounds = [[timed(work) for work in works] for _ in range(ROUNDS)]
    ours, without, bare = (statistics.median(times) for times in zip(*rounds, strict=True))
    return [
        ("build_pipeline(), spaCy already imported", f"{building:.2f} s"),
        (f"parse_corpus, {len(texts)} articles, {words:,} words", f"{words / ours:,.0f} words/s"),
        ("bare nlp.pipe of the same", f"{words / bare:,.0f} words/s"),
        ("ratio of the times", f"{ours / bare:.2f}"),
        ("parse_corpus without the entity model", f"{words / without:,.0f} words/s"),
        ("ratio of the times", f"{without / bare:.2f}"),
        *stages(nlp, texts[: len(texts) // REPEATS], bare / REPEATS),
        ("memory of this process, at most", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:,.0f} MB"),
    ]


def stages(nlp: Language, texts: list[str], bare: float) -> list[tuple[str, str]]:
    """Time our components one by one, by article and as a share of what bare spaCy takes for the same texts.

    Args:
        nlp: the whole pipeline.
        texts: articles; each goes through all components in turn.
        bare: seconds of bare spaCy for them.
    """
    spent: dict[str, float] = dict.fromkeys(nlp.pipe_names, 0.0)
    for text in texts:
        doc = nlp.make_doc(text)
        for name, component in nlp.pipeline:
            start = time.perf_counter()
            doc = component(doc)
            spent[name] += time.perf_counter() - start
    ours = {name: seconds for name, seconds in spent.items() if name.startswith("conflict_")}
    return [
        (f"  {name}, ms an article, share of bare spaCy", f"{1000 * seconds / len(texts):.1f}  {seconds / bare:4.0%}")
        for name, seconds in sorted(ours.items(), key=lambda item: -item[1])
    ]


def timed(work: Callable[[], int]) -> float:
    """Return the seconds a function takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
