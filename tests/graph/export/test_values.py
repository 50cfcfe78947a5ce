"""Values as the formats write them."""

import networkx as nx
import pytest

from graph.export.values import nodes, one_line, xml_text


def test_text_on_a_line() -> None:
    assert one_line(" a \n\x00\u2028 b\tc ") == "a b c"
    assert one_line(" a \n b ", edges=True) == " a b "
    assert one_line("a\u202eb") == "a\ufffdb"


def test_text_of_xml() -> None:
    assert xml_text("a\x0b\ufffe\u202e\x9b\r\nb") == "a\ufffd\ufffd\ufffd\ufffd\nb"


@pytest.mark.parametrize("address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", ""])
def test_no_export_has_an_address_that_is_none_of_the_web(address: str) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    graph.add_node("Article/a", label="Article", url=address, title=address)
    graph.add_node("Quote/q", label="Quote", link=address or None)
    graph.add_node("Article/b", label="Article", url="https://news.example/ä b")
    assert [told.get("url", told.get("link")) for _, told in nodes(graph)] == [None, "https://news.example/ä b", None]
    assert dict(nodes(graph))["Article/a"]["title"] == address
