"""The scales that turn the policy network's scores into probabilities, and the least probability of each kind."""

from dataclasses import dataclass
from math import exp


@dataclass(frozen=True, slots=True)
class Scale:
    """From log-odds to a probability that holds (Platt 1999)."""

    slope: float
    offset: float

    def probability(self, odds: float) -> float:
        """The probability that log-odds mean."""
        return 1 / (1 + exp(-(self.slope * odds + self.offset)))


@dataclass(frozen=True, slots=True)
class Limits:
    """How log-odds are scaled, and the least probabilities."""

    about: Scale
    stance: Scale
    areas: Scale
    least_about: float
    least_stance: float
    least_area: float
