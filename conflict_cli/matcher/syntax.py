"""Grammar by name: what rules call subject, object or agent, in terms of the dependency parse.

The only file that names dependency labels (ClearNLP labels, as en_core_web_sm gives them). Participants are given by
the heads of their noun phrases, conjuncts included; `noun_phrase` gives the words.
"""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom"})
SUBJECT_DEPS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECT_DEPS = frozenset({"nsubjpass", "csubjpass"})
OBJECT_DEPS = frozenset({"dobj", "obj"})
VERBAL_POS = frozenset({"VERB", "AUX"})
TIME_LABELS = frozenset({"DATE", "TIME"})
# prepositions that name a participant of an event noun, however far behind it
TRAILING = frozenset({"against", "between", "by", "on"})
# "hundreds of fighters", "a group of protesters": what is counted is what takes part
COUNTING_NOUNS = frozenset(
    """all any band column couple crowd dozen group half handful hundred majority many member million more most number
    one part quarter rest score series several some ten third thousand wave""".split()
)
NEGATIVES = frozenset({"neither", "never", "no"})
NOMINAL_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"})
# parts of a noun phrase that say which one is meant, left of its head
IDENTIFYING_DEPS = frozenset({"det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "case", "predet"})
IDENTIFYING_DEPS |= frozenset({"punct", "advmod", "npadvmod", "neg"})
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
# a preposition after the object may belong to the verb: "fired rockets at the base"
SHARED_WITH_OBJECT = frozenset(
    {"against", "at", "from", "in", "into", "near", "on", "onto", "over", "to", "toward", "towards", "with"}
)
# "declared a curfew after riots": nobody is said to have done the rioting
CIRCUMSTANCE_PREPOSITIONS = frozenset(
    {"after", "amid", "before", "despite", "during", "following", "for", "over", "since", "until", "without"}
)
# a preposition after an of-phrase may belong to the noun before it
SHARED_WITH_OF_PHRASE = frozenset({"against", "between", "by", "from", "to", "with"})


# ---------------------------------------------------------------- verbs and their participants


def is_passive(verb: Token) -> bool:
    """Tell whether the verb is passive: "was bombed", "(rebels) backed by Iran"."""
    if any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children):
        return True
    if verb.tag_ != "VBN" or any(child.dep_ == "aux" for child in verb.children):
        return False
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL_POS:
        # "were killed and 22 people injured": the second participle has a subject, no auxiliary and no object
        return is_passive(verb.head) and not _own(verb, OBJECT_DEPS)
    return verb.dep_ in {"acl", "amod", "advcl", "relcl", "ROOT", "xcomp", "oprd", "ccomp"} and not _own(
        verb, SUBJECT_DEPS | OBJECT_DEPS
    )


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
    if any(child.lower_ in RELATIVE_PRONOUNS for child in _own(verb, SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS)):
        # "Russia, which backs Assad, and Turkey": the clause describes Russia alone
        return found
    return _with_conjuncts(found)


def _understood_subjects(verb: Token) -> list[Token]:  # noqa: PLR0912 - one branch per construction
    """Return the subject the verb has or borrows, active or passive alike."""
    seen: set[int] = set()
    while verb.i not in seen:
        seen.add(verb.i)
        own = _own(verb, SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS)
        if own:
            return [_antecedent(subject, verb) for subject in own]
        head = verb.head
        if verb.dep_ == "conj" and head.pos_ in VERBAL_POS:
            verb = head
        elif verb.dep_ in {"xcomp", "ccomp"} and head.pos_ in VERBAL_POS:
            controlled = _controllers(head)
            if controlled:
                return controlled
            verb = head
        elif verb.dep_ == "advcl" and head.pos_ in VERBAL_POS:
            verb = head
        elif verb.dep_ in {"acl", "relcl"} and head.pos_ in NOMINAL_POS:
            if _is_infinitive(verb):
                holder = _own(head, {"poss"})
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
            else:
                return _own(governor, {"poss"})
        elif verb.dep_ == "amod" and verb.tag_ == "VBN":
            return [head]
        else:
            return []
    return []


def _controllers(governor: Token) -> list[Token]:
    """Return the object that does the infinitive or gerund: "ordered troops to leave" -> troops."""
    if governor.lemma_ not in OBJECT_CONTROL:
        return []
    if is_passive(governor):
        return _understood_subjects(governor)
    return [_antecedent(token, governor) for token in _own(governor, OBJECT_DEPS | {"dative"})]


def _is_infinitive(verb: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


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
    own = _own(verb, OBJECT_DEPS)
    if own:
        return _with_conjuncts([_antecedent(token, verb) for token in own])
    if is_passive(verb):
        return []
    for child in verb.children:
        # "bombed and shelled the town": the parser hangs the object on the last verb
        if child.dep_ == "conj" and child.pos_ in VERBAL_POS and child.i - verb.i <= 2:
            return objects(child)
    if verb.dep_ == "relcl" and _own(verb, SUBJECT_DEPS) and not is_passive(verb):
        subject = _own(verb, SUBJECT_DEPS)[0]
        if subject.lower_ not in RELATIVE_PRONOUNS and not _own(verb, {"ccomp", "xcomp"}):
            return _with_conjuncts([verb.head])
    return []


def agents(token: Token) -> list[Token]:
    """Return the by-phrase of a passive or a noun: "shelled by the army", "an attack by gunmen"."""
    return preposition_objects(token, "by")


def preposition_objects(token: Token, preposition: str) -> list[Token]:
    """Return the objects of one preposition that hangs on the token, on its object or on its particle."""
    holders = [token]
    if token.pos_ in VERBAL_POS:
        if preposition in SHARED_WITH_OBJECT:
            holders += _own(token, OBJECT_DEPS)
        if token.dep_ != "conj" and preposition == "by":
            holders += [child for child in token.children if child.dep_ == "conj" and child.tag_ == "VBN"]
    else:
        # "strikes in recent weeks against civilians": the parser hangs "against" on "weeks"
        holders += [
            end for child in _own(token, {"prep"}) for end in _own(child, {"pobj"}) if end.ent_type_ in TIME_LABELS
        ]
        if preposition in SHARED_WITH_OF_PHRASE and not any(child.lower_ == preposition for child in token.children):
            # "the siege of the town by rebels", "the suspension of links with Serbia"
            holders += [end for child in token.children if child.lower_ == "of" for end in _own(child, {"pobj"})]
    found = []
    for holder in holders:
        for child in holder.children:
            if child.dep_ in {"prep", "agent", "prt", "dative", "advmod"} and child.lower_ == preposition:
                found += _own(child, {"pobj", "pcomp"}) or [
                    end for inner in _own(child, {"prep"}) for end in _own(inner, {"pobj", "pcomp"})
                ]
    if not found and token.pos_ not in VERBAL_POS and preposition in TRAILING:
        found = _trailing_objects(token, preposition)
    return _with_conjuncts(found)


def _trailing_objects(noun: Token, preposition: str) -> list[Token]:
    """Return the object of a preposition in the row of phrases after a noun, whatever the parser hangs it on.

    "in response to strikes in recent weeks against civilians by the army": against and by belong to "strikes".
    """
    for token in trailing_row(noun):
        if token.lower_ == preposition and token.dep_ in {"prep", "agent"}:
            return _own(token, {"pobj"})
    return []


def trailing_row(noun: Token) -> list[Token]:
    """Return the words after a noun up to the next verb, relative pronoun or punctuation mark."""
    row = []
    for token in noun.doc[noun.i + 1 : noun.sent.end]:
        in_word = token.text == "-" or token.tag_ in {"HYPH", "POS"} or token.dep_ == "amod"
        if not in_word and (token.pos_ in VERBAL_POS or token.is_punct or token.lower_ in RELATIVE_PRONOUNS):
            break
        row.append(token)
    return row


def possessors(noun: Token) -> list[Token]:
    """Return the owner: "Israel's strikes" -> Israel, "their offensive" -> their."""
    return _with_conjuncts(_own(noun, {"poss"}))


def modifiers(noun: Token) -> list[Token]:
    """Return the words before a noun that may name a participant: "rebel offensive", "Israeli air strikes"."""
    found = _own(noun, {"compound", "amod", "nmod", "npadvmod"})
    # "the Russian and Syrian air forces", "a Turkish-backed rebel offensive"
    return _with_conjuncts([token for token in found if token.i < noun.i])


def counted(noun: Token) -> list[Token]:
    """Return what a word of number or gathering counts: "dozens of rebels" -> rebels (from dozens)."""
    if noun.pos_ != "NUM" and noun.lemma_.lower() not in COUNTING_NOUNS:
        return []
    return _with_conjuncts([end for child in noun.children if child.lower_ == "of" for end in _own(child, {"pobj"})])


def modified(token: Token) -> list[Token]:
    """Return what a word modifies: "protest leaders" -> leaders, "was reportedly killed" -> killed."""
    if token.dep_ == "advmod":
        return [token.head]
    return [token.head] if is_modifier(token) and token.head.i > token.i else []


def appositions(noun: Token) -> list[Token]:
    """Return nouns set beside this one: "Hezbollah, a Lebanese militia"."""
    return _own(noun, {"appos"})


def described_by_apposition(noun: Token) -> list[Token]:
    """Return the noun this one stands beside: "HTS, a Qaeda-linked group" -> HTS (from group)."""
    return [noun.head] if noun.dep_ == "appos" else []


def predicated_of(noun: Token) -> list[Token]:
    """Return what is said to be this: "HTS is a Qaeda-linked group" -> HTS (from group)."""
    return _own(noun.head, SUBJECT_DEPS) if noun.dep_ == "attr" else []


def name_around(token: Token) -> Span:
    """Return a name inside a longer phrase: "the United Arab Emirates-backed army" -> United Arab Emirates."""
    start = token.i
    while start > token.sent.start and token.doc[start - 1].dep_ == "compound" and token.doc[start - 1].head.i >= start:
        start -= 1
    return token.doc[start : token.i + 1]


def complements(noun_or_verb: Token) -> list[Token]:
    """Return what a copula says of its subject: "X is a militia" -> militia (from X's verb)."""
    return _with_conjuncts(_own(noun_or_verb, {"attr", "acomp", "oprd"}))


def clauses(verb: Token) -> list[Token]:
    """Return the heads of the clauses a verb takes: "said it shelled" -> shelled."""
    return _own(verb, {"ccomp", "parataxis"})


def infinitives(token: Token) -> list[Token]:
    """Return the heads of infinitives and gerunds: "vowed to retake", "plan to attack", "denies targeting"."""
    found = _own(token, {"xcomp"})
    found += [child for child in _own(token, {"acl"}) if _is_infinitive(child)]
    return found + [child for child in _own(token, {"ccomp"}) if _is_infinitive(child) or child.tag_ == "VBG"]


def infinitives_of_complement(noun: Token) -> list[Token]:
    """Return the infinitive that says what a noun is: "the goal is to seize the port" -> seize (from goal)."""
    verbs = [noun.head] if noun.dep_ in SUBJECT_DEPS else []
    return [child for verb in verbs for child in verb.children if child.dep_ in {"xcomp", "ccomp"}]


def head_nouns(adjective: Token) -> list[Token]:
    """Return the noun an adjective modifies: "ongoing clashes" -> clashes (from ongoing)."""
    return [adjective.head] if adjective.dep_ == "amod" else []


def purpose_verbs(particle: Token) -> list[Token]:
    """Return the infinitive of purpose a "to" opens: "sent tanks to retake the town" -> retake, not "managed to"."""
    verb = particle.head
    return [verb] if particle.dep_ == "aux" and verb.dep_ in {"advcl", "acl", "relcl"} else []


def coordinated_verbs(verb: Token) -> list[Token]:
    """Return verbs coordinated with this one that share its auxiliaries: "will attack and burn" -> burn."""
    return [
        child
        for child in verb.children
        if child.dep_ == "conj" and child.pos_ in VERBAL_POS and not _own(child, SUBJECT_DEPS | {"aux"})
    ]


def is_progressive_present(verb: Token) -> bool:
    """Tell whether the verb says what is going on now: "is shelling", "are clashing"."""
    return verb.tag_ == "VBG" and any(child.lower_ in {"is", "are", "'re", "'s"} for child in _own(verb, {"aux"}))


def complement_subjects(noun: Token) -> list[Token]:
    """Return of whom a copula or "have" says the noun: "X is part of Y", "X is in control of Y" -> X."""
    if noun.dep_ in {"attr", "dobj"} and noun.head.pos_ in VERBAL_POS:
        return subjects(noun.head) if noun.dep_ == "attr" else []
    if noun.dep_ == "pobj" and noun.head.head.lemma_ == "be":
        return subjects(noun.head.head)
    return []


def named_by(noun: Token) -> list[Token]:
    """Return the name a title or description belongs to: "rebel leader Kony", "Kony, leader of the rebels" -> Kony."""
    if noun.dep_ in {"compound", "nmod", "amod"} and noun.head.i > noun.i:
        # "rebel leaders Kony and Odhiambo", but "rebel leader Kony and a spokesman"
        return _with_conjuncts([noun.head]) if noun.tag_ in {"NNS", "NNPS"} else [noun.head]
    if noun.dep_ == "appos":
        return [noun.head]
    # "He was commander of the army, a militia": what stands beside a predicate noun explains its last word
    return complement_subjects(noun) or _with_conjuncts(_own(noun, {"appos"}))


def holders(noun: Token) -> list[Token]:
    """Return who has something: "Hezbollah has a presence in Nubl", "its bases" -> the owner."""
    if noun.dep_ in OBJECT_DEPS and noun.head.lemma_ in {
        "have",
        "keep",
        "maintain",
        "retain",
        "run",
        "establish",
        "hold",
    }:
        return subjects(noun.head)
    return possessors(noun) + modifiers(noun)


def relative_places(noun: Token) -> list[Token]:
    """Return the place a "where" clause describes: "the airport, where militias have outposts" -> airport."""
    verb = clause_verb(noun)
    if verb.dep_ == "relcl" and any(child.lower_ == "where" for child in verb.children):
        places = [verb.head]
        if verb.head.dep_ == "appos":
            places = _with_conjuncts([first_conjunct(verb.head.head)])
        return places
    return []


def own_preposition_objects(preposition: Token) -> list[Token]:
    """Return the object of a preposition that is itself the trigger: "alongside the army" -> army."""
    return _with_conjuncts(_own(preposition, {"pobj"}))


def doers_of_verb_above(preposition: Token) -> list[Token]:
    """Return the subject of the verb a preposition hangs on: "X fought alongside Y" -> X."""
    return subjects(preposition.head) if preposition.head.lemma_ in {"fight", "battle", "serve", "deploy"} else []


def participles(token: Token) -> list[Token]:
    """Return adverbial participles that hang on a verb: "bombed the town, killing five" -> killing."""
    return [child for child in _own(token, {"advcl", "xcomp"}) if child.tag_ in {"VBG", "VBN"}]


def governors(token: Token) -> list[Token]:
    """Return the verb whose subject or object the token is: "launched an incursion" -> launched."""
    noun = first_conjunct(token)
    if noun.dep_ in OBJECT_DEPS | SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS and noun.head.pos_ in VERBAL_POS:
        return [noun.head]
    if noun.dep_ in {"acl", "relcl"}:
        return [noun.head]
    return []


def described(adjective: Token) -> list[Token]:
    """Return the noun an adjective or participle describes: "left 27 people dead" -> people, "wounded men" -> men."""
    head = adjective.head
    if adjective.dep_ in {"oprd", "acomp", "xcomp", "ccomp", "dobj", "advcl"} and head.pos_ in VERBAL_POS:
        own = _own(adjective, SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS)
        if own:
            return _with_conjuncts(own)
        return objects(head) if head.lemma_ == "leave" or adjective.dep_ == "oprd" else subjects(head)
    if adjective.dep_ in {"acl", "amod"} and head.pos_ in NOMINAL_POS:
        return [head]
    return []


def participle_subjects(participle: Token) -> list[Token]:
    """Return the bare subject of a verbless clause: "two killed and three wounded" -> three (from wounded)."""
    return _with_conjuncts(_own(participle, SUBJECT_DEPS)) if participle.tag_ in {"VBN", "VBD", "JJ"} else []


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
    for governor in prepositional_governors(noun):
        preposition = preposition_of(noun)
        if preposition == "for" and governor.lower_ == "responsible":
            return described(governor)
        if preposition == "for" and governor.lower_ == "responsibility" and governor.dep_ in OBJECT_DEPS:
            return subjects(governor.head)
        if (preposition, governor.lemma_) in {
            ("for", "blame"),
            ("of", "accuse"),
            ("of", "suspect"),
            ("over", "accuse"),
        }:
            return objects(governor) or passive_subjects(governor)
        if preposition == "behind" and governor.lemma_ == "be":
            return subjects(governor)
    if is_object(noun) and noun.head.lemma_ in {"attribute", "ascribe"}:
        return preposition_objects(noun.head, "to")
    return [
        end
        for clause in adjectival_clauses(noun)
        if clause.lemma_ in {"attribute", "ascribe", "blame"}
        for end in preposition_objects(clause, "on" if clause.lemma_ == "blame" else "to")
    ]


def occurrence_verb(noun: Token) -> Token | None:
    """Return the verb that says the noun took place: "Clashes broke out between ..." -> broke."""
    if not is_subject(noun):
        return None
    verb = first_conjunct(noun).head
    return verb if verb.pos_ == "VERB" and not objects(verb) else None


def purpose_objects(verb: Token) -> list[Token]:
    """Return what a verb's purpose acts on: "fired tear gas to disperse the crowd" -> crowd."""
    purposes = [child for child in _own(verb, {"advcl", "xcomp"}) if _is_infinitive(child)]
    return [end for purpose in purposes for end in objects(purpose)]


def adjectival_clauses(noun: Token) -> list[Token]:
    """Return the verbs of the clauses that describe a noun: "the attack carried out by rebels" -> carried."""
    return _own(noun, {"acl", "relcl"})


def preposition_of(token: Token) -> str | None:
    """Return the preposition that governs the token: "near the border" -> near (from border)."""
    noun = first_conjunct(token)
    if noun.dep_ in {"pobj", "pcomp"}:
        return str(noun.head.lower_)
    return None


def first_conjunct(token: Token) -> Token:
    """Return the first of a row of coordinated words: "rockets and shells" -> rockets (from shells)."""
    while token.dep_ == "conj" and token.head.i < token.i:
        token = token.head
    return token


def is_subject(token: Token) -> bool:
    """Tell whether the token is an active subject, itself or by conjunction."""
    return first_conjunct(token).dep_ in SUBJECT_DEPS


def is_passive_subject(token: Token) -> bool:
    """Tell whether the token is the subject of a passive, itself or by conjunction."""
    return first_conjunct(token).dep_ in PASSIVE_SUBJECT_DEPS


def subject_rank(token: Token) -> int:
    """Return how prominent a noun is: 2 for the subject of a main clause, 1 for another subject, 0 for the rest."""
    noun = first_conjunct(token)
    if noun.dep_ not in SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS:
        return 0
    return 1 if noun.head.dep_ in {"acl", "advcl", "relcl"} else 2


def is_object(token: Token) -> bool:
    """Tell whether the token is a direct object, itself or by conjunction."""
    return first_conjunct(token).dep_ in OBJECT_DEPS


def is_modifier(token: Token) -> bool:
    """Tell whether the token modifies the noun it hangs on: "Russian" in "Russian jets"."""
    return first_conjunct(token).dep_ in {"compound", "amod", "nmod", "npadvmod"}


def is_possessor(token: Token) -> bool:
    """Tell whether the token owns the noun it hangs on: "Russia" in "Russia's jets"."""
    return first_conjunct(token).dep_ == "poss"


def is_adverbial_clause(verb: Token) -> bool:
    """Tell whether the verb heads an adverbial clause of another verb."""
    return verb.dep_ == "advcl"


def is_conditional(verb: Token) -> bool:
    """Tell whether the verb stands in a clause opened by "if" or "unless"."""
    return any(child.dep_ == "mark" and child.lower_ in {"if", "unless"} for child in verb.children)


def auxiliaries(verb: Token) -> list[Token]:
    """Return the auxiliary verbs: "would have attacked" -> would, have."""
    return _own(verb, {"aux", "auxpass"})


def is_negated(token: Token) -> bool:
    """Tell whether the token is negated: "did not attack", "no attack", "never shelled"."""
    return any(
        child.dep_ == "neg"
        or (child.dep_ in {"det", "advmod", "preconj"} and child.lower_ in {"no", "never", "neither"})
        for child in token.children
    )


# ---------------------------------------------------------------- phrases and clauses


def noun_phrase(head: Token) -> Span:
    """Return the shortest phrase that identifies a participant.

    Articles, adjectives, names, numbers and an of-phrase are inside; relative clauses, appositions and
    other prepositional phrases are not: "the rebels, who ..." gives "the rebels".
    """
    start, end = head.i, head.i
    for child in sorted(head.lefts, key=lambda token: -token.i):
        if child.dep_ not in IDENTIFYING_DEPS or child.right_edge.i + 1 < start:
            break
        start = child.left_edge.i
    for child in head.rights:
        if child.dep_ == "prep" and child.lower_ == "of" and child.i == end + 1:
            inner = _own(child, {"pobj"})
            if inner:
                end = max(end, noun_phrase(inner[0]).end - 1)
        elif child.dep_ in {"nummod", "compound"} and child.i == end + 1:
            end = child.i
    return _trim(head.doc, start, end + 1)


def full_phrase(head: Token) -> Span:
    """Return everything that hangs on the head, conjuncts included, trimmed of punctuation."""
    return _trim(head.doc, head.left_edge.i, head.right_edge.i + 1)


def _trim(doc: Doc, start: int, end: int) -> Span:
    while start < end - 1 and (doc[start].is_space or (doc[start].is_punct and doc[start].text != "[")):
        start += 1
    while end - 1 > start and (doc[end - 1].is_space or doc[end - 1].is_punct or doc[end - 1].tag_ == "POS"):
        end -= 1
    return doc[start:end]


def clause_tokens(verb: Token) -> list[Token]:
    """Return the verb's own clause: its subtree without subordinate clauses and coordinated verbs."""
    tokens, open_ = [], [verb]
    while open_:
        token = open_.pop()
        tokens.append(token)
        open_ += [child for child in token.children if not _opens_clause(child)]
    return sorted(tokens, key=lambda token: token.i)


def _opens_clause(token: Token) -> bool:
    if token.dep_ in {"ccomp", "advcl", "relcl", "acl", "parataxis", "pcomp", "csubj"}:
        return True
    return token.dep_ == "conj" and token.pos_ in VERBAL_POS


def is_compared_with(span: Span) -> bool:
    """Tell whether a phrase is the measure of a superlative: "the biggest attack since March 2020"."""
    root = span.root
    preposition = root if root.dep_ == "prep" else root.head
    return preposition.dep_ == "prep" and preposition.lower_ == "since" and preposition.head.tag_ in {"JJS", "RBS"}


def described_by_clause(verb: Token) -> Token | None:
    """Return the word a relative clause hangs on: "in March 2020, when they agreed" -> March (from agreed)."""
    while verb.dep_ == "conj" and verb.head.pos_ in VERBAL_POS:
        verb = verb.head
    return verb.head if verb.dep_ in {"relcl", "advcl"} else None


def clause_verb(token: Token) -> Token:
    """Return the verb that governs the token's clause (the token itself when it is one)."""
    seen: set[int] = set()
    while token.pos_ not in VERBAL_POS and token.head is not token and token.i not in seen:
        seen.add(token.i)
        token = token.head
    return token


def dominates(ancestor: Token, token: Token) -> bool:
    """Tell whether the token hangs on the ancestor, directly or not, or is the ancestor."""
    return bool(ancestor == token or ancestor.is_ancestor(token))


def _own(token: Token, deps: Iterable[str]) -> list[Token]:
    return [child for child in token.children if child.dep_ in deps]


def _with_conjuncts(tokens: list[Token]) -> list[Token]:
    found = []
    for token in tokens:
        if token not in found:
            found.append(token)
        queue = [child for child in token.children if child.dep_ == "conj"]
        while queue:
            conjunct = queue.pop(0)
            if conjunct.pos_ not in VERBAL_POS and conjunct not in found:
                found.append(conjunct)
                queue += [child for child in conjunct.children if child.dep_ == "conj"]
    return found
