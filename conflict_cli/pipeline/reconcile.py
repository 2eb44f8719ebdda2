"""Bring the entity model's spans and the rules' mentions together: lists correct the model, the model the rest."""

from __future__ import annotations

from spacy.tokens import Span, Token

from conflict_cli.lexicon.terms import load_animals, load_kinds, load_nominal_actors
from conflict_cli.matcher import syntax
from conflict_cli.matcher.syntax import is_modifier
from conflict_cli.pipeline.annotations import Entity, Mention
from conflict_cli.pipeline.country_roles import place_nouns
from conflict_cli.pipeline.names import comma_parts, country_of, organisation_kind, trimmed, without_overlaps
from conflict_cli.pipeline.nominals import CIVILIAN_CRAFT, PLATFORMS, noun_form

LABELS = {"ACTOR": "actor", "PERSON": "actor", "PLACE": "place", "WEAPON": "weapon"}
SURE = 0.9  # what the model alone finds is right three times in four above it, once in four below
FAIRLY_SURE = 0.7
LOCATIVES = frozenset({"in", "inside", "near", "outside"})
NAMED_KINDS = frozenset({"admin", "settlement"})
NAME_POS = frozenset({"PROPN", "PUNCT"})  # "al-Sharafi"
NAME_PARTICLES = frozenset("al bin da de del den der di dos el ibn la las los van von y".split())  # "Tomas de Vega"
LINKING_POS = frozenset({"ADP", "AUX", "CCONJ", "PART", "PUNCT", "SCONJ", "SPACE"})
WORDS = frozenset({"ADJ", "NOUN", "NUM", "PROPN", "VERB", "X"})


def reconcile(mentions: list[Mention], entities: list[Entity]) -> list[Mention]:
    """Return the mentions with the entity model's corrections and additions, in text order.

    The model decides what is a mention, and of which label; the rules say the rest: the canonical name, the kind, the
    country, the exact words. Names of the lexicons stay whatever the model says.
    """
    certain = [mention for mention in mentions if _is_certain(mention)]
    doubted = [mention for mention in mentions if not _is_certain(mention)]
    read: list[Mention] = []
    clean = [Entity(span, entity.label, entity.score) for entity in entities for span in _words_of(entity)]
    at = _by_word(doubted)
    for entity in clean:
        read += _read_as(entity, _beside(entity.span, at))
    read += _unread(doubted, clean)
    read += _unread_places(doubted, read)
    known = _by_word(certain)
    outer = [mention for mention in read if _holds_names(mention, _beside(mention.span, known))]
    return without_overlaps([*outer, *certain, *read])


def _words_of(entity: Entity) -> list[Span]:
    """Return an entity's words without marks and prepositions at its ends; nothing where no word is left.

    "from Mayer" is Mayer, "a camp at" is a camp.
    """
    span = entity.span
    while len(span) and span[0].pos_ in LINKING_POS:
        span = span[1:]
    while len(span) and span[-1].pos_ in LINKING_POS | {"DET"}:
        span = span[:-1]
    clean = trimmed(span) if len(span) else None
    return [clean] if clean is not None and any(token.pos_ in WORDS for token in clean) else []


def _is_certain(mention: Mention) -> bool:
    # a list knows its names; that tanks act for who sent them, and "Turkish" in "Turkish airstrikes" for Turkey, the
    # model was not taught
    modifies = mention.label == "actor" and len(mention.span) == 1 and is_modifier(mention.span.root)
    return mention.source in {"lexicon", "platform"} or (mention.source in {"country", "nominal"} and modifies)


def _unread(doubted: list[Mention], entities: list[Entity]) -> list[Mention]:
    """Return nominals and countries that the model reads nothing over: it overlooks more than it rules out."""
    taken = {position for entity in entities for position in range(entity.span.start, entity.span.end)}
    return [
        mention
        for mention in doubted
        if mention.source in {"country", "nominal"} and taken.isdisjoint(range(mention.span.start, mention.span.end))
    ]


