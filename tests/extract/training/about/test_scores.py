import random
from math import exp

import pytest


def test_scores_are_scaled_to_probabilities_that_hold() -> None:
    from extract.training.about.scores import scale

    chance = random.Random(1)
    odds = [chance.gauss(0, 3) for _ in range(4000)]
    found = scale([(one, chance.random() < 1 / (1 + exp(-(0.5 * one - 1)))) for one in odds])
    assert found.slope == pytest.approx(0.5, abs=0.07) and found.offset == pytest.approx(-1, abs=0.15)


def test_policies_are_told_where_f1_is_best_and_stances_where_enough_are_right() -> None:
    from extract.training.about.scores import LEAST_PRECISION, Seen, figures, fitted, scaled

    chance = random.Random(2)
    seen = Seen()
    for _ in range(4000):
        about, stance = chance.gauss(0, 2), chance.gauss(0, 2)
        seen.about.append((about, chance.random() < 1 / (1 + exp(-about))))
        right = chance.random() < 1 / (1 + exp(-about))
        seen.stance.append((about, stance, right, right and chance.random() < 1 / (1 + exp(-stance))))
        seen.areas.append((about, chance.random() < 1 / (1 + exp(-about))))
    seen.gold.update(about=2000, areas=2000, stance=1000)
    kept = fitted(seen)
    assert 0.3 < kept["about"]["least"] < 0.55
    sure, outcomes = scaled(seen, kept)["stance"]
    assert sum(outcomes) / len(outcomes) >= LEAST_PRECISION
    assert min(sure) >= kept["stance"]["least"]
    assert figures(seen, kept)["stance"].precision >= LEAST_PRECISION
