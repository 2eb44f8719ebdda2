"""What the components write on the Doc. Spans are spaCy spans; assemble.py turns them into a Report."""

from __future__ import annotations

from dataclasses import dataclass, field

from spacy.tokens import Span, Token


@dataclass(slots=True, eq=False)
class Mention:
    """A typed span: an actor, a place, a weapon or a facility.

    Attributes:
        label: actor | place | weapon. A person is an actor of kind `person`; a building is a place of
            kind `facility`; a country or nationality that acts is an actor of kind `government`.
        kind: actor kind, place kind or weapon kind of the taxonomy; None when not known.
        name: canonical name from a lexicon ("Hayat Tahrir al-Sham" for "HTS"), None when only the words tell.
        country: ISO 3166-1 alpha-3 of the actor's or place's country, None when not known.
        nominal: True for "the rebels", False for a name.
        source: lexicon | model (the news tagger) | entity_model | nominal | platform | country | pronoun.
        countries: where one phrase joins several: "the Russian and Syrian air forces" has RUS and SYR.
        within: names inside a longer phrase that is no mention of them: Hamas in "Hamas spokesman Sami Odeh".
    """

    span: Span
    label: str
    kind: str | None = None
    name: str | None = None
    country: str | None = None
    wikidata: str | None = None
    nominal: bool = False
    source: str = "lexicon"
    countries: tuple[str, ...] = ()
    within: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """What the entity model reads a span as: ACTOR, PERSON, PLACE or WEAPON; `score` is how sure it is, 0 to 1."""

    span: Span
    label: str
    score: float


@dataclass(slots=True, eq=False)
class EventWord:
    """A word that the trained model reads as the name of an event of a subtype."""

    token: Token
    subtype: str


@dataclass(slots=True, eq=False)
class Quantity:
    """A count of something: "over 80" is low 81, high None. `span` is the words of the number alone."""

    span: Span
    low: int | None
    high: int | None


@dataclass(slots=True, eq=False)
class Timex:
    """A time expression; dates are ISO 8601 days, None where it gives none ("in recent weeks")."""

    span: Span
    earliest: str | None
    latest: str | None
    precision: str | None


@dataclass(slots=True, eq=False)
class Quotation:
    """Quoted words: `span` with its marks, `inner` without; `paragraph` is the index of where it opens."""

    span: Span
    inner: Span
    paragraph: int
    closed: bool = True


@dataclass(slots=True)
class DatelineParts:
    """The parts of "BEIRUT, Nov 28 (Reuters) -"; `date` is an ISO 8601 day."""

    span: Span
    place: Span | None = None
    date: str | None = None
    agency: str | None = None


@dataclass(slots=True)
class Structure:
    """Title, dateline, credits and paragraphs; `credits` are lines no other stage should read."""

    title: Span | None = None
    dateline: DatelineParts | None = None
    authors: list[str] = field(default_factory=list)
    publisher: str | None = None
    credits: list[Span] = field(default_factory=list)
    paragraphs: list[Span] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class ResolvedActor:
    """One actor of the article: all mentions that mean it.

    Attributes:
        inner: mentions inside longer phrases that are no mentions of it: Hamas in "Hamas spokesman Sami Odeh".
        affiliation: the body a person belongs to.
    """

    name: str
    kind: str | None
    country: str | None
    wikidata: str | None
    mentions: list[Mention]
    inner: list[Mention] = field(default_factory=list)
    affiliation: ResolvedActor | None = None


@dataclass(slots=True, eq=False)
class ResolvedPlace:
    """One place of the article; coordinates are WGS 84 degrees, None when not found in the gazetteer.

    Attributes:
        precision: what the coordinates are the point of: point | offset | near | settlement | admin | region | country.
        relation: how the place lies to `anchor`: "10 km north of" in "a village 10 km north of Sarmin".
        anchor: the place it is described by.
    """

    name: str
    kind: str
    country: str | None = None
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    geonames: int | None = None
    precision: str | None = None
    relation: str | None = None
    anchor: ResolvedPlace | None = None
    mentions: list[Mention] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Argument:
    """A participant, place or weapon of an event.

    Attributes:
        relation: how the event lies to a place.
        hit: a weapon that the event destroys, seizes or shoots down.
        inferred: a place not said of the event, but taken from the words around it.
        latitude, longitude, precision: where the event is, by its place and its relation to it.
    """

    span: Span
    relation: str = "in"
    kind: str | None = None
    hit: bool = False
    inferred: bool = False
    latitude: float | None = None
    longitude: float | None = None
    precision: str | None = None


@dataclass(slots=True, eq=False)
class CasualtyFigure:
    """How many were harmed; `span` is the phrase with the number, `victims` the words for the people."""

    span: Span
    harm: str
    low: int | None
    high: int | None
    victims: str | None = None
    civilian: bool | None = None


@dataclass(slots=True, eq=False)
class EventMention:
    """One trigger with its arguments.

    Attributes:
        head: syntactic head of the trigger.
        absorbed: heads of harm verbs that tell of the same event ("bombed the town, killing five" -> killing).
        time_inferred: the time is not said of the event, but carried over from the text before.
    """

    trigger: Span
    head: Token
    rule: str
    type: str
    subtype: str
    plover: str | None
    confidence: float
    status: str = "happened"
    scope: str = "incident"
    ucdp: str | None = None
    initiators: list[Argument] = field(default_factory=list)
    targets: list[Argument] = field(default_factory=list)
    locations: list[Argument] = field(default_factory=list)
    weapons: list[Argument] = field(default_factory=list)
    time: Timex | None = None
    time_inferred: bool = False
    casualties: list[CasualtyFigure] = field(default_factory=list)
    claims: list[Attribution] = field(default_factory=list)
    corefers: list[EventMention] = field(default_factory=list)
    absorbed: list[Token] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class Attribution:
    """One claim: speaker (None when the text names none), cue, content."""

    speaker: Span | None
    cue: Span
    lemma: str
    content: list[Span]
    stance: str
    quotation: str
    rule: str
    speaker_kind: str | None = None
    accused: Span | None = None
    addressee: Span | None = None
    plover: str | None = None
    events: list[EventMention] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class StandingRelation:
    """A relation of an actor to another actor or a place."""

    subject: Span
    predicate: str
    object: Span
    rule: str


@dataclass(slots=True, eq=False)
class Disagreement:
    """A dispute among the article's own sources."""

    kind: str
    events: list[EventMention]
    claims: list[Attribution]
    summary: str
