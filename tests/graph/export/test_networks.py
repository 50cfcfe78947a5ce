"""GraphML, GEXF, Cytoscape JSON and node-link JSON: what their readers make of them."""

import json
import re
import tomllib
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

import networkx as nx
import pytest

from extract.safe_text import printable
from graph.export import look
from graph.export.layout import positions
from graph.export.values import edges
from tests.conftest import ROOT
from tests.graph.export.conftest import HOSTILE, LINES, NAMES, Graph, Written

GEXF = "{http://gexf.net/1.3}"
VIZ = "{http://gexf.net/1.3/viz}"
TYPES = {"string", "long", "double", "boolean"}


def read_back(format: str, data: bytes) -> Any:
    if format == "graphml":
        return nx.read_graphml(BytesIO(data), force_multigraph=True)
    if format == "gexf":
        return nx.MultiDiGraph(
            nx.read_gexf(BytesIO(data), version="1.3")
        )  # it comes without "multi" if no two are alike
    if format == "cytoscape":
        return nx.cytoscape_graph(json.loads(data))
    return nx.node_link_graph(json.loads(data), edges="edges")


@pytest.mark.parametrize("format", ["graphml", "gexf", "cytoscape", "node-link"])
@pytest.mark.parametrize("which", ["seed_graph", "hostile_graph"])
def test_readers_find_all_nodes_edges_and_texts(
    request: pytest.FixtureRequest, written: Written, which: str, format: str
) -> None:
    graph: Graph[str] = request.getfixturevalue(which)
    again = read_back(format, written(graph, format))
    assert again.is_directed() and again.is_multigraph()
    assert set(again) == set(graph)
    assert sorted((start, end) for start, end, _ in again.edges(keys=True)) == [edge[:2] for edge in edges(graph)]
    for node, properties in graph.nodes(data=True):
        for name in ("text", "name", "paragraph"):
            if name in properties:
                as_read = properties[name] if format in ("cytoscape", "node-link") else printable(properties[name])
                assert again.nodes[node][name] == as_read
        if properties["label"] == "Quote":
            assert again.nodes[node]["published"] == properties["published"].isoformat()
            assert again.nodes[node]["confidence"] == properties["confidence"]
            joined = "; ".join(map(str, properties["content"]))
            assert again.nodes[node]["content"] in (joined, properties["content"])


def test_gexf_is_what_gephi_reads(hostile_graph: "Graph[str]", written: Written) -> None:
    root = ET.fromstring(written(hostile_graph, "gexf"))
    assert (root.tag, root.get("version")) == (f"{GEXF}gexf", "1.3")
    assert [child.tag for child in root] == [f"{GEXF}meta", f"{GEXF}graph"]
    graph = root[1]
    assert graph.attrib == {
        "defaultedgetype": "directed", "mode": "dynamic", "timeformat": "date", "timerepresentation": "interval"
    }  # fmt: skip
    assert [child.tag for child in graph] == [
        f"{GEXF}{name}" for name in ("attributes", "attributes", "nodes", "edges")
    ]
    columns: dict[str, dict[str, str]] = {}
    for declared in graph[:2]:
        columns[declared.attrib["class"]] = {}
        for column in declared:
            assert column.attrib["type"] in TYPES
            assert column.attrib["title"].lower() not in {"id", "label", "type", "weight", "start", "end"}
            columns[declared.attrib["class"]][column.attrib["id"]] = column.attrib["type"]
    ids = {node.attrib["id"] for node in graph[2]}
    for element in [*graph[2], *graph[3]]:
        of = element.tag.removeprefix(GEXF)
        for value in element.iterfind(f"{GEXF}attvalues/{GEXF}attvalue"):
            kind = columns[of][value.attrib["for"]]
            assert kind == "string" or float(value.attrib["value"]) is not None
        colour = element.find(f"{VIZ}color")
        assert colour is not None and all(0 <= int(colour.attrib[part]) <= 255 for part in "rgb")
    for node in graph[2]:
        assert node.attrib["label"]
        place, size = node.find(f"{VIZ}position"), node.find(f"{VIZ}size")
        assert place is not None and size is not None
        assert all(abs(float(place.attrib[axis])) < 1e6 for axis in "xyz") and float(size.attrib["value"]) > 0
    for edge in graph[3]:
        assert {edge.attrib["source"], edge.attrib["target"]} <= ids
    quote = next(node for node in graph[2] if node.attrib["id"] == f"Quote/0:{NAMES[0]}")
    assert quote.attrib["start"] == "2026-03-01"
    said = next(
        edge for edge in graph[3] if edge.attrib["kind"] == "SAID" and edge.attrib["target"] == quote.attrib["id"]
    )
    assert said.attrib["start"] == "2026-03-01"
    topic = next(node for node in graph[2] if node.attrib["id"] == "Topic/t")
    assert "start" not in topic.attrib
    assert topic.attrib["label"] == printable(HOSTILE)


