"""Whom a person belongs to: "Hamas spokesman Sami Odeh", "Joseph Okot, a commander of the LRA"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from conflict_cli.folding import fold
from conflict_cli.lexicon.terms import load_nominal_actors, load_titles
from conflict_cli.matcher import syntax
from conflict_cli.pipeline.annotations import ResolvedActor, StandingRelation
from conflict_cli.pipeline.nominals import noun_form

# what ties a role to a body: "commander of", "spokesman for", "an official with", "a fighter from"
TIES = ("of", "for", "with", "from", "in", "at")
PREDICATES = frozenset({"leads", "part_of"})


def set_affiliations(actors: list[ResolvedActor], relations: list[StandingRelation]) -> None:
    """Give each person the body that the text says they speak for, lead or belong to.

    Args:
        actors: the article's actors with all their mentions.
        relations: the standing relations; who leads a group or is part of one is affiliated with it.
    """
    at = _actor_at(actors)
    led: dict[int, int] = {}
    for relation in relations:
        if relation.predicate in PREDICATES:
            led.setdefault(relation.subject.root.i, relation.object.root.i)
    for person in actors:
        if person.kind == "person":
            person.affiliation = next(_bodies(person, at, led), None)


def _actor_at(actors: list[ResolvedActor]) -> dict[int, ResolvedActor]:
    """Map each word to the actor with the shortest mention that holds it: "Hamas" in "Hamas spokesman Sami Odeh"."""
    mentions = [(mention, actor) for actor in actors for mention in (*actor.mentions, *actor.inner)]
    mentions.sort(key=lambda pair: -len(pair[0].span))
    return {token.i: actor for mention, actor in mentions for token in mention.span}


def _bodies(person: ResolvedActor, at: dict[int, ResolvedActor], led: dict[int, int]) -> Iterator[ResolvedActor]:
    for mention in person.mentions:
        if mention.source == "pronoun":
            continue
        root = mention.span.root
        words = [*(token for token in mention.span if token != root), *_owners(root), led.get(root.i)]
        for word in words:
            body = at.get(word.i if isinstance(word, Token) else word) if word is not None else None
            if body is not None and body is not person and body.kind != "person":
                yield body


def _owners(root: Token) -> Iterator[Token]:
    """Yield the words for the body, after "'s", after a title's or role's "of" or "for"."""
    yield from syntax.possessors(root)
    roles = [root, *syntax.modifiers(root), *syntax.appositions(root), *syntax.described_by_apposition(root)]
    for verb in [root.head] if syntax.is_subject(root) else []:
        roles += syntax.complements(verb)
    for role in roles:
        if not _is_role(role):
            continue
        yield from syntax.possessors(role)
        yield from syntax.modifiers(role)
        for preposition in TIES:
            yield from syntax.preposition_objects(role, preposition)


def _is_role(noun: Token) -> bool:
    lexicon = load_nominal_actors()
    word = noun_form(noun)
    return word in lexicon.persons or word in lexicon.heads or fold(noun.text) in load_titles()
