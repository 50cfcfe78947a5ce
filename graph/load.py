"""Load articles' quotes into a store: idempotent, in batches, each batch one transaction.

The same lines give the same graph in any order and any batch size: ids are deterministic, MERGE is on the key alone.
Which names mean one speaker or one policy is settled after the last batch, over the whole store: `graph.reconcile` and
`graph.policies_reconcile`. Policy areas are as their scheme has them; of two schemes that differ, the one loaded
last counts.
"""

import hashlib
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any
from urllib.parse import quote as percent_encoded

import neo4j

from extract.records import Addressee, ArticleQuotes, Mention, Policy, Quote, Speaker
from graph.grouping import SAME_NAME
from graph.knowledge import Knowledge
from graph.policies_reconcile import reconcile_policies
from graph.reconcile import reconcile_speakers
from graph.schema import SPEAKER_LABELS, searchable
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

    `known` is what a person told of speakers and policies. `on_batch` is called with the running total after each
    committed batch. Raises `StoreError`: what was committed before stays, and the same call goes on from there; and
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
    _settle(store, known or Knowledge())
    return total


def remove(store: Store, articles: Iterable[str], known: Knowledge | None = None) -> int:
    """Remove articles by id with their quotes and all that nothing else leads to; return how many there were.

    Raises `StoreError`, and `Contradiction` as `load` does.
    """
    rows = [{"id": id} for id in articles]
    removed = store.write(partial(_remove, rows=rows))
    _settle(store, known or Knowledge())
    return removed


def _settle(store: Store, known: Knowledge) -> None:
    """What is settled over the whole store, once its quotes are what they are to be."""
    reconcile_speakers(store, known)
    reconcile_policies(store, known)
    store.execute(_REMOVE_UNUSED_TOPICS)
    now = datetime.now(UTC).isoformat(sep=" ", timespec="seconds")
    store.execute("MATCH (s:Schema {id: 'onrecord'}) SET s.loaded = $now", now=now)


def _remove(transaction: neo4j.ManagedTransaction, rows: Rows) -> int:
    present = list(transaction.run(_PRESENT, rows=rows))
    _remove_quotes(transaction, rows)
    transaction.run("UNWIND $rows AS row MATCH (a:Article {id: row.id}) DETACH DELETE a", rows=rows).consume()
    transaction.run(_REMOVE_UNUSED_OUTLETS).consume()
    return len(present)


