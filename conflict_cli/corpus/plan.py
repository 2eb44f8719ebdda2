"""Cut an input into shards that depend on the input alone, and read one of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, astuple, dataclass, replace
from functools import reduce
from itertools import chain, groupby, pairwise
from operator import attrgetter
from typing import Any, BinaryIO

from conflict_cli.article.checks import checked
from conflict_cli.article.corpus import enumerate_lines, read_corpus
from conflict_cli.article.model import Article
from conflict_cli.article.options import Input, ReadOptions
from conflict_cli.article.reader import is_corpus, read_articles
from conflict_cli.corpus.sources import SourceFile, as_local, describe, find_files, opened, shown
from conflict_cli.errors import ArticleError, UsageError, system_words

SMALLEST_SHARD = 200  # records: half a minute to a minute of work, so that a death costs little and progress is seen
LARGEST_SHARD = 512
ENOUGH_SHARDS = 64  # for many workers to end at the same time; with more of them, larger ones
MOST_UNITS = 16_384  # of which shards are made: as many as it takes to cut small inputs to the record
LARGEST_UNIT = LARGEST_SHARD // 2  # two or three of them are no shard of over 1,000 records
SEEKABLE_ENDINGS = (".jsonl", ".ndjson")  # uncompressed: a shard starts anywhere

DEFAULTS = ReadOptions()
OnError = Callable[[ArticleError], None]
Files = Mapping[int, SourceFile]
"""Files of a plan, by their number."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of records of one file.

    Attributes:
        file: number of the file in the plan.
        first: line number of the first record of JSON Lines, else how many articles come before it.
        count: records.
        start: byte offset of the first line; None where a file can't be entered in the middle.
        end: byte offset after the last line.
        last: nothing of the file comes after it.
    """

    file: int
    first: int
    count: int
    start: int | None = None
    end: int | None = None
    last: bool = True


@dataclass(frozen=True, slots=True)
class Shard:
    """What one task reads and one part holds."""

    number: int
    pieces: tuple[Piece, ...]

    @property
    def records(self) -> int:
        """Return the number of records."""
        return sum(piece.count for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of an input and the shards they are cut into."""

    files: tuple[SourceFile, ...]
    shards: tuple[Shard, ...]

    def files_of(self, shard: Shard) -> dict[int, SourceFile]:
        """Return the files that a shard reads, by number."""
        return {piece.file: self.files[piece.file] for piece in shard.pieces}

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as run.json has it; pieces are lists, for there may be a million."""
        return {
            "files": [asdict(file) for file in self.files],
            "shards": [[list(astuple(piece)) for piece in shard.pieces] for shard in self.shards],
        }

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Plan:
        """Return the plan that `to_dict` has written."""
        return cls(
            files=tuple(SourceFile(**file) for file in plain["files"]),
            shards=tuple(
                Shard(number, tuple(Piece(*piece) for piece in pieces)) for number, pieces in enumerate(plain["shards"])
            ),
        )


def make_plan(given: str, *, options: ReadOptions = DEFAULTS, shard_records: int | None = None) -> Plan:
    """Cut an input into shards; the same input, read in the same way, gives the same shards.

    Args:
        given: a file, a folder, a glob or an fsspec URL.
        options: how it is read.
        shard_records: records of a shard; None takes equal shards of 200 to some 500 records, more in larger inputs.

    Raises:
        ArticleError: there is nothing to read, or a file is not what its name says.
    """
    files = tuple(find_files(given))
    cutter = _Cutter(shard_records)
    for number, file in enumerate(files):
        for piece in _pieces(number, file, options, cutter):
            cutter.add(piece)
    return Plan(files, tuple(cutter.shards()))


class _Cutter:
    """The units so far, and how many records the open one still has room for.

    How many records a shard shall have is known at the end of the input: until then it is cut into smaller units. With
    a given number of records a unit is a shard.
    """

    def __init__(self, shard_records: int | None):
        self.room = self._unit_records = shard_records or 1
        self._is_free = shard_records is None
        self._units: list[tuple[Piece, ...]] = []
        self._pieces: list[Piece] = []

    def add(self, piece: Piece) -> None:
        """Put a piece into the open unit."""
        self._pieces.append(piece)
        self.room -= piece.count
        if self.room <= 0:
            self._close()

    def shards(self) -> Iterator[Shard]:
        """End the open unit, if there is anything in it, and yield the shards."""
        self._close()
        if not self._units:
            return
        wanted = self._wanted_shards() if self._is_free else len(self._units)
        for number, pieces in enumerate(self._grouped(wanted)):
            yield Shard(number, pieces)

    def _close(self) -> None:
        if self._pieces:
            self._units.append(tuple(self._pieces))
            if self._is_free and len(self._units) == MOST_UNITS and self._unit_records < LARGEST_UNIT:
                self._units = list(self._grouped(MOST_UNITS // 2))
                self._unit_records *= 2
        self.room, self._pieces = self._unit_records, []

    def _wanted_shards(self) -> int:
        records = sum(piece.count for unit in self._units for piece in unit)
        return max(1, min(records // SMALLEST_SHARD, max(ENOUGH_SHARDS, records // LARGEST_SHARD)))

    def _grouped(self, groups: int) -> Iterator[tuple[Piece, ...]]:
        """Yield the units joined into so many groups of equal size."""
        bounds = [len(self._units) * number // groups for number in range(groups + 1)]
        for start, end in pairwise(bounds):
            yield tuple(_joined(chain.from_iterable(self._units[start:end])))


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces, one for those of a file."""
    for _, group in groupby(pieces, key=attrgetter("file")):
        yield reduce(_join, group)


