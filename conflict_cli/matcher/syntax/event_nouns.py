"""Nouns that name events and the words that tell who takes part: prepositions, light verbs, blame."""

from __future__ import annotations

from spacy.tokens import Token

from conflict_cli.matcher.syntax.descriptions import complements, described
from conflict_cli.matcher.syntax.links import (
    OBJECT_DEPS,
    PASSIVE_SUBJECT_DEPS,
    RELATIVE_PRONOUNS,
    SUBJECT_DEPS,
    VERBAL_POS,
    children_with,
    first_conjunct,
    is_infinitive_form,
    is_modifier,
    is_subject,
    preposition_of,
    sentence_of,
    with_conjuncts,
)
from conflict_cli.matcher.syntax.verbs import is_passive, objects, passive_subjects, subjects

TIME_LABELS = frozenset({"DATE", "TIME"})
# prepositions that name a participant of an event noun, however far behind it
TRAILING = frozenset({"against", "between", "by", "on"})
# a preposition after the object may belong to the verb: "fired rockets at the base"
SHARED_WITH_OBJECT = frozenset(
    """against among at beside from in inside into near on onto outside over to toward towards under with""".split()
)
# "declared a curfew after riots": nobody is said to have done the rioting
CIRCUMSTANCE_PREPOSITIONS = frozenset(
    {"after", "amid", "before", "despite", "during", "following", "for", "over", "since", "until", "without"}
)
# what one claims for a deed of one's own: "claimed credit for the raid"
CLAIMED = frozenset({"credit", "responsibility"})
DISCLAIMING = frozenset({"decline", "deny", "disclaim", "disown", "refuse", "reject"})
# verb and preposition that make its object answerable: "accused the army of the raid"
ACCUSING = frozenset(
    {
        ("accuse", "of"),
        ("accuse", "over"),
        ("arrest", "for"),
        ("arrest", "over"),
        ("blame", "for"),
        ("charge", "for"),
        ("charge", "over"),
        ("charge", "with"),
        ("convict", "for"),
        ("convict", "of"),
        ("detain", "for"),
        ("detain", "over"),
        ("implicate", "in"),
        ("indict", "for"),
        ("involve", "in"),
        ("suspect", "of"),
    }
)
# verb and preposition whose subject is answerable: "soldiers participated in the massacre"
TAKING_PART = frozenset({("be", "behind"), ("participate", "in")})
# "arrested in connection with the raid"
HELD = frozenset({"apprehend", "arrest", "capture", "charge", "detain", "hold", "indict", "jail"})
# verb and preposition before who is made answerable: "blamed the raid on rebels"
ATTRIBUTING = {"ascribe": "to", "attribute": "to", "blame": "on"}
# what an event leaves people: "left six soldiers dead"
HARMED = frozenset({"dead", "hurt", "injured", "maimed", "wounded"})
# passive verbs that only say that something was: "clashes were reported between ..."
REPORTED = frozenset({"hear", "record", "register", "report"})
ATTEMPTS = frozenset({"attempt", "bid", "plot"})
# a preposition after an of-phrase may belong to the noun before it
SHARED_WITH_OF_PHRASE = frozenset({"against", "between", "by", "from", "to", "with"})


def agents(token: Token) -> list[Token]:
    """Return the by-phrase of a passive or a noun: "shelled by the army", "an attack by gunmen"."""
    return preposition_objects(token, "by")


def is_agent(token: Token) -> bool:
    """Tell whether the token stands in a by-phrase: "rebels" in "shelled by rebels"."""
    return token.head.dep_ in {"agent", "prep"} and token in agents(token.head.head)


def preposition_objects(token: Token, preposition: str) -> list[Token]:
    """Return the objects of one preposition that hangs on the token, on its object or on its particle."""
    if _is_attributed(token, preposition):
        return []
    holders = [token]
    if token.pos_ in VERBAL_POS:
        if preposition in SHARED_WITH_OBJECT:
            holders += children_with(token, OBJECT_DEPS)
        if preposition == "against":
            # "carried out by rebels against sailors": the parser hangs "against" on "rebels"
            holders += [end for child in children_with(token, {"agent"}) for end in children_with(child, {"pobj"})]
        if token.dep_ != "conj" and preposition == "by":
            holders += [child for child in token.children if child.dep_ == "conj" and child.tag_ == "VBN"]
    else:
        # "strikes in recent weeks against civilians": the parser hangs "against" on "weeks"
        holders += [
            end
            for child in children_with(token, {"prep"})
            for end in children_with(child, {"pobj"})
            if end.ent_type_ in TIME_LABELS
        ]
        if preposition in SHARED_WITH_OF_PHRASE and not any(child.lower_ == preposition for child in token.children):
            # "the siege of the town by rebels", "the suspension of links with Serbia"
            holders += [
                end for child in token.children if child.lower_ == "of" for end in children_with(child, {"pobj"})
            ]
    found = []
    for holder in holders:
        for child in holder.children:
            if child.dep_ in {"prep", "agent", "prt", "dative", "advmod"} and child.lower_ == preposition:
                found += [_acted_on(end) for end in children_with(child, {"pobj", "pcomp"})] or [
                    end for inner in children_with(child, {"prep"}) for end in children_with(inner, {"pobj", "pcomp"})
                ]
    if not found and token.pos_ not in VERBAL_POS and preposition in TRAILING:
        found = _trailing_objects(token, preposition)
    return with_conjuncts(found)


