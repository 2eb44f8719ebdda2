"""The trained entity model: MiniLM-L6 as int8 ONNX, text in, typed spans out.

The program does not load it yet: in_program.py measures what it would add.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession, SessionOptions
from spacy.tokens import Doc, Span
from tokenizers import Encoding, Tokenizer

LONGEST = 256  # word pieces of one sentence; what follows is left to the rules
BATCH_SENTENCES = 16  # sentences of like length run together


class EntityModel:
    """Find actors, persons, places and weapons: "the 3rd Battalion shelled Bakhra" gives ACTOR and PLACE."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer, tags: list[str]):
        self._session = session
        self._tokenizer = tokenizer
        self._tags = tags

    def find(self, doc: Doc) -> list[tuple[Span, str]]:
        """Return spans with the label ACTOR, PERSON, PLACE or WEAPON, in text order."""
        sentences = [sentence for sentence in doc.sents if any(token.is_alpha for token in sentence)]
        sentences.sort(key=len)
        found: list[tuple[Span, str]] = []
        for start in range(0, len(sentences), BATCH_SENTENCES):
            batch = sentences[start : start + BATCH_SENTENCES]
            encodings = self._tokenizer.encode_batch([sentence.text for sentence in batch])
            for sentence, encoding, best in zip(batch, encodings, self._best_tags(encodings), strict=True):
                found += self._spans(sentence, encoding, best)
        return sorted(found, key=lambda item: item[0].start)

    def _best_tags(self, encodings: list[Encoding]) -> np.ndarray:
        longest = max(len(encoding.ids) for encoding in encodings)
        ids = np.zeros((len(encodings), longest), dtype=np.int64)
        mask = np.zeros((len(encodings), longest), dtype=np.int64)
        for row, encoding in enumerate(encodings):
            ids[row, : len(encoding.ids)] = encoding.ids
            mask[row, : len(encoding.ids)] = 1
        scores = self._session.run(["scores"], {"input_ids": ids, "attention_mask": mask})[0]
        best: np.ndarray = scores.argmax(-1)
        return best

    def _spans(self, sentence: Span, encoding: Encoding, best: np.ndarray) -> list[tuple[Span, str]]:
        pieces: list[tuple[int, int, str]] = []
        for number, (start, end) in enumerate(encoding.offsets):
            if start == end:
                continue
            inside_word = number > 0 and encoding.word_ids[number] == encoding.word_ids[number - 1]
            tag = self._tags[best[number]]
            if inside_word:
                # only the first piece of a word was trained to say what it is
                if pieces and pieces[-1][1] == start:
                    pieces[-1] = (pieces[-1][0], end, pieces[-1][2])
            elif (
                tag.startswith("I-") and pieces and pieces[-1][2] == tag[2:] and _beside(sentence, pieces[-1][1], start)
            ):
                pieces[-1] = (pieces[-1][0], end, tag[2:])
            elif tag != "O":
                pieces.append((start, end, tag[2:]))
        offset = sentence.start_char
        spans = (
            (sentence.doc.char_span(offset + s, offset + e, alignment_mode="expand"), label) for s, e, label in pieces
        )
        return [(span, label) for span, label in spans if span is not None]


def _beside(sentence: Span, end: int, start: int) -> bool:
    return not sentence.text[end:start].strip()


def load_entity_model(folder: Path) -> EntityModel:
    """Return the exported model of a folder: model.onnx, tokenizer.json, labels.json."""
    options = SessionOptions()
    # articles are parsed side by side in processes; threads of one would only hinder the others
    options.intra_op_num_threads = 1
    session = InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return EntityModel(session, tokenizer, json.loads((folder / "labels.json").read_text("utf-8"))["tags"])
