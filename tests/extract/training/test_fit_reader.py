"""The reader learns which policy a quote is about, and what it learnt runs as ONNX."""

from pathlib import Path

import numpy as np
import pytest

from extract.topics.reader import Case, batch

torch = pytest.importorskip("torch", reason="torch is in the training extra")


def test_a_reader_learns_to_take_the_policy_that_the_content_names(tmp_path: Path) -> None:
    import onnxruntime

    from extract.training.labels import Label
    from extract.training.reader import MEANING, Lesson, Recipe, fit, save

    chance = np.random.default_rng(0)
    meanings = chance.normal(size=(40, MEANING)).astype(np.float32)

    def lesson() -> Lesson:
        named = int(chance.integers(2))
        first = int(chance.integers(30))
        marks = np.zeros((2, 6), np.int64)
        marks[named, 4], marks[1 - named, 0] = 1, 1  # one policy stands in the content, the other before it
        case = Case(
            words=np.arange(first, first + 6),
            roles=np.array([0, 1, 2, 3, 3, 3]),
            marks=marks,
            named=[np.array([first + 4 * (named == n)]) for n in range(2)],
            odds=np.zeros(2, np.float32),
        )
        return Lesson(case, meanings, [named == 0, named == 1], Label(("health",), "ban", "for"), 1.0)

    told: list[str] = []
    readers = fit([lesson() for _ in range(300)], ["health"], Recipe(epochs=12, batch=16), say=told.append)
    assert len(told) == 24

    lessons = [lesson() for _ in range(40)]
    save(readers, tmp_path / "reader.onnx")
    inputs = batch([one.case for one in lessons], [one.meanings for one in lessons])
    (odds,) = onnxruntime.InferenceSession(str(tmp_path / "reader.onnx")).run(None, inputs)
    with torch.no_grad():
        about = readers(*map(torch.from_numpy, inputs.values()))
    assert np.allclose(odds, about.numpy(), atol=1e-3)
    right = [row[:2].argmax() == one.right.index(True) for row, one in zip(odds, lessons, strict=True)]
    assert np.mean(right) > 0.9