def _join(one: Piece, following: Piece) -> Piece:
    return replace(one, count=one.count + following.count, end=following.end, last=following.last)


def changes(plan: Plan) -> Iterator[str]:
    """Yield what has changed about each file since the plan was made."""
    for file in plan.files:
        try:
            now = describe(file.path)
        except (OSError, ArticleError):
            yield f"{file.name} is gone"
            continue
        if now.size != file.size:
            yield f"{file.name} had {file.size:,} bytes and has {now.size:,}"
        elif now.modified != file.modified:
            yield f"{file.name} was modified"


def read_shard(files: Files, shard: Shard, options: ReadOptions, on_error: OnError) -> Iterator[Article]:
    """Yield the articles of a shard.

    Args:
        files: those that the shard reads.
        shard: what to read.
        options: how, as when the plan was made.
        on_error: called with each record that can't be read.

    Raises:
        UsageError: a file is not the one the plan was made for.
    """
    for piece in shard.pieces:
        file = files[piece.file]
        try:
            _check_unchanged(file)
            if piece.start is not None:
                yield from _read_lines(file, piece, Input(file.name, options, on_error))
            else:
                yield from _read_some(file, piece, options, on_error)
        except ArticleError as error:
            on_error(error)
        except OSError as error:
            on_error(ArticleError(f"{file.name}: {system_words(error)}"))


def _check_unchanged(file: SourceFile) -> None:
    now = describe(file.path)
    if (now.size, now.modified) != (file.size, file.modified):
        raise UsageError(f"{file.name}: changed since the run was planned; start a new run in another folder")


def _pieces(number: int, file: SourceFile, options: ReadOptions, cutter: _Cutter) -> Iterator[Piece]:
    """Yield the pieces of a file, each no larger than the room in the shard that is open when it is asked for."""
    if not is_corpus(file.path):
        yield Piece(number, 0, 1)
    elif file.path.lower().endswith(SEEKABLE_ENDINGS):
        yield from _line_pieces(number, file, options, cutter)
    else:
        yield from _counted_pieces(number, _count_articles(file, options), cutter)


def _line_pieces(number: int, file: SourceFile, options: ReadOptions, cutter: _Cutter) -> Iterator[Piece]:
    given = Input(file.name, options, on_error=lambda _: None)
    with opened(file.path) as stream:
        # raises for what is not JSON Lines: one message for the file, not one for each of its lines
        next(read_corpus(stream, given), None)
        stream.seek(0)
        start, first, count = 0, 1, 0
        for line_number, line in enumerate_lines(stream, given):
            count += bool(line.strip())
            if count >= cutter.room:
                end = stream.tell() if line.endswith(b"\n") else _after_line(stream)
                yield Piece(number, first, count, start, end, end >= file.size)
                start, first, count = end, line_number + 1, 0
        if count:
            yield Piece(number, first, count, start, file.size)


def _after_line(stream: BinaryIO) -> int:
    """Skip the rest of a line that is too long for a record."""
    while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
        pass
    return stream.tell()


def _count_articles(file: SourceFile, options: ReadOptions) -> int:
    with as_local(file.path) as path:
        return sum(1 for _ in read_articles([path], options=options, on_error=lambda _: None))


def _counted_pieces(number: int, articles: int, cutter: _Cutter) -> Iterator[Piece]:
    first = 0
    while True:
        count = min(cutter.room, articles - first)
        last = first + count >= articles
        yield Piece(number, first, count, last=last)
        if last:
            return
        first += count


def _read_lines(file: SourceFile, piece: Piece, given: Input) -> Iterator[Article]:
    with opened(file.path) as stream:
        stream.seek(piece.start or 0)
        part = _PartOfFile(stream, (piece.end or file.size) - (piece.start or 0))
        yield from checked(read_corpus(part, given, first_line=piece.first), given)


class _PartOfFile:
    """The lines of a file up to a byte."""

    def __init__(self, stream: BinaryIO, size: int):
        self._stream, self._left = stream, size

    def readline(self, size: int, /) -> bytes:
        """Return the next line, or its first `size` bytes; nothing at the end of the part."""
        line = self._stream.readline(min(size, self._left))
        self._left -= len(line)
        return line


def _read_some(file: SourceFile, piece: Piece, options: ReadOptions, on_error: OnError) -> Iterator[Article]:
    """Read a file from its beginning and yield the articles of one piece, with the errors between them."""
    position = 0

    def report(error: ArticleError) -> None:
        if position >= piece.first:
            on_error(ArticleError(_renamed(str(error), path, file.name)))

    with as_local(file.path) as path:
        articles = read_articles([path], options=options, on_error=report)
        while piece.last or position < piece.first + piece.count:
            article = next(articles, None)
            if article is None:
                return
            position += 1
            if position > piece.first:
                yield replace(article, source=_renamed(article.source, path, file.name))


def _renamed(text: str, path: str, name: str) -> str:
    """Return a source or message with the name the user gave in place of the file's own path."""
    return name + text.removeprefix(shown(path)) if text.startswith(shown(path)) else text
