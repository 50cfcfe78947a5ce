"""SVG, a picture that needs no other file and no script: nodes in the colours of their kinds, with captions and titles.

The width and height are those of the picture in pixels; it scales. A node grows with the number of its edges.
"""

import textwrap
from typing import BinaryIO
from xml.etree import ElementTree as ET

import networkx as nx

from graph.export.layout import positions
from graph.export.look import LOOKS, caption, diameter, edge_caption, edge_colour, look
from graph.export.values import Properties, edges, nodes, one_line, xml_text

_MARGIN = 90.0  # pixels around the nodes, for captions that hang over
_CAPTIONED = 150
"""Nodes of a graph whose quotes have captions too; in larger ones they would cover all else."""


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write a picture of a graph as SVG 1.1, UTF-8."""
    placed = positions(graph)
    left = min((x for x, _ in placed.values()), default=0.0) - _MARGIN
    top = min((y for _, y in placed.values()), default=0.0) - _MARGIN
    width = max((x for x, _ in placed.values()), default=0.0) + _MARGIN - left
    height = max((y for _, y in placed.values()), default=0.0) + _MARGIN - top
    picture = _element(
        None, "svg", xmlns="http://www.w3.org/2000/svg", version="1.1", width=_px(width), height=_px(height),
        viewBox=f"{_px(left)} {_px(top)} {_px(width)} {_px(height)}",
        font_family="Helvetica, Arial, 'DejaVu Sans', sans-serif", font_size="11", text_anchor="middle",
    )  # fmt: skip
    ET.SubElement(picture, "title").text = f"{len(placed)} nodes, {graph.number_of_edges()} edges"
    _element(picture, "rect", x=_px(left), y=_px(top), width="100%", height="100%", fill="#FFFFFF")
    lines = _element(picture, "g", stroke_opacity="0.45", stroke_width="1.2")
    for start, end, key, properties in edges(graph):
        _edge(lines, placed[start], placed[end], key, properties)
    discs, captions = _element(picture, "g"), _element(picture, "g")
    for node, properties in nodes(graph):
        across = diameter(properties, graph.degree(node))
        _disc(discs, placed[node], across, node, properties)
        if properties.get("label") != "Quote" or len(placed) <= _CAPTIONED:
            _caption(captions, placed[node], across, caption(node, properties), properties)
    _legend(picture, graph, left + 20, top + 20)
    ET.indent(picture, " ")
    ET.ElementTree(picture).write(stream, encoding="utf-8", xml_declaration=True)


def _edge(
    parent: ET.Element, start: tuple[float, float], end: tuple[float, float], key: str, properties: Properties
) -> None:
    line = _element(
        parent, "line", x1=_px(start[0]), y1=_px(start[1]), x2=_px(end[0]), y2=_px(end[1]),
        stroke=edge_colour(properties),
    )  # fmt: skip
    ET.SubElement(line, "title").text = xml_text(edge_caption(key, properties))


def _disc(parent: ET.Element, place: tuple[float, float], across: float, node: str, properties: Properties) -> None:
    shown = look(properties)
    disc = _element(
        parent, "circle", cx=_px(place[0]), cy=_px(place[1]), r=_px(across / 2), fill=shown.colour,
        stroke=shown.border,
    )  # fmt: skip
    about = (properties.get("kind", properties.get("label")), properties.get("published"))
    told = properties.get("text") or caption(node, properties)
    ET.SubElement(disc, "title").text = xml_text("\n".join(filter(None, (one_line(told), *map(one_line, about)))))


def _caption(parent: ET.Element, place: tuple[float, float], across: float, words: str, properties: Properties) -> None:
    quote = properties.get("label") == "Quote"
    lines = textwrap.wrap(xml_text(words), 22 if quote else 18, max_lines=2, placeholder="…") or [""]
    size, colour = (8, "#555555") if quote else (11, "#000000")
    # a white rim keeps captions readable on top of edges
    said = _element(
        parent, "text", font_size=str(size), fill=colour, stroke="#FFFFFF", stroke_width="3", paint_order="stroke",
        stroke_linejoin="round", pointer_events="none",
    )  # fmt: skip
    for n, line in enumerate(lines):
        part = _element(said, "tspan", x=_px(place[0]), y=_px(place[1] + across / 2 + size * (1.1 * n + 1)))
        part.text = line


def _legend(parent: ET.Element, graph: "nx.MultiDiGraph[str]", left: float, top: float) -> None:
    """The colours that the picture has, with what they stand for."""
    present = {properties.get(name) for _, properties in nodes(graph) for name in ("kind", "label")}
    legend = _element(parent, "g", text_anchor="start")
    for n, kind in enumerate(kind for kind in LOOKS if kind in present and kind != "Speaker"):
        _element(
            legend, "circle", cx=_px(left), cy=_px(top + 16 * n), r="5", fill=LOOKS[kind].colour,
            stroke=LOOKS[kind].border,
        )  # fmt: skip
        _element(legend, "text", x=_px(left + 10), y=_px(top + 16 * n + 4)).text = kind


def _element(parent: ET.Element | None, tag: str, **attributes: str) -> ET.Element:
    """An element; underscores in the names of attributes are hyphens."""
    named = {name if name == "viewBox" else name.replace("_", "-"): value for name, value in attributes.items()}
    return ET.Element(tag, named) if parent is None else ET.SubElement(parent, tag, named)


def _px(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