def _acted_on(end: Token) -> Token:
    """Return the noun behind an adjective read as a verb: "shot at fleeing residents" -> residents (from fleeing)."""
    if end.dep_ == "pcomp" and end.tag_ == "VBG" and end.head.lower_ in {"at", "on", "upon"}:
        behind = children_with(end, OBJECT_DEPS)
        if behind and behind[0].i == end.i + 1:
            return behind[0]
    return end


def _trailing_objects(noun: Token, preposition: str) -> list[Token]:
    """Return the object of a preposition in the row of phrases after a noun, whatever the parser hangs it on.

    "in response to strikes in recent weeks against civilians by the army": against and by belong to "strikes".
    """
    for token in trailing_row(noun):
        if token.lower_ == preposition and token.dep_ in {"prep", "agent"}:
            return children_with(token, {"pobj"})
    return []


def trailing_row(noun: Token) -> list[Token]:
    """Return the words after a noun up to the next verb, relative pronoun or punctuation mark."""
    row = []
    for token in noun.doc[noun.i + 1 : sentence_of(noun).end]:
        in_word = token.text == "-" or token.tag_ in {"HYPH", "POS"} or token.dep_ == "amod"
        if not in_word and (token.pos_ in VERBAL_POS or token.is_punct or token.lower_ in RELATIVE_PRONOUNS):
            break
        row.append(token)
    return row


def own_preposition_objects(preposition: Token) -> list[Token]:
    """Return the object of a preposition that is itself the trigger: "alongside the army" -> army."""
    return with_conjuncts(children_with(preposition, {"pobj"}))


def clauses_of_object(preposition: Token) -> list[Token]:
    """Return the verbs that describe a preposition's object: "like a town being shelled" -> shelled (from like)."""
    described = [clause for end in children_with(preposition, {"pobj"}) for clause in adjectival_clauses(end)]
    return [*described, *children_with(preposition, {"pcomp"})]


def doers_of_verb_above(preposition: Token) -> list[Token]:
    """Return the subject of the verb a preposition hangs on: "X fought alongside Y" -> X."""
    return subjects(preposition.head) if preposition.head.lemma_ in {"fight", "battle", "serve", "deploy"} else []


def counted_among(preposition: Token) -> list[Token]:
    """Return who is among others: "Two children were among the dead" -> children, "Among the dead was a nurse"."""
    verb = preposition.head
    if verb.lemma_ != "be":
        return []
    return subjects(verb) or with_conjuncts(children_with(verb, {"attr"}))


def governors(token: Token) -> list[Token]:
    """Return the verb whose subject or object the token is: "launched an incursion" -> launched."""
    noun = first_conjunct(token)
    if noun.dep_ in OBJECT_DEPS | SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS and noun.head.pos_ in VERBAL_POS:
        return [noun.head]
    if noun.dep_ in {"acl", "relcl"}:
        return [noun.head]
    return []


def governors_to(noun: Token) -> list[Token]:
    """Return what a noun rises to, stands at, reaches or is: "the toll rose to 45", "the toll reached 45" -> 45."""
    found = []
    for verb in governors(noun):
        found += [end for word in ("to", "at") for end in preposition_objects(verb, word)]
        if is_subject(noun):
            found += [end for end in (*objects(verb), *complements(verb)) if end not in found]
    return found


def prepositional_governors(token: Token) -> list[Token]:
    """Return the word a prepositional phrase hangs on: "killed in the strike" -> killed (from strike)."""
    noun = first_conjunct(token)
    while noun.dep_ in {"pobj", "pcomp"} and noun.head.dep_ in {"prep", "agent"}:
        governor = noun.head.head
        if governor.ent_type_ not in TIME_LABELS:
            return [governor]
        # "killed since the start of the year in drone strikes": the parser hangs "in" on "year"
        noun = governor
    return []


