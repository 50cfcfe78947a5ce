"""``onrecord speakers`` as a user meets it."""

import json
from pathlib import Path

import pytest

from tests.conftest import SEEDS, Run


def test_a_person_corrects_speakers(run: Run, tmp_path: Path) -> None:
    assert run("add", SEEDS / "articles", "--store", "town").returncode == 0
    done = run("speakers", "merge", "Fay Drummond-Ortiz", "Hollis Varga", "--store", "town")
    assert (done.returncode, done.stderr) == (
        0,
        "merge person:fay-drummond-ortiz, person:hollis-varga; kept in town/corrections.yaml\n",
    )
    asked = run("ask", "who-said-what", "--policy", "leaf-blower ban", "--store", "town")
    assert "Hollis Varga" not in asked.stdout
    assert "Corrected by hand: Fay Drummond-Ortiz (onrecord speakers corrections)" in asked.stderr
    contradicted = run("speakers", "split", "person:hollis-varga", "--store", "town")
    assert contradicted.returncode == 1
    assert "contradict one another: split person:hollis-varga from person:fay-drummond-ortiz" in contradicted.stderr
    again = run("add", SEEDS / "articles", "--store", "town")
    assert "0 articles added, 12 unchanged" in again.stderr
    listed = json.loads(run("speakers", "list", "varga", "--store", "town", "--format", "json").stdout)
    assert [row["speaker"] for row in listed] == ["Fay Drummond-Ortiz"]
    assert run("speakers", "undo", "1", "--store", "town").stderr.startswith("undone: merge")
    listed = json.loads(run("speakers", "list", "varga", "--store", "town", "--format", "json").stdout)
    assert [row["speaker"] for row in listed] == ["Hollis Varga"]
    assert run("speakers", "corrections", "--store", "town").returncode == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("merge", "Fay Drummond", "Hollis Varga"), "did you mean 'Fay Drummond-Ortiz'"),
        (("undo", "3"), "there is no correction 3"),
        (("split", "Hollis Varga"), "is the only name of its speaker"),
        (("split", "Hollis Varga", "--article", "nowhere", "--as", "Another"), "the store holds no article nowhere"),
        (("split", "Hollis Varga", "--article", "58933fdcc009"), "--article and --as go together"),
        (("link", "none.csv"), "none.csv cannot be read as CSV"),
        (("list", "zebra"), "has 'zebra' in a name"),
    ],
)
def test_faults_of_corrections(run: Run, seed_store: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run("speakers", *arguments, "--store", seed_store)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_file_of_corrections_stops_a_load_before_it_begins(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("speakers: [", "utf-8")
    done = run("add", SEEDS / "articles", "--corrections", "broken.yaml")
    assert done.returncode == 1
    assert "broken.yaml cannot be read as corrections" in done.stderr
    assert not (tmp_path / "onrecord-store").exists()
