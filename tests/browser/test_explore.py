"""`onrecord serve` and the real Neo4j Browser: a folder store, and a Neo4j, explored as the README tells."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import TYPE_CHECKING

from extract.records import ArticleQuotes
from graph.load import load
from graph.store import Login, open_store
from queries.explain import explain
from tests.browser.browser_page import captions, connect, rows, run_query
from tests.browser.serving import Serving
from tests.conftest import SEEDS, Run
from tests.server.neo4j_server import Neo4jServer, empty

if TYPE_CHECKING:
    from playwright.sync_api import Page

GRAPH = "MATCH p = (:Speaker)-[:SAID]->(:Quote)-[:ABOUT]->(:Policy {name: 'leaf-blower ban'}) RETURN p"


def test_other_commands_go_through_the_served_store(serving: Serving, run: Run, tmp_path: Path) -> None:
    store = tmp_path / "store"
    asked = run("ask", "policies", "--store", store, "--format", "csv")
    assert (asked.returncode, "leaf-blower ban" in asked.stdout) == (0, True)
    (tmp_path / "new.txt").write_text("Mayor Ana Ruiz said the snow tax would fall.")
    assert run("add", "new.txt", "--store", store).returncode == 0
    assert run("ask", "who-said-what", "--policy", "snow tax", "--store", store).returncode == 0
    assert serving.printed.count(serving.password) == 1
    assert serving.stop() == 0
    assert not (store / "serving.json").exists()
    again = run("ask", "who-said-what", "--policy", "snow tax", "--store", store)  # opened by itself now
    assert "Ana Ruiz" in again.stdout


def test_a_killed_server_leaves_a_store_that_opens(serving: Serving, run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.txt").write_text("Mayor Ana Ruiz said the snow tax would fall.")
    assert run("add", "new.txt", "--store", tmp_path / "store").returncode == 0
    serving.stop(signal.SIGKILL)
    assert (tmp_path / "store" / "serving.json").exists()
    asked = run("ask", "who-said-what", "--policy", "snow tax", "--store", tmp_path / "store")
    assert "Ana Ruiz" in asked.stdout


def test_serve_refuses_a_port_that_is_taken_and_a_store_that_is_served(
    serving: Serving, run: Run, tmp_path: Path
) -> None:
    port = serving.uri.rpartition(":")[2]
    taken = run("serve", "--store", tmp_path / "other", "--port", port)
    assert (taken.returncode, f"port {port} is in use" in taken.stderr) == (1, True)
    served = run("serve", "--store", tmp_path / "store", "--port", 0)
    assert (served.returncode, f"in use by process {serving.process.pid} (onrecord serve)" in served.stderr) == (
        1,
        True,
    )
    server = run("serve", "--store", "bolt://127.0.0.1:7687")
    assert (server.returncode, "is a server already" in server.stderr) == (1, True)


def explore(page: Page) -> None:
    """Draw the graph of a policy, and run a saved query as its file stands."""
    drawn = captions(run_query(page, GRAPH))
    assert any(caption.startswith("leaf") for caption in drawn)
    assert len(drawn) > 10
    parameters, _, statement = explain("policies", policy="leaf-blower ban").partition("\n;\n")
    run_query(page, parameters)
    table = rows(run_query(page, statement))
    assert table[0][1:3] == ["policy", "jurisdiction"]
    assert table[1][1] == '"leaf-blower ban"'
    script = run_query(page, explain("policies", policy="a } in a name"))  # pasted at one go
    assert 'policy: "a \\u007d in a name"' in script.inner_text()
    assert "ERROR" not in script.inner_text()


def test_the_browser_explores_a_folder_store(serving: Serving, browser_url: str, browser_page: Page) -> None:
    connect(browser_page, browser_url, serving.uri, serving.user, serving.password, database="onrecord")
    explore(browser_page)


def test_the_browser_explores_neo4j(
    neo4j_5: Neo4jServer, seed_quotes: list[ArticleQuotes], browser_url: str, browser_page: Page
) -> None:
    empty(neo4j_5)
    with open_store(neo4j_5.uri, login=Login(neo4j_5.user, neo4j_5.password)) as store:
        load(store, seed_quotes)
    connect(browser_page, browser_url, neo4j_5.uri, neo4j_5.user, neo4j_5.password, database="neo4j")
    explore(browser_page)


def test_serve_makes_a_store_that_is_missing(run: Run, tmp_path: Path) -> None:
    serving = Serving(tmp_path / "fresh")
    assert run("add", SEEDS / "articles", "--store", tmp_path / "fresh").returncode == 0
    assert serving.stop(signal.SIGTERM) == 0
    assert serving.process.stdout is not None
    assert "stopped; the store is closed" in serving.process.stdout.read()
    serving.process.stdout.close()
