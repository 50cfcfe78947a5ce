"""How nodes and edges are drawn: colours (Okabe and Ito's, for all eyes), sizes and captions, as in Neo4j Browser."""

from dataclasses import dataclass
from math import sqrt

from graph.export.values import Properties, one_line


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Of a kind of node: colours as #RRGGBB, the diameter in pixels (of one with 114 edges), a shape of Graphviz."""

    colour: str
    border: str
    text: str
    diameter: int
    shape: str = "ellipse"


LOOKS = {
    "Speaker": Look(colour="#0072B2", border="#00507D", text="#FFFFFF", diameter=65),
    "Person": Look(colour="#0072B2", border="#00507D", text="#FFFFFF", diameter=65),
    "Organization": Look(colour="#56B4E9", border="#2390CB", text="#000000", diameter=65),
    "Document": Look(colour="#A9D6F5", border="#56B4E9", text="#000000", diameter=65),
    "Group": Look(colour="#CC79A7", border="#AA4682", text="#000000", diameter=50),
    "Anonymous": Look(colour="#E4E4E4", border="#8E8E8E", text="#000000", diameter=50),
    "Quote": Look(colour="#F0E442", border="#B8AD0E", text="#000000", diameter=50, shape="note"),
    "Policy": Look(colour="#D55E00", border="#964200", text="#000000", diameter=80, shape="hexagon"),
    "Topic": Look(colour="#E69F00", border="#A37000", text="#000000", diameter=65, shape="octagon"),
    "Article": Look(colour="#009E73", border="#006D4F", text="#000000", diameter=80, shape="box"),
    "Outlet": Look(colour="#444444", border="#000000", text="#FFFFFF", diameter=65, shape="house"),
}
"""By label, and for speakers by kind; `queries/browser/onrecord.grass` says the same to Neo4j Browser."""

EDGES = {"SAID": "#0072B2", "ABOUT": "#D55E00", "ECHOES": "#CC79A7"}
"""Colours of edges by type; others are `OTHER_EDGE`."""

OTHER = Look(colour="#BBBBBB", border="#8E8E8E", text="#000000", diameter=50)
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
