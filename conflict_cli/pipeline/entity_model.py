"""The trained model: MiniLM-L6 as int8 ONNX, a Doc in, spans and event words out. Trained in training/entity_model."""

from __future__ import annotations

import hashlib
import json
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from spacy.tokens import Doc, Span

from conflict_cli.errors import ModelError
from conflict_cli.pipeline.annotations import Entity, EventWord
from conflict_cli.pipeline.model_reading import ModelReading, SentenceReading, softmax
from conflict_cli.pipeline.onnx_sessions import open_session

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer


LEAST_EVENT_SCORE = 0.9  # lower ones find more, and err more on articles whose words the rules know
LEAST_TYPE_SCORE = 0.3  # surely an event and perhaps of many types: not a finding
LONGEST = 256  # word pieces of one sentence; what follows is left to the rules
BATCH_SENTENCES = 4  # of like length run together; more are padded more than they gain
FILES = ("model.onnx", "tokenizer.json")
OUTPUTS = ("scores", "events", "statuses", "claims", "asking", "answering")
MANIFEST = "manifest.json"
KNOWN = ("tags", "subtypes", "statuses", "stances", "roles")
INSTALL_HINT = "reinstall conflict-cli, or leave the model out with --no-entity-model"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the columns of the model's outputs are, and the sha256 sums of its files.

    Attributes:
        tags: of `scores`.
        subtypes: of `events`, the first of them "O".
        statuses: of `statuses`.
        stances: of `claims`, the first of them "O".
        roles: of what `asking` and `answering` give together; a harm is a role too, that of its figures.
    """

    tags: list[str]
    subtypes: list[str]
    statuses: list[str]
    stances: list[str]
    roles: list[str]
    sha256: dict[str, str]


class EntityModel:
    """Find actors, persons, places and weapons: "the 3rd Battalion shelled Bakhra" gives an ACTOR and a PLACE.

    Args:
        session: the model; its outputs are those of OUTPUTS.
        tokenizer: cuts a sentence into word pieces.
        manifest: what the columns of the outputs are.
    """

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer, manifest: Manifest):
        self._session = session
        self._tokenizer = tokenizer
        self._manifest = manifest

    def read(self, doc: Doc) -> tuple[list[Entity], list[EventWord], ModelReading]:
        """Return the entities and the event words of a Doc in text order, and all that is read of events and claims.

        No entity overlaps another.
        """
        sentences = [sentence for sentence in doc.sents if any(token.is_alpha for token in sentence)]
        sentences.sort(key=len)
        found: list[Entity] = []
        words: list[EventWord] = []
        known = self._manifest
        reading = ModelReading(known.subtypes, known.statuses, known.stances, known.roles)
        for start in range(0, len(sentences), BATCH_SENTENCES):
            batch = sentences[start : start + BATCH_SENTENCES]
            encodings = self._tokenizer.encode_batch([sentence.text for sentence in batch])
            scores, events, statuses, claims, asking, answering = self._outputs(encodings)
            for row, (sentence, encoding) in enumerate(zip(batch, encodings, strict=True)):
                found += self._entities(sentence, encoding, softmax(scores[row]))
                pieces = _pieces_of_words(sentence, encoding)
                subtypes, status, stances = (softmax(logits[row]) for logits in (events, statuses, claims))
                reading.add(SentenceReading(pieces, subtypes, status, stances, asking[row], answering[row]))
                words += _event_words(sentence, reading)
        found.sort(key=lambda entity: entity.span.start)
        return found, sorted(words, key=lambda word: word.token.i), reading

    def _outputs(self, encodings: list[Encoding]) -> list[np.ndarray]:
        """Return the model's outputs, for each word piece of each sentence."""
        longest = max(len(encoding.ids) for encoding in encodings)
        ids = np.zeros((len(encodings), longest), dtype=np.int64)
        mask = np.zeros((len(encodings), longest), dtype=np.int64)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        outputs: list[np.ndarray] = self._session.run([*OUTPUTS], {"input_ids": ids, "attention_mask": mask})
        return outputs

    def _entities(self, sentence: Span, encoding: Encoding, scores: np.ndarray) -> list[Entity]:
        best, sureness = scores.argmax(-1), scores.max(-1)
        pieces: list[tuple[int, int, str]] = []
        sure: list[list[float]] = []
        for number, (start, end) in enumerate(encoding.offsets):
            if start == end:
                continue
            inside_word = number > 0 and encoding.word_ids[number] == encoding.word_ids[number - 1]
            tag = self._manifest.tags[best[number]]
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


def _pieces_of_words(sentence: Span, encoding: Encoding) -> dict[int, int]:
    """Return the word piece that each word of the Doc begins with; none for words behind LONGEST."""
    starts: dict[int, int] = {}
    for number, (start, end) in enumerate(encoding.offsets):
        if start != end:
            starts.setdefault(start, number)
    found = ((token.i, starts.get(token.idx - sentence.start_char)) for token in sentence)
    return {word: piece for word, piece in found if piece is not None}


def _event_words(sentence: Span, reading: ModelReading) -> list[EventWord]:
    """Return the words that surely name an event of some type."""
    words = []
    for token in sentence:
        if reading.named(token) >= LEAST_EVENT_SCORE:
            subtype, share = reading.likeliest(token)
            if share >= LEAST_TYPE_SCORE:
                words.append(EventWord(token, subtype))
    return words


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
        return [(name, manifest.sha256[name] == _sha256(folder / name)) for name in FILES]


def _shipped() -> AbstractContextManager[Path]:
    return resources.as_file(resources.files("conflict_cli.data").joinpath("entity_model"))


def _load(folder: Path) -> EntityModel:
    manifest = _manifest(folder)
    for name in FILES:
        if manifest.sha256[name] != _sha256(folder / name):
            raise ModelError(f"entity model {folder / name}: not the file that was released; {INSTALL_HINT}")
    try:
        from tokenizers import Tokenizer

        session = open_session(folder / "model.onnx")
    except ImportError as error:
        raise ModelError(f"entity model: {error}; {INSTALL_HINT}") from error
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return EntityModel(session, tokenizer, manifest)


def _manifest(folder: Path) -> Manifest:
    """Return what the manifest says of the model's files, all of which are there."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        known = {name: manifest["sha256"][name] for name in FILES if (folder / name).stat()}
        tags, subtypes, statuses, stances, roles = (list(manifest[key]) for key in KNOWN)
        return Manifest(tags, subtypes, statuses, stances, roles, known)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ModelError(f"entity model {folder}: can't be read ({error}); {INSTALL_HINT}") from error


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
