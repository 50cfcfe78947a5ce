"""GraphML (graphml.graphdrawing.org), for Gephi, yEd, Cytoscape, igraph: dates as ISO text, lists joined by "; "."""

import re
from typing import Any, BinaryIO

import networkx as nx

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold."""


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write a graph as GraphML 1.0, UTF-8. Properties without a value are left out: the format has no null."""
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, properties in graph.nodes(data=True):
        flat.add_node(node, **_scalars(properties))
    for start, end, key, properties in graph.edges(keys=True, data=True):
        flat.add_edge(start, end, key=key, **_scalars(properties))
    nx.write_graphml(flat, stream, encoding="utf-8", named_key_ids=True)


def _scalars(properties: dict[str, Any]) -> dict[str, Any]:
    return {name: _scalar(value) for name, value in properties.items() if value is not None}


def _scalar(value: Any) -> Any:
    if isinstance(value, int | float):
        return value
    text = "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    return _NOT_XML.sub("\ufffd", text)
