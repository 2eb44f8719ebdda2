"""Grammar of reporting clauses: who speaks, which words are the cue, where the reported words stand.

Only the files of this folder name dependency labels.
"""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from conflict_cli.matcher import syntax
from conflict_cli.matcher.syntax.links import children_with

CLAUSAL_DEPS = frozenset({"ccomp", "parataxis", "xcomp", "csubj"})
# what stands beside a verb of saying without being what is said: "told reporters on Monday in Kyiv"
ADJUNCT_DEPS = frozenset({"prep", "dative", "npadvmod", "advmod", "prt", "agent", "neg"})
DOCUMENTS = frozenset(
    {"announcement", "letter", "memo", "message", "note", "order", "post", "report", "statement", "tweet", "video"}
)
OBJECT_PREPOSITIONS = frozenset(
    {"against", "as", "between", "by", "for", "from", "of", "on", "over", "to", "toward", "towards", "with"}
)
SPEAKER_PREPOSITIONS = frozenset({"of", "for", "from", "in", "at", "with", "within", "on", "to", "inside"})

REPORTING_VERBS = frozenset(
    "add announce assert calculate claim conclude confirm declare disclose estimate explain insist lament note observe "
    "post recall recount relate report reveal say sigh state tell testify warn write".split()
)
# what one says beside something else: "denied that it had fired and accused the rebels"
CHARGING_VERBS = frozenset("accuse ascribe attribute blame condemn demand denounce threaten urge vow warn".split())
LONGEST_AFTER = 6  # words after a verb of saying that closes its sentence: "announced in a statement on Wednesday."
FINITE_TAGS = frozenset({"MD", "VBD", "VBP", "VBZ"})
NAMING_POS = frozenset({"ADJ", "ADP", "CCONJ", "DET", "NOUN", "NUM", "PART", "PRON", "PROPN"})


def mend_reporting_clause(verb: Token) -> None:
    """Make the nouns between a comma and a verb of saying without a subject its subjects, where a clause comes before.

    "Rockets killed two women and a boy, residents and police said." is parsed as if the residents had been killed too.
    """
    if _is_spliced(verb):
        _put_over(verb, verb.head)
        return
    clause = children_with(verb, {"nsubj"}) and children_with(verb, {"ccomp"})
    if clause and verb.pos_ == "NOUN" and verb.dep_ == "ROOT":
        verb.pos_, verb.tag_ = "VERB", "VBZ"  # "Thousands have fled, the UN agency, UNHCR, estimates"
    _mend_inversion(verb)
    _mend_clause_before(verb)
    _mend_described_speaker(verb)
    speakers = _speakers_before(verb)
    if speakers is None:
        return
    outside = [token for token in speakers if not speakers.start <= token.head.i < speakers.end]
    subject = next((token for token in outside if token.pos_ in syntax.NOUN_POS), None)
    # "Omar Haddad, a colonel, said" has its subject further left; what hangs to the right is no part of a row
    if subject is None or subject.head.i >= verb.i:
        return
    root = syntax.sentence_of(verb).root
    if root != verb:
        _put_over(verb, root)
    for token in outside:
        token.head = subject
    subject.head, subject.dep_ = verb, "nsubj"


def mend_charge(verb: Token) -> None:
    """Set a charge beside what is said before: "denied that shots had been fired and accused the rebels"."""
    inner = verb.head
    outer = inner.head
    said = inner.dep_ == "ccomp" and inner.tag_ == "VBN" and outer.tag_ in FINITE_TAGS and outer.i < inner.i < verb.i
    own = children_with(verb, syntax.SUBJECT_DEPS | syntax.PASSIVE_SUBJECT_DEPS | {"aux", "auxpass"})
    if verb.dep_ != "conj" or verb.tag_ not in {"VBD", "VBN"} or own or not said or outer.lemma_ == "be":
        return
    if not children_with(verb, syntax.OBJECT_DEPS | {"ccomp", "xcomp"}):
        return
    for link in children_with(inner, {"cc"}):
        if inner.i < link.i < verb.i:
            link.head = outer
    verb.head, verb.tag_ = outer, "VBD"


