"""The labels of words around a trigger, and the best consistent sequence of them."""

from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Role = Literal["source", "cue", "content"]
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

ROLES: tuple[Role, ...] = get_args(Role)
LABELS = ("O", *(f"{mark}-{role}" for role in ROLES for mark in "BI"))
BEGIN: dict[Role, int] = {role: LABELS.index(f"B-{role}") for role in ROLES}
INSIDE: dict[Role, int] = {role: LABELS.index(f"I-{role}") for role in ROLES}

_FROM = np.zeros((len(LABELS), len(LABELS)), np.float32)
"""0 where a label may follow another, else minus infinity: an I- follows a B- or I- of its own role."""
for _role in ROLES:
    _FROM[:, INSIDE[_role]] = -np.inf
    _FROM[[BEGIN[_role], INSIDE[_role]], INSIDE[_role]] = 0


def log_probabilities(scores: Floats) -> Floats:
    """The logarithm of softmax over the last axis."""
    shifted = scores - scores.max(-1, keepdims=True)
    result: Floats = shifted - np.log(np.exp(shifted).sum(-1, keepdims=True))
    return result


def best_sequences(scores: Floats) -> Ints:
    """The consistent labels of highest total score: (triggers, words) for scores of shape (triggers, words, labels)."""
    total = scores[:, 0] + np.array([-np.inf if label.startswith("I-") else 0.0 for label in LABELS], np.float32)
    back = np.zeros(scores.shape, np.int64)
    for word in range(1, scores.shape[1]):
        options = total[:, :, None] + _FROM
        back[:, word] = options.argmax(1)
        total = options.max(1) + scores[:, word]
    labels = np.zeros(scores.shape[:2], np.int64)
    labels[:, -1] = total.argmax(1)
    for word in range(scores.shape[1] - 1, 0, -1):
        labels[:, word - 1] = back[np.arange(len(scores)), word, labels[:, word]]
    return labels
