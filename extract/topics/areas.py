"""Policy areas of quotes: a log-linear classifier over words and the terms of the scheme.

What tells an area is read in zones, each with weights of its own: the quote's content, its sentence, its paragraph,
the article and its title. Every zone gives the words (tf-idf), for areas that the classifier was trained on, and how
many of the area's terms it holds, for all. The weights of terms are shared by all areas, so that a user's own area is
told by its terms just as a built-in one that the training data hardly had.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp

import numpy as np
from numpy.typing import NDArray

from extract.records import Topic
from extract.topics.scheme import AreaEntry
from extract.topics.weights import log_odds
from extract.topics.words import SMALL, Phrases, Words, words_in

Floats = NDArray[np.float32]
Run = tuple[int, int]

ZONES = {"content": 1.0, "sentence": 0.5, "paragraph": 0.7, "article": 1.5, "title": 0.5}
"""What the words of each zone weigh beside one another; chosen on PolNeAR train."""
TERM_FEATURES = 3
"""Of each zone: how many terms, their share of all areas' terms, whether there are any."""
THRESHOLD = 0.34
"""Least probability of an area; chosen on PolNeAR dev."""
POLICY = 3.0
"""Added to the log-odds of the areas that a quote's policies fall in; chosen on PolNeAR train."""
MOST = 2
"""Areas of a quote at most, as in the annotation guide."""
_EXAMPLE = 6.0
"""What full likeness with an example adds to the log-odds of a user's area."""


@dataclass(frozen=True, slots=True)
class AreaWeights:
    """The trained classifier.

    `words` has shape (vocabulary, areas), `bias` (areas,), `terms` (zones x TERM_FEATURES,). `alone` and `alone_bias`
    are the weights of terms for areas without trained words.
    """

    areas: Sequence[str]
    vocabulary: dict[str, int]
    idf: Floats
    words: Floats
    bias: Floats
    terms: Floats
    alone: Floats
    alone_bias: float


@cache
def shipped() -> AreaWeights:
    """The weights that ship with the package."""
    with files("extract.model").joinpath("areas.npz").open("rb") as stream:
        kept = dict(np.load(stream))
    return AreaWeights(
        areas=[str(area) for area in kept["areas"]],
        vocabulary={str(word): number for number, word in enumerate(kept["vocabulary"])},
        idf=kept["idf"].astype(np.float32),
        words=kept["words"].astype(np.float32),
        bias=kept["bias"].astype(np.float32),
        terms=kept["terms"].astype(np.float32),
        alone=kept["alone"].astype(np.float32),
        alone_bias=float(kept["alone_bias"]),
    )


class AreaTerms:
    """The terms of a scheme's areas, and how often a text's stretches hold them."""

    def __init__(self, areas: Sequence[AreaEntry]) -> None:
        owners: dict[str, set[int]] = {}
        for number, area in enumerate(areas):
            for term in area.terms:
                owners.setdefault(" ".join(words_in(term)), set()).add(number)
        self._width = len(areas)
        self._phrases: Phrases[tuple[int, float]] = Phrases()
        for term, numbers in owners.items():
            for number in numbers:  # a long term tells more; one of several areas tells each less
                self._phrases.add(term, (number, len(term.split()) / len(numbers)))

    def sums(self, words: Sequence[str]) -> Floats:
        """Shape (words + 1, areas): row n counts the terms that end within the first n words."""
        counted = np.zeros((len(words) + 1, self._width), np.float32)
        for _, end, (area, weight) in self._phrases.find(words):
            counted[end, area] += weight
        return counted.cumsum(0)


@dataclass(frozen=True, slots=True)
class Zones:
    """The zones of one quote as runs of words; those of its article, and its title, are known to the reader."""

    content: Sequence[Run]
    sentence: Sequence[Run]
    paragraph: Sequence[Run]


class AreaReader:
    """Reads one article: prepared once, then asked for each quote."""

    def __init__(self, words: Words, title: str, terms: AreaTerms) -> None:
        self._words, self._title = list(words.folded), words_in(title)
        self._sums, self._title_sums = terms.sums(self._words), terms.sums(self._title)
        self.kept: dict[str, dict[int, float]] = {}
        self._paragraph: tuple[Sequence[Run], tuple[list[str], Floats]] = (), ([], self._sums[0])

    def zones(self, of: Zones) -> list[tuple[list[str], Floats]]:
        """The words of each zone, and how many terms of each area: shape (areas,)."""
        if of.paragraph != self._paragraph[0]:  # the quotes of one paragraph follow one another
            self._paragraph = of.paragraph, self._zone(of.paragraph, self._words, self._sums)
            self.kept.pop("paragraph", None)
        found = [self._zone(own, self._words, self._sums) for own in (of.content, of.sentence)]
        article, title = (self._words, self._sums[-1]), (self._title, self._title_sums[-1])
        return [*found, self._paragraph[1], article, title]

    @staticmethod
    def _zone(runs: Sequence[Run], words: list[str], sums: Floats) -> tuple[list[str], Floats]:
        inside = [word for start, end in runs for word in words[start:end]]
        return inside, np.sum([sums[end] - sums[start] for start, end in runs], axis=0)


