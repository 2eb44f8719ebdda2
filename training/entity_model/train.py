"""Train, measure and export the entity model.

usage: python training/entity_model/train.py --re3d FOLDER [--measure] [--folds FOLDER [--fold N ...]] [--export FOLDER]

--measure prints the learning curve: four-fold cross-validation by document on re3d with a growing share of the
invented sentences, and what the invented sentences alone give. --folds trains one model a fold and exports each, for
in_program.py; with --fold only the folds named, so that two processes can share the work. --export trains on
everything and writes the int8 ONNX model that the package ships. Needs the packages of
training/entity_model/requirements.txt.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import torch
from corpus import (
    LABELS,
    ROLES,
    STANCES,
    STATUSES,
    SUBTYPES,
    TAGS,
    Example,
    Frame,
    article_examples,
    held_out_examples,
    invented_examples,
    re3d_examples,
)
from model import BASE, IGNORED, ROLE_WIDTH, SEED, TokenClassifier, encode, load_tokenizer, role_scores, train
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

FOLDS = 4
CURVE = (0.0, 0.5, 1.0)  # shares of the invented sentences
WORD_SCORES = (0.5, 0.7, 0.8, 0.9, 0.95)
ROLE_SCORES = (0.5, 0.7, 0.9)
OUTPUTS = ("scores", "events", "statuses", "claims", "asking", "answering")
RE3D_TIMES = 2  # real sentences are shown this often: there are six invented ones to each of them


def main() -> None:
    """Run what the options ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--re3d", type=Path, required=True, help="folder with corpus.jsonl and gold.jsonl")
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--folds", type=Path)
    parser.add_argument("--fold", type=int, action="append", choices=range(FOLDS))
    parser.add_argument("--export", type=Path)
    args = parser.parse_args()
    tokenizer = load_tokenizer()
    invented = invented_examples()
    print(f"{len(invented)} invented sentences, {sum(len(e.spans) for e in invented)} spans", flush=True)
    if args.measure:
        learning_curve(args.re3d, invented, tokenizer)
    if args.folds:
        cross_validate(args.re3d, invented, tokenizer, folder=args.folds, folds=args.fold or range(FOLDS))
    if args.export:
        free = re3d_examples(args.re3d, free_only=True)
        model = train(invented + RE3D_TIMES * free + article_examples(), tokenizer)
        export(model, args.export, held_out=[])
        held_out = held_out_examples()
        show_words(
            "event words", [(example.text, example.events or ()) for example in held_out], SUBTYPES, model, tokenizer
        )
        show_words(
            "cues of claims", [(example.text, example.claims or ()) for example in held_out], STANCES, model, tokenizer
        )
        show_roles(model, tokenizer)


# ---------------------------------------------------------------- measuring


def learning_curve(re3d: Path, invented: list[Example], tokenizer: Tokenizer) -> None:
    """Print what more invented sentences bring, and what they give without re3d."""
    shuffled = random.Random(SEED).sample(invented, len(invented))
    for share in CURVE:
        cross_validate(re3d, shuffled[: int(len(shuffled) * share)], tokenizer)
    counts: dict[str, Counter[str]] = {label: Counter() for label in LABELS}
    model = train(invented, tokenizer)
    for example in re3d_examples(re3d, free_only=False):
        count(example, predict(model, tokenizer, example.text), counts)
    show("re3d, trained on invented sentences alone", counts)


def cross_validate(
    re3d: Path,
    invented: list[Example],
    tokenizer: Tokenizer,
    *,
    folder: Path | None = None,
    folds: Iterable[int] = range(FOLDS),
) -> None:
    """Print overlap F1 on re3d documents left out of training; with a folder, export the model of each fold."""
    every = re3d_examples(re3d, free_only=False)
    free = {example.group for example in re3d_examples(re3d, free_only=True)}
    groups = sorted({example.group for example in every})
    counts: dict[str, Counter[str]] = {label: Counter() for label in LABELS}
    articles = article_examples() if invented else []
    began = time.monotonic()
    for fold in folds:
        held_out = groups[fold::FOLDS]
        known = [example for example in every if example.group not in held_out and example.group in free]
        model = train(invented + RE3D_TIMES * known + articles, tokenizer)
        if folder is not None:
            export(model, folder / str(fold), held_out=held_out)
        for example in every:
            if example.group in held_out:
                count(example, predict(model, tokenizer, example.text), counts)
    show(f"re3d, folds {[*folds]} of {FOLDS}, with {len(invented)} invented ({time.monotonic() - began:.0f} s)", counts)


def predict(model: TokenClassifier, tokenizer: Tokenizer, text: str) -> list[tuple[int, int, str]]:
    """Return the spans the model finds in a text."""
    encoding = tokenizer.encode(text)
    ids = torch.tensor([encoding.ids])
    with torch.no_grad():
        best = model(ids, torch.ones_like(ids))[0][0].argmax(-1).tolist()
    spans: list[tuple[int, int, str]] = []
    for number, (start, end) in enumerate(encoding.offsets):
        if start == end:
            continue
        inside_word = encoding.word_ids[number] == encoding.word_ids[number - 1]
        tag = TAGS[best[number]]
        goes_on = bool(spans) and (inside_word or tag.startswith("I-")) and text[spans[-1][1] : start].strip() == ""
        if goes_on and (inside_word or spans[-1][2] == tag[2:]):
            if inside_word and spans[-1][1] != start:
                continue
            spans[-1] = (spans[-1][0], end, spans[-1][2])
        elif tag != "O" and not inside_word:
            spans.append((start, end, tag[2:]))
    return spans


