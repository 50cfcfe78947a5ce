"""Fit the confidence: how often attributions like this one are right on PolNeAR dev."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from extract.attribution.component import encoded_text, find_attributions
from extract.attribution.marks import paragraphs, quoted_regions
from extract.attribution.model import Network
from extract.attribution.spans import Attribution
from extract.evaluation import GoldArticle, Scores, score

SIGNALS = ("trigger", "content", "weakest", "source", "sourceless", "quoted")
BINS = 10
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One predicted attribution, and whether it is right."""

    article: str
    found: Attribution
    right: bool


def found_in(gold: Sequence[GoldArticle], nlp: Language, network: Network) -> dict[str, list[Attribution]]:
    """What a network, with the rules around it, finds in gold articles, by id; `nlp` parses them."""
    docs = nlp.pipe((article.text for article in gold), batch_size=8)
    return {article.id: _found(doc, network) for article, doc in zip(gold, docs, strict=True)}


def _found(doc: Doc, network: Network) -> list[Attribution]:
    blocks, regions = list(paragraphs(doc.text)), quoted_regions(doc.text)
    return find_attributions(doc, blocks, regions, encoded_text(doc, blocks, regions, network), network)


def scores_of(gold: Sequence[GoldArticle], found: Mapping[str, Sequence[Attribution]]) -> Scores:
    """The scores of attributions by article id."""
    return score(((article.id, article.text, article.attributions) for article in gold), found)


def outcomes(gold: Sequence[GoldArticle], found: Mapping[str, Sequence[Attribution]]) -> Iterator[Outcome]:
    """Yield every attribution that was found in gold articles."""
    for scored in scores_of(gold, found).articles:
        right = {match.predicted for match in scored.matches if match.right}
        yield from (Outcome(scored.id, one, number in right) for number, one in enumerate(found[scored.id]))


def fitted(seen: Iterable[Outcome]) -> dict[str, Any]:
    """The calibration file's content: weights of signals by logistic regression, and each rule's smoothed precision."""
    seen = list(seen)
    tagged = [one for one in seen if one.found.signals]
    weights = regress(
        np.array([[one.found.signals[name] for name in SIGNALS] for one in tagged]),
        np.array([one.right for one in tagged], float),
    )
    methods = ("beside", "colon", "continued", "marks", "signature", "transcript")
    rules = {method: [one.right for one in seen if one.found.method == method] for method in methods}
    return {
        "bias": round(float(weights[0]), 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(SIGNALS, weights[1:], strict=True)},
        "rules": {method: round((sum(right) + 1) / (len(right) + 2), 3) for method, right in rules.items()},
    }


def regress(signals: Floats, right: Floats, *, ridge: float = 1.0) -> Floats:
    """Logistic regression by Newton's method; the bias comes first and is not shrunk."""
    rows = np.c_[np.ones(len(signals)), signals]
    shrink = ridge * np.diag([0.0] + [1.0] * signals.shape[1])
    weights = np.zeros(rows.shape[1])
    for _ in range(25):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (likely - right) + shrink @ weights
        curve = (rows * (likely * (1 - likely))[:, None]).T @ rows + shrink
        weights = weights - np.linalg.solve(curve, slope)
    return weights


def reliability(confidences: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float, int]]:
    """Ten bins of equal width that hold anything: mean confidence, share that is right, and how many."""
    sure, correct = np.array(confidences), np.array(right, float)
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    return [
        (float(sure[bins == n].mean()), float(correct[bins == n].mean()), int((bins == n).sum()))
        for n in range(BINS)
        if (bins == n).any()
    ]


def expected_calibration_error(confidences: Sequence[float], right: Sequence[bool]) -> float:
    """The mean distance between confidence and share right over the bins (Guo et al. 2017)."""
    bins = reliability(confidences, right)
    return sum(count * abs(sure - correct) for sure, correct, count in bins) / sum(count for *_, count in bins)


def draw(confidences: Sequence[float], right: Sequence[bool], path: Path, *, of: str) -> None:
    """Draw the reliability: how often what has a confidence is right, and how many there are; `of` names them."""
    from matplotlib.figure import Figure

    bins = reliability(confidences, right)
    figure = Figure(figsize=(4.5, 4.5), layout="constrained")
    axes = figure.add_subplot(xlim=(0, 1), ylim=(0, 1), xlabel="confidence", ylabel="share that is right")
    axes.set_aspect("equal")
    axes.plot([0, 1], [0, 1], color="0.6", linestyle="--", linewidth=1)
    axes.plot([sure for sure, _, _ in bins], [correct for _, correct, _ in bins], color="#0072b2", marker="o")
    for sure, correct, count in bins:
        axes.annotate(str(count), (sure, correct), textcoords="offset points", xytext=(6, -10), fontsize=8)
    error = expected_calibration_error(confidences, right)
    axes.set_title(f"{len(right):,} {of}, error {error:.3f}", fontsize=10)
    figure.savefig(path, metadata={"Date": None} if path.suffix == ".svg" else None)
