"""Markdown, JSON-LD, DOT and SVG: what their readers make of them."""

import re
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import networkx as nx
import pydot
import pytest
import rdflib
from markdown_it import MarkdownIt
from rdflib import Literal, Namespace, URIRef
from rdflib.namespace import RDF

from extract.safe_text import printable
from graph.export.jsonld import urn
from graph.export.markdown import escaped
from graph.export.quotes import quotes
from graph.export.values import edges, one_line
from tests.graph.export.conftest import HOSTILE, LINES, NAMES, Graph, Written

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCHEMA = Namespace("https://schema.org/")
ONRECORD = Namespace("urn:onrecord:vocab:")
SVG = "{http://www.w3.org/2000/svg}"
SHOWN = printable(" ".join(re.split(r"[\n\t]", LINES)))


def shown(tokens: Any) -> list[str]:
    """The text of each paragraph and heading, as a reader sees it."""
    return ["".join(part.content for part in token.children) for token in tokens if token.type == "inline"]


def test_markdown_has_every_quote_under_its_policy_and_speaker(seed_graph: "Graph[str]", written: Written) -> None:
    text = written(seed_graph, "md").decode()
    ban = text.partition("## leaf-blower ban\n")[2].partition("\n## ")[0]
    omar = ban.partition("### Omar Castellane\n")[2].partition("\n### ")[0]
    assert "“I’m not against quiet,” … “I’m against a ban that only working people pay for.”" in omar
    assert re.search(
        r"\[Leaf-blower ban clears committee .*\]\(https://\S+#:~:text=\S+\) · .*Harbor Gazette · 2026-03-27", omar
    )
    assert re.search(r"confidence 0\.\d\d · by tagger; named", omar)
    told = shown(MarkdownIt().parse(text))
    assert {one_line(quote.node["text"]) for quote in quotes(seed_graph)} <= set(told)


def test_markdown_shows_hostile_texts_as_they_are(hostile_graph: "Graph[str]", written: Written) -> None:
    tokens = MarkdownIt("commonmark").parse(written(hostile_graph, "md").decode())
    assert shown(tokens).count(SHOWN) == len(NAMES)
    assert {" ".join(name.split("\n")) for name in NAMES} <= set(shown(tokens))
    assert not any(token.type == "html_block" for token in tokens)
    inline = [part for token in tokens for part in token.children or []]
    assert {part.type for part in inline} == {"text", "text_special", "link_open", "link_close"} or {
        part.type for part in inline
    } == {"text", "link_open", "link_close"}
    assert all(
        str(part.attrs["href"]).startswith("https://news.example/") for part in inline if part.type == "link_open"
    )


@pytest.mark.parametrize(
    "words",
    ["1. first", "2) second", "- a", "+ b", "= c", "# d", "> e", "* f", "    g", "```", "a\n\nb", "~~~", "|a|b|"],
)
def test_words_that_begin_as_markdown_does_stay_words(words: str) -> None:
    tokens = MarkdownIt().parse(escaped(words))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert shown(tokens) == [one_line(words)]


