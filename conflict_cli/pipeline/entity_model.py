"""The trained model: MiniLM-L6 as int8 ONNX, a Doc in, spans and event words out. Trained in training/entity_model."""

from __future__ import annotations

import hashlib
import json
from contextlib import AbstractContextManager
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.tokens import Doc, Span

from conflict_cli.errors import ModelError
from conflict_cli.pipeline.annotations import Entity, EventWord
from conflict_cli.pipeline.onnx_sessions import open_session
from conflict_cli.taxonomy import load_taxonomy

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer


LEAST_EVENT_SCORE = 0.95  # above it rules and model together are as precise as rules alone
LEAST_TYPE_SCORE = 0.6  # surely an event and perhaps of many types: not a finding
LONGEST = 256  # word pieces of one sentence; what follows is left to the rules
BATCH_SENTENCES = 4  # of like length run together; more are padded more than they gain
FILES = ("model.onnx", "tokenizer.json")
MANIFEST = "manifest.json"
INSTALL_HINT = "reinstall conflict-cli, or leave the model out with --no-entity-model"


class EntityModel:
    """Find actors, persons, places and weapons: "the 3rd Battalion shelled Bakhra" gives an ACTOR and a PLACE.

    Args:
        session: the model; its outputs are `scores` and, for event words, `events`.
        tokenizer: cuts a sentence into word pieces.
        tags: what the columns of `scores` are.
        subtypes: what the columns of `events` are, the first of them "O"; empty where the model knows no event words.
    """

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer, tags: list[str], subtypes: list[str]):
        self._session = session
        self._tokenizer = tokenizer
        self._tags = tags
        self._subtypes = subtypes

    def read(self, doc: Doc) -> tuple[list[Entity], list[EventWord]]:
        """Return the entities and the event words of a Doc in text order, no entity overlapping another."""
        sentences = [sentence for sentence in doc.sents if any(token.is_alpha for token in sentence)]
        sentences.sort(key=len)
        found: list[Entity] = []
        words: list[EventWord] = []
        for start in range(0, len(sentences), BATCH_SENTENCES):
            batch = sentences[start : start + BATCH_SENTENCES]
            encodings = self._tokenizer.encode_batch([sentence.text for sentence in batch])
            scores = self._scores(encodings)
            for row, (sentence, encoding) in enumerate(zip(batch, encodings, strict=True)):
                found += self._entities(sentence, encoding, scores[0][row])
                if self._subtypes:
                    words += self._event_words(sentence, encoding, scores[1][row])
        found.sort(key=lambda entity: entity.span.start)
        return found, sorted(words, key=lambda word: word.token.i)

    def _scores(self, encodings: list[Encoding]) -> list[np.ndarray]:
        """Return the probability of each tag, and of each subtype, for each word piece of each sentence."""
        longest = max(len(encoding.ids) for encoding in encodings)
        ids = np.zeros((len(encodings), longest), dtype=np.int64)
        mask = np.zeros((len(encodings), longest), dtype=np.int64)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        outputs = ["scores", "events"] if self._subtypes else ["scores"]
        return [_softmax(logits) for logits in self._session.run(outputs, {"input_ids": ids, "attention_mask": mask})]

    def _event_words(self, sentence: Span, encoding: Encoding, scores: np.ndarray) -> list[EventWord]:
        """Return the words whose first piece is read as an event: of "set up" the first."""
        named = 1.0 - scores[:, 0]
        words = []
        for number in np.flatnonzero(named >= LEAST_EVENT_SCORE).tolist():
            start, end = encoding.offsets[number]
            if start == end or (number > 0 and encoding.word_ids[number] == encoding.word_ids[number - 1]):
                continue  # only the first piece of a word was trained
            span = sentence.doc.char_span(
                sentence.start_char + start, sentence.start_char + end, alignment_mode="expand"
            )
            if span is not None:
                subtype, share = self._likeliest(scores[number])
                if share >= LEAST_TYPE_SCORE:
                    words.append(EventWord(span[0], subtype))
        return words

    def _likeliest(self, scores: np.ndarray) -> tuple[str, float]:
        """Return the likeliest subtype of the likeliest event type, and how likely that type is."""
        type_of = load_taxonomy().type_of
        types: dict[str, float] = {}
        for subtype, score in zip(self._subtypes[1:], scores[1:].tolist(), strict=True):
            types[type_of[subtype]] = types.get(type_of[subtype], 0.0) + score
        best = max(types, key=lambda name: types[name])
        within = [number for number, name in enumerate(self._subtypes) if number and type_of[name] == best]
        return self._subtypes[max(within, key=lambda number: scores[number])], types[best]

    def _entities(self, sentence: Span, encoding: Encoding, scores: np.ndarray) -> list[Entity]:
        best, sureness = scores.argmax(-1), scores.max(-1)
        pieces: list[tuple[int, int, str]] = []
        sure: list[list[float]] = []
        for number, (start, end) in enumerate(encoding.offsets):
            if start == end:
                continue
            inside_word = number > 0 and encoding.word_ids[number] == encoding.word_ids[number - 1]
            tag = self._tags[best[number]]
            if inside_word:
                # only the first piece of a word was trained to say what it is
                if pieces and pieces[-1][1] == start:
                    pieces[-1] = (pieces[-1][0], end, pieces[-1][2])
            elif tag.startswith("I-") and pieces and pieces[-1][2] == tag[2:] and _adjoin(sentence, pieces[-1], start):
                pieces[-1] = (pieces[-1][0], end, tag[2:])
                sure[-1].append(float(sureness[number]))
            elif tag != "O":
                pieces.append((start, end, tag[2:]))
                sure.append([float(sureness[number])])
        offset = sentence.start_char
        found, taken = [], sentence.start
        for (start, end, label), scores_of_words in zip(pieces, sure, strict=True):
            span = sentence.doc.char_span(offset + start, offset + end, alignment_mode="expand")
            if span is not None and span.start >= taken:
                found.append(Entity(span, label, sum(scores_of_words) / len(scores_of_words)))
                taken = span.end
        return found


