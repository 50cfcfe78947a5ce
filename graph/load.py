"""Load articles' quotes into a store: idempotent, in batches, each batch one transaction.

The same lines give the same graph in any order and any batch size: ids are deterministic, MERGE is on the key alone,
and what several articles say of one policy is combined by a rule that no order changes (the least name, the union of
aliases). Which names mean one speaker is settled after the last batch, over the whole store: `graph.reconcile`.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import quote as percent_encoded

import neo4j

from extract.records import Addressee, ArticleQuotes, Policy, Quote, Speaker
from graph.knowledge import Knowledge
from graph.reconcile import reconcile
from graph.schema import SPEAKER_LABELS
from graph.store import Store

Rows = list[dict[str, Any]]
BATCH_QUOTES = 500
"""Quotes in one transaction, unless a single article has more."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: articles written and left as they were, and the quotes of the articles written."""

    articles: int = 0
    unchanged: int = 0
    quotes: int = 0


def load(
    store: Store,
    articles: Iterable[ArticleQuotes],
    known: Knowledge | None = None,
    *,
    batch_quotes: int = BATCH_QUOTES,
    on_batch: Callable[[Loaded], None] | None = None,
) -> Loaded:
    """Write articles with their quotes; an article that the store holds in another version is replaced.

    `known` is what a person told of the speakers. `on_batch` is called with the running total after each committed
    batch. Raises `StoreError`: what was committed before stays, and the same call goes on from there; and
    `Contradiction`, if the corrections cannot all hold.
    """
    store.prepare()
    total = Loaded()
    for batch in _batches(articles, batch_quotes):
        written, quotes = store.write(partial(_write, batch=batch))
        unchanged = total.unchanged + len(batch) - written
        total = Loaded(total.articles + written, unchanged, total.quotes + quotes)
        if on_batch is not None:
            on_batch(total)
    reconcile(store, known or Knowledge())
    return total


def text_fragment(url: str, text: str) -> str:
    """The link that opens a page at a text: ``URL#:~:text=first words,last words`` (WICG Scroll To Text Fragment)."""
    words = re.sub(r"^\W+|\W+$", "", text).split()
    if len(words) <= 8:
        fragment = _fragment(" ".join(words))
    else:
        fragment = f"{_fragment(' '.join(words[:4]))},{_fragment(' '.join(words[-4:]))}"
    return f"{url.split('#')[0]}#:~:text={fragment}"


def _fragment(words: str) -> str:
    return percent_encoded(words, safe="").replace("-", "%2D")  # a hyphen has a meaning there


def _batches(articles: Iterable[ArticleQuotes], batch_quotes: int) -> Iterator[list[ArticleQuotes]]:
    batch: dict[str, ArticleQuotes] = {}
    size = 0
    for article in articles:
        if article.id in batch or (batch and size + len(article.quotes) > batch_quotes):
            yield list(batch.values())
            batch, size = {}, 0
        batch[article.id] = article
        size += len(article.quotes) + 1
    if batch:
        yield list(batch.values())


def _write(transaction: neo4j.ManagedTransaction, batch: list[ArticleQuotes]) -> tuple[int, int]:
    """Write one batch; return the numbers of articles and quotes that were new or had changed."""

    def run(cypher: str, rows: Rows) -> list[neo4j.Record]:
        return list(transaction.run(cypher, rows=rows)) if rows else []

    hashes = {article.id: hashlib.sha256(article.to_json().encode()).hexdigest()[:16] for article in batch}
    present = {row["id"]: row["hash"] for row in run(_PRESENT, [{"id": id} for id in hashes])}
    fresh = [article for article in batch if present.get(article.id) != hashes[article.id]]
    replaced = [{"id": article.id} for article in fresh if article.id in present]
    touched = [{"id": row["id"]} for row in run(_NEIGHBOURS, replaced)]
    run(_REMOVE_QUOTES, replaced)
    run(_REMOVE_OUTLET, replaced)

    quotes = [(article, quote) for article in fresh for quote in article.quotes]
    run(_ARTICLES, [_article(article, hashes[article.id]) for article in fresh])
    run(_OUTLETS, [{"id": article.id, "name": article.outlet} for article in fresh if article.outlet])
    run(_QUOTES, [_quote(article, quote) for article, quote in quotes])
    for type, label in SPEAKER_LABELS.items():
        run(_SPEAKERS.replace("$label", label), _speakers(type, [quote for _, quote in quotes]))
    run(_SAID, [_said(quote, speaker) for _, quote in quotes for speaker in quote.speakers])
    told = [(quote, quote.addressee) for _, quote in quotes if quote.addressee]
    run(
        _TOLD_TO,
        [{"quote": q.id, "speaker": a.id, "props": {"given": a.id, "form": a.id, "name": a.name}} for q, a in told],
    )
    policies = [(quote, policy) for _, quote in quotes for policy in quote.policies]
    run(_POLICIES, _named(policy for _, policy in policies))
    run(_ABOUT_POLICY, [_about(quote, policy) for quote, policy in policies])
    areas = {(policy.id, area) for _, policy in policies for area in policy.areas}
    topics = {area for _, area in areas} | {topic.id for _, quote in quotes for topic in quote.topics}
    run(_TOPICS, [{"id": topic, "name": topic.replace("_", " ")} for topic in sorted(topics)])
    run(_IN_AREA, [{"policy": policy, "topic": area} for policy, area in sorted(areas)])
    run(
        _ABOUT_TOPIC,
        [
            {"quote": quote.id, "topic": topic.id, "props": {"score": topic.score, "method": topic.method}}
            for _, quote in quotes
            for topic in quote.topics
        ],
    )
    run(_REMOVE_ORPHANS, touched)
    return len(fresh), len(quotes)


