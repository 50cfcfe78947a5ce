"""Fit the models of `extract.topics.sides`: ``python -m extract.training topics GOLD``.

Two multinomial regressions over the quotes whose policy was found: each by itself, and beside what the speaker's other
quotes say. What those say is told by models that were not fitted on policies of that kind: they would know it too well.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import MaxAbsScaler
from spacy.language import Language

from extract.records import Stance
from extract.topics.linking import Rated
from extract.topics.reader import OPTIONS
from extract.topics.sides import Case, Shares, SideModel, said_elsewhere
from extract.topics.stance import SIDES
from extract.topics.weights import LogLinear
from extract.training.labels import Labelled
from extract.training.policies import is_right

OUTPUT = Path(__file__).parent.parent / "model" / "sides.json"
FOLDS = 5
LEAST_CASES = 3
"""Quotes in which a sign has to occur to be learnt."""
MOST = 2.0
"""What a quote weighs at most."""
PENALTY = 1 / 0.3
Features = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Lesson:
    """A case with the label of its side, what it weighs, and the fold of its policy."""

    case: Case
    side: Stance | None
    weight: float
    fold: int


def lessons(articles: Iterable[Labelled], held_out: Iterable[Sequence[Rated]], nlp: Language) -> Iterator[list[Lesson]]:
    """Yield the lessons of each article: its quotes of whose likely policies one is right."""
    for article, options in zip(articles, held_out, strict=True):
        doc = article.doc(nlp)
        found = []
        for quote, own, label in zip(article.quotes, options, article.labels, strict=True):
            link = next((link for link, _ in own[:OPTIONS] if is_right(label, link)), None)
            if link is not None:
                case = Case.of(doc, quote, link, 1.0)
                found.append(Lesson(case, label.stance, min(article.weight, MOST), fold_of(link.policy.name)))
        yield found


def fold_of(policy: str) -> int:
    """The fold of a policy: policies of one last word, as "tax plan" and "the mayor's plan", are in the same."""
    return crc32(policy.split()[-1].lower().removesuffix("s").encode()) % FOLDS


def fit(articles: Iterable[Sequence[Lesson]]) -> tuple[SideModel, SideModel]:
    """The two models: of a quote by itself, and beside the speaker's others."""
    grouped = list(articles)
    lessons = [lesson for own in grouped for lesson in own]
    alone = [lesson.case.signs.features for lesson in lessons]
    parts = [_fitted(alone, lessons, without=fold) for fold in range(FOLDS)]
    others: list[dict[str, float]] = []
    for own in grouped:
        shares: list[Shares] = [parts[lesson.fold].shares(lesson.case.signs.features) for lesson in own]
        others += said_elsewhere([lesson.case for lesson in own], shares)
    beside = [features | more for features, more in zip(alone, others, strict=True)]
    return _fitted(alone, lessons), _fitted(beside, lessons)


def _fitted(features: Sequence[Features], lessons: Sequence[Lesson], *, without: int | None = None) -> SideModel:
    """A model of all lessons, but for those of one fold; a mixed stance counts as neither side."""
    chosen = [n for n, lesson in enumerate(lessons) if lesson.fold != without]
    table = DictVectorizer()
    rows: csr_matrix = table.fit_transform([features[n] for n in chosen])
    names = np.array(table.get_feature_names_out())
    kept = np.flatnonzero(np.asarray((rows != 0).sum(0)).ravel() >= LEAST_CASES)
    scaler = MaxAbsScaler()
    rows = scaler.fit_transform(rows[:, kept])
    wanted = [lessons[n].side if lessons[n].side in SIDES else "none" for n in chosen]
    model = LogisticRegression(C=1 / PENALTY, max_iter=500)
    model.fit(rows, wanted, sample_weight=[lessons[n].weight for n in chosen])
    classes = list(model.classes_)
    weights = model.coef_ / scaler.scale_
    none = classes.index("none")
    return SideModel(
        {
            side: LogLinear(
                round(float(model.intercept_[number] - model.intercept_[none]), 4),
                {
                    str(name): round(float(weight), 4)
                    for name, weight in zip(names[kept], weights[number] - weights[none], strict=True)
                },
            )
            for side in SIDES
            for number in [classes.index(side)]
        }
    )


def save(models: tuple[SideModel, SideModel], file: Path = OUTPUT) -> None:
    """Write the models, one weight a line."""
    written = {
        name: {side: {"bias": model.odds[side].bias, "weights": dict(model.odds[side].weights)} for side in SIDES}
        for name, model in zip(("alone", "beside"), models, strict=True)
    }
    file.write_text(json.dumps(written, indent=0, ensure_ascii=False) + "\n", "utf-8")
