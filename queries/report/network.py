"""Who speaks about which policy as a network: laid out once, drawn as SVG."""

from collections import Counter
from dataclasses import dataclass
from math import sqrt
from xml.etree.ElementTree import Element, SubElement, tostring

import networkx as nx
import numpy as np

from extract.reporting import counted
from queries.report.figures import Line, lines, shortened
from queries.report.gather import NOBODY, Gathered
from queries.report.palette import Palette

MOST = 150
"""Nodes, the most quoted: more are a ball of wool."""
WIDTH, HEIGHT = 1000, 640
_MARGINS = (95, 48)
"""Room for labels at the sides, above and below."""
_LETTERS = {"speaker": 6.8, "policy": 7.8}
"""Pixels of an average letter of a label: a policy's is bold."""
_LINE = 16
_DROP = 13
"""Pixels from a node down to the base line of its label."""
_SPREAD, _GAP, _PUSHES = 0.6, 5, 60
"""How evenly a crowd in the middle is spread over the picture, from 0; pixels between nodes; steps to get there."""
ZOOMS = (0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0)
"""How far in a reader can be; labels keep their size, so there is room for more of them the farther."""


Key = tuple[str, str]
"""Of a node: its name, and "speaker" or "policy"."""
Places = dict[Key, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Node:
    """A speaker or a policy; `zoom` is the least at which its label covers no other. Its area grows with `quotes`."""

    name: str
    kind: str
    quotes: int
    radius: float
    x: float
    y: float
    zoom: float


@dataclass(frozen=True, slots=True)
class Network:
    """Nodes with the lines between them; `left_out` is how many less quoted nodes have no room."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    left_out: int


def network(report: Gathered) -> Network | None:
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
    most = counts[chosen[0]]
    sizes = {key: round(4 + 17 * sqrt(counts[key] / most), 1) for key in chosen}
    places = _places(graph, sizes)
    zooms = _zooms(places, sizes)
    return Network(
        nodes=tuple(Node(*key, counts[key], sizes[key], *places[key], zooms[key]) for key in chosen),
        lines=tuple(kept),
        left_out=len(counts) - len(chosen),
    )


def _places(graph: "nx.Graph[Key]", sizes: dict[Key, float]) -> Places:
    """Where each node is, in a picture of WIDTH × HEIGHT: by springs, then spread, then pushed off each other."""
    # forceatlas2_layout crowds the speakers of one policy around it
    found = nx.spring_layout(graph, seed=7, iterations=400, k=4 / sqrt(len(graph)), weight=None)
    free = np.array([WIDTH, HEIGHT]) - 2 * np.array(_MARGINS)
    places = np.array([found[key] for key in graph])
    span = np.ptp(places, axis=0)
    even = (places - places.min(axis=0)) / np.where(span > 0, span, 1)
    ranks = places.argsort(axis=0, kind="stable").argsort(axis=0, kind="stable") / max(len(places) - 1, 1)
    places = _MARGINS + free * (even + _SPREAD * ranks) / (1 + _SPREAD)
    room = np.array([sizes[key] for key in graph])
    least = room[:, None] + room[None, :] + _GAP
    for _ in range(_PUSHES):
        apart = places[:, None, :] - places[None, :, :]
        distance = np.maximum(np.hypot(apart[..., 0], apart[..., 1]), 0.1)
        push = np.maximum(least - distance, 0) / distance / 4
        np.fill_diagonal(push, 0)
        places = np.clip(places + (push[..., None] * apart).sum(axis=1), _MARGINS, _MARGINS + free)
    return {key: (round(float(x), 1), round(float(y), 1)) for key, (x, y) in zip(graph, places, strict=True)}


def _zooms(places: Places, sizes: dict[Key, float]) -> dict[Key, float]:
    """The least zoom at which each label covers no node, and no label of one more quoted; beyond the last for some."""
    zooms: dict[Key, float] = {}
    for key in places:
        zooms[key] = next(
            (
                zoom
                for zoom in ZOOMS
                if not any(
                    _covers(places, key, rival, zoom, sizes, labelled=zooms.get(rival, ZOOMS[-1] + 1) <= zoom)
                    for rival in places
                    if rival != key
                )
            ),
            ZOOMS[-1] + 1,
        )
    return zooms


def _covers(places: Places, one: Key, other: Key, zoom: float, sizes: dict[Key, float], *, labelled: bool) -> bool:
    """Whether the label of one node covers another node, or its label where it is `labelled`."""
    across, down = ((a - b) * zoom for a, b in zip(places[one], places[other], strict=True))
    down += sizes[one] + _DROP - 4  # from the other's middle to the middle of the label
    half, size = _half(one), sizes[other]
    kept_clear = one[1] == "speaker" or sizes[other] > sizes[one]  # a policy's label says more than a small node
    if kept_clear and abs(across) < half + size and abs(down) < _LINE / 2 + size:
        return True
    down -= size + _DROP - 4
    return labelled and abs(across) < half + _half(other) and abs(down) < _LINE


def _half(key: Key) -> float:
    """Half the width of a label."""
    return _LETTERS[key[1]] * len(shortened(key[0])) / 2


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
            "stroke": palette.stances[line.stance] if line.stance else palette.thread,
            "stroke-opacity": "0.8",
        }  # fmt: skip
        if line.stance in _DASHES:
            attributes["stroke-dasharray"] = _DASHES[line.stance]
        SubElement(SubElement(canvas, "line", attributes), "title").text = _of_line(line)
    for number, node in reversed([*enumerate(network.nodes)]):  # the most quoted on top
        group = SubElement(
            canvas, "g", {"class": f"node {node.kind}", "data-node": f"{number}", "data-name": node.name,
                          "data-zoom": f"{node.zoom:g}", "transform": f"translate({node.x},{node.y})"},
        )  # fmt: skip
        SubElement(group, "title").text = f"{node.name}: {counted(node.quotes, 'quote')}"
        size = node.radius
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
    label = SubElement(group, "text", {"y": f"{node.radius + _DROP:.1f}", "fill": palette.ink, **halo, **weight})
    label.text = shortened(node.name)
    if node.zoom > 1:
        label.set("display", "none")


def _of_line(line: Line) -> str:
    stances = ", ".join(f"{number} {stance}" for stance, number in line.stances.items() if number)
    return f"{line.speaker} about {line.policy}: {line.quotes}{f' ({stances})' if stances else ''}"