def test_json_ld_is_valid_and_tells_who_said_what_about_what(
    seed_graph: "Graph[str]", written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("urllib.request.urlopen", lambda *_: pytest.fail("fetched"))
    found = rdflib.Graph().parse(data=written(seed_graph, "jsonld"), format="json-ld")
    told = quotes(seed_graph)
    assert len(set(found.subjects(RDF.type, SCHEMA.Quotation))) == len(told)
    for quote in told:
        node = URIRef(urn(quote.key))
        assert found.value(node, SCHEMA.text) == Literal(quote.node["text"])
        assert set(found.objects(node, SCHEMA.creator)) == {URIRef(urn(end.key)) for end in quote.speakers}
        about = {URIRef(urn(end.key)) for end in (*quote.policies, *quote.topics)}
        assert set(found.objects(node, SCHEMA.about)) == about
        against = {URIRef(urn(end.key)) for end in quote.policies if end.edge.get("stance") == "against"}
        assert set(found.objects(node, ONRECORD.against)) == against
        article = found.value(node, SCHEMA.isPartOf)
        assert found.value(article, RDF.type) == SCHEMA.NewsArticle
        assert str(found.value(article, SCHEMA.datePublished)) == str(quote.node["published"])
        assert str(found.value(found.value(article, SCHEMA.publisher), SCHEMA.name)) == quote.outlet
        assert str(found.value(article, SCHEMA.url)).startswith("https://")
    assert (None, SCHEMA.jobTitle, None) in found


def test_json_ld_of_hostile_texts_has_ids_that_are_iris(hostile_graph: "Graph[str]", written: Written) -> None:
    found = rdflib.Graph().parse(data=written(hostile_graph, "jsonld"), format="json-ld")
    assert set(found.objects(None, SCHEMA.text)) == {Literal(LINES)}
    names = {str(name) for name in found.objects(None, SCHEMA.name)}
    assert {*NAMES, HOSTILE} <= names
    for term in {term for triple in found for term in triple if isinstance(term, URIRef)}:
        assert not set(term) & set('<>" {}|\\^`\n'), term
    again = rdflib.Graph().parse(data=found.serialize(format="nt"), format="nt")
    assert len(again) == len(found)


def unquoted(value: Any) -> str:
    """What Graphviz shows of a quoted string."""
    return re.sub(r"\\(.)", lambda escape: " " if escape[1] == "n" else escape[1], str(value)[1:-1])


def test_pydot_reads_dot(hostile_graph: "Graph[str]", written: Written) -> None:
    (graph,) = pydot.graph_from_dot_data(written(hostile_graph, "dot").decode()) or []
    nodes = {unquoted(node.get_name()): node for node in graph.get_nodes() if node.get_name() not in ("node", "edge")}
    assert set(nodes) == set(hostile_graph)
    drawn = sorted((unquoted(edge.get_source()), unquoted(edge.get_destination())) for edge in graph.get_edges())
    assert drawn == [edge[:2] for edge in edges(hostile_graph)]
    quote = nodes[f"Quote/0:{NAMES[0]}"]
    assert unquoted(quote.get("tooltip")) == SHOWN
    assert (quote.get("shape"), quote.get("fillcolor")) == ("note", '"#F0E442"')
    for n, name in enumerate(NAMES):
        label = unquoted(nodes[f"Speaker/{n}:{name}"].get("label"))
        assert label == " ".join(name.split("\n"))


def test_svg_shows_every_node_with_a_title(hostile_graph: "Graph[str]", written: Written) -> None:
    root = ET.fromstring(written(hostile_graph, "svg"))
    assert root.tag == f"{SVG}svg"
    assert {element.tag.removeprefix(SVG) for element in root.iter()} == {
        "svg", "title", "rect", "g", "line", "circle", "text", "tspan"
    }  # fmt: skip
    titles = [title.text or "" for title in root.iterfind(f".//{SVG}circle/{SVG}title")]
    assert len(titles) == hostile_graph.number_of_nodes()
    assert sum(title.startswith(SHOWN) for title in titles) == 2 * len(NAMES)  # quotes and articles
    assert len(root.findall(f".//{SVG}line")) == hostile_graph.number_of_edges()
    left, top, width, height = map(float, root.attrib["viewBox"].split())
    for circle in root.iterfind(f".//{SVG}circle"):
        x, y = float(circle.attrib["cx"]), float(circle.attrib["cy"])
        assert left < x < left + width and top < y < top + height
    assert not any(name.startswith("on") or "href" in name for element in root.iter() for name in element.attrib)


def test_svg_captions_do_not_hide_nodes_in_large_graphs(seed_graph: "Graph[str]", written: Written) -> None:
    root = ET.fromstring(written(seed_graph, "svg"))
    captions = {"".join(text.itertext()).strip() for text in root.iter(f"{SVG}text")}
    assert "Nora Hallorane" in captions
    assert len(seed_graph) > 150
    quotes_of = sum(node["label"] == "Quote" for _, node in seed_graph.nodes(data=True))
    kinds = 10  # of the legend
    assert len(root.findall(f".//{SVG}text")) <= len(seed_graph) - quotes_of + kinds
    few = seed_graph.subgraph([node for node in seed_graph if node.startswith(("Quote/42d", "Article/42d"))])
    assert len(ET.fromstring(written(nx.MultiDiGraph(few), "svg")).findall(f".//{SVG}text")) > len(few)


def test_chromium_opens_svg_and_asks_for_nothing_else(
    hostile_graph: "Graph[str]", written: Written, browser_page: "Page"
) -> None:
    asked: list[str] = []
    address, data = "http://onrecord.example/graph.svg", written(hostile_graph, "svg")
    browser_page.route(address, lambda route: route.fulfill(body=data, content_type="image/svg+xml"))
    browser_page.on("request", lambda request: asked.append(request.url))
    browser_page.on("dialog", lambda dialog: pytest.fail(dialog.message))
    browser_page.goto(address)
    assert browser_page.locator("circle > title").count() == hostile_graph.number_of_nodes()
    box = browser_page.locator("circle").first.bounding_box()
    assert box and box["width"] > 5
    assert asked == [address]
