"""README and docs/ stay true: their commands run, their output is real, nothing is left out.

Two marks in a page stand for what the program gives, and are rewritten by `sh examples/regenerate.sh`:

    <!-- output of: conflict parse examples/aleppo_offensive.txt -->    above a fenced block
    <!-- table: components -->                                          above a Markdown table
"""

from __future__ import annotations

import doctest
import functools
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from spacy.language import Language

from conflict_cli import Article, Report, api, parse_corpus
from conflict_cli.cli import app, console
from conflict_cli.cli.console import ExitCode
from conflict_cli.pipeline import AFTER_MODEL, BEFORE_MODEL, PIPELINE
from conflict_cli.pipeline.extensions import DOC_EXTENSIONS
from conflict_cli.render import FORMATS

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
REGENERATE = bool(os.environ.get("REGENERATE"))
WIDTH = "100"

OUTPUT_BLOCK = re.compile(
    r"(?P<mark><!-- output of: (?P<line>.+?) -->\n+```\w*\n)(?P<body>.*?)(?P<end>^```$)", re.M | re.S
)
TABLE_BLOCK = re.compile(r"(?P<mark><!-- table: (?P<name>\w+) -->\n)(?P<body>(?:\|.*\n)*)", re.M)
FENCE = re.compile(r"^```(?P<language>\w+)\n(?P<body>.*?)^```$", re.M | re.S)
FILE_NAME = re.compile(r"# (my_\S+\.ya?ml)\b")
WIDTH_SET = re.compile(r"COLUMNS=(\d+) ")
SEGMENT = re.compile(r"(?:'[^']*'|\"[^\"]*\"|[^|'\"])+")
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
SHOWN = re.compile(r"(?:\$ |exec )?conflict (?=[a-z-])")
# what needs a network, a download, a run that is there already, many processes, or minutes; tests/ has each of them
ELSEWHERE = re.compile(r"://|allCountries|SY\.zip|\.sqlite$|-j \d|corpus|my_|rules check$|/shared/|files-from")
GEONAMES_LINE = "\t".join(["7", "Qalbirabad", "", "", "35.5", "36.5", "P", "PPL", "SY", *[""] * 5, "900", *[""] * 4])
NOT_EVERYWHERE = ("jq", "yq")  # a machine may lack them; then the commands are run up to there


def page_name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


# ---------------------------------------------------------------- what the pages show


@pytest.fixture(scope="module")
def parsed(nlp: Language) -> Callable[[Article], Report]:
    """Return a function that parses each article once: the pages run many commands over the same ones."""
    return functools.cache(lambda article: next(parse_corpus([article], nlp=nlp)))


