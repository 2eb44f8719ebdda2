"""Find place names the model missed, and places it took for people or organisations."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from spacy.tokens import Doc, Span, Token

from conflict_cli.gazetteer.lookup import GazetteerPlace
from conflict_cli.gazetteer.names import place_key
from conflict_cli.lexicon.terms import never_places
from conflict_cli.matcher import syntax
from conflict_cli.matcher.syntax import first_conjunct, preposition_of
from conflict_cli.pipeline.annotations import Mention
from conflict_cli.pipeline.country_roles import place_nouns
from conflict_cli.pipeline.location_relations import is_taken_or_reached
from conflict_cli.pipeline.nominals import noun_form
from conflict_cli.pipeline.toponyms import LIKELY_SHARE, ArticleCountries, Toponyms, division_abbreviations

LONGEST_RUN = 4
# log10 of population: a name of 250,000 people stands for itself, one of 2,000 only in the article's countries
PRIOR_ANYWHERE = 5.4
PRIOR_IN_COUNTRY = 3.3
LONGEST_REST = 4  # tokens: "- al - Zor"
OFFICES = frozenset({"Department", "Departments"})
DOUBTFUL_KINDS = frozenset({"region", "settlement"})
COMPASS = frozenset({"central", "east", "north", "south", "west"})
ADJECTIVE_ENDINGS = ("an", "ese", "ish")  # "West African", "South Korean"
READ = 0.99  # how sure the entity model must be of a place that no gazetteer knows
DOUBTFUL_SOURCES = frozenset({"entity_model", "model"})
LOCATIVES = frozenset(
    {"across", "around", "at", "from", "in", "inside", "into", "near", "outside", "throughout", "toward", "towards"}
)
# nothing but a place follows these: "near Sarmin"
SURE_LOCATIVES = frozenset({"around", "in", "inside", "near", "outside"})
# an organisation is seldom what something is near
BESIDE = frozenset({"near", "outside"})
# words that join the parts of a name without a capital: "Deir al-Zor", "Dar es Salaam"
JOINTS = frozenset("- ad al as ash at az bin da das de del di do dos du ed el es ez la ul um umm".split())


def missed_places(doc: Doc, names: list[Mention], toponyms: Toponyms) -> list[Mention]:
    """Return places that are no names yet: "Nubl", "Zahra"."""
    taken = {position for mention in names for position in range(mention.span.start, mention.span.end)}
    known = [mention.span.text for mention in names if mention.label == "place"]
    countries = toponyms.article_countries(doc, known)
    tagged = set(known)
    found: list[Mention] = []
    surnames = surname_keys(names)
    for run in _capitalised_runs(doc, taken):
        alone = doc[run[0].i : run[0].i + 1]
        if len(run) == 1 and place_key(alone.text) in surnames and _word_before(alone) not in LOCATIVES:
            continue  # "Harmon tweeted" where Lisa Harmon is told of
        found += _places_in(run, countries, tagged, toponyms)
    return found


def abbreviated_divisions(doc: Doc) -> list[Mention]:
    """Return provinces and states in short after a name: "Fresno, Calif."; those with stops inside anywhere: "B.C."."""
    found = []
    for match in _abbreviations().finditer(syntax.text_of(doc)):
        short = match["short"]
        span = doc.char_span(match.start("short"), match.end("short"), alignment_mode="expand")
        if (
            span is not None
            and span.text.rstrip(".,") == short.rstrip(".")
            and (match["comma"] or short.count(".") > 1)
        ):
            found.append(Mention(span, "place", "admin"))
    return found


@cache
def _abbreviations() -> re.Pattern[str]:
    shorts = "|".join(re.escape(short) for short in sorted(division_abbreviations(), key=len, reverse=True))
    return re.compile(rf"(?P<comma>(?<=\w), ?)?(?<![\w.])(?P<short>{shorts})(?![\w])")


def likely_places(doc: Doc, mentions: list[Mention], toponyms: Toponyms) -> list[Mention]:
    """Return the mentions without names that only the news tagger takes for a place and no gazetteer knows.

    Three in four of them are people, firms and titles. What stands behind a preposition or a noun that says so is kept:
    "fighting in Qwertabad", "the village of Qwertabad".
    """
    mentions = [mention for mention in mentions if not _is_half_an_adjective(mention)]
    _correct_departments(mentions, toponyms)
    _correct_surnames(mentions, toponyms)
    places = [mention for mention in mentions if mention.label == "place" and not mention.nominal]
    unplaced = unplaced_names(places)
    if not unplaced:
        return mentions
    countries = toponyms.article_countries(doc, sorted({place.span.text for place in places} - unplaced))
    unlisted = {name for name in unplaced if toponyms.resolve(name, countries) is None}
    return [mention for mention in mentions if not (mention.label == "place" and mention.span.text in unlisted)]


def _is_half_an_adjective(mention: Mention) -> bool:
    """Tell whether a place is the first word of another: "West" in "the West African bloc"."""
    last, end = mention.span[-1], mention.span.end
    if mention.label != "place" or last.lower_ not in COMPASS or end >= len(last.doc):
        return False
    following = last.doc[end]
    return following.is_title and following.text.endswith(ADJECTIVE_ENDINGS)


def surname_keys(mentions: Iterable[Mention]) -> frozenset[str]:
    """Return the keys of the last names of people, as a place's name would have them."""
    people = [mention.span for mention in mentions if mention.kind == "person" and not mention.nominal]
    return frozenset(place_key(span[-1].text) for span in people if len(span) > 1)


