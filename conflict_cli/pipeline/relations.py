"""conflict_relations: who supports, leads, opposes or controls whom, and where they are."""

from __future__ import annotations

import itertools

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
# nouns for people who act together that are actors only beside another: "forces loyal to the Houthis"
JOINT_NOUNS = frozenset(
    """adversary affiliate band cell combatant commando company contingent convoy detachment element enemy faction
    fighter foe force front gang general group guerrilla leader loyalist man member mercenary militia network
    opponent people remnant rival side squad supporter sympathiser sympathizer taskforce tribe tribesman troop
    unit wing""".split()
)
# nouns before a noun that name a party by themselves: "rebel-held", "regime ally"
PARTY_WORDS = frozenset(
    """army coalition government guerrilla insurgent jihadist junta loyalist militant militia opposition rebel regime
    separatist""".split()
)
# parts of land: "large parts of the east", "areas under their control"
LAND_NOUNS = frozenset(
    """area chunk city district half land part pocket portion province region strip swath swathe territory town
    village""".split()
)
RULE_NOUNS = frozenset("cause camp government leadership regime rule side".split())  # "opposed to Assad's rule"


@Language.factory(
    "conflict_relations",
    default_config={"rules_dir": None},
    requires=["doc._.mentions", "doc._.claims"],
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
        self._matcher = build_matcher("relations", rules_dir)

    def __call__(self, doc: Doc) -> Doc:
        """Find the relations of one Doc."""
        classes = word_classes(doc)
        mention_at = {token.i: mention for mention in doc._.mentions for token in mention.span}
        inner = [name for mention in doc._.mentions for name in mention.within if name.label == "actor"]
        mention_at |= {token.i: name for name in inner for token in name.span}
        denied = {part.root.i for claim in doc._.claims if claim.stance == "denies" for part in claim.content}
        seen = set()
        for finding in self._matcher(doc, classes):
            if finding.head.i in denied or syntax.is_negated(finding.head):
                continue
            for relation in _relations(finding, mention_at, classes):
                key = (relation.subject.start, relation.predicate, relation.object.start)
                if key not in seen:
                    seen.add(key)
                    doc._.relations.append(relation)
        return doc


def _relations(finding: Finding, mention_at: dict[int, Mention], classes: Classes) -> list[StandingRelation]:
    predicate = finding.rule.meaning["predicate"]
    subjects = [_stand_in(token, classes) for token in finding.arguments["subject"]]
    objects = [_stand_in(token, classes) for token in finding.arguments["object"]]
    found = []
    for subject, object_ in itertools.product(subjects, objects):
        if subject != object_ and _fit(subject, object_, predicate, classes):
            whole, part = _words(object_, finding, mention_at), _words(subject, finding, mention_at)
            found.append(StandingRelation(_beside(part, whole), predicate, whole, finding.rule.id))
    return found


def _beside(span: Span, inner: Span) -> Span:
    """Return a participant's words without those of the other: "the 3rd Front" of "the 3rd Front of the FARC"."""
    doc = span.doc
    if not (span.start <= inner.start and inner.end <= span.end) or inner.start <= span.root.i < inner.end:
        return span
    if inner.end < span.end and doc[inner.end].tag_ == "POS":
        return doc[inner.end + 1 : span.end]
    of = inner.start - 1
    return doc[span.start : of] if of > span.root.i else span


def _stand_in(token: Token, classes: Classes) -> Token:
    """Return whom the words mean: "HTS, a Qaeda-linked group" is HTS, "Assad's rule" is Assad."""
    if token.pos_ == "NOUN":
        for named in (*syntax.described_by_apposition(token), *syntax.predicated_of(token)):
            if named.pos_ == "PROPN":
                return named
        if token.lemma_ in RULE_NOUNS:
            # "Sudan's army-led government" is the government
            owners = (owner for owner in syntax.possessors(token) if "actor" in classes(owner))
            return next((owner for owner in owners if "government" not in classes(owner)), token)
    return token


def _fit(subject: Token, object_: Token, predicate: str, classes: Classes) -> bool:
    """Tell whether the two can stand in the relation: one is surely an actor, the other at least may be."""
    if predicate in PLACE_PREDICATES:
        return _may_act(subject, classes) and _is_place(object_, classes)
    if predicate in EITHER_PREDICATES:
        # an organisation may be controlled, prisoners are held
        held = _is_place(object_, classes) or (object_.pos_ == "PROPN" and _may_act(object_, classes))
        return held and (_acts(subject, classes) or _is_pronoun(subject))
    if not (_may_act(subject, classes) and _may_act(object_, classes)):
        return False
    return _acts(subject, classes) or _acts(object_, classes)


def _acts(token: Token, classes: Classes) -> bool:
    if token.pos_ == "ADV":  # "newly-led"
        return False
    if syntax.is_modifier(token):
        # a word inside a longer name is an actor only where it names one: "the deputy commander" is no deputy
        named = "actor" in classes(token) and (token.pos_ == "PROPN" or token.is_title)
        return named or token.lemma_.lower() in PARTY_WORDS
    return "actor" in classes(token) or (token.pos_ == "NOUN" and token.lemma_ in PARTY_WORDS)


def _names_party(token: Token) -> bool:
    return token.lemma_.lower() in PARTY_WORDS or (token.is_title and bool(token.ent_type_ or token.pos_ == "ADJ"))


def _is_pronoun(token: Token) -> bool:
    return token.lower_ in PRONOUNS and token.pos_ == "PRON"


def _may_act(token: Token, classes: Classes) -> bool:
    """Tell whether the word can name an actor: a country beside another actor acts, so do unknown forces."""
    if _acts(token, classes) or _is_pronoun(token) or _names_party(token):
        return True
    if "place" in classes(token):
        return "country" in classes(token)
    return token.lemma_.lower() in JOINT_NOUNS or token.ent_type_ in {"GPE", "NORP", "ORG", "PERSON"}


def _is_place(token: Token, classes: Classes) -> bool:
    """Tell whether the words name a place: a mention, a name beside one, "the district of Sangin", "it"."""
    if "place" in classes(token):
        return True
    if "time" in classes(token):
        return False
    if "actor" in classes(token):
        return syntax.is_modifier(token) and token.pos_ == "PROPN"  # "the Gaza-based militia"
    if token.pos_ == "NOUN":
        named = any("place" in classes(word) for word in syntax.noun_phrase(token))
        return named or token.lemma_ in LAND_NOUNS
    return token.pos_ == "PROPN" or token.lower_ == "it"


def _words(token: Token, finding: Finding, mention_at: dict[int, Mention]) -> Span:
    """Return the participant's words without the trigger: "Hezbollah" in "Lebanon's Iran-backed Hezbollah"."""
    mention = mention_at.get(token.i)
    span = mention.span if mention is not None else syntax.noun_phrase(token)
    trigger = finding.trigger
    if token == finding.head or not (span.start < trigger.end and trigger.start < span.end):
        return span
    if token.i < trigger.start or token != span.root:
        return syntax.name_around(token)
    after = trigger.end
    while after < token.i and token.doc[after].text == "-":  # "anti-Houthi coalition"
        after += 2
    return token.doc[after : max(span.end, token.i + 1)]