def _softmax(logits: np.ndarray) -> np.ndarray:
    powers: np.ndarray = np.exp(logits - logits.max(-1, keepdims=True))
    probabilities: np.ndarray = powers / powers.sum(-1, keepdims=True)
    return probabilities


def _adjoin(sentence: Span, before: tuple[int, int, str], start: int) -> bool:
    return not sentence.text[before[1] : start].strip()


@cache
def load_entity_model(folder: Path | None = None) -> EntityModel:
    """Return an exported entity model.

    Args:
        folder: holds model.onnx, tokenizer.json and manifest.json; None takes the one of the package.

    Raises:
        ModelError: a file is missing or is not the one the manifest names.
    """
    if folder is not None:
        return _load(folder)
    with _shipped() as shipped:
        return _load(shipped)


def check_files() -> list[tuple[str, bool]]:
    """Compare the shipped model with its manifest.

    Returns:
        (file, whether its sha256 sum is that of the manifest) for each file.

    Raises:
        ModelError: a file is missing.
    """
    with _shipped() as folder:
        manifest = _manifest(folder)
        return [(name, manifest["sha256"][name] == _sha256(folder / name)) for name in FILES]


def _shipped() -> AbstractContextManager[Path]:
    return resources.as_file(resources.files("conflict_cli.data").joinpath("entity_model"))


def _load(folder: Path) -> EntityModel:
    manifest = _manifest(folder)
    for name in FILES:
        if manifest["sha256"][name] != _sha256(folder / name):
            raise ModelError(f"entity model {folder / name}: not the file that was released; {INSTALL_HINT}")
    try:
        from tokenizers import Tokenizer

        session = open_session(folder / "model.onnx")
    except ImportError as error:
        raise ModelError(f"entity model: {error}; {INSTALL_HINT}") from error
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return EntityModel(session, tokenizer, manifest["tags"], manifest["subtypes"])


def _manifest(folder: Path) -> dict[str, Any]:
    """Return the tags, the subtypes and the sha256 sums of the files, all of which are there."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        known = {name: manifest["sha256"][name] for name in FILES if (folder / name).stat()}
        return {"tags": list(manifest["tags"]), "subtypes": list(manifest.get("subtypes", ())), "sha256": known}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"entity model {folder}: can't be read ({error}); {INSTALL_HINT}") from error


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