def term_features(zones: Sequence[tuple[list[str], Floats]]) -> Floats:
    """Shape (areas, zones x TERM_FEATURES)."""
    columns = []
    for _, counts in zones:
        total = max(float(counts.sum()), 1.0)
        columns += [np.log1p(counts), counts / total, (counts > 0).astype(np.float32)]
    return np.stack(columns, 1)


def word_features(
    zones: Sequence[tuple[list[str], Floats]],
    vocabulary: Mapping[str, int],
    idf: Floats,
    kept: dict[str, dict[int, float]] | None = None,
) -> dict[int, float]:
    """Number of a word -> its weight: the zones' tf-idf vectors, each of length one, summed by `ZONES`.

    `kept` holds those of the zones that are an article's own, or a paragraph's, from one quote to the next.
    """
    kept = {} if kept is None else kept
    summed: dict[int, float] = {}
    for (name, weight), (words, _) in zip(ZONES.items(), zones, strict=True):
        own = kept.get(name)
        if own is None:
            own = _tf_idf(words, weight, vocabulary, idf)
            if name in ("paragraph", "article", "title"):
                kept[name] = own
        for number, value in own.items():
            summed[number] = summed.get(number, 0.0) + value
    return summed


def _tf_idf(words: Iterable[str], length: float, vocabulary: Mapping[str, int], idf: Floats) -> dict[int, float]:
    counts = Counter(vocabulary[word] for word in words if word in vocabulary)
    if not counts:
        return {}
    numbers = np.fromiter(counts, np.int64)
    values = (1 + np.log(np.fromiter(counts.values(), np.float32))) * idf[numbers]
    values *= length / float(np.linalg.norm(values))
    return dict(zip(numbers.tolist(), values.tolist(), strict=True))


class AreaClassifier:
    """Gives quotes the areas of a scheme."""

    def __init__(self, areas: Sequence[AreaEntry], weights: AreaWeights) -> None:
        self.ids = [area.id for area in areas]
        self.terms = AreaTerms(areas)
        self._weights = weights
        trained = {id: number for number, id in enumerate(weights.areas)}
        self._trained = np.array([trained.get(id, -1) for id in self.ids])
        self._examples = [(n, set(words_in(text)) - SMALL) for n, area in enumerate(areas) for text in area.examples]

    def probabilities(self, reader: AreaReader, of: Zones) -> Floats:
        """Shape (areas,): how likely a quote is about each area of the scheme."""
        zones, weights = reader.zones(of), self._weights
        features = term_features(zones)
        odds = features @ weights.alone + weights.alone_bias
        known = self._trained >= 0
        if known.any():
            words = word_features(zones, weights.vocabulary, weights.idf, reader.kept)
            numbers, values = np.array(list(words), np.int64), np.array(list(words.values()), np.float32)
            trained = values @ weights.words[numbers] + weights.bias if words else weights.bias
            odds[known] = (features @ weights.terms)[known] + trained[self._trained[known]]
        inside = set(zones[1][0]) - SMALL  # the sentence
        for number, example in self._examples:
            if example and inside:
                odds[number] += _EXAMPLE * len(example & inside) / (len(example) * len(inside)) ** 0.5
        result: Floats = np.clip(1 / (1 + np.exp(-odds)), 1e-4, 1 - 1e-4)
        return result

    def named_in(self, name: str) -> tuple[str, ...]:
        """The one or two areas whose terms a policy's name holds most of."""
        counts = self.terms.sums(words_in(name))[-1]
        ranked = [int(number) for number in np.argsort(-counts, kind="stable")[:MOST]]
        return tuple(self.ids[n] for n in ranked if counts[n] > 0 and counts[n] >= 0.5 * counts[ranked[0]])

    def topics(self, probabilities: Floats, of_policies: Iterable[str] = ()) -> tuple[Topic, ...]:
        """The areas that are likely enough, best first, those of the quote's policies raised by `POLICY`.

        A quote that nothing else is known of falls in the first area of its policies.
        """
        named = tuple(of_policies)
        odds = np.log(probabilities / (1 - probabilities)) if len(probabilities) else probabilities
        raised = odds + POLICY * np.array([id in named for id in self.ids])
        ranked = sorted(zip(self.ids, raised.tolist(), odds.tolist(), strict=True), key=lambda one: -one[1])[:MOST]
        least = log_odds(THRESHOLD)
        if not any(value >= least for _, value, _ in ranked):
            ranked = [(id, least, value) for id, value, _ in ranked if id in named[:1]]
        return tuple(
            Topic(
                id=id,
                score=round(1 / (1 + exp(-value)), 3),
                method="classifier" if alone >= least else "policy",
            )
            for id, value, alone in ranked
            if value >= least
        )
