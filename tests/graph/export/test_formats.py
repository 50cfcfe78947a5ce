"""What holds of every format."""

import os
import pty
import random
import stat
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import networkx as nx
import pytest

from extract.safe_text import unprintable
from graph.export import BINARY, ENDINGS, WRITERS, NotWritten, export, format_of, whole_file
from tests.conftest import Run
from tests.graph.export.conftest import Graph, Written


@pytest.mark.parametrize("format", WRITERS)
def test_the_same_graph_gives_the_same_bytes(seed_graph: "Graph[str]", written: Written, format: str) -> None:
    shuffled: Graph[str] = nx.MultiDiGraph()
    nodes, edges = list(seed_graph), list(seed_graph.edges(keys=True, data=True))
    random.Random(1).shuffle(nodes)
    random.Random(2).shuffle(edges)
    for node in nodes:
        shuffled.add_node(node, **dict(reversed(seed_graph.nodes[node].items())))
    for start, end, key, properties in edges:
        shuffled.add_edge(start, end, key=key, **dict(reversed(properties.items())))
    first = written(seed_graph, format)
    assert written(shuffled, format) == first
    assert len(first) > 1000


def test_no_text_format_holds_what_a_terminal_obeys(written: Written) -> None:
    """Every property of every node and edge is hostile, and their keys are."""
    escapes = "\x1b[31m \x07 \x9b31m \x85 \x00 \u2028 \u2029 \u202e \u2066 \ufffe = <>&\"'\\"
    names = (
        "id name title text role method jurisdiction byline cueText paragraph kind published link url qid type stance"
    )
    told = dict.fromkeys([*names.split(), "evidenceText"], escapes) | {"aliases": [escapes], "iptc": [escapes]}
    graph: Graph[str] = nx.MultiDiGraph()
    for label in ("Quote", "Speaker", "Policy", "Topic", "Article", "Outlet"):
        graph.add_node(f"{label}/{escapes}", **told | {"label": label})
    for start, type, end in (
        ("Speaker", "SAID", "Quote"), ("Quote", "ABOUT", "Policy"), ("Quote", "ABOUT", "Topic"),
        ("Quote", "APPEARS_IN", "Article"), ("Article", "PUBLISHED_BY", "Outlet"),
    ):  # fmt: skip
        graph.add_edge(f"{start}/{escapes}", f"{end}/{escapes}", key=type, **told | {"type": type})
    for format in sorted(WRITERS.keys() - BINARY):
        text = written(graph, format).decode()
        assert unprintable(text) is None, format


@pytest.mark.parametrize("format", WRITERS)
def test_graphs_of_nothing_and_of_nodes_without_properties_are_written(written: Written, format: str) -> None:
    assert written(nx.MultiDiGraph(), format) is not None
    bare: Graph[str] = nx.MultiDiGraph([("Speaker/a", "Quote/b"), ("Quote/b", "Article/c")])
    bare.add_node("Quote/q", label="Quote", text=None)
    assert written(bare, format) is not None


@pytest.mark.parametrize("format", WRITERS)
def test_hostile_texts_are_written(hostile_graph: "Graph[str]", written: Written, format: str) -> None:
    data = written(hostile_graph, format)
    if format not in BINARY:
        assert "second line" in data.decode() or format in ("csv", "bibtex", "csl-json", "md", "dot", "svg")


@pytest.fixture(scope="module")
def large_graph() -> "Graph[str]":
    """5,000 invented quotes: each of one of 1,500 speakers, about two of 200 policies, in one of 1,500 articles."""
    chance = random.Random(1)
    graph: Graph[str] = nx.MultiDiGraph()
    for n in range(5000):
        speaker, article = chance.randrange(1500), chance.randrange(1500)
        day = date(2026, 1 + article % 12, 1 + article % 28)
        graph.add_node(f"Quote/{n}", label="Quote", id=str(n), title=f"words {n}", text=f"words {n} " * 20,
                       published=day, confidence=0.9, method="tagger", content=[n, n + 9], kind="direct")  # fmt: skip
        graph.add_node(f"Speaker/{speaker}", label="Speaker", kind="Person", id=str(speaker), name=f"Speaker {speaker}")
        graph.add_node(
            f"Article/{article}", label="Article", id=str(article), title=f"Article {article}", published=day
        )
        graph.add_node(f"Outlet/{article % 30}", label="Outlet", name=f"Outlet {article % 30}")
        graph.add_edge(f"Speaker/{speaker}", f"Quote/{n}", key="SAID", type="SAID", given=str(speaker), name="x")
        graph.add_edge(f"Quote/{n}", f"Article/{article}", key="APPEARS_IN", type="APPEARS_IN", start=n, end=n + 9)
        graph.add_edge(f"Article/{article}", f"Outlet/{article % 30}", key="PUBLISHED_BY", type="PUBLISHED_BY")
        for policy in {chance.randrange(200), chance.randrange(200)}:
            graph.add_node(f"Policy/{policy}", label="Policy", id=str(policy), name=f"Policy {policy}", aliases=[])
            graph.add_edge(f"Quote/{n}", f"Policy/{policy}", key="ABOUT", type="ABOUT", given=str(policy), score=0.5)
    return graph


