"""Mend links that the parser often gets wrong in news: rows, participles, states, who is among the hurt."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from conflict_cli.matcher.syntax.links import (
    AFTERTHOUGHT,
    NOUN_POS,
    OBJECT_DEPS,
    PASSIVE_SUBJECT_DEPS,
    SUBJECT_DEPS,
    children_with,
)

HARMING = frozenset("abduct arrest attack bomb hit injure kidnap kill shell shoot strike target wound".split())
HURT = {"hurt": "hurt", "injured": "injure", "wounded": "wound"}
VAGUE_NUMBERS = frozenset({"dozens", "hundreds", "many", "scores", "several"})
LONGEST_TOLL = 8  # words: "dead and at least a dozen others wounded"
ACCUSING_VERBS = frozenset({"accuse", "convict", "suspect"})
TAKING_VERBS = frozenset({"hold", "keep", "seize", "take"})
# what is done to things and people beside a raid, where the parser may see nouns: "burning houses"
DEED_PARTICIPLES = {
    "abducting": "abduct", "beating": "beat", "burning": "burn", "damaging": "damage", "destroying": "destroy",
    "executing": "execute", "injuring": "injure", "kidnapping": "kidnap", "killing": "kill", "looting": "loot",
    "ransacking": "ransack", "raping": "rape", "robbing": "rob", "seizing": "seize", "shooting": "shoot",
    "stealing": "steal", "torching": "torch", "wounding": "wound",
}  # fmt: skip


def mend(word: Token) -> None:
    """Mend what is usually wrong about words linked as this one is, and about this very word."""
    for repair in (*BY_LINK.get(word.dep_, ()), *BY_WORD.get(word.lower_, ())):
        repair(word)


def _rejoin_objects(noun: Token) -> None:
    """Hang a noun that was coordinated with a verb on the verb's object: "killed a couple and their two children"."""
    verb = noun.head
    if noun.pos_ not in NOUN_POS or verb.pos_ != "VERB" or noun.i < verb.i:
        return
    row = [child for child in verb.rights if child.i < noun.i]
    objects = [child for child in row if child.dep_ in OBJECT_DEPS]
    joined = row and row[-1].dep_ == "cc" and row[-1].i == noun.left_edge.i - 1
    # "left 23 people dead and dozens wounded": what they were left as may stand between
    if objects and joined and (objects[-1] == row[-2] or row[-2].dep_ in {"acomp", "oprd"}):
        row[-1].head, noun.head = objects[-1], objects[-1]


def _rejoin_kin(noun: Token) -> None:
    """Set "his wife" beside him, not beside his town: "kidnapped the chief of Ikot and his wife"."""
    town, of = noun.head, noun.head.head
    kin = any(child.tag_ == "PRP$" and child.i == noun.left_edge.i for child in noun.lefts)
    if not kin or town.dep_ != "pobj" or of.lower_ != "of" or of.head.pos_ not in NOUN_POS or town.pos_ != "PROPN":
        return
    for child in children_with(town, {"cc"}):
        child.head = of.head
    noun.head = of.head


def _join_row(noun: Token) -> None:
    """Coordinate what was set beside the first of a row: "The town hall, a bank and several shops were burned"."""
    first, doc = noun.head, noun.doc
    apart = noun.left_edge.i > 0 and doc[noun.left_edge.i - 1].text == ","
    office = (first.pos_, noun.pos_) == ("PROPN", "NOUN")  # "Omar Haddad, an engineer and father of two"
    if noun.dep_ != "appos" or office or not apart or not children_with(noun, {"conj"}):
        return
    if any(token.text == "," for token in doc[first.right_edge.i : first.right_edge.i + 2]):
        return  # "Aleppo, a city and a province, was"
    subject = first.dep_ in SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS and first.i < first.head.i
    # "a truck, a tank and two guns", not "the commander, a colonel and veteran of two wars"
    if subject or (_is_indefinite(first) and _is_indefinite(noun)):
        noun.dep_ = "conj"


def _is_indefinite(noun: Token) -> bool:
    return any(child.dep_ == "nummod" or child.lower_ in {"a", "an", "several"} for child in noun.lefts)


