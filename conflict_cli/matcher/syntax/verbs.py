"""Verbs and who takes part in what they say: subjects, objects, clauses, infinitives."""

from __future__ import annotations

from spacy.tokens import Token

from conflict_cli.matcher.syntax.links import (
    NOMINAL_POS,
    OBJECT_DEPS,
    PASSIVE_SUBJECT_DEPS,
    RELATIVE_PRONOUNS,
    SUBJECT_DEPS,
    VERBAL_POS,
    children_with,
    is_infinitive_form,
    with_conjuncts,
)

# "accused the army of shelling": the one accused does the shelling; "urged rebels to leave": the rebels leave
OBJECT_CONTROL = frozenset(
    {
        "accuse",
        "allow",
        "ask",
        "authorise",
        "authorize",
        "blame",
        "charge",
        "command",
        "compel",
        "convict",
        "direct",
        "enable",
        "encourage",
        "force",
        "help",
        "instruct",
        "invite",
        "order",
        "permit",
        "persuade",
        "push",
        "require",
        "send",
        "suspect",
        "tell",
        "urge",
        "warn",
    }
)


# "claimed responsibility for shelling": who claims it did it
ANSWERABLE = frozenset({"blame", "credit", "part", "responsibility", "role"})
FINITE_TAGS = frozenset({"VBD", "VBP", "VBZ"})
# what one reports or fears, others do: "residents reported shelling"
OBSERVING_VERBS = frozenset(
    """condemn confirm criticise criticize denounce describe document fear hear mention monitor note notice observe
    recall record report see spot suspect watch witness""".split()
)


SELF_WORDS = frozenset({"he", "it", "she", "they"})
SAYING_VERBS = frozenset({"add", "admit", "announce", "claim", "confirm", "deny", "report", "say"})
# verbs that need an object: without one, "300 wounded" is passive
TRANSITIVE = frozenset(
    "abduct arrest behead capture detain displace gun hospitalise hospitalize injure kidnap kill murder wound".split()
)


