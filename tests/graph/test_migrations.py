"""Stores that earlier releases wrote, kept as lines in `stores/` (of the seed articles), are brought up to date."""

import json
from pathlib import Path

import pytest

from graph import migrations, schema
from graph.embedded import StoreError
from graph.migrations import migrate
from graph.status import status
from graph.store import Login, Store, open_store
from queries.catalogue import ask
from tests.conftest import Opener, Run
from tests.graph.graph_state import whole_graph
from tests.server.neo4j_server import Neo4jServer, empty

KEPT = sorted((Path(__file__).parent / "stores").glob("*.jsonl"))


def put(store: Store, kept: Path) -> None:
    """Write a kept store as it was, days as days."""
    for line in map(json.loads, kept.read_text("utf-8").splitlines()):
        days = {name: line["properties"].pop(name, None) for name in ("published", "firstSeen", "lastSeen")}
        dated = ", ".join(f"x.{name} = date($days.{name})" for name, day in days.items() if day)
        dates = f" SET {dated}" if dated else ""
        if "labels" in line:
            made = f"CREATE (x:{':'.join(line['labels'])}) SET x = $properties"
            store.execute(made + dates, properties=line["properties"], days=days)
        else:
            (a, key_a, from_), (b, key_b, to) = line["from"], line["to"]
            ends = f"MATCH (a:{a} {{{key_a}: $a}}) MATCH (b:{b} {{{key_b}: $b}})"
            made = f"{ends} CREATE (a)-[x:{line['type']}]->(b) SET x = $properties"
            store.execute(made + dates, properties=line["properties"], days=days, a=from_, b=to)


@pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.stem)
def test_a_store_of_every_release_is_brought_up(reopen: Opener, kept: Path) -> None:
    with reopen() as store:
        put(store, kept)
        before = whole_graph(store)
    with pytest.raises(StoreError, match=r"has schema version 1.*nothing was changed: run `onrecord migrate"), reopen():
        pass
    with reopen(outdated=True) as store:
        assert whole_graph(store) == before
        assert "run `onrecord migrate`" in status(store).schema
        assert migrate(store) == 1
        after = whole_graph(store)
        assert migrate(store) == schema.VERSION
        assert whole_graph(store) == after
    with reopen() as store:
        assert store.version() == schema.VERSION
        rows = ask(store, "who-said-what", policy="leaf-blower", act="all", min_confidence=0.0, min_policy_score=0.0)
        assert {"Omar Castellane", "Camille Ibarrola"} <= {row["speaker"] for row in rows}
        assert {row["stanceScore"] for row in rows} == {None}  # no release before told it
        names = {"speaker_search", "policy_search"}
        embedded = "ArcadeDB" in store.server
        assert embedded or names <= {name.split(" ")[0] for name in status(store).indexes}


def test_a_migration_cut_short_is_finished_by_running_it_again(reopen: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    with reopen() as store:
        put(store, KEPT[0])
    with reopen(outdated=True) as store:
        with monkeypatch.context() as patch:
            patch.setattr(migrations, "in_batches", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                migrate(store)
        assert store.version() == 1
        assert migrate(store) == 1


def test_a_store_of_a_later_release_is_left_alone(neo4j_5: Neo4jServer, run: Run) -> None:
    empty(neo4j_5)
    login = Login(neo4j_5.user, neo4j_5.password)
    with open_store(neo4j_5.uri, login=login) as store:
        store.prepare()
        store.execute("MATCH (s:Schema) SET s.version = 99")
        before = whole_graph(store)
    environment = {"NEO4J_URI": neo4j_5.uri, "NEO4J_PASSWORD": neo4j_5.password}
    for command in (["migrate"], ["status"], ["ask", "policies"], ["remove", "x"]):
        done = run(*command, **environment)
        assert done.returncode == 1
        assert "has schema version 99" in done.stderr and "upgrade onrecord" in done.stderr
    with neo4j_5.driver() as driver:
        assert driver.execute_query("MATCH (s:Schema) RETURN s.version AS v").records[0]["v"] == 99
        driver.execute_query("MATCH (s:Schema) SET s.version = $v", v=schema.VERSION)
    with open_store(neo4j_5.uri, login=login) as store:
        assert len(whole_graph(store)) == len(before)


def test_migrate_from_the_command_line(run: Run, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "town")) as store:
        put(store, KEPT[0])
    assert run("ask", "policies", "--store", "town").returncode == 1
    done = run("migrate", "--store", "town")
    assert done.stderr == f"town went from schema version 1 to {schema.VERSION}\n"
    assert run("migrate", "--store", "town").stderr == f"town has schema version {schema.VERSION} already\n"
    assert "leaf-blower ban" in run("ask", "policies", "--store", "town").stdout
