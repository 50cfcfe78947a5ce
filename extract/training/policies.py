"""Fit the models of `extract.topics.policies` and `linking`: ``python -m extract.training topics GOLD``.

Three logistic regressions, each learning from what the one before leaves unsure on articles that it was not fitted on:
whether a phrase names a policy, whether a policy is one that the article's quotes are about, and which one a quote is
about.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import MaxAbsScaler

from extract.evaluation.speakers import word_f1
from extract.topics.candidates import Candidate
from extract.topics.known import KnownPolicies
from extract.topics.linking import Link, QuoteContext, links, rate, weighed
from extract.topics.policies import ArticlePolicy, find_policies, mention_features
from extract.topics.reading import Reading
from extract.topics.scheme import KnownPolicy, Scheme
from extract.topics.weights import LogLinear
from extract.training.labels import Label, Labelled

OUTPUT = Path(__file__).parent.parent / "model" / "policies.json"
FOLDS = 4
LEAST_PHRASES = 4
"""Phrases in which a feature has to occur to be learnt."""
SAME = 0.5
"""Word F1 from which on two names are one policy's, as the house scorer has it."""
_LEXICAL = ("head=", "word=", "pair=", "under=", "as=", "object=", "does=")
Features = Mapping[str, float]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Parsed:
    """What the models read of an article, and its labels."""

    reading: Reading
    contexts: Sequence[QuoteContext]
    candidates: Sequence[Candidate]
    known: Sequence[tuple[int, int, KnownPolicy]]
    labels: Sequence[Label]
    weight: float

    @property
    def gold(self) -> Counter[str]:
        """The policies that quotes are about, by how many."""
        return Counter(label.policy for label in self.labels if label.policy)


def parsed(articles: Iterable[tuple[Labelled, Reading, Sequence[QuoteContext], Sequence[Candidate]]]) -> list[Parsed]:
    """The articles with their known policies found."""
    known = KnownPolicies(Scheme.built_in().policies)
    return [
        Parsed(reading, contexts, candidates, list(known.find(reading)), one.labels, one.weight)
        for one, reading, contexts, candidates in articles
    ]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The three models, as `extract.topics.weights.shipped` names them, and what such models tell of articles that they
    were not fitted on: for each article and quote the policies with their log-odds, likeliest first."""

    models: dict[str, LogLinear]
    held_out: list[list[list[tuple[Link, float]]]]


def fit(articles: Sequence[Parsed]) -> Fitted:
    """Fit the three models."""
    named = list(map(_mentions, articles))
    mentions = _Rows([own for own, _ in named], [wanted for _, wanted in named], articles, penalty=5.0, sparse=True)
    likelihoods = mentions.cross_fitted()
    found = [
        find_policies(article.reading, article.known, list(zip(article.candidates, own, strict=True)))
        for article, own in zip(articles, likelihoods, strict=True)
    ]
    pairs = list(zip(articles, found, strict=True))
    policies = _Rows(
        [[features for _, features in weighed(own, article.contexts, article.reading)] for article, own in pairs],
        [[_counted(article.gold, policy) for policy in own] for article, own in pairs],
        articles,
    )
    parts = [policies.model(without=fold) for fold in range(FOLDS)]
    options = [list(links(own, a.contexts, a.reading, parts[n % FOLDS])) for n, (a, own) in enumerate(pairs)]
    known = [
        [(link, is_right(label, link)) for row, label in _labelled(article, rows) for link in row]
        for article, rows in zip(articles, options, strict=True)
    ]
    about = _Rows(
        [[link.features for link, _ in own] for own in known],
        [[float(right) for _, right in own] for own in known],
        articles,
    )
    models = {"mention": mentions.model(), "policy": policies.model(), "about": about.model()}
    parts = [about.model(without=fold) for fold in range(FOLDS)]
    return Fitted(models, [[rate(row, parts[n % FOLDS]) for row in rows] for n, rows in enumerate(options)])


def is_right(label: Label, link: Link) -> bool:
    """Whether a label has a policy by its name."""
    return bool(label.policy) and word_f1(str(label.policy), link.policy.name) >= SAME


def _labelled(article: Parsed, options: list[list[Link]]) -> Iterator[tuple[list[Link], Label]]:
    pairs = zip(options, article.labels, strict=True)
    yield from ((row, label) for row, label in pairs if label.policy is not None)


@dataclass(frozen=True, slots=True)
class _Rows:
    """The features of each article's cases, and what a yes weighs in each: 0 for a no."""

    features: Sequence[Sequence[Features]]
    wanted: Sequence[Sequence[float]]
    articles: Sequence[Parsed]
    penalty: float = 1.0
    sparse: bool = False

    def model(self, *, without: int | None = None) -> LogLinear:
        """A model of all articles, but for those of one fold."""
        cases = [
            (features, wanted, article.weight)
            for n, article in enumerate(self.articles)
            if n % FOLDS != without
            for features, wanted in zip(self.features[n], self.wanted[n], strict=True)
        ]
        return _fitted(cases, penalty=self.penalty, sparse=self.sparse)

    def cross_fitted(self) -> list[list[float]]:
        """The probabilities of each article's cases, by a model of the other folds."""
        parts = [self.model(without=fold) for fold in range(FOLDS)]
        return [[parts[n % FOLDS].probability(one) for one in own] for n, own in enumerate(self.features)]