_PRESENT = "UNWIND $rows AS row MATCH (a:Article {id: row.id}) RETURN a.id AS id, a.loadHash AS hash"
_NEIGHBOURS = """
UNWIND $rows AS row
MATCH (:Article {id: row.id})<-[:APPEARS_IN]-(q:Quote)--(n)
WHERE n:Speaker OR n:Policy
RETURN DISTINCT n.id AS id"""
_REMOVE_QUOTES = "UNWIND $rows AS row MATCH (:Article {id: row.id})<-[:APPEARS_IN]-(q:Quote) DETACH DELETE q"
_REMOVE_OUTLET = "UNWIND $rows AS row MATCH (:Article {id: row.id})-[r:PUBLISHED_BY]->() DELETE r"
_REMOVE_ORPHANS = """
UNWIND $rows AS row
MATCH (n) WHERE (n:Speaker OR n:Policy) AND n.id = row.id AND NOT EXISTS { (n)--(:Quote) }
DETACH DELETE n"""
_ARTICLES = "UNWIND $rows AS row MERGE (a:Article {id: row.id}) SET a = row"
_OUTLETS = """
UNWIND $rows AS row
MERGE (o:Outlet {name: row.name})
WITH o, row
MATCH (a:Article {id: row.id})
MERGE (a)-[:PUBLISHED_BY]->(o)"""
_QUOTES = """
UNWIND $rows AS row
MERGE (q:Quote {id: row.id})
SET q = row.props
WITH q, row
MATCH (a:Article {id: row.article})
MERGE (q)-[r:APPEARS_IN]->(a)
SET r = row.place"""
_COMBINE = """
SET n.name = CASE WHEN n.name IS NULL OR row.name < n.name THEN row.name ELSE n.name END
WITH n, row
UNWIND coalesce(n.aliases, []) + row.aliases AS alias
WITH DISTINCT n, alias ORDER BY alias
WITH n, collect(alias) AS aliases
SET n.aliases = aliases"""
_SPEAKERS = """
UNWIND $rows AS row
MERGE (n:Speaker:$label {id: row.id})
ON CREATE SET n.type = row.type, n.name = row.name, n.aliases = row.aliases, n.roles = []"""
_POLICIES = "UNWIND $rows AS row MERGE (n:Policy {id: row.id})" + _COMBINE
# Relationships start at the quote, which has few: the embedded engine looks for an existing one from that side.
_SAID = """
UNWIND $rows AS row
MATCH (q:Quote {id: row.quote})
MATCH (s:Speaker {id: row.speaker})
MERGE (q)<-[r:SAID {given: row.props.given}]-(s)
SET r = row.props"""
_TOLD_TO = """
UNWIND $rows AS row
MATCH (q:Quote {id: row.quote})
MATCH (s:Speaker {id: row.speaker})
MERGE (q)-[r:TOLD_TO {given: row.props.given}]->(s)
SET r = row.props"""
_ABOUT_POLICY = """
UNWIND $rows AS row
MATCH (q:Quote {id: row.quote})
MATCH (p:Policy {id: row.policy})
MERGE (q)-[r:ABOUT]->(p)
SET r = row.props"""
_TOPICS = "UNWIND $rows AS row MERGE (t:Topic {id: row.id}) SET t.name = row.name"
_IN_AREA = """
UNWIND $rows AS row
MATCH (p:Policy {id: row.policy})
MATCH (t:Topic {id: row.topic})
MERGE (p)-[:IN_AREA]->(t)"""
_ABOUT_TOPIC = """
UNWIND $rows AS row
MATCH (q:Quote {id: row.quote})
MATCH (t:Topic {id: row.topic})
MERGE (q)-[r:ABOUT]->(t)
SET r = row.props"""


