"""The Markdown of a report, read by a parser of Markdown."""

from markdown_it import MarkdownIt
from markdown_it.token import Token

from extract.safe_text import unprintable
from graph.export.values import one_line
from queries.report.gather import Gathered
from queries.report.markdown import markdown
from tests.queries.report.conftest import HOSTILE


def parsed(text: str) -> list[Token]:
    """The tokens, those inside of blocks among them."""
    return [
        part
        for token in MarkdownIt("commonmark").enable("table").parse(text)
        for part in (token, *(token.children or ()))
    ]


def words(tokens: list[Token]) -> str:
    return " ".join(token.content for token in tokens if token.type in ("text", "code_inline"))


def test_every_quote_is_an_item_that_links_to_its_article(seed_report: Gathered) -> None:
    tokens = parsed(markdown(seed_report))
    links = {token.attrGet("href") for token in tokens if token.type == "link_open"}
    assert len([token for token in tokens if token.type == "list_item_open"]) >= len(seed_report.entries)
    assert len(links) > 90
    assert all(str(link).startswith("https://") for link in links)
    headings = [words(tokens[n + 1].children or []) for n, token in enumerate(tokens) if token.type == "heading_open"]
    assert headings[0] == seed_report.title
    assert "Leland Osterby, Council member" in headings
    assert "1. Council weighs short-term rental ordinance" in headings
    assert len([token for token in tokens if token.type == "table_open"]) == 4
    text = words(tokens)
    for entry in seed_report.entries:
        assert " ".join(entry.text.split()) in text


def test_nothing_hostile_becomes_markup(hostile_report: Gathered) -> None:
    tokens = parsed(markdown(hostile_report))
    assert unprintable(markdown(hostile_report)) is None
    assert not {token.type for token in tokens} & {"html_inline", "html_block", "link_open", "image", "em_open"}
    assert not [token for token in tokens if token.type in ("fence", "code_block", "ordered_list_open")]
    bold = [tokens[n + 1].content for n, token in enumerate(tokens) if token.type == "strong_open"]
    assert bold == ["1"]
    assert len([token for token in tokens if token.type == "heading_open" and token.tag == "h1"]) == 1
    text = words(tokens)
    for part in ("title", "outlet", "byline", "speaker", "policy", "text"):
        assert " ".join(one_line(HOSTILE[part]).split()) in text, part
