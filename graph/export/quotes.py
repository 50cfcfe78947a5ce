"""The quotes of a subgraph with all that they lead to, for the formats that list quotes rather than nodes and edges."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import networkx as nx

from graph.export.values import Properties, edges, nodes


@dataclass(frozen=True, slots=True)
class End:
    """A node that an edge leads to: its key in the graph, its properties, and those of the edge."""

    key: str
    node: Properties
    edge: Properties

    @property
    def name(self) -> str:
        """The name or title of the node."""
        return str(self.node.get("name") or self.node.get("title") or self.key)


@dataclass(frozen=True, slots=True)
class ToldQuote:
    """A quote with who said it, what it is about, and where it stands; ends of one type in order of their names."""

    key: str
    node: Properties
    speakers: tuple[End, ...] = ()
    policies: tuple[End, ...] = ()
    topics: tuple[End, ...] = ()
    told_to: tuple[End, ...] = ()
    mentions: tuple[End, ...] = ()
    article: End | None = None
    outlet: str | None = None


def quotes(graph: "nx.MultiDiGraph[str]") -> list[ToldQuote]:
    """The quotes of a graph: by day, article, and place in it; those without a day come last."""
    properties = dict(nodes(graph))
    ends: dict[tuple[str, str], list[End]] = defaultdict(list)
    for start, end, _, edge in edges(graph):
        type = edge.get("type", "")
        if type == "SAID":
            ends[end, "SAID"].append(End(start, properties[start], edge))
        else:
            ends[start, f"{type} {properties[end].get('label', '')}"].append(End(end, properties[end], edge))

    def led(key: str, type: str) -> tuple[End, ...]:
        return tuple(sorted(ends.get((key, type), ()), key=lambda end: (end.name, end.key)))

    found = []
    for key, node in properties.items():
        if node.get("label") != "Quote":
            continue
        article = next(iter(led(key, "APPEARS_IN Article")), None)
        outlet = next(iter(led(article.key, "PUBLISHED_BY Outlet")), None) if article else None
        found.append(
            ToldQuote(
                key=key,
                node=node,
                speakers=led(key, "SAID"),
                policies=led(key, "ABOUT Policy"),
                topics=led(key, "ABOUT Topic"),
                told_to=led(key, "TOLD_TO Speaker"),
                mentions=led(key, "MENTIONS Speaker"),
                article=article,
                outlet=outlet.name if outlet else None,
            )
        )
    return sorted(found, key=_place)


def labelled(graph: "nx.MultiDiGraph[str]", label: str) -> Iterator[tuple[str, Properties]]:
    """The nodes of a label, in order of their keys."""
    return ((key, node) for key, node in nodes(graph) if node.get("label") == label)


def outlets(graph: "nx.MultiDiGraph[str]") -> dict[str, str]:
    """The outlet of each article that has one, by the article's key."""
    names = {key: str(node.get("name", key)) for key, node in labelled(graph, "Outlet")}
    return {start: names[end] for start, end, _, edge in edges(graph) if edge.get("type") == "PUBLISHED_BY"}


def roles(told: list[ToldQuote]) -> dict[str, list[str]]:
    """The roles that the quotes give each speaker, in alphabetical order, by the speaker's key."""
    found: dict[str, set[str]] = defaultdict(set)
    for quote in told:
        for end in quote.speakers:
            if role := end.edge.get("role"):
                found[end.key].add(role)
    return {key: sorted(named) for key, named in found.items()}


def other_names(node: Properties) -> list[str]:
    """The aliases of a node without its name."""
    return [alias for alias in node.get("aliases", ()) if alias != node.get("name")]


def identity(key: str, node: Properties) -> str:
    """The id that a node has in the store; an outlet's is its name."""
    return str(node.get("id") or node.get("name") or key)


def day(value: Any) -> date | None:
    """A day, whether the graph holds it as one or as ISO text; None for what is neither."""
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _place(quote: ToldQuote) -> tuple[str, str, int, str]:
    start = quote.article.edge.get("start", 0) if quote.article else 0
    return str(quote.node.get("published", "9999")), quote.article.key if quote.article else "", start, quote.key
