"""Cytoscape JSON (.cyjs), for Cytoscape.js (``cytoscape({container, ...file})``), Cytoscape and networkx.

Each element has its properties as `data`, its label and kind as `classes`; nodes have a `position`, and `style` colours
them. Days are ISO text, lists are lists.
"""

from typing import Any, BinaryIO

import networkx as nx

from extract.safe_text import json_text
from graph.export.layout import positions
from graph.export.look import EDGES, LOOKS, OTHER_EDGE, caption, diameter, edge_caption
from graph.export.values import edges, nodes


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write a graph as Cytoscape JSON, UTF-8."""
    placed = positions(graph)
    drawn_nodes = [
        {
            "data": {
                **{("onrecordId" if name == "id" else "nodeLabel" if name == "label" else name): value
                   for name, value in properties.items()},
                "id": node, "value": node, "label": caption(node, properties),
                "name": properties.get("name", caption(node, properties)),
                "size": diameter(properties, graph.degree(node)),
            },
            "position": dict(zip("xy", placed[node], strict=True)),
            "classes": " ".join(filter(None, (properties.get("label"), _kind(properties)))),
        }
        for node, properties in nodes(graph)
    ]  # fmt: skip
    drawn_edges = [
        {
            "data": {
                **{("nameInArticle" if name == "name" else name): value for name, value in properties.items()},
                "id": f"edge{number}", "source": start, "target": end, "key": key, "interaction": key,
                "name": f"{start} ({key}) {end}", "label": edge_caption(key, properties),
            },
            "classes": key,
        }
        for number, (start, end, key, properties) in enumerate(edges(graph))
    ]  # fmt: skip
    file = {
        "format_version": "1.0",
        "generated_by": "onrecord",
        "target_cytoscapejs_version": "~3",
        "data": {"name": "onrecord"},
        "directed": True,
        "multigraph": True,
        "elements": {"nodes": drawn_nodes, "edges": drawn_edges},
        "style": _style(),
        "layout": {"name": "preset"},
    }
    stream.write(json_text(file, indent=1).encode() + b"\n")


def _kind(properties: Any) -> str | None:
    """The kind of a speaker: a quote has one of another sort."""
    return properties.get("kind") if properties.get("label") == "Speaker" else None


def _style() -> list[dict[str, Any]]:
    node = {"label": "data(label)", "width": "data(size)", "height": "data(size)", "font-size": 10}
    node |= {"text-wrap": "ellipsis", "text-max-width": 120, "text-valign": "bottom"}
    edge = {"label": "data(label)", "font-size": 7, "width": 1, "curve-style": "bezier", "line-color": OTHER_EDGE}
    edge |= {"target-arrow-shape": "triangle", "target-arrow-color": OTHER_EDGE}
    return [
        {"selector": "node", "style": node},
        {"selector": "edge", "style": edge},
        *(
            {"selector": f".{label}", "style": {"background-color": look.colour, "border-color": look.border}}
            for label, look in LOOKS.items()
        ),
        *(
            {"selector": f".{type}", "style": {"line-color": colour, "target-arrow-color": colour}}
            for type, colour in EDGES.items()
        ),
    ]