def _correct_surnames(mentions: list[Mention], toponyms: Toponyms) -> None:
    """Turn unlisted places that have the surname of a person of the article into that person: "al-Sharafi"."""
    surnames = surname_keys(mentions)
    for mention in mentions:
        text = mention.span.text
        if mention.label != "place" or mention.nominal or place_key(text) not in surnames:
            continue
        if not toponyms.candidates(text) and _word_before(mention.span) not in SURE_LOCATIVES:
            mention.label, mention.kind = "actor", "person"


def _correct_departments(mentions: list[Mention], toponyms: Toponyms) -> None:
    """Turn the departments of governments into actors: "the Finance Department", unlike "Arauca Department"."""
    for mention in mentions:
        span = mention.span
        if mention.label != "place" or mention.nominal or span[-1].text not in OFFICES:
            continue
        if not any(place.kind == "admin" for place in toponyms.candidates(span.text)):
            mention.label, mention.kind = "actor", "government"


def unplaced_names(places: list[Mention]) -> set[str]:
    """Return the names that are places by a tagger's word alone, nowhere by that of the text around them."""
    doubtful = [place for place in places if place.source in DOUBTFUL_SOURCES and _is_doubtful(place)]
    names = {place.span.text for place in doubtful}
    known = {place.span.text for place in places if place not in doubtful}
    return names - known - {place.span.text for place in doubtful if _is_placed(place.span, known)} - _read(doubtful)


def _read(places: list[Mention]) -> set[str]:
    """Return the names that the entity model surely reads as places."""
    if not places or places[0].span.doc._.entities is None:
        return set()
    read = [entity.span for entity in places[0].span.doc._.entities if entity.label == "PLACE" and entity.score >= READ]
    inside = {token.i for span in read for token in span}
    return {place.span.text for place in places if place.span.root.i in inside}


def _is_doubtful(place: Mention) -> bool:
    if place.kind in DOUBTFUL_KINDS:
        return True
    # a building's name ends in what it is: "Umayyad Mosque"
    return place.kind == "facility" and noun_form(place.span.root) not in place_nouns()


def _is_placed(span: Span, known: set[str]) -> bool:
    return _word_before(span) in SURE_LOCATIVES or _is_named_settlement(span, known) or is_taken_or_reached(span)


def mistaken_surnames(names: list[Mention], toponyms: Toponyms) -> None:
    """Turn a place back into a person where the article has a person of that surname: "Kelly said"."""
    surnames = surname_keys(names)
    for mention in names:
        if mention.source != "model" or mention.kind == "person" or place_key(mention.span.text) not in surnames:
            continue
        if _word_before(mention.span) in LOCATIVES or any(
            place.prior >= PRIOR_ANYWHERE for place in toponyms.candidates(mention.span.text)
        ):
            continue
        mention.label, mention.kind = "actor", "person"


def complete_places(names: list[Mention], toponyms: Toponyms) -> None:
    """Give places the rest of a name the model cut: "Deir" of "Deir ez-Zor"."""
    taken = {position for mention in names for position in range(mention.span.start, mention.span.end)}
    for mention in names:
        span = mention.span
        if mention.label != "place" or mention.source != "model":
            continue
        for end in range(min(span.end + LONGEST_REST, len(span.doc), syntax.sentence_of(span[0]).end), span.end, -1):
            longer = span.doc[span.start : end]
            rest = longer[len(span) :]
            if (
                _is_capitalised(rest[-1])
                and all(_is_capitalised(token) or token.lower_ in JOINTS for token in rest)
                and taken.isdisjoint(range(rest.start, rest.end))
                and toponyms.candidates(longer.text)
            ):
                mention.span = longer
                break


