"""conflict_quantities: finds counts and their bounds; fills doc._.quantities."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from spacy.language import Language
from spacy.tokens import Doc

from conflict_cli.matcher import syntax
from conflict_cli.pipeline.annotations import Quantity
from conflict_cli.pipeline.extensions import register
from conflict_cli.pipeline.numerals import number_lists, number_patterns, read_number, read_plural
from conflict_cli.pipeline.text_patterns import (
    compile_part,
    credit_characters,
    find_matches,
    load_pattern_file,
    longest_matches,
    token_span,
)

QUANTITIES = "quantities.yaml"
CONTEXT_CHARACTERS = 40
OLDEST_AGE = 120  # "Amina Saleh, 34, was hurt": a number up to this between commas is an age
YEARS = range(1900, 2100)  # a bare number without a comma in this range is a year unless it counts a noun

Bounds = tuple[int | None, int | None]
Groups = Mapping[str, str | None]


@Language.factory("conflict_quantities", requires=["doc._.structure"], assigns=["doc._.quantities"])
def create_quantities(nlp: Language, name: str) -> QuantityFinder:
    """Create the component."""
    return QuantityFinder()


class QuantityFinder:
    """Finds "over 80", "dozens", "between 20 and 30" and reads their bounds; ages, dates and measures are none."""

    def __init__(self) -> None:
        """Load the patterns."""
        register()
        self.file = load_pattern_file(
            QUANTITIES, readings=READINGS, given_parts=number_patterns(), given_lists=number_lists()
        )
        # "3 May" and "3 to 4 May" are dates, "three may die" is not
        measure = r"{not_before}(?!\w)|(?-i:May)\b"
        self._measured = compile_part(
            self.file,
            rf"[ -]?(?:{measure})|[ -](?:year|day|hour|week|month)s?[ -]old\b"
            rf"|(?: and | to | ?[-–] ?)\d{{1,2}} (?:{measure})",
        )
        self._named = compile_part(self.file, r"(?:\b{not_after}(?: \d{1,2}(?: and| to|,| ?[-–]))?|{currency}) ?$")
        self._one_follows = compile_part(self.file, r" (?:{not_one}|of the (?:most|few|main))\b")
        self._one_precedes = compile_part(self.file, r"\b{before_not_one} $")
        self._year_lead = compile_part(self.file, r"(?:\b{year_lead} |\d, )$")
        self._age = re.compile(r"[A-Z][\w'’-]*, $")

    def __call__(self, doc: Doc) -> Doc:
        """Fill doc._.quantities, in text order."""
        text = syntax.text_of(doc)
        candidates = [found for found in find_matches(self.file, text) if self._is_count(found.match, text)]
        doc._.quantities = []
        for found in longest_matches(candidates, credit_characters(doc)):
            bounds = READINGS[found.pattern.reading](found.match.groupdict())
            if bounds is not None:
                doc._.quantities.append(_quantity(doc, found.match, bounds))
        return doc

    def _is_count(self, match: re.Match[str], text: str) -> bool:
        """Tell counts from measures, names, ages, years and the pronoun "one"."""
        before = text[max(0, match.start() - CONTEXT_CHARACTERS) : match.start()]
        after = text[match.end() : match.end() + CONTEXT_CHARACTERS]
        if self._measured.match(after) or self._named.search(before):
            return False
        if "last" in match.re.groupindex and before.lower().endswith(("from ", "from\n")):
            return False  # "the toll rose from 5 to 7"
        words = match[0].lower()
        if words == "one":
            return not self._one_follows.match(after) and not self._one_precedes.search(before)
        if not words.isdigit():
            return " and a half" not in after[:11]
        if words[0] == "0":
            return False  # "0100 UTC"
        if int(words) <= OLDEST_AGE and self._age.search(before) and after[:1] in (",", ".", ")", ";"):
            return False
        return not (len(words) == 4 and int(words) in YEARS and self._is_year(before, after))

    def _is_year(self, before: str, after: str) -> bool:
        counts_noun = re.match(r"\s[a-z]+s\b|\s(?:people|men|women|troops|children)\b", after)
        return bool(self._year_lead.search(before)) or not counts_noun


def _exact(groups: Groups) -> Bounds | None:
    number = read_number(groups["number"] or "")
    return None if number is None else (number, number)


def _modified(groups: Groups) -> Bounds | None:
    """Read "over 80", "at least 12", "nearly two dozen", "up to 30", "about 20"."""
    if groups["plural"]:
        return _plural(groups)
    number = read_number(groups["number"] or "")
    if number is None:
        return None
    if groups["more_than"]:
        return number + 1, None
    if groups["at_least"]:
        return number, None
    if groups["less_than"]:
        return None, number - 1
    return (None, number) if groups["at_most"] else (number, number)


def _plural(groups: Groups) -> Bounds | None:
    least = read_plural(groups["plural"] or "")
    return None if least is None else (least, None)


def _span(groups: Groups) -> Bounds | None:
    """Read "20 to 30"; "two to three million" are millions both."""
    low, high = read_number(groups["number"] or ""), read_number(groups["last"] or "")
    if low is None or high is None or low >= high:
        return None
    is_years = groups["number"] == str(low) and groups["last"] == str(high) and low in YEARS and high in YEARS
    scale = re.search(r"(?:hundred|thousand|million|billion)$", groups["last"] or "")
    if scale and (groups["number"] or "").isalnum():
        low = read_number(f"{groups['number']} {scale[0]}") or low
    return None if is_years else (low, high)


def _or_more(groups: Groups) -> Bounds | None:
    number = read_number(groups["number"] or "")
    return None if number is None else (number, None)


def _or_fewer(groups: Groups) -> Bounds | None:
    number = read_number(groups["number"] or "")
    return None if number is None else (None, number)


def _nobody(_: Groups) -> Bounds:
    return 0, 0


def _quantity(doc: Doc, match: re.Match[str], bounds: Bounds) -> Quantity:
    return Quantity(token_span(doc, match.start(), match.end()), *bounds)


READINGS: dict[str, Callable[[Groups], Bounds | None]] = {
    "exact": _exact,
    "modified": _modified,
    "nobody": _nobody,
    "or_fewer": _or_fewer,
    "or_more": _or_more,
    "plural": _plural,
    "span": _span,
}
