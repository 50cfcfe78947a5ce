"""Load articles' quotes into a store: idempotent, in batches, each batch one transaction.

The same lines give the same graph in any order and any batch size: ids are deterministic, MERGE is on the key alone.
What is settled over the whole store (`graph.settle`) is settled after the last batch. A load that was cut short is
finished by the same call: articles that are there as they should be are left alone. Policy areas are as their scheme
has them; of two schemes that differ, the one loaded last counts.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

import neo4j

from extract.records import ArticleQuotes
from graph.knowledge import Knowledge
from graph.rows import Rows, graph_rows
from graph.settle import settle
from graph.store import Store
from graph.verify import forget_counts

BATCH_QUOTES = 2000
"""Quotes in one transaction, unless a single article has more."""
BATCH_BYTES = 8 << 20
"""Bytes of JSON in one transaction, unless a single article has more."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: articles written and left as they were, and the quotes of the articles written."""

    articles: int = 0
    unchanged: int = 0
    quotes: int = 0


@dataclass(frozen=True, slots=True)
class Replaced:
    """An article whose place in the store another took: the same id (or address), and another text or outlet."""

    id: str
    title: str
    outlet: str | None
    by_title: str
    by_outlet: str | None

    @property
    def by_another_outlet(self) -> bool:
        """Whether the article that was there is another outlet's."""
        return self.outlet != self.by_outlet

    def __str__(self) -> str:
        return (
            f"“{self.title}” ({self.outlet or 'no outlet'}) is replaced by “{self.by_title}” "
            f"({self.by_outlet or 'no outlet'}), which has the same id {self.id}"
        )


@dataclass(frozen=True, slots=True)
class Line:
    """An article with the hash that tells its version, and the bytes of its JSON."""

    article: ArticleQuotes
    hash: str
    size: int

    @classmethod
    def of(cls, article: ArticleQuotes) -> "Line":
        line = article.to_json().encode()
        return cls(article, hashlib.sha256(line).hexdigest()[:16], len(line))


def load(
    store: Store,
    articles: Iterable[ArticleQuotes],
    known: Knowledge | None = None,
    *,
    batch_quotes: int = BATCH_QUOTES,
    on_batch: Callable[[Loaded], None] | None = None,
    on_step: Callable[[str], None] = lambda step: None,
    on_replaced: Callable[[Replaced], None] = lambda replaced: None,
) -> Loaded:
    """Write articles with their quotes; an article that the store holds in another version is replaced.

    `known` is what a person told of speakers and policies. `on_batch` is called with the running total after each
    committed batch, `on_step` with what is done after the last, `on_replaced` with each article that another text or
    outlet took the place of. Several processes may load into one store. Raises `StoreError`: what was committed before
    stays, and the same call goes on from there; and `Contradiction`, if the corrections cannot all hold.

    Examples
    --------
    >>> from onrecord import Article, extract, open_store
    >>> article = Article(text="Mayor Ana Ruiz said the parking tax would fall.", title="A tax falls")
    >>> with open_store("elsewhere") as store:
    ...     load(store, extract([article]))
    ...     load(store, extract([article]))
    Loaded(articles=1, unchanged=0, quotes=1)
    Loaded(articles=0, unchanged=1, quotes=0)
    """
    store.prepare()
    total = Loaded()
    for batch in batches(map(Line.of, articles), batch_quotes):
        with store.alone():
            forget_counts(store)
            written, quotes, replaced = store.write(partial(_write, batch=batch))
        unchanged = total.unchanged + len(batch) - written
        total = Loaded(total.articles + written, unchanged, total.quotes + quotes)
        for article in replaced:
            on_replaced(article)
        if on_batch is not None:
            on_batch(total)
    settle(store, known or Knowledge(), on_step=on_step)
    now = datetime.now(UTC).isoformat(sep=" ", timespec="seconds")
    store.execute("MATCH (s:Schema {id: 'onrecord'}) SET s.loaded = $now", now=now)
    return total


def source_hashes(store: Store, ids: Sequence[str]) -> dict[str, str]:
    """What quotes of articles were made of, by id, where the store tells (`extract.versions`). Raises `StoreError`."""
    rows = store.read(_SOURCE_HASHES, rows=[{"id": id} for id in ids])
    return {row["id"]: row["hash"] for row in rows if row["hash"]}


def remove(store: Store, articles: Iterable[str], known: Knowledge | None = None) -> int:
    """Remove articles by id with their quotes and all that nothing else leads to; return how many there were.

    Raises `StoreError`, and `Contradiction` as `load` does.
    """
    rows = [{"id": id} for id in articles]
    with store.alone():
        forget_counts(store)
        removed = store.write(partial(_remove, rows=rows))
    settle(store, known or Knowledge())
    return removed


def _remove(transaction: neo4j.ManagedTransaction, rows: Rows) -> int:
    present = list(transaction.run(_PRESENT, rows=rows))
    _remove_quotes(transaction, rows)
    transaction.run("UNWIND $rows AS row MATCH (a:Article {id: row.id}) DETACH DELETE a", rows=rows).consume()
    transaction.run(_REMOVE_UNUSED_OUTLETS).consume()
    return len(present)


