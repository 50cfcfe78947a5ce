"""Log-linear models by named features: small, and each weight can be read."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log


@dataclass(frozen=True, slots=True)
class LogLinear:
    """The probability of an event: the weights of its features and the bias are the log-odds' summands."""

    bias: float
    weights: Mapping[str, float]

    def odds(self, features: Mapping[str, float]) -> float:
        """The log-odds, given the values of features; unknown ones count nothing."""
        weights = self.weights
        return self.bias + sum(value * weights[name] for name, value in features.items() if name in weights)

    def probability(self, features: Mapping[str, float]) -> float:
        """The probability, given the values of features."""
        return probability(self.odds(features))


def probability(odds: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + exp(-odds))


def log_odds(probability: float) -> float:
    """The logarithm of the odds, of a probability kept away from 0 and 1."""
    kept = min(max(probability, 1e-4), 1 - 1e-4)
    return log(kept / (1 - kept))


@cache
def shipped() -> Mapping[str, LogLinear]:
    """The models that ship with the package: `mention`, `policy` and `about`."""
    loaded = json.loads(files("extract.model").joinpath("policies.json").read_text("utf-8"))
    return {name: LogLinear(model["bias"], model["weights"]) for name, model in loaded.items()}
