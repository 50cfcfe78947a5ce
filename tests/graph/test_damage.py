"""Damaged stores say so: no missing or shortened file of a store makes it answer as if it were empty."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from extract.records import ArticleQuotes
from graph import embedded, schema
from graph.damage import damages, recorded
from graph.embedded import Engine, StoreError
from graph.folder import database_folder
from graph.load import load
from graph.store import open_store
from queries.catalogue import ask
from tests.conftest import Run
from tests.graph.graph_state import whole_graph


def shorten(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def empty(file: Path) -> None:
    os.truncate(file, 0)


def harmed(folder: Path) -> Iterator[tuple[Path, Callable[[Path], None]]]:
    """Each file of a closed store with each way to harm it."""
    for file in sorted(file for file in folder.rglob("*") if file.is_file() and "engine" not in file.parts):
        yield from ((file, how) for how in (Path.unlink, empty, shorten) if how is Path.unlink or file.stat().st_size)


def test_a_file_that_is_missing_or_short_is_told_or_does_not_matter(seed_store: Path, tmp_path: Path) -> None:
    with open_store(str(seed_store)) as store:
        before, answer = whole_graph(store), ask(store, "policies")
    town, told = tmp_path / "town", 0
    for file, harm in harmed(seed_store):
        shutil.rmtree(town, ignore_errors=True)
        shutil.copytree(seed_store, town)
        harm(town / file.relative_to(seed_store))
        found = damages(town)
        told += bool(found)
        assert not found or file.name in found[0]
        try:
            with open_store(str(town)) as store:
                assert whole_graph(store) == before
                assert ask(store, "policies") == answer
            assert not found
        except StoreError as error:
            assert "is damaged" in str(error) or "schema.prev.json is no JSON" in str(error)
    assert told > 150


@pytest.mark.parametrize("marker", ["", "{", "[" * 200_000, '{"sizes": {"a": null}}', '{"sizes": {"a": 1e999}}', "[]"])
def test_a_marker_that_no_store_writes_is_damage(tmp_path: Path, seed_store: Path, marker: str) -> None:
    shutil.copytree(seed_store, tmp_path / "town")
    (tmp_path / "town" / "onrecord-store.json").write_text(marker)
    assert damages(tmp_path / "town") == ["onrecord-store.json is missing or cannot be read"]
    with pytest.raises(StoreError, match="is damaged"), open_store(str(tmp_path / "town")):
        pass


@pytest.mark.parametrize("lost", ["databases", "databases/onrecord"])
def test_a_lost_database_is_told_by_every_command(seed_store: Path, tmp_path: Path, run: Run, lost: str) -> None:
    shutil.copytree(seed_store, tmp_path / "town")
    shutil.rmtree(tmp_path / "town" / lost)
    for command in (["ask", "policies"], ["status"], ["remove", "x"], ["export", "policies", "-o", "x.gexf"]):
        done = run(*command, "--store", "town")
        assert (done.returncode, "is damaged" in done.stderr) == (1, True)
        assert "onrecord status --verify --store" in done.stderr
    verified = run("status", "--verify", "--store", "town")
    assert (verified.returncode, verified.stdout) == (1, "")
    assert verified.stderr.splitlines() == damages(tmp_path / "town")
    assert not (tmp_path / "town" / lost).exists()  # nothing was opened


def test_a_store_of_release_01_has_no_record_and_lost_files_are_told(seed_store: Path, tmp_path: Path) -> None:
    town = tmp_path / "town"
    shutil.copytree(seed_store, town)
    (town / "onrecord-store.json").write_text('{"store": "onrecord", "engine": "arcadedb"}')
    assert damages(town) == []
    for file in sorted(database_folder(town).glob("*.v*.*")):
        if file.name.endswith("_bf"):
            continue
        content = file.read_bytes()
        file.unlink()
        assert damages(town) == [f"{file.name.split('.')[0]} is missing or cannot be read"]
        file.write_bytes(content)


KILLED = """
import os, signal, sys
from extract.lines import quote_lines
from graph.load import load
from graph.store import open_store

