"""What the trained model reads of events and claims: how surely a word tells of one, and what the words beside are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from spacy.tokens import Span, Token

from conflict_cli.pipeline.annotations import EventMention
from conflict_cli.taxonomy import load_taxonomy


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """What the model gives for one sentence, one row a word piece.

    Attributes:
        pieces: the piece that each word begins with, by the word's place in the Doc.
        subtypes: how likely a piece names an event of each subtype, 0 to 1; the first column is for none.
        statuses: how likely an event that a piece names has each status.
        stances: how likely a piece is the cue of a claim of each stance; the first column is for none.
        asking: what a piece asks of fillers, if it is a trigger or a cue.
        answering: how a piece answers, and how well it does for each role anywhere.
    """

    pieces: dict[int, int]
    subtypes: np.ndarray
    statuses: np.ndarray
    stances: np.ndarray
    asking: np.ndarray
    answering: np.ndarray


class ModelReading:
    """Tell how likely a word names an event or a claim, or fills a role: "rebels" in "rebels shelled Sarmin".

    Args:
        subtypes: the subtypes of events that the model knows, the first of them "O", for none.
        statuses: the statuses of events that it knows.
        stances: the stances of claims that it knows, the first of them "O", for none.
        roles: the roles it knows; a harm is a role too, that of its casualty figures.
    """

    def __init__(self, subtypes: list[str], statuses: list[str], stances: list[str], roles: list[str]):
        self._subtypes = subtypes
        self._statuses = statuses
        self._stances = stances
        self._roles = roles
        self._sentence_of: dict[int, SentenceReading] = {}
        self._roles_of: dict[int, dict[str, dict[int, float]]] = {}  # several components ask for the same triggers

    def add(self, sentence: SentenceReading) -> None:
        """Take in what the model reads in one sentence."""
        self._sentence_of |= dict.fromkeys(sentence.pieces, sentence)

    def named(self, word: Token) -> float:
        """Return how likely a word names an event, 0 to 1; 0 where it was not read."""
        sentence = self._sentence_of.get(word.i)
        return 0.0 if sentence is None else 1.0 - float(sentence.subtypes[sentence.pieces[word.i], 0])

    def types(self, word: Token) -> dict[str, dict[str, float]]:
        """Return how likely a word names an event of each subtype, by event type; empty where it was not read."""
        sentence = self._sentence_of.get(word.i)
        if sentence is None:
            return {}
        type_of = load_taxonomy().type_of
        likely: dict[str, dict[str, float]] = {}
        scores = sentence.subtypes[sentence.pieces[word.i]].tolist()
        for subtype, score in zip(self._subtypes[1:], scores[1:], strict=True):
            likely.setdefault(type_of[subtype], {})[subtype] = score
        return likely

    def likeliest(self, word: Token) -> tuple[str, float]:
        """Return the likeliest subtype of a word's likeliest event type, and how likely that type is.

        Raises:
            ValueError: the word was not read.
        """
        best = max(self.types(word).values(), key=lambda subtypes: sum(subtypes.values()))
        return max(best, key=lambda subtype: best[subtype]), sum(best.values())

    def trigger_of(self, event: EventMention) -> Token:
        """Return the word that most surely names an event: "opened" or "fire"."""
        return max((event.head, event.trigger[0]), key=self.named)

    def statuses(self, trigger: Token) -> dict[str, float]:
        """Return how likely the event that a word names has each status, 0 to 1; empty where it was not read."""
        sentence = self._sentence_of.get(trigger.i)
        if sentence is None:
            return {}
        return dict(zip(self._statuses, sentence.statuses[sentence.pieces[trigger.i]].tolist(), strict=True))

    def cited(self, word: Token) -> float:
        """Return how likely a word is of the cue of a claim, 0 to 1; 0 where it was not read."""
        sentence = self._sentence_of.get(word.i)
        return 0.0 if sentence is None else 1.0 - float(sentence.stances[sentence.pieces[word.i], 0])

    def cue_of(self, words: Span) -> Token:
        """Return the word that is most surely a cue."""
        return max(words, key=self.cited)

    def stances(self, cue: Token) -> dict[str, float]:
        """Return how likely a word is the cue of a claim of each stance; empty where it was not read."""
        sentence = self._sentence_of.get(cue.i)
        if sentence is None:
            return {}
        return dict(zip(self._stances[1:], sentence.stances[sentence.pieces[cue.i]].tolist()[1:], strict=True))

    def roles(self, trigger: Token) -> dict[str, dict[int, float]]:
        """Return how likely each word of its sentence fills each role of a trigger or cue; empty where not read."""
        if trigger.i not in self._roles_of:
            self._roles_of[trigger.i] = self._read_roles(trigger)
        return self._roles_of[trigger.i]

    def _read_roles(self, trigger: Token) -> dict[str, dict[int, float]]:
        sentence = self._sentence_of.get(trigger.i)
        if sentence is None:
            return {}
        answering = sentence.answering[list(sentence.pieces.values())]
        asked = sentence.asking[sentence.pieces[trigger.i]].reshape(len(self._roles), -1)
        width = asked.shape[1]
        logits = answering[:, :width] @ asked.T / width**0.5 + answering[:, width:]
        likely = 1.0 / (1.0 + np.exp(-logits))
        return {
            role: dict(zip(sentence.pieces, likely[:, number].tolist(), strict=True))
            for number, role in enumerate(self._roles)
        }


def softmax(logits: np.ndarray) -> np.ndarray:
    """Return probabilities along the last axis."""
    powers: np.ndarray = np.exp(logits - logits.max(-1, keepdims=True))
    probabilities: np.ndarray = powers / powers.sum(-1, keepdims=True)
    return probabilities
