"""Quotes against gold."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from spacy.language import Language

from extract.evaluation.gold import GoldArticle
from extract.evaluation.policies import score_policies
from extract.evaluation.score import Scores, score
from extract.evaluation.speakers import score_speakers
from extract.failure import Failure
from extract.pipeline import article_quotes
from extract.records import ArticleQuotes, Problem, Quote


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The scores, and what was scored: gold articles, and the quotes by article id that took part."""

    gold: Sequence[GoldArticle]
    quotes: dict[str, list[Quote]]
    scores: Scores

    def worst(self, limit: int) -> list[dict[str, Any]]:
        """One row an article, those of least F1 first, by title where it has one."""
        titles = {article.id: article.title for article in self.gold}
        return [{**row, "article": titles[row["article"]] or row["article"]} for row in self.scores.worst(limit)]


def evaluate(
    gold: Sequence[GoldArticle],
    predicted: Iterable[ArticleQuotes],
    *,
    act: str | None = None,
    min_confidence: float = 0.0,
    spans: bool = True,
    on_problem: Callable[[Problem], None],
) -> Evaluation:
    """Score the predicted quotes of gold articles: those of one `act` (all if None) that are sure enough.

    Without `spans` only the speakers are scored, those of `resolve_gold`. A gold article without a prediction, or with
    one of another text, is reported and left out. Raises `Failure` if none is left, or if there is nothing to score.
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
    scores = score(((a.id, a.text, a.attributions) for a in kept), quotes) if spans else Scores()
    scores.figures |= score_speakers(kept, quotes) | score_policies(kept, quotes)
    if not scores.figures:
        raise Failure("the gold attributions name no speakers; give a file of them by --speakers")
    return Evaluation(kept, quotes, scores)


def resolve_gold(articles: Iterable[GoldArticle], nlp: Language) -> Iterator[ArticleQuotes]:
    """Each article's gold attributions as quotes, with the speakers and topics that the pipeline gives them."""
    with nlp.select_pipes(disable=["attribution_tagger"]):
        for gold in articles:
            doc = nlp.make_doc(gold.text)
            doc._.article = gold.article()
            doc._.quotes = tuple(gold.quotes().values())
            yield article_quotes(nlp(doc))
