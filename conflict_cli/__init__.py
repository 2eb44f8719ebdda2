"""Parse conflict news reports into events and claims.

The functions: `parse` one text, `parse_corpus` many articles, `parse_in_processes` the same on several cores,
`build_pipeline` the spaCy pipeline behind them, `read_articles` the articles of files in many formats. Importing the
package is cheap: each name is loaded when it is first asked for, spaCy when the first text is parsed.
"""

from importlib import import_module as _import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conflict_cli.api import build_pipeline, parse, parse_corpus
    from conflict_cli.article.model import Article
    from conflict_cli.article.options import ReadOptions
    from conflict_cli.article.reader import read_articles
    from conflict_cli.corpus.parallel import parse_in_processes
    from conflict_cli.errors import ConflictError
    from conflict_cli.report import Report
else:

    def __getattr__(name: str) -> object:
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(_import_module(f"{__name__}.{_MODULES[name]}"), name)


__version__ = "0.1.0"
__all__ = [
    "Article",
    "ConflictError",
    "ReadOptions",
    "Report",
    "__version__",
    "build_pipeline",
    "parse",
    "parse_corpus",
    "parse_in_processes",
    "read_articles",
]
_MODULES = {
    "Article": "article.model",
    "ConflictError": "errors",
    "ReadOptions": "article.options",
    "Report": "report",
    "build_pipeline": "api",
    "parse": "api",
    "parse_corpus": "api",
    "parse_in_processes": "corpus.parallel",
    "read_articles": "article.reader",
}


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
