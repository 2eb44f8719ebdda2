"""Throw random and mutated articles, corpora and rule files at the parser and count what breaks.

    python benchmarks/fuzz.py                       # 20,000 inputs, about twenty minutes
    python benchmarks/fuzz.py --inputs 500          # a quick look
    python benchmarks/fuzz.py --growth              # time for each 10 kB from 2 kB to 200 kB, a few minutes
    python benchmarks/fuzz.py --seed 7,text,1234    # one input again: its seed, kind and number stand beside a failure

An input fails when anything but an error of the project's own comes out, when a report breaks its contract
(`faults_of`), when it reads back differently from YAML, JSON or JSON Lines, or when it takes over ten seconds for
each 10 kB. Exit code 1 when anything failed.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import resource
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Any

import yaml

from conflict_cli import Article, Report, build_pipeline, parse_corpus
from conflict_cli.article.corpus import read_corpus
from conflict_cli.article.decoding import decode
from conflict_cli.article.options import Input, ReadOptions
from conflict_cli.errors import ArticleError, ConflictError
from conflict_cli.matcher.loader import load_rules
from conflict_cli.matcher.rule import FAMILIES
from conflict_cli.render import FORMATS, render
from conflict_cli.users_yaml import parse_yaml

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).parent.parent
RULES = ROOT / "conflict_cli" / "data" / "rules"
BATCH = 50  # texts parsed together
SLOWEST = 10.0  # seconds for each 10 kB; shorter texts count as 10 kB
SHARES = {"text": 0.3, "mutated": 0.2, "corpus": 0.2, "bytes": 0.2, "rules": 0.1}

ODD = [
    *"\"'“”‘’«»„`()[]{}<>|\\/*_~#%&@^=+-–—…",
    *(
        "\u00a0",
        "\u2028",
        "\u0085",
        "\t",
        "\r\n",
        "\r",
        "\x00",
        "\x1b[31m",
        "\x9b",
        "\u202e",
        "\u2066",
        "\ufeff",
        "\u200d",
    ),
    *(
        "\ud800",
        "\udfff",
        "\ufffd",
        "\U0001f600",
        "👩‍👩‍👧",
        "e\u0301",
        "ﬁ",
        "İ",
        "ß",
        "ﷺ",
        "中文",
        "слово",
        "a\u0336" * 9,
    ),
    *('""', "'''", "``", '"' * 70, "(" * 80, "." * 90, "-" * 66, "x" * 300, "=HYPERLINK(1)", "[red]x[/red]", "[/x]"),
    *("<script>", "</style>", "{month}", "%s", "${x}", "\\u0000", "no", "1e3", "0o17", "12:30:45", "~", "- x", "a: b"),
]
NUMBERS = [
    *(
        "0",
        "-1",
        "1",
        "00",
        "1e999",
        "9" * 400,
        "1,2,3",
        "1,000,000",
        "3.14",
        "½",
        "²",
        "٣",
        "四",
        "1/0",
        "12-15",
        "2024-02-30",
    ),
    *(
        "0000-00-00",
        "31 February",
        "32 December 2024",
        "29 February 2023",
        "99:99",
        "twenty-one hundred",
        "two dozen dozens",
    ),
    *(
        "between 9 and 3",
        "at least minus four",
        "tens of hundreds of thousands of millions",
        "no",
        "the 1990s",
        "Year 0",
    ),
]
SYLLABLES = ("ana", "ero", "ilan", "osov", "umar", "adek", "ibu", "orin", "esh", "ul")
WORDS = """
Rebels soldiers the army jets bombed shelled killed wounded Sarmin Goma Khartoum said denied accused claimed
that at least and or who which of in on near Thursday yesterday last week 12 people civilians Hezbollah Israel
M23 HTS "the group" it they his responsibility for attack strike on drone rocket ceasefire agreed withdrew
seized abducted protesters police fired tear gas , . ; : - " ' ( ) Mr President General Ali al-Din Kyiv UN
would may if not never reportedly by with
""".split()


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that went wrong, and how to make it again."""

    seed: str
    what: str

    def __str__(self) -> str:
        return f"--seed {self.seed}: {self.what}"


