"""Step 3, ASSEMBLE: annotated Doc -> Report: ids, order, offsets into the text as read, warnings."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span

from conflict_cli import report as contract
from conflict_cli.article.model import Article
from conflict_cli.article.reading_copy import moved_characters
from conflict_cli.matcher import syntax
from conflict_cli.pipeline.annotations import (
    Argument,
    Attribution,
    EventMention,
    ResolvedActor,
    ResolvedPlace,
    Structure,
    Timex,
)
from conflict_cli.report import Report
from conflict_cli.taxonomy import Taxonomy, load_taxonomy


def assemble(doc: Doc, article: Article) -> Report:
    """Turn an annotated Doc into the report of its article.

    Args:
        doc: a Doc that passed the whole pipeline.
        article: the article it was made from; its text is what the offsets point into.
    """
    return _Assembly(doc, article).report()


class _Assembly:
    """The ids given so far, and how to turn each annotation into its part of the report."""

    def __init__(self, doc: Doc, article: Article):
        self._doc, self._article = doc, article
        self._moved = moved_characters(article.text)
        self._taxonomy: Taxonomy = load_taxonomy()
        self._events = {id(event): f"E{n}" for n, event in enumerate(doc._.events, 1)}
        self._claims = {id(claim): f"C{n}" for n, claim in enumerate(doc._.claims, 1)}
        self._actor_at = _index(doc._.actors, "A")
        self._place_at = _index(doc._.places, "P")
        self._place_ids = {id(place): f"P{number}" for number, place in enumerate(doc._.places, 1)}
        self._actors = {f"A{n}": actor for n, actor in enumerate(doc._.actors, 1)}
        self._actor_ids = {id(actor): name for name, actor in self._actors.items()}

    def report(self) -> Report:
        doc = self._doc
        return Report(
            schema_version=contract.SCHEMA_VERSION,
            report=self._head(),
            actors=tuple(self._actor(f"A{n}", actor) for n, actor in enumerate(doc._.actors, 1)),
            places=tuple(self._place(f"P{n}", place) for n, place in enumerate(doc._.places, 1)),
            events=tuple(self._event(event) for event in doc._.events),
            claims=tuple(self._claim(claim) for claim in doc._.claims),
            times=tuple(self._time(timex) for timex in doc._.timexes),
            relations=tuple(
                contract.Relation(
                    id=f"R{n}",
                    subject=self._participant(relation.subject),
                    predicate=relation.predicate,
                    object=self._relation_object(relation.object),
                    evidence=self._sentence(relation.subject),
                    rule=relation.rule,
                )
                for n, relation in enumerate(doc._.relations, 1)
            ),
            disputes=tuple(
                contract.Dispute(
                    id=f"D{n}",
                    kind=dispute.kind,
                    events=self._ids(self._events, dispute.events),
                    claims=self._ids(self._claims, dispute.claims),
                    summary=dispute.summary,
                )
                for n, dispute in enumerate(doc._.disputes, 1)
            ),
            warnings=(*self._article.warnings, *doc._.warnings),
        )

    # ------------------------------------------------------------ parts

    def _head(self) -> contract.Head:
        doc, structure = self._doc, self._doc._.structure or Structure()
        dateline = None
        if structure.dateline is not None:
            parts = structure.dateline
            place = self._at(parts.place)[2] if parts.place is not None else None
            dateline = contract.Dateline(*self._at(parts.span), place, parts.date, parts.agency)
        title = self._article.title
        if title is None and structure.title is not None:
            title = " ".join(self._at(structure.title)[2].split())
        return contract.Head(
            id=self._article.id,
            source=self._article.source,
            title=title,
            publisher=structure.publisher or self._article.publisher,
            authors=tuple(structure.authors) or self._article.authors,
            dateline=dateline,
            published=doc._.published,
            published_from=doc._.published_from,
            language=self._article.language,
            text=self._article.text,
        )

    def _actor(self, actor_id: str, actor: ResolvedActor) -> contract.Actor:
        mentions = tuple(contract.Span(*self._at(mention.span)) for mention in actor.mentions)
        return contract.Actor(
            id=actor_id,
            name=" ".join(actor.name.split()),
            kind=actor.kind,
            country=actor.country,
            wikidata=actor.wikidata,
            affiliation=self._actor_ids[id(actor.affiliation)] if actor.affiliation is not None else None,
            mentions=mentions,
        )

    def _place(self, place_id: str, place: ResolvedPlace) -> contract.Place:
        return contract.Place(
            id=place_id,
            name=" ".join(place.name.split()),
            kind=place.kind,
            country=place.country,
            admin1=place.admin1,
            latitude=place.latitude,
            longitude=place.longitude,
            geonames=place.geonames,
            precision=place.precision,
            relation=place.relation,
            anchor=self._place_ids[id(place.anchor)] if place.anchor is not None else None,
            mentions=tuple(contract.Span(*self._at(mention.span)) for mention in place.mentions),
        )

    def _event(self, event: EventMention) -> contract.Event:
        return contract.Event(
            id=self._events[id(event)],
            type=event.type,
            subtype=event.subtype,
            plover=event.plover,
            ucdp=self._ucdp(event),
            status=event.status,
            scope=event.scope,
            trigger=contract.Span(*self._at(event.trigger)),
            evidence=self._sentence(event.trigger),
            initiators=self._participants(event.initiators),
            targets=self._participants(event.targets),
            locations=tuple(self._location(argument) for argument in event.locations),
            time=self._time(event.time, inferred=event.time_inferred) if event.time else None,
            weapons=tuple(
                contract.WeaponSpan(*self._at(weapon.span), weapon.kind, "hit" if weapon.hit else "used")
                for weapon in event.weapons
            ),
            casualties=tuple(
                contract.Casualties(
                    *self._at(figure.span), figure.harm, figure.low, figure.high, figure.victims, figure.civilian
                )
                for figure in event.casualties
            ),
            claims=self._ids(self._claims, event.claims),
            corefers=self._ids(self._events, event.corefers),
            rule=event.rule,
            confidence=round(event.confidence, 2),
        )

    def _claim(self, claim: Attribution) -> contract.Claim:
        return contract.Claim(
            id=self._claims[id(claim)],
            speaker=self._participant(claim.speaker) if claim.speaker is not None else None,
            speaker_kind=claim.speaker_kind or self._kind_of(claim.speaker),
            cue=contract.CueSpan(*self._at(claim.cue), claim.lemma),
            content=tuple(contract.Span(*self._at(part)) for part in claim.content),
            stance=claim.stance,
            quotation=claim.quotation,
            accused=self._participant(claim.accused) if claim.accused is not None else None,
            addressee=self._participant(claim.addressee) if claim.addressee is not None else None,
            plover=claim.plover,
            events=self._ids(self._events, claim.events),
            evidence=self._sentence(claim.cue),
            rule=claim.rule,
        )

    def _kind_of(self, speaker: Span | None) -> str | None:
        """Return the kind of the actor a pronoun means: "They said" may be a rebel group's word."""
        actor_id = self._actor_id(speaker) if speaker is not None else None
        return self._actors[actor_id].kind if actor_id is not None else None

    def _ucdp(self, event: EventMention) -> str | None:
        """Return UCDP's type of violence by the two sides: state-based, non-state or one-sided; None when not told.

        Source: UCDP GED codebook, "type of violence". Events short of armed violence have none.
        """
        if event.plover != "ASSAULT":
            return None
        doers, sufferers = self._kinds(event.initiators), self._kinds(event.targets)
        if not sufferers and any(figure.civilian for figure in event.casualties):
            sufferers = {"civilians"}
        taxonomy = self._taxonomy
        armed = taxonomy.ucdp_state | taxonomy.ucdp_armed_group
        if doers & armed and sufferers & taxonomy.ucdp_civilian and not sufferers & armed:
            return "one-sided"
        if doers & armed and sufferers & armed:
            return "state-based" if (doers | sufferers) & taxonomy.ucdp_state else "non-state"
        return None

    def _kinds(self, arguments: Iterable[Argument]) -> set[str]:
        ids = {actor_id for argument in arguments for actor_id in _find(self._actor_at, argument.span)}
        kinds = {self._actors[actor_id].kind for actor_id in ids}
        return {kind for kind in kinds if kind}

    # ------------------------------------------------------------ spans

    def _participant(self, span: Span) -> contract.ActorSpan:
        return contract.ActorSpan(*self._at(span), self._actor_id(span))

    def _participants(self, arguments: Iterable[Argument]) -> tuple[contract.ActorSpan, ...]:
        """Give a phrase that joins two actors ("the Russian and Syrian air forces") once for each."""
        return tuple(
            contract.ActorSpan(*self._at(argument.span), actor)
            for argument in arguments
            for actor in _find(self._actor_at, argument.span) or (None,)
        )

    def _relation_object(self, span: Span) -> contract.RelationSpan:
        actor = self._actor_id(span)
        return contract.RelationSpan(*self._at(span), actor, None if actor else self._place_id(span))

    def _time(self, time: Timex, *, inferred: bool = False) -> contract.TimeSpan:
        return contract.TimeSpan(*self._at(time.span), time.earliest, time.latest, time.precision, inferred)

    def _location(self, argument: Argument) -> contract.PlaceSpan:
        return contract.PlaceSpan(
            *self._at(argument.span),
            self._place_id(argument.span),
            argument.relation,
            argument.latitude,
            argument.longitude,
            argument.precision,
            argument.inferred,
        )

    def _actor_id(self, span: Span) -> str | None:
        return next(iter(_find(self._actor_at, span)), None)

    def _place_id(self, span: Span) -> str | None:
        return next(iter(_find(self._place_at, span)), None)

    def _sentence(self, span: Span) -> contract.Span:
        sentence = syntax.sentence_of(span.root)
        start, end = sentence.start, sentence.end
        while start < end - 1 and self._doc[start].is_space:
            start += 1
        while end - 1 > start and self._doc[end - 1].is_space:
            end -= 1
        return contract.Span(*self._at(self._doc[start:end]))

    def _at(self, span: Span) -> tuple[int, int, str]:
        """Return offsets and the words as the article has them, not as the reading copy does."""
        start, end = span.start_char, span.end_char
        if self._moved:
            start = self._moved.get(start, (start, end))[0]
            end = self._moved.get(end - 1, (start, end))[1]
        return start, end, self._article.text[start:end]

    @staticmethod
    def _ids(known: dict[int, str], items: Iterable[object]) -> tuple[str, ...]:
        ids = {known[id(item)] for item in items if id(item) in known}
        return tuple(sorted(ids, key=lambda name: int(name[1:])))


def _index(entities: Iterable[ResolvedActor | ResolvedPlace], letter: str) -> dict[int, list[str]]:
    """Map each word to the ids of the entities whose shortest mentions hold it.

    "Turkey" in "Turkey-backed rebels" is Turkey; "the Russian and Syrian air forces" are two actors.
    """
    shortest: dict[int, tuple[int, list[str]]] = {}
    for number, entity in enumerate(entities, 1):
        inner = entity.inner if isinstance(entity, ResolvedActor) else []
        for mention in (*entity.mentions, *inner):
            for token in mention.span:
                length, ids = shortest.get(token.i, (len(mention.span), []))
                if len(mention.span) < length:
                    ids = []
                if len(mention.span) <= length:
                    shortest[token.i] = (len(mention.span), [*ids, f"{letter}{number}"])
    return {token: ids for token, (_, ids) in shortest.items()}


def _find(index: dict[int, list[str]], span: Span) -> list[str]:
    """Return the entity of the span's head, else of any word in it: "Russian jets" is Russia's."""
    if span.root.i in index:
        return index[span.root.i]
    return next((index[token.i] for token in span if token.i in index), [])
