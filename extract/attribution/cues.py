"""The cue lexicon: how often a verb in a pattern reports what somebody said, counted on PolNeAR train.

`cues.json` maps pattern -> lemma -> probability; ``python -m extract.training.cues`` writes it.
"""

import json
from functools import cache
from importlib.resources import files

from extract.attribution.clauses import Clause

THRESHOLD = 0.4
"""Candidates below this are left out. Chosen on PolNeAR dev: attribution F1 within 0.005 of the best, more precise."""


@cache
def _lexicon() -> dict[str, dict[str, float]]:
    loaded: dict[str, dict[str, float]] = json.loads(files(__package__).joinpath("cues.json").read_text("utf-8"))
    return loaded


def probability(clause: Clause) -> float:
    """The probability that a candidate is an attribution with this source and content; 0 for unknown verbs."""
    lemma, pattern = clause.key
    return _lexicon().get(pattern, {}).get(lemma, 0.0)


def speech(lemma: str) -> float:
    """The probability that a verb beside a quotation is its cue."""
    return _lexicon()["quoted"].get(lemma, 0.0)
