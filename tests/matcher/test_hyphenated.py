"""matcher/hyphenated.py: "Iran-backed" and "pro-Iranian", which the tokenizer splits."""

from __future__ import annotations

from spacy.tokens import Doc

from conflict_cli.matcher.syntax.hyphenated import head_past_hyphen, left_of_hyphen, right_of_hyphen


def test_the_word_before_the_hyphen(backed_army: Doc) -> None:
    assert [token.text for token in left_of_hyphen(backed_army[3])] == ["Iran"]


def test_the_word_after_the_hyphen(backed_army: Doc) -> None:
    assert [token.text for token in right_of_hyphen(backed_army[6])] == ["Iranian"]


def test_the_noun_a_hyphenated_adjective_describes(backed_army: Doc) -> None:
    assert [token.text for token in head_past_hyphen(backed_army[6])] == ["militias"]


def test_words_without_a_hyphen_have_no_sides(backed_army: Doc) -> None:
    assert left_of_hyphen(backed_army[4]) == []
    assert right_of_hyphen(backed_army[4]) == []


def test_the_ends_of_a_text_are_safe(backed_army: Doc) -> None:
    assert left_of_hyphen(backed_army[0]) == []
    assert left_of_hyphen(backed_army[1]) == []
    assert right_of_hyphen(backed_army[len(backed_army) - 1]) == []
    assert right_of_hyphen(backed_army[len(backed_army) - 2]) == []


def test_a_dash_between_spaces_is_no_hyphen(parsed) -> None:  # type: ignore[no-untyped-def]
    doc = parsed(
        """
        Rebels rebel NOUN NNS nsubj 2
        - - PUNCT : punct 2
        backed back VERB VBN ROOT 2
        """
    )
    assert left_of_hyphen(doc[2]) == []
