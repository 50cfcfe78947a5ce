from itertools import pairwise, product

import numpy as np

from extract.attribution.roles import LABELS, best_sequences, log_probabilities


def consistent(labels: tuple[int, ...]) -> bool:
    names = ["O", *(LABELS[label] for label in labels)]
    return all(
        not name.startswith("I-") or before in (name, name.replace("I-", "B-")) for before, name in pairwise(names)
    )


def test_the_best_sequences_are_the_best_of_all_consistent_ones() -> None:
    scores = log_probabilities(np.random.default_rng(0).normal(0, 2, (5, 4, len(LABELS))).astype(np.float32))
    every = [labels for labels in product(range(len(LABELS)), repeat=4) if consistent(labels)]
    for own, found in zip(scores, best_sequences(scores), strict=True):
        best = max(every, key=lambda labels: float(sum(own[n, label] for n, label in enumerate(labels))))
        assert tuple(found) == best


def test_probabilities_add_up_to_one() -> None:
    scores = np.array([[1000.0, 0.0, -1000.0], [0.0, 0.0, 0.0]], np.float32)
    assert np.allclose(np.exp(log_probabilities(scores)).sum(-1), 1)
