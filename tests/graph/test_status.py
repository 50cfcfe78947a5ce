import json
from pathlib import Path

from extract.records import ArticleQuotes
from graph import schema
from graph.load import load
from graph.status import status
from graph.store import Store
from tests.conftest import Run


def test_a_store_in_numbers(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    assert (status(store).version, status(store).loaded, status(store).schema) == (None, None, "none yet")
    load(store, seed_quotes)
    found = status(store)
    assert (found.version, found.schema) == (schema.VERSION, str(schema.VERSION))
    assert found.loaded is not None
    assert found.nodes["Article"] == len(seed_quotes)
    assert found.nodes["Quote"] == found.relationships["APPEARS_IN"] == sum(len(a.quotes) for a in seed_quotes)
    assert {"quote_id", "speaker_id", "outlet_name"} <= set(found.constraints)
    assert any(name.startswith("Quote[text]") for name in found.indexes)
    assert all("online" in name for name in found.indexes)
    types = {row["type"] for row in store.read("MATCH ()-[r]->() RETURN DISTINCT type(r) AS type")}
    assert types <= found.relationships.keys()


def test_status_from_the_command_line(run: Run, seed_store: Path) -> None:
    done = run("status", "--store", seed_store, "--format", "json")
    (row,) = json.loads(done.stdout)
    assert (row["Article"], row["schema"]) == (12, str(schema.VERSION))
    assert run("status", "--store", "nowhere").returncode == 1
