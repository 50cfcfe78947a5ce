"""Questions of a user's own: ``--queries DIR``."""

import json
import shutil
from pathlib import Path

import pytest

from graph.read_only import WritingStatement
from graph.store import open_store
from queries.catalogue import BadQuestion, ask, catalogue, with_own
from queries.explain import explain
from tests.conftest import SEEDS, Run


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A folder with a question, one in a group, and a file that is none."""
    folder = tmp_path / "mine"
    (folder / "money").mkdir(parents=True)
    shutil.copy(SEEDS / "questions" / "by-outlet.cypher", folder)
    (folder / "money" / "dollars.cypher").write_text(
        "// Sums of money\n// Quotes that name one.\nMATCH (q:Quote) WHERE q.text CONTAINS '$' "
        "RETURN q.id AS quoteId, q.text AS said ORDER BY quoteId",
        "utf-8",
    )
    (folder / "broken.cypher").write_text("// Broken\n// :param day — when\nRETURN $day", "utf-8")
    return folder


def test_they_stand_beside_the_saved_ones(mine: Path, run: Run, seed_store: Path) -> None:
    listed = run("ask", "--queries", mine)
    assert listed.returncode == 1
    assert listed.stderr.startswith(f"skipped: {mine}/broken.cypher, line 2: '// :param day — when' is no line")
    assert "who-said-what" in listed.stdout
    assert "mine\n  by-outlet               Quotes on a policy by outlet\nmoney\n  dollars" in listed.stdout
    shown = run("ask", "--queries", mine, "by-outlet", "--help").stdout
    assert "How many quotes about a policy each outlet has carried." in shown and "--least" in shown
    asked = run("ask", "--queries", mine, "by-outlet", "--policy", "leaf-blower ban", "--store", seed_store)
    assert asked.returncode == 0
    assert "Harbor Gazette" in asked.stdout and "quoteIds" not in asked.stdout
    assert asked.stderr.startswith("note: ")
    assert run("ask", "--queries", mine, "by-outlet", "--policy", "leaf-blower ban", "--explain", "-q").stderr == ""


def test_the_folder_by_environment_and_for_exports(mine: Path, run: Run, seed_store: Path, tmp_path: Path) -> None:
    where = {"ONRECORD_QUERIES": str(mine), "ONRECORD_STORE": str(seed_store)}
    asked = run("ask", "dollars", "--format", "json", **where)
    assert all("$" in row["said"] for row in json.loads(asked.stdout))
    exported = run("export", "dollars", "-o", "money.graphml", **where)
    assert (exported.returncode, "nodes" in exported.stderr) == (0, True)
    assert run("ask", "policies", **where).returncode == 0


def test_a_broken_one_is_refused_when_it_is_asked(mine: Path, run: Run, seed_store: Path) -> None:
    done = run("ask", "--queries", mine, "broken", "--day", "2026-03-04", "--store", seed_store)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith(f"onrecord: {mine}/broken.cypher, line 2: ")


def test_one_of_the_same_name_takes_the_place_of_a_saved_one(mine: Path, run: Run, seed_store: Path) -> None:
    (mine / "broken.cypher").unlink()
    (mine / "policies.cypher").write_text("// Mine\nMATCH (p:Policy) RETURN p.name AS mine ORDER BY mine", "utf-8")
    done = run("ask", "--queries", mine, "policies", "--format", "json", "--store", seed_store)
    assert done.stderr == f"note: policies is the question of {mine}/policies.cypher, in the place of the saved one\n"
    assert {"mine": "leaf-blower ban"} in json.loads(done.stdout)
    assert run("ask", "--queries", mine).returncode == 0
    assert "mine" not in run("ask", "policies", "--format", "json", "--store", seed_store).stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--queries", "nowhere", "policies"], "nowhere: no such folder; --queries names one that holds .cypher files"),
        (["by-outlet", "--queries", "mine"], "--queries goes before the name: onrecord ask --queries DIR by-outlet …"),
        (["--queries", "mine", "by-outlets"], "no saved query 'by-outlets'; did you mean by-outlet or "),
        (["--queries", "mine", "sneaky"], "CREATE writes, and only reading is allowed here"),
        (["--queries", "mine", "columns"], "columns.cypher: // :table names speaker; there are outlet"),
        (["--queries", "mine", "twice"], "mine/twice.cypher: mine/money/twice.cypher has the same name"),
        (["--queries", "mine", "latin"], "latin.cypher: it cannot be read as UTF-8 text"),
        (["--queries", "mine", "by-outlet", "--policy", "ban", "--least", "99"], "fit; loosen the options\n"),
    ],
)
def test_faults(mine: Path, run: Run, seed_store: Path, arguments: list[str], message: str) -> None:
    (mine / "sneaky.cypher").write_text("// Sneaky\nMATCH (q:Quote) CREATE (n:X) RETURN n", "utf-8")
    (mine / "columns.cypher").write_text("// C\n// :table speaker\nMATCH (o:Outlet) RETURN o.name AS outlet", "utf-8")
    (mine / "latin.cypher").write_bytes("// Köln\nRETURN 1 AS one".encode("latin-1"))
    for file in (mine / "twice.cypher", mine / "money" / "twice.cypher"):
        file.write_text("// Twice\nRETURN 1 AS one", "utf-8")
    done = run("ask", *arguments, ONRECORD_STORE=str(seed_store))
    assert (done.returncode, done.stdout) == (1, "")
    assert message in done.stderr


def test_from_python(mine: Path, seed_store: Path) -> None:
    found = with_own(mine)
    assert set(found.queries) - set(catalogue()) == {"by-outlet", "dollars"}
    assert (found.queries["by-outlet"].group, found.queries["dollars"].group) == ("mine", "money")
    assert list(found.broken) == ["broken"]
    with open_store(str(seed_store)) as store:
        rows = ask(store, "by-outlet", queries=mine, policy="leaf-blower ban", least=2)
        assert rows and all(row["quotes"] >= 2 for row in rows)
        assert ask(store, "policies", queries=mine) == ask(store, "policies")
        with pytest.raises(BadQuestion, match="no saved query 'by-outlet'"):
            ask(store, "by-outlet", policy="leaf-blower ban")
        with pytest.raises(BadQuestion, match=r"broken.cypher, line 2"):
            ask(store, "broken", queries=mine)
        (mine / "sneaky.cypher").write_text("// S\nMATCH (q:Quote) SET q.text = '' RETURN q.id AS id", "utf-8")
        with pytest.raises(WritingStatement):
            ask(store, "sneaky", queries=mine)
    assert explain("by-outlet", queries=mine, policy="x").startswith(':param {policy: "x", least: 1}\n')
