"""The Cypher script, run on the embedded engine and on real Neo4j."""

import math
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import networkx as nx
import pytest

from extract.safe_text import web_address
from graph.export.cypher import literal
from graph.schema import KEYS, SPEAKER_LABELS
from graph.store import Login, Store, open_store
from tests.graph.export.conftest import LINES, NAMES, Graph, Written
from tests.server.neo4j_server import Neo4jServer, empty


def statements(script: bytes) -> Iterator[str]:
    """What cypher-shell makes of a script: comments left out, a statement up to each semicolon at the end of a line."""
    text = "".join(line for line in script.decode().splitlines(keepends=True) if not line.startswith("//"))
    return filter(None, (statement.strip() for statement in re.split(r";$", text, flags=re.MULTILINE)))


def run(store: Store, script: bytes) -> None:
    for statement in statements(script):
        store.execute(statement)


def graph_of(store: Store) -> "Graph[str]":
    """All of a store, keyed as a subgraph is."""
    found: Graph[str] = nx.MultiDiGraph()
    keys: dict[str, str] = {}
    for row in store.read("MATCH (n) RETURN elementId(n) AS at, labels(n) AS labels, properties(n) AS properties"):
        label = next(name for name in KEYS if name in row["labels"])
        kinds = [name for name in row["labels"] if name in SPEAKER_LABELS.values()]
        keys[row["at"]] = f"{label}/{row['properties'][KEYS[label]]}"
        found.add_node(keys[row["at"]], label=label, **({"kind": kinds[0]} if kinds else {}), **row["properties"])
    ends = "RETURN elementId(a) AS a, type(r) AS type, properties(r) AS properties, elementId(b) AS b"
    for row in store.read(f"MATCH (a)-[r]->(b) {ends}"):
        found.add_edge(keys[row["a"]], keys[row["b"]], key=row["type"], type=row["type"], **row["properties"])
    return found


def told(graph: "Graph[str]") -> tuple[Any, Any]:
    """Nodes and edges with the properties that have a value; an address of none of the web is none."""

    def valued(properties: dict[str, Any]) -> dict[str, Any]:
        values = {name: value for name, value in properties.items() if value is not None}
        return {name: value for name, value in values.items() if name != "url" or web_address(value)}

    nodes = {node: valued(properties) for node, properties in graph.nodes(data=True)}
    edges = {(start, end, key): valued(data) for start, end, key, data in graph.edges(keys=True, data=True)}
    return nodes, edges


@pytest.mark.parametrize("which", ["seed_graph", "hostile_graph"])
def test_the_script_makes_the_same_graph_and_may_be_run_twice(
    request: pytest.FixtureRequest, store: Store, written: Written, which: str
) -> None:
    graph: Graph[str] = request.getfixturevalue(which)
    script = written(graph, "cypher")
    run(store, script)
    assert told(graph_of(store)) == told(graph)
    run(store, script)
    assert told(graph_of(store)) == told(graph)
    assert store.read("MATCH (n) RETURN count(n) AS n") == [{"n": graph.number_of_nodes()}]
    assert store.read("MATCH ()-[r]->() RETURN count(r) AS n") == [{"n": graph.number_of_edges()}]


def test_the_script_adds_to_a_graph_that_is_there(store: Store, hostile_graph: "Graph[str]", written: Written) -> None:
    store.prepare()
    store.execute("CREATE (:Quote {id: $id, note: 'mine'})", id=f"0:{NAMES[0]}")
    run(store, written(hostile_graph, "cypher"))
    (row,) = store.read("MATCH (q:Quote {note: 'mine'}) RETURN q.text AS text, q.published AS day")
    assert row == {"text": LINES, "day": date(2026, 3, 1)}


@pytest.mark.parametrize("version", ["CYPHER 5", "CYPHER 25"])
def test_the_script_is_valid_in_both_versions_of_cypher(
    neo4j_2026: Neo4jServer, hostile_graph: "Graph[str]", written: Written, version: str
) -> None:
    empty(neo4j_2026)
    with open_store(neo4j_2026.uri, login=Login(neo4j_2026.user, neo4j_2026.password)) as store:
        for statement in statements(written(hostile_graph, "cypher")):
            store.execute(f"{version} {statement}")
        assert told(graph_of(store)) == told(hostile_graph)


def test_constraints_come_first_and_each_statement_ends_its_line(seed_graph: "Graph[str]", written: Written) -> None:
    found = list(statements(written(seed_graph, "cypher")))
    kinds = [statement.split()[0] for statement in found]
    assert kinds == sorted(kinds) and set(kinds) == {"CREATE", "UNWIND"}
    assert kinds.count("CREATE") == 6
    assert all("MERGE" in statement for statement in found if statement.startswith("UNWIND"))
    assert not any(re.search(r"\bCREATE\b|\bDELETE\b", re.sub(r"'(?:\\.|[^'\\])*'", "", s)) for s in found[6:])


def test_values_as_cypher() -> None:
    assert literal("it's \\ \n\x07'; DROP") == r"'it\'s \\ \n\u0007\'; DROP'"
    assert literal({"a b": [1, 2.5, True, None], "day": date(2026, 3, 4), "none": []}) == (
        "{`a b`: [1, 2.5, true, null], day: date('2026-03-04'), none: []}"
    )
    assert math.isclose(float(literal(1e-7)), 1e-7)