def _free_participle(noun: Token) -> None:
    """Make a clause of a noun set beside another: "raided San Isidro, looting shops and kidnapping the mayor"."""
    words = [child for child in noun.lefts if child.lower_ in DEED_PARTICIPLES]
    if noun.dep_ not in {"appos", "conj"} or noun.tag_ != "NNS" or not words or words[0] != noun.left_edge:
        return
    participle = words[0]
    verb = next((above for above in noun.ancestors if above.pos_ == "VERB"), None)
    if verb is None or verb.i > participle.i or noun.doc[participle.i - 1].text != ",":
        return
    participle.head, participle.dep_ = verb, "advcl"
    participle.tag_, participle.pos_, participle.lemma_ = "VBG", "VERB", DEED_PARTICIPLES[participle.lower_]
    for child in list(noun.children):
        if child.dep_ == "conj" and child.tag_ == "VBG":
            child.head = participle
    noun.head, noun.dep_ = participle, "dobj"


def _set_afterthought_apart(noun: Token) -> None:
    """Make no object of a noun that comments on a whole clause: "Rebels took the town, he said, a blow to peace"."""
    verb = noun.head
    if noun.left_edge.i == 0 or noun.doc[noun.left_edge.i - 1].text != ",":
        return
    before = [child for child in verb.rights if child.i < noun.i]
    if any(child.dep_ in OBJECT_DEPS for child in before) and any(child.dep_ == "parataxis" for child in before):
        noun.dep_ = AFTERTHOUGHT


def _mend_object_described(clause: Token) -> None:
    """Make an object of the subject of a clause after a verb of harm: "killing 20 people sheltering there"."""
    verb = clause.head
    if clause.tag_ != "VBG" or verb.lemma_ not in HARMING or clause.i < verb.i:
        return
    victims = children_with(clause, SUBJECT_DEPS)
    if len(victims) != 1 or victims[0].i > clause.i or children_with(clause, {"aux"}):
        return
    (victim,) = victims
    victim.head, victim.dep_ = verb, "dobj"
    clause.head, clause.dep_ = victim, "acl"


def _mend_gerund(noun: Token) -> None:
    """Make a verb of what describes a thing one is accused of using: "accused of dropping bombs on the town"."""
    of = noun.head
    words = [child for child in noun.lefts if child.tag_ == "VBG" and child.i == of.i + 1]
    if of.lower_ != "of" or not words:
        return
    accusing = next((above for above in of.ancestors if above.lemma_ in ACCUSING_VERBS), None)
    if accusing is None:
        return
    gerund = words[0]
    if of.head.dep_ in OBJECT_DEPS and of.head.head == accusing:
        of.head = accusing
    gerund.head, gerund.dep_, gerund.pos_ = of, "pcomp", "VERB"
    noun.head, noun.dep_ = gerund, "dobj"
    for child in children_with(accusing, {"prep"}):
        if child.i > noun.i:
            child.head = gerund


def _mend_passive(noun: Token) -> None:
    """Make a subject of what a participle was said of: "two were killed and a third wounded"."""
    verb = noun.head
    if noun.i > verb.i or verb.dep_ != "conj" or verb.tag_ not in {"VBN", "VBD"}:
        return
    alone = not children_with(verb, SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS | OBJECT_DEPS)
    if alone and children_with(verb.head, {"auxpass", *PASSIVE_SUBJECT_DEPS}):
        noun.dep_ = "nsubjpass"


def _mend_topic(noun: Token) -> None:
    """Give a verb behind a clause about a name that name for its subject: "China, whose trade fell, asked for calm"."""
    clauses = [child for child in noun.rights if child.dep_ in {"relcl", "acl"}]
    if noun.pos_ not in NOUN_POS or not clauses or children_with(noun, SUBJECT_DEPS):
        return
    clause, doc = clauses[-1], noun.doc
    for verb in clause.rights:
        comma = doc[verb.left_edge.i - 1].text == ","
        finite = verb.tag_ in {"VBD", "VBN", "VBP", "VBZ"} and verb.dep_ in {"advcl", "ccomp", "conj", "parataxis"}
        own = SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS | {"agent", "aux", "auxpass", "cc", "mark"}
        if comma and finite and not children_with(verb, own):
            verb.head, verb.dep_, verb.tag_ = verb, "ROOT", verb.tag_.replace("VBN", "VBD")
            noun.head, noun.dep_ = verb, "nsubj"
            for token in noun.rights:
                if token.i > verb.i:
                    token.head = verb
            return