def kill(done):
    if done.articles >= 8:
        os.kill(os.getpid(), signal.SIGKILL)

with open_store(sys.argv[1]) as store:
    load(store, quote_lines([sys.argv[2]], on_problem=print), batch_quotes=20, on_batch=kill)
"""


@pytest.fixture
def killed(seed_quotes: list[ArticleQuotes], tmp_path: Path) -> Path:
    """A store whose first load was killed."""
    (tmp_path / "lines.jsonl").write_text("".join(f"{article.to_json()}\n" for article in seed_quotes))
    done = subprocess.run([sys.executable, "-c", KILLED, tmp_path / "town", tmp_path / "lines.jsonl"], timeout=240)
    assert done.returncode == -signal.SIGKILL
    return tmp_path / "town"


def test_a_killed_store_is_whole_and_what_it_lost_is_told(killed: Path, seed_quotes: list[ArticleQuotes]) -> None:
    assert damages(killed) == []
    for name in (
        "Quote_0.*.bucket",
        "Quote_0_out_edges*",
        "Article_0_*umtidx",
        "schema.json",
        "dictionary*",
        "database.lck",
    ):
        (file,) = database_folder(killed).glob(name)
        content = file.read_bytes()
        file.unlink()
        assert len(damages(killed)) == 1
        with pytest.raises(StoreError, match="is damaged"), open_store(str(killed)):
            pass
        file.write_bytes(content)
    with open_store(str(killed)) as store:
        assert load(store, seed_quotes).articles + 8 >= 12
    assert not recorded(killed).opened


def test_records_that_a_killed_store_lost_are_told(seed_store: Path, tmp_path: Path) -> None:
    shutil.copytree(seed_store, tmp_path / "town")
    code = "import os, sys; from pathlib import Path; from graph.embedded import Engine\n"
    code += "Engine(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", code, tmp_path / "town"], timeout=240)
    assert recorded(tmp_path / "town").opened
    (file,) = database_folder(tmp_path / "town").glob("Quote_0.*.bucket")
    size = file.stat().st_size
    empty(file)
    assert damages(tmp_path / "town") == [f"{file.name} has 0 bytes and had {size:,}"]


def test_a_store_killed_before_its_full_text_index_gets_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(embedded, "FULL_TEXT_SQL", ())
        Engine(tmp_path / "town").close()
    with open_store(str(tmp_path / "town")) as store:
        store.prepare()
        store.execute("CREATE (:Quote {id: 'a', text: 'The harbor fee is a tax'})")
        search = "CALL db.index.fulltext.queryNodes($index, 'tax') YIELD node RETURN node.id AS id"
        assert store.read(search, index=schema.QUOTE_TEXT_INDEX) == [{"id": "a"}]


def test_an_index_that_was_lost_is_made_again_by_the_next_load(
    killed: Path, seed_quotes: list[ArticleQuotes], tmp_path: Path
) -> None:
    (file,) = database_folder(killed).glob("Article_0_*umtidx")
    empty(file)
    with open_store(str(killed)) as store:
        load(store, seed_quotes)
        repaired = whole_graph(store)
        assert {"article_id"} <= {row["name"] for row in store.read("SHOW CONSTRAINTS YIELD name RETURN name")}
    with open_store(str(tmp_path / "other")) as store:
        load(store, seed_quotes)
        assert whole_graph(store) == repaired


def test_a_deleted_password_of_an_earlier_release_does_not_matter(seed_store: Path, tmp_path: Path, run: Run) -> None:
    shutil.copytree(seed_store, tmp_path / "town")
    for name in ("config", "backups", "log"):
        (tmp_path / "town" / name).mkdir()
    (tmp_path / "town" / "password").write_text("of release 0.1")
    assert run("ask", "policies", "--store", "town").returncode == 0
    (tmp_path / "town" / "password").unlink()
    assert run("ask", "policies", "--store", "town").returncode == 0
