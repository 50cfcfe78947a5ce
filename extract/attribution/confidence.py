"""How likely an attribution is right: logistic regression over the tagger's signals, fitted on PolNeAR dev.

``python -m extract.training calibrate`` writes ``extract/model/calibration.json``: the weights of the signals, and for
each rule of `extract.attribution.leftovers` how often it is right.
"""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from math import exp
from typing import Any

from extract.attribution.spans import Attribution


def confidence(found: Attribution, fitted: Mapping[str, Any] | None = None) -> float:
    """The probability that source and content are right, as `extract.evaluation.score` counts it.

    `fitted` is a calibration, the shipped one if left out.
    """
    fitted = fitted or _calibration()
    if not found.signals:
        return float(fitted["rules"][found.method])
    odds = fitted["bias"] + sum(weight * found.signals[name] for name, weight in fitted["weights"].items())
    return 1 / (1 + exp(-odds))


@cache
def _calibration() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files("extract.model").joinpath("calibration.json").read_text("utf-8"))
    return loaded
