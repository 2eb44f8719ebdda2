"""Measure how parsing scales: processes against one, a cluster against processes, memory, and what survives kills.

    python benchmarks/scale.py                              # all of it; memory over 100,000 whole articles takes hours
    python benchmarks/scale.py speed                        # -j 2 against -j 1, corpus run against -j 2
    python benchmarks/scale.py memory --sentences 2 --no-entity-model
    python benchmarks/scale.py kills --kills 20

Articles are those of examples/ with other names. Whole processes take turns, so that a busy minute of the machine falls
on all of them; ratios are what counts, on a machine with two idle cores.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import psutil

ROOT = Path(__file__).parent.parent
CONFLICT = [sys.executable, "-P", "-m", "conflict_cli"]
TEXTS = [path.read_text("utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]
NAME = re.compile(r"(?<=[a-z] )[A-Z][a-z]{3,}")
SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
SYLLABLES = ["".join(pair) for pair in product("bdfghklmnrstz", "aeiou")]
CHANGED_SHARE = 0.3  # of the names in an article
KILLS_RECORDS = 1_000


def main() -> None:
    """Measure what is asked for and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("parts", nargs="*", choices=["speed", "memory", "kills"], help="all if none is named")
    parser.add_argument("--articles", type=int, default=480, help="of each run of speed")
    parser.add_argument("--rounds", type=int, default=3, help="of speed; the median counts")
    parser.add_argument("--records", type=int, default=100_000, help="of memory")
    parser.add_argument("--sentences", type=int, help="of each article of memory, instead of a whole one")
    parser.add_argument("--no-entity-model", action="store_true", help="of memory: quicker")
    parser.add_argument("--kills", type=int, default=20)
    given = parser.parse_args()
    chosen = given.parts or ["speed", "memory", "kills"]
    with tempfile.TemporaryDirectory(prefix="conflict-scale-") as folder:
        if "speed" in chosen:
            speed(Path(folder), given.articles, given.rounds)
        if "kills" in chosen:
            kills(Path(folder), given.kills)
    if "memory" in chosen:
        memory(given.records, given.sentences, entity_model=not given.no_entity_model)


def invented(number: int, sentences: int | None = None) -> Iterator[dict[str, str]]:
    """Yield records: the example articles in turn, some of the names of each replaced by invented ones.

    Args:
        number: of records.
        sentences: of each record, taken from anywhere in an article; None takes whole articles.
    """
    cut = [SENTENCE_END.split(text) for text in TEXTS]
    for one in range(number):
        source = random.Random(one)
        names: dict[str, str] = {}

        def replaced(found: re.Match[str], source: random.Random = source, names: dict[str, str] = names) -> str:
            if found[0] not in names:
                new = "".join(source.choices(SYLLABLES, k=4)).capitalize()
                names[found[0]] = new if source.random() < CHANGED_SHARE else found[0]
            return names[found[0]]

        text = TEXTS[one % len(TEXTS)]
        if sentences is not None:
            those = cut[one % len(TEXTS)]
            first = source.randrange(max(1, len(those) - sentences))
            text = " ".join(those[first : first + sentences])
        yield {"id": f"r{one}", "text": NAME.sub(replaced, text), "published": "2024-11-28"}


def write_corpus(file: Path, number: int, sentences: int | None = None) -> int:
    """Write a corpus and return its number of words."""
    words = 0
    with file.open("w", encoding="utf-8") as stream:
        for record in invented(number, sentences):
            words += len(record["text"].split())
            stream.write(json.dumps(record) + "\n")
    return words


# ---------------------------------------------------------------- speed


def speed(folder: Path, articles: int, rounds: int) -> None:
    """Time whole processes, start included, in turns."""
    corpus = folder / "speed.jsonl"
    words = write_corpus(corpus, articles)
    outputs = iter(range(1_000_000))

    def run(*arguments: str) -> float:
        out = folder / f"out-{next(outputs)}"
        start = time.perf_counter()
        subprocess.run([*CONFLICT, *(str(out) if one == "OUT" else one for one in arguments)], check=True)
        return time.perf_counter() - start

    parse = ("parse", str(corpus), "-f", "jsonl", "-q", "-o", "OUT", "-j")
    cluster = ("corpus", "run", str(corpus), "OUT", "-q")
    commands = {
        "parse -j 1": (*parse, "1"),
        "parse -j 2": (*parse, "2"),
        "corpus run --workers 2": (*cluster, "--workers", "2"),
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds):
        for name, command in commands.items():
            times[name].append(run(*command))
            print(f"round {number + 1}, {name}: {times[name][-1]:.1f} s", file=sys.stderr)
    middle = {name: statistics.median(each) for name, each in times.items()}
    print(f"{articles} articles, {words:,} words, median of {rounds} rounds, load {psutil.getloadavg()[0]:.1f}")
    for name, seconds in middle.items():
        print(f"{name:<50} {words / seconds:>10,.0f} words/s")
    print(f"{'parse -j 2 over -j 1 (target 1.7)':<50} {middle['parse -j 1'] / middle['parse -j 2']:>10.2f}")
    ratio = middle["parse -j 2"] / middle["corpus run --workers 2"]
    print(f"{'corpus run --workers 2 over -j 2 (target 0.9)':<50} {ratio:>10.2f}")


