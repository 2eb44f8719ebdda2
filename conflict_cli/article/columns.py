"""The columns of a table that hold text, id, date: those the user named, the others by their names."""

from __future__ import annotations

from collections.abc import Sequence

from conflict_cli.article.options import Input
from conflict_cli.article.records import OWN_OUTPUT, choose_columns

_SHOWN_COLUMNS = 12
_OWN_TABLE = {"article", "source", "published", "evidence", "rule"}  # of `conflict parse -f csv`
_OWN_NAMES = {"text": "text", "id": "id", "date": "published"}


def table_columns(names: Sequence[str], given: Input) -> dict[str, str]:
    """Return which column holds the "text", "id", "date" ...; tells on `on_notice` what was guessed.

    Args:
        names: the columns of the table.
        given: the table, with the columns the user named.

    Raises:
        ArticleError: no column of text, or a named one is not there.
    """
    options = given.options
    if _OWN_TABLE.issubset(names):
        raise given.error(OWN_OUTPUT)
    listed = [" ".join(name.split()) for name in names[:_SHOWN_COLUMNS]]
    shown = ", ".join([*listed, "..."] if len(names) > _SHOWN_COLUMNS else listed)
    for named in (options.text_column, options.id_column, options.date_column):
        if named is not None and named not in names:
            raise given.error(f'no column "{named}"; there are: {shown}')
    columns = choose_columns(names, options)
    if "text" not in columns:
        raise given.error(f"no column of text among {shown}; name it with --text-column")
    named_by_user = {"text": options.text_column, "id": options.id_column, "date": options.date_column}
    guessed = {part: columns.get(part) for part, name in named_by_user.items() if name is None}
    if any(name != _OWN_NAMES[part] for part, name in guessed.items() if name is not None):
        told = [f'{part} from "{name}"' if name is not None else f"no {part}" for part, name in guessed.items()]
        given.on_notice(f"{given.name}: {', '.join(told)}; --text-column, --id-column, --date-column name others")
    return columns
