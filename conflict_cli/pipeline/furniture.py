"""What datelines, bylines, credit lines and lines with a date say, after the patterns of structure.yaml."""

from __future__ import annotations

import re
from datetime import date

from spacy.tokens import Doc

from conflict_cli.pipeline import calendar_dates as dates
from conflict_cli.pipeline.annotations import DatelineParts, Structure
from conflict_cli.pipeline.text_patterns import TextPattern, compile_part, load_pattern_file, load_tables, token_span

STRUCTURE = "structure.yaml"
TIMEXES = "timexes.yaml"
READINGS = ("byline", "credit", "date_line", "dateline", "note")
LONGEST_DATELINE = 120  # characters
LONGEST_CREDIT = 400
FEWEST_NAME_WORDS, MOST_NAME_WORDS = 2, 5  # "Ann Lee", "Abd al-Rahman bin Ali Haddad"

_BETWEEN_NAMES = re.compile(r",? and |, | & |; |\s\|\s", re.IGNORECASE)
_WHERE = re.compile(r"\s(?:in|at|from)\s.*$", re.IGNORECASE | re.DOTALL)
_IN_PLACE = re.compile(r"\s(?:in|at|from)\s[A-Z][\w'’-]*(?:\s[A-Z][\w'’-]*)*", re.DOTALL)
# "By Nate Roe. BOSTON (Reuters) -" and "(Reporting by Ann Lee; Editing by Bo Li)" share a line with the story
_LEADING_BYLINE = re.compile(r"By (?P<people>[A-Z][\w'’. -]{3,60}?)\. (?=[A-Z]{3,}[ ,])")
_TRAILING_CREDIT = re.compile(
    r"\((?:additional )?(?:reporting|writing|compiled|editing) by (?P<people>[^();]{3,200})[^()]{0,200}\)$",
    re.IGNORECASE,
)