def main() -> None:
    """Make the inputs, run them and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=20_000, help="how many inputs of all kinds together")
    parser.add_argument("--seed", default="1", help="a whole number, or SEED,KIND,NUMBER for one input")
    parser.add_argument("--growth", action="store_true", help="only time texts from 2 kB to 200 kB")
    options = parser.parse_args()
    sys.modules["torch"] = None  # type: ignore[assignment]  # as in the command line
    if options.growth:
        print_growth(build_pipeline())
        return
    seed, *one = options.seed.split(",")
    if one:
        wanted = {one[0]: [int(one[1])]}
    else:
        wanted = {kind: list(range(int(options.inputs * share))) for kind, share in SHARES.items()}
    fuzzer = Fuzzer(seed, build_pipeline())
    for kind, numbers in wanted.items():
        begun = process_time()
        fuzzer.run(kind, numbers)
        print(f"{kind:<8} {len(numbers):>7,} inputs {process_time() - begun:>8,.0f} s", flush=True)
    print("what came out: " + ", ".join(f"{count:,} {name}" for name, count in fuzzer.counts.most_common()))
    print(f"slowest: {fuzzer.slowest[0]:.2f} s for each 10 kB (--seed {fuzzer.slowest[1]})")
    print(f"failures: {len(fuzzer.failures)}")
    for failure in fuzzer.failures:
        print(failure)
    sys.exit(1 if fuzzer.failures else 0)


def print_growth(nlp: Language) -> None:
    """Print what 10 kB of long texts take, by kind and length: the same all along a row is linear."""
    lengths = (2_000, 20_000, 200_000)
    examples = "\n\n".join(path.read_text("utf-8") for path in sorted((ROOT / "examples").glob("*.txt")))
    people = (f"{a}{b} {c}{d}" for c in "BDGKLMNPRS" for d in SYLLABLES for a in "ABDFGHJKLM" for b in SYLLABLES)
    kinds = {
        "news": examples,
        "names": ",\n".join(people),
        "one-word lines": "word\n" * 50_000,
        "quotations": '"We stay," he said. “They ‘lie’ to us.” She denied it.\n' * 4000,
        "open quotations": "“he said ‘no " * 20_000,
        "no full stop": "and the rebels bombed the town of Goma " * 6000,
    }
    list(parse_corpus([Article(examples[:2000])], nlp=nlp))  # what is loaded on first use
    print(f"{'CPU seconds for each 10 kB':<28}" + "".join(f"{length:>12,}" for length in lengths))
    for kind, text in kinds.items():
        long_text = text * -(-lengths[-1] // len(text))
        paces = []
        for length in lengths:
            begun = process_time()
            list(parse_corpus([Article(long_text[:length])], nlp=nlp))
            paces.append((process_time() - begun) / length * 10_000)
        print(f"{kind:<28}" + "".join(f"{pace:>12.2f}" for pace in paces), flush=True)
    print(f"memory of this process, at most: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:,.0f} MB")


class Fuzzer:
    """Runs inputs, each made from a seed of its own, and keeps count."""

    def __init__(self, seed: str, nlp: Language):
        self.counts: Counter[str] = Counter()
        self.failures: list[Failure] = []
        self.slowest = (0.0, "-")
        self._seed, self._nlp = seed, nlp
        self._sentences = example_sentences()
        self._rule_files = [
            file for family in FAMILIES for file in (*RULES.glob(f"{family}/*.yaml"), *RULES.glob(f"{family}.yaml"))
        ]

    def run(self, kind: str, numbers: list[int]) -> None:
        """Run the inputs of one kind."""
        if kind in ("text", "mutated"):
            make = random_text if kind == "text" else self._mutated
            for start in range(0, len(numbers), BATCH):
                self._texts(kind, make, numbers[start : start + BATCH])
            return
        work = {"corpus": self._corpus, "bytes": self._bytes, "rules": self._rules}[kind]
        for number in numbers:
            self._guarded(f"{self._seed},{kind},{number}", work)

    def _texts(self, kind: str, make: Callable[[random.Random], str], numbers: list[int]) -> None:
        """Parse texts together; when that fails, or is slow, each by itself."""
        seeds = [f"{self._seed},{kind},{number}" for number in numbers]
        texts = [make(random.Random(seed)) for seed in seeds]
        articles = [Article(text, seed) for seed, text in zip(seeds, texts, strict=True)]
        begun = process_time()
        try:
            self._check(parse_corpus(articles, nlp=self._nlp, on_error=self._set_aside, batch_size=BATCH))
        except Exception:
            for article in articles:
                self._guarded(article.source, lambda _, article=article: self._parse_alone(article))  # type: ignore[misc]
        pace = (process_time() - begun) / max(1.0, sum(map(len, texts)) / 10_000)
        self.slowest = max(self.slowest, (pace, seeds[0]))
        if pace > SLOWEST / 2:
            for article in articles:
                self._time_alone(article)

    def _set_aside(self, article: Article, error: ArticleError) -> None:
        self.counts["articles refused"] += 1
        if "internal error" in str(error):
            self.failures.append(Failure(article.source, str(error)))

    def _parse_alone(self, article: Article) -> None:
        self._check(parse_corpus([article], nlp=self._nlp, on_error=self._set_aside))

    def _time_alone(self, article: Article) -> None:
        begun = process_time()
        list(parse_corpus([article], nlp=self._nlp, on_error=lambda *_: None))
        pace = (process_time() - begun) / max(1.0, len(article.text) / 10_000)
        self.slowest = max(self.slowest, (pace, article.source))
        if pace > SLOWEST:
            self.failures.append(Failure(article.source, f"{pace:.1f} s for each 10 kB"))

    def _check(self, reports: Iterator[Report]) -> None:
        for report in reports:
            self.counts["reports"] += 1
            self.counts["events"] += len(report.events)
            self.counts["claims"] += len(report.claims)
            self.failures += [Failure(report.report.source, fault) for fault in faults_of(report)]

    def _guarded(self, seed: str, work: Callable[[random.Random], None]) -> None:
        try:
            work(random.Random(seed))
        except ConflictError as error:
            self.counts[type(error).__name__] += 1
            if "\n" in str(error):
                self.failures.append(Failure(seed, f"a message of several lines: {error}"))
        except Exception:
            self.failures.append(Failure(seed, traceback.format_exc(limit=-3)))

    # ------------------------------------------------------------ kinds

    def _mutated(self, chance: random.Random) -> str:
        return mutated_text(chance, self._sentences)

    def _corpus(self, chance: random.Random) -> None:
        """Read the bytes of a broken corpus; what is read must be fit for parsing."""
        errors: list[ArticleError] = []
        given = Input("fuzz.jsonl", ReadOptions(any_language=True), on_error=errors.append)
        for article in read_corpus(io.BytesIO(broken_corpus(chance)), given):
            self.counts["records"] += 1
            article.text.encode("utf-8")
            article.source.encode("utf-8")
        self.counts["records set aside"] += len(errors)

    def _bytes(self, chance: random.Random) -> None:
        """Decode the bytes of a file that is text, more or less."""
        text = mutated_text(chance, self._sentences)
        encoding = chance.choice(["utf-8", "utf-16", "utf-16-le", "utf-32", "cp1252", "latin-1", "utf-8-sig"])
        data = damaged(chance, text.encode(encoding, "replace"))
        decoded, _ = decode(data, source="fuzz")
        decoded.encode("utf-8")
        self.counts["files decoded"] += 1

    def _rules(self, chance: random.Random) -> None:
        """Load a rule file of our own with some of it changed."""
        path = chance.choice(self._rule_files)
        text = path.read_text("utf-8").replace(f"id: {path.stem}.", f"id: {path.stem}.fuzz_")
        text = damaged_rules(chance, text)
        with tempfile.TemporaryDirectory() as folder:
            family = path.parent.name if path.parent != RULES else path.stem
            file = Path(folder) / path.relative_to(RULES)
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8", errors="replace")
            load_rules(Path(folder))
            self._nlp.create_pipe(f"conflict_{family}", config={"rules_dir": folder})
        self.counts["rule files loaded"] += 1


# ---------------------------------------------------------------- what must hold


def faults_of(report: Report) -> Iterator[str]:
    """Yield what is wrong with a report: a false span, an id of nothing, a format that reads back differently."""
    plain = report.to_dict()
    yield from _false_spans(plain)
    ids = {section: {one["id"] for one in plain[section]} for section in ("actors", "places", "events", "claims")}
    # the head tells the place of the dateline in words
    for one in dicts({key: value for key, value in plain.items() if key != "report"}):
        for key, section in (("actor", "actors"), ("place", "places")):
            if one.get(key) is not None and isinstance(one[key], str) and one[key] not in ids[section]:
                yield f"{key} {one[key]!r} is not in {section}"
        for key in ("events", "claims"):
            unknown = {name for name in one.get(key) or [] if isinstance(name, str)} - ids[key]
            if unknown:
                yield f"{key} {sorted(unknown)} are not in the report"
    readers: dict[str, Callable[[str], Any]] = {
        "json": json.loads,
        "jsonl": json.loads,
        "yaml": lambda text: parse_yaml("report", text, error=ConflictError, loader=yaml.CSafeLoader),
    }
    # JSON and YAML have no half of a surrogate pair: U+FFFD stands for it
    expected = json.loads(json.dumps(plain))
    for form, read in readers.items():
        written = render(report, form)
        written.encode("utf-8")
        read_back = read(written)
        read_back = read_back[0] if isinstance(read_back, list) else read_back
        if _without_halves(read_back) != _without_halves(expected):
            yield f"{form} reads back as another report"
    for form in FORMATS:
        if form not in readers:
            render(report, form).encode("utf-8")


def dicts(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every dict inside a value, itself included."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from dicts(item)


def _false_spans(plain: dict[str, Any]) -> Iterator[str]:
    text = plain["report"]["text"]
    for one in dicts(plain):
        if "start" in one and not (
            0 <= one["start"] < one["end"] <= len(text) and text[one["start"] : one["end"]] == one["text"]
        ):
            yield f"span {one['start']}-{one['end']} is not {one['text']!r}"


def _without_halves(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_halves(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_without_halves(item) for item in value]
    return value.encode("utf-8", "replace").decode("utf-8").replace("\ufffd", "?") if isinstance(value, str) else value


# ---------------------------------------------------------------- inputs


def example_sentences() -> list[str]:
    """Return the sentences of the example articles, roughly."""
    texts = [path.read_text("utf-8") for path in sorted((ROOT / "examples").glob("*.txt"))]
    return [line for text in texts for line in text.replace(". ", ".\n").split("\n") if line.strip()]


def random_text(chance: random.Random) -> str:
    """Return words of the trade, numbers and odd characters in any order."""
    pools = chance.choices([WORDS, NUMBERS, ODD, ["\n", "\n\n", ". ", ".\n"]], [12, 2, 2, 2], k=chance.randrange(1, 40))
    return chance.choice([" ", " ", "", "\n"]).join(chance.choice(pool) for pool in pools)


def mutated_text(chance: random.Random, sentences: list[str]) -> str:
    """Return some sentences of the examples: shuffled, cut, doubled, quoted in one another, with odd things added."""
    chosen = [_mutated_sentence(chance, chance.choice(sentences)) for _ in range(chance.randrange(1, 4))]
    chosen *= chance.choice([1, 1, 1, 2])
    for mark in chance.choices(['"', "“", "'", "«", ""], k=chance.choice([0, 0, 1, 3])):
        place = chance.randrange(len(chosen))
        chosen[place] = f"{mark}{chosen[place]}"
    return chance.choice([" ", "\n", "\n\n", "\r\n", ""]).join(chosen)


def _mutated_sentence(chance: random.Random, sentence: str) -> str:
    words = sentence.split(" ")
    for _ in range(chance.choice([0, 1, 1, 2, 5])):
        place = chance.randrange(len(words))
        change = chance.randrange(7)
        if change == 0:
            words.insert(place, chance.choice(ODD))
        elif change == 1:
            words.insert(place, chance.choice(NUMBERS))
        elif change == 2:
            words[place] += chance.choice(ODD)
        elif change == 3:
            words[place:] = words[place : place + chance.randrange(1, 5)] * 2
        elif change == 4:
            chance.shuffle(words)
        elif change == 5:
            words[place] = f'"{words[place]}'
        else:
            words = words[: place + 1]
    joined = " ".join(words)
    return chance.choice([joined, joined, joined, joined.upper(), joined.lower(), joined.replace(" ", "\u00a0")])


def broken_corpus(chance: random.Random) -> bytes:
    """Return a corpus of a few records with damage."""
    values: list[Any] = [
        None,
        1,
        1.5,
        True,
        "",
        " ",
        "x",
        "Jets bombed Sarmin.",
        "\ud800",
        [],
        {},
        ["a"],
        "2024-02-30",
        "9" * 99,
    ]
    lines = []
    for _ in range(chance.randrange(1, 9)):
        record = {key: chance.choice(values) for key in ("id", "text", "published", "title") if chance.random() < 0.8}
        line = json.dumps(record).encode()
        if chance.random() < 0.3:
            line = damaged(chance, line)
        if chance.random() < 0.05:
            line = chance.choice(
                [b"[" * 6000, b'{"id": ' + b"9" * 6000 + b"}", b"[]", b"null", b'{"a":' * 6000, b"\xef\xbb\xbf"]
            )
        lines.append(line)
    return chance.choice([b"\n", b"\n\n", b"\r\n"]).join(lines)


def damaged(chance: random.Random, data: bytes) -> bytes:
    """Return bytes with some of them changed, cut out, doubled or missing."""
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(data) + 1)
        noise = bytes(chance.randrange(256) for _ in range(chance.randrange(1, 5)))
        data = chance.choice([data[:place], data[:place] + noise + data[place:], data[place:] + data[:place]])
    return data


def damaged_rules(chance: random.Random, text: str) -> str:
    """Return a rule file with lines changed so that it is often still YAML."""
    lines = text.split("\n")[: chance.randrange(5, 80)]
    values = [
        "[",
        "{",
        "null",
        "7",
        "[7]",
        "{a: b}",
        "!!python/object/apply:os.system [ls]",
        "&a [*a]",
        "*b",
        "\t x",
        "(a+)+$",
        "?",
        "any",
    ]
    for _ in range(chance.randrange(1, 4)):
        place = chance.randrange(len(lines))
        line = lines[place]
        key, colon, _ = line.partition(":")
        lines[place] = chance.choice(
            [
                f"{key}: {chance.choice(values)}" if colon else line,
                f"{line}{chance.choice(ODD)}",
                f" {line}",
                line.replace("lemma", "lema").replace("prep:", "prp:"),
                f"{line}\n{line}",
                "",
            ]
        )
    return "\n".join(lines)


if __name__ == "__main__":
    main()
