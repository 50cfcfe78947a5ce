"""A folder store is data: what else a received folder holds is refused by name, or never read."""

import json
import os
import shutil
import stat
import subprocess
from pathlib import Path
from typing import Any

import pytest

from graph.embedded import Locked, Served, StoreError
from graph.folder import check_descriptions, check_files, database_folder
from graph.store import open_store
from tests.conftest import Run


@pytest.fixture
def received(seed_store: Path, tmp_path: Path) -> Path:
    """A store that somebody sent."""
    return Path(shutil.copytree(seed_store, tmp_path / "received"))


def refused(folder: Path, match: str) -> None:
    """Opening raises with this in its message, and starts no engine."""
    shutil.rmtree(folder / "engine")
    with pytest.raises(StoreError, match=match), open_store(str(folder)):
        pass
    assert not (folder / "engine").exists()


@pytest.mark.parametrize(
    "place",
    [
        "lib/plugins/evil.jar",
        "evil.jar",
        "arcadedb-server.json",
        "plugins/evil.jar",
        "databases/other/schema.json",
        "databases/evil.jar",
        "databases/onrecord/evil.jar",
        "databases/onrecord/lib/evil.jar",
        "databases/onrecord/.snapshot-new/schema.json",
    ],
)
def test_a_file_that_no_store_has_is_named(received: Path, place: str) -> None:
    (received / place).parent.mkdir(parents=True, exist_ok=True)
    (received / place).write_text("{}")
    refused(received, f"{place} is not a file that stores have")


@pytest.mark.parametrize("place", ["databases", "databases/onrecord", "databases/onrecord/schema.json", "owner.lock"])
def test_a_link_is_named(received: Path, tmp_path: Path, place: str) -> None:
    (received / place).rename(tmp_path / "elsewhere")
    (received / place).symlink_to(tmp_path / "elsewhere")
    refused(received, f"{place} is a link")


def test_what_people_and_their_programs_leave_is_no_reason_to_refuse(received: Path) -> None:
    for name in ("corrections.yaml", "corrections.yaml~", "corrections.wikidata.csv", ".DS_Store"):
        (received / name).write_text("")
    check_files(received)


SCRIPT = {"type": "JAVASCRIPT", "typeName": "Quote", "timing": "AFTER", "event": "READ", "code": "evil()"}


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (["triggers"], {"evil": SCRIPT}),
        (["functions"], {"evil": {"language": "js", "functions": {"run": {"code": "evil()"}}}}),
        (["materializedViews"], {"evil": {"query": "SELECT evil()"}}),
        (["continuousAggregates"], {"evil": {"query": "SELECT evil()"}}),
        (["types", "Quote", "properties", "text", "default"], "evil()"),
        (["types", "Quote", "bucketSelectionStrategy"], "evil.Strategy"),
        (["types", "a/properties/x", "type/default"], "evil()"),
        (["extensions"], {"evil": ["evil.Class"]}),
    ],
)
def test_a_schema_with_statements_or_classes_is_refused(received: Path, keys: list[str], value: Any) -> None:
    for name in ("schema.json", "schema.prev.json"):
        file = database_folder(received) / name
        before = file.read_text()
        schema = json.loads(before)
        within = schema
        for key in keys[:-1]:
            within = within.setdefault(key, {})
        within[keys[-1]] = value
        file.write_text(json.dumps(schema, indent=8))
        with pytest.raises(StoreError, match=f"{name} has text at {keys[0]}"):
            check_descriptions(received)
        file.write_text(before)
    check_descriptions(received)


def test_an_analyzer_is_a_class_that_would_be_loaded(received: Path) -> None:
    file = database_folder(received) / "schema.json"
    schema = json.loads(file.read_text())
    (index,) = (i for i in schema["types"]["Quote"]["indexes"].values() if i["type"] == "FULL_TEXT")
    index["analyzer"] = "evil.Analyzer"
    file.write_text(json.dumps(schema, indent=8))
    refused(received, "has text at types/Quote/indexes/.*/analyzer")


@pytest.mark.parametrize("written", ["{triggers: {evil: 'evil()'}}", '{"types": {}, "types": {"a": {}}}', "[" * 10**6])
def test_a_schema_that_the_engine_might_read_otherwise_is_refused(received: Path, written: str) -> None:
    (database_folder(received) / "schema.prev.json").write_text(written)
    refused(received, "schema.prev.json is no JSON")


def test_the_configuration_of_a_database_is_empty(received: Path) -> None:
    written = {"configuration": {"arcadedb.externalPropertyBucketPath": "/elsewhere"}}
    (database_folder(received) / "configuration.json").write_text(json.dumps(written))
    refused(received, "configuration.json has text at configuration/arcadedb.externalPropertyBucketPath")


def test_what_the_engine_runs_on_is_never_the_folders(received: Path) -> None:
    planted = [received / "engine" / "lib" / "plugins" / "evil.jar", received / "engine" / "config" / "backup.json"]
    for file in planted:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("{}")
    users = received / "engine" / "config" / "server-users.jsonl"
    users.write_text('{"name":"evil","databases":{"*":["admin"]},"password":"known"}\n')
    with open_store(str(received)) as store:
        assert store.read("MATCH (q:Quote) RETURN count(q) AS n") == [{"n": 120}]
        assert not any(map(Path.exists, planted))
        assert "evil" not in users.read_text()


@pytest.mark.parametrize("place", ["engine", "lib"])
def test_folders_without_end_are_refused(received: Path, place: str) -> None:
    shutil.rmtree(received / "engine")
    here = os.open(received, os.O_RDONLY)
    for _ in range(2000):
        os.mkdir(place, dir_fd=here)
        below = os.open(place, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    with pytest.raises(StoreError, match="nested too deep"), open_store(str(received)):
        pass
    subprocess.run(["rm", "-rf", received / place], check=True)


def test_an_address_that_somebody_else_chose_is_never_asked(received: Path) -> None:
    with open_store(str(received)):
        for written in (
            {"uri": "bolt://203.0.113.7:7687", "pid": 1},
            ["bolt://203.0.113.7"],
            {"port": "x", "password": 1},
        ):
            (received / "serving.json").write_text(json.dumps(written))
            with pytest.raises(Locked, match="is in use by process") as locked, open_store(str(received)):
                pass
            assert locked.value.served is None
    assert Served(port=7687, password="secret").uri == "bolt://127.0.0.1:7687"
    assert "secret" not in repr(Served(port=7687, password="secret"))


def test_nobody_else_may_look_into_a_new_store(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir(mode=0o755)
    for name in ("new", "empty"):
        with open_store(str(tmp_path / name)) as store, store.alone():
            pass
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o700
        for file in ("owner.lock", "writing.lock", "onrecord-store.json"):
            assert stat.S_IMODE((tmp_path / name / file).stat().st_mode) == 0o600


def test_a_store_that_others_may_read_is_told_once_with_what_to_run(received: Path, run: Run, tmp_path: Path) -> None:
    received.chmod(0o755)
    asked = run("ask", "policies", "--store", "received")
    command = "chmod -R go= received"
    assert asked.stderr.count("other users of this machine may read received") == asked.stderr.count(command) == 1
    os.system(f"cd '{tmp_path}' && {command}")
    assert "other users" not in run("ask", "policies", "--store", "received").stderr
    (tmp_path / "mine").mkdir(mode=0o755)
    (tmp_path / "mine" / "thesis.txt").write_text("")
    assert "other users" not in run("status", "--store", "mine").stderr  # no store, so none of our business
