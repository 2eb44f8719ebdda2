from __future__ import annotations

import pytest

from conflict_cli.errors import LexiconError
from conflict_cli.folding import fold
from conflict_cli.lexicon import terms
from conflict_cli.lexicon.terms import PhraseIndex, is_acronym, words_of


@pytest.fixture
def index() -> PhraseIndex[str]:
    index: PhraseIndex[str] = PhraseIndex()
    for phrase in ("al-Shabaab", "Islamic State", "Islamic State West Africa", "IS"):
        index.add(phrase, phrase)
    return index


@pytest.mark.parametrize(
    ("text", "folded"), [("Da'esh", "daesh"), ("Türkiye", "turkiye"), ("Erdoğan", "erdogan"), ("Iğdır", "igdir")]
)
def test_fold_drops_case_accents_and_apostrophes(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_words_keep_their_offsets() -> None:
    assert [(word.key, word.start, word.end) for word in words_of("Ta'izz-Aden")] == [("taizz", 0, 6), ("aden", 7, 11)]


def test_index_finds_the_longest_phrase(index: PhraseIndex[str]) -> None:
    text = "Islamic State West Africa fought the army."
    assert [found.value for found in index.find(text, words_of(text))] == ["Islamic State West Africa"]


@pytest.mark.parametrize("text", ["Al Shabaab attacked.", "al-Shabaab attacked.", "AL-SHABAAB attacked."])
def test_index_ignores_hyphens_and_case_of_a_name(index: PhraseIndex[str], text: str) -> None:
    assert [found.value for found in index.find(text, words_of(text))] == ["al-Shabaab"]


def test_index_wants_acronyms_in_capitals_and_names_with_a_capital(index: PhraseIndex[str]) -> None:
    text = "What is the islamic state of mind?"
    assert list(index.find(text, words_of(text))) == []


def test_index_does_not_cross_paragraphs(index: PhraseIndex[str]) -> None:
    text = "It is Islamic\n\nState media said so."
    assert list(index.find(text, words_of(text))) == []


def test_acronyms_are_short_and_in_capitals() -> None:
    assert is_acronym("M23")
    assert is_acronym("U.N.")
    assert not is_acronym("Hamas")


def test_a_row_of_the_wrong_length_is_refused(tmp_path, monkeypatch) -> None:
    folder = tmp_path / "lexicons"
    folder.mkdir()
    (folder / "bad.tsv").write_text("name\tkind\nHamas\n", "utf-8")
    monkeypatch.setattr(terms.resources, "files", lambda _package: tmp_path)
    with pytest.raises(LexiconError, match=r"bad\.tsv: line 2: 1 fields, should be 2"):
        list(terms.read_table("bad.tsv"))
