import json
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from extract.evaluation import read_gold, score
from extract.records import ArticleQuotes, Span

TEXT = "Ana Ruiz said the fee would fall. “It is a bad law,” Bo Lee said."


@dataclass(frozen=True)
class Marked:
    source: list[Span] = field(default_factory=list)
    cue: list[Span] = field(default_factory=list)
    content: list[Span] = field(default_factory=list)


def spans(*parts: str) -> list[Span]:
    return [(TEXT.index(part), TEXT.index(part) + len(part)) for part in parts]


INDIRECT = Marked(spans("Ana Ruiz"), spans("said"), spans("the fee would fall"))
DIRECT = Marked(spans("Bo Lee"), [(60, 64)], spans("“It is a bad law,”"))


@pytest.mark.parametrize(
    ("found", "right", "exact"),
    [
        (INDIRECT, 1, 1),
        (Marked(spans("Ruiz"), [], spans("the fee would fall")), 1, 0),
        (Marked(spans("Ana Ruiz"), [], spans("the fee")), 1, 0),
        (Marked(spans("Ana Ruiz"), [], spans("fall")), 0, 0),
        (Marked(spans("Bo Lee"), [], spans("the fee would fall")), 0, 0),
        (Marked([], [], spans("the fee would fall")), 0, 0),
    ],
)
def test_half_of_the_content_and_a_word_of_the_source_make_it_right(found: Marked, right: int, exact: int) -> None:
    figures = score([("a", TEXT, [INDIRECT, DIRECT])], {"a": [found]}).figures
    assert (figures["attribution lenient"].right, figures["attribution exact"].right) == (right, exact)
    assert figures["attribution lenient"].gold == 2
    assert (figures["direct"].gold, figures["direct"].predicted) == (1, 0)


def test_one_gold_attribution_is_matched_once() -> None:
    figures = score([("a", TEXT, [INDIRECT])], {"a": [INDIRECT, INDIRECT]}).figures
    assert figures["attribution lenient"].precision == 0.5
    assert figures["attribution lenient"].f1 == pytest.approx(2 / 3)


def test_an_article_that_was_not_predicted_counts_as_missed() -> None:
    scores = score([("a", TEXT, [INDIRECT]), ("b", TEXT, [DIRECT])], {"a": [INDIRECT]})
    assert scores.figures["attribution lenient"].recall == 0.5
    assert scores.worst(1) == [{"article": "b", "f1": 0.0, "missed": 1, "wrong": 0, "gold": 1}]


def test_the_figures_are_those_of_the_house_scorer(
    shared: Path, seed_quotes: list[ArticleQuotes], monkeypatch: pytest.MonkeyPatch
) -> None:
    """On gold with a third of it dropped, cut short, or without source."""
    monkeypatch.syspath_prepend(str(shared / "bench"))
    house = __import__("score")
    path = shared / "gold" / "polnear" / "dev.jsonl"
    gold = list(read_gold(path, on_problem=print))
    worse = {
        article.id: [
            attribution.model_copy(
                update={
                    "source": () if n % 11 == 0 else attribution.source,
                    "content": tuple((s, max(s + 1, e - 40 * (n % 5 == 0))) for s, e in attribution.content),
                }
            )
            for n, attribution in enumerate(article.attributions)
            if n % 7
        ]
        for article in gold
    }
    mine = score(((article.id, article.text, article.attributions) for article in gold), worse).figures
    lines = {id: [json.loads(attribution.to_json()) for attribution in found] for id, found in worse.items()}
    theirs = house.score(house.load(path), lines)
    assert set(theirs) <= set(mine)
    for name, figure in theirs.items():
        assert (mine[name].precision, mine[name].recall, mine[name].f1) == pytest.approx(
            (figure["P"], figure["R"], figure["F"])
        )
    sys.modules.pop("score", None)
