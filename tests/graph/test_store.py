import json
import os
import socket
from pathlib import Path

import pytest

from graph import schema
from graph.embedded import USER, Engine, StoreError
from graph.folder import DATABASE
from graph.store import Login, Store, open_store
from tests.conftest import Opener, Run
from tests.server.neo4j_server import Neo4jServer


def test_an_empty_store_has_no_version_and_prepare_makes_one(store: Store) -> None:
    assert store.version() is None
    for _ in range(2):
        store.prepare()
    assert store.version() == schema.VERSION
    constraints = store.read("SHOW CONSTRAINTS YIELD name RETURN name")
    assert {f"{label.lower()}_{key}" for label, key in schema.KEYS.items()} <= {row["name"] for row in constraints}
    indexes = {row["name"] for row in store.read("SHOW INDEXES YIELD name RETURN name")}
    assert {"quote_published", schema.QUOTE_TEXT_INDEX} <= indexes


def test_quotes_are_found_by_full_text(store: Store) -> None:
    store.prepare()
    store.execute("CREATE (:Quote {id: 'a', text: 'The harbor fee is a tax'}), (:Quote {id: 'b', text: 'No comment'})")
    search = "CALL db.index.fulltext.queryNodes($index, 'tax') YIELD node RETURN node.id AS id"
    assert store.read(search, index=schema.QUOTE_TEXT_INDEX) == [{"id": "a"}]


def test_a_key_is_unique(store: Store) -> None:
    store.prepare()
    store.execute("CREATE (:Quote {id: 'a'})")
    with pytest.raises(StoreError):
        store.execute("CREATE (:Quote {id: 'a'})")


def test_dates_come_back_as_dates(store: Store) -> None:
    (row,) = store.read(
        "RETURN date('2026-03-04') AS day, [date('2026-03-05')] AS days, {d: date('2026-03-06')} AS map"
    )
    assert json.dumps(row, default=str) == '{"day": "2026-03-04", "days": ["2026-03-05"], "map": {"d": "2026-03-06"}}'


def test_a_statement_that_fails_writes_nothing_and_says_what_is_wrong(store: Store) -> None:
    with pytest.raises(StoreError, match="nobody"):
        store.execute("CREATE (:Quote {id: 'a'}) WITH 1 AS one RETURN nobody")
    assert store.read("MATCH (q:Quote) RETURN q.id AS id") == []


def test_a_store_of_a_later_release_is_refused_unharmed(reopen: Opener) -> None:
    with reopen() as store:
        store.execute("CREATE (:Schema {id: 'onrecord', version: 99}), (:Quote {id: 'kept'})")
    with pytest.raises(StoreError, match=r"schema version 99, and this onrecord has .*upgrade onrecord"), reopen():
        pass


@pytest.mark.parametrize("version", ["'two'", "1.5", "true", "[2]"])
def test_a_version_that_is_no_number_is_refused(reopen: Opener, version: str) -> None:
    with reopen() as store:
        store.execute(f"CREATE (:Schema {{id: 'onrecord', version: {version}}})")
    with (
        pytest.raises(StoreError, match=r"has the schema version .*, which is no number: .*nothing was changed"),
        reopen(),
    ):
        pass


def test_wrong_password_and_no_server(neo4j_5: Neo4jServer) -> None:
    wrong = open_store(neo4j_5.uri, login=Login("neo4j", "wrong"))
    with pytest.raises(StoreError, match="refused the user or the password"), wrong:
        pass
    with socket.socket() as probe:  # bound and not listening: nobody answers there
        probe.bind(("127.0.0.1", 0))
        uri = f"bolt://127.0.0.1:{probe.getsockname()[1]}"
        with pytest.raises(StoreError, match=f"no server answers at {uri}"), open_store(uri, login=Login("neo4j", "x")):
            pass


@pytest.mark.parametrize("uri", ["http://localhost:7474", "bolt://", "redis://localhost"])
def test_an_address_that_is_none(uri: str) -> None:
    with pytest.raises(StoreError, match=r"no address of a store|no usable address|no server answers"), open_store(uri):
        pass


def test_the_password_is_never_shown() -> None:
    assert "secret" not in repr(Login("neo4j", "secret"))


def test_a_folder_with_spaces_and_other_letters(tmp_path: Path) -> None:
    folder = tmp_path / "Zeitung für Köln" / "store 日本"
    with open_store(str(folder)) as store:
        store.prepare()
    with open_store(str(folder)) as store:
        assert store.version() == schema.VERSION


def test_a_folder_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(StoreError, match="is not a store of onrecord, and not empty"), open_store(str(tmp_path)):
        pass
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.docx"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(StoreError, match="cannot be used: Not a directory"),
        open_store(str(tmp_path / "file" / "store")),
    ):
        pass


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_permission(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError, match="cannot be used: Permission denied"), open_store(str(tmp_path / "store")):
        pass


def test_a_store_in_use_is_named_with_its_owner(tmp_path: Path, run: Run) -> None:
    with open_store(str(tmp_path / "store")):
        done = run("ask", "policies", "--store", tmp_path / "store")
    assert done.returncode == 1
    assert f"is in use by process {os.getpid()}" in done.stderr
    with open_store(str(tmp_path / "store")):  # and is free again
        pass


def test_an_address_left_by_a_killed_server_is_cleared(tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store")) as store:
        store.prepare()
    stale = tmp_path / "store" / "serving.json"
    stale.write_text(json.dumps({"uri": "bolt://127.0.0.1:9", "pid": 1}))
    with open_store(str(tmp_path / "store")) as store:
        assert store.version() == schema.VERSION
    assert not stale.exists()


def test_a_served_folder_is_written_to_by_its_folder(tmp_path: Path, run: Run) -> None:
    engine = Engine(tmp_path / "town")
    try:
        engine.announce()
        login = Login(USER, engine.password, DATABASE)
        with (
            open_store(engine.uri, login=login) as store,
            pytest.raises(StoreError, match="--store FOLDER"),
            store.alone(),
        ):
            pass
        with open_store(str(tmp_path / "town")) as store, store.alone():
            assert store.name == str(tmp_path / "town")
    finally:
        engine.close()
