"""What a run has found, counted the same from whole reports and from tables."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from faulty_parser import report_of

from conflict_cli import Article, Report
from conflict_cli.corpus import parts
from conflict_cli.corpus.run import RunSummary
from conflict_cli.corpus.stats import corpus_stats
from conflict_cli.errors import OutputError, UsageError
from conflict_cli.render.view import View
from conflict_cli.report import Actor, ActorSpan, Casualties, Place, PlaceSpan, Span, TimeSpan

Run = Callable[..., RunSummary]
Corpus = Callable[..., Path]


def detailed_report() -> Report:
    """Return a report of a shelling that is told twice, and of one that is only threatened."""
    plain = report_of(Article(text="Rebels shelled Homs. It was shelled. It may be shelled.", source="a"))
    first, second, third = plain.events
    told = replace(
        first,
        initiators=(ActorSpan(0, 6, "Rebels", "A1"),),
        locations=(PlaceSpan(15, 19, "Homs", "P1", latitude=34.7, longitude=36.7),),
        time=TimeSpan(0, 6, "Monday", "2024-12-30", "2024-12-30", "day"),
        casualties=(Casualties(0, 6, "12", "killed", 12, 12), Casualties(0, 6, "over 20", "wounded", 21, None)),
        corefers=("E2",),
    )
    again = replace(second, corefers=("E1",), casualties=(Casualties(0, 6, "15", "killed", 15, 15),))
    return replace(
        plain,
        actors=(Actor("A1", "Rebels", "rebel_group", "SYR", None, None, (Span(0, 6, "Rebels"),)),),
        places=(
            Place(
                "P1",
                "Homs",
                "settlement",
                "SYR",
                "Homs",
                34.7,
                36.7,
                169577,
                "settlement",
                None,
                None,
                (Span(15, 19, "Homs"),),
            ),
        ),
        events=(told, again, replace(third, status="threatened")),
    )


@pytest.fixture(params=["jsonl", "parquet"])
def outdir(request: pytest.FixtureRequest, run: Run, corpus: Corpus, tmp_path: Path) -> Path:
    """A run with three articles: the detailed one in the place of the first part."""
    run(corpus(3, r2="Calm."), shard_records=1, format_name=request.param)
    folder = tmp_path / "out"
    writer = parts.open_writer(folder, request.param, 0, View())
    writer.write(detailed_report())
    writer.finish()
    return folder


def test_events_are_counted_once_an_article(outdir: Path) -> None:
    stats = corpus_stats(outdir)
    assert (stats.articles, stats.events, stats.complete) == (3, 2, True)
    assert {name: count.events for name, count in stats.tables["status"].items()} == {"happened": 2, "threatened": 1}
    assert {name: count.events for name, count in stats.tables["country"].items()} == {"SYR": 1, "not told": 1}
    syria = stats.tables["country"]["SYR"]
    assert (syria.killed_low, syria.killed_high, syria.wounded_low, syria.wounded_high) == (15, 15, 21, 21)
    rebels = stats.tables["actor"]["Rebels"]
    assert (rebels.events, rebels.as_initiator, rebels.as_target) == (1, 1, 0)


@pytest.mark.parametrize(
    ("period", "name"), [("day", "2024-12-30"), ("week", "2025-W01"), ("month", "2024-12"), ("year", "2024")]
)
def test_time_is_counted_by_period(outdir: Path, period: str, name: str) -> None:
    assert {"not told", name} == set(corpus_stats(outdir, period=period).tables["period"])


def test_parquet_is_read_by_duckdb_with_the_documented_query(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    import duckdb

    page = (Path(__file__).parents[2] / "docs" / "scaling.md").read_text("utf-8")
    query = page.partition("```sql\n")[2].partition("```")[0]
    assert "events.parquet" in query
    run(corpus(12), format_name="parquet")
    writer = parts.open_writer(tmp_path / "out", "parquet", 0, View())
    writer.write(detailed_report())
    writer.finish()
    rows = duckdb.sql(query.replace("out/", f"{tmp_path}/out/")).fetchall()
    assert ("SYR", "Shelling/artillery/missile attack", 1, 12) in rows
    for table, expected in {"claims": 0, "actors": 1, "places": 1}.items():
        [(number,)] = duckdb.sql(f"SELECT count(*) FROM '{tmp_path}/out/{table}.parquet/*.parquet'").fetchall()
        assert number == expected


def test_parquet_part_is_the_same_bytes_each_time(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    file = corpus(12)
    for name in "ab":
        run(file, tmp_path / name, format_name="parquet")
    one, other = (
        [
            (part.relative_to(tmp_path / name), part.read_bytes())
            for part in sorted((tmp_path / name).rglob("*.parquet/*"))
        ]
        for name in "ab"
    )
    assert one == other
    assert len(one) == 12


def test_what_cannot_be_counted_is_told(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no run of"):
        corpus_stats(tmp_path)
    run(corpus(3), tmp_path / "claims", view=View(only=("claims",)))
    with pytest.raises(UsageError, match="have no events; it was run with --only claims"):
        corpus_stats(tmp_path / "claims")
    run(corpus(3))
    part = tmp_path / "out" / "part-00000.jsonl"
    part.write_text(part.read_text()[:-40])
    with pytest.raises(OutputError, match="damaged"):
        corpus_stats(tmp_path / "out")


def test_an_unfinished_run_is_counted_and_said_to_be(run: Run, corpus: Corpus, tmp_path: Path) -> None:
    run(corpus(20), shard=(1, 2))
    stats = corpus_stats(tmp_path / "out")
    assert (stats.articles, stats.complete) == (10, False)
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["complete"] is False