def supporting_verb(noun: Token) -> Token | None:
    """Return the verb an event noun leans on: "launched an attack", "came under fire", "was the attack launched"."""
    first = first_conjunct(noun)
    if is_modifier(first) and first.head.lemma_ in ATTEMPTS:
        first = first.head  # "survived an assassination attempt"
    head = first.head
    if first.dep_ == "pobj" and head.dep_ == "prep":
        if head.lower_ in CIRCUMSTANCE_PREPOSITIONS:
            return None
        head = head.head
    elif first.dep_ not in OBJECT_DEPS | PASSIVE_SUBJECT_DEPS | {"attr"}:
        return None
    return head if head.pos_ in VERBAL_POS else None


def answerable_for(noun: Token) -> list[Token]:
    """Return who is made answerable for a deed: "claimed responsibility for the raid", "blamed rebels for the raid"."""
    preposition = preposition_of(noun)
    for governor in prepositional_governors(noun):
        if preposition == "for" and governor.lower_ == "responsible":
            return described(governor)
        if preposition == "for" and governor.lower_ in CLAIMED and governor.dep_ in OBJECT_DEPS:
            return [] if governor.head.lemma_ in DISCLAIMING else subjects(governor.head)
        if (governor.lemma_, preposition) in ACCUSING:
            return objects(governor) or passive_subjects(governor)
        if (governor.lemma_, preposition) in TAKING_PART:
            return subjects(governor)
        if preposition == "in" and governor.lower_ == "part" and governor.head.lemma_ == "take":
            return subjects(governor.head)
        if preposition == "with" and governor.lower_ == "connection":
            holders = [verb for verb in prepositional_governors(governor) if verb.lemma_ in HELD]
            return [end for verb in holders for end in objects(verb) or passive_subjects(verb)]
    return [*_blamed_on(noun), *_authors(noun), *_claimants(noun)]


def _claimants(noun: Token) -> list[Token]:
    """Return who claims a deed: "rebels claimed the raid", "the raid was claimed by rebels"."""
    verbs = adjectival_clauses(noun)
    if first_conjunct(noun).dep_ in OBJECT_DEPS | PASSIVE_SUBJECT_DEPS:
        verbs = [first_conjunct(noun).head, *verbs]
    return [end for verb in verbs if verb.lemma_ == "claim" for end in agents(verb) or _claiming_subjects(verb, noun)]


def _claiming_subjects(verb: Token, noun: Token) -> list[Token]:
    return [end for end in subjects(verb) if end != noun and end.i < noun.i]


def _blamed_on(noun: Token) -> list[Token]:
    """Return on whom a deed is blamed: "blamed the raid on rebels", "the raid, attributed to rebels,"."""
    verbs = adjectival_clauses(noun)
    if first_conjunct(noun).dep_ in OBJECT_DEPS | PASSIVE_SUBJECT_DEPS:
        verbs = [first_conjunct(noun).head, *verbs]
    return [
        end
        for verb in verbs
        if verb.lemma_ in ATTRIBUTING
        # "blamed the bombing of the hotel on rebels": the parser hangs "on" on "bombing"
        for end in preposition_objects(verb, ATTRIBUTING[verb.lemma_])
        or _trailing_objects(noun, ATTRIBUTING[verb.lemma_])
    ]


def _is_attributed(noun: Token, preposition: str) -> bool:
    """Tell whether a preposition behind a noun says who did it: "blamed the raid on rebels" is no raid on rebels."""
    is_object = noun.pos_ not in VERBAL_POS and noun.dep_ in OBJECT_DEPS
    return is_object and ATTRIBUTING.get(noun.head.lemma_) == preposition


def _authors(noun: Token) -> list[Token]:
    """Return whose work a deed is said to be: "the raid was the work of rebels"."""
    if not is_subject(noun):
        return []
    works = [end for end in complements(noun.head) if end.lemma_ in {"doing", "handiwork", "work"}]
    return [end for work in works for end in preposition_objects(work, "of")]


def is_broken_up(verb: Token) -> bool:
    """Tell whether somebody else's event is ended: "police broke up a rally" is no rally of theirs."""
    return verb.lemma_ == "break" and any(child.lower_ == "up" for child in verb.children)


def container(noun: Token) -> Token | None:
    """Return the noun that an event noun follows with "of": "a series of bombings" -> series (from bombings)."""
    first = first_conjunct(noun)
    above = first.head.head if first.dep_ == "pobj" and first.head.lower_ == "of" else None
    return above if above is not None and above.pos_ == "NOUN" else None