def _unread_places(doubted: list[Mention], read: list[Mention]) -> list[Mention]:
    """Return named places that the model reads nothing over; those inside an actor it reads are noted there.

    "Liverpool won" tells of an actor, and still of a place on the map.
    """
    free, at = [], _by_word(read)
    for place in doubted:
        over = _beside(place.span, at)
        if place.label != "place" or place.nominal or place in over:
            continue
        if not over:
            free.append(place)
        for mention in over:
            if mention.label == "actor" and not _is_persons_name(mention, place):
                mention.within += (place,)
    return free


def _is_persons_name(mention: Mention, place: Mention) -> bool:
    # "Paris" in "Paris Hadley"; "U.S." in "U.S. President Hadley" is a place
    return mention.kind == "person" and not mention.nominal and place.source != "country"


def _holds_names(mention: Mention, beside: list[Mention]) -> bool:
    """Tell whether names stand inside a longer mention of something else, and note them there.

    "Hamas spokesman Sami Odeh" is a person and "Islamic State positions" a place; neither is a mention of the group.
    """
    if mention.label == "actor" and mention.kind != "person":
        return False
    span = mention.span
    inside = [
        name
        for name in beside
        if name.label == "actor" and name.kind != "person" and len(name.span) < len(span)
        if span.start <= name.span.start and name.span.end <= span.end
    ]
    if not inside or len(inside) < len(beside):
        return False
    mention.within += tuple(inside)
    return True


def _by_word(mentions: list[Mention]) -> dict[int, list[Mention]]:
    """Return the mentions that hold each word, so that long articles stay linear."""
    at: dict[int, list[Mention]] = {}
    for mention in mentions:
        for position in range(mention.span.start, mention.span.end):
            at.setdefault(position, []).append(mention)
    return at


def _beside(span: Span, at: dict[int, list[Mention]]) -> list[Mention]:
    """Return the mentions that share a word with the span, each once, in text order."""
    found = {id(mention): mention for i in range(span.start, span.end) for mention in at.get(i, ())}
    return list(found.values())


def _read_as(entity: Entity, beside: list[Mention]) -> list[Mention]:
    """Return the rules' mentions that the model agrees with; where there is none, what the model alone reads."""
    agreeing = [mention for mention in beside if _agrees(mention, entity.label)]
    headless = entity.label == "ACTOR" and entity.score >= SURE and entity.span.root.pos_ == "NOUN"
    if headless and not any(_holds(mention.span, entity.span.root) for mention in agreeing):
        agreeing = []  # "families of missing soldiers" are not the soldiers
    if agreeing:
        for mention in agreeing:
            _complete(mention, entity)
        # "soldiers loyal to the president": the president is a mention of his own
        return [*agreeing, *(mention for mention in beside if not _overlaps(mention, agreeing))]
    for mention in beside:
        whole = len(mention.span) == len(entity.span)
        if whole and mention.source == "country" and mention.kind in {"country", "government"}:
            # whether the name of a country acts is what the model reads best
            acts = entity.label == "ACTOR"
            if acts or entity.label == "PLACE":
                mention.label, mention.kind = ("actor", "government") if acts else ("place", "country")
            return [mention]  # and it is no person
    unfit = _is_half_a_word(entity.span) or _is_no_weapon(entity) or entity.span.root.lemma_.lower() in load_animals()
    if not _is_sure(entity) or unfit:
        return [mention for mention in beside if mention.source == "nominal"]
    found = [_mention(Entity(part, entity.label, entity.score)) for part in _parts(entity)]
    for mention in found:
        _describe_members(mention, beside)
    return found


def _is_sure(entity: Entity) -> bool:
    """Tell whether what the model alone reads is to be believed; a name behind "in" is more likely a place."""
    span = entity.span
    placed = entity.label == "PLACE" and span[0].is_title and span.doc[max(0, span.start - 1)].lower_ in LOCATIVES
    return entity.score >= (FAIRLY_SURE if placed else SURE)


