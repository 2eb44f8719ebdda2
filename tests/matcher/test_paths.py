"""matcher/paths.py: the paths that rules name, light verbs included."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.tokens import Doc

from conflict_cli.errors import RuleError
from conflict_cli.matcher.paths import Grammar

GRAMMAR = Grammar(doer_verbs=frozenset({"launch"}), undergoer_verbs=frozenset({"come"}))


def ends(doc: Doc, at: int, path: str) -> list[str]:
    return [token.text for token in GRAMMAR.follow(doc[at], path)]


def test_paths_of_a_verb(bombing: Doc) -> None:
    assert ends(bombing, 1, "subject") == ["Jets"]
    assert ends(bombing, 1, "object") == ["Sarmin"]
    assert ends(bombing, 1, "prep:on") == ["Thursday"]
    assert ends(bombing, 1, "agent") == []
    assert ends(bombing, 1, "self") == ["bombed"]


def test_sentence_gives_every_word(bombing: Doc) -> None:
    assert ends(bombing, 1, "sentence") == [token.text for token in bombing]


def test_paths_of_a_passive(shelling_by_army: Doc) -> None:
    assert ends(shelling_by_army, 6, "subject") == []
    assert ends(shelling_by_army, 6, "passive_subject") == ["town", "port"]
    assert ends(shelling_by_army, 6, "agent") == ["army"]


def test_a_noun_takes_subject_and_prepositions_from_its_light_verb(launched_incursion: Doc) -> None:
    assert ends(launched_incursion, 3, "subject") == ["Rebels"]
    assert ends(launched_incursion, 3, "prep:into") == ["Aleppo"]


def test_other_verbs_lend_a_noun_nothing(launched_incursion: Doc) -> None:
    grammar = Grammar(doer_verbs=frozenset({"condemn"}))
    assert grammar.follow(launched_incursion[3], "subject") == []
    assert grammar.light_verb_of(launched_incursion[3]) is None


def test_an_of_phrase_is_never_borrowed_from_the_light_verb(parsed: Callable[[str], Doc]) -> None:
    doc = parsed(
        """
        Rebels rebel NOUN NNS nsubj 1
        launched launch VERB VBD ROOT 1
        attacks attack NOUN NNS dobj 1
        of of ADP IN prep 1
        late late NOUN NN pobj 3
        """
    )
    assert ends(doc, 2, "prep:of") == []


def test_an_undergoer_is_the_subject_of_its_own_light_verbs(parsed: Callable[[str], Doc]) -> None:
    doc = parsed(
        """
        The the DET DT det 1
        base base NOUN NN nsubj 2
        came come VERB VBD ROOT 2
        under under ADP IN prep 2
        fire fire NOUN NN pobj 3
        """
    )
    assert ends(doc, 4, "undergoer") == ["base"]
    assert ends(doc, 4, "subject") == []


def test_an_unknown_path_is_refused_with_those_there_are() -> None:
    with pytest.raises(RuleError) as error:
        GRAMMAR.check("objects", where="events/x.yaml: x.verb")
    assert str(error.value).startswith('events/x.yaml: x.verb: unknown path "objects"; known: agent, ')
    assert str(error.value).endswith(", prep:WORD")


def test_every_known_path_can_be_followed_from_every_word(bombing: Doc, backed_army: Doc) -> None:
    for doc in (bombing, backed_army):
        for token in doc:
            for path in GRAMMAR.names:
                assert isinstance(GRAMMAR.follow(token, path), list), path


def test_names_are_sorted_for_messages() -> None:
    assert GRAMMAR.names == sorted(GRAMMAR.names)
    assert "subject" in GRAMMAR.names


WIDE = Grammar(
    doer_verbs=frozenset({"step"}),
    means_verbs=frozenset({"retaliate"}),
    containers=frozenset({"use"}),
    sufferers=frozenset({"target"}),
    effects=frozenset({"destroy", "damage"}),
)


def test_a_noun_takes_the_subject_of_the_verb_done_by_means_of_it(parsed: Callable[[str], Doc]) -> None:
    doc = parsed(
        """
        Troops troop NOUN NNS nsubj 1
        retaliated retaliate VERB VBD ROOT 1
        with with ADP IN prep 1
        airstrikes airstrike NOUN NNS pobj 2
        """
    )
    assert [token.text for token in WIDE.follow(doc[3], "subject")] == ["Troops"]
    assert GRAMMAR.follow(doc[3], "subject") == []


def test_a_noun_takes_the_subject_of_the_noun_that_only_uses_it(parsed: Callable[[str], Doc]) -> None:
    doc = parsed(
        """
        Norland Norland PROPN NNP nsubj 1
        stepped step VERB VBD ROOT 1
        up up ADP RP prt 1
        its its PRON PRP$ poss 4
        use use NOUN NN dobj 1
        of of ADP IN prep 4
        raids raid NOUN NNS pobj 5
        """
    )
    assert [token.text for token in WIDE.follow(doc[6], "subject")] == ["Norland"]
    assert GRAMMAR.follow(doc[6], "subject") == []


def test_the_target_of_an_attack_undergoes_it(parsed: Callable[[str], Doc]) -> None:
    doc = parsed(
        """
        Zorvan Zorvan PROPN NNP nsubj 1
        was be AUX VBD ROOT 1
        the the DET DT det 3
        target target NOUN NN attr 1
        of of ADP IN prep 3
        raids raid NOUN NNS pobj 4
        """
    )
    assert [token.text for token in WIDE.follow(doc[5], "undergoer")] == ["Zorvan"]


def test_whom_an_attack_left_dead_undergoes_it(parsed: Callable[[str], Doc]) -> None:
    doc = parsed(
        """
        Attacks attack NOUN NNS nsubj 1
        left leave VERB VBD ROOT 1
        soldiers soldier NOUN NNS dobj 1
        dead dead ADJ JJ oprd 1
        """
    )
    assert [token.text for token in WIDE.follow(doc[0], "undergoer")] == ["soldiers"]


def test_everything_in_the_list_that_strikes_destroyed_undergoes_them(parsed: Callable[[str], Doc]) -> None:
    doc = parsed(
        """
        Strikes strike NOUN NNS nsubj 1
        destroyed destroy VERB VBD ROOT 1
        a a DET DT det 3
        truck~ truck NOUN NN dobj 1
        , , PUNCT , punct 3
        a a DET DT det 6
        gun gun NOUN NN appos 3
        and and CCONJ CC cc 6
        tanks~ tank NOUN NNS conj 6
        ; ; PUNCT : punct 1
        damaged damage VERB VBD conj 1
        roads road NOUN NNS dobj 10
        """
    )
    assert [token.text for token in WIDE.follow(doc[0], "undergoer")] == ["truck", "gun", "tanks", "roads"]


def test_what_an_operation_is_to_do_undergoes_it(parsed: Callable[[str], Doc]) -> None:
    doc = parsed(
        """
        An a DET DT det 1
        operation operation NOUN NN nsubj 6
        to to PART TO aux 3
        disarm disarm VERB VB acl 1
        the the DET DT det 5
        militia militia NOUN NN dobj 3
        began begin VERB VBD ROOT 6
        """
    )
    assert [token.text for token in WIDE.follow(doc[1], "undergoer")] == ["militia"]
