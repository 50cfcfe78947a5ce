"""The trained tagger: triggers of attributions, and the words around each as source, cue and content."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from extract.attribution.encoding import Words, encoded, stretches, windows
from extract.attribution.model import Floats, Network
from extract.attribution.roles import BEGIN, INSIDE, LABELS, ROLES, Role, best_sequences, log_probabilities

THRESHOLD = 1.0
"""Log-odds from which on a word triggers an attribution. Chosen on PolNeAR dev, as is the next."""
LENIENCE = 0.4
"""Taken off the score of having no role: training shows the labelling head more triggers of nothing than it meets."""
_MOST_TRIGGERS = 32
"""Triggers of a paragraph, or of as much of it as a window holds, at most: each is labelled by itself, and in the news
there are eight at most."""

Run = tuple[int, int]
_NO_ROLE = np.array([label == "O" for label in LABELS], np.float32)


@dataclass(frozen=True, slots=True)
class Tagged:
    """An attribution in words: runs of word indexes, end exclusive, each role's in order.

    `trigger` is the word that stands for the cue, `signals` tell how sure the tagger is: the trigger's log-odds, the
    mean and the least log-probability of the content's labels, the mean of the source's, whether there is no source.
    """

    trigger: int
    source: tuple[Run, ...]
    cue: tuple[Run, ...]
    content: tuple[Run, ...]
    signals: dict[str, float]


@dataclass(frozen=True, slots=True)
class EncodedWindow:
    """A window as the encoder sees it: its stretches, and of their words, in order, what the tagger and others read.

    `vectors` (words, width) and `odds` (words,), log-odds of being a trigger, are those of the words' first pieces;
    `meanings` (words, 2 × width) are means over all pieces, from the middle of the encoder, where words still mean what
    they do elsewhere, and from its end, where they mean what they do in an attribution.
    """

    stretches: Sequence[Run]
    vectors: Floats
    odds: Floats
    meanings: Floats


def encode(words: Words, network: Network) -> Iterator[EncodedWindow]:
    """Yield the windows of a text, encoded."""
    for window in windows(words, list(stretches(words))):
        pieces, features, first = encoded(words, window)
        vectors, odds, middle = network.encode(pieces, features)
        counts = np.array([len(words.pieces[word]) for start, end in window for word in range(start, end)])
        sums = np.cumsum(np.pad(np.concatenate([middle, vectors], axis=1), ((1, 0), (0, 0))), axis=0)
        meanings = (sums[first + counts] - sums[first]) / counts[:, None]
        yield EncodedWindow(window, vectors[first], odds[first], meanings)


def tag(
    words: Words, windows: Iterable[EncodedWindow], network: Network, *, threshold: float = THRESHOLD
) -> Iterator[Tagged]:
    """Yield the attributions of a text whose content is not empty, in the order of their triggers."""
    for window in windows:
        offset = 0
        for start, end in window.stretches:
            own, odds = window.vectors[offset : offset + end - start], window.odds[offset : offset + end - start]
            offset += end - start
            triggers = np.flatnonzero(odds >= threshold)
            if len(triggers) > _MOST_TRIGGERS:
                triggers = np.sort(triggers[np.argsort(-odds[triggers], kind="stable")[:_MOST_TRIGGERS]])
            if not len(triggers):
                continue
            relations = np.stack([words.relations(start + int(word), start, end) for word in triggers])
            logs = log_probabilities(network.label(own, own[triggers], relations) - LENIENCE * _NO_ROLE)
            for word, certain, labels in zip(triggers, logs, best_sequences(logs).tolist(), strict=True):
                found = _tagged(start, int(word), float(odds[word]), certain, labels)
                if found.content:
                    yield found


def _tagged(start: int, trigger: int, odds: float, logs: Floats, labels: list[int]) -> Tagged:
    runs = {role: _runs(labels, role, start) for role in ROLES}
    certain = {
        role: [float(logs[n, label]) for n, label in enumerate(labels) if label in (BEGIN[role], INSIDE[role])]
        for role in ROLES
    }
    return Tagged(
        trigger=start + trigger,
        source=runs["source"],
        cue=runs["cue"] or ((start + trigger, start + trigger + 1),),
        content=runs["content"],
        signals={
            "trigger": odds,
            "content": sum(certain["content"]) / max(1, len(certain["content"])),
            "weakest": min(certain["content"], default=0.0),
            "source": sum(certain["source"]) / max(1, len(certain["source"])),
            "sourceless": float(not runs["source"]),
        },
    )


def _runs(labels: list[int], role: Role, start: int) -> tuple[Run, ...]:
    """The words of `start` and after that have a role, a run from each B- to the last I- that follows it."""
    begins = [n for n, label in enumerate(labels) if label == BEGIN[role]]
    ends = (next((m for m in range(n + 1, len(labels)) if labels[m] != INSIDE[role]), len(labels)) for n in begins)
    return tuple((start + begin, start + end) for begin, end in zip(begins, ends, strict=True))
