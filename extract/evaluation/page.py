"""A page that shows gold beside prediction: one self-contained HTML file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from jinja2 import Environment, PackageLoader, StrictUndefined

from extract.attribution.marks import paragraphs, whole_paragraphs
from extract.evaluation.evaluate import Evaluation
from extract.evaluation.gold import GoldArticle
from extract.evaluation.score import PARTS, ArticleScore, Spans
from extract.records import Quote
from extract.safe_text import printable_text

Piece = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """Gold and prediction of one attribution: how they agree, and both as pieces of text with their part's name.

    `origin` tells the predicted quote's method, act and confidence.
    """

    verdict: str
    gold: list[Piece]
    predicted: list[Piece]
    origin: str


def page(done: Evaluation, chosen: str) -> str:
    """The page, worst articles first; `chosen` says in words which quotes took part."""
    environment = Environment(
        loader=PackageLoader("extract.evaluation", "."),
        autoescape=True,
        finalize=printable_text,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    by_id = {article.id: article for article in done.gold}
    articles = [
        (score, list(_rows(by_id[score.id], done.quotes[score.id], score)))
        for score in sorted(done.scores.articles, key=lambda score: score.f1)
    ]
    return environment.get_template("page.html").render(figures=done.scores.figures, articles=articles, chosen=chosen)


def _rows(article: GoldArticle, predicted: Sequence[Quote], score: ArticleScore) -> Iterator[Row]:
    blocks = list(paragraphs(article.text))
    by_gold = {match.gold: match for match in score.matches}
    matched = {match.predicted for match in score.matches}
    found: list[tuple[int, Row]] = []
    for number, attribution in enumerate(article.attributions):
        if not attribution.content:
            continue
        match = by_gold.get(number)
        other = predicted[match.predicted] if match else None
        verdict = "missed" if match is None else "exact" if match.exact else "right" if match.right else "wrong source"
        mine = _pieces(article.text, attribution, blocks)
        predicted_pieces = _pieces(article.text, other, blocks) if other else []
        found.append((attribution.content[0][0], Row(verdict, mine, predicted_pieces, _origin(other))))
    for number, quote in enumerate(predicted):
        if number not in matched:
            found.append(
                (quote.content[0][0], Row("invented", [], _pieces(article.text, quote, blocks), _origin(quote)))
            )
    yield from (row for _, row in sorted(found, key=lambda item: item[0]))


def _origin(quote: Quote | None) -> str:
    return f"{quote.method}, {quote.act}, {quote.confidence:.2f}" if quote else ""


def _pieces(text: str, spans: Spans, blocks: Sequence[tuple[int, int]]) -> list[Piece]:
    """The paragraphs that an attribution touches, cut where one of its parts begins or ends."""
    marked = [(start, end, part) for part in PARTS for start, end in getattr(spans, part)]
    first, last = whole_paragraphs(blocks, [(start, end) for start, end, _ in marked])
    edges = {first, last, *(edge for start, end, _ in marked for edge in (start, end))}
    return [
        (text[start:end], next((part for s, e, part in marked if s <= start and end <= e), ""))
        for start, end in pairwise(sorted(edges))
    ]
