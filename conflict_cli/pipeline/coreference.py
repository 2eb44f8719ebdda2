"""conflict_coreference: which event mentions tell of one event: title and body, "the attack", told again."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from conflict_cli.matcher import syntax
from conflict_cli.pipeline.annotations import Argument, EventMention, Mention
from conflict_cli.pipeline.claim_references import link_references
from conflict_cli.pipeline.event_types import VIOLENT_TYPES, set_subtype
from conflict_cli.pipeline.scope import LONGEST_INCIDENT, days_of

TELLING_MENTIONS = 4  # of a much-told event only its first and last mentions are compared, for the same reason
WINDOW_EVENTS = 30  # how many events back an earlier mention is looked for in; keeps long articles linear
DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "their", "his", "both"})
# nouns that name an event of any violent kind: "the attack" may be a bombing told before
GENERIC_NOUNS = frozenset("assault atrocity attack bloodshed carnage incident operation raid violence".split())
# these say their own type, and may name an event of it that was told in other words: "a car bomb ... the blast"
TYPED_NOUNS = frozenset(
    """battle blast bombing campaign clash explosion fighting killing massacre offensive shooting strike""".split()
)
UNIDENTIFIED = frozenset(
    # plurals too: a capital at the head of a sentence hides the singular
    """assailant assailants attacker attackers bomber bombers gunman gunmen individual kidnapper kidnappers man men
    militant militants perpetrator perpetrators they""".split()
)
OWN_KIND = frozenset({"Abduction/forced disappearance", "Sexual violence"})  # never just "the attack"
HAPPENED = frozenset({"happened", "ongoing"})
TOLL_REACH = 4  # sentences from an attack to the count of its victims


@Language.factory(
    "conflict_coreference",
    requires=["doc._.events", "doc._.claims", "doc._.actors"],
    assigns=["doc._.events", "doc._.claims"],
)
def create_coreference(nlp: Language, name: str) -> EventLinker:
    """Build the component."""
    return EventLinker()


class EventLinker:
    """Write `event.corefers`: "a car bomb exploded ... the blast" are two mentions of one event."""

    def __call__(self, doc: Doc) -> Doc:
        """Link the events of one Doc."""
        actor_of = _actor_index(doc)
        clusters: list[list[EventMention]] = []  # the one spoken of last at the end
        for event in doc._.events:
            cluster = _best_cluster(event, clusters, actor_of)
            if cluster is None:
                clusters.append([event])
                continue
            _to_end(clusters, cluster)
            if event.head.lemma_.lower() in GENERIC_NOUNS | TYPED_NOUNS and event.type in VIOLENT_TYPES:
                set_subtype(event, _most_specific(cluster).subtype)
            cluster.append(event)
        for cluster in clusters:
            for event in cluster:
                event.corefers = [other for other in cluster if other is not event]
        link_references(doc)
        return doc


def _best_cluster(
    event: EventMention, clusters: list[list[EventMention]], actor_of: dict[int, int]
) -> list[EventMention] | None:
    """Return the latest cluster the event can be part of."""
    for cluster in reversed(clusters[-WINDOW_EVENTS:]):
        told = [*cluster[:TELLING_MENTIONS], *cluster[TELLING_MENTIONS:][-TELLING_MENTIONS:]]
        if all(_compatible(event, other, actor_of) for other in told) and any(
            _refers_to(event, other, actor_of) for other in told
        ):
            return cluster
    return None


def _to_end(clusters: list[list[EventMention]], cluster: list[EventMention]) -> None:
    """Move a cluster, one of the last ones, behind the others."""
    place = next(n for n in range(len(clusters) - 1, -1, -1) if clusters[n] is cluster)
    clusters.append(clusters.pop(place))


def _refers_to(event: EventMention, earlier: EventMention, actor_of: dict[int, int]) -> bool:
    """Tell whether the later mention points back at the earlier one."""
    same_kind = event.subtype == earlier.subtype
    if _is_definite(event.trigger) and event.type in VIOLENT_TYPES and earlier.type in VIOLENT_TYPES:
        if _is_generic(event) and earlier.subtype not in OWN_KIND:
            return True
        if event.head.lemma_.lower() in TYPED_NOUNS and event.type == earlier.type:
            return True
    if _is_toll(event) and earlier.type in VIOLENT_TYPES:
        return _is_near(event, earlier)
    if not same_kind:
        return False
    if _in_title(earlier) and syntax.sentence_of(event.head) != syntax.sentence_of(earlier.head):
        return True
    if event.head.lemma_ == earlier.head.lemma_ and _is_definite(event.trigger):
        return True
    return syntax.sentence_of(event.head) != syntax.sentence_of(earlier.head) and (
        _shared(event.targets, earlier.targets, actor_of)
        or (
            _shared(event.locations, earlier.locations, actor_of)
            and _shared(event.initiators, earlier.initiators, actor_of)
        )
    )


def _compatible(event: EventMention, other: EventMention, actor_of: dict[int, int]) -> bool:
    """Tell whether nothing the two mentions say contradicts the other."""
    if (event.status in HAPPENED) != (other.status in HAPPENED):
        return False
    if not (event.type == other.type or {event.type, other.type} <= VIOLENT_TYPES or _may_be_toll(event, other)):
        return False
    if event.time and other.time and _disjoint_days(event, other):
        return False
    if syntax.sentence_of(event.head) == syntax.sentence_of(other.head) and not _is_definite(event.trigger):
        return False
    doers = _identified(event.initiators), _identified(other.initiators)
    for mine, theirs in (doers, (event.locations, other.locations)):
        if mine and theirs and not _shared(mine, theirs, actor_of):
            return False
    return True


def _is_toll(event: EventMention) -> bool:
    """Tell whether a mention only counts the victims: "the death toll rose to 21", "five people had died"."""
    return event.subtype == "Casualties" and not event.initiators


def _may_be_toll(event: EventMention, other: EventMention) -> bool:
    return any(_is_toll(one) and two.type in VIOLENT_TYPES for one, two in ((event, other), (other, event)))


def _is_near(event: EventMention, earlier: EventMention) -> bool:
    """Tell whether a mention follows in one of the next sentences."""
    start, end = sorted((earlier.head.i, event.head.i))
    return sum(bool(token.is_sent_start) for token in event.head.doc[start:end]) <= TOLL_REACH


def _identified(doers: list[Argument]) -> list[Argument]:
    """Return the doers that are named: the "gunmen" of one sentence may be the group that claims the raid."""
    return [doer for doer in doers if doer.span.root.lemma_.lower() not in UNIDENTIFIED]


def _disjoint_days(event: EventMention, other: EventMention) -> bool:
    mine, theirs = event.time, other.time
    if mine is None or theirs is None or not (mine.earliest and mine.latest and theirs.earliest and theirs.latest):
        return False
    if mine.latest < theirs.earliest or theirs.latest < mine.earliest:
        return True
    # "over 80 killed since the start of the year" is not Thursday's strike
    return (days_of(mine) > LONGEST_INCIDENT) != (days_of(theirs) > LONGEST_INCIDENT)


def _shared(mine: list[Argument], theirs: list[Argument], actor_of: dict[int, int]) -> bool:
    """Tell whether the two lists name one actor, or use the same words."""
    words = {word for argument in mine for word in _content_words(argument.span)}
    if words & {word for argument in theirs for word in _content_words(argument.span)}:
        return True
    actors = {actor_of[token.i] for argument in mine for token in argument.span if token.i in actor_of}
    return bool(actors & {actor_of[token.i] for argument in theirs for token in argument.span if token.i in actor_of})


def _content_words(span: Span) -> set[str]:
    return {token.lemma_.lower() for token in span if token.pos_ == "PROPN" or token == span.root}


def _is_generic(event: EventMention) -> bool:
    return event.head.lemma_.lower() in GENERIC_NOUNS and event.head.pos_ in {"NOUN", "PROPN"}


def _is_definite(trigger: Span) -> bool:
    phrase = syntax.noun_phrase(trigger.root)
    return phrase[0].lower_ in DEFINITE or phrase[0].tag_ in {"PRP$"} or any(token.tag_ == "POS" for token in phrase)


def _in_title(event: EventMention) -> bool:
    structure = event.head.doc._.structure
    return bool(structure and structure.title and structure.title.start <= event.head.i < structure.title.end)


def _most_specific(cluster: list[EventMention]) -> EventMention:
    return next((event for event in cluster if not _is_generic(event)), cluster[0])


def _actor_index(doc: Doc) -> dict[int, int]:
    """Map each word of a mention to the number of its actor."""

    def words(mention: Mention) -> list[int]:
        return [token.i for token in mention.span]

    return {
        i: number
        for number, actor in enumerate(doc._.actors)
        for mention in (*actor.mentions, *actor.inner)
        for i in words(mention)
    }