def _mend_inversion(verb: Token) -> None:
    """Make the speaker of the object behind a quotation: '"It fell on us," recounted Ali, a porter'."""
    doc, before = verb.doc, verb.i - 1
    if verb.i < 2 or doc[before].text not in {",", '"', "'"} or '"' not in doc[max(0, before - 1) : verb.i].text:
        return
    objects = [child for child in verb.rights if child.dep_ in syntax.OBJECT_DEPS]
    if objects and objects[0].left_edge.i == verb.i + 1 and not children_with(verb, syntax.SUBJECT_DEPS):
        objects[0].dep_ = "nsubj"


def _mend_described_speaker(verb: Token) -> None:
    """Let somebody who is described speak: '"We stay," Ali, who leads the men, posted on Facebook'."""
    speaker, doc = verb.head, verb.doc
    apart = verb.dep_ == "acl" and verb.tag_ == "VBN" and doc[verb.i - 1].text == "," and speaker.pos_ == "PROPN"
    root = syntax.sentence_of(verb).root
    if not apart or children_with(verb, {"agent"}) or root.i > speaker.i or root.pos_ not in syntax.VERBAL_POS:
        return
    start = speaker.left_edge.i
    described = any(child.dep_ in {"appos", "relcl"} and child.i < verb.i for child in speaker.rights)
    if described and start > 1 and doc[start - 1].text in {",", '"'}:
        _put_over(verb, root)
        speaker.head, speaker.dep_, verb.tag_ = verb, "nsubj", "VBD"


def _mend_clause_before(verb: Token) -> None:
    """Make what is reported of a clause set beside the verb: "Since May 90 have died, the ministry estimates"."""
    subjects = children_with(verb, syntax.SUBJECT_DEPS)
    if not subjects or verb.dep_ != "ROOT" or verb.pos_ == "NOUN":
        return
    if children_with(verb, {"ccomp", *syntax.OBJECT_DEPS}):
        return
    for clause in children_with(verb, {"advcl"}):
        marked = children_with(clause, {"mark"}) or any(child.tag_ == "WRB" for child in clause.lefts)
        finite = clause.tag_ in FINITE_TAGS or children_with(clause, {"aux", "auxpass"})
        own = children_with(clause, syntax.SUBJECT_DEPS | syntax.PASSIVE_SUBJECT_DEPS)
        if clause.i < subjects[0].i and not marked and finite and own:
            clause.dep_ = "ccomp"
            return


def _closes_sentence(verb: Token) -> bool:
    """Tell whether a participle by a name is a verb that ends its sentence: ", the Ministry announced on Monday."""
    described = verb.tag_ == "VBN" and verb.dep_ == "acl" and verb.head.pos_ == "PROPN"
    behind = [token for token in verb.doc[verb.i + 1 : syntax.sentence_of(verb).end] if not token.is_space]
    plain = all(token.pos_ not in {"VERB", "AUX"} and token.text != "," for token in behind)
    return described and plain and len(behind) <= LONGEST_AFTER and not children_with(verb, {"agent"})


def _put_over(verb: Token, root: Token) -> None:
    """Make a verb of saying the head of the clause before it, and of the sentence."""
    verb.head, verb.dep_ = verb, "ROOT"
    root.head, root.dep_ = verb, "ccomp"
    for token in [token for token in root.rights if token.i > verb.i]:
        token.head = verb


def _is_spliced(verb: Token) -> bool:
    """Tell whether a verb of saying only follows what it reports: "Three died, the chief, Omar Haddad, told AFP."""
    root = verb.head
    if verb.dep_ != "conj" or root.dep_ != "ROOT" or root.i > verb.i or root.pos_ not in syntax.VERBAL_POS:
        return False
    subjects = [child for child in verb.lefts if child.dep_ in syntax.SUBJECT_DEPS]
    joined = any(child.dep_ == "cc" for child in root.children) or any(child.dep_ == "cc" for child in verb.lefts)
    before = verb.doc[verb.left_edge.i - 1]
    says_more = any(child.dep_ in CLAUSAL_DEPS for child in verb.children)
    return bool(subjects) and not joined and before.text == "," and not says_more