def _mend_lost_subject(noun: Token) -> None:
    """Give a verb the noun that was hung on a preposition before it: "In Sarmin a spokesman denied the raid"."""
    preposition = noun.head
    verb = preposition.head
    between = preposition.i < noun.i < verb.i
    if noun.pos_ not in NOUN_POS or preposition.pos_ != "ADP" or verb.pos_ != "VERB" or not between:
        return
    if children_with(preposition, {"pobj"}) and not children_with(verb, SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS):
        noun.head, noun.dep_ = verb, "nsubj"


def _mend_hidden_verb(participle: Token) -> None:
    """Make a verb of a participle that was set before its own object: "denied that it had targeted civilians"."""
    noun, auxiliary = participle.head, participle.doc[participle.i - 1] if participle.i else participle
    above = noun.head
    perfect = auxiliary.lemma_ == "have" and auxiliary.head == participle and participle.tag_ == "VBN"
    if not perfect or noun.dep_ not in OBJECT_DEPS or above.pos_ != "VERB" or above.i > participle.i:
        return
    for child in list(auxiliary.children):
        child.head = participle
    participle.head, participle.dep_, participle.pos_ = above, "ccomp", "VERB"
    noun.head, noun.dep_ = participle, "dobj"


def _mend_captive(word: Token) -> None:
    """Make a state of "hostage" after those who are taken so: "held dozens of guests hostage"."""
    if word.dep_ in OBJECT_DEPS:
        return
    verb = next((above for above in word.ancestors if above.lemma_ in TAKING_VERBS), None)
    if verb is None or word.i <= verb.i + 1:
        return
    guests = [child for child in children_with(word, {"compound"}) if child.tag_ == "NNS" and child.i == word.i - 1]
    if word.dep_ == "pobj" and guests:
        guests[0].head, guests[0].dep_ = word.head, "pobj"
    elif word.head != verb and not (word.dep_ == "amod" and word.head.head == verb and word.head.i < word.i):
        return
    if children_with(verb, OBJECT_DEPS | PASSIVE_SUBJECT_DEPS):
        word.head, word.dep_, word.pos_ = verb, "oprd", "ADJ"


def _mend_toll(dead: Token) -> None:
    """Set those hurt beside those killed: "left nine people dead and 12 others wounded" has two rows of people."""
    leaving = next((above for above in dead.ancestors if above.lemma_ == "leave"), None)
    behind = [token for token in dead.doc[dead.i + 1 : dead.i + LONGEST_TOLL] if not token.is_space]
    end = next((number for number, token in enumerate(behind) if token.lower_ in HURT), 0)
    if leaving is None or end < 2 or behind[0].dep_ != "cc" or any(token.is_punct for token in behind[:end]):
        return
    killed = [child for child in children_with(leaving, OBJECT_DEPS) if child.i < dead.i]
    people, hurt, words = behind[end - 1], behind[end], behind[:end]
    if people.is_ancestor(leaving) or hurt.is_ancestor(leaving):
        return  # whatever this parse is, it would go round in a circle
    if not killed or not any(token.like_num or token.lower_ in VAGUE_NUMBERS for token in words):
        return
    behind[0].head, people.head, people.dep_ = killed[0], killed[0], "conj"
    for token in words[1:-1]:
        if token.head not in words:
            token.head, token.dep_ = people, "nummod"
    hurt.head, hurt.dep_, hurt.tag_, hurt.pos_, hurt.lemma_ = people, "acl", "VBN", "VERB", HURT[hurt.lower_]


Repair = Callable[[Token], None]
BY_LINK: dict[str, tuple[Repair, ...]] = {
    "amod": (_mend_hidden_verb,),
    "appos": (_free_participle, _join_row),
    "ccomp": (_mend_object_described,),
    "conj": (_rejoin_objects, _rejoin_kin, _free_participle),
    "dobj": (_set_afterthought_apart,),
    "obj": (_set_afterthought_apart,),
    AFTERTHOUGHT: (_mend_passive,),
    "pobj": (_mend_gerund,),
    "prep": (_mend_lost_subject,),
    "ROOT": (_mend_topic,),
}
BY_WORD: dict[str, tuple[Repair, ...]] = {
    "captive": (_mend_captive,),
    "dead": (_mend_toll,),
    "hostage": (_mend_captive,),
}
