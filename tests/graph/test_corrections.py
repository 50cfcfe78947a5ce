from pathlib import Path

import pytest
import yaml

from extract.failure import Failure
from graph.corrections import (
    KINDS,
    Contradiction,
    Corrections,
    Merge,
    Rename,
    Split,
    read_corrections,
    write_corrections,
)
from graph.knowledge import known_of

ENTRIES = (
    Merge(merge=("person:paul-ryan", "person:p-d-ryan")),
    Split.model_validate({"split": "person:chris-hale", "from": ["person:christopher-hale"]}),
    Split.model_validate({"split": "person:mike-johnson", "articles": ["a1"], "as": "Mike Johnson (carpenter)"}),
    Rename(rename="person:felipe-calderon", to="Felipe Calderón"),
)


def test_what_is_written_is_read_again_and_can_be_compared(tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    write_corrections(file, Corrections("speakers", ENTRIES))
    assert read_corrections(file, "speakers") == Corrections("speakers", ENTRIES)
    lines = file.read_text("utf-8").splitlines()
    write_corrections(file, Corrections("speakers", ENTRIES[1:]))
    fewer = file.read_text("utf-8").splitlines()
    assert [line for line in lines if line not in fewer] == ["- merge: ['person:paul-ryan', 'person:p-d-ryan']"]
    assert "Felipe Calderón" in file.read_text("utf-8")


def test_a_file_keeps_both_kinds_when_one_is_written(tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    file.write_text("speakers:\n- rename: person:a\n  to: Ana\n", "utf-8")  # as 0.2 wrote it before there were two
    assert read_corrections(file, "policies") == Corrections("policies")
    bills = Corrections("policies", (Merge(merge=("policy:sb-212", "policy:oregon:rental-bill")),))
    people = read_corrections(file, "speakers")
    for told in (bills, people, bills):
        write_corrections(file, told)
        assert read_corrections(file, told.kind) == told
    assert (read_corrections(file, "speakers"), read_corrections(file, "policies")) == (people, bills)
    assert list(yaml.safe_load(file.read_text("utf-8"))) == ["speakers", "policies"]
    for kind in KINDS:
        write_corrections(file, Corrections(kind))
    assert [read_corrections(file, kind).entries for kind in KINDS] == [(), ()]


def test_no_file_is_no_corrections(tmp_path: Path) -> None:
    assert read_corrections(tmp_path / "none.yaml", "speakers") == Corrections("speakers")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("speakers: [", "cannot be read as corrections"),
        ("speakers:\n- merge: [person:a]\n", "correction 1: merge"),
        ("speakers:\n- rename: person:a\n  to: A\n- split: person:b\n", "correction 2: split: a split needs"),
        ("people: []\n", "is no file of corrections"),
        ("speakers: []\npolicies: {}\n", "has to hold lists under the keys speakers and policies"),
        ("- merge\n", "is no file of corrections"),
        ("speakers:\n- merge\n", "correction 1: a correction begins with merge"),
        ("speakers:\n- rename: person:a\n  to: ' '\n", "a name needs a letter"),
    ],
)
def test_a_file_that_is_none_of_ours_is_told(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "corrections.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(Failure, match=message):
        read_corrections(file, "speakers")


def test_a_contradiction_written_by_hand_is_told(tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    file.write_text("speakers:\n- merge: [person:a, person:b]\n- split: person:a\n  from: [person:b]\n", "utf-8")
    with pytest.raises(Contradiction, match="split person:a from person:b; merge person:a, person:b"):
        known_of(file, on_problem=print)
    assert len(read_corrections(file, "speakers").entries) == 2  # so that one can be taken out


def test_a_fault_among_the_policies_is_told_with_its_kind(tmp_path: Path) -> None:
    file = tmp_path / "corrections.yaml"
    file.write_text("policies:\n- rename: policy:a\n", "utf-8")
    assert read_corrections(file, "speakers") == Corrections("speakers")
    with pytest.raises(Failure, match=r"yaml, policies, correction 1: to: Field required"):
        known_of(file, on_problem=print)