@pytest.fixture
def shell(
    nlp: Language,
    parsed: Callable[[Article], Report],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[[str], str]:
    """Return a function that runs a line of shell in a folder with the examples, `conflict` in this process."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    for name, value in {"COLUMNS": WIDTH, "NO_COLOR": "1", "LC_ALL": "C.UTF-8"}.items():
        monkeypatch.setenv(name, value)
    build, default = api.build_pipeline, nlp

    def built(**options: Any) -> Language:
        plain = options.get("entity_model", True) is True and not any(map(options.get, ("model", "rules", "actors")))
        return nlp if plain else build(**options)

    def parsed_corpus(articles: Iterator[Article], *, nlp: Language, **options: Any) -> Iterator[Report]:
        return map(parsed, articles) if nlp is default else parse_corpus(articles, nlp=nlp, **options)

    monkeypatch.setattr(api, "build_pipeline", built)
    monkeypatch.setattr(api, "parse_corpus", parsed_corpus)

    def conflict(segment: str, given: str) -> str:
        words = _bash(f'printf "%s\\0" {segment}').split("\0")[1:-1]
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode()), encoding="utf-8"))
        capsys.readouterr()
        code = console.run(words)
        out, err = capsys.readouterr()
        assert code == ExitCode.OK, f"{segment}: exit {code}: {err}"
        return out

    def run(line: str) -> str:
        text = ""
        for segment in SEGMENT.findall(line):
            if columns := WIDTH_SET.match(segment):
                monkeypatch.setenv("COLUMNS", columns[1])
                segment = segment[columns.end() :]  # noqa: PLW2901 - the rest of it is the command
            program = shlex.split(segment)[0]
            if program in NOT_EVERYWHERE and shutil.which(program) is None:
                return text
            text = conflict(segment, text) if program == "conflict" else _bash(segment, text)
        return text

    return run


def _bash(line: str, given: str = "") -> str:
    done = subprocess.run(["bash", "-c", line], input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{line}: {done.stderr}"
    return done.stdout


def write_files(text: str) -> None:
    """Write the YAML blocks of a page that open with a file name: # my_rules/events/cattle_raid.yaml."""
    for block in FENCE.finditer(text):
        if name := FILE_NAME.match(block["body"]):
            Path(name[1]).parent.mkdir(parents=True, exist_ok=True)
            Path(name[1]).write_text(block["body"], "utf-8")


def conflict_lines(block: str) -> Iterator[str]:
    """Yield the command lines of a block that run conflict; those that install or test are left out."""
    for line in block.replace("\\\n", " ").splitlines():
        if not line.startswith("#") and re.search(r"(^|\| *)conflict ", line):
            yield re.split(r"\s{2,}#", line)[0]


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_commands_of_page_run(page: Path, shell: Callable[[str], str]) -> None:
    text = page.read_text("utf-8")
    write_files(text)
    for block in FENCE.finditer(text):
        if block["language"] == "sh":
            for line in conflict_lines(block["body"]):
                shell(line)


def shown_lines() -> list[str]:
    """Return the command lines that pages show in other blocks, those of --help among them, each once."""
    blocks = (block for page in PAGES for block in FENCE.finditer(page.read_text("utf-8")) if block["language"] != "sh")
    lines = (line for block in blocks for line in block["body"].splitlines() if SHOWN.match(line))
    return list(dict.fromkeys(re.split(r"\s{3,}", SHOWN.sub("conflict ", line))[0] for line in lines))


@pytest.mark.parametrize("line", shown_lines())
def test_shown_commands_are_understood(line: str) -> None:
    for segment in filter(SHOWN.match, map(str.strip, SEGMENT.findall(line))):
        command: Any = typer.main.get_command(app)
        words = shlex.split(re.sub(r"\$\w+", "7", segment.partition(" > ")[0]))[1:]
        context = command.make_context("conflict", [*words], resilient_parsing=True)
        while hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
            context = command.make_context(command.name, [*words], parent=context)


@pytest.mark.parametrize("line", [line for line in shown_lines() if not ELSEWHERE.search(line)])
def test_shown_commands_run(line: str, shell: Callable[[str], str]) -> None:
    shutil.copy("examples/aleppo_offensive.txt", "article.txt")
    shutil.copytree("examples", "news", ignore=lambda _, names: set(names) - {"aleppo_offensive.txt"})
    Path("SY.txt").write_text(f"{GEONAMES_LINE}\n", "utf-8")
    command, _, target = line.partition(" > ")
    written = shell(command)
    if target:
        Path(target).write_text(written, "utf-8")
    assert written or " -o " in line


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_output_in_page_is_real(page: Path, shell: Callable[[str], str]) -> None:
    text = page.read_text("utf-8")
    write_files(text)
    _check(page, OUTPUT_BLOCK.sub(lambda found: f"{found['mark']}{_tidy(shell(found['line']))}{found['end']}", text))


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_tables_in_page_are_real(page: Path, nlp: Language) -> None:
    tables = {"components": components_table, "attributes": lambda _: attributes_table()}
    _check(page, TABLE_BLOCK.sub(lambda found: found["mark"] + tables[found["name"]](nlp), page.read_text("utf-8")))


def _check(page: Path, now: str) -> None:
    if REGENERATE:
        page.write_text(now, "utf-8")
    assert now == page.read_text("utf-8"), "what the program gives has changed: sh examples/regenerate.sh"


def _tidy(output: str) -> str:
    return "".join(f"{line.rstrip()}\n" for line in output.rstrip().splitlines())


def components_table(nlp: Language) -> str:
    """Return what each component reads and writes, from spaCy's own record of it."""
    rows = ["| | component | reads | writes |", "|---|---|---|---|"]
    for number, name in enumerate(nlp.pipe_names, 1):
        meta = nlp.get_pipe_meta(name)
        reads, writes = (", ".join(f"`{one}`" for one in given) for given in (meta.requires, meta.assigns))
        rows.append(f"| {number} | `{name}` | {reads} | {writes} |")
    return "".join(f"{row}\n" for row in rows)


def attributes_table() -> str:
    """Return the attributes of a Doc as pipeline/extensions.py declares them."""
    rows = (f"| `doc._.{name}` | {meaning.replace('|', '·')} |" for name, meaning in DOC_EXTENSIONS.items())
    return "".join(f"{row}\n" for row in ("| attribute | holds |", "|---|---|", *rows))


@pytest.mark.parametrize("page", PAGES, ids=page_name)
def test_python_in_page_runs(page: Path, nlp: Language, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(api, "build_pipeline", lambda **_: nlp)
    names: dict[str, object] = {}
    for block in FENCE.finditer(page.read_text("utf-8")):
        if block["language"] == "pycon":
            test = doctest.DocTestParser().get_doctest(block["body"], names, page_name(page), None, 0)
            failures = io.StringIO()
            doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(test, out=failures.write, clear_globs=False)
            names.update(test.globs)
            assert not failures.getvalue(), failures.getvalue()


# ---------------------------------------------------------------- nothing is left out


def test_every_command_and_option_is_documented() -> None:
    manual = (ROOT / "docs" / "cli.md").read_text("utf-8")
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    assert [name for name in commands if f"conflict {name}" not in manual] == []
    options = {option for command in commands.values() for given in command.params for option in given.opts}
    assert [option for option in sorted(options) if option.startswith("-") and option not in manual] == []


def test_every_exit_code_is_documented() -> None:
    manual = (ROOT / "docs" / "cli.md").read_text("utf-8")
    assert [code for code in ExitCode if not re.search(rf"\b{code.value}\b", manual)] == []


@pytest.mark.parametrize("page", ["docs/cli.md", "docs/getting-started.md"])
def test_every_format_is_documented(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert [name for name in FORMATS if name not in text] == []


def test_every_component_is_documented() -> None:
    page = (ROOT / "docs" / "pipeline.md").read_text("utf-8")
    assert [name for name in (*BEFORE_MODEL, *AFTER_MODEL) if f"### `{name}`" not in page] == []


def test_readme_lists_the_components_in_order() -> None:
    listed = re.findall(r"^\| `(conflict_\w+)` \|", (ROOT / "README.md").read_text("utf-8"), re.M)
    assert listed == [name for name in PIPELINE if name.startswith("conflict_")]


def test_readme_has_the_two_commands_that_ci_runs() -> None:
    lines = re.findall(r"^(?:python3 -m venv|\.venv/bin/pip) .*&&.*$", (ROOT / "README.md").read_text("utf-8"), re.M)
    assert lines == [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/conflict parse examples/aleppo_offensive.txt",
        ".venv/bin/pip install -e '.[dev]' && .venv/bin/pytest",
    ]


@pytest.mark.parametrize("page", [*PAGES, ROOT / "examples/README.md", ROOT / "benchmarks/README.md"], ids=page_name)
def test_links_lead_somewhere(page: Path) -> None:
    assert [link for link in LINK.findall(page.read_text("utf-8")) if not (page.parent / link).exists()] == []