def _remove_quotes(transaction: neo4j.ManagedTransaction, rows: Rows) -> None:
    """Remove the quotes of articles, their outlets' hold on them, and whom and what no quote leads to any more."""
    touched = [{"id": record["id"]} for record in transaction.run(_NEIGHBOURS, rows=rows)]
    for statement, of in (
        (_MARK_ECHOES, rows),
        (_REMOVE_QUOTES, rows),
        (_REMOVE_OUTLET, rows),
        (_REMOVE_ORPHANS, touched),
    ):
        transaction.run(statement, rows=of).consume()


def batches(lines: Iterable[Line], batch_quotes: int = BATCH_QUOTES) -> Iterator[list[Line]]:
    """Lines in lists for a transaction each, no article twice in one."""
    batch: dict[str, Line] = {}
    quotes = size = 0
    for line in lines:
        number = len(line.article.quotes) + 1
        full = quotes + number > batch_quotes or size + line.size > BATCH_BYTES
        if line.article.id in batch or (batch and full):
            yield list(batch.values())
            batch, quotes, size = {}, 0, 0
        batch[line.article.id] = line
        quotes, size = quotes + number, size + line.size
    if batch:
        yield list(batch.values())


def _write(transaction: neo4j.ManagedTransaction, batch: list[Line]) -> tuple[int, int, list[Replaced]]:
    """Write one batch; return the numbers of articles and quotes that were new or had changed, and those replaced."""

    def run(cypher: str, rows: Rows) -> list[neo4j.Record]:
        return list(transaction.run(cypher, rows=rows)) if rows else []

    present = {row["id"]: row["hash"] for row in run(_PRESENT, [{"id": line.article.id} for line in batch])}
    fresh = [line for line in batch if present.get(line.article.id) != line.hash]
    again = [line.article for line in fresh if line.article.id in present]
    replaced = list(_replaced(again, run(_FORMER, [{"id": article.id} for article in again])))
    if again:
        _remove_quotes(transaction, [{"id": article.id} for article in again])

    rows = graph_rows([line.article for line in fresh], [line.hash for line in fresh])
    run(_ARTICLES, rows.articles)
    run(_OUTLETS, rows.outlets)
    run(_QUOTES, rows.quotes)
    for label, speakers in rows.speakers.items():
        run(_SPEAKERS.replace("$label", label), speakers)
    run(_SAID, rows.said)
    run(_TOLD_TO, rows.told_to)
    run(_MENTIONS, rows.mentions)
    run(_POLICIES, rows.policies)
    run(_ABOUT_POLICY, rows.about_policy)
    run(_TOPICS, rows.topics)
    run(_AREAS, rows.areas)
    run(_REMOVE_BROADER, rows.areas)
    run(_BROADER, [row for row in rows.areas if row["broader"]])
    run(_ABOUT_TOPIC, rows.about_topic)
    if again:
        transaction.run(_REMOVE_UNUSED_OUTLETS).consume()
    return len(fresh), len(rows.quotes), replaced


def _replaced(articles: Sequence[ArticleQuotes], former: Sequence[neo4j.Record]) -> Iterator[Replaced]:
    """The articles whose text or outlet is another than that of the article of the same id in the store."""
    by_id = {article.id: article for article in articles}
    for was in former:
        article = by_id[was["id"]]
        if was["hash"] != article.text_hash or was["outlet"] != article.outlet:
            yield Replaced(article.id, was["title"], was["outlet"], article.title or article.id, article.outlet)


_PRESENT = "UNWIND $rows AS row MATCH (a:Article {id: row.id}) RETURN a.id AS id, a.loadHash AS hash"
_SOURCE_HASHES = "UNWIND $rows AS row MATCH (a:Article {id: row.id}) RETURN a.id AS id, a.sourceHash AS hash"
_FORMER = """
UNWIND $rows AS row
MATCH (a:Article {id: row.id})
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Outlet)
RETURN a.id AS id, a.title AS title, a.textHash AS hash, o.name AS outlet"""
_NEIGHBOURS = """
UNWIND $rows AS row
MATCH (:Article {id: row.id})<-[:APPEARS_IN]-(q:Quote)--(n)
WHERE n:Speaker OR n:Policy
RETURN DISTINCT n.id AS id"""
_MARK_ECHOES = """
UNWIND $rows AS row
MATCH (:Article {id: row.id})<-[:APPEARS_IN]-(q:Quote)-[:ECHOES]-(other:Quote)
SET other.unsettled = other.id"""
_REMOVE_QUOTES = "UNWIND $rows AS row MATCH (:Article {id: row.id})<-[:APPEARS_IN]-(q:Quote) DETACH DELETE q"
_REMOVE_OUTLET = "UNWIND $rows AS row MATCH (:Article {id: row.id})-[r:PUBLISHED_BY]->() DELETE r"
_REMOVE_ORPHANS = """
UNWIND $rows AS row
MATCH (n) WHERE (n:Speaker OR n:Policy) AND n.id = row.id AND NOT EXISTS { (n)--(:Quote) }
DETACH DELETE n"""
_REMOVE_UNUSED_OUTLETS = "MATCH (o:Outlet) WHERE NOT EXISTS { (o)<-[:PUBLISHED_BY]-() } DETACH DELETE o"
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
SET q = row.props, q.unsettled = row.id
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
_TOPICS = "UNWIND $rows AS row MERGE (t:Topic {id: row.id}) ON CREATE SET t.name = row.name"
_AREAS = "UNWIND $rows AS row MERGE (t:Topic {id: row.id}) SET t.name = row.name, t.cap = row.cap, t.iptc = row.iptc"
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
