"""conflict_timexes: finds time expressions and the calendar days they mean; fills doc._.timexes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from spacy.language import Language
from spacy.tokens import Doc, Span

from conflict_cli.matcher import syntax
from conflict_cli.pipeline.annotations import Timex
from conflict_cli.pipeline.calendar_dates import Interval, is_reportable
from conflict_cli.pipeline.dated_readings import DATED_READINGS
from conflict_cli.pipeline.extensions import register
from conflict_cli.pipeline.numerals import number_patterns
from conflict_cli.pipeline.relative_readings import RELATIVE_READINGS, since, until
from conflict_cli.pipeline.tense import FutureWords, is_future
from conflict_cli.pipeline.text_patterns import (
    Match,
    PatternFile,
    TextPattern,
    compile_part,
    credit_characters,
    find_matches,
    load_pattern_file,
    longest_matches,
    token_span,
)
from conflict_cli.pipeline.time_context import Context

TIMEXES = "timexes.yaml"
ANY_DAY = date(2000, 1, 1)  # stands for a publication date, to see what one would tell
READINGS = DATED_READINGS | RELATIVE_READINGS
LONGEST_HEADING = 80  # characters
LEAD_CHARACTERS = 40  # as far back as a preposition or modifier before an expression can begin
# A history names this many years at least, and nine in ten of them lie this far from its publication.
FEWEST_YEARS_OF_HISTORY = 8
FAR_YEARS = 0
SHARE_OF_FAR_YEARS = 0.8

_NAME_GROUPS = ("month", "weekday", "first", "second")
_CAPITAL = re.compile(r"\s[A-Z][a-z]")
_IN = re.compile(r"\b(?:in|of|since|until|by)\s$", re.IGNORECASE)
_CAPITALISED_BEFORE = re.compile(r"[A-Z]\w*\s$")
_BACKWARDS = re.compile(r"\b(?:ago|earlier|previously|previous|preceding|beforehand|before)\b", re.IGNORECASE)
_WHEN = re.compile(r",?\s+when\b", re.IGNORECASE)


@Language.factory("conflict_timexes", requires=["doc._.structure"], assigns=["doc._.timexes"])
def create_timexes(nlp: Language, name: str) -> TimexFinder:
    """Create the component."""
    return TimexFinder()


class TimexFinder:
    """Finds "on Thursday", "since March 2020", "three years later" and reads them against the article's dates.

    Notes:
        Intervals instead of points, and histories read against the date last told of, follow TimeML's
        TIMEX3 as HeidelTime (Strötgen and Gertz 2010) treats news and narratives.
    """

    def __init__(self) -> None:
        """Load the patterns."""
        register()
        self.file: PatternFile = load_pattern_file(TIMEXES, readings=READINGS, given_parts=number_patterns())
        self._since = compile_part(self.file, r"\b{since_word} (?:about |around |at least |the )?$")
        self._until = compile_part(self.file, r"\b{until_word} (?:about |around |at least |the )?$")
        self._by = compile_part(self.file, r"\bby (?:about |around |at least |the )?$")
        self._ahead = compile_part(self.file, r"\b{ahead_word} (?:on |for |by |the )*$")
        self._month_lead = compile_part(self.file, r"(?:\b{before_month} |[(/–—-])$")
        self._named_weekday = compile_part(self.file, r"\b{named_weekday} $")
        self._number_lead = compile_part(self.file, r"\b{number_after} $")
        self._year_lead = compile_part(self.file, r"(?:\b{before_month} |[(/–—,-] ?)$")
        self._counted = compile_part(self.file, r"(?:[- ]{counted_after_number}\b)")
        self._plural_noun = compile_part(self.file, r" (?!{not_plural}\b)[a-z]+s\b(?! of\b)")
        lists = self.file.lists
        self._future = FutureWords(
            *(frozenset(lists[name]) for name in ("future_auxiliary", "future_governor", "future_verb"))
        )
        # "a curfew was imposed until Wednesday": what is imposed lasts beyond the report
        self._lasting = replace(self._future, verbs=self._future.verbs | frozenset(lists["lasting_verb"]))
        self._month_or_word = {word.lower() for word in lists["month_or_word"]}

    def __call__(self, doc: Doc) -> Doc:
        """Fill doc._.timexes, in text order."""
        text = syntax.text_of(doc)
        found = self._find(doc, text)
        context = Context(published=_published(doc), tables=self.file.tables)
        context.parsed = doc.has_annotation("DEP")
        context.history = _is_history(found, context.published)
        doc._.timexes = []
        for item in found:
            doc._.timexes.extend(self._read(item, doc, text, context))
        if context.published is None:
            self._warn_of_unresolved(found, doc)
        return doc

    def _find(self, doc: Doc, text: str) -> list[Match]:
        """Return the matches, longest first where they overlap, in text order."""
        candidates = [
            found for found in find_matches(self.file, text) if self._is_time(found.pattern, found.match, text)
        ]
        return longest_matches(candidates, credit_characters(doc))

    def _is_time(self, pattern: TextPattern, match: re.Match[str], text: str) -> bool:
        """Tell months from "may" and "March on", years from other numbers, Fridays from Black Friday."""
        groups = match.groupdict()
        names = [groups.get(group) or "" for group in _NAME_GROUPS]
        if any(name and name[0].islower() for name in names):
            return False
        before = text[max(0, match.start() - LEAD_CHARACTERS) : match.start()]
        if pattern.reading == "weekday":
            return not self._named_weekday.search(before)
        if pattern.id == "timexes.month" and not groups.get("relation") and not groups.get("part"):
            month = (groups["month"] or "").rstrip(".").lower()
            named = _CAPITAL.match(text, match.end())
            if month in self._month_or_word and named and not _IN.search(before):
                return False  # "April Roe", "Jan Kowal"
            return bool(self._month_lead.search(before)) or not (named or month in self._month_or_word)
        if pattern.reading in ("deictic_day", "unit_of_publication") and match[0][0].isupper():
            # "USA Today" and "This Week" are media
            return not _CAPITALISED_BEFORE.search(before) and text[match.start() - 1 : match.start()] != '"'
        if pattern.reading == "calendar_year":
            return self._is_year(before, text[match.end() : match.end() + LEAD_CHARACTERS])
        if pattern.reading == "calendar_years":
            return int(groups["first"][-2:]) < int(groups["second"][-2:]) or len(groups["second"]) > 2
        return True

    def _is_year(self, before: str, after: str) -> bool:
        if self._number_lead.search(before) or self._counted.match(after):
            return False
        return bool(self._year_lead.search(before)) or not self._plural_noun.match(after)

    def _read(self, item: Match, doc: Doc, text: str, context: Context) -> Iterator[Timex]:
        """Read one match; "April 6-7" gives two."""
        start, end = item.match.span()
        before = text[max(0, start - LEAD_CHARACTERS) : start]
        span = token_span(doc, start, end)
        future = self._lasting if self._until.search(before) else self._future
        context.future = bool(self._ahead.search(before)) or (context.parsed and is_future(span, future))
        value = READINGS[item.pattern.reading](item.match.groupdict(), context)
        if isinstance(value, tuple):
            yield from self._halves(item.match, doc, value, context)
            return
        if value is not None:
            value, start = self._opened(value, text, start, end, context)
        moves = not (self._is_aside(text, start, end) or self._until.search(before) or _BACKWARDS.search(item.match[0]))
        yield self._timex(token_span(doc, start, end), value, context, moves=moves)

    def _halves(
        self, match: re.Match[str], doc: Doc, value: tuple[Interval, Interval], context: Context
    ) -> Iterator[Timex]:
        """Give two expressions for "April 6-7", one for "April 6/7", which is a single token."""
        first = token_span(doc, match.start(), match.end("first"))
        second = token_span(doc, match.start("second"), match.end())
        if first.end > second.start:
            whole = token_span(doc, *match.span())
            yield self._timex(whole, Interval(value[0].earliest, value[1].latest, "interval"), context)
            return
        yield self._timex(first, value[0], context)
        yield self._timex(second, value[1], context)

    def _opened(self, value: Interval, text: str, start: int, end: int, context: Context) -> tuple[Interval, int]:
        """Open the interval after "since", "until" and "by"; "since" becomes part of the words."""
        before = text[max(0, start - LEAD_CHARACTERS) : start]
        opening = self._since.search(before)
        # "the biggest since March 2020, when a truce was agreed": the truce is of March 2020
        if opening and not _WHEN.match(text, end):
            return since(value, context), start - len(before) + opening.start()
        if value.precision != "interval" and (self._until.search(before) or self._by.search(before)):
            return until(value), start
        return value, start

    def _timex(self, span: Span, value: Interval | None, context: Context, *, moves: bool = True) -> Timex:
        """Build the Timex, and remember its date as the last told of."""
        if value is None:
            return Timex(span, None, None, None)
        if moves and value.first is not None and is_reportable(value.first.year):
            context.told = value
            if value.precision == "day":
                context.told_day = value.first
        earliest = value.earliest.isoformat() if value.earliest else None
        latest = value.latest.isoformat() if value.latest else None
        return Timex(span, earliest, latest, value.precision)

    def _warn_of_unresolved(self, found: list[Match], doc: Doc) -> None:
        """Warn once of dates that a publication date would tell."""
        probe = Context(published=ANY_DAY, tables=self.file.tables)
        undated = {timex.span.start_char for timex in doc._.timexes if timex.precision is None}
        for item in found:
            if item.match.start() in undated and READINGS[item.pattern.reading](item.match.groupdict(), probe):
                words = " ".join(item.match[0].split())
                doc._.warnings.append(f"relative date '{words}' left unresolved: no publication date")
                return

    def _is_aside(self, text: str, start: int, end: int) -> bool:
        """Tell whether a date stands in brackets or a heading, and so does not move the story on."""
        line_start = text.rfind("\n", max(0, start - LONGEST_HEADING), start) + 1 or max(0, start - LONGEST_HEADING)
        line_end = text.find("\n", end, end + LONGEST_HEADING)
        line = text[line_start : line_end if line_end >= 0 else end + LONGEST_HEADING]
        opening = text.rfind("(", line_start, start)
        in_brackets = opening >= 0 and ")" not in text[opening:start]
        is_heading = len(line) < LONGEST_HEADING and not line.rstrip().endswith((".", "!", "?", '"', ":", ","))
        return in_brackets or (is_heading and line.strip() != text[start:end])


def _published(doc: Doc) -> date | None:
    found = date.fromisoformat(doc._.published) if doc._.published else None
    return found if found is None or is_reportable(found.year) else None


def _is_history(found: list[Match], published: date | None) -> bool:
    """Tell whether most years named lie far from the publication, as in the story of a war."""
    years = [
        int(match[name])
        for item in found
        for name, match in [(n, item.match) for n in ("year", "first", "second") if n in item.match.re.groupindex]
        if match[name] and len(match[name]) == 4 and match[name].isdigit()
    ]
    if published is None or len(years) < FEWEST_YEARS_OF_HISTORY:
        return False
    far = sum(abs(year - published.year) > FAR_YEARS for year in years)
    news = sum(item.pattern.reading in ("weekday", "deictic_day") for item in found)
    return far >= SHARE_OF_FAR_YEARS * len(years) and far > 2 * news
