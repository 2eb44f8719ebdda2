"""The sections of a report as rows of cells: what the tables show, whatever their width."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from rich.text import Text

from conflict_cli.render.visible import one_line
from conflict_cli.report import ActorSpan, Casualties, Claim, Event, PlaceSpan, RelationSpan, Report, TimeSpan

DIM = "dim"
SUBTYPE_WIDTH = len("Deployment/build-up")  # the longest single word of the taxonomy but one
SENTENCE_WIDTH = 32  # five or six words a line: what is claimed is the longest cell
OWN_VOICE = "the article"
UNNAMED = "unnamed"
SAYERS = "Who says so"
QUOTATION_MARKS = "\"'“”‘’ "
TYPE_STYLES = {
    "Battles": "red",
    "Explosions/Remote violence": "bright_red",
    "Violence against civilians": "magenta",
    "Protests": "yellow",
    "Riots": "bright_yellow",
    "Strategic developments": "blue",
    "Force movement": "cyan",
    "Humanitarian impact": "green",
}
STATUS_STYLES = {"happened": "", "ongoing": "", "denied": "bold red"}
OTHER_STATUS_STYLE = "yellow"  # planned, threatened, hypothetical: it hasn't happened
STANCE_STYLES = {"asserts": "", "denies": "red", "accuses": "magenta", "threatens": "bright_red"}

Row = dict[str, Text]


@dataclass(frozen=True, slots=True)
class Section:
    """One table.

    Attributes:
        name: its key in SECTIONS.
        title: its heading.
        key: the column that leads a row.
        rows: cells by column title, the same columns in every row.
        merged: columns to put under another one where the terminal is narrow: column -> the one above it.
        least: columns that need more room than others: column -> width.
    """

    name: str
    title: str
    key: str
    rows: list[Row]
    merged: dict[str, str] = field(default_factory=dict)
    least: dict[str, int] = field(default_factory=dict)

    def columns(self) -> list[str]:
        """Return the titles of the columns in which any row has something."""
        titles = self.rows[0] if self.rows else {}
        return [title for title in titles if any(row[title].plain for row in self.rows)]


def default_sections() -> tuple[str, ...]:
    """Return the sections that tables show unless asked for others."""
    return ("events", "claims", "relations", "disputes")


def build_sections(report: Report, only: Iterable[str]) -> list[Section]:
    """Return the chosen sections, in the order a reader wants them."""
    chosen = set(only)
    names = _Names(report)
    return [build(report, names) for name, build in _BUILDERS.items() if name in chosen]


class _Names:
    """Looks up what the ids of a report stand for."""

    def __init__(self, report: Report) -> None:
        self.actors = {actor.id: actor.name for actor in report.actors}
        self.places = {place.id: place.name for place in report.places}
        self.speakers = {claim.id: claim.speaker for claim in report.claims}

    def actor(self, span: ActorSpan | RelationSpan | None) -> Text:
        """Return the words of the text, and the actor's name when it is another."""
        if span is None:
            return Text()
        return _named(span.text, self.actors.get(span.actor or ""))

    def actors_of(self, spans: Iterable[ActorSpan | None]) -> Text:
        """Return several participants; words that stand for two actors are shown once, with both names."""
        named: dict[str, list[str | None]] = {}
        for span in filter(None, spans):
            named.setdefault(span.text, []).append(self.actors.get(span.actor or ""))
        return _listed(_named(words, *names) for words, names in named.items())

    def place(self, span: PlaceSpan) -> Text:
        """Return the words that say where, with the relation they need."""
        words = span.text
        if span.relation != "in" and not words.lower().startswith(span.relation.lower()):
            words = f"{span.relation} {words}"
        text = _named(words, self.places.get(span.place or ""))
        return Text(f"{text.plain}?", DIM) if span.inferred else text

    def sayers(self, event: Event) -> Text:
        """Return who says that the event happened."""
        if not event.claims:
            return Text(OWN_VOICE, DIM)
        spans = [self.speakers.get(claim) for claim in event.claims]
        return _listed([self.actor(span) if span else Text(UNNAMED, DIM) for span in spans])


def _named(words: str, *names: str | None) -> Text:
    """Return words of the text, followed by the names they stand for unless the words hold them."""
    text = Text(one_line(words))
    others = [one_line(name) for name in names if name and _folded(name) not in _folded(words)]
    if others:
        text.append(f" ({', '.join(dict.fromkeys(others))})", DIM)
    return text


def _listed(items: Iterable[Text]) -> Text:
    """Join what differs, each item once."""
    unique = {_folded(item.plain): item for item in items if item.plain}
    return Text("; ").join(unique.values())


def _folded(text: str) -> str:
    """Return what stays when "Hayat Tahrir al-Sham" and "Hayat Tahrir al Sham" are the same."""
    return "".join(filter(str.isalnum, text.casefold())) or text


def when(time: TimeSpan | None) -> str:
    """Return a date, a month, a year or an interval; the words of the text when it has no date.

    What is inferred has a question mark.

    Example:
        >>> when(TimeSpan(0, 10, "March 2020", "2020-03-01", "2020-03-31", "month"))
        '2020-03'
    """
    if time is None:
        return ""
    return f"{_when(time)}?" if time.inferred else _when(time)


def _when(time: TimeSpan) -> str:
    if time.earliest is None and time.latest is None:
        return f'"{one_line(time.text)}"'
    if time.earliest is None:
        return f"until {time.latest}"
    if time.latest is None:
        return f"since {time.earliest}"
    return _interval(time.earliest, time.latest)


