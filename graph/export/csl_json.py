"""CSL-JSON, for Zotero, pandoc (``--citeproc``) and citeproc: an item for each article."""

from typing import Any, BinaryIO

import networkx as nx

from extract.safe_text import json_text
from graph.export.references import Author, references


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write the articles of a graph as CSL-JSON, UTF-8."""
    items = []
    for reference in references(graph):
        published = reference.published
        item = {
            "id": reference.key,
            "type": "article-newspaper",
            "title": reference.title,
            "author": list(map(_author, reference.authors)),
            "container-title": reference.outlet,
            "issued": {"date-parts": [[published.year, published.month, published.day]]} if published else None,
            "URL": reference.url,
        }
        items.append({name: value for name, value in item.items() if value})
    stream.write(json_text(items, indent=1).encode() + b"\n")


def _author(author: Author) -> dict[str, Any]:
    if not author.family:
        return {"literal": author.whole}
    named = {"family": author.family, "given": author.given, "suffix": author.suffix}
    return {part: name for part, name in named.items() if name}
