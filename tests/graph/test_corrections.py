from pathlib import Path

import pytest

from extract.failure import Failure
from graph.corrections import Contradiction, Corrections, Merge, Rename, Split, read_corrections, write_corrections
from graph.knowledge import known_of

ENTRIES = (
    Merge(merge=("person:paul-ryan", "person:p-d-ryan")),
    Split.model_validate({"split": "person:chris-hale", "from": ["person:christopher-hale"]}),
    Split.model_validate({"split": "person:mike-johnson", "articles": ["a1"], "as": "Mike Johnson (carpenter)"}),
    Rename(rename="person:felipe-calderon", to="Felipe Calderón"),
)


def test_what_is_written_is_read_again_and_can_be_compared(tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    write_corrections(file, Corrections(ENTRIES))
    assert read_corrections(file) == Corrections(ENTRIES)
    lines = file.read_text("utf-8").splitlines()
    write_corrections(file, Corrections(ENTRIES[1:]))
    fewer = file.read_text("utf-8").splitlines()
    assert [line for line in lines if line not in fewer] == ["- merge: ['person:paul-ryan', 'person:p-d-ryan']"]
    assert "Felipe Calderón" in file.read_text("utf-8")


def test_no_file_is_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "none.yaml") == Corrections()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("speakers: [", "cannot be read as corrections"),
        ("speakers:\n- merge: [person:a]\n", "correction 1: merge"),
        ("speakers:\n- rename: person:a\n  to: A\n- split: person:b\n", "correction 2: split: a split needs"),
        ("people: []\n", "is no file of corrections"),
        ("- merge\n", "is no file of corrections"),
        ("speakers:\n- merge\n", "correction 1: a correction begins with merge"),
        ("speakers:\n- rename: person:a\n  to: ' '\n", "a name needs a letter"),
    ],
)
def test_a_file_that_is_none_of_ours_is_told(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "corrections.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(Failure, match=message):
        read_corrections(file)


def test_a_contradiction_written_by_hand_is_told(tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    file.write_text("speakers:\n- merge: [person:a, person:b]\n- split: person:a\n  from: [person:b]\n", "utf-8")
    with pytest.raises(Contradiction, match="split person:a from person:b; merge person:a, person:b"):
        known_of(file, on_problem=print)
    assert len(read_corrections(file).entries) == 2  # so that one can be taken out
