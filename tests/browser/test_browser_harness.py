from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.browser_page import captions, connect, rows, run_query
from tests.server.neo4j_server import Neo4jServer, empty

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_draws_and_lists_a_graph(browser_url: str, browser_page: Page, neo4j_5: Neo4jServer) -> None:
    empty(neo4j_5)
    with neo4j_5.driver() as driver:
        driver.execute_query(
            "CREATE (:Speaker {id: 's', name: 'Jane Roe'})-[:SAID]->(:Quote {id: 'q', title: 'The bill', text: 'No.'})"
        )
    connect(browser_page, browser_url, neo4j_5.uri, neo4j_5.user, neo4j_5.password, database="neo4j")
    graph = run_query(browser_page, "MATCH p = (:Speaker)-[:SAID]->(:Quote) RETURN p")
    assert sorted(captions(graph)) == ["Jane Roe", "The bill"]
    table = run_query(browser_page, "// Don't (trip\nMATCH (s:Speaker)\nRETURN s.name AS name, 1 AS one")
    assert rows(table) == [["", "name", "one"], ["1", '"Jane Roe"', "1"]]
    with pytest.raises(RuntimeError, match="nobody"):
        run_query(browser_page, "RETURN nobody")


def test_tells_a_refusal(browser_url: str, browser_page: Page, neo4j_5: Neo4jServer) -> None:
    with pytest.raises(RuntimeError, match="Unauthorized"):
        connect(browser_page, browser_url, neo4j_5.uri, neo4j_5.user, "wrong")
