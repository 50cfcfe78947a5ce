"""DOT, for Graphviz (``sfdp -Tsvg graph.dot -o graph.svg``): captions, colours, shapes; what was said as a tooltip."""

import textwrap
from typing import BinaryIO

import networkx as nx

from extract.safe_text import printable, web_address
from graph.export.look import caption, edge_caption, edge_colour, look
from graph.export.values import edges, nodes, one_line


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write a graph as DOT, UTF-8."""
    import pydot

    drawn = pydot.Dot("onrecord", graph_type="digraph", charset="UTF-8", overlap="false", outputorder="edgesfirst")
    drawn.set_node_defaults(style="filled", fontname='"Helvetica"', fontsize="10")
    drawn.set_edge_defaults(fontname='"Helvetica"', fontsize="8")
    for node, properties in nodes(graph):
        shown = look(properties)
        drawn_node = pydot.Node(
            _quoted(node),
            label=_lines(caption(node, properties)),
            tooltip=_text(properties.get("text") or caption(node, properties)),
            shape=shown.shape,
            fillcolor=_quoted(shown.colour),
            color=_quoted(shown.border),
            fontcolor=_quoted(shown.text),
        )
        if link := web_address(properties.get("link") or properties.get("url")):
            drawn_node.set("URL", _text(link))
        drawn.add_node(drawn_node)
    for start, end, key, properties in edges(graph):
        label, colour = _text(edge_caption(key, properties)), _quoted(edge_colour(properties))
        drawn.add_edge(pydot.Edge(_quoted(start), _quoted(end), key=_quoted(key), label=label, color=colour))
    stream.write(drawn.to_string().encode())


def _quoted(id: str) -> str:
    return '"' + printable(id).replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(value: str) -> str:
    """Text that Graphviz shows, where a backslash begins an escape."""
    return _quoted(one_line(value))


def _lines(words: str) -> str:
    """A label on lines of 24 characters."""
    return '"' + "\\n".join(_text(line)[1:-1] for line in textwrap.wrap(words, 24) or [""]) + '"'
