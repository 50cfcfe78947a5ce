"""Node-link JSON, as networkx reads it back and D3 draws it: dates as ISO text, lists as lists."""

from typing import BinaryIO

import networkx as nx

from extract.safe_text import json_text
from graph.export.values import in_order


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write a graph as ``{"directed", "multigraph", "nodes": […], "edges": […]}``, UTF-8."""
    data = nx.node_link_data(in_order(graph), edges="edges")
    stream.write(json_text(data, indent=1).encode() + b"\n")