def _speakers_before(verb: Token) -> Span | None:
    """Return the words between the last comma and a verb of saying that has no subject; None where they name nobody."""
    spoken = (verb.tag_ in FINITE_TAGS or _closes_sentence(verb)) and not any(
        child.dep_ in syntax.SUBJECT_DEPS | syntax.PASSIVE_SUBJECT_DEPS | {"aux", "auxpass", "expl"}
        for child in verb.children
    )
    doc, opening, position = verb.doc, syntax.sentence_of(verb).start, verb.i - 1
    if not spoken or position <= opening or doc[position].pos_ not in syntax.NOUN_POS:
        return None
    while position > opening and doc[position].pos_ in NAMING_POS and doc[position].tag_ not in {"WDT", "WP"}:
        position -= 1
    speakers = doc[position + 1 : verb.i]
    told = any(token.tag_ in FINITE_TAGS for token in doc[opening:position])
    goes_on = speakers[0].pos_ in {"ADP", "CCONJ", "PART"}  # "killed two and then, with the police gone, said"
    return speakers if doc[position].text == "," and told and not goes_on else None


def stated_subjects(verb: Token) -> list[Token]:
    """Return the words that name who speaks; "the group, which said" gives "which", not the group."""
    own = [child for child in verb.children if child.dep_ in syntax.SUBJECT_DEPS | syntax.PASSIVE_SUBJECT_DEPS]
    if len(own) > 1:
        # "rockets, which they said hit a base": "which" belongs to the clause below
        own = [child for child in own if child.tag_ not in {"WDT", "WP"}] or own
    if own:
        return [] if syntax.is_passive(verb) else _with_conjuncts(own)
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        issuers = _issuers(verb.head)
        if issuers:
            return issuers
    return [subject for subject in syntax.subjects(verb) if subject.pos_ not in syntax.VERBAL_POS]


def _issuers(noun: Token) -> list[Token]:
    """Return who issued a document: "the army released a statement saying" -> army; empty for other nouns."""
    is_document = False
    while noun.dep_ in syntax.OBJECT_DEPS | {"pobj", "prep"}:
        is_document = is_document or noun.lemma_ in DOCUMENTS
        noun = noun.head
    return syntax.subjects(noun) if is_document and noun.pos_ in syntax.VERBAL_POS else []


def noun_clauses(noun: Token) -> list[Token]:
    """Return the that-clauses of a noun: "the claim that Iran fired" -> fired."""
    found = []
    for child in noun.children:
        if child.dep_ in {"acl", "relcl", "ccomp"} and any(
            mark.dep_ in {"mark", "dobj", "nsubj"} and mark.lower_ == "that" for mark in child.lefts
        ):
            found.append(child)
    return found


def quoted_speakers(saying: Token) -> list[Token]:
    """Return who is quoted: "was quoted as saying", "quoted a witness as saying" (from saying)."""
    return [
        person
        for verb in syntax.prepositional_governors(saying)
        for person in syntax.passive_subjects(verb) or syntax.objects(verb)
    ]


def names_given(verb: Token) -> list[Token]:
    """Return what somebody is called: "called it a crime", "described it as a crime"."""
    found = [child for child in verb.children if child.dep_ == "oprd"]
    objects = [child for child in verb.children if child.dep_ in syntax.OBJECT_DEPS]
    found += [child for named in objects for child in named.children if child.dep_ == "acl" and child.pos_ == "ADJ"]
    holders = [verb, *objects]
    found += [child for holder in holders for child in holder.children if child.dep_ == "prep" and child.lower_ == "as"]
    # "called the raid a crime": the parser makes a clause without a verb of the two
    return found + [child for child in verb.children if child.dep_ == "ccomp" and child.pos_ not in syntax.VERBAL_POS]


def host_contents(verb: Token) -> list[Token]:
    """Return what the verb reports on which a participle hangs: "reported that it fell, citing" -> fell."""
    return next((found for found in map(syntax.clauses, verb.ancestors) if found), [])


def is_denied(head: Token) -> bool:
    """Tell whether a noun phrase names nobody: "no group", "nobody"."""
    return head.lower_ in {"nobody", "none", "no"} or any(
        child.dep_ == "det" and child.lower_ == "no" for child in head.lefts
    )