def _mentions(article: Parsed) -> tuple[list[Features], list[float]]:
    same = Counter(one.keys for one in article.candidates)
    heads = Counter(one.head for one in article.candidates)
    gold = article.gold
    return (
        [mention_features(one, same, heads) for one in article.candidates],
        [float(any(word_f1(name, one.name) >= 0.6 for name in gold)) for one in article.candidates],
    )


def _counted(gold: Counter[str], policy: ArticlePolicy) -> float:
    """How many quotes are about a policy, as a weight: 0 for none."""
    count = sum(number for name, number in gold.items() if word_f1(name, policy.name) >= SAME)
    return min(1 + float(np.log1p(count)), 4.0) if count else 0.0


def _fitted(cases: Sequence[tuple[Features, float, float]], *, penalty: float, sparse: bool) -> LogLinear:
    """Of sparse features, those that hardly occur are left out."""
    if sparse:  # once more without their words, so that news of other things is told by grammar and kinds of heads
        cases = [*cases, *((_without_words(features), wanted, weight) for features, wanted, weight in cases)]
    features, wanted, weights = zip(*cases, strict=True)
    table = DictVectorizer()
    rows: csr_matrix = table.fit_transform(features)
    names = np.array(table.get_feature_names_out())
    if sparse:
        kept = np.flatnonzero(np.asarray((rows > 0).sum(0)).ravel() >= LEAST_PHRASES)
        rows, names = rows[:, kept], names[kept]
    scaler = MaxAbsScaler()
    rows = scaler.fit_transform(rows)
    yes = np.array(wanted) > 0
    counted = np.array(weights) * np.where(yes, np.maximum(wanted, 1.0), 1.0)
    model = LogisticRegression(C=1 / penalty, max_iter=300).fit(rows, yes, sample_weight=counted)
    own = model.coef_[0] / scaler.scale_
    least = 0.02 if sparse else 0.0
    return LogLinear(
        round(float(model.intercept_[0]), 4),
        {str(name): round(float(w), 4) for name, w in zip(names, own, strict=True) if abs(w) > least},
    )


def _without_words(features: Features) -> Features:
    return {name: value for name, value in features.items() if not name.startswith(_LEXICAL)}


def save(models: Mapping[str, LogLinear], file: Path = OUTPUT) -> None:
    """Write the models, one weight a line."""
    written = {name: {"bias": model.bias, "weights": dict(model.weights)} for name, model in models.items()}
    file.write_text(json.dumps(written, indent=0, ensure_ascii=False) + "\n", "utf-8")
