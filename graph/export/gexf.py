"""GEXF 1.3 (gexf.net), Gephi's own format: captions, colours, sizes and positions, typed attributes, and a timeline.

Quotes, articles and the edges of quotes begin on their day (`start`), so Gephi's timeline shows what was said when.
Lists are joined by "; ", days are ISO text. Properties whose names Gephi keeps for itself have "onrecord" before them.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, BinaryIO
from xml.etree import ElementTree as ET

import networkx as nx

from graph.export.layout import positions
from graph.export.look import caption, diameter, edge_caption, edge_colour, look
from graph.export.quotes import day
from graph.export.values import Properties, edges, nodes, xml_text

_NAMESPACE = "http://gexf.net/1.3"
_VIZ = "http://gexf.net/1.3/viz"
_TAKEN = {"id", "label", "type", "source", "target", "weight", "kind", "start", "end", "timeset", "interval"}
"""Columns of Gephi's tables."""
_TYPES = {bool: "boolean", int: "long", float: "double"}


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write a graph as GEXF 1.3, UTF-8."""
    ET.register_namespace("viz", _VIZ)
    days = {node: day(properties.get("published")) for node, properties in graph.nodes(data=True)}
    dynamic = {"mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"} if any(days.values()) else {}
    root = ET.Element("gexf", {"xmlns": _NAMESPACE, "version": "1.3"})
    ET.SubElement(ET.SubElement(root, "meta"), "creator").text = "onrecord"
    drawn = ET.SubElement(root, "graph", {"defaultedgetype": "directed", **(dynamic or {"mode": "static"})})
    columns = _columns(drawn, "node", (properties for _, properties in nodes(graph)))
    edge_columns = _columns(drawn, "edge", (properties for *_, properties in edges(graph)))
    placed = positions(graph)

    parent = ET.SubElement(drawn, "nodes", count=str(graph.number_of_nodes()))
    for node, properties in nodes(graph):
        names = {"id": xml_text(node), "label": xml_text(caption(node, properties))}
        element = ET.SubElement(parent, "node", {**names, **_start(days[node])})
        _values(element, properties, columns)
        _colour(element, look(properties).colour)
        x, y = placed[node]
        # Gephi's y grows upwards
        ET.SubElement(element, f"{{{_VIZ}}}position", {"x": str(x), "y": str(-y or 0.0), "z": "0.0"})
        ET.SubElement(element, f"{{{_VIZ}}}size", {"value": str(diameter(properties, graph.degree(node)))})

    parent = ET.SubElement(drawn, "edges", count=str(graph.number_of_edges()))
    for number, (start, end, key, properties) in enumerate(edges(graph)):
        names = {"id": str(number), "source": xml_text(start), "target": xml_text(end), "kind": xml_text(key)}
        names["label"] = xml_text(edge_caption(key, properties))
        element = ET.SubElement(parent, "edge", {**names, **_start(days[start] or days[end])})
        _values(element, properties, edge_columns)
        _colour(element, edge_colour(properties))
    ET.indent(root, " ")
    ET.ElementTree(root).write(stream, encoding="utf-8", xml_declaration=True)


def _columns(parent: ET.Element, of: str, rows: Iterable[Properties]) -> dict[str, str]:
    """Declare the properties that nodes or edges have; return the id of each."""
    types: dict[str, set[str]] = {}
    for properties in rows:
        for name, value in properties.items():
            types.setdefault(name, set()).add(_TYPES.get(type(value), "string"))
    ids = {name: f"{of}{number}" for number, name in enumerate(sorted(types))}
    declared = ET.SubElement(parent, "attributes", {"class": of, "mode": "static"})
    for name, id in ids.items():
        title = xml_text(f"onrecord {name}" if name.lower() in _TAKEN else name)
        kinds = types[name]
        kind = kinds.pop() if len(kinds) == 1 else "double" if kinds == {"long", "double"} else "string"
        ET.SubElement(declared, "attribute", {"id": id, "title": title, "type": kind})
    return ids


def _start(day: date | None) -> dict[str, str]:
    return {"start": day.isoformat()} if day else {}


def _values(parent: ET.Element, properties: Properties, ids: dict[str, str]) -> None:
    values = ET.SubElement(parent, "attvalues")
    for name, value in properties.items():
        ET.SubElement(values, "attvalue", {"for": ids[name], "value": _value(value)})


def _value(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else xml_text(value)


def _colour(parent: ET.Element, colour: str) -> None:
    red, green, blue = (str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    ET.SubElement(parent, f"{{{_VIZ}}}color", {"r": red, "g": green, "b": blue, "a": "1.0"})