def for_clauses(verb: Token) -> list[Token]:
    """Return the clauses that "for" opens: "called for the bill to be dropped" -> dropped."""
    return [
        child
        for child in verb.children
        if child.dep_ in {"advcl", "ccomp"}
        and any(mark.dep_ == "mark" and mark.lower_ == "for" for mark in child.lefts)
    ]


def host_clause(verb: Token) -> Token | None:
    """Return the verb of the sentence into which "he said" is put: "The raid, he said, failed" -> failed."""
    return verb.head if verb.dep_ in {"parataxis", "ccomp"} and verb.head.i != verb.i else None


def cue_words(trigger: Span) -> Span:
    """Return the trigger with auxiliaries, negation and adverbs: "has not said", "repeatedly denied"."""
    head, doc = trigger.root, trigger.doc
    helpers = {child.i for child in head.lefts if child.dep_ in {"aux", "auxpass", "neg", "advmod"}}
    helpers -= {child.i for child in head.lefts if child.lower_ == "to"}
    start = trigger.start
    while start - 1 in helpers:
        start -= 1
    while start < trigger.start and doc[start].dep_ == "advmod":
        start += 1
    end = trigger.end
    if end < len(doc) and doc[end].dep_ == "prt" and doc[end].head == head:
        end += 1
    return doc[start:end]


def continues_speech(verb: Token) -> bool:
    """Tell whether a cue goes on with the speaker before: ", adding that", "but added that"."""
    if verb.pos_ not in syntax.VERBAL_POS or has_own_subject(verb) or verb.i == 0:
        return False
    before = verb.nbor(-1)
    if before.dep_ in {"advmod", "neg"} and before.i > 0:
        before = before.nbor(-1)
    if verb.tag_ == "VBG":
        return before.text == "," or before.dep_ == "cc"
    return before.dep_ == "cc" and (verb.lemma_ in {"add", "say"} or _returns_to_cue(verb))


def _returns_to_cue(verb: Token) -> bool:
    """Tell whether a second verb goes with the cue, not with what is said: "says it is winning and denies losses"."""
    clause = verb.head
    cue = clause.head
    if verb.dep_ != "conj" or clause.dep_ != "ccomp" or cue.tag_ != verb.tag_:
        return False
    return clause.tag_ != verb.tag_ and any(child.dep_ in {"aux", "auxpass"} for child in clause.lefts)


def was_spoken(verb: Token) -> bool:
    """Tell whether the verb may be active; "said" after a name often looks like a participle to the tagger."""
    return not any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)


def governing(verb: Token, cues: list[Token]) -> Token | None:
    """Return the highest of the cues that a verb hangs on."""
    ancestors = [token for token in verb.ancestors if token in cues]
    return ancestors[-1] if ancestors else None


def is_quoted(saying: Token, speaker: Token) -> bool:
    """Tell whether the speaker is the one quoted: "a witness was quoted as saying" (from saying)."""
    return saying.dep_ == "pcomp" and speaker in quoted_speakers(saying)


def is_main(verb: Token) -> bool:
    """Tell whether the verb is the main one of its sentence."""
    return verb.dep_ == "ROOT"


def has_own_subject(verb: Token) -> bool:
    """Tell whether a subject hangs on the verb itself."""
    return any(child.dep_ in syntax.SUBJECT_DEPS | syntax.PASSIVE_SUBJECT_DEPS for child in verb.children)


def adjuncts_end(verb: Token, start: int, content: set[int], recipients: set[int]) -> int:
    """Return where the phrases end that follow a cue and are not what is said.

    Args:
        verb: the verb of saying.
        start: first token after cue and speaker.
        content: heads of what is said.
        recipients: heads of those it is said to.
    """
    end = start
    for child in verb.rights:
        if child.left_edge.i < end:
            continue
        wanted = child.dep_ in ADJUNCT_DEPS or child.i in recipients
        if child.left_edge.i != end or not wanted or any(end <= head <= child.right_edge.i for head in content):
            break
        end = child.right_edge.i + 1
    return end


