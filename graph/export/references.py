"""The articles of a subgraph as references: what BibTeX and CSL-JSON are made of."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

import networkx as nx

from extract.records import short_hash
from extract.safe_text import web_address
from graph.export.quotes import day, identity, labelled, outlets
from graph.export.values import one_line

_BY = re.compile(r"^\s*(?:story |text |words )?by\b[:\s]*", re.IGNORECASE)
_AND = re.compile(r"\s*(?:(?:[;&|/]|\b(?:and|with)\b)\s*)+", re.IGNORECASE)
_NO_NAME = re.compile(
    r"\b(?:staff|writers?|reporters?|correspondents?|editors?|columnists?|bureau|chief|contributors?|special to|@)\b|@",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:associated press|press|news|agency|service|staff|board|reuters|bloomberg|afp|wire|times|post|journal|"
    r"gazette|ledger|desk|team|reports?|union|association|university|institute)\b",
    re.IGNORECASE,
)
_SUFFIX = re.compile(r"^(?:jr|sr|i{2,3}|iv|ph\.?d|m\.?d)\.?$", re.IGNORECASE)
_SMALL = {"a", "an", "the", "in", "on", "of", "to", "for", "at", "and", "how", "what", "why"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A writer: a person has `family` and `given`; an agency, or a single word, has `whole` alone."""

    whole: str
    family: str = ""
    given: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An article: `key` tells it apart in any list of references, and is the same in every export.

    `url` is one of the web, or None.
    """

    key: str
    title: str
    authors: tuple[Author, ...]
    published: date | None
    outlet: str | None
    url: str | None


def references(graph: "nx.MultiDiGraph[str]") -> list[Reference]:
    """The articles of a graph, in order of their keys."""
    published_by = outlets(graph)
    found = []
    for node, properties in labelled(graph, "Article"):
        outlet = published_by.get(node)
        written = authors(properties.get("byline"))
        title, published = one_line(properties.get("title", node)), day(properties.get("published"))
        first = written[0].family or written[0].whole if written else outlet or "anonymous"
        word = next((word for word in _plain(title).split() if word not in _SMALL), "")
        year = str(published.year) if published else ""
        # the hash, so that a key depends on no other article of the list
        key = f"{_plain(first).replace(' ', '')[:24]}{year}{word[:24]}-{short_hash(identity(node, properties))[:8]}"
        found.append(
            Reference(
                key=key,
                title=title,
                authors=tuple(written),
                published=published,
                outlet=one_line(outlet) or None,
                url=web_address(properties.get("url")),
            )
        )
    return sorted(found, key=lambda reference: reference.key)


def authors(byline: str | None) -> list[Author]:
    """Who wrote an article, out of its byline: "By Jane Doe and John Roe, Staff Writers" are two people.

    Examples
    --------
    >>> [(author.given, author.family) for author in authors("By Jane Q. Doe and John Roe, Staff Writers")]
    [('Jane Q.', 'Doe'), ('John', 'Roe')]
    >>> authors("The Associated Press")
    [Author(whole='The Associated Press', family='', given='', suffix='')]
    """
    from nameparser import HumanName

    names: list[str] = []
    for part in _AND.split(_BY.sub("", one_line(byline))):
        for name in part.split(","):
            name = re.sub(r"\([^)]*\)", "", _BY.sub("", name)).strip(" .\t–—-") if name.strip() else ""
            if name and names and _SUFFIX.match(name):
                names[-1] += f" {name}"
            elif name and not (_NO_NAME.search(name) and not (_BODY.search(name) and not names)):
                names.append(name)
    found = []
    for name in dict.fromkeys(names):
        parsed = HumanName(name)
        if _BODY.search(name) or not (parsed.first and parsed.last):
            found.append(Author(whole=name))
        else:
            given = " ".join(filter(None, (parsed.first, parsed.middle)))
            found.append(Author(whole=name, family=parsed.last, given=given, suffix=parsed.suffix))
    return found


def _plain(words: str) -> str:
    bare = unicodedata.normalize("NFKD", words.lower()).replace("’", "").replace("'", "")
    return re.sub(r"[^a-z0-9]+", " ", "".join(char for char in bare if not unicodedata.combining(char))).strip()
