"""The labels of the dependency parse and the steps between words that all of this package takes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from spacy.tokens import Doc, Span, Token

RELATIVE_PRONOUNS = frozenset({"who", "which", "that", "whom"})
SUBJECT_DEPS = frozenset({"nsubj", "csubj"})
PASSIVE_SUBJECT_DEPS = frozenset({"nsubjpass", "csubjpass"})
OBJECT_DEPS = frozenset({"dobj", "obj"})
VERBAL_POS = frozenset({"VERB", "AUX"})
AFTERTHOUGHT = "npadvmod"
LONGEST_SENTENCE = 500  # tokens; what the parser makes of more is no grammar
TEXT_KEY = "conflict_text"
SENTENCES_KEY = "conflict_sentences"
WORDS_KEY = "conflict_words"
# what is done to things and people beside a raid, where the parser may see nouns: "burning houses"
DEED_PARTICIPLES = {
    "abducting": "abduct", "beating": "beat", "burning": "burn", "damaging": "damage", "destroying": "destroy",
    "executing": "execute", "injuring": "injure", "kidnapping": "kidnap", "killing": "kill", "looting": "loot",
    "ransacking": "ransack", "raping": "rape", "robbing": "rob", "seizing": "seize", "shooting": "shoot",
    "stealing": "steal", "torching": "torch", "wounding": "wound",
}  # fmt: skip
HARMING = frozenset("abduct arrest attack bomb hit injure kidnap kill shell shoot strike target wound".split())
ACCUSING_VERBS = frozenset({"accuse", "convict", "suspect"})
TAKING_VERBS = frozenset({"hold", "keep", "seize", "take"})
HURT = {"hurt": "hurt", "injured": "injure", "wounded": "wound"}
VAGUE_NUMBERS = frozenset({"dozens", "hundreds", "many", "scores", "several"})
LONGEST_TOLL = 8  # words: "dead and at least a dozen others wounded"
NEGATIVES = frozenset({"neither", "never", "no"})
NOUN_POS = frozenset({"NOUN", "PROPN"})
NOMINAL_POS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"})


def text_of(doc: Doc) -> str:
    """Return the text of a document, put together once: `doc.text` does so each time."""
    text: str | None = doc.user_data.get(TEXT_KEY)
    if text is None:
        text = doc.user_data[TEXT_KEY] = doc.text
    return text


def sentence_of(token: Token) -> Span:
    """Return the sentence of a token of a parsed document; `token.sent` walks through all of it each time."""
    start, end = _bounds(token.doc)[token.i]
    return token.doc[start:end]


def sentences(doc: Doc) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a parsed document starts and ends, in tokens."""
    start = 0
    while start < len(doc):
        start, end = _bounds(doc)[start]
        yield start, end
        start = end


def words(doc: Doc) -> list[tuple[str, str]]:
    """Return lemma and text of each word in lower case, read once: each family of rules goes through all of them."""
    known: list[tuple[str, str]] | None = doc.user_data.get(WORDS_KEY)
    if known is None:
        known = doc.user_data[WORDS_KEY] = [(token.lemma_.lower(), token.lower_) for token in doc]
    return known


def is_endless(sentence: Span) -> bool:
    """Tell whether a sentence is too long to be one: a table, a list, a text without full stops."""
    return len(sentence) > LONGEST_SENTENCE


def _bounds(doc: Doc) -> list[tuple[int, int]]:
    """Return for each word where its sentence starts and ends."""
    known: list[tuple[int, int]] | None = doc.user_data.get(SENTENCES_KEY)
    if known is None:
        starts = [0, *[token.i for token in doc if token.i and token.is_sent_start], len(doc)]
        known = doc.user_data[SENTENCES_KEY] = [bounds for bounds in pairwise(starts) for _ in range(*bounds)]
    return known


