"""Quotes against gold."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extract.evaluation.gold import GoldArticle
from extract.evaluation.score import Scores, score
from extract.failure import Failure
from extract.records import ArticleQuotes, Problem, Quote


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores, and what was scored: gold articles, and the quotes by article id that took part."""

    gold: Sequence[GoldArticle]
    quotes: dict[str, list[Quote]]
    scores: Scores


def evaluate(
    gold: Sequence[GoldArticle],
    predicted: Iterable[ArticleQuotes],
    *,
    act: str | None = None,
    min_confidence: float = 0.0,
    on_problem: Callable[[Problem], None],
) -> Evaluation:
    """Score the predicted quotes of gold articles: those of one `act` (all if None) that are sure enough.

    A gold article without a prediction, or with one of another text, is reported and left out. Raises `Failure` if
    none is left.
    """
    found = {article.id: article for article in predicted}
    kept: list[GoldArticle] = []
    for article in gold:
        other = found.get(article.id)
        if other is None:
            on_problem(Problem(input=article.id, reason="no prediction for this gold article"))
        elif other.text_hash != article.text_hash:
            on_problem(Problem(input=article.id, reason="the prediction was made on another text of this article"))
        else:
            kept.append(article)
    if not kept:
        raise Failure("no gold article has a prediction; see what was skipped")
    quotes = {
        article.id: [
            quote
            for quote in found[article.id].quotes
            if act in (None, quote.act) and quote.confidence >= min_confidence
        ]
        for article in kept
    }
    return Evaluation(kept, quotes, score(((a.id, a.text, a.attributions) for a in kept), quotes))
