"""Parse conflict news reports into events and claims.

The functions: `parse` one text, `parse_corpus` many articles, `parse_in_processes` the same on several cores,
`build_pipeline` the spaCy pipeline behind them, `read_articles` the articles of files in many formats. Importing the
package is cheap: spaCy is loaded when the first text is parsed.
"""

from conflict_cli.api import build_pipeline, parse, parse_corpus
from conflict_cli.article.model import Article
from conflict_cli.article.options import ReadOptions
from conflict_cli.article.reader import read_articles
from conflict_cli.corpus.parallel import parse_in_processes
from conflict_cli.errors import ConflictError
from conflict_cli.report import Report

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
