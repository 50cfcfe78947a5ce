"""BibTeX and CSL-JSON: the articles as references, and who wrote them."""

import json
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from pybtex.database import parse_string

from extract.safe_text import printable
from graph.export.bibtex import latex
from graph.export.references import Author, authors, references
from tests.graph.export.conftest import LINES, NAMES, Graph, Written

BYLINES = [
    ("Dana Whitfield", ["Whitfield, Dana"]),
    ("By Jane Doe and John Roe", ["Doe, Jane", "Roe, John"]),
    ("BY JANE DOE", ["DOE, JANE"]),
    (
        "By Jane Q. Doe, John Roe Jr. and Ana de la Cruz, Staff Writers",
        ["Doe, Jane Q.", "Roe, John", "de la Cruz, Ana"],
    ),
    ("By Jane Doe, Jr.", ["Doe, Jane"]),
    ("Jane Doe; John Roe", ["Doe, Jane", "Roe, John"]),
    ("By Jane Doe | Staff Writer", ["Doe, Jane"]),
    ("Jane Doe & John Roe", ["Doe, Jane", "Roe, John"]),
    ("By Jane Doe (jane@news.example)", ["Doe, Jane"]),
    ("By Jane Doe, jane@news.example", ["Doe, Jane"]),
    ("By JANE DOE and JOHN ROE, The Associated Press", ["DOE, JANE", "ROE, JOHN", "The Associated Press"]),
    ("The Associated Press", ["The Associated Press"]),
    ("Corvane News Service", ["Corvane News Service"]),
    ("Madonna", ["Madonna"]),
    ("Editorial Board", ["Editorial Board"]),
    ("By", []),
    ("", []),
    (None, []),
]


@pytest.mark.parametrize(("byline", "names"), BYLINES)
def test_a_byline_is_split_into_its_authors(byline: str | None, names: list[str]) -> None:
    found = authors(byline)
    assert [f"{author.family}, {author.given}" if author.family else author.whole for author in found] == names


def test_a_suffix_is_no_author() -> None:
    assert authors("By John Roe, Jr. and Ann Lee")[0] == Author(
        whole="John Roe Jr", family="Roe", given="John", suffix="Jr"
    )


def test_keys_are_unique_and_do_not_depend_on_other_articles(seed_graph: "Graph[str]", written: Written) -> None:
    found = references(seed_graph)
    assert len({reference.key for reference in found}) == len(found) == 12
    assert all(re.fullmatch(r"[a-z0-9]+-[0-9a-f]{8}", reference.key) for reference in found)
    alone = seed_graph.subgraph([node for node in seed_graph if node.startswith("Article/")][:1])
    assert references(alone)[0].key in {reference.key for reference in found}


def test_pybtex_reads_the_references(seed_graph: "Graph[str]", written: Written) -> None:
    entries = parse_string(written(seed_graph, "bibtex").decode(), "bibtex").entries
    assert len(entries) == 12
    entry = next(entry for entry in entries.values() if "noisy hearing" in entry.fields["title"])
    assert entry.type == "article"
    assert [str(person) for person in entry.persons["author"]] == ["Brandvold, Theo"]
    assert (entry.fields["journal"], entry.fields["year"], entry.fields["day"]) == ("Harbor Gazette", "2026", "27")
    assert entry.fields["month"] == "March"
    assert entry.fields["url"] == "https://www.harborgazette.example/2026/03/27/leaf-blower-ban"
    assert not any("urldate" in entry.fields for entry in entries.values())


def test_latex_of_hostile_titles_is_balanced_and_keeps_every_word(
    hostile_graph: "Graph[str]", written: Written
) -> None:
    entries = parse_string(written(hostile_graph, "bibtex").decode(), "bibtex").entries
    assert len(entries) == len(NAMES)
    for entry in entries.values():
        assert entry.fields["title"] == "{" + latex(printable(" ".join(re.split(r"[\n\t]", LINES)))) + "}"
        assert "Doe, Jane" in [str(person) for person in entry.persons["author"]]
        assert "url" not in entry.fields  # the one there is begins with javascript:
    assert not any("URL" in item for item in items(written(hostile_graph, "csl-json")))
    assert latex(r"50% of $5 & #1_{a}~^\x") == (
        r"50\% of \$5 \& \#1\_\{a\}\textasciitilde{}\textasciicircum{}\textbackslash{}x"
    )


def items(data: bytes) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(data)
    return found


def test_csl_json_has_what_zotero_and_pandoc_read(seed_graph: "Graph[str]", written: Written) -> None:
    found = items(written(seed_graph, "csl-json"))
    assert {item["type"] for item in found} == {"article-newspaper"}
    ban = next(item for item in found if "noisy hearing" in item["title"])
    assert ban["author"] == [{"family": "Brandvold", "given": "Theo"}]
    assert ban["issued"] == {"date-parts": [[2026, 3, 27]]}
    assert ban["container-title"] == "Harbor Gazette"
    assert {"literal": "Corvane News Service"} in [author for item in found for author in item["author"]]
    keys = set(parse_string(written(seed_graph, "bibtex").decode(), "bibtex").entries)
    assert {item["id"] for item in found} == keys


@pytest.fixture
def cited() -> Callable[[list[dict[str, Any]]], str]:
    """A bibliography that citeproc-py makes of items, in its Harvard style."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from citeproc import (
            STYLES_PATH,
            Citation,
            CitationItem,
            CitationStylesBibliography,
            CitationStylesStyle,
            formatter,
        )
        from citeproc.source.json import CiteProcJSON

    def bibliography(items: list[dict[str, Any]]) -> str:
        (harvard, *_) = sorted(Path(STYLES_PATH).glob("harvard*.csl"))
        style = CitationStylesStyle(str(harvard), validate=False)
        made = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        for item in items:
            made.register(Citation([CitationItem(item["id"])]))
        return "\n".join(str(entry) for entry in made.bibliography())

    return bibliography


@pytest.mark.filterwarnings("ignore")
def test_citeproc_cites_them(
    seed_graph: "Graph[str]", written: Written, cited: Callable[[list[dict[str, Any]]], str]
) -> None:
    text = cited(items(written(seed_graph, "csl-json")))
    assert "Brandvold, T." in text and "2026" in text
    assert "Leaf-blower ban clears committee after a noisy hearing" in text


def test_an_article_of_which_nothing_is_known(written: Written) -> None:
    graph: Graph[str] = nx.MultiDiGraph()
    graph.add_node("Article/x", label="Article", id="x", title="")
    (item,) = items(written(graph, "csl-json"))
    assert item == {"id": item["id"], "type": "article-newspaper"}
    assert item["id"].startswith("anonymous-")
    (entry,) = parse_string(written(graph, "bibtex").decode(), "bibtex").entries.values()
    assert (entry.type, dict(entry.fields)) == ("misc", {"title": "{}"})