def _remove_quotes(transaction: neo4j.ManagedTransaction, rows: Rows) -> None:
    """Remove the quotes of articles, their outlets' hold on them, and whom and what no quote leads to any more."""
    touched = [{"id": record["id"]} for record in transaction.run(_NEIGHBOURS, rows=rows)]
    for statement, of in ((_REMOVE_QUOTES, rows), (_REMOVE_OUTLET, rows), (_REMOVE_ORPHANS, touched)):
        transaction.run(statement, rows=of).consume()


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
    if replaced:
        _remove_quotes(transaction, replaced)

    quotes = [(article, quote) for article in fresh for quote in article.quotes]
    run(_ARTICLES, [_article(article, hashes[article.id]) for article in fresh])
    run(_OUTLETS, [{"id": article.id, "name": article.outlet} for article in fresh if article.outlet])
    run(_QUOTES, [_quote(article, quote) for article, quote in quotes])
    for type, label in SPEAKER_LABELS.items():
        run(_SPEAKERS.replace("$label", label), _speakers(type, [quote for _, quote in quotes]))
    run(_SAID, [_said(quote, speaker) for _, quote in quotes for speaker in quote.speakers])
    run(_TOLD_TO, [_told(quote, quote.addressee) for _, quote in quotes if quote.addressee])
    run(_MENTIONS, [_mentioned(quote, mention) for _, quote in quotes for mention in quote.mentions])
    policies = [(quote, policy) for _, quote in quotes for policy in quote.policies]
    run(_POLICIES, _named(policy for _, policy in policies))
    run(_ABOUT_POLICY, [_about(quote, policy) for quote, policy in policies])
    areas = {area for _, policy in policies for area in policy.areas}
    topics = areas | {topic.id for _, quote in quotes for topic in quote.topics}
    run(_TOPICS, [{"id": topic, "name": topic.replace("_", " ")} for topic in sorted(topics)])
    scheme = {area.id: area for article in fresh for area in article.areas}
    run(_AREAS, [area.model_dump(exclude={"broader"}) for area in scheme.values()])
    broader = [{"id": area.id, "broader": area.broader} for area in scheme.values()]
    run(_REMOVE_BROADER, broader)
    run(_BROADER, [row for row in broader if row["broader"]])
    run(
        _ABOUT_TOPIC,
        [
            {"quote": quote.id, "topic": topic.id, "props": {"score": topic.score, "method": topic.method}}
            for _, quote in quotes
            for topic in quote.topics
        ],
    )
    if replaced:
        transaction.run(_REMOVE_UNUSED_OUTLETS).consume()
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
_REMOVE_UNUSED_OUTLETS = "MATCH (o:Outlet) WHERE NOT EXISTS { (o)<-[:PUBLISHED_BY]-() } DETACH DELETE o"
_REMOVE_UNUSED_TOPICS = """
MATCH (t:Topic)
WHERE NOT EXISTS { (t)<-[:ABOUT]-() } AND NOT EXISTS { (t)<-[:IN_AREA]-() }
  AND NOT EXISTS { (t)<-[:BROADER*1..5]-()<-[:ABOUT|IN_AREA]-() }
DETACH DELETE t"""
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
_SPEAKERS = """
UNWIND $rows AS row
MERGE (n:Speaker:$label {id: row.id})
ON CREATE SET n.type = row.type, n.name = row.name, n.aliases = row.aliases, n.roles = [], n.search = row.search"""
_POLICIES = """
UNWIND $rows AS row
MERGE (n:Policy {id: row.id})
ON CREATE SET n.name = row.name, n.aliases = row.aliases, n.search = row.search"""
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
_MENTIONS = """
UNWIND $rows AS row
MATCH (q:Quote {id: row.quote})
MATCH (s:Speaker {id: row.speaker})
MERGE (q)-[r:MENTIONS {given: row.props.given}]->(s)
SET r = row.props"""
_ABOUT_POLICY = """
UNWIND $rows AS row
MATCH (q:Quote {id: row.quote})
MATCH (p:Policy {id: row.policy})
MERGE (q)-[r:ABOUT {given: row.props.given}]->(p)
SET r = row.props"""
# Lines of onrecord 0.1 tell no more of an area than its id.
_TOPICS = "UNWIND $rows AS row MERGE (t:Topic {id: row.id}) ON CREATE SET t.name = row.name"
_AREAS = "UNWIND $rows AS row MERGE (t:Topic {id: row.id}) SET t = row"
_REMOVE_BROADER = """
UNWIND $rows AS row
MATCH (:Topic {id: row.id})-[r:BROADER]->(b:Topic)
WHERE row.broader IS NULL OR b.id <> row.broader
DELETE r"""
_BROADER = """
UNWIND $rows AS row
MATCH (t:Topic {id: row.id})
MATCH (b:Topic {id: row.broader})
MERGE (t)-[:BROADER]->(b)"""
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
            **_form(speaker),
            "aliases": list(speaker.aliases),
            "role": speaker.role,
            "roleSpan": list(speaker.role_span) if speaker.role_span else None,
            "affiliation": speaker.affiliation,
            "affiliationSpan": list(speaker.affiliation_span) if speaker.affiliation_span else None,
            "mention": mention,
        },
    }


def _told(quote: Quote, addressee: Addressee) -> dict[str, Any]:
    return {"quote": quote.id, "speaker": addressee.id, "props": _form(addressee)}


def _mentioned(quote: Quote, mention: Mention) -> dict[str, Any]:
    return {"quote": quote.id, "speaker": mention.id, "props": {**_form(mention), "span": list(mention.span)}}


def _form(record: Speaker | Addressee | Mention | Policy) -> dict[str, str]:
    """The form that an article gives, as long as nothing else is known of it."""
    return {"given": record.id, "form": record.id, "name": record.name, "joined": SAME_NAME}


def _about(quote: Quote, policy: Policy) -> dict[str, Any]:
    return {
        "quote": quote.id,
        "policy": policy.id,
        "props": {
            "score": policy.score,
            "method": policy.method,
            **_form(policy),
            "aliases": list(policy.aliases),
            "jurisdiction": policy.jurisdiction,
            "areas": list(policy.areas),
            "stance": policy.stance,
            "evidence": list(policy.evidence) if policy.evidence else None,
            "evidenceText": quote.paragraph[policy.evidence] if policy.evidence else None,
        },
    }


def _speakers(type: str, quotes: Iterable[Quote]) -> Rows:
    """The speakers of one type that quotes name: who speaks, is told or is mentioned."""
    named: list[Speaker | Addressee | Mention] = []
    for quote in quotes:
        named += [speaker for speaker in quote.speakers if speaker.type == type]
        if quote.addressee is not None and quote.addressee.type == type:
            named.append(quote.addressee)
        named += [mention for mention in quote.mentions if mention.type == type]
    return [{**row, "type": type} for row in _named(named)]


def _named(records: Iterable[Speaker | Addressee | Mention | Policy]) -> Rows:
    """One row an id: the least name and all aliases, the name among them."""
    names: dict[str, set[str]] = {}
    aliases: dict[str, set[str]] = {}
    for record in records:
        names.setdefault(record.id, set()).add(record.name)
        others = () if isinstance(record, Addressee | Mention) else record.aliases
        aliases.setdefault(record.id, set()).update((record.name, *others))
    return [
        {"id": id, "name": min(names[id]), "aliases": sorted(aliases[id]), "search": searchable(aliases[id])}
        for id in sorted(names)
    ]