def count(example: Example, found: list[tuple[int, int, str]], counts: dict[str, Counter[str]]) -> None:
    """Add one example: a gold span is hit when a found span of its label overlaps it, one to one."""
    left = list(found)
    for start, end, label in example.spans:
        counts[label]["gold"] += 1
        match = next((span for span in left if span[2] == label and span[0] < end and start < span[1]), None)
        if match is not None:
            counts[label]["hit"] += 1
            left.remove(match)
    for _, _, label in found:
        counts[label]["found"] += 1


def show(name: str, counts: dict[str, Counter[str]]) -> None:
    """Print precision, recall and F1 of each label and of all together."""
    pooled = sum(counts.values(), Counter())
    print(name)
    for label, row in [*counts.items(), ("all", pooled)]:
        precision, recall = row["hit"] / max(1, row["found"]), row["hit"] / max(1, row["gold"])
        f1 = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"  {label:<8} P {precision:.3f}  R {recall:.3f}  F1 {f1:.3f}  gold {row['gold']}", flush=True)


def show_words(
    name: str,
    gold: list[tuple[str, tuple[Frame, ...]]],
    kinds: tuple[str, ...],
    model: TokenClassifier,
    tokenizer: Tokenizer,
) -> None:
    """Print precision and recall of event words or of cues, by how sure the model must be.

    Args:
        name: what the words are.
        gold: texts with what they tell of.
        kinds: the columns of the output, the first of them for none: subtypes or stances.
        model: the model.
        tokenizer: its tokenizer.
    """
    output = OUTPUTS.index("events" if kinds is SUBTYPES else "claims")
    rows = [(frames, words_of(model, tokenizer, text, output)) for text, frames in gold]
    for least in WORD_SCORES:
        hit = right = false = 0
        for frames, found in rows:
            known = set()
            for start, number, score in found:
                if score < least:
                    continue
                over = next((frame for frame in frames if frame.start <= start < frame.end), None)
                if over is None:
                    others = [span for frame in frames for span in frame.others]
                    false += not any(first <= start < last for first, last in others)
                elif over not in known:
                    known.add(over)
                    hit, right = hit + 1, right + (over.kind == kinds[number])
        total = sum(len(frames) for frames, _ in rows)
        precision, recall, share = hit / max(1, hit + false), hit / max(1, total), right / max(1, hit)
        print(f"{name}, score >= {least}: P {precision:.3f}  R {recall:.3f}  right kind {share:.3f}")


def words_of(model: TokenClassifier, tokenizer: Tokenizer, text: str, output: int) -> list[tuple[int, int, float]]:
    """Return where each word begins, its likeliest kind, and how sure the model is that it is of some kind."""
    encoding = tokenizer.encode(text)
    ids = torch.tensor([encoding.ids])
    with torch.no_grad():
        scores = model(ids, torch.ones_like(ids))[output][0].softmax(-1)
    found = []
    for number, (start, end) in enumerate(encoding.offsets):
        if start != end and encoding.word_ids[number] != encoding.word_ids[number - 1]:
            found.append((start, 1 + int(scores[number, 1:].argmax()), 1 - float(scores[number, 0])))
    return found


def show_roles(model: TokenClassifier, tokenizer: Tokenizer) -> None:
    """Print precision and recall of the words of each role in the articles held out, triggers and cues given."""
    counts = {(least, role): Counter[str]() for least in ROLE_SCORES for role in ROLES}
    for example in held_out_examples():
        encoded = encode(example, tokenizer)
        ids = torch.tensor([encoded.ids])
        with torch.no_grad():
            *_, asking, answering = model(ids, torch.ones_like(ids))
            for piece, wanted in encoded.roles:
                found = role_scores(asking[0, piece : piece + 1], answering[:1])[0].sigmoid()
                for (least, role), row in counts.items():
                    number = ROLES.index(role)
                    for score, right in zip(found[:, number].tolist(), wanted, strict=True):
                        if right[number] != IGNORED:
                            row.update(gold=right[number], found=score >= least)
                            row["hit"] += right[number] and score >= least
    for (least, role), row in counts.items():
        precision, recall = row["hit"] / max(1, row["found"]), row["hit"] / max(1, row["gold"])
        print(f"words of {role}, score >= {least}: P {precision:.3f}  R {recall:.3f}  gold {row['gold']}")


# ---------------------------------------------------------------- exporting


def export(model: TokenClassifier, folder: Path, *, held_out: list[str]) -> None:
    """Write model.onnx (int8), tokenizer.json and manifest.json, which has the tags and the files' sha256 sums."""
    folder.mkdir(parents=True, exist_ok=True)
    sample = torch.ones((2, 8), dtype=torch.int64)
    with tempfile.TemporaryDirectory() as scratch:
        full = Path(scratch) / "full.onnx"
        torch.onnx.export(
            model,
            (sample, sample),
            str(full),
            input_names=["input_ids", "attention_mask"],
            output_names=[*OUTPUTS],
            dynamic_axes={name: {0: "row", 1: "piece"} for name in ("input_ids", "attention_mask", *OUTPUTS)},
            opset_version=17,
            dynamo=False,
        )
        # seven-bit weights: eight overflow on processors without VNNI, and each would give results of its own
        quantize_dynamic(full, folder / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    shutil.copy(BASE / "tokenizer.json", folder / "tokenizer.json")
    sums = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in ("model.onnx", "tokenizer.json")}
    known = {
        "tags": TAGS,
        "subtypes": SUBTYPES,
        "statuses": STATUSES,
        "stances": STANCES,
        "roles": ROLES,
        "role_width": ROLE_WIDTH,
    }
    manifest = {**known, "seed": SEED, "held_out": held_out, "sha256": sums}
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", "utf-8")
    print(f"{folder / 'model.onnx'}: {(folder / 'model.onnx').stat().st_size / 1e6:.1f} MB", flush=True)


if __name__ == "__main__":
    main()
