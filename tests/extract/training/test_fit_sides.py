"""The sides are learnt from labelled quotes, and what is learnt can be read and loaded."""

import json
from pathlib import Path

import pytest
from spacy.language import Language

pytest.importorskip("sklearn", reason="scikit-learn is in the training extra")

from extract.records import Stance
from extract.topics.linking import Link
from extract.topics.sides import Case
from extract.topics.stance import SIDES
from extract.training.sides import FOLDS, Lesson, fit, fold_of, save
from tests.extract.topics.invented import parsed, policy_called

TEXTS: dict[Stance | None, str] = {
    "for": "Mayor Ana Ruiz touted the parking tax.",
    "against": "Mayor Ana Ruiz derided the parking tax.",
    None: "Mayor Ana Ruiz described the parking tax.",
}


def article(nlp: Language, side: Stance | None, fold: int) -> list[Lesson]:
    text = TEXTS[side]
    doc = parsed(nlp, text)
    case = Case.of(doc, doc._.quotes[0], Link(policy_called("parking tax", text), {"pronoun nearby": 0.0}), 1.0)
    return [Lesson(case, side, 1.0, fold)]


def test_cues_are_learnt(nlp: Language, tmp_path: Path) -> None:
    articles = [article(nlp, side, n % FOLDS) for n in range(4 * FOLDS) for side in TEXTS]
    models = fit(articles)
    for model in models:
        for (lesson,) in articles[:3]:
            shares = model.shares(lesson.case.signs.features)
            expected = shares[lesson.side] if lesson.side in SIDES else 1 - sum(shares.values())
            assert expected > 0.5
    save(models, tmp_path / "sides.json")
    written = json.loads((tmp_path / "sides.json").read_text("utf-8"))
    assert list(written) == ["alone", "beside"]
    weights = {side: written["alone"][side]["weights"] for side in SIDES}
    assert weights["for"]["cue=tout"] > weights["against"]["cue=tout"]
    assert weights["for"]["cue=deride"] < weights["against"]["cue=deride"]


def test_plans_are_in_one_fold() -> None:
    assert fold_of("tax plan") == fold_of("the mayor’s Plans") and 0 <= fold_of("ban") < FOLDS
