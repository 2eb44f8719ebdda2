import datetime
import io

import pytest

from conflict_cli.article.reader import read_articles


def parquet_of(columns, **options):
    import pyarrow
    from pyarrow import parquet

    stream = io.BytesIO()
    parquet.write_table(pyarrow.table(columns), stream, **options)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["a.parquet", "-"])
def test_rows_of_all_groups_become_articles(read, name):
    number = 150
    columns = {
        "id": list(range(number)),
        "text": [f"Shells fell {n}." for n in range(number)],
        "published": [datetime.date(2024, 11, 28)] * number,
        "vector": [[0.5]] * number,
    }
    found = read(name, parquet_of(columns, row_group_size=40))
    assert (found.errors, found.notices) == ([], [])
    assert [article.source for article in found.articles] == [str(n) for n in range(number)]
    assert found.articles[77].text == "Shells fell 77."
    assert found.articles[77].published == "2024-11-28"


def test_columns_are_those_of_other_tables(read):
    columns = {"body": ["Shells fell."], "authors": [["A. Roe"]], "date": [datetime.datetime(2024, 11, 28, 9)]}
    found = read("a.parquet", parquet_of(columns))
    [article] = found.articles
    assert (article.source, article.authors, article.published) == ("a.parquet:1", ("A. Roe",), "2024-11-28")
    assert found.notices[0].startswith('a.parquet: text from "body", no id, date from "date";')
    assert read("b.parquet", parquet_of(columns), text_column="story").errors == [
        'b.parquet: no column "story"; there are: body, authors, date'
    ]


def test_bad_rows_are_set_aside(read):
    found = read("a.parquet", parquet_of({"text": ["x", None, "", "y" * 200, "z"]}), max_bytes=100)
    assert [article.source for article in found.articles] == ["a.parquet:1", "a.parquet:5"]
    assert [error.partition(",")[0] for error in found.errors] == [
        'a.parquet:2: no "text"',
        'a.parquet:3: "text" is empty',
        "a.parquet:4: more than 100 bytes",
    ]


def test_damaged_file_is_told(read):
    [error] = read("a.parquet", parquet_of({"text": ["x"]})[:50]).errors
    assert error.startswith("a.parquet: damaged Parquet file (")


def test_without_a_callback_a_bad_row_raises(tmp_path):
    (tmp_path / "a.parquet").write_bytes(parquet_of({"text": [None]}))
    with pytest.raises(Exception, match='no "text"'):
        list(read_articles([tmp_path / "a.parquet"]))
