"""How nodes and edges are drawn: colours (Okabe and Ito's, for all eyes), sizes and captions, as in Neo4j Browser."""

from dataclasses import dataclass
from math import sqrt

from graph.export.values import Properties, one_line


@dataclass(frozen=True, slots=True)
class Look:
    """Of a kind of node: colours as #RRGGBB, the diameter in pixels (of one with 114 edges), a shape of Graphviz."""

    colour: str
    border: str
    text: str
    diameter: int
    shape: str = "ellipse"


LOOKS = {
    "Speaker": Look("#0072B2", "#00507D", "#FFFFFF", 65),
    "Person": Look("#0072B2", "#00507D", "#FFFFFF", 65),
    "Organization": Look("#56B4E9", "#2390CB", "#000000", 65),
    "Document": Look("#A9D6F5", "#56B4E9", "#000000", 65),
    "Group": Look("#CC79A7", "#AA4682", "#000000", 50),
    "Anonymous": Look("#E4E4E4", "#8E8E8E", "#000000", 50),
    "Quote": Look("#F0E442", "#B8AD0E", "#000000", 50, "note"),
    "Policy": Look("#D55E00", "#964200", "#000000", 80, "hexagon"),
    "Topic": Look("#E69F00", "#A37000", "#000000", 65, "octagon"),
    "Article": Look("#009E73", "#006D4F", "#000000", 80, "box"),
    "Outlet": Look("#444444", "#000000", "#FFFFFF", 65, "house"),
}
"""By label, and for speakers by kind; `queries/browser/onrecord.grass` says the same to Neo4j Browser."""

EDGES = {"SAID": "#0072B2", "ABOUT": "#D55E00", "ECHOES": "#CC79A7"}
"""Colours of edges by type; others are `OTHER_EDGE`."""

OTHER = Look("#BBBBBB", "#8E8E8E", "#000000", 50)
OTHER_EDGE = "#999999"


def look(properties: Properties) -> Look:
    """The look of a node: that of its kind, if it is a speaker's, or of its label."""
    return LOOKS.get(properties.get("kind", ""), LOOKS.get(properties.get("label", ""), OTHER))


def edge_colour(properties: Properties) -> str:
    """The colour of an edge, as #RRGGBB."""
    return EDGES.get(properties.get("type", ""), OTHER_EDGE)


def caption(node: str, properties: Properties) -> str:
    """What a node is called, on one line: its name, or title, or key."""
    return one_line(properties.get("name") or properties.get("title") or node)


def edge_caption(key: str, properties: Properties) -> str:
    """What an edge is called, on one line: the stance of ABOUT where there is one, else its type."""
    return one_line(properties.get("stance") or properties.get("type") or key)


def diameter(properties: Properties, degree: int) -> float:
    """The diameter of a node in pixels: it grows with the square root of its edges, to half more than its kind's."""
    return round(look(properties).diameter * min(1.5, 0.2 + 0.075 * sqrt(degree)), 1)