def is_infinitive_form(verb: Token) -> bool:
    """Tell whether the verb is an infinitive with "to"."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


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


def is_recipient(token: Token) -> bool:
    """Tell whether something is given or told to the token: "gave the rebels arms"."""
    return token.dep_ in {"dative", "iobj"}


def is_compound(token: Token) -> bool:
    """Tell whether the token is part of the noun it hangs on: "rebel" in "rebel positions"."""
    return token.dep_ == "compound"


def is_number_modifier(token: Token) -> bool:
    """Tell whether the token counts the noun it hangs on: "over 80" in "over 80 people"."""
    return token.dep_ in {"nummod", "quantmod"}


def is_bare(token: Token) -> bool:
    """Tell whether a word before a noun says nothing on which one is meant: an article, a number, a mark."""
    return token.dep_ in {"det", "punct", "nummod", "predet"}


def stands_bare(noun: Token) -> bool:
    """Tell whether a noun has nothing with it but a number and what is joined to it: "two fighters and a tanker"."""
    return all(is_bare(child) or child.dep_ in {"cc", "conj"} for child in noun.children)


def is_undetermined(noun: Token) -> bool:
    """Tell whether a noun stands without article, number, owner or pronoun: "murder", "summary executions"."""
    return not any(child.dep_ in {"det", "nummod", "poss", "predet", "quantmod"} for child in noun.children)


def is_clause_opener(token: Token) -> bool:
    """Tell whether the token opens a clause: "for" in "called for the siege to end"."""
    return token.dep_ == "mark"


def is_coordinator(token: Token) -> bool:
    """Tell whether the token only joins others: "and", "but"."""
    return token.dep_ == "cc"


def coordinated(token: Token) -> list[Token]:
    """Return the words coordinated with this one, the one before and those after: "killing two and wounding three"."""
    return [*children_with(token, {"conj"}), *([token.head] if token.dep_ == "conj" else [])]


def is_possessor(token: Token) -> bool:
    """Tell whether the token owns the noun it hangs on: "Russia" in "Russia's jets"."""
    return first_conjunct(token).dep_ == "poss"


def is_adverbial_clause(verb: Token) -> bool:
    """Tell whether the verb heads an adverbial clause of another verb."""
    return verb.dep_ == "advcl"


def auxiliaries(verb: Token) -> list[Token]:
    """Return the auxiliary verbs: "would have attacked" -> would, have."""
    return children_with(verb, {"aux", "auxpass"})


def is_negated(token: Token) -> bool:
    """Tell whether the token is negated: "did not attack", "no attack", "never shelled"."""
    return any(
        child.dep_ == "neg"
        or (child.dep_ in {"det", "advmod", "preconj"} and child.lower_ in {"no", "never", "neither"})
        for child in token.children
    )


def dominates(ancestor: Token, token: Token) -> bool:
    """Tell whether the token hangs on the ancestor, directly or not, or is the ancestor."""
    return bool(ancestor == token or ancestor.is_ancestor(token))


def children_with(token: Token, deps: Iterable[str]) -> list[Token]:
    """Return the children that hang on the token by one of these labels."""
    return [child for child in token.children if child.dep_ in deps]


def with_conjuncts(tokens: list[Token]) -> list[Token]:
    """Return the tokens and the nouns coordinated with them: "Russia and Turkey" (from Russia)."""
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


def rejoin_objects(noun: Token) -> None:
    """Hang a noun that was coordinated with a verb on the verb's object: "killed a couple and their two children"."""
    verb = noun.head
    if noun.dep_ != "conj" or noun.pos_ not in NOUN_POS or verb.pos_ != "VERB" or noun.i < verb.i:
        return
    row = [child for child in verb.rights if child.i < noun.i]
    objects = [child for child in row if child.dep_ in OBJECT_DEPS]
    joined = row and row[-1].dep_ == "cc" and row[-1].i == noun.left_edge.i - 1
    # "left 23 people dead and dozens wounded": what they were left as may stand between
    if objects and joined and (objects[-1] == row[-2] or row[-2].dep_ in {"acomp", "oprd"}):
        row[-1].head, noun.head = objects[-1], objects[-1]


def rejoin_kin(noun: Token) -> None:
    """Set "his wife" beside him, not beside his town: "kidnapped the chief of Ikot and his wife"."""
    town, of = noun.head, noun.head.head
    kin = noun.dep_ == "conj" and any(child.tag_ == "PRP$" and child.i == noun.left_edge.i for child in noun.lefts)
    if not kin or town.dep_ != "pobj" or of.lower_ != "of" or of.head.pos_ not in NOUN_POS or town.pos_ != "PROPN":
        return
    for child in children_with(town, {"cc"}):
        child.head = of.head
    noun.head = of.head


