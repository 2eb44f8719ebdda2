"""One record of a corpus, whatever its file format, in; one article out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from datetime import date

from conflict_cli.article.model import HALF_PAIR, Article, whole_characters
from conflict_cli.article.options import Input, ReadOptions
from conflict_cli.errors import ArticleError

LAST_YEAR = 2050  # no article is from later; the clock is not asked, so that a corpus reads the same every day

NAMES = {
    "text": ("text", "maintext", "body", "content", "article_text", "full_text", "fulltext", "article", "story"),
    "id": ("id", "article_id", "doc_id", "docid", "uuid", "url", "link"),
    "date": (
        "published",
        "date_publish",
        "date",
        "publication_date",
        "date_published",
        "published_at",
        "publishedat",
        "pub_date",
        "pubdate",
    ),
    "title": ("title", "headline"),
    "authors": ("authors", "author", "byline"),
    "publisher": ("publisher", "source_domain", "sitename", "newspaper", "outlet"),
}
"""What records call their parts, the likeliest first: our own names, news-please's, and those of others."""

OWN_OUTPUT = "a report that conflict wrote, not an article"

_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")


def choose_columns(names: Iterable[str], options: ReadOptions) -> dict[str, str]:
    """Return which column or field holds the "text", "id", "date", ...; parts that none holds are left out.

    Args:
        names: the columns there are.
        options: the columns the user named, which count even if there is no such column.
    """
    named = {"text": options.text_column, "id": options.id_column, "date": options.date_column}
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(name.strip().lower(), name)
    columns: dict[str, str] = {}
    for part, candidates in NAMES.items():
        found = named.get(part) or next((known[name] for name in candidates if name in known), None)
        if found is not None:
            columns[part] = found
    return columns


def record_article(record: Mapping[str, object], given: Input, place: int | str | None = None) -> Article:
    """Return the article of a JSON object, its parts found by the names of its fields.

    Args:
        record: the object; its text is never touched, so that offsets point into it.
        given: the input the record is from.
        place: line or index of the record, None for a file that is one record.

    Raises:
        ArticleError: there is no text in it.
    """
    filled = [name for name, value in record.items() if value is not None]
    columns = choose_columns(filled, given.options)
    return row_article({part: record.get(name) for part, name in columns.items()}, columns, given, place)


def row_article(
    parts: Mapping[str, object], columns: Mapping[str, str], given: Input, place: int | str | None
) -> Article:
    """Return the article of a record whose parts are known: {"text": ..., "id": ..., "date": ...}.

    Args:
        parts: the values.
        columns: what the record itself calls each part, for messages.
        given: the input the record is from.
        place: line, row or index of the record, None for a file that is one record.

    Raises:
        ArticleError: there is no text in it.
    """
    name = columns.get("text", "text")
    text = parts.get("text")
    if not isinstance(text, str):
        found = f'no "{name}"' if text is None else f'"{name}" is {json_type(text)}, not a string'
        raise given.error(found, place)
    if not text.strip():
        raise given.error(f'"{name}" is empty', place)
    warnings: list[str] = []
    whole = whole_characters(text)
    if whole != text:
        text = whole
        warnings.append(HALF_PAIR)
    published, warning = iso_date(parts.get("date"), columns.get("date", "published"))
    return Article(
        text=text,
        source=_identifier(parts.get("id"), columns.get("id", "id"), given, place),
        published=published,
        published_from="metadata" if published else None,
        title=_line(parts.get("title")),
        authors=author_names(parts.get("authors")),
        publisher=_line(parts.get("publisher")),
        warnings=(*warnings, *warning),
    )


def iso_date(value: object, name: str) -> tuple[str | None, tuple[str, ...]]:
    """Return the ISO date of a value, and a warning where it has something else or a year to come.

    Args:
        value: an ISO 8601 date or time, or nothing.
        name: the column or field, for the warning.
    """
    if value is None or value == "":
        return None, ()
    shown = json.dumps(value, ensure_ascii=False, default=str)[:40]
    if isinstance(value, str) and (match := _DATE.fullmatch(value.strip())):
        try:
            day = date.fromisoformat(match[1])
        except ValueError:
            pass  # 2024-02-30: warned of below, like any other text
        else:
            late = (f'"{name}" lies in the future: {shown}',) if day.year > LAST_YEAR else ()
            return day.isoformat(), late
    return None, (f'"{name}" is not an ISO 8601 date: {shown}',)


def author_names(value: object) -> tuple[str, ...]:
    """Return the names of authors: of a list, or of a text with semicolons between them."""
    names = value.split(";") if isinstance(value, str) else value if isinstance(value, list | tuple) else ()
    lines = (_line(name) for name in names)
    return tuple(dict.fromkeys(line for line in lines if line))


def json_type(value: object) -> str:
    """Return what JSON calls the type of a value, with its article: "an array"."""
    if value is None:
        return "null"
    names = {bool: "a boolean", str: "a string", list: "an array", dict: "an object"}
    return names.get(type(value), "a number")


def load_object(data: bytes, given: Input, place: int | str | None = None) -> object:
    """Return the value that JSON text stands for.

    Raises:
        ArticleError: it is not JSON, or JSON that Python can't hold.
    """
    encoding = given.options.encoding or "utf-8"
    try:
        return json.loads(data.decode(encoding).removeprefix("\ufeff"))
    except UnicodeDecodeError as error:
        within = "" if place is None else " of the line"
        raise given.error(f"not {encoding.upper()} at byte {error.start + 1:,}{within}", place) from error
    except json.JSONDecodeError as error:
        where = f"column {error.colno:,}" if place is not None else f"line {error.lineno:,}, column {error.colno:,}"
        raise given.error(f"not JSON at {where}: {error.msg}", place) from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits, brackets 5,000 deep
        raise given.error("JSON too deep or a number too long", place) from error


def check_object(value: object, given: Input, place: int | str | None = None) -> Mapping[str, object]:
    """Return the value if it is a JSON object.

    Raises:
        ArticleError: it is something else.
    """
    if not isinstance(value, dict):
        raise given.error(f'{json_type(value)} instead of an object {{"id", "text", "published"}}', place)
    return value


def _identifier(value: object, name: str, given: Input, place: int | str | None) -> str:
    where: ArticleError = given.error(f'"{name}" is {json_type(value)}, not a string', place)
    if value is None or value == "":
        return str(where.source)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise where
    return whole_characters(str(value))


def _line(value: object) -> str | None:
    if not isinstance(value, str):
        return None
    return " ".join(whole_characters(value).split()) or None
