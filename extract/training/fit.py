"""Train the tagger: resumable, a checkpoint after every epoch, averaged weights in the end."""

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from extract.attribution.encoding import RELATIONS, Ints
from extract.training.batches import Batch, batches
from extract.training.examples import Example
from extract.training.network import HALF, Tagger

_IGNORED = -100


@dataclass(frozen=True, slots=True)
class Recipe:
    """What decides a run: with the gold data and the versions of the packages, these make it repeatable.

    Rates are those of AdamW, with a linear warm-up over the share `warmup` of all steps and a linear decay to 0; each
    encoder layer learns slower than the one above it by the factor `layer_decay`; word embeddings stay as they are.
    """

    epochs: int = 10
    batch: int = 16
    encoder_rate: float = 2e-4
    layer_decay: float = 0.9
    head_rate: float = 1e-3
    weight_decay: float = 0.01
    warmup: float = 0.05
    averaging: float = 0.998
    trigger_weight: float = 4.0
    spans_weight: float = 0.5
    negatives: float = 0.6
    renamed: float = 0.5
    restyled: float = 0.3
    seed: int = 1


def fit(
    tagger: Tagger, train: Sequence[Example], recipe: Recipe, checkpoint: Path, *, say: Callable[[str], None] = print
) -> Tagger:
    """Train `tagger` in place and return its averaged copy; goes on from `checkpoint` if that exists."""
    tagger.encoder.words.weight.requires_grad = False
    averaged = Tagger()
    averaged.load_state_dict(tagger.state_dict())
    optimizer = torch.optim.AdamW(_groups(tagger, recipe), weight_decay=recipe.weight_decay)
    steps = len(list(_epoch(train, recipe, random.Random(0))))
    total = recipe.epochs * steps
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step / total, recipe.warmup))
    parts: Parts = {"tagger": tagger, "averaged": averaged, "optimizer": optimizer, "schedule": schedule}
    done = 0
    if checkpoint.exists():
        done = restored(parts, checkpoint)
    relations: dict[tuple[str, int], Ints] = {}
    for epoch in range(done, recipe.epochs):
        torch.manual_seed(recipe.seed * 1000 + epoch)
        tagger.train()
        started, sums = time.time(), torch.zeros(3)
        for step, batch in enumerate(_epoch(train, recipe, random.Random(recipe.seed * 1000 + epoch)), start=1):
            losses = _losses(tagger, batch, relations, recipe)
            optimizer.zero_grad(set_to_none=True)
            losses.sum().backward()
            torch.nn.utils.clip_grad_norm_(tagger.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            average(averaged, tagger, min(recipe.averaging, (1 + schedule.last_epoch) / (10 + schedule.last_epoch)))
            sums += losses.detach()
            if step % 20 == 0:
                trigger, spans, roles = (sums / step).tolist()
                seconds = (time.time() - started) / step
                say(
                    f"epoch {epoch + 1}/{recipe.epochs} step {step}/{steps} {seconds:.2f} s a step, "
                    f"losses: trigger {trigger:.4f} spans {spans:.4f} roles {roles:.4f}"
                )
        save(parts, checkpoint, done=epoch + 1)
    averaged.eval()
    return averaged


Parts = dict[str, Any]
"""What a checkpoint holds: modules, the optimizer and the schedule, by name."""


def restored(parts: Parts, checkpoint: Path) -> int:
    """Load the parts from a checkpoint; how many epochs were done then."""
    saved = torch.load(checkpoint, weights_only=True)
    for name, part in parts.items():
        part.load_state_dict(saved[name])
    return int(saved["epoch"])


def save(parts: Parts, checkpoint: Path, *, done: int) -> None:
    """Write a checkpoint after `done` epochs; one that is cut off leaves the earlier one as it is."""
    state = {name: part.state_dict() for name, part in parts.items()} | {"epoch": done}
    torch.save(state, checkpoint.with_suffix(".new"))
    checkpoint.with_suffix(".new").replace(checkpoint)


def rate(done: float, warmup: float) -> float:
    """The share of the learning rate when a share of the steps is done: up in a line, then down to 0."""
    return min((done + 1e-6) / warmup, max(0.0, (1 - done) / (1 - warmup)))


def _epoch(train: Sequence[Example], recipe: Recipe, chance: random.Random) -> Iterator[Batch]:
    return batches(train, chance, size=recipe.batch, renamed=recipe.renamed, restyled=recipe.restyled)


def _groups(tagger: Tagger, recipe: Recipe) -> list[dict[str, Any]]:
    encoder, top = tagger.encoder, len(tagger.encoder.layers)
    groups: list[dict[str, Any]] = [
        {"params": list(layer.parameters()), "lr": recipe.encoder_rate * recipe.layer_decay ** (top - 1 - number)}
        for number, layer in enumerate(encoder.layers)
    ]
    bottom = [encoder.positions.weight, *encoder.norm.parameters()]
    heads = (encoder.features, encoder.trigger, encoder.spans, tagger.roles)
    return [
        *groups,
        {"params": bottom, "lr": recipe.encoder_rate * recipe.layer_decay**top},
        {"params": [weight for head in heads for weight in head.parameters()], "lr": recipe.head_rate},
    ]


@torch.no_grad()
def average(averaged: nn.Module, network: nn.Module, keep: float) -> None:
    """Move averaged weights towards those of the network in training."""
    for mean, new in zip(averaged.parameters(), network.parameters(), strict=True):
        if new.requires_grad:
            mean.lerp_(new, 1 - keep)


def _losses(tagger: Tagger, batch: Batch, cache: dict[tuple[str, int], Ints], recipe: Recipe) -> Tensor:
    """The weighted losses of triggers, of roles in any attribution, and of the labels around each trigger."""
    with HALF:
        vectors, scores, _ = tagger.encoder(batch.pieces, batch.features, batch.mask)
        words = vectors.flatten(0, 1)[batch.first]
        inside = tagger.encoder.spans(words)
    scores = scores.flatten()[batch.first].float()
    trigger = F.binary_cross_entropy_with_logits(scores, batch.triggers)
    spans = F.binary_cross_entropy_with_logits(inside.float(), batch.spans)
    at, index, relations, gold = _pairs(batch, scores.detach(), cache, recipe)
    with HALF:
        labelled = tagger.roles(words[index], words[at], relations, gold != _IGNORED)
    roles = F.cross_entropy(labelled.flatten(0, 1).float(), gold.flatten(), ignore_index=_IGNORED)
    return torch.stack([recipe.trigger_weight * trigger, recipe.spans_weight * spans, roles])


def _pairs(
    batch: Batch, scores: Tensor, cache: dict[tuple[str, int], Ints], recipe: Recipe
) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Each trigger with the words around it: gold triggers, and the likeliest others, around which nothing is labelled.

    Triggers (pairs,), words (pairs, words), relations (pairs, words, relations), gold labels (pairs, words).
    """
    wanted = max(4, int(batch.triggers.sum() * recipe.negatives))
    others = set((scores - 1e4 * batch.triggers).topk(wanted).indices.tolist())
    pairs: list[tuple[int, int, Ints, list[int]]] = []
    offset = 0
    for example, stretches in batch.windows:
        for start, end in stretches:
            for word in range(start, end):
                at = offset + word - start
                if word in example.labels or at in others:
                    if (example.id, word) not in cache:
                        cache[example.id, word] = example.words.relations(word, start, end)
                    labels = example.labels.get(word, [0] * (end - start))
                    pairs.append((at, offset, cache[example.id, word], labels))
            offset += end - start
    longest = max(len(labels) for *_, labels in pairs)
    index = torch.zeros(len(pairs), longest, dtype=torch.long)
    relations = torch.zeros(len(pairs), longest, len(RELATIONS), dtype=torch.long)
    gold = torch.full((len(pairs), longest), _IGNORED)
    for row, (_, begin, how, labels) in enumerate(pairs):
        index[row, : len(labels)] = torch.arange(begin, begin + len(labels))
        relations[row, : len(labels)] = torch.from_numpy(how.astype(np.int64))
        gold[row, : len(labels)] = torch.tensor(labels)
    return torch.tensor([at for at, *_ in pairs]), index, relations, gold
