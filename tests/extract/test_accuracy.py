"""The accuracy gate: no figure below its floor. ``make figures`` prints them all."""

import json
from pathlib import Path

from spacy.language import Language

from extract.training.figures import figures

FLOORS: dict[str, float] = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))


def test_no_figure_is_below_its_floor(shared: Path, nlp: Language) -> None:
    found = figures(shared, nlp)
    below = {name: (found[name], floor) for name, floor in FLOORS.items() if found[name] < floor}
    assert not below, f"figure, floor: {below}"
