"""GraphML (graphml.graphdrawing.org), for Gephi, yEd, Cytoscape, igraph: dates as ISO text, lists joined by "; "."""

from typing import Any, BinaryIO

import networkx as nx

from graph.export.values import edges, nodes, xml_text


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write a graph as GraphML 1.0, UTF-8. Properties without a value are left out: the format has no null."""
    flat: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, properties in nodes(graph):
        flat.add_node(xml_text(node), **{name: _scalar(value) for name, value in properties.items()})
    for start, end, key, properties in edges(graph):
        told = {name: _scalar(value) for name, value in properties.items()}
        flat.add_edge(xml_text(start), xml_text(end), key=xml_text(key), **told)
    nx.write_graphml(flat, stream, encoding="utf-8", named_key_ids=True)


def _scalar(value: Any) -> Any:
    return value if isinstance(value, int | float) else xml_text(value)
