"""Everything that `conflict` raises on purpose.

ConflictError
├── UsageError      an option or argument with an impossible value        exit 2
├── ConfigError     a configuration file or variable is wrong             exit 3
├── ArticleError    one article can't be read or parsed; others go on     exit 1
├── RuleError       a rule file is wrong; nothing is parsed               exit 3
├── LexiconError    a lexicon file is wrong; nothing is parsed            exit 3
├── GazetteerError  a gazetteer or a file of places is wrong               exit 3
├── ModelError      the spaCy model is missing or unfit                   exit 3
└── OutputError     the result can't be written                           exit 4

Messages are one line: where (file, line, rule), what is wrong, what would be right.
"""


class ConflictError(Exception):
    """The parent of every error the package raises on purpose."""


class UsageError(ConflictError):
    """An option or argument has a value that can't be used."""


class ConfigError(ConflictError):
    """A configuration file or a CONFLICT_* variable is malformed, or sets something unknown."""


class ArticleError(ConflictError):
    """One article can't be read or parsed.

    Attributes:
        source: what the article is known by: path, "-", record id or "corpus.jsonl:417"; None when not told.
    """

    def __init__(self, message: str, *, source: str | None = None):
        super().__init__(message)
        self.source = source


class RuleError(ConflictError):
    """A rule file is malformed or names something unknown."""


class LexiconError(ConflictError):
    """A lexicon file is malformed."""


class GazetteerError(ConflictError):
    """A gazetteer, or a user's file of places, is missing or malformed."""


class ModelError(ConflictError):
    """The spaCy model is missing, of another version, or lacks a component."""


class OutputError(ConflictError):
    """The result can't be written where it was asked for."""


def system_words(error: Exception) -> str:
    """Return what a failure to read or write is: "no space left on device", "not UTF-8 at byte 1,204"."""
    if isinstance(error, UnicodeDecodeError):
        return f"not {error.encoding.upper()} at byte {error.start + 1:,}"
    words = error.strerror if isinstance(error, OSError) else None
    return (words or str(error)).lower()
