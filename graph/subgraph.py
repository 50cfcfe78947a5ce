"""The part of the graph that backs an answer, as a networkx MultiDiGraph."""

from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from graph.schema import KEYS
from graph.store import Store

_TRIPLES = (
    "MATCH (a:Speaker)-[r:SAID]->(b:Quote) WHERE b.id IN $ids",
    "MATCH (a:Quote)-[r:APPEARS_IN|TOLD_TO|MENTIONS]->(b) WHERE a.id IN $ids",
    "MATCH (a:Quote)-[r:ABOUT]->(b:Topic) WHERE a.id IN $ids",
    "MATCH (a:Quote)-[r:ABOUT]->(b:Policy) WHERE a.id IN $ids AND r.score >= $likely",
    "MATCH (q:Quote)-[:APPEARS_IN]->(a:Article)-[r:PUBLISHED_BY]->(b:Outlet) WHERE q.id IN $ids",
    "MATCH (q:Quote)-[about:ABOUT]->(a:Policy)-[r:IN_AREA]->(b:Topic) WHERE q.id IN $ids AND about.score >= $likely",
)
_COLUMNS = (
    " RETURN DISTINCT labels(a) AS fromLabels, properties(a) AS fromNode, type(r) AS type, properties(r) AS edge,"
    " labels(b) AS toLabels, properties(b) AS toNode"
)


def subgraph(
    store: Store, rows: Iterable[Mapping[str, Any]], *, min_policy_score: float = 0.0
) -> "nx.MultiDiGraph[str]":
    """The quotes that back an answer's rows, with their speakers, articles, outlets, policies and topics.

    The rows tell the quotes by their `quoteId` or `quoteIds`; policies that a quote is less likely about than
    `min_policy_score` are left out.
    Nodes are keyed ``Label/key`` ("Speaker/person:ines-calloway") and carry `label`, `kind` (the second label of a
    speaker) and the node's properties, but for an article's text and what only the store needs. Edges are keyed by
    their type and carry `type` and the properties; where a quote gives a speaker or a policy under several forms, the
    keys of the others have the form (`given`) behind the type.

    Examples
    --------
    >>> from onrecord import ask, open_store
    >>> with open_store("town") as store:
    ...     graph = subgraph(store, ask(store, "evidence", quote="58933fdcc009:593"))
    >>> sorted({type for _, _, type in graph.edges(keys=True)})
    ['ABOUT', 'APPEARS_IN', 'IN_AREA', 'PUBLISHED_BY', 'SAID']
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ids = sorted({id for row in rows for id in row.get("quoteIds", [row.get("quoteId")]) if id is not None})
    for pattern in _TRIPLES:
        found = store.read(pattern + _COLUMNS, ids=ids, likely=min_policy_score)
        for row in sorted(found, key=lambda row: row["edge"].get("given", "")):
            start, end = (_add_node(graph, row[f"{end}Labels"], row[f"{end}Node"]) for end in ("from", "to"))
            again = graph.has_edge(start, end, row["type"])
            key = f"{row['type']} {row['edge']['given']}" if again and "given" in row["edge"] else row["type"]
            graph.add_edge(start, end, key=key, type=row["type"], **row["edge"])
    return graph


def _add_node(graph: "nx.MultiDiGraph[str]", labels: list[str], properties: dict[str, Any]) -> str:
    label = next(name for name in KEYS if name in labels)
    key = f"{label}/{properties[KEYS[label]]}"
    kinds = [name for name in labels if name != label]
    left_out = {"search", "unsettled", "loadHash", *(["text"] if label == "Article" else [])}
    told = {name: value for name, value in properties.items() if name not in left_out}
    graph.add_node(key, label=label, **({"kind": kinds[0]} if kinds else {}), **told)
    return key
