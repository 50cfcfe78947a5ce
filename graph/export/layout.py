"""Where nodes are drawn: close to what they are tied to, the same for the same graph, in seconds for 10,000 of them."""

from collections import defaultdict
from itertools import pairwise
from math import cos, sin, sqrt

import networkx as nx
import numpy as np

from graph.export.values import edges, nodes

_CORE = 300
"""Nodes that forces place; each pulls on each, so their time and memory grow with the square."""
_ROUNDS = 100
_TURN = 2.399963  # radians of the golden angle: points on a spiral that fill a disc evenly
_SPACE = 70.0  # pixels between neighbours, about


def positions(graph: "nx.MultiDiGraph[str]") -> dict[str, tuple[float, float]]:
    """Each node's place as (x, y) in pixels, y downwards, around (0, 0).

    The best connected nodes are placed by forces (ForceAtlas2, Jacomy et al. 2014), tied where others lie between them.
    Each of the others is then put beside those of its neighbours that have a place.
    """
    ties: nx.Graph[str] = nx.Graph()
    ties.add_nodes_from(node for node, _ in nodes(graph))
    ties.add_edges_from((start, end) for start, end, _, _ in edges(graph) if start != end)
    ranked = sorted(ties, key=lambda node: (-ties.degree(node), node))
    core = ties.subgraph(ranked[:_CORE]).copy() if len(ties) > _CORE else ties
    if core is not ties:
        for node in ranked[_CORE:]:
            near = [other for other in sorted(ties[node]) if other in core]
            core.add_edges_from(pairwise(near))
    placed = _by_forces(core)
    waiting = [node for node in ranked if node not in placed]
    while waiting:
        beside: dict[tuple[float, float], list[str]] = defaultdict(list)
        for node in waiting:
            if around := [placed[other] for other in ties[node] if other in placed]:
                x, y = (round(sum(axis) / len(around)) for axis in zip(*around, strict=True))
                beside[x, y].append(node)
        if not beside:  # tied to nothing that has a place
            beside[(0.0, 2 * _SPACE * sqrt(len(ties)))] = waiting
        for (x, y), found in beside.items():
            for n, node in enumerate(found, 1):
                radius, turn = _SPACE / 2 * sqrt(n), n * _TURN
                placed[node] = (round(x + radius * cos(turn), 1), round(y + radius * sin(turn), 1))
        waiting = [node for node in waiting if node not in placed]
    return placed


def _by_forces(core: "nx.Graph[str]") -> dict[str, tuple[float, float]]:
    """Places by ForceAtlas2 from a spiral in the order of a walk, spread so that there is `_SPACE` between nodes."""
    walk = [node for part in nx.connected_components(core) for node in nx.dfs_preorder_nodes(core, min(part))]
    spiral = {node: sqrt(n) * np.array((cos(n * _TURN), sin(n * _TURN))) for n, node in enumerate(walk)}
    if len(core) < 3:
        return {node: (round(_SPACE * float(x), 1), round(_SPACE * float(y), 1)) for node, (x, y) in spiral.items()}
    found = nx.forceatlas2_layout(core, pos=spiral, max_iter=_ROUNDS, seed=1, scaling_ratio=4.0)
    places = np.array([found[node] for node in core])
    places -= places.mean(axis=0)
    places *= _SPACE * sqrt(len(core) / 2) / (sqrt((places**2).sum(axis=1).mean()) or 1.0)
    for _ in range(30):
        _part(places)
    return {node: (round(float(x), 1), round(float(y), 1)) for node, (x, y) in zip(core, places, strict=True)}


def _part(places: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> None:
    """Push those apart that are closer than captions allow."""
    between = places[:, None] - places[None]
    apart = np.maximum(np.linalg.norm(between * (0.6, 1.0), axis=-1), 1.0)  # captions are wider than high
    push = np.clip(0.7 * _SPACE - apart, 0.0, None) / apart / 4
    places += (between * push[..., None]).sum(axis=1)
