"""Graphs to export: that of the seed articles, and one of texts that break formats."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import networkx as nx
import pytest

from graph.export import WRITERS
from graph.store import open_store
from graph.subgraph import subgraph
from queries.catalogue import ask

Graph = nx.MultiDiGraph  # in annotations written as "Graph[str]"
Written = Callable[..., bytes]

HOSTILE = (
    '=HYPERLINK("http://x","y") <script>alert(\'x\')</script> & ]]> \\u0041 C:\\users\\new `a` *b* _c_ [d](e) | '
    "{f} $g$ %h #i ~j ^k '; DROP TABLE quotes; -- \u202eRTL مرحبا 👩‍👩‍👧 ½ “quoted” \\"
)
"""One line of what breaks formats: formulas, markup, escapes, SQL, right to left, emoji; a backslash ends it."""
LINES = HOSTILE + "\nsecond line\tand a tab"
NAMES = ("@admin", "=1+1", 'O\'Brien "Bo" \\', "<b>Ann</b> & Co.\nKG", "'; DROP (n) //", "👩‍👩‍👧 שלום", "a -> b; c")


@pytest.fixture(scope="session")
def seed_graph(seed_store: Path) -> "Graph[str]":
    """All quotes of the seed articles that are about a policy."""
    with open_store(str(seed_store)) as store:
        return subgraph(store, ask(store, "who-said-what", act="all", min_confidence=0.0, min_policy_score=0.0))


@pytest.fixture
def hostile_graph() -> "Graph[str]":
    """A quote by each of the hostile names, of hostile words, in hostile articles; empty lists and no values too."""
    graph: Graph[str] = nx.MultiDiGraph()
    topic = {"label": "Topic", "id": "t", "name": HOSTILE, "cap": 4, "iptc": []}
    graph.add_node("Topic/t", **topic)
    graph.add_node(f"Outlet/{NAMES[3]}", label="Outlet", name=NAMES[3])
    for n, name in enumerate(NAMES):
        day = date(2026, 3, n + 1)
        quote, speaker, policy, article = (f"{of}/{n}:{name}" for of in ("Quote", "Speaker", "Policy", "Article"))
        graph.add_node(
            quote, label="Quote", id=f"{n}:{name}", title=HOSTILE[:40], text=LINES, kind="direct", act="statement",
            published=day, confidence=0.5, method="tagger", source=[], cue=[1, 4], content=[5, 9, 11, 20],
            cueText="said", paragraph=LINES, paragraphStart=0, link="https://news.example/a b?q='\"<>#:~:text=x)",
        )  # fmt: skip
        graph.add_node(
            speaker,
            label="Speaker",
            kind="Person",
            id=f"{n}:{name}",
            type="person",
            name=name,
            aliases=[],
            roles=[name],
        )
        graph.add_node(policy, label="Policy", id=f"{n}:{name}", name=f"{name} Act", aliases=[name], jurisdiction=name)
        graph.add_node(
            article, label="Article", id=f"{n}:{name}", title=LINES, published=day, byline=f"By {name} and Jane Doe",
            url=None if n else "javascript:alert(1)",
        )  # fmt: skip
        form = {"given": name, "form": name, "name": name, "joined": "same name"}
        graph.add_edge(speaker, quote, key="SAID", type="SAID", cue="said", confidence=0.5, **form, aliases=[])
        about = {"score": 1.0, "method": "named", "stance": "against", "stanceScore": 0.75}
        about |= {"evidence": [0, 3], "evidenceText": HOSTILE}
        graph.add_edge(quote, policy, key="ABOUT", type="ABOUT", **form, **about, areas=[])
        graph.add_edge(quote, "Topic/t", key="ABOUT", type="ABOUT", score=0.25, method="model")
        graph.add_edge(quote, article, key="APPEARS_IN", type="APPEARS_IN", start=5, end=20)
        graph.add_edge(article, f"Outlet/{NAMES[3]}", key="PUBLISHED_BY", type="PUBLISHED_BY")
        graph.add_edge(policy, "Topic/t", key="IN_AREA", type="IN_AREA")
        graph.add_edge(quote, speaker, key="MENTIONS", type="MENTIONS", **form, span=[1, 2])
        graph.add_edge(quote, speaker, key="TOLD_TO", type="TOLD_TO", **form)
    return graph


@pytest.fixture
def written() -> Written:
    """The bytes that a format makes of a graph."""

    def write(graph: "Graph[str]", format: str) -> bytes:
        stream = BytesIO()
        WRITERS[format](graph, stream)
        return stream.getvalue()

    return write