def _article(article: ArticleQuotes, load_hash: str) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title or article.id,
        "url": article.url,
        "published": article.published,
        "textHash": article.text_hash,
        "loadHash": load_hash,
    }


def _quote(article: ArticleQuotes, quote: Quote) -> dict[str, Any]:
    start, end = quote.content[0][0], quote.content[-1][1]
    caption = quote.text if len(quote.text) <= 60 else quote.text[:59].rstrip() + "…"
    first = quote.text.split(" … ")[0]
    return {
        "id": quote.id,
        "article": article.id,
        "place": {"start": start, "end": end},
        "props": {
            "id": quote.id,
            "title": caption,
            "text": quote.text,
            "kind": quote.kind,
            "act": quote.act,
            "published": article.published,
            "confidence": quote.confidence,
            "method": quote.method,
            # spans flat, [start, end, start, end …]: the graph has no lists of lists
            "source": [offset for span in quote.source for offset in span],
            "cue": [offset for span in quote.cue for offset in span],
            "content": [offset for span in quote.content for offset in span],
            "sourceText": _texts(quote, quote.source),
            "cueText": _texts(quote, quote.cue),
            "paragraph": quote.paragraph.text,
            "paragraphStart": quote.paragraph.start,
            "link": text_fragment(article.url, first) if article.url else None,
        },
    }


def _texts(quote: Quote, spans: tuple[tuple[int, int], ...]) -> str | None:
    return " … ".join(quote.paragraph[span] for span in spans) or None


def _said(quote: Quote, speaker: Speaker) -> dict[str, Any]:
    mention = list(speaker.mention) if speaker.mention else None
    return {
        "quote": quote.id,
        "speaker": speaker.id,
        "props": {
            "cue": _texts(quote, quote.cue),
            "confidence": quote.confidence,
            "method": speaker.method,
            "given": speaker.id,
            "form": speaker.id,
            "name": speaker.name,
            "aliases": list(speaker.aliases),
            "role": speaker.role,
            "roleSpan": list(speaker.role_span) if speaker.role_span else None,
            "affiliation": speaker.affiliation,
            "affiliationSpan": list(speaker.affiliation_span) if speaker.affiliation_span else None,
            "mention": mention,
        },
    }


def _told(quote: Quote, addressee: Addressee) -> dict[str, Any]:
    props = {"given": addressee.id, "form": addressee.id, "name": addressee.name}
    return {"quote": quote.id, "speaker": addressee.id, "props": props}


def _about(quote: Quote, policy: Policy) -> dict[str, Any]:
    return {
        "quote": quote.id,
        "policy": policy.id,
        "props": {
            "score": policy.score,
            "method": policy.method,
            "stance": policy.stance,
            "evidence": list(policy.evidence) if policy.evidence else None,
        },
    }


def _speakers(type: str, quotes: Iterable[Quote]) -> Rows:
    """The speakers of one type that quotes name, as speaker or as addressee."""
    named: list[Speaker | Addressee] = []
    for quote in quotes:
        named += [speaker for speaker in quote.speakers if speaker.type == type]
        if quote.addressee is not None and quote.addressee.type == type:
            named.append(quote.addressee)
    return [{**row, "type": type} for row in _named(named)]


def _named(records: Iterable[Speaker | Addressee | Policy]) -> Rows:
    """One row an id: the least name and all aliases, the name among them."""
    names: dict[str, set[str]] = {}
    aliases: dict[str, set[str]] = {}
    for record in records:
        names.setdefault(record.id, set()).add(record.name)
        others = () if isinstance(record, Addressee) else record.aliases
        aliases.setdefault(record.id, set()).update((record.name, *others))
    return [{"id": id, "name": min(names[id]), "aliases": sorted(aliases[id])} for id in sorted(names)]
