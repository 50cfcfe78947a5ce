"""The part of the graph that backs an answer, as a networkx MultiDiGraph."""

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from graph.schema import KEYS
from graph.store import Store

_QUOTES_OF = {
    "quoteId": "MATCH (q:Quote) WHERE q.id IN $ids RETURN q.id AS id",
    "speakerId": "MATCH (s:Speaker) WHERE s.id IN $ids MATCH (s)-[:SAID]->(q:Quote) RETURN q.id AS id",
    "policyId": "MATCH (p:Policy) WHERE p.id IN $ids MATCH (q:Quote)-[:ABOUT]->(p) RETURN q.id AS id",
}
_TRIPLES = (
    "MATCH (a:Speaker)-[r:SAID]->(b:Quote) WHERE b.id IN $ids",
    "MATCH (a:Quote)-[r:ABOUT|APPEARS_IN|TOLD_TO]->(b) WHERE a.id IN $ids",
    "MATCH (q:Quote)-[:APPEARS_IN]->(a:Article)-[r:PUBLISHED_BY]->(b:Outlet) WHERE q.id IN $ids",
    "MATCH (q:Quote)-[:ABOUT]->(a:Policy)-[r:IN_AREA]->(b:Topic) WHERE q.id IN $ids",
)
_COLUMNS = (
    " RETURN DISTINCT labels(a) AS fromLabels, properties(a) AS fromNode, type(r) AS type, properties(r) AS edge,"
    " labels(b) AS toLabels, properties(b) AS toNode"
)


def subgraph(store: Store, rows: Iterable[Mapping[str, Any]]) -> "nx.MultiDiGraph[str]":
    """The quotes that back an answer's rows, with their speakers, articles, outlets, policies and topics.

    The rows' `quoteId` tells the quotes; rows without one stand for all quotes of their `speakerId` or `policyId`.
    Nodes are keyed ``Label/key`` ("Speaker/person:ines-calloway") and carry `label`, `kind` (the second label of a
    speaker) and the node's properties; edges are keyed by their type and carry `type` and the properties.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ids = _quote_ids(store, list(rows))
    for pattern in _TRIPLES:
        for row in store.read(pattern + _COLUMNS, ids=ids):
            ends = [_add_node(graph, row[f"{end}Labels"], row[f"{end}Node"]) for end in ("from", "to")]
            graph.add_edge(ends[0], ends[1], key=row["type"], type=row["type"], **row["edge"])
    return graph


def _quote_ids(store: Store, rows: list[Mapping[str, Any]]) -> list[str]:
    column = next((name for name in _QUOTES_OF if any(name in row for row in rows)), None)
    if column is None:
        return []
    wanted = sorted({row[column] for row in rows if row[column] is not None})
    return [row["id"] for row in store.read(_QUOTES_OF[column], ids=wanted)]


def _add_node(graph: "nx.MultiDiGraph[str]", labels: list[str], properties: dict[str, Any]) -> str:
    label = next(name for name in KEYS if name in labels)
    key = f"{label}/{properties[KEYS[label]]}"
    kinds = [name for name in labels if name != label]
    graph.add_node(key, label=label, **({"kind": kinds[0]} if kinds else {}), **properties)
    return key