# ---------------------------------------------------------------- memory


def memory(records: int, sentences: int | None, *, entity_model: bool) -> None:
    """Parse in one worker process and watch the memory of it and of this process."""
    from conflict_cli import Article, parse_in_processes

    articles = (Article(text=record["text"], source=record["id"]) for record in invented(records, sentences))
    reports = parse_in_processes(articles, processes=1, pipeline={"entity_model": entity_model})
    early, worker_early, worker_late, own_early, own_late = max(1, records // 10), 0.0, 0.0, 0.0, 0.0
    start = time.perf_counter()
    for number, _ in enumerate(reports, start=1):
        if number % 50 == 0 or number == records:
            worker = max((child.memory_info().rss for child in psutil.Process().children()), default=0) / 1e6
            own = psutil.Process().memory_info().rss / 1e6
            if number <= early:
                worker_early, own_early = max(worker_early, worker), max(own_early, own)
            else:
                worker_late, own_late = max(worker_late, worker), max(own_late, own)
        if number % max(50, early // 5) == 0:
            rate = number / (time.perf_counter() - start)
            print(f"{number:,} records, worker {worker:,.0f} MB, own {own:,.0f} MB, {rate:.1f}/s", file=sys.stderr)
    growth = worker_late / worker_early - 1
    print(f"worker process, most in the first {early:,} of {records:,} records {worker_early:>12,.0f} MB")
    print(f"worker process, most after that {worker_late:>12,.0f} MB, {growth:+.1%} (target 10 %)")
    print(f"parent process {own_early:>12,.0f} MB, then {own_late:,.0f} MB")


# ---------------------------------------------------------------- kills


def kills(folder: Path, number: int) -> None:
    """Kill workers, and every fourth time the run, at random moments; compare each run with an undisturbed one."""
    corpus = folder / "kills.jsonl"
    os.environ["PYTHONWARNINGS"] = "ignore"  # of what those that are killed leave behind
    write_corpus(corpus, KILLS_RECORDS, sentences=2)
    options = ["-q", "--workers", "2", "--no-entity-model", "--any-language"]
    start = time.perf_counter()
    subprocess.run([*CONFLICT, "corpus", "run", str(corpus), str(folder / "calm"), *options], check=True)
    calm = time.perf_counter() - start
    source, runs, done, of_runs, other_ends, differing = random.Random(7), 0, 0, 0, 0, 0
    while done < number:
        out = folder / f"killed-{runs}"
        runs += 1
        finished = False
        while not finished:
            resume = ["--resume"] if (out / "run.json").exists() else []
            process = psutil.Popen([*CONFLICT, "corpus", "run", str(corpus), str(out), *options, *resume])
            killed = False
            while not killed and done < number and not _ends_within(process, source.uniform(0, calm / 2)):
                workers = [one for one in process.children(recursive=True) if "spawn_main" in " ".join(one.cmdline())]
                if done % 4 == 3:
                    # the workers too, or not: those that are left behind meet the run that is resumed at once
                    for one in [process, *(workers if done % 8 == 3 else [])]:
                        one.kill()
                    killed = True
                    of_runs += 1
                elif workers:
                    source.choice(workers).kill()
                else:
                    continue
                done += 1
            process.wait()
            finished = process.returncode in (0, 1)  # 1: complete, with records set aside
            other_ends += not finished and not killed
        if _parts(folder / "calm") != _parts(out):
            differing += 1
            print(f"run {runs} differs: {(out / 'failures.jsonl').read_text('utf-8')}", file=sys.stderr)
        print(f"run {runs} is complete after {done} kills, {time.perf_counter() - start:.0f} s", file=sys.stderr)
    print(f"{done} kills, {of_runs} of them of the whole run, in {runs} runs over {KILLS_RECORDS:,} records")
    print(f"runs that ended by themselves and had to be resumed: {other_ends}")
    print(f"runs with other bytes than the undisturbed one: {differing} (target 0)")
    if differing:
        sys.exit(1)


def _ends_within(process: psutil.Popen, seconds: float) -> bool:
    try:
        process.wait(seconds)
        return True
    except psutil.TimeoutExpired:
        return False


def _parts(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in [*folder.glob("part-*"), folder / "failures.jsonl"]}


if __name__ == "__main__":
    main()
