"""Libraries that only some formats need: named with the extra that brings them when they are missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from conflict_cli.article.options import Input


@contextmanager
def needs(extra: str, given: Input) -> Iterator[None]:
    """Turn the failing import of an optional library into an error that names the remedy.

    Args:
        extra: the extra of our package that brings the library.
        given: the input that can't be read without it.

    Raises:
        ArticleError: the library is not installed.
    """
    try:
        yield
    except ImportError as error:
        raise given.error(f"needs {error.name}: pip install 'conflict-cli[{extra}]'") from error


def keep_quiet(library: str) -> None:
    """Keep a library's log off standard error; a program that sets up logging still gets it."""
    import logging

    logger = logging.getLogger(library)
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
