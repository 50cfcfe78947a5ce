"""Who speaks about which policy as a network: laid out once, drawn as SVG."""

from collections import Counter
from dataclasses import dataclass
from math import sqrt
from xml.etree.ElementTree import Element, SubElement, tostring

import networkx as nx

from queries.report.figures import Line, lines
from queries.report.gather import NOBODY, Report
from queries.report.palette import Palette

MOST = 150
"""Nodes, the most quoted: more are a ball of wool."""
WIDTH, HEIGHT = 1000, 640
_MARGINS = (95, 48)
"""Room for labels at the sides, above and below."""
_LETTER = 6.6
"""Pixels of an average letter of a label, and its height below."""
_LINE = 16
_DROP = 13
"""Pixels from a node down to the base line of its label."""
ZOOMS = (0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0)
"""How far in a reader can be; labels keep their size, so there is room for more of them the farther."""


Key = tuple[str, str]
"""Of a node: its name, and "speaker" or "policy"."""
Places = dict[Key, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Node:
    """A speaker or a policy; `zoom` is the least at which its label covers no other."""

    name: str
    kind: str
    quotes: int
    x: float
    y: float
    zoom: float


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes with the lines between them; `left_out` is how many less quoted nodes have no room."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    left_out: int


def network(report: Report) -> Network | None:
    """Lay out the most quoted speakers and policies; the same report gives the same places. None without speakers."""
    every = [line for line in lines(report) if line.speaker != NOBODY]
    if not every:
        return None
    counts: Counter[Key] = Counter()
    for line in every:
        counts[line.speaker, "speaker"] += line.quotes
        counts[line.policy, "policy"] += line.quotes
    chosen = [key for key, _ in counts.most_common(MOST)]
    room = {*chosen}
    kept = [line for line in every if {(line.speaker, "speaker"), (line.policy, "policy")} <= room]
    graph: nx.Graph[Key] = nx.Graph()
    graph.add_nodes_from(chosen)
    graph.add_weighted_edges_from(((line.speaker, "speaker"), (line.policy, "policy"), line.quotes) for line in kept)
    places = _places(graph)
    zooms = _zooms(places, counts)
    return Network(
        nodes=tuple(Node(*key, counts[key], *places[key], zooms[key]) for key in chosen),
        lines=tuple(kept),
        left_out=len(counts) - len(chosen),
    )


def _places(graph: "nx.Graph[Key]") -> Places:
    """Where each node is, in a picture of WIDTH × HEIGHT."""
    # by springs: forceatlas2_layout crowds the speakers of one policy around it
    found = nx.spring_layout(graph, seed=7, iterations=400, k=4 / sqrt(len(graph)), weight=None)
    spans = []
    for axis in (0, 1):
        values = sorted(float(place[axis]) for place in found.values())
        spans.append((values[0], max(values[-1] - values[0], 1e-9)))
    inner = (WIDTH - 2 * _MARGINS[0], HEIGHT - 2 * _MARGINS[1])
    x, y = (
        {
            key: round(_MARGINS[axis] + inner[axis] * (float(place[axis]) - spans[axis][0]) / spans[axis][1], 1)
            for key, place in found.items()
        }
        for axis in (0, 1)
    )
    return {key: (x[key], y[key]) for key in graph}


def _zooms(places: Places, counts: dict[Key, int]) -> dict[Key, float]:
    """The least zoom at which each label covers no node, and no label of one more quoted; beyond the last for some."""
    zooms: dict[Key, float] = {}
    for key in places:
        zooms[key] = next(
            (
                zoom
                for zoom in ZOOMS
                if not any(
                    _covers(places, key, rival, zoom, counts, labelled=zooms.get(rival, ZOOMS[-1] + 1) <= zoom)
                    for rival in places
                    if rival != key
                )
            ),
            ZOOMS[-1] + 1,
        )
    return zooms


def _covers(places: Places, one: Key, other: Key, zoom: float, counts: dict[Key, int], *, labelled: bool) -> bool:
    """Whether the label of one node covers another node, or its label where it is `labelled`."""
    across, down = ((a - b) * zoom for a, b in zip(places[one], places[other], strict=True))
    down += radius(counts[one]) + _DROP - 4  # from the other's middle to the middle of the label
    half, size = _LETTER * len(shortened(one[0])) / 2, radius(counts[other])
    kept_clear = one[1] == "speaker" or counts[other] > counts[one]  # a policy's label says more than a small node
    if kept_clear and abs(across) < half + size and abs(down) < _LINE / 2 + size:
        return True
    down -= size + _DROP - 4
    return labelled and abs(across) < half + _LETTER * len(shortened(other[0])) / 2 and abs(down) < _LINE


def radius(quotes: int) -> float:
    """Of a node: its area grows with the quotes."""
    return min(4 + 2.2 * sqrt(quotes), 22)


def shortened(name: str) -> str:
    """A label of 28 characters at most."""
    return name if len(name) <= 28 else name[:27].rstrip() + "…"


def drawn(network: Network, palette: Palette, *, told: str) -> str:
    """The SVG, `told` its accessible name. Lines and nodes carry `data-` attributes for a page that can be searched."""
    root = Element(
        "svg",
        {"xmlns": "http://www.w3.org/2000/svg", "viewBox": f"0 0 {WIDTH} {HEIGHT}", "role": "img", "aria-label": told},
    )
    places = {(node.name, node.kind): (number, node) for number, node in enumerate(network.nodes)}
    canvas = SubElement(root, "g", {"font-family": palette.font, "font-size": "12", "text-anchor": "middle"})
    for line in network.lines:
        (one, speaker), (other, policy) = places[line.speaker, "speaker"], places[line.policy, "policy"]
        attributes = {
            "class": "line", "data-ends": f"{one} {other}", "x1": f"{speaker.x}", "y1": f"{speaker.y}",
            "x2": f"{policy.x}", "y2": f"{policy.y}", "stroke-linecap": "round",
            "stroke-width": f"{min(1 + 1.3 * sqrt(line.quotes), 10):.1f}",
            "stroke": palette.stances[line.stance] if line.stance else palette.faint,
        }  # fmt: skip
        if line.stance in _DASHES:
            attributes["stroke-dasharray"] = _DASHES[line.stance]
        SubElement(SubElement(canvas, "line", attributes), "title").text = _of_line(line)
    for number, node in reversed([*enumerate(network.nodes)]):  # the most quoted on top
        group = SubElement(
            canvas, "g", {"class": f"node {node.kind}", "data-node": f"{number}", "data-name": node.name,
                          "data-zoom": f"{node.zoom:g}", "transform": f"translate({node.x},{node.y})"},
        )  # fmt: skip
        SubElement(group, "title").text = f"{node.name}: {node.quotes} quote{'' if node.quotes == 1 else 's'}"
        size = radius(node.quotes)
        outline = {"stroke": palette.ground, "stroke-width": "1.5"}
        if node.kind == "speaker":
            SubElement(group, "circle", {"r": f"{size:.1f}", "fill": palette.accent, **outline})
        else:
            box = {"x": f"{-size:.1f}", "y": f"{-size:.1f}", "width": f"{2 * size:.1f}", "height": f"{2 * size:.1f}"}
            SubElement(group, "rect", {**box, "rx": "3", "fill": palette.policy, **outline})
        _label(group, node, palette)
    return tostring(root, encoding="unicode")


_DASHES = {"against": "7 5", "mixed": "1 6"}
"""So that a stance is told by more than its colour."""


def _label(group: Element, node: Node, palette: Palette) -> None:
    halo = {"stroke": palette.ground, "stroke-width": "3.5", "stroke-linejoin": "round", "paint-order": "stroke"}
    weight = {"font-weight": "bold"} if node.kind == "policy" else {}
    label = SubElement(
        group, "text", {"y": f"{radius(node.quotes) + _DROP:.1f}", "fill": palette.ink, **halo, **weight}
    )
    label.text = shortened(node.name)
    if node.zoom > 1:
        label.set("display", "none")


def _of_line(line: Line) -> str:
    stances = ", ".join(f"{number} {stance}" for stance, number in line.stances.items() if number)
    return f"{line.speaker} about {line.policy}: {line.quotes}{f' ({stances})' if stances else ''}"