class FurnitureReader:
    """Reads the parts of an article that are not its story, and notes them in doc._.structure."""

    def __init__(self) -> None:
        """Load the patterns."""
        words = load_tables(TIMEXES, ("month", "weekday"))
        self.months = words["month"]
        self.file = load_pattern_file(STRUCTURE, readings=READINGS, given_tables=words)
        self._by_reading: dict[str, list[TextPattern]] = {name: [] for name in READINGS}
        for pattern in self.file.patterns:
            self._by_reading[pattern.reading].append(pattern)
        self._agency = compile_part(self.file, r"(?-i:\b{agency})(?!\w)")
        self._not_place = {word.lower() for word in self.file.lists["not_place"]}
        self._agencies = set(self.file.lists["agency"])

    def is_dateline(self, text: str) -> bool:
        """Tell whether a paragraph begins with a dateline."""
        return self._dateline(text, 0, len(text)) is not None

    def read_dateline(self, doc: Doc, text: str, start: int, end: int) -> bool:
        """Note the dateline that a paragraph begins with; tell whether there is one."""
        found = self._dateline(text, start, end)
        if found is None:
            return False
        groups, structure = found.groupdict(), doc._.structure
        # "(Marketwire - December 23, 2010)"
        agency = (groups.get("agency") or "").partition(" - ")[0].strip() or None
        when = self._date(groups, doc)
        structure.dateline = DatelineParts(
            span=token_span(doc, start, start + len(found[0].rstrip())),
            place=token_span(doc, *found.span("place")),
            date=when.isoformat() if when else None,
            agency=agency,
        )
        structure.publisher = agency or structure.publisher
        return True

    def read_line(self, doc: Doc, text: str, start: int, end: int, *, near_top: bool) -> bool:
        """Note a line that is a byline, a credit or a date; tell whether it is one."""
        if end - start > LONGEST_CREDIT:
            return False
        names = ("byline", "date_line", "credit", "note") if near_top else ("credit", "note")
        for name in names:
            for pattern in self._by_reading[name]:
                found = pattern.regex.fullmatch(text, start, end)
                if found and self._note(name, found, doc):
                    doc._.structure.credits.append(token_span(doc, start, end))
                    return True
        return False

    def trim(self, doc: Doc, text: str, start: int, end: int) -> tuple[int, int]:
        """Note a byline before, or a credit in brackets behind, the story on one line; return what is left."""
        if found := _LEADING_BYLINE.match(text, start, end):
            self._add_authors(doc._.structure, found["people"])
            doc._.structure.credits.append(token_span(doc, start, found.end("people") + 1))
            start = found.end()
        if text[end - 1 : end] == ")" and (
            found := _TRAILING_CREDIT.search(text, max(start, end - LONGEST_CREDIT), end)
        ):
            if "report" in found[0].lower() or "writ" in found[0].lower():
                self._add_authors(doc._.structure, found["people"])
            doc._.structure.credits.append(token_span(doc, found.start(), end))
            end = start + len(text[start : found.start()].rstrip())
        return start, end

    def publication(self, doc: Doc) -> str | None:
        """Return the ISO day that the dateline or a line of its own gives."""
        structure: Structure = doc._.structure
        if structure.dateline is not None and structure.dateline.date is not None:
            return structure.dateline.date
        for credit in structure.credits:
            for pattern in self._by_reading["date_line"]:
                found = pattern.regex.fullmatch(credit.text)
                when = self._date(found.groupdict(), doc) if found else None
                if when is not None:
                    return when.isoformat()
        return None

    def _dateline(self, text: str, start: int, end: int) -> re.Match[str] | None:
        for pattern in self._by_reading["dateline"]:
            found = pattern.regex.match(text, start, min(end, start + LONGEST_DATELINE))
            if found and self._is_place(found["place"]) and _is_before_text(found, end):
                return found
        return None

    def _is_place(self, place: str) -> bool:
        words = re.findall(r"[\w'’]+", place.lower())
        return len(place) > 2 and not self._not_place.intersection(words) and words[0] not in ("on", "the", "in")

    def _note(self, reading: str, found: re.Match[str], doc: Doc) -> bool:
        """Note what a line says; tell whether it really is what its pattern takes it for."""
        structure, groups = doc._.structure, found.groupdict()
        if reading in ("byline", "credit"):
            names = _names(groups["people"], self._agencies)
            if not names:
                return False
            structure.authors.extend(name for name in names if name not in structure.authors)
        if reading == "date_line":
            return self._date(groups, doc) is not None
        agency = self._agency.search(found[0])
        if agency and structure.publisher is None:
            structure.publisher = agency[0]
        return True

    def _add_authors(self, structure: Structure, people: str) -> None:
        names = _names(people, self._agencies)
        structure.authors.extend(name for name in names if name not in structure.authors)

    def _date(self, groups: dict[str, str | None], doc: Doc) -> date | None:
        """Return the day of a dateline; its year is the text's, or that of the publication date given."""
        if iso := groups.get("iso"):
            numbers = [int(number) for number in iso.split("-")]
            return dates.month_day(numbers[1], numbers[2], numbers[0]) if 1 <= numbers[1] <= 12 else None
        month = groups.get("month") or groups.get("month_second")
        day = groups.get("day") or groups.get("day_first")
        if not month or not day or month[0].islower():
            return None
        number = self.months[month.lower()]
        if year := groups.get("year"):
            return dates.month_day(number, int(day), dates.full_year(year.lstrip("'")))
        if doc._.published is None:
            return None
        return dates.nearest_day(number, int(day), date.fromisoformat(doc._.published), future=False)


def _is_before_text(found: re.Match[str], end: int) -> bool:
    """Tell whether a story follows; "WASHINGTON _" may stand on a line of its own, "CAIRO:" may not."""
    return found.end() < end or found[0].rstrip().endswith(("-", "–", "—", "_", ")"))


def _names(people: str, agencies: set[str]) -> list[str]:
    """Return the names of people in a byline: "JANE DOE and Ali Haddad in Kyiv" are two."""
    names = []
    for part in _BETWEEN_NAMES.split(_IN_PLACE.sub("", people)):
        name = " ".join(_WHERE.sub("", part).split()).strip(" .,-|")
        words = name.split()
        if not FEWEST_NAME_WORDS <= len(words) <= MOST_NAME_WORDS or name in agencies:
            continue
        if words[0][0].isupper() and words[-1][0].isupper():
            names.append(" ".join(_in_title_case(word) for word in words))
    return names


def _in_title_case(word: str) -> str:
    return word.title() if word.isupper() and len(word) > 2 and "." not in word else word
