"""Say who speaks: the words that name the speaker, and what kind of source that is."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from spacy.tokens import Doc, Span, Token

from conflict_cli.errors import LexiconError
from conflict_cli.folding import fold
from conflict_cli.lexicon.terms import load_titles, read_yaml
from conflict_cli.matcher import syntax
from conflict_cli.matcher.syntax import speech
from conflict_cli.pipeline.annotations import Mention
from conflict_cli.pipeline.token_index import TokenIndex
from conflict_cli.taxonomy import load_taxonomy

SPEAKER_WORDS = "speaker_words.yaml"
# a speaker further from its cue than this is a slip of the parser: titles and asides are shorter
FARTHEST_SPEAKER = 60


@cache
def speaker_words() -> Mapping[str, str]:
    """Return noun -> kind of source: witness -> witness, spokesman -> official.

    Raises:
        LexiconError: the lexicon names a kind that the taxonomy lacks.
    """
    taxonomy = load_taxonomy()
    words: dict[str, str] = {}
    for kind, nouns in read_yaml(SPEAKER_WORDS).items():
        if kind not in taxonomy.speaker_kinds | taxonomy.actor_kinds:
            raise LexiconError(f'lexicons/{SPEAKER_WORDS}: unknown kind "{kind}"')
        words.update(dict.fromkeys(nouns, kind))
    return words


def speaker_span(heads: list[Token], cue: Span, paragraph: tuple[int, int]) -> Span | None:
    """Return the words that name the speakers of a cue, None when the heads name nobody."""
    near = [head for head in heads if abs(head.i - cue.start) <= FARTHEST_SPEAKER and not head.is_punct]
    near = [head for head in near if paragraph[0] <= head.i < paragraph[1]]
    near = [head for head in near if not cue.start <= head.i < cue.end]
    if not near:
        return None
    phrase = speech.speaker_phrase(near)
    if phrase.start < cue.end and cue.start < phrase.end:
        phrase = speech.speaker_phrase(near[:1])
    if phrase.start < cue.end and cue.start < phrase.end:
        return cue.doc[near[0].i : near[0].i + 1]
    phrase = _with_title(phrase)
    return _within(phrase, max(paragraph[0], _after_dash(phrase)), paragraph[1])


def _with_title(phrase: Span) -> Span:
    """Return a name with the titles before it, which the parser may take for a sentence: "Colonel. Adel Hamdan"."""
    doc, start = phrase.doc, phrase.start
    if phrase[0].pos_ != "PROPN":
        return phrase
    while start > 0 and doc[start - 1].is_title and fold(doc[start - 1].text).strip(".") in load_titles():
        start -= 1
    return doc[start : phrase.end]


def _after_dash(phrase: Span) -> int:
    """Return where a phrase begins behind a dateline's dash: "WASHINGTON - Senator Hill", but "Al-Shabaab"."""
    marks = [token for token in phrase[1:-1] if token.text in {"-", "–", "—", "--", ":"}]
    dashes = [mark.i for mark in marks if mark.whitespace_]
    return dashes[-1] + 1 if dashes and phrase.root.i > dashes[-1] else phrase.start


def _within(phrase: Span, start: int, end: int) -> Span:
    return phrase.doc[max(phrase.start, start) : min(phrase.end, end)]


def nearest_speaker(cue: Span, head: Token) -> list[Token]:
    """Return the noun phrase beside a cue whose subject the parser lost: left of it, or right when inverted."""
    doc, sentence = cue.doc, syntax.sentence_of(head)
    after = speech.noun_phrase_after(doc, cue.end, sentence.end)
    inverted = cue.start == sentence.start or doc[cue.start - 1].text in {'"', "''", "'"}
    if inverted and after is not None:
        return [after]
    before = speech.noun_phrase_before(doc, cue.start, sentence.start)
    return [before] if before is not None else []


def speaker_kind(speaker: Span | None, mentions: TokenIndex[Mention]) -> str | None:
    """Return the kind of source: that of the actor named, else that of the noun ("witnesses", "officials")."""
    if speaker is None:
        return None
    words = speaker_words()
    root = speaker.root
    lemma = root.lemma_.lower()
    if words.get(lemma) in load_taxonomy().speaker_kinds:
        return words[lemma]
    for mention in mentions.at(root.i):
        if mention.label == "actor" and mention.kind:
            return mention.kind
    if lemma in words:
        return words[lemma]
    title = next((words[token.lemma_.lower()] for token in speaker if token.lemma_.lower() in words), None)
    return title or ("person" if root.ent_type_ == "PERSON" else None)


def credited(doc: Doc) -> list[Span]:
    """Return the lines that no claim stands in: bylines and agency credits."""
    return list(doc._.structure.credits) if doc._.structure is not None else []
