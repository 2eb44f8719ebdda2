"""conflict_relations: who supports, leads, opposes or controls whom, and where they are."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from conflict_cli.errors import RuleError
from conflict_cli.matcher import syntax
from conflict_cli.matcher.compiler import Classes, Finding
from conflict_cli.pipeline.annotations import Mention, StandingRelation
from conflict_cli.pipeline.rulebook import build_matcher, rules_of, word_classes
from conflict_cli.taxonomy import load_taxonomy

# predicates whose object is a place; the others join two actors, `controls` either
PLACE_PREDICATES = frozenset({"present_in"})
EITHER_PREDICATES = frozenset({"controls"})
PRONOUNS = frozenset({"he", "it", "she", "them", "they", "we", "which", "who", "us", "him"})


@Language.factory(
    "conflict_relations",
    default_config={"rules_dir": None},
    requires=["doc._.mentions"],
    assigns=["doc._.relations"],
)
def create_relations(nlp: Language, name: str, rules_dir: str | None) -> RelationFinder:
    """Build the component with the relation rules, a user's included."""
    return RelationFinder(nlp, rules_dir)


class RelationFinder:
    """Write `doc._.relations`: "Iran-backed Hezbollah" is Iran supports Hezbollah."""

    def __init__(self, nlp: Language, rules_dir: str | None):
        for rule in rules_of("relations", rules_dir):
            if rule.meaning.get("predicate") not in load_taxonomy().predicates or set(rule.meaning) != {"predicate"}:
                known = ", ".join(sorted(load_taxonomy().predicates))
                raise RuleError(f"{rule.file}: {rule.id}: relation needs one key, predicate; known: {known}")
        self._matcher = build_matcher(nlp.vocab, "relations", rules_dir)

    def __call__(self, doc: Doc) -> Doc:
        """Find the relations of one Doc."""
        classes = word_classes(doc)
        mention_at = {token.i: mention for mention in doc._.mentions for token in mention.span}
        seen = set()
        for finding in self._matcher(doc, classes):
            for relation in _relations(finding, mention_at, classes):
                key = (relation.subject.start, relation.predicate, relation.object.start)
                if key not in seen:
                    seen.add(key)
                    doc._.relations.append(relation)
        return doc


def _relations(finding: Finding, mention_at: dict[int, Mention], classes: Classes) -> list[StandingRelation]:
    predicate = finding.rule.meaning["predicate"]
    subjects = [token for token in finding.arguments["subject"] if _is_actor(token, classes)]
    objects = [token for token in finding.arguments["object"] if _fits(token, predicate, classes)]
    return [
        StandingRelation(
            _words(subject, finding, mention_at), predicate, _words(object_, finding, mention_at), finding.rule.id
        )
        for subject in subjects
        for object_ in objects
        if subject != object_
    ]


def _is_actor(token: Token, classes: Classes) -> bool:
    return "actor" in classes(token) or (token.lower_ in PRONOUNS and token.pos_ == "PRON")


def _fits(token: Token, predicate: str, classes: Classes) -> bool:
    is_place = "place" in classes(token)
    if predicate in PLACE_PREDICATES:
        return is_place
    return _is_actor(token, classes) or (is_place and predicate in EITHER_PREDICATES)


def _words(token: Token, finding: Finding, mention_at: dict[int, Mention]) -> Span:
    """Return the participant's words without the trigger: "Hezbollah" in "Lebanon's Iran-backed Hezbollah"."""
    mention = mention_at.get(token.i)
    span = mention.span if mention is not None else syntax.noun_phrase(token)
    if span.start < finding.trigger.end and finding.trigger.start < span.end:
        start = max(finding.trigger.end, token.i) if token.i >= finding.trigger.end else span.start
        end = span.end if token.i >= finding.trigger.end else finding.trigger.start
        return token.doc[min(start, token.i) : max(end, token.i + 1)]
    return span
