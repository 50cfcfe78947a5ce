import json
from collections import Counter
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import networkx as nx
import pytest

from extract.records import ArticleQuotes
from graph.export import WRITERS, NotWritten, export, graphml, node_link
from graph.load import load
from graph.store import Store
from graph.subgraph import subgraph
from queries.catalogue import ask
from tests.graph import invented

ANSWERS = {
    "who-said-what": {"policy": "leaf-blower ban"},
    "what-did-speaker-say": {"speaker": "osterby"},
    "most-quoted": {},
    "policies": {},
}


@pytest.fixture
def loaded(store: Store, seed_quotes: list[ArticleQuotes]) -> Store:
    load(store, seed_quotes)
    return store


def test_the_subgraph_leaves_out_the_text_of_articles(loaded: Store) -> None:
    assert all(row["text"] for row in loaded.read("MATCH (a:Article) RETURN a.text AS text"))
    graph = subgraph(loaded, ask(loaded, "policies"))
    assert not any(
        "text" in data or "loadHash" in data for _, data in graph.nodes(data=True) if data["label"] == "Article"
    )
    assert not any("search" in data for _, data in graph.nodes(data=True))


def test_two_forms_of_one_policy_in_a_quote_are_two_edges(store: Store) -> None:
    both = invented.policy("SB 212"), invented.policy("Senate Bill 212")
    load(store, [invented.article("a1", invented.quote("a1", 0, policies=both))])
    (row,) = store.read("MATCH (q:Quote) RETURN q.id AS quoteId")
    edges = [edge for _, _, edge in subgraph(store, [row]).edges(data=True) if edge["type"] == "ABOUT"]
    assert sorted(edge["name"] for edge in edges) == ["SB 212", "Senate Bill 212"]


@pytest.mark.parametrize("question", ANSWERS)
def test_the_subgraph_of_an_answer_holds_its_quotes_with_all_that_backs_them(loaded: Store, question: str) -> None:
    rows = ask(loaded, question, **ANSWERS[question])
    graph = subgraph(loaded, rows)
    labels = Counter(graph.nodes[node]["label"] for node in graph)
    assert labels["Quote"] and labels["Article"] and labels["Outlet"] and labels["Speaker"]
    for quote in (node for node in graph if graph.nodes[node]["label"] == "Quote"):
        assert sum("APPEARS_IN" in edges for edges in graph[quote].values()) == 1
    wanted = {f"Quote/{row['quoteId']}" for row in rows if "quoteId" in row}
    assert wanted <= set(graph)


def test_the_subgraph_has_whom_words_were_told_to(loaded: Store) -> None:
    told = loaded.read("MATCH (q:Quote)-[:TOLD_TO]->(s) RETURN q.id AS quoteId, s.id AS speaker")
    graph = subgraph(loaded, told)
    assert told
    for row in told:
        assert graph.has_edge(f"Quote/{row['quoteId']}", f"Speaker/{row['speaker']}", key="TOLD_TO")


def test_graphml_and_node_link_open_again(loaded: Store, tmp_path: Path) -> None:
    graph = subgraph(loaded, ask(loaded, "who-said-what", policy="leaf-blower ban"))
    export(graph, format="graphml", path=tmp_path / "graph.graphml")
    export(graph, format="node-link", path=tmp_path / "graph.json")
    for again in (
        nx.read_graphml(tmp_path / "graph.graphml", force_multigraph=True),
        nx.node_link_graph(json.loads((tmp_path / "graph.json").read_text("utf-8")), edges="edges"),
    ):
        assert set(again) == set(graph)
        assert nx.utils.graphs_equal(nx.MultiDiGraph(again.edges), nx.MultiDiGraph(graph.edges))
        quote = next(node for node in again if again.nodes[node]["label"] == "Quote")
        assert again.nodes[quote]["text"] == graph.nodes[quote]["text"]
        assert again.nodes[quote]["published"] == str(graph.nodes[quote]["published"])
    assert sorted(file.name for file in tmp_path.iterdir() if file.is_file()) == ["graph.graphml", "graph.json"]


def test_values_that_a_format_lacks() -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("a", day=date(2026, 3, 4), names=["x", "y"], nothing=None, text="<b>&“quoted”\x0b")
    stream = BytesIO()
    graphml.write(graph, stream)
    assert nx.read_graphml(BytesIO(stream.getvalue())).nodes["a"] == {
        "day": "2026-03-04",
        "names": "x; y",
        "text": "<b>&“quoted”\ufffd",
    }
    stream = BytesIO()
    node_link.write(graph, stream)
    assert json.loads(stream.getvalue())["nodes"][0]["day"] == "2026-03-04"


def test_an_export_that_fails_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost_server(graph: object, stream: BinaryIO) -> None:
        stream.write(b"half")
        raise ConnectionResetError("the store is gone")

    monkeypatch.setitem(WRITERS, "graphml", lost_server)
    (tmp_path / "graph.graphml").write_text("yesterday's")
    with pytest.raises(ConnectionResetError, match="the store is gone"):
        export(nx.MultiDiGraph(), format="graphml", path=tmp_path / "graph.graphml")
    assert [(file.name, file.read_text()) for file in tmp_path.iterdir()] == [("graph.graphml", "yesterday's")]


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="No such file or directory; name another file by --output"):
        export(nx.MultiDiGraph(), format="graphml", path=tmp_path / "missing" / "graph.graphml")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told() -> None:
    with pytest.raises(NotWritten, match="/dev/full cannot be written: No space left on device; name another file"):
        export(nx.MultiDiGraph(), format="graphml", path=Path("/dev/full"))
    assert Path("/dev/full").is_char_device()


def test_a_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.graphml").write_text("yesterday's")
    (tmp_path / "link.graphml").symlink_to("real.graphml")
    export(nx.MultiDiGraph(), format="graphml", path=tmp_path / "link.graphml")
    assert (tmp_path / "link.graphml").is_symlink()
    assert "graphml" in (tmp_path / "real.graphml").read_text()