def mistaken_places(doc: Doc, names: list[Mention], toponyms: Toponyms) -> None:
    """Turn people and unknown organisations into places where the words before them and the gazetteer say so.

    "in Sarmin" is a place, whatever the model calls Sarmin.
    """
    tagged = {mention.span.text for mention in names if mention.label == "place"}
    countries = toponyms.article_countries(doc, sorted(tagged))
    for mention in names:
        if mention.source != "model" or mention.label != "actor" or mention.kind not in {"person", None}:
            continue
        span = mention.span
        places = toponyms.candidates(span.text) if len(span) <= LONGEST_RUN else []
        certain = _word_before(span) in LOCATIVES or span.text in tagged or _is_named_settlement(span, tagged)
        # a person has a first name, or is a surname of somebody's
        alone = mention.kind == "person" and not certain
        known = not alone or len(span) == 1 or countries.share(places[0].country if places else None) > 0
        if places and known and _fits(span, places[0], countries, alone=alone, certain=certain):
            mention.label, mention.kind, mention.country = "place", places[0].kind, None
        elif mention.kind is None and (_word_before(span) in BESIDE or _is_named_settlement(span, tagged)):
            mention.label, mention.kind, mention.country = "place", "settlement", None
    _spread_places(names)


def _spread_places(names: list[Mention]) -> None:
    """Make one sense of one spelling: what is a place once is a place where nothing is known of it."""
    tagged = {mention.span.text for mention in names if mention.label == "place"}
    for mention in names:
        if (
            mention.source == "model"
            and mention.label == "actor"
            and mention.kind is None
            and mention.span.text in tagged
        ):
            mention.label, mention.kind = "place", "settlement"


def _is_named_settlement(span: Span, tagged: set[str]) -> bool:
    """Tell whether a noun or a neighbour says that a name is a place: "the towns of Nubl and Zahra"."""
    first = first_conjunct(span.root)
    if first != span.root and any(first.text in text.split() for text in tagged):
        return True
    return preposition_of(first) == "of" and place_nouns().get(first.head.head.lemma_.lower()) in {
        "settlement",
        "admin",
    }


def _word_before(span: Span) -> str:
    position = span.start - 1
    while position >= 0 and (span.doc[position].lower_ in {"the", "al"} or span.doc[position].text == "-"):
        position -= 1
    return str(span.doc[position].lower_) if position >= 0 else ""


def _capitalised_runs(doc: Doc, taken: set[int]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in doc:
        if token.i not in taken and (_is_capitalised(token) or (token.lower_ in JOINTS and _continues(token, run))):
            run.append(token)
            continue
        if any(_is_capitalised(part) for part in run):
            yield run
        run = []
    if any(_is_capitalised(part) for part in run):
        yield run


def _continues(token: Token, run: list[Token]) -> bool:
    # "al-Bab" may begin with its article
    if token.i + 1 >= len(token.doc):
        return False
    after = token.nbor()
    return after.text == "-" or _is_capitalised(after) or (bool(run) and after.lower_ in JOINTS)


def _is_capitalised(token: Token) -> bool:
    return bool(token.text[:1].isupper()) and token.is_alpha and len(token) > 1


def _places_in(
    run: list[Token], countries: ArticleCountries, tagged: set[str], toponyms: Toponyms
) -> Iterator[Mention]:
    position = 0
    while position < len(run):
        length = _longest_place(run, position, countries, tagged, toponyms)
        if length:
            doc = run[0].doc
            span = doc[run[position].i : run[position + length - 1].i + 1]
            kind = toponyms.candidates(span.text)[0].kind
            yield Mention(span, "place", kind)
        position += length or 1


def _longest_place(
    run: list[Token], position: int, countries: ArticleCountries, tagged: set[str], toponyms: Toponyms
) -> int:
    doc = run[0].doc
    for length in range(min(LONGEST_RUN + 3, len(run) - position), 0, -1):
        span = doc[run[position].i : run[position + length - 1].i + 1]
        if not _is_capitalised(span[-1]) or span[0].text == "-":
            continue
        alone = sum(_is_capitalised(token) for token in span) == 1
        if alone and span[-1].lower_ in never_places():
            continue
        places = toponyms.candidates(span.text)
        certain = span.text in tagged or _word_before(span) in LOCATIVES
        if places and _is_joined(span) and places[0].is_main_name(place_key(span.text)):
            return length  # "Mocimboa da Praia" is not Praia
        if places and _fits(span, places[0], countries, alone=alone, certain=certain):
            return length
    return 0


def _is_joined(span: Span) -> bool:
    return any(token.lower_ in JOINTS and token.is_alpha for token in span[1:-1])


def _fits(span: Span, place: GazetteerPlace, countries: ArticleCountries, *, alone: bool, certain: bool) -> bool:
    """Tell whether a name that nothing calls a place is one."""
    if place.kind in {"country", "region"}:
        return True
    inside = countries.share(place.country) >= LIKELY_SHARE
    if certain and inside:
        return True
    if place_key(place.name) != place_key(span.text) and len(span) == 1:
        # an alternate name of some place is a surname of somebody's: "Chen" is Chenzhou
        return False
    if place.kind in {"facility", "feature"}:
        return not alone
    if inside:
        return place.prior >= PRIOR_IN_COUNTRY
    if certain and len(span) == 1 and _word_before(span) in SURE_LOCATIVES:
        return True
    return place.prior >= PRIOR_ANYWHERE
