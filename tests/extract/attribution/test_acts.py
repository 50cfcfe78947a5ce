import json
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from typing import get_args

import pytest

from extract.records import Act, ArticleQuotes


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Ana Ruiz said the fee would fall.", "statement"),
        ("Ana Ruiz promised to cut the fee.", "statement"),
        ("Ana Ruiz was critical of the fee.", "statement"),
        ("“The fee has to go,” Ana Ruiz went on.", "statement"),
        ("“A disgrace,” fumed Ana Ruiz.", "statement"),
        ("“We will win,” Ana Ruiz hoped.", "statement"),
        ("According to the report, the fee will fall.", "statement"),
        ("Ana Ruiz believes that the fee will fall.", "belief"),
        ("She hopes that the fee will fall.", "belief"),
        ("She hopes to cut the fee by half.", "intention"),
        ("Ana Ruiz wants to cut the fee by half.", "intention"),
        ("Ana Ruiz saw that the fee had fallen.", "perception"),
    ],
)
def test_the_cue_tells_the_act(quotes_of: Callable[..., ArticleQuotes], text: str, act: str) -> None:
    (quote,) = quotes_of(text).quotes
    assert quote.act == act


def test_a_cue_is_listed_once_under_an_act_that_exists() -> None:
    listed = json.loads(files("extract.attribution").joinpath("acts.json").read_text("utf-8"))
    assert set(listed) == set(get_args(Act)) - {"other"}
    counts = Counter(lemma for lemmas in listed.values() for lemma in lemmas)
    assert counts.most_common(1)[0][1] == 1
    assert all(lemmas == sorted(lemmas) for lemmas in listed.values())
