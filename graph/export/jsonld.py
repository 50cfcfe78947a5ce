"""JSON-LD with schema.org's words: a Quotation each, its speaker, what it is about, and the article that it is part of.

The speaker is the `creator`, which schema.org asks for where someone real is quoted (`spokenByCharacter` is for the
characters of fiction). What schema.org has no word for is in the namespace ``urn:onrecord:vocab:``: `for`, `against`
and `mixed` lead to the policies to which the words take this stance. The context is inside: nothing is fetched.
"""

from collections.abc import Iterable
from typing import Any, BinaryIO
from urllib.parse import quote as percent_encoded

import networkx as nx

from extract.safe_text import json_text, web_address
from graph.export.quotes import ToldQuote, labelled, other_names, outlets, quotes, roles
from graph.export.references import authors
from graph.export.values import Properties

CONTEXT = {
    "@vocab": "https://schema.org/",
    "onrecord": "urn:onrecord:vocab:",
    "id": "@id",
    "type": "@type",
    "datePublished": {"@type": "Date"},
    "url": {"@type": "@id"},
    "sameAs": {"@type": "@id"},
    **{name: {"@type": "@id"} for name in ("creator", "about", "mentions", "isPartOf", "publisher")},
    **{f"onrecord:{name}": {"@type": "@id"} for name in ("for", "against", "mixed", "toldTo")},
}
_TYPES = {
    "Person": "Person",
    "Organization": "Organization",
    "Document": "CreativeWork",
    "Anonymous": "Person",
    "Group": "Thing",
}


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write a graph as JSON-LD 1.1, UTF-8."""
    told = quotes(graph)
    published_by = outlets(graph)
    titles = roles(told)
    things = [
        *(_quotation(quote) for quote in told),
        *(_speaker(key, node, titles.get(key, [])) for key, node in labelled(graph, "Speaker")),
        *(_policy(key, node) for key, node in labelled(graph, "Policy")),
        *(_topic(key, node) for key, node in labelled(graph, "Topic")),
        *(_article(key, node, published_by.get(key)) for key, node in labelled(graph, "Article")),
        *(
            {"id": urn(key), "type": "NewsMediaOrganization", "name": node.get("name")}
            for key, node in labelled(graph, "Outlet")
        ),
    ]
    file = {"@context": CONTEXT, "@graph": [_without_gaps(thing) for thing in things]}
    stream.write(json_text(file, indent=1).encode() + b"\n")


def urn(key: str) -> str:
    """The identifier of a node: ``urn:onrecord:Quote:58933fdcc009%3A593``."""
    label, _, id = key.partition("/")
    return f"urn:onrecord:{percent_encoded(label, safe='')}:{percent_encoded(id, safe='')}"


def _quotation(quote: ToldQuote) -> dict[str, Any]:
    node = quote.node
    return {
        "id": urn(quote.key),
        "type": "Quotation",
        "text": node.get("text"),
        "creator": _ids(end.key for end in quote.speakers),
        "about": _ids(end.key for end in (*quote.policies, *quote.topics)),
        "mentions": _ids(end.key for end in quote.mentions),
        "isPartOf": urn(quote.article.key) if quote.article else None,
        "datePublished": node.get("published"),
        "url": web_address(node.get("link")),
        **{
            f"onrecord:{stance}": _ids(end.key for end in quote.policies if end.edge.get("stance") == stance)
            for stance in ("for", "against", "mixed")
        },
        "onrecord:toldTo": _ids(end.key for end in quote.told_to),
        **{f"onrecord:{name}": node.get(name) for name in ("kind", "act", "confidence", "method")},
    }


def _speaker(key: str, node: Properties, titles: list[str]) -> dict[str, Any]:
    kind = _TYPES.get(node.get("kind", ""), "Thing")
    return {
        "id": urn(key),
        "type": kind,
        "name": node.get("name"),
        "alternateName": other_names(node),
        "jobTitle": titles if kind == "Person" else None,
        "sameAs": f"http://www.wikidata.org/entity/{node['qid']}" if "qid" in node else None,
    }


def _policy(key: str, node: Properties) -> dict[str, Any]:
    return {
        "id": urn(key),
        "type": "Thing",
        "name": node.get("name"),
        "alternateName": other_names(node),
        "disambiguatingDescription": node.get("jurisdiction"),
    }


def _topic(key: str, node: Properties) -> dict[str, Any]:
    codes = [f"cap:{node['cap']}" if "cap" in node else None, *node.get("iptc", ())]
    return {"id": urn(key), "type": "DefinedTerm", "name": node.get("name"), "termCode": list(filter(None, codes))}


def _article(key: str, node: Properties, outlet: str | None) -> dict[str, Any]:
    return {
        "id": urn(key),
        "type": "NewsArticle",
        "headline": node.get("title"),
        "url": web_address(node.get("url")),
        "datePublished": node.get("published"),
        "author": [
            {"type": "Person" if name.family and name.given else "Organization", "name": name.whole}
            for name in authors(node.get("byline"))
        ],
        "publisher": urn(f"Outlet/{outlet}") if outlet else None,
    }


def _ids(keys: Iterable[str]) -> list[str]:
    return [urn(key) for key in dict.fromkeys(keys)]


def _without_gaps(thing: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in thing.items() if value is not None and value != []}
