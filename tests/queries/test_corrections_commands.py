"""``onrecord speakers`` and ``onrecord policies`` as a user meets them."""

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


def test_a_person_corrects_policies_beside_speakers(run: Run, tmp_path: Path) -> None:
    assert run("add", SEEDS / "articles", "--store", "town").returncode == 0
    assert run("speakers", "rename", "Omar Castellane", "Castellane", "--store", "town").returncode == 0
    done = run("policies", "merge", "leaf-blower ban", "senate bill 212", "--store", "town")
    assert (done.returncode, done.stderr) == (
        0,
        "merge policy:leaf-blower-ban, policy:senate-bill-212; kept in town/corrections.yaml\n",
    )
    asked = run("ask", "who-said-what", "--policy", "leaf-blower ban", "--store", "town")
    assert "Corrected by hand: Castellane (onrecord speakers corrections)" in asked.stderr
    assert "Corrected by hand: Senate Bill 212 (onrecord policies corrections)" in asked.stderr
    assert "0 articles added, 12 unchanged" in run("add", SEEDS / "articles", "--store", "town").stderr
    listed = json.loads(run("policies", "list", "blower", "--store", "town", "--format", "json").stdout)
    assert [row["policy"] for row in listed] == ["Senate Bill 212"]
    for kind, told in (("speakers", "rename person:omar-castellane"), ("policies", "merge policy:leaf-blower-ban")):
        shown = run(kind, "corrections", "--store", "town", "--format", "json")
        assert [row["correction"].startswith(told) for row in json.loads(shown.stdout)] == [True]
    assert run("policies", "undo", "1", "--store", "town").stderr.startswith("undone: merge policy:leaf-blower-ban")
    assert run("policies", "corrections", "--store", "town").returncode == 1
    assert run("speakers", "corrections", "--store", "town").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("speakers", "merge", "Fay Drummond", "Hollis Varga"), "did you mean 'Fay Drummond-Ortiz'"),
        (("policies", "merge", "leafblower bann", "Senate Bill 212"), "did you mean 'leaf-blower ban'"),
        (("speakers", "undo", "3"), "there is no correction 3"),
        (("speakers", "split", "Hollis Varga"), "is the only name of its speaker"),
        (("policies", "split", "Senate Bill 212"), "is the only name of its policy"),
        (
            ("speakers", "split", "Hollis Varga", "--article", "nowhere", "--as", "Another"),
            "the store holds no article nowhere",
        ),
        (("policies", "split", "leaf-blower ban", "--article", "58933fdcc009"), "--article and --as go together"),
        (("speakers", "link", "none.csv"), "none.csv cannot be read as CSV"),
        (("speakers", "list", "zebra"), "no speaker in"),
        (("policies", "list", "zebra"), "has 'zebra' in a name"),
    ],
)
def test_faults_of_corrections(run: Run, seed_store: Path, arguments: tuple[str, ...], message: str) -> None:
    done = run(*arguments, "--store", seed_store)
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_a_broken_file_of_corrections_stops_a_load_before_it_begins(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("speakers: [", "utf-8")
    done = run("add", SEEDS / "articles", "--corrections", "broken.yaml")
    assert done.returncode == 1
    assert "broken.yaml cannot be read as corrections" in done.stderr
    assert not (tmp_path / "onrecord-store").exists()


def test_links_are_for_speakers_only(run: Run) -> None:
    assert run("policies", "link", "people.csv").returncode == 2