@pytest.mark.parametrize("format", WRITERS)
def test_five_thousand_quotes_take_seconds(large_graph: "Graph[str]", written: Written, format: str) -> None:
    started = time.process_time()
    assert len(written(large_graph, format)) > 10_000
    assert time.process_time() - started < 30


def test_endings_stand_for_formats(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert set(ENDINGS.values()) == set(WRITERS)
    assert format_of("a/Graph.GEXF") == "gexf"
    assert format_of("refs.csl.json") == "csl-json"
    assert format_of("graph.json") == "node-link"
    for unknown in ("graph.out", "graph", "-"):
        with pytest.raises(NotWritten, match="name one by --format: graphml, gexf, "):
            format_of(unknown)


def test_files_have_the_permissions_that_others_have(seed_graph: "Graph[str]", tmp_path: Path) -> None:
    (tmp_path / "other").write_text("")
    export(seed_graph, format="csv", path=tmp_path / "new.csv")
    assert stat.S_IMODE((tmp_path / "new.csv").stat().st_mode) == stat.S_IMODE((tmp_path / "other").stat().st_mode)
    (tmp_path / "new.csv").chmod(0o640)
    export(seed_graph, format="csv", path=tmp_path / "new.csv")
    assert stat.S_IMODE((tmp_path / "new.csv").stat().st_mode) == 0o640


def test_the_command_takes_the_format_from_the_ending(run: Run, seed_store: Path, tmp_path: Path) -> None:
    question = ("export", "who-said-what", "--policy", "ferry subsidy plan", "--store", seed_store)
    done = run(*question, "-o", "graph.gexf")
    assert (done.returncode, done.stdout) == (0, "")
    assert b"gexf.net/1.3" in (tmp_path / "graph.gexf").read_bytes()
    to_output = run(*question, "-o", "-", "-f", "csv")
    assert to_output.stdout.startswith("Source,Target,")
    assert to_output.stderr == ""
    unknown = run(*question, "-o", "graph.out")
    assert unknown.returncode == 1
    assert "graph.out does not tell a format; name one by --format: graphml, gexf, cytoscape" in unknown.stderr
    assert run(*question, "-o", "graph.gexf", "-f", "dot").returncode == 0
    assert (tmp_path / "graph.gexf").read_text().startswith("digraph")
    assert not list(tmp_path.glob(".*tmp"))


def test_a_terminal_gets_no_binary_format(seed_store: Path) -> None:
    master, terminal = pty.openpty()
    command = ["export", "policies", "-f", "xlsx", "-o", "-", "--store", str(seed_store)]
    onrecord = Path(sys.executable).parent / "onrecord"
    done = subprocess.run([onrecord, *command], stdout=terminal, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(terminal)
    os.close(master)
    assert done.returncode == 1
    assert "xlsx is no text for a terminal; name a file by --output" in done.stderr
    piped = subprocess.run([onrecord, *command], capture_output=True, timeout=60)
    assert piped.stdout.startswith(b"PK")


def test_what_is_no_file_is_written_to_and_stays(seed_graph: "Graph[str]", tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    alone: Graph[str] = nx.MultiDiGraph(seed_graph.subgraph(list(seed_graph)[:2]))
    export(alone, format="csv", path=tmp_path / "pipe")
    assert os.read(reader, 100).startswith(b"Source,Target")
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("name", ["file/graph.csv", f"{'x' * 300}.csv", "missing/graph.csv"])
def test_a_file_that_cannot_be_written_is_told(seed_graph: "Graph[str]", tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("as it was")
    assert format_of(str(tmp_path / name)) == "csv"
    with pytest.raises(NotWritten, match=r"graph\.csv cannot be written: \w+|x\.csv cannot be written: \w+") as told:
        export(seed_graph, format="csv", path=tmp_path / name)
    assert "None" not in str(told.value)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]
    assert (tmp_path / "file").read_text() == "as it was"


def test_an_error_of_the_one_who_writes_is_not_told_as_one_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "graph.csv").write_text("as it was")
    with pytest.raises(TimeoutError, match="the store"), whole_file(tmp_path / "graph.csv") as stream:
        stream.write(b"half")
        raise TimeoutError("the store does not answer")
    assert (tmp_path / "graph.csv").read_text() == "as it was"
    assert len(list(tmp_path.iterdir())) == 1