def _interval(earliest: str, latest: str) -> str:
    if earliest == latest:
        return earliest
    first, last = date.fromisoformat(earliest), date.fromisoformat(latest)
    if first.day == 1 and last.day == calendar.monthrange(last.year, last.month)[1]:
        if (first.year, first.month) == (last.year, last.month):
            return earliest[:7]
        if first.year == last.year and (first.month, last.month) == (1, 12):
            return earliest[:4]
    return f"{earliest} to {latest}"


def _events(report: Report, names: _Names) -> Section:
    rows = [
        {
            "": Text(event.id, DIM),
            "When": Text(when(event.time)),
            "What": _what(event),
            "Who": names.actors_of(event.initiators),
            "To whom": names.actors_of(event.targets),
            "Where": _listed(map(names.place, event.locations)),
            "Casualties": _listed(map(_figure, event.casualties)),
            "Status": Text(event.status, STATUS_STYLES.get(event.status, OTHER_STATUS_STYLE)),
            SAYERS: names.sayers(event),
        }
        for event in report.events
    ]
    merged = {"When": "What", "Status": "What", "Casualties": "To whom", SAYERS: "Where"}
    return Section("events", "Events", "What", rows, merged, {"What": SUBTYPE_WIDTH})


def _what(event: Event) -> Text:
    text = Text(one_line(event.subtype), TYPE_STYLES.get(event.type, ""))
    if event.subtype == "Other":
        text = Text(f"{one_line(event.type)}: other", TYPE_STYLES.get(event.type, ""))
    text.append(f' "{one_line(event.trigger.text)}"', DIM)
    used = event.weapons_of("used")
    weapons = _listed(Text(one_line(weapon.text)) for weapon in used if weapon.text != event.trigger.text)
    if weapons.plain:
        text.append(f", with {weapons.plain}", DIM)
    if event.corefers:
        text.append(f", same as {', '.join(event.corefers)}", DIM)
    return text


def _figure(figure: Casualties) -> Text:
    text = Text(f"{_bounds(figure)} {figure.harm}".strip())
    if figure.victims:
        text.append(f" ({one_line(figure.victims)})", DIM)
    return text


def _bounds(figure: Casualties) -> str:
    low, high = figure.low, figure.high
    if low is None and high is None:
        return ""
    if low is None:
        return f"at most {high:,}"
    if high is None:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def _claims(report: Report, names: _Names) -> Section:
    rows = [
        {
            "": Text(claim.id, DIM),
            "Who": names.actor(claim.speaker) if claim.speaker else Text(UNNAMED, DIM),
            "Cue": Text(one_line(claim.cue.text)),
            "Stance": Text(claim.stance, STANCE_STYLES.get(claim.stance, "")),
            "About or to": names.actors_of((claim.accused, claim.addressee)),
            "What": _content(claim),
        }
        for claim in report.claims
    ]
    merged = {"Cue": "Who", "About or to": "Stance"}
    return Section("claims", "Claims", "Who", rows, merged, {"What": SENTENCE_WIDTH})


def _content(claim: Claim) -> Text:
    words = " … ".join(one_line(span.text) for span in claim.content)
    if claim.quotation == "direct" and words:
        words = f"“{words.strip(QUOTATION_MARKS)}”"
    return Text(words)


def _relations(report: Report, names: _Names) -> Section:
    rows = [
        {
            "": Text(relation.id, DIM),
            "Who": names.actor(relation.subject),
            "Relation": Text(relation.predicate.replace("_", " ")),
            "To whom": _relation_object(relation.object, names),
        }
        for relation in report.relations
    ]
    return Section("relations", "Relations", "Who", rows)


def _relation_object(span: RelationSpan, names: _Names) -> Text:
    place = names.places.get(span.place or "")
    return _named(span.text, place) if place else names.actor(span)


def _disputes(report: Report, names: _Names) -> Section:
    rows = [
        {
            "": Text(dispute.id, DIM),
            "About": Text(dispute.kind),
            "What they say": Text(one_line(dispute.summary)),
            "See": Text(", ".join((*dispute.events, *dispute.claims)), DIM),
        }
        for dispute in report.disputes
    ]
    return Section("disputes", "Disputes", "About", rows, {"See": "About"})


def _actors(report: Report, names: _Names) -> Section:
    rows = [
        {
            "": Text(actor.id, DIM),
            "Actor": Text(one_line(actor.name)),
            "Kind": Text((actor.kind or "").replace("_", " ")),
            "Country": Text(actor.country or ""),
            "Of": Text(one_line(names.actors.get(actor.affiliation or "", ""))),
            "Called": _listed(Text(one_line(span.text)) for span in actor.mentions),
        }
        for actor in report.actors
    ]
    return Section("actors", "Actors", "Actor", rows)


def _places(report: Report, names: _Names) -> Section:
    rows = [
        {
            "": Text(place.id, DIM),
            "Place": Text(one_line(place.name)),
            "Kind": Text(place.kind),
            "In": _listed(Text(part) for part in (one_line(place.admin1 or ""), place.country or "")),
            "Coordinates": Text("" if place.latitude is None else f"{place.latitude:.4f}, {place.longitude:.4f}"),
        }
        for place in report.places
    ]
    return Section("places", "Places", "Place", rows)


def _times(report: Report, names: _Names) -> Section:
    rows = [
        {"Words": Text(one_line(time.text)), "When": Text(when(time)), "Precision": Text(time.precision or "")}
        for time in report.times
    ]
    return Section("times", "Times", "Words", rows)


_BUILDERS: dict[str, Callable[[Report, _Names], Section]] = {
    "events": _events,
    "claims": _claims,
    "relations": _relations,
    "disputes": _disputes,
    "actors": _actors,
    "places": _places,
    "times": _times,
}