def test_gexf_of_quotes_without_days_has_no_timeline(written: Written) -> None:
    graph: Graph[str] = nx.MultiDiGraph()
    graph.add_node("Quote/a", label="Quote", text="words", sure=True)
    root = ET.fromstring(written(graph, "gexf"))
    assert root[1].attrib == {"defaultedgetype": "directed", "mode": "static"}
    assert [value.attrib["value"] for value in root.iter(f"{GEXF}attvalue")] == ["Quote", "true", "words"]


@pytest.mark.parametrize("format", ["graphml", "gexf", "svg"])
def test_characters_that_xml_lacks_are_replaced(written: Written, format: str) -> None:
    graph: Graph[str] = nx.MultiDiGraph()
    graph.add_edge("Quote/\x01", "Quote/\ufffe", key="ECHOES\x02", type="ECHOES\x02", name="\x0b")
    graph.add_node("Quote/\x01", label="Quote", text="bell \x07, nothing \x00, \ud7ff")
    root = ET.fromstring(written(graph, format))
    told = "".join([*root.itertext(), *(value for element in root.iter() for value in element.attrib.values())])
    assert re.search("bell[\ufffd ]+, nothing[\ufffd ]+, \ud7ff", told)


def test_cytoscape_elements_have_what_its_readers_ask_for(hostile_graph: "Graph[str]", written: Written) -> None:
    file = json.loads(written(hostile_graph, "cytoscape"))
    nodes, drawn = file["elements"]["nodes"], file["elements"]["edges"]
    ids = [element["data"]["id"] for element in [*nodes, *drawn]]
    assert len(ids) == len(set(ids))
    for node in nodes:
        assert set(node["position"]) == {"x", "y"} and node["data"]["label"]
        assert isinstance(node["data"]["id"], str) and "target" not in node["data"]
    for edge in drawn:
        assert {edge["data"]["source"], edge["data"]["target"]} <= set(ids) and edge["classes"] == edge["data"][
            "interaction"
        ]
    speaker = next(node for node in nodes if node["data"]["id"] == f"Speaker/2:{NAMES[2]}")
    assert speaker["classes"] == "Speaker Person"
    assert (speaker["data"]["aliases"], speaker["data"]["roles"]) == ([], [NAMES[2]])
    assert {"selector": ".Policy", "style": {"background-color": "#D55E00", "border-color": "#964200"}} in file["style"]


def test_node_link_keeps_lists_and_days(hostile_graph: "Graph[str]", written: Written) -> None:
    nodes = {node["id"]: node for node in json.loads(written(hostile_graph, "node-link"))["nodes"]}
    quote = nodes[f"Quote/0:{NAMES[0]}"]
    assert (quote["source"], quote["content"], quote["published"]) == ([], [5, 9, 11, 20], "2026-03-01")
    assert quote["text"] == LINES
    assert "url" not in nodes[f"Article/1:{NAMES[1]}"]  # None is left out


def test_the_colours_are_those_of_neo4j_browser() -> None:
    style = (ROOT / "queries" / "browser" / "onrecord.grass").read_text("utf-8")
    blocks = dict(re.findall(r"^([\w.]+) \{\n(.*?)^\}", style, re.MULTILINE | re.DOTALL))

    def said(block: str, name: str) -> str | None:
        found = re.search(rf"^ *{name}: (.*);$", block, re.MULTILINE)
        return found[1] if found else None

    kinds = {name.removeprefix("node."): block for name, block in blocks.items() if name.startswith("node.")}
    assert kinds.keys() == look.LOOKS.keys()
    for kind, block in kinds.items():
        shown = look.LOOKS[kind]
        browser = [said(block, name) for name in ("color", "border-color", "text-color-internal", "diameter")]
        assert browser == [shown.colour, shown.border, shown.text, f"{shown.diameter}px"], kind
    types = {
        name.removeprefix("relationship."): block for name, block in blocks.items() if name.startswith("relationship.")
    }
    assert {type: said(block, "color") for type, block in types.items()} == look.EDGES
    assert said(blocks["relationship"], "color") == look.OTHER_EDGE


def test_places_are_apart_and_need_no_scipy(seed_graph: "Graph[str]", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "scipy", None)
    placed = positions(seed_graph)
    assert set(placed) == set(seed_graph)
    assert len(set(placed.values())) == len(placed)
    ties = [(placed[start], placed[end]) for start, end, _, _ in edges(seed_graph)]
    mean = sum(abs(complex(*a) - complex(*b)) for a, b in ties) / len(ties)
    every = list(placed.values())
    overall = [abs(complex(*a) - complex(*b)) for a in every for b in every if a != b]
    assert mean < 0.6 * sum(overall) / len(overall)  # what is tied is near
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert not any(needed.startswith("scipy") for needed in project["dependencies"])
