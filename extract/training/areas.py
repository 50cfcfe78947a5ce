"""Fit the classifier of policy areas: ``python -m extract.training topics GOLD``.

One logistic regression an area over words, with weights of terms that all areas share, fitted together by L-BFGS; and
the same over terms alone, for areas that the training data does not know.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from spacy.tokens import Doc

from extract.topics.areas import (
    TERM_FEATURES,
    ZONES,
    AreaTerms,
    AreaWeights,
    Floats,
    term_features,
    word_features,
)
from extract.topics.reading import Reading
from extract.topics.scheme import Scheme
from extract.topics.words import SMALL

OUTPUT = Path(__file__).parent.parent / "model" / "areas.npz"
PENALTY, TERM_PENALTY = 1e-4, 1e-5
"""On the squares of the weights of words and of terms; chosen on PolNeAR dev."""
LEAST_PARAGRAPHS = 4
"""In which a word has to stand to be in the vocabulary."""
Zone = list[tuple[list[str], Floats]]
Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """The zones of a quote, its areas and what it counts."""

    zones: Zone
    areas: tuple[str, ...]
    weight: float


def examples(articles: Iterable[tuple[Doc, Sequence[tuple[str, ...]], float]]) -> list[Example]:
    """The examples of parsed articles with quotes on ``Doc._.quotes``, the areas of each quote, and their weight."""
    scheme = Scheme.built_in()
    terms = AreaTerms(scheme.areas)
    found = []
    for doc, topics, weight in articles:
        reading = Reading.of(doc)
        reader = reading.area_reader(terms)
        for quote, areas in zip(doc._.quotes, topics, strict=True):
            found.append(Example(reader.zones(reading.zones(quote)), areas, weight))
    return found


def fit(made: Sequence[Example]) -> AreaWeights:
    """The weights that fit the examples best."""
    areas = [area.id for area in Scheme.built_in().areas]
    paragraphs = [set(one.zones[list(ZONES).index("paragraph")][0]) for one in made]
    counts = Counter(word for words in paragraphs for word in words - SMALL if not word.isdigit())
    vocabulary = {word: n for n, word in enumerate(sorted(w for w, k in counts.items() if k >= LEAST_PARAGRAPHS))}
    idf = np.array([1 + np.log((1 + len(made)) / (1 + counts[word])) for word in vocabulary], np.float32)
    rows = [word_features(one.zones, vocabulary, idf) for one in made]
    index = np.cumsum([0, *map(len, rows)])
    data = np.array([value for row in rows for value in row.values()])
    columns = np.array([number for row in rows for number in row])
    words = csr_matrix((data, columns, index), shape=(len(rows), len(vocabulary)))
    terms = np.stack([term_features(one.zones) for one in made]).astype(np.float64)
    wanted = np.array([[area in one.areas for area in areas] for one in made], np.float64)
    weights = np.array([one.weight for one in made])[:, None]
    weights /= weights.mean()
    own, bias, shared = _minimized(words, terms, wanted, weights)
    nothing = csr_matrix((len(rows), 1))
    _, alone_bias, alone = _minimized(nothing, terms, wanted, weights, one_bias=True)
    return AreaWeights(
        areas=areas,
        vocabulary=vocabulary,
        idf=idf,
        words=own.astype(np.float32),
        bias=bias.astype(np.float32),
        terms=shared.astype(np.float32),
        alone=alone.astype(np.float32),
        alone_bias=float(alone_bias[0]),
    )


def _minimized(
    words: csr_matrix, terms: Doubles, wanted: Doubles, weights: Doubles, *, one_bias: bool = False
) -> tuple[Doubles, Doubles, Doubles]:
    """Weights of words (vocabulary, areas), of the bias (areas,) and of terms (zones x TERM_FEATURES,)."""
    (count, size), areas, kinds = words.shape, wanted.shape[1], len(ZONES) * TERM_FEATURES

    def parts(packed: Doubles) -> tuple[Doubles, Doubles, Doubles]:
        own, bias, shared = np.split(packed, [size * areas, size * areas + areas])
        return own.reshape(size, areas), bias, shared

    def loss(packed: Doubles) -> tuple[float, Doubles]:
        own, bias, shared = parts(packed)
        odds = words @ own + (bias.mean() if one_bias else bias) + terms @ shared
        error = weights * (1 / (1 + np.exp(-odds)) - wanted)
        total = float((weights * (np.logaddexp(0, odds) - odds * wanted)).sum()) / count
        total += PENALTY * float((own**2).sum()) + TERM_PENALTY * float(shared @ shared)
        of_bias = np.full(areas, error.sum() / areas) if one_bias else error.sum(0)
        of_terms = np.einsum("nk,nkm->m", error, terms) / count + 2 * TERM_PENALTY * shared
        of_words = (words.T @ error) / count + 2 * PENALTY * own
        return total, np.concatenate([of_words.ravel(), of_bias / count, of_terms])

    start = np.concatenate([np.zeros(size * areas), np.full(areas, -3.0), np.zeros(kinds)])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 120})
    own, bias, shared = parts(found.x)
    return own, np.full(areas, bias.mean()) if one_bias else bias, shared


def save(weights: AreaWeights, file: Path = OUTPUT) -> None:
    """Write the weights as `extract.topics.areas.shipped` reads them, in half precision."""
    np.savez_compressed(
        file,
        areas=np.array(weights.areas),
        vocabulary=np.array(list(weights.vocabulary)),
        idf=weights.idf.astype(np.float16),
        words=weights.words.astype(np.float16),
        bias=weights.bias,
        terms=weights.terms,
        alone=weights.alone,
        alone_bias=np.float32(weights.alone_bias),
    )
