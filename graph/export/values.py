"""What several formats share: the order of nodes and edges, and values as text."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import networkx as nx

from extract.safe_text import printable, web_address

Properties = Mapping[str, Any]

_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ADDRESSES = ("link", "url")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")


def nodes(graph: "nx.MultiDiGraph[str]") -> list[tuple[str, Properties]]:
    """The nodes in order of their keys, with the properties that have a value: the same graph gives the same file."""
    return [(node, _told(graph.nodes[node])) for node in sorted(graph)]


def edges(graph: "nx.MultiDiGraph[str]") -> list[tuple[str, str, str, Properties]]:
    """The edges in order of their ends and keys: start, end, key, and the properties that have a value."""
    found = sorted(graph.edges(keys=True, data=True), key=lambda edge: (edge[0], edge[1], str(edge[2])))
    return [(start, end, str(key), _told(properties)) for start, end, key, properties in found]


def in_order(graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """The same graph with nodes, edges and their properties in order, and without properties that have no value."""
    ordered: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node, properties in nodes(graph):
        ordered.add_node(node, **properties)
    for start, end, key, properties in edges(graph):
        ordered.add_edge(start, end, key=key, **properties)
    return ordered


def _told(properties: Properties) -> dict[str, Any]:
    """The properties that have a value; an address that is none of the web, of an older store, counts as none."""
    told = {name: properties[name] for name in sorted(properties) if properties[name] is not None}
    return {name: value for name, value in told.items() if name not in _ADDRESSES or web_address(value)}


def text(value: Any) -> str:
    """A value as text: nothing for None, days as 2026-03-04, the items of a list joined by "; "."""
    if value is None:
        return ""
    return "; ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def xml_text(value: Any) -> str:
    """A value as printable text that XML 1.0 can hold: U+FFFD for what it cannot."""
    return _NOT_XML.sub("\ufffd", printable(text(value)))


def one_line(value: Any, *, edges: bool = False) -> str:
    """A value as printable text on a line: one space for each run of white space and control characters.

    At its ends there is none, or with `edges` one where there was some.
    """
    line = printable(_BLANK.sub(" ", text(value)))
    return line if edges else line.strip()


def joined(values: Iterable[Any]) -> str:
    """Values as text, each once, in their order, joined by "; "."""
    return "; ".join(dict.fromkeys(filter(None, map(text, values))))