def set_afterthought_apart(noun: Token) -> None:
    """Make no object of a noun that comments on a whole clause: "Rebels took the town, he said, a blow to peace"."""
    verb = noun.head
    if noun.dep_ not in OBJECT_DEPS or noun.left_edge.i == 0 or noun.doc[noun.left_edge.i - 1].text != ",":
        return
    before = [child for child in verb.rights if child.i < noun.i]
    if any(child.dep_ in OBJECT_DEPS for child in before) and any(child.dep_ == "parataxis" for child in before):
        noun.dep_ = AFTERTHOUGHT


def free_participle(noun: Token) -> None:
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


def join_row(noun: Token) -> None:
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


def mend_object_described(clause: Token) -> None:
    """Make an object of the subject of a clause after a verb of harm: "killing 20 people sheltering there"."""
    verb = clause.head
    if clause.dep_ != "ccomp" or clause.tag_ != "VBG" or verb.lemma_ not in HARMING or clause.i < verb.i:
        return
    victims = children_with(clause, SUBJECT_DEPS)
    if len(victims) != 1 or victims[0].i > clause.i or children_with(clause, {"aux"}):
        return
    (victim,) = victims
    victim.head, victim.dep_ = verb, "dobj"
    clause.head, clause.dep_ = victim, "acl"


def mend_gerund(noun: Token) -> None:
    """Make a verb of what describes a thing one is accused of using: "accused of dropping bombs on the town"."""
    of = noun.head
    words = [child for child in noun.lefts if child.tag_ == "VBG" and child.i == of.i + 1]
    if noun.dep_ != "pobj" or of.lower_ != "of" or not words:
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


def mend_captive(word: Token) -> None:
    """Make a state of "hostage" after those who are taken so: "held dozens of guests hostage"."""
    if word.lower_ not in {"captive", "hostage"} or word.dep_ in OBJECT_DEPS:
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


def mend_toll(dead: Token) -> None:
    """Set those hurt beside those killed: "left nine people dead and 12 others wounded" has two rows of people."""
    if dead.lower_ != "dead":
        return
    leaving = next((above for above in dead.ancestors if above.lemma_ == "leave"), None)
    behind = [token for token in dead.doc[dead.i + 1 : dead.i + LONGEST_TOLL] if not token.is_space]
    end = next((number for number, token in enumerate(behind) if token.lower_ in HURT), 0)
    if leaving is None or end < 2 or behind[0].dep_ != "cc" or any(token.is_punct for token in behind[:end]):
        return
    killed = [child for child in children_with(leaving, OBJECT_DEPS) if child.i < dead.i]
    people, hurt, words = behind[end - 1], behind[end], behind[:end]
    if not killed or not any(token.like_num or token.lower_ in VAGUE_NUMBERS for token in words):
        return
    behind[0].head, people.head, people.dep_ = killed[0], killed[0], "conj"
    for token in words[1:-1]:
        if token.head not in words:
            token.head, token.dep_ = people, "nummod"
    hurt.head, hurt.dep_, hurt.tag_, hurt.pos_, hurt.lemma_ = people, "acl", "VBN", "VERB", HURT[hurt.lower_]


def mend_passive(noun: Token) -> None:
    """Make a subject of what a participle was said of: "two were killed and a third wounded"."""
    verb = noun.head
    if noun.dep_ != AFTERTHOUGHT or noun.i > verb.i or verb.dep_ != "conj" or verb.tag_ not in {"VBN", "VBD"}:
        return
    alone = not children_with(verb, SUBJECT_DEPS | PASSIVE_SUBJECT_DEPS | OBJECT_DEPS)
    if alone and children_with(verb.head, {"auxpass", *PASSIVE_SUBJECT_DEPS}):
        noun.dep_ = "nsubjpass"


def is_afterthought(noun: Token, verb: Token) -> bool:
    """Tell whether a noun comments on the clause of a verb: "..., police said, the latest attack in the region"."""
    return bool(noun.dep_ == AFTERTHOUGHT and noun.head == verb and noun.doc[noun.left_edge.i - 1].text == ",")
