"""matcher/syntax.py: subject, object, agent and the like, in terms of the dependency parse."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Doc, Token

from conflict_cli.matcher import syntax

Build = Callable[[str], Doc]


def texts(tokens: list[Token]) -> list[str]:
    return [token.text for token in tokens]


# ---------------------------------------------------------------- verbs and their participants


def test_active_verb(bombing: Doc) -> None:
    verb = bombing[1]
    assert not syntax.is_passive(verb)
    assert texts(syntax.subjects(verb)) == ["Jets"]
    assert texts(syntax.objects(verb)) == ["Sarmin"]
    assert syntax.passive_subjects(verb) == []


def test_passive_verb_with_coordinated_subjects(shelling_by_army: Doc) -> None:
    verb = shelling_by_army[6]
    assert syntax.is_passive(verb)
    assert texts(syntax.passive_subjects(verb)) == ["town", "port"]
    assert texts(syntax.agents(verb)) == ["army"]


def test_coordinated_verbs_share_subject_and_object(parsed: Build) -> None:
    doc = parsed(
        """
        Troops troop NOUN NNS nsubj 1
        shelled shell VERB VBD ROOT 1
        and and CCONJ CC cc 1
        stormed storm VERB VBD conj 1
        Douma Douma PROPN NNP dobj 3
        """
    )
    assert texts(syntax.subjects(doc[3])) == ["Troops"]
    assert texts(syntax.objects(doc[1])) == ["Douma"]


def test_infinitive_borrows_the_subject_of_its_verb(parsed: Build) -> None:
    doc = parsed(
        """
        Rebels rebel NOUN NNS nsubj 1
        vowed vow VERB VBD ROOT 1
        to to PART TO aux 3
        retake retake VERB VB xcomp 1
        Homs Homs PROPN NNP dobj 3
        """
    )
    assert texts(syntax.subjects(doc[3])) == ["Rebels"]
    assert texts(syntax.infinitives(doc[1])) == ["retake"]


def test_object_control_gives_the_one_ordered(parsed: Build) -> None:
    doc = parsed(
        """
        Generals general NOUN NNS nsubj 1
        ordered order VERB VBD ROOT 1
        troops troop NOUN NNS dobj 1
        to to PART TO aux 4
        withdraw withdraw VERB VB xcomp 1
        """
    )
    assert texts(syntax.subjects(doc[4])) == ["troops"]


def test_relative_pronoun_stands_for_its_noun(parsed: Build) -> None:
    doc = parsed(
        """
        The the DET DT det 1
        militia militia NOUN NN nsubj 5
        that that PRON WDT nsubj 3
        shelled shell VERB VBD relcl 1
        Homs Homs PROPN NNP dobj 3
        withdrew withdraw VERB VBD ROOT 5
        """
    )
    assert texts(syntax.subjects(doc[3])) == ["militia"]


def test_a_participle_after_a_noun_is_passive(parsed: Build) -> None:
    doc = parsed(
        """
        Fighters fighter NOUN NNS nsubj 4
        backed back VERB VBN acl 0
        by by ADP IN agent 1
        Iran Iran PROPN NNP pobj 2
        fled flee VERB VBD ROOT 4
        """
    )
    assert syntax.is_passive(doc[1])
    assert texts(syntax.passive_subjects(doc[1])) == ["Fighters"]
    assert texts(syntax.agents(doc[1])) == ["Iran"]
    assert texts(syntax.described(doc[1])) == ["Fighters"]


def test_a_cycle_of_heads_ends(parsed: Build) -> None:
    doc = parsed(
        """
        said say VERB VBD ROOT 0
        fired fire VERB VBD conj 0
        """
    )
    assert syntax.subjects(doc[1]) == []


# ---------------------------------------------------------------- nouns


def test_title_gives_the_name_it_belongs_to(parsed: Build) -> None:
    doc = parsed(
        """
        Rebel rebel ADJ JJ amod 1
        leader leader NOUN NN compound 2
        Odhiambo Odhiambo PROPN NNP nsubj 6
        and and CCONJ CC cc 2
        a a DET DT det 5
        guard guard NOUN NN conj 2
        fled flee VERB VBD ROOT 6
        """
    )
    assert texts(syntax.named_by(doc[1])) == ["Odhiambo"]


def test_a_plural_title_gives_all_the_names(parsed: Build) -> None:
    doc = parsed(
        """
        allies ally NOUN NNS compound 1
        Chad Chad PROPN NNP nsubj 4
        and and CCONJ CC cc 1
        Niger Niger PROPN NNP conj 1
        agreed agree VERB VBD ROOT 4
        """
    )
    assert texts(syntax.named_by(doc[0])) == ["Chad", "Niger"]


def test_a_predicate_noun_names_the_subject_not_what_explains_it(parsed: Build) -> None:
    doc = parsed(
        """
        Odhiambo Odhiambo PROPN NNP nsubj 1
        was be AUX VBD ROOT 1
        commander commander NOUN NN attr 1
        of of ADP IN prep 2
        Front Front PROPN NNP pobj 3
        ,~ , PUNCT , punct 2
        a a DET DT det 7
        militia militia NOUN NN appos 2
        """
    )
    assert texts(syntax.named_by(doc[2])) == ["Odhiambo"]


def test_a_toll_rises_to_stands_at_and_reaches_a_number(parsed: Build) -> None:
    rose = parsed(
        """
        toll toll NOUN NN nsubj 1
        rose rise VERB VBD ROOT 1
        to to ADP IN prep 1
        45 45 NUM CD pobj 2
        """
    )
    reached = parsed(
        """
        toll toll NOUN NN nsubj 1
        reached reach VERB VBD ROOT 1
        45 45 NUM CD dobj 1
        """
    )
    assert texts(syntax.governors_to(rose[0])) == ["45"]
    assert texts(syntax.governors_to(reached[0])) == ["45"]


def test_possessors_and_modifiers_go_through_coordination(parsed: Build) -> None:
    doc = parsed(
        """
        Russian russian ADJ JJ amod 3
        and and CCONJ CC cc 0
        Syrian syrian ADJ JJ conj 0
        jets jet NOUN NNS nsubj 4
        bombed bomb VERB VBD ROOT 4
        """
    )
    assert texts(syntax.modifiers(doc[3])) == ["Russian", "Syrian"]
    assert syntax.is_modifier(doc[2])


def test_negation_by_no_and_not(parsed: Build) -> None:
    doc = parsed(
        """
        No no DET DT det 1
        rebels rebel NOUN NNS nsubj 4
        did do AUX VBD aux 4
        not not PART RB neg 4
        attack attack VERB VB ROOT 4
        """
    )
    assert syntax.is_negated(doc[1])
    assert syntax.is_negated(doc[4])


def test_dominates_itself_and_below(bombing: Doc) -> None:
    assert syntax.dominates(bombing[1], bombing[4])
    assert syntax.dominates(bombing[1], bombing[1])
    assert not syntax.dominates(bombing[4], bombing[1])


# ---------------------------------------------------------------- phrases and clauses


def test_noun_phrase_leaves_out_relative_clauses_and_punctuation(parsed: Build) -> None:
    doc = parsed(
        """
        the the DET DT det 1
        rebels~ rebel NOUN NNS nsubj 6
        , , PUNCT , punct 1
        who who PRON WP nsubj 4
        fled~ flee VERB VBD relcl 1
        , , PUNCT , punct 1
        returned return VERB VBD ROOT 6
        """
    )
    assert syntax.noun_phrase(doc[1]).text == "the rebels"


def test_noun_phrase_keeps_its_of_phrase(parsed: Build) -> None:
    doc = parsed(
        """
        the the DET DT det 1
        town town NOUN NN dobj 5
        of of ADP IN prep 1
        Sarmin Sarmin PROPN NNP pobj 2
        near near ADP IN prep 1
        left leave VERB VBD ROOT 5
        """
    )
    assert syntax.noun_phrase(doc[1]).text == "the town of Sarmin"


def test_full_phrase_takes_conjuncts(shelling_by_army: Doc) -> None:
    assert syntax.full_phrase(shelling_by_army[1]).text == "The town and the port"


def test_clause_tokens_stop_at_other_clauses(parsed: Build) -> None:
    doc = parsed(
        """
        Jets jet NOUN NNS nsubj 1
        bombed bomb VERB VBD ROOT 1
        Homs Homs PROPN NNP dobj 1
        after after SCONJ IN mark 5
        rebels rebel NOUN NNS nsubj 5
        attacked attack VERB VBD advcl 1
        """
    )
    assert texts(syntax.clause_tokens(doc[1])) == ["Jets", "bombed", "Homs"]
    assert syntax.clause_verb(doc[4]).text == "attacked"


def test_name_around_takes_the_words_before_it(parsed: Build) -> None:
    doc = parsed(
        """
        the the DET DT det 4
        South South PROPN NNP compound 2
        Africa~ Africa PROPN NNP npadvmod 4
        -~ - PUNCT HYPH punct 4
        led lead VERB VBN ROOT 4
        """
    )
    assert syntax.name_around(doc[2]).text == "South Africa"
