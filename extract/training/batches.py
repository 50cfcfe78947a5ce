"""Batches of windows for training, somewhat different in every epoch."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from extract.attribution.encoding import FEATURES, Range, encoded, windows
from extract.attribution.roles import ROLES
from extract.training.about.variants import names_in, varied
from extract.training.examples import Example

Window = tuple[Example, list[Range]]


@dataclass(frozen=True, slots=True)
class Batch:
    """Windows as tensors.

    `pieces`, `features` and `mask` are (windows, pieces); `first` points at the first piece of each word, flat over
    the batch; `triggers` and `spans` tell for each word whether it is a trigger, and which roles it has in any
    attribution.
    """

    windows: list[Window]
    pieces: Tensor
    features: Tensor
    mask: Tensor
    first: Tensor
    triggers: Tensor
    spans: Tensor


def batches(
    train: Sequence[Example], chance: random.Random, *, size: int, renamed: float, restyled: float
) -> Iterator[Batch]:
    """One epoch: windows that begin elsewhere each time, those of like length together, in random order.

    A share `renamed` of the people get another name, so that no candidate's is learned, and a share `restyled` of the
    articles straight quotation marks.
    """
    names = [pieces for example in train for pieces in names_in(example.words)]
    found: list[Window] = []
    for example in train:
        first = chance.randrange(min(4, len(example.stretches)))
        words = varied(example.words, names, chance, renamed=renamed, restyled=restyled)
        changed = replace(example, words=words)
        for part in (example.stretches[:first], example.stretches[first:]):
            found.extend((changed, window) for window in windows(words, part))
    chance.shuffle(found)
    alike = []
    for start in range(0, len(found), 50 * size):
        group = sorted(found[start : start + 50 * size], key=_length)
        alike += [group[n : n + size] for n in range(0, len(group), size)]
    chance.shuffle(alike)
    yield from map(_batch, alike)


def _length(window: Window) -> int:
    example, stretches = window
    return sum(len(pieces) for start, end in stretches for pieces in example.words.pieces[start:end])


def _batch(items: list[Window]) -> Batch:
    arrays = [encoded(example.words, stretches) for example, stretches in items]
    length = max(len(pieces) for pieces, _, _ in arrays)
    pieces = torch.zeros(len(items), length, dtype=torch.long)
    features = torch.zeros(len(items), length, len(FEATURES), dtype=torch.long)
    mask = torch.zeros(len(items), length, dtype=torch.bool)
    first, triggers, spans = [], [], []
    for row, ((example, stretches), (own, marks, starts)) in enumerate(zip(items, arrays, strict=True)):
        pieces[row, : len(own)] = torch.from_numpy(own)
        features[row, : len(own)] = torch.from_numpy(marks)
        mask[row, : len(own)] = True
        first.append(torch.from_numpy(starts) + row * length)
        for start, end in stretches:
            triggers.append(torch.tensor([float(word in example.labels) for word in range(start, end)]))
            roles = torch.zeros(end - start, len(ROLES))
            for word in range(start, end):
                for at, label in enumerate(example.labels.get(word, ())):
                    if label:
                        roles[at, (label - 1) // 2] = 1.0
            spans.append(roles)
    return Batch(items, pieces, features, mask, torch.cat(first), torch.cat(triggers), torch.cat(spans))
