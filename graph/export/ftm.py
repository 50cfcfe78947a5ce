"""FollowTheMoney entities (followthemoney.tech) as JSON lines, for Aleph, OpenAleph and the ``ftm`` tools.

- A speaker is a Person, an Organization, a LegalEntity (groups, the anonymous), or a Document that speaks.
- An article is an Article; the outlet is its `publisher`.
- A quote is an Event on its day: `name` is its beginning, `description` what was said, `involved` who said it, `proof`
  the article, `sourceUrl` the link to the words. (A Note has no day, a Mention no words.)
- A policy is a Project: the model has nothing nearer, and an Event is about it by an UnknownLink, whose `role` is the
  stance, or "about". Whom a quote was told to or mentions, and the document that says it, are linked the same way.
"""

import hashlib
from collections.abc import Iterator
from typing import Any, BinaryIO

import networkx as nx

from extract.safe_text import json_text, web_address
from graph.export.quotes import End, ToldQuote, identity, labelled, other_names, outlets, quotes, roles
from graph.export.references import authors
from graph.export.values import one_line

_SCHEMAS = {"Person": "Person", "Organization": "Organization", "Document": "Document"}
Entity = dict[str, Any]


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write a graph as entities, one a line, UTF-8."""
    for entity in _entities(graph):
        stream.write(json_text(entity, sort_keys=True).encode() + b"\n")


def _entities(graph: "nx.MultiDiGraph[str]") -> Iterator[Entity]:
    told = quotes(graph)
    positions = roles(told)
    for key, node in labelled(graph, "Speaker"):
        schema = _SCHEMAS.get(node.get("kind", ""), "LegalEntity")
        names = {"title": node.get("name"), "fileName": node.get("name")} if schema == "Document" else {}
        position = {"position": positions.get(key, [])} if schema == "Person" else {}
        yield _entity(
            key, schema, name=one_line(node.get("name")), alias=other_names(node), wikidataId=node.get("qid"),
            **names, **position,
        )  # fmt: skip
    for key, node in labelled(graph, "Policy"):
        yield _entity(
            key, "Project", name=one_line(node.get("name")), alias=other_names(node),
            summary=node.get("jurisdiction"), projectId=identity(key, node),
        )  # fmt: skip
    published_by = outlets(graph)
    for key, node in labelled(graph, "Article"):
        yield _entity(
            key, "Article", title=node.get("title"), fileName=node.get("title"),
            author=[author.whole for author in authors(node.get("byline"))], publishedAt=node.get("published"),
            publisher=published_by.get(key), sourceUrl=web_address(node.get("url")),
        )  # fmt: skip
    for quote in told:
        yield from _event(quote)


def _event(quote: ToldQuote) -> Iterator[Entity]:
    node = quote.node
    article = _id(quote.article.key) if quote.article else None
    yield _entity(
        quote.key, "Event", name=one_line(node.get("title") or node.get("text")), description=node.get("text"),
        date=node.get("published"), proof=article, sourceUrl=web_address(node.get("link")), publisher=quote.outlet,
        involved=[_id(end.key) for end in quote.speakers if end.node.get("kind") != "Document"],
        recordId=identity(quote.key, node), keywords=[end.name for end in quote.topics],
        summary=[end.name for end in quote.speakers],
    )  # fmt: skip
    links = [
        *((end, end.edge.get("stance") or "about") for end in quote.policies),
        *((end, "said by") for end in quote.speakers if end.node.get("kind") == "Document"),
        *((end, "told to") for end in quote.told_to),
        *((end, "mentions") for end in quote.mentions),
    ]
    for end, role in links:
        yield _link(quote, end, role=role, article=article)


def _link(quote: ToldQuote, end: End, *, role: str, article: str | None) -> Entity:
    return _entity(
        f"{quote.key} {role} {end.key}", "UnknownLink", subject=_id(quote.key), object=_id(end.key), role=role,
        date=quote.node.get("published"), proof=article, summary=end.edge.get("evidenceText"),
        sourceUrl=web_address(quote.node.get("link")),
    )  # fmt: skip


def _entity(key: str, schema: str, **properties: Any) -> Entity:
    """An entity; its properties are lists of text, and those without a value are left out."""
    values = {name: value if isinstance(value, list) else [value] for name, value in properties.items()}
    told = {name: [str(item) for item in items if item not in (None, "")] for name, items in values.items()}
    return {"id": _id(key), "schema": schema, "properties": {name: items for name, items in told.items() if items}}


def _id(key: str) -> str:
    """The model allows an id no more than letters, digits, points and hyphens."""
    return hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()