def _describe_members(mention: Mention, beside: list[Mention]) -> None:
    """Let those who make up a group say who it is: "a group of paratroopers" is soldiers."""
    root = mention.span.root
    if mention.label != "actor" or noun_form(root) not in load_nominal_actors().collectives:
        return
    members = syntax.preposition_objects(root, "of")
    for inner in beside:
        if inner.label == "actor" and inner.kind != "person" and any(_holds(inner.span, member) for member in members):
            mention.kind, mention.name, mention.country = inner.kind, inner.name, inner.country
            return


def _overlaps(mention: Mention, others: list[Mention]) -> bool:
    return any(mention.span.start < other.span.end and other.span.start < mention.span.end for other in others)


def _holds(span: Span, token: Token) -> bool:
    return bool(span.start <= token.i < span.end)


def _complete(person: Mention, entity: Entity) -> None:
    """Give a person the title before the name and the name behind the title: "Houthi negotiator Yahya al-Sharafi"."""
    if entity.label != "PERSON":
        return
    start, end = min(person.span.start, entity.span.start), person.span.end
    behind = person.span.doc[end : entity.span.end]
    named = all(token.pos_ in NAME_POS or token.text in NAME_PARTICLES for token in behind)
    if len(behind) and behind[0].pos_ == behind[-1].pos_ == "PROPN" and named:
        end, person.nominal = entity.span.end, False
    person.span = person.span.doc[start:end]


def _parts(entity: Entity) -> list[Span]:
    """Return a place as the gazetteer knows it: "Severn, Md." is two names, "the village of Sunbal" is Sunbal."""
    span = entity.span
    if entity.label != "PLACE":
        return [span]
    return [_name_after_of(_owned(part)) for part in comma_parts(span)]


def _owned(place: Span) -> Span:
    # "Sudan's North Darfur state": the country is a mention of its own
    owner = next((token.i for token in place if token.tag_ == "POS"), None)
    return place if owner is None or owner + 1 >= place.end else place.doc[owner + 1 : place.end]


def _name_after_of(place: Span) -> Span:
    of = next((token.i for token in place if token.lower_ == "of"), None)
    named = of is not None and of + 1 < place.end and place.doc[of + 1].is_title
    if of is not None and named and place_nouns().get(noun_form(place.root)) in NAMED_KINDS:
        return place.doc[of + 1 : place.end]
    return place


def _is_half_a_word(span: Span) -> bool:
    # "government" in "anti-government protests"
    before, after = span.doc[max(0, span.start - 1) : span.start], span.doc[span.end : span.end + 1]
    return before.text == "-" or after.text == "-"


def _is_no_weapon(entity: Entity) -> bool:
    """Tell aircraft that act ("Jets bombed the town") and those of civilians ("a passenger jet") from weapons."""
    if entity.label != "WEAPON" or load_kinds("weapons.yaml").get(noun_form(entity.span.root)) not in PLATFORMS:
        return False
    acts = syntax.is_subject(entity.span.root) or syntax.is_agent(entity.span.root)
    return acts or not CIVILIAN_CRAFT.isdisjoint(token.lower_ for token in entity.span)


def _agrees(mention: Mention, label: str) -> bool:
    if mention.label == "actor":
        return label == ("PERSON" if mention.kind == "person" else "ACTOR")
    return LABELS[label] == mention.label


def _mention(entity: Entity) -> Mention:
    """Describe a span that the model alone found, by its head noun and the country its words say."""
    span, noun = entity.span, noun_form(entity.span.root)
    nominal = span.root.pos_ == "NOUN"
    country = country_of(span)
    label = LABELS[entity.label]
    if entity.label == "PERSON":
        kind: str | None = "person"
    elif entity.label == "ACTOR":
        kind = load_nominal_actors().heads.get(noun) or organisation_kind(span)
    elif entity.label == "PLACE":
        kind, country = place_nouns().get(noun) or ("feature" if nominal else "settlement"), None
    else:
        kind, country = load_kinds("weapons.yaml").get(noun, "unspecified"), None
    return Mention(span, label, kind, country=country, nominal=nominal, source="entity_model")
