"""Fit the weights of `extract.speakers.ranker`: ``python -m extract.training speakers GOLD``.

The resolver runs over the gold attributions of articles with gold speakers; wherever it has to choose between
candidates, the gold speaker tells the right one. The weights maximise the likelihood of those choices, with a penalty
on their squares that draws each kind of source towards the shared weights.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from spacy.tokens import Doc

from extract.evaluation.gold import GoldArticle, GoldSpeaker
from extract.evaluation.score import score
from extract.evaluation.speakers import is_right
from extract.records import ArticleQuotes, Speaker
from extract.speakers.cast import Cast
from extract.speakers.component import NOBODY as NO_SPEAKER
from extract.speakers.entities import Entity
from extract.speakers.names import folded, name_words, same_person
from extract.speakers.ranker import SHARED, Option, Ranker
from extract.speakers.resolve import METHODS, Resolver

OUTPUT = Path(__file__).parent.parent / "speakers" / "ranker.json"
PENALTY = 0.7
"""On the squares of the weights; chosen on PolNeAR dev."""


NOBODY = "(nobody)"
"""What the oracle is told where gold names no speaker."""
Parsed = tuple[Doc, GoldArticle]


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice between options with the number of the right one."""

    kind: str
    options: Sequence[Option]
    right: int


@dataclass
class Oracle:
    """Chooses what gold says, and keeps each choice; where gold names none of the options the ranker chooses."""

    ranker: Ranker
    gold: str = ""
    choices: list[Choice] = field(default_factory=list)

    def choose(self, kind: str, options: Sequence[Option]) -> tuple[Entity | None, float]:
        """As `Ranker.choose`."""
        if not self.gold:  # no quote is being resolved
            return self.ranker.choose(kind, options)
        names = [name.strip() for name in self.gold.split(" & ") if name.strip()]
        right = next((n for n, o in enumerate(options) if o.entity and any(_is(o.entity, x) for x in names)), None)
        if right is None and options[-1].entity is None:
            right = len(options) - 1
        if right is None:
            return self.ranker.choose(kind, options)
        self.choices.append(Choice(kind, options, right))
        return options[right].entity, 1.0


def _is(entity: Entity, name: str) -> bool:
    if entity.type == "person":
        return same_person(entity.name, name)
    mine, other = ({word for word in name_words(n) if word not in ("the", "a", "an")} for n in (entity.name, name))
    return folded(entity.name) == folded(name) or 2 * len(mine & other) / max(1, len(mine) + len(other)) >= 0.5


def choices(articles: Iterable[Parsed], ranker: Ranker) -> list[Choice]:
    """Every choice that the resolver meets in parsed articles with gold attributions and speakers."""
    oracle = Oracle(ranker)
    for doc, gold in articles:
        oracle.gold = ""
        resolver = Resolver(Cast(doc, oracle.choose), oracle.choose)
        for number, quote in gold.quotes().items():
            oracle.gold = _name(gold, number) or NOBODY
            resolver.speakers(quote)
    return oracle.choices


def certainty(articles: Iterable[Parsed], ranker: Ranker) -> dict[str, float]:
    """How often each way of resolving a source is right, relative to the probability that the ranker gave.

    Two right ones of three are added to each, so that rare ways are no extremes.
    """
    right: dict[str, float] = defaultdict(float)
    expected: dict[str, float] = defaultdict(float)
    for doc, gold in articles:
        resolver = Resolver(Cast(doc, ranker.choose), ranker.choose)
        for number, quote in gold.quotes().items():
            found = resolver.speakers(quote)
            speakers = tuple(
                Speaker(id="", name=one.entity.name, type=one.entity.type, method=one.method) for one in found
            )
            speaker = gold.attributions[number].speaker or GoldSpeaker()
            correct = is_right(speaker, quote.model_copy(update={"speakers": speakers}))
            for method, probability in {one.method: one.probability for one in found}.items() or [(NO_SPEAKER, 1.0)]:
                right[method] += correct
                expected[method] += probability
    return {
        method: round(min(1.0, (right[method] + 2) / (expected[method] + 3)), 3) for method in (*METHODS, NO_SPEAKER)
    }


def reliability(gold: Iterable[GoldArticle], found: Iterable[ArticleQuotes]) -> tuple[list[float], list[bool]]:
    """The confidence of each quote found in gold articles, and whether both the quote and its speaker are right."""
    sure: list[float] = []
    right: list[bool] = []
    for marked, article in zip(gold, found, strict=True):
        scored = score([(marked.id, marked.text, marked.attributions)], {marked.id: article.quotes}).articles[0]
        matches = {match.predicted: match.gold for match in scored.matches if match.right}
        for number, quote in enumerate(article.quotes):
            speaker = marked.attributions[matches[number]].speaker if number in matches else None
            sure.append(quote.confidence)
            right.append(number in matches and is_right(speaker or GoldSpeaker(), quote))
    return sure, right


def _name(gold: GoldArticle, number: int) -> str:
    speaker = gold.attributions[number].speaker
    return speaker.name if speaker is not None else ""


def fit(made: Sequence[Choice], *, penalty: float = PENALTY) -> dict[str, dict[str, float]]:
    """The weights by kind of source and feature, to three digits."""
    kinds = [SHARED, *sorted({choice.kind for choice in made})]
    names = sorted({name for choice in made for option in choice.options for name in option.features})
    rows = [_matrix(choice, kinds, names) for choice in made]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        total, gradient = penalty * float(weights @ weights), 2 * penalty * weights
        for choice, matrix in zip(made, rows, strict=True):
            scores = matrix @ weights
            odds = np.exp(scores - scores.max())
            shares = odds / odds.sum()
            total -= float(np.log(shares[choice.right]))
            gradient = gradient + shares @ matrix - matrix[choice.right]
        return total, gradient

    found = minimize(loss, np.zeros(len(kinds) * len(names)), jac=True, method="L-BFGS-B", options={"maxiter": 400})
    weights = found.x.reshape(len(kinds), len(names))
    return {
        kind: {name: round(float(w), 3) for name, w in zip(names, row, strict=True) if abs(w) >= 0.01}
        for kind, row in zip(kinds, weights, strict=True)
    }


def _matrix(choice: Choice, kinds: Sequence[str], names: Sequence[str]) -> NDArray[np.float64]:
    """Shape (options, kinds x features): the features of each option under the shared kind and under its own."""
    columns: Mapping[str, int] = {name: n for n, name in enumerate(names)}
    matrix = np.zeros((len(choice.options), len(kinds), len(names)))
    for row, option in zip(matrix, choice.options, strict=True):
        for name, value in option.features.items():
            row[0, columns[name]] = row[kinds.index(choice.kind), columns[name]] = value
    return matrix.reshape(len(choice.options), -1)