def is_passive(verb: Token) -> bool:
    """Tell whether the verb is passive: "was bombed", "(rebels) backed by Iran"."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children):
        return True
    if verb.tag_ not in {"VBD", "VBN"} or any(child.dep_ == "aux" for child in verb.children):
        return False
    if children_with(verb, OBJECT_DEPS):
        return False
    if verb.lemma_ in TRANSITIVE and _lacks_an_object(verb):
        return True  # "220 were killed, 196 wounded", "Two soldiers killed in ambush"
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL_POS:
        # "were killed and 22 people injured": the second participle has a subject, no auxiliary and no object
        return (verb.tag_ == "VBN" or verb.lemma_ in TRANSITIVE) and is_passive(verb.head)
    if verb.tag_ != "VBN":
        return False
    return verb.dep_ in {"acl", "amod", "advcl", "relcl", "ROOT", "xcomp", "oprd", "ccomp"} and not children_with(
        verb, SUBJECT_DEPS
    )


def _lacks_an_object(verb: Token) -> bool:
    """Tell whether a verb has a subject and no object, none that it shares ("killed and ate it") either."""
    own = children_with(verb, SUBJECT_DEPS)
    if not own or verb.dep_ == "relcl" or any(subject.pos_ == "PRON" for subject in own):
        return False
    return not any(children_with(other, OBJECT_DEPS) for other in children_with(verb, {"conj"}))


def has_own_subject(verb: Token) -> bool:
    """Tell whether a word has a subject beside it, none borrowed: "police" in "police broke up a rally"."""
    return bool(children_with(verb, SUBJECT_DEPS))


def subjects(verb: Token) -> list[Token]:
    """Return who does what the verb says, through conjunction, control, participles and relative clauses."""
    if is_passive(verb):
        return []
    return _conjoined_subjects(verb)


def passive_subjects(verb: Token) -> list[Token]:
    """Return to whom a passive verb is done: "Sarmin was bombed", "the town, shelled for days,"."""
    if not is_passive(verb):
        return []
    return _conjoined_subjects(verb)


def _conjoined_subjects(verb: Token) -> list[Token]:
    found = _understood_subjects(verb)
    if any(child.lower_ in RELATIVE_PRONOUNS for child in children_with(verb, SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS)):
        # "Russia, which backs Assad, and Turkey": the clause describes Russia alone
        return found
    return with_conjuncts(found)


def _understood_subjects(verb: Token) -> list[Token]:  # noqa: PLR0912 - one branch per construction
    """Return the subject the verb has or borrows, active or passive alike."""
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        own = children_with(verb, SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS)
        if own:
            return [_antecedent(subject, verb) for subject in own]
        head = verb.head
        if verb.dep_ == "conj" and head.pos_ in VERBAL_POS:
            verb = _coordinated_with(verb)
        elif verb.tag_ == "VBG" and head.lemma_ in OBSERVING_VERBS and verb.dep_ in {"xcomp", "ccomp", "dobj"}:
            return []
        elif verb.dep_ in {"xcomp", "ccomp"} and head.pos_ in VERBAL_POS:
            controlled = _controllers(head)
            if controlled:
                return controlled
            verb = head
        elif verb.dep_ == "advcl" and head.pos_ in VERBAL_POS:
            verb = head
        elif verb.dep_ in {"acl", "relcl"} and head.pos_ in NOMINAL_POS:
            if is_infinitive_form(verb):
                holder = children_with(head, {"poss"})
                if holder:
                    return holder
                if head.dep_ in OBJECT_DEPS | {"attr"} and head.head.pos_ in VERBAL_POS:
                    verb = head.head
                    continue
                return []
            return [head]
        elif verb.dep_ == "pcomp" and head.dep_ == "prep":
            governor = head.head
            if governor.pos_ in VERBAL_POS:
                controlled = _controllers(governor)
                if controlled and head.lower_ in {"of", "for", "with", "from", "into"}:
                    return controlled
                verb = governor
            elif governor.dep_ in OBJECT_DEPS and governor.lemma_ in ANSWERABLE:
                verb = governor.head
            else:
                return children_with(governor, {"poss"})
        elif verb.dep_ == "amod" and verb.tag_ == "VBN":
            return [head]
        else:
            return []
    return []


def _coordinated_with(verb: Token) -> Token:
    """Return the verb that shares its subject: the nearest finite one above for a finite verb.

    "Kyiv accused Moscow of shelling homes and called on allies": the parser hangs "called" on "shelling".
    """
    above = verb.head
    while (
        verb.tag_ in FINITE_TAGS and above.tag_ == "VBG" and not children_with(above, {"aux"}) and above.head != above
    ):
        above = above.head if above.head.pos_ in VERBAL_POS else above.head.head
    return above


def _controllers(governor: Token) -> list[Token]:
    """Return who does the infinitive or gerund: "ordered troops to leave", "called on troops to leave" -> troops."""
    if governor.lemma_ == "call":
        on = [child for child in children_with(governor, {"prep"}) if child.lower_ in {"on", "upon"}]
        return [end for child in on for end in children_with(child, {"pobj"})]
    if governor.lemma_ not in OBJECT_CONTROL:
        return []
    if is_passive(governor):
        return _understood_subjects(governor)
    return [_antecedent(token, governor) for token in children_with(governor, OBJECT_DEPS | {"dative"})]


def _antecedent(pronoun: Token, verb: Token) -> Token:
    """Replace a relative pronoun by the noun its clause hangs on."""
    if pronoun.lower_ not in RELATIVE_PRONOUNS or pronoun.tag_ not in {"WDT", "WP", "IN", "DT"}:
        return pronoun
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        if verb.dep_ == "relcl":
            beside = _noun_before(pronoun)
            # "Russia, which backs Assad, and Turkey, which supports the rebels"
            return beside if beside is not None and beside in verb.head.conjuncts else verb.head
        if verb.dep_ not in {"conj", "ccomp", "xcomp", "aux"}:
            break
        verb = verb.head
    return pronoun


def _noun_before(pronoun: Token) -> Token | None:
    """Return the noun just before a relative pronoun and its comma."""
    index = pronoun.i - 1
    if index > 0 and pronoun.doc[index].text == ",":
        index -= 1
    before = pronoun.doc[index] if index >= 0 else None
    return before if before is not None and before.pos_ in {"NOUN", "PROPN"} else None


def objects(verb: Token) -> list[Token]:
    """Return the direct objects, shared ones ("bombed and shelled the town") and relative ones included."""
    own = children_with(verb, OBJECT_DEPS)
    if is_passive(verb):
        # "reports that a truck was ambushed": the parser takes "that" for the object
        own = [token for token in own if token.lower_ not in RELATIVE_PRONOUNS]
    if own:
        return with_conjuncts([_antecedent(token, verb) for token in own])
    if is_passive(verb):
        return []
    particles = [child for child in verb.children if child.tag_ == "RP"]
    behind = [end for particle in particles for end in children_with(particle, {"pobj"})]
    if behind:
        return with_conjuncts(behind)  # "fought off the rebels"
    for child in verb.children:
        # "bombed and shelled the town": the parser hangs the object on the last verb
        if child.dep_ == "conj" and child.pos_ in VERBAL_POS and child.i - verb.i <= 2:
            return objects(child)
    if verb.dep_ == "relcl" and children_with(verb, SUBJECT_DEPS) and not is_passive(verb):
        subject = children_with(verb, SUBJECT_DEPS)[0]
        if subject.lower_ not in RELATIVE_PRONOUNS and not children_with(verb, {"ccomp", "xcomp"}):
            return with_conjuncts([verb.head])
    return []


def speakers_meant(pronoun: Token) -> list[Token]:
    """Return who speaks of himself: "The army said it had struck a depot" -> army (from it)."""
    if pronoun.lower_ not in SELF_WORDS or pronoun.dep_ not in SUBJECT_DEPS:
        return []
    clause = pronoun.head
    while clause.dep_ == "conj" and clause.head.pos_ in VERBAL_POS:
        clause = clause.head
    saying = clause.head
    return subjects(saying) if clause.dep_ == "ccomp" and saying.lemma_ in SAYING_VERBS and saying.i < pronoun.i else []


def clauses(verb: Token) -> list[Token]:
    """Return the heads of the clauses a verb takes, none beyond a semicolon: "said it shelled" -> shelled."""
    found = children_with(verb, {"ccomp", "parataxis"})
    return [clause for clause in found if not _semicolon_between(clause, verb)]


def runs_on(verb: Token, clause: Token) -> bool:
    """Tell whether a verb goes on from another clause and says no place or time of its own.

    "A bomb exploded and ten people were killed", "A patrol was ambushed; four soldiers died".
    """
    row = verb.dep_ == "conj" and verb.head == clause
    before = clause.dep_ == "ccomp" and clause.head == verb and clause.i < verb.i and _semicolon_between(clause, verb)
    return (row or before) and not children_with(verb, {"prep", "npadvmod", "advcl"})


def _semicolon_between(one: Token, other: Token) -> bool:
    first, last = sorted((one.i, other.i))
    return any(token.text == ";" for token in one.doc[first:last])


def infinitives(token: Token) -> list[Token]:
    """Return the heads of infinitives and gerunds: "vowed to retake", "plan to attack", "denies targeting"."""
    found = children_with(token, {"xcomp"})
    found += [child for child in children_with(token, {"acl"}) if is_infinitive_form(child)]
    return found + [
        child for child in children_with(token, {"ccomp"}) if is_infinitive_form(child) or child.tag_ == "VBG"
    ]


def own_infinitives(verb: Token) -> list[Token]:
    """Return the infinitives a verb takes by itself: "troops are to withdraw" -> withdraw (from are)."""
    return [child for child in children_with(verb, {"xcomp"}) if is_infinitive_form(child)]


def infinitives_of_complement(noun: Token) -> list[Token]:
    """Return the infinitive that says what a noun is: "the goal is to seize the port" -> seize (from goal)."""
    verbs = [noun.head] if noun.dep_ in SUBJECT_DEPS else []
    return [child for verb in verbs for child in verb.children if child.dep_ in {"xcomp", "ccomp"}]


def purpose_verbs(particle: Token) -> list[Token]:
    """Return the infinitive of purpose a "to" opens: "sent tanks to retake the town" -> retake, not "managed to"."""
    verb = particle.head
    return [verb] if particle.dep_ == "aux" and verb.dep_ in {"advcl", "acl", "relcl"} else []


def coordinated_verbs(verb: Token) -> list[Token]:
    """Return verbs coordinated with this one that share its auxiliaries: "will attack and burn" -> burn."""
    return [
        child
        for child in children_with(verb, {"conj"})
        if child.pos_ in VERBAL_POS
        and not children_with(child, SUBJECT_DEPS)
        and all(auxiliary.lower_ == "to" for auxiliary in children_with(child, {"aux"}))
    ]


def is_progressive_present(verb: Token) -> bool:
    """Tell whether the verb says what is going on now: "is shelling", "are clashing"."""
    return verb.tag_ == "VBG" and any(
        child.lower_ in {"is", "are", "'re", "'s"} for child in children_with(verb, {"aux"})
    )


def participles(token: Token) -> list[Token]:
    """Return adverbial participles that hang on a verb: "bombed the town, killing five" -> killing."""
    return [child for child in children_with(token, {"advcl", "xcomp"}) if child.tag_ in {"VBG", "VBN"}]


def participle_subjects(participle: Token) -> list[Token]:
    """Return the bare subject of a verbless clause: "two killed and three wounded" -> three (from wounded)."""
    return with_conjuncts(children_with(participle, SUBJECT_DEPS)) if participle.tag_ in {"VBN", "VBD", "JJ"} else []
