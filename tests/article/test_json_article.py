import json

import pytest

NEWS_PLEASE = {
    "authors": ["Jane Roe", "", "Jane Roe"],
    "date_download": "2024-12-01 08:00:00",
    "date_publish": "2024-11-28 10:00:00",
    "maintext": "Shells fell on the port.\nResidents fled.",
    "source_domain": "wire.example",
    "title": "Port hit",
    "url": "https://wire.example/1",
    "image_url": None,
}


@pytest.mark.parametrize("indent", [None, 2])
def test_article_of_news_please(read, indent):
    [article] = read("a.json", json.dumps(NEWS_PLEASE, indent=indent).encode()).articles
    assert article.text == NEWS_PLEASE["maintext"]
    assert (article.source, article.title) == ("https://wire.example/1", "Port hit")
    assert (article.published, article.published_from) == ("2024-11-28", "metadata")
    assert (article.authors, article.publisher) == (("Jane Roe",), "wire.example")
    assert article.warnings == ()


def test_plain_object_and_a_mark(read):
    [article] = read("a.json", '\ufeff{"text": "Shells fell.", "published": "2024-11-28"}'.encode()).articles
    assert (article.text, article.source, article.published) == ("Shells fell.", "a.json", "2024-11-28")


@pytest.mark.parametrize("name", ["a.json", "-", "a.txt"])
def test_array_gives_its_elements_and_sets_bad_ones_aside(read, name):
    found = read(name, json.dumps([{"text": "One."}, 7, {"id": 1}, {"text": "Two."}], indent=1).encode())
    assert [article.source for article in found.articles] == [f"{name}:1", f"{name}:4"]
    assert found.errors == [
        f'{name}:2: a number instead of an object {{"id", "text", "published"}}',
        f'{name}:3: no "text"',
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"text": "x",\n}', "not JSON at line 2, column 1: Expecting property name enclosed in double quotes"),
        (b'"x"', 'a string instead of an object {"id", "text", "published"}'),
        (b'{"schema_version": "1", "report": {}}', "a report that conflict wrote, not an article"),
        (b'[{"schema_version": "1", "report": {}}]', "a report that conflict wrote, not an article"),
        (b'{"text": "\xff"}', "not UTF-8 at byte 11"),
    ],
)
def test_other_json_is_told(read, data, reason):
    assert read("a.json", data).errors == [f"a.json: {reason}"]


def test_lines_named_json_are_read_as_lines(read):
    found = read("a.json", b'{"id": 1, "text": "x"}\n{"id": 2, "text": "y"}\n')
    assert [article.source for article in found.articles] == ["1", "2"]
    assert found.articles[0].warnings == ("named .json, but read as what it is: JSON Lines",)


def test_fields_named_by_the_user(read):
    data = b'{"text": "teaser", "story": "Shells fell.", "key": "k", "day": "2024-11-28"}\n'
    [article] = read("a.jsonl", data, text_column="story", id_column="key", date_column="day").articles
    assert (article.text, article.source, article.published) == ("Shells fell.", "k", "2024-11-28")
    assert read("b.jsonl", data, text_column="body").errors == ['b.jsonl:1: no "body"']