def means_verb(noun: Token) -> Token | None:
    """Return the verb done by means of the noun: "retaliated with airstrikes" -> retaliated (from airstrikes)."""
    if preposition_of(noun) != "with":
        return None
    for governor in prepositional_governors(noun):
        # "began an offensive with airstrikes": the parser hangs "with" on "offensive"
        verb = governor.head if governor.dep_ in OBJECT_DEPS else governor
        if verb.pos_ in VERBAL_POS:
            return verb
    return None


def left_harmed(noun: Token) -> list[Token]:
    """Return whom an event is said to have left dead or hurt: "the attack left six soldiers dead" -> soldiers."""
    verbs = [noun.head] if is_subject(noun) else []
    return [
        end
        for verb in [*verbs, *adjectival_clauses(noun)]
        if verb.lemma_ == "leave"
        for end in objects(verb)
        if any(child.lower_ in HARMED for child in (*verb.children, *end.children))
    ]


def leaving_verb(participle: Token) -> Token | None:
    """Return the verb that leaves people so: "left 23 dead and dozens wounded" -> left (from wounded)."""
    victim = first_conjunct(participle.head)
    leaves = participle.dep_ in {"acl", "amod"} and victim.dep_ in OBJECT_DEPS and victim.head.lemma_ == "leave"
    return victim.head if leaves else None


def results(verb: Token) -> list[Token]:
    """Return the state that somebody is brought into: "left two guards and a driver dead" -> dead."""
    return [child for child in verb.children if child.dep_ in {"acomp", "oprd"} and child.pos_ in {"ADJ", "VERB"}]


def struck(noun: Token, effects: frozenset[str]) -> list[Token]:
    """Return what an event noun hit: "two strikes destroyed a bridge and damaged a road", "destroyed by a blast".

    Args:
        noun: the event noun.
        effects: the verbs that say what was hit.
    """
    if is_agent(noun):
        verb = noun.head.head
        return passive_subjects(verb) if verb.lemma_ in effects else []
    verbs = [clause for clause in adjectival_clauses(noun) if clause.tag_ == "VBG"]  # "a blast targeting a minibus"
    verbs += [noun.head] if is_subject(noun) else []
    found: list[Token] = []
    for verb in verbs:
        verbs += [child for child in children_with(verb, {"conj"}) if not children_with(child, SUBJECT_DEPS)]
        if verb.lemma_ in effects and not is_passive(verb):
            found += listed(objects(verb))
    return found


def listed(nouns: list[Token]) -> list[Token]:
    """Return nouns with the rest of their list: in "a truck, a tank and two guns" the parser calls some appositions."""
    found = []
    for noun in nouns:
        row = [noun]
        for token in row:
            row += children_with(token, {"conj", "appos"})
        in_list = any(child.dep_ == "cc" for token in row for child in token.children)
        found += [token for token in (row if in_list else [noun]) if token not in found]
    return found


def purposes(noun: Token) -> list[Token]:
    """Return what an event noun is to act on: "an operation to disarm the militia" -> militia (from operation)."""
    verb = supporting_verb(noun)
    found = [*adjectival_clauses(noun), *(children_with(verb, {"xcomp"}) if verb is not None else [])]
    return [end for clause in found if clause.i > noun.i and is_infinitive_form(clause) for end in objects(clause)]


def occurrence_verb(noun: Token) -> Token | None:
    """Return the verb that says the noun took place: "Clashes broke out between ..." -> broke."""
    verb = first_conjunct(noun).head
    reported = first_conjunct(noun).dep_ in PASSIVE_SUBJECT_DEPS and verb.lemma_ in REPORTED
    if not (is_subject(noun) or reported):
        return None
    return verb if verb.pos_ == "VERB" and not objects(verb) else None


def purpose_objects(verb: Token) -> list[Token]:
    """Return what a verb's purpose acts on: "fired tear gas to disperse the crowd" -> crowd."""
    return [end for purpose in purposes_of_verb(verb) for end in objects(purpose)]


def purposes_of_verb(verb: Token) -> list[Token]:
    """Return the infinitives that say what a verb is done for: "fired tear gas to disperse the crowd" -> disperse."""
    return [child for child in children_with(verb, {"advcl", "xcomp"}) if is_infinitive_form(child)]


def adjectival_clauses(noun: Token) -> list[Token]:
    """Return the verbs of the clauses that describe a noun: "the attack carried out by rebels" -> carried."""
    return children_with(noun, {"acl", "relcl"})


def clauses_of_described(word: Token) -> list[Token]:
    """Return the verbs of the clauses about a word's noun: "any column that enters Syria" -> enters (from any)."""
    return adjectival_clauses(word.head) if word.dep_ == "det" else []
