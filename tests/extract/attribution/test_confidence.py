from dataclasses import replace

import pytest
from spacy.language import Language

from extract.attribution.confidence import confidence
from extract.attribution.spans import Attribution

SURE = {"trigger": 4.0, "content": -0.05, "weakest": -0.3, "source": -0.05, "sourceless": 0.0, "quoted": 0.0}
FOUND = Attribution(((0, 3),), ((4, 8),), ((9, 20),), "tagger", 1, SURE)


@pytest.mark.parametrize(("signal", "doubtful"), [("trigger", 0.5), ("content", -1.0), ("source", -1.0)])
def test_what_the_tagger_doubts_is_less_sure(signal: str, doubtful: float) -> None:
    assert 0 < confidence(replace(FOUND, signals=SURE | {signal: doubtful})) < confidence(FOUND) < 1


def test_every_rule_has_a_confidence() -> None:
    for method in ("marks", "signature", "colon", "transcript"):
        assert 0 < confidence(replace(FOUND, method=method, signals={})) < 1


def test_a_calibration_of_ones_own_is_used() -> None:
    assert confidence(FOUND, {"bias": 0.0, "weights": {}}) == 0.5


def test_quotes_tell_their_confidence(nlp: Language) -> None:
    (quote,) = nlp("Ana Ruiz said the fee would fall.")._.quotes
    assert quote.confidence > 0.6
