"""Which candidate a source means: a log-linear ranker over features of the candidates.

Each choice is between the entities of the article and "nobody of them". The score of a candidate is the sum of its
features' weights, those for the kind of source on top of the shared ones; probabilities are their softmax.
``python -m extract.training speakers`` fits the weights to the gold speakers of PolNeAR train.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

from extract.speakers.entities import Entity

Features = Mapping[str, float]
SHARED = "shared"


@dataclass(frozen=True, slots=True)
class Option:
    """A candidate with its features; `entity` is None for "nobody of them"."""

    entity: Entity | None
    features: Features


class Ranker:
    """Chooses by weights: kind of source (or `shared`) -> feature -> weight."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self.weights = weights

    def probabilities(self, kind: str, options: Sequence[Option]) -> list[float]:
        """The probability of each option, in their order."""
        shared, own = self.weights.get(SHARED, {}), self.weights.get(kind, {})
        scores = [
            sum(value * (shared.get(name, 0.0) + own.get(name, 0.0)) for name, value in option.features.items())
            for option in options
        ]
        top = max(scores)
        odds = [exp(score - top) for score in scores]
        return [one / sum(odds) for one in odds]

    def choose(self, kind: str, options: Sequence[Option]) -> tuple[Entity | None, float]:
        """The likeliest option's entity, and its probability."""
        probabilities = self.probabilities(kind, options)
        best = max(range(len(options)), key=probabilities.__getitem__)
        return options[best].entity, probabilities[best]


@cache
def shipped() -> tuple[Ranker, Mapping[str, float]]:
    """The ranker that ships with the package, and how often each way of resolving a source is right.

    The latter is relative to the ranker's probability, so that their product is the speaker's.
    """
    loaded = json.loads(files(__package__).joinpath("ranker.json").read_text("utf-8"))
    return Ranker(loaded["weights"]), loaded["certainty"]
