"""Whether a store holds what was loaded, as far as the store itself can tell: a folder or a Neo4j.

Each load and removal ends by noting on a node of its own how much there is; whatever makes that untrue takes the note
away before. Both wait for other writers (`Store.alone`). Quotes are compared with the articles that they are in, and
articles with the hash of their text.
"""

from collections.abc import Callable, Iterator

from extract.records import short_hash
from graph.folder import StoreError
from graph.schema import KEYS, RELATIONSHIPS
from graph.store import Row, Store

COUNTED = {
    "articles": "MATCH (n:Article) RETURN count(n) AS n",
    "quotes": "MATCH (n:Quote) RETURN count(n) AS n",
    "attributions": "MATCH (:Speaker)-[r:SAID]->(:Quote) RETURN count(r) AS n",
}
"""Property of the schema's node -> what counts it."""
_BATCH = 100
"""Articles whose texts are read at once."""
_NAMED = 5
"""Ids that a sentence names."""


def forget_counts(store: Store) -> None:
    """Take the note of how much there is away: it is about to change. Raises `StoreError`."""
    store.execute("MATCH (s:Schema {id: 'counts'}) REMOVE " + ", ".join(f"s.{name}" for name in COUNTED))


def note_counts(store: Store) -> None:
    """Note how much there is. Raises `StoreError`."""
    assignments = ", ".join(f"s.{name} = $counts.{name}" for name in COUNTED)
    store.execute(
        f"MERGE (s:Schema {{id: 'counts'}}) SET s.name = 'onrecord counts', {assignments}", counts=_counts(store)
    )


def noted_counts(store: Store) -> Row:
    """How much there was when that was last noted, by name; None where nothing is noted. Raises `StoreError`."""
    names = ", ".join(f"s.{name} AS {name}" for name in COUNTED)
    rows = store.read(f"MATCH (s:Schema {{id: 'counts'}}) RETURN {names}")
    return rows[0] if rows else dict.fromkeys(COUNTED)


def verify(store: Store, *, on_step: Callable[[str], None] = lambda step: None) -> Iterator[str]:
    """What is wrong with a store, a line each; none where it is whole."""
    steps: dict[str, Callable[[Store], Iterator[str]]] = {
        "counting": _miscounted,
        "reading everything": _unreadable,
        "looking for missing indexes": _lacking,
        "looking for what leads nowhere": _dangling,
        "comparing quotes with their articles": _different,
    }
    for what, step in steps.items():
        on_step(what)
        try:
            yield from step(store)
        except StoreError as error:  # a record that the engine cannot read: the other steps may find more
            yield f"{what} failed: {error}"


def _unreadable(store: Store) -> Iterator[str]:
    for part in (*(f"(n:{label})" for label in KEYS), *(f"()-[n:{type}]->()" for type in RELATIONSHIPS)):
        try:
            store.read(f"MATCH {part} RETURN sum(size(keys(n))) AS n")
        except StoreError as error:
            yield f"{part} cannot be read: {error}"


def _lacking(store: Store) -> Iterator[str]:
    if store.version() is not None:
        yield from (f"the index {name} is missing; the next load makes it" for name in sorted(store.lacking()))


def _dangling(store: Store) -> Iterator[str]:
    for what, dangling in _DANGLING.items():
        if ids := sorted(row["id"] for row in store.read(dangling)):
            yield f"{what}: {_listed(ids)}"


def _different(store: Store) -> Iterator[str]:
    articles = [row["id"] for row in store.read("MATCH (a:Article) RETURN a.id AS id ORDER BY id")]
    for first in range(0, len(articles), _BATCH):
        batch = [{"id": id} for id in articles[first : first + _BATCH]]
        texts = {row["id"]: row for row in store.read(_TEXTS, rows=batch)}
        yield from (f"the text of article {id} is another" for id, row in texts.items() if _is_other(row))
        quotes = store.read(_QUOTES, rows=batch)
        if ids := [row["id"] for row in quotes if _differs(row, texts[row["article"]]["text"])]:
            yield f"quotes say what their article does not: {_listed(sorted(ids))}"


def _counts(store: Store) -> dict[str, int]:
    return {name: store.read(count)[0]["n"] for name, count in COUNTED.items()}


def _miscounted(store: Store) -> Iterator[str]:
    noted, counts = noted_counts(store), _counts(store)
    if None in noted.values() and store.version() is not None:
        yield "a load goes on, or was cut short: run it again, so that what it wrote can be counted"
    for name, number in counts.items():
        if noted[name] is not None and number < noted[name]:
            yield f"{number:,} {name} are there, and {noted[name]:,} were loaded"


def _listed(ids: list[str]) -> str:
    more = len(ids) - _NAMED
    return ", ".join(ids[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")


def _is_other(article: Row) -> bool:
    return article["text"] is not None and short_hash(article["text"]) != article["hash"]


def _differs(quote: Row, article: str | None) -> bool:
    """Whether a quote is not what stands at its offsets: in the article, or in its paragraph where no text is kept."""
    text, at = (quote["paragraph"], quote["start"]) if article is None else (article, 0)
    if text is None or at is None or not quote["content"]:
        return True
    spans = zip(quote["content"][::2], quote["content"][1::2], strict=False)
    return bool(quote["text"] != " … ".join(text[start - at : end - at] for start, end in spans))


_DANGLING = {
    "quotes without an article": "MATCH (q:Quote) WHERE NOT EXISTS { (q)-[:APPEARS_IN]->(:Article) } RETURN q.id AS id",
    "speakers without a quote": "MATCH (s:Speaker) WHERE NOT EXISTS { (s)--() } RETURN s.id AS id",
    "policies without a quote": "MATCH (p:Policy) WHERE NOT EXISTS { (p)--() } RETURN p.id AS id",
    "outlets without an article": "MATCH (o:Outlet) WHERE NOT EXISTS { (o)--() } RETURN o.name AS id",
}
_TEXTS = "UNWIND $rows AS row MATCH (a:Article {id: row.id}) RETURN a.id AS id, a.text AS text, a.textHash AS hash"
_QUOTES = """
UNWIND $rows AS row
MATCH (a:Article {id: row.id})<-[:APPEARS_IN]-(q:Quote)
RETURN a.id AS article, q.id AS id, q.text AS text, q.content AS content, q.paragraph AS paragraph,
  q.paragraphStart AS start"""
