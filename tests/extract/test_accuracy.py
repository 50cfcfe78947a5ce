"""The accuracy gate: no figure below its floor. ``make figures`` prints them all."""

import json
from pathlib import Path

import pytest
from spacy.language import Language

from extract.failure import Failure
from extract.training.figures import figures, gold_hash, with_floors

_FILE = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))
FLOORS: dict[str, float] = {name: floor for name, floor in _FILE.items() if name != "gold"}


def test_no_figure_is_below_its_floor(shared: Path, nlp: Language) -> None:
    assert gold_hash(shared) == _FILE["gold"], "the gold data changed; measure the floors anew: make floors"
    found = figures(shared, nlp)
    below = {name: (found[name], floor) for name, floor in FLOORS.items() if found[name] < floor}
    assert not below, f"figure, floor: {below}"


def test_floors_rise_by_themselves_and_sink_only_when_told_to() -> None:
    floors = {"gold": "old", "dev: direct": 0.9, "dev: topics": 0.5}
    risen = with_floors(floors, {"dev: direct": 0.95, "dev: topics": 0.502}, gold="new", lower=False)
    assert risen == {"gold": "new", "dev: direct": 0.946, "dev: topics": 0.5}
    worse = {"dev: direct": 0.8, "dev: topics": 0.6}
    with pytest.raises(Failure, match="would sink: dev: direct; say --lower"):
        with_floors(floors, worse, gold="new", lower=False)
    assert with_floors(floors, worse, gold="new", lower=True)["dev: direct"] == 0.796