def clause_end(verb: Token, end: int, cues: set[int]) -> int:
    """Return where what is said ends: clauses that the parser hung on the cue itself belong to it.

    "said jets hit the town and rebels fled": "fled" hangs on "said" and has a subject of its own.

    Args:
        verb: the verb of saying.
        end: first token after the content so far.
        cues: tokens that are cues themselves, whose clauses are claims of their own.
    """
    nominal = all(child.pos_ not in syntax.VERBAL_POS for child in verb.rights if child.i < end)
    for child in verb.rights:
        if child.i < end or child.is_punct or child.dep_ == "cc":
            continue
        joined = child.dep_ in {"conj", "parataxis", "ccomp"} and has_own_subject(child)
        joined = joined or child.dep_ in {"advcl", "prep", "npadvmod", "acl", "oprd"}
        if nominal and (child.dep_ == "npadvmod" or (child.dep_ == "prep" and child.lower_ not in OBJECT_PREPOSITIONS)):
            break  # "declared a curfew after the riot": when, not what
        if not joined or not cues.isdisjoint(range(child.left_edge.i, child.right_edge.i + 1)):
            break
        end = child.right_edge.i + 1
    return end


def speaker_phrase(heads: list[Token]) -> Span:
    """Return the words that identify the speakers: titles and "of the ministry" inside, asides outside."""
    phrases = [_identifying_phrase(head) for head in heads]
    start, end = min(phrase.start for phrase in phrases), max(phrase.end for phrase in phrases)
    return heads[0].doc[start:end]


def _identifying_phrase(head: Token) -> Span:
    phrase = syntax.noun_phrase(head)
    end = phrase.end
    named = next((child for child in head.rights if child.dep_ == "appos" and child.pos_ == "PROPN"), None)
    if named is not None and head.pos_ == "NOUN":
        return head.doc[phrase.start : syntax.noun_phrase(named).end]  # "the town's mayor, Ali Hassan"
    for child in head.rights:
        if child.dep_ == "prep" and child.i == end and child.lower_ in SPEAKER_PREPOSITIONS:
            inner = [token for token in child.children if token.dep_ == "pobj"]
            if inner:
                end = max(end, _identifying_phrase(inner[0]).end)
    return head.doc[phrase.start : end]


def noun_phrase_before(doc: Doc, end: int, start: int) -> Token | None:
    """Return the head of the nearest noun phrase that ends between two tokens."""
    if end - 1 > start and doc[end - 1].text == ",":
        # "Ali Hassan, a doctor in the town, says": the aside is not who speaks
        comma = next((index for index in range(end - 2, start, -1) if doc[index].text == ","), None)
        end = comma if comma is not None else end
    for index in range(end - 1, start - 1, -1):
        token = doc[index]
        if token.is_punct or token.pos_ in {"ADV", "AUX", "PART"}:
            continue
        return _phrase_head(token) if token.pos_ in {"NOUN", "PROPN", "PRON"} else None
    return None


def noun_phrase_after(doc: Doc, start: int, end: int) -> Token | None:
    """Return the head of the noun phrase that begins right at a token: "said Ahmed Ali"."""
    if start >= end:
        return None
    token = doc[start]
    while token.dep_ in syntax.IDENTIFYING_DEPS and start <= token.head.i < end and token.head.i > token.i:
        token = token.head
    return token if token.pos_ in {"NOUN", "PROPN", "PRON"} else None


def _phrase_head(token: Token) -> Token:
    while token.dep_ in {"compound", "nmod", "pobj", "prep"} and token.head.pos_ not in syntax.VERBAL_POS:
        token = token.head
    return token


def _with_conjuncts(tokens: list[Token]) -> list[Token]:
    return [token for first in tokens for token in [first, *first.conjuncts] if token.pos_ not in syntax.VERBAL_POS]


def clause_taken_up(verb: Token) -> Token | None:
    """Return by which word a verb takes up the clause before it: "shelled a clinic, which Moscow denied" -> which."""
    if verb.dep_ != "relcl":
        return None
    pronouns = [child for child in verb.lefts if child.lower_ == "which" and child.dep_ in syntax.OBJECT_DEPS]
    behind_comma = pronouns and verb.doc[pronouns[0].i - 1].text == ","
    return pronouns[0] if behind_comma else None
