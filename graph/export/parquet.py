"""Parquet, for pandas, Polars, DuckDB and R: a row a quote, in the order of days.

`speakers`, `policies` and `topics` are lists of structs, so nothing is repeated and nothing lost: ``SELECT *,
unnest(policies)`` in DuckDB and ``explode`` elsewhere make a row of each. `published` is a date32; spans are lists of
offsets (characters of the article's text, end exclusive), [start, end, start, end …].
"""

from typing import TYPE_CHECKING, Any, BinaryIO

import networkx as nx

from graph.export.quotes import End, ToldQuote, day, identity, quotes

if TYPE_CHECKING:
    import pyarrow as pa


def write(graph: "nx.MultiDiGraph[str]", stream: BinaryIO) -> None:
    """Write the quotes of a graph as Parquet, compressed by Zstandard."""
    import pyarrow as pa
    from pyarrow import parquet

    table = pa.Table.from_pylist([_row(quote) for quote in quotes(graph)], schema=schema())
    parquet.write_table(table, stream, compression="zstd")


def schema() -> "pa.Schema":
    """The columns with their types."""
    import pyarrow as pa

    text, offsets = pa.string(), pa.list_(pa.int64())
    speaker = dict.fromkeys(("id", "name", "kind", "role", "affiliation", "nameInArticle", "joined", "method"), text)
    policy = dict.fromkeys(("id", "name", "jurisdiction", "stance", "evidence", "nameInArticle", "method"), text)
    topic = dict.fromkeys(("id", "name", "method"), text)
    named = dict.fromkeys(("id", "name", "kind"), text)

    def many(fields: dict[str, Any]) -> "pa.DataType":
        return pa.list_(pa.struct(list(fields.items())))

    return pa.schema(
        [
            ("id", text),
            ("text", text),
            ("published", pa.date32()),
            ("kind", text),
            ("act", text),
            ("confidence", pa.float64()),
            ("method", text),
            ("cue", text),
            ("speakers", many(speaker)),
            ("policies", many(policy | {"score": pa.float64(), "stanceScore": pa.float64()})),
            ("topics", many(topic | {"score": pa.float64()})),
            ("toldTo", many(named)),
            ("mentions", many(named)),
            ("articleId", text),
            ("article", text),
            ("outlet", text),
            ("byline", text),
            ("url", text),
            ("link", text),
            ("paragraph", text),
            ("contentOffsets", offsets),
            ("sourceOffsets", offsets),
            ("cueOffsets", offsets),
        ]
    )


def _row(quote: ToldQuote) -> dict[str, Any]:
    node = quote.node
    article = quote.article.node if quote.article else {}
    names = ("text", "kind", "act", "confidence", "method", "link", "paragraph")
    return {
        **{name: node.get(name) for name in names},
        "id": identity(quote.key, node),
        "published": day(node.get("published")),
        "cue": node.get("cueText"),
        "speakers": [
            _named(end) | _of(end, "role", "affiliation", "joined", "method", nameInArticle="name")
            for end in quote.speakers
        ],
        "policies": [
            _named(end)
            | {"jurisdiction": end.node.get("jurisdiction")}
            | _of(end, "stance", "method", "score", "stanceScore", evidence="evidenceText", nameInArticle="name")
            for end in quote.policies
        ],
        "topics": [_named(end) | _of(end, "method", "score") for end in quote.topics],
        "toldTo": [_named(end) for end in quote.told_to],
        "mentions": [_named(end) for end in quote.mentions],
        "articleId": identity(quote.article.key, article) if quote.article else None,
        "article": article.get("title"),
        "outlet": quote.outlet,
        "byline": article.get("byline"),
        "url": article.get("url"),
        **{f"{of}Offsets": list(node.get(of, ())) for of in ("content", "source", "cue")},
    }


def _named(end: End) -> dict[str, Any]:
    return {"id": identity(end.key, end.node), "name": end.name, "kind": end.node.get("kind")}


def _of(end: End, *names: str, **renamed: str) -> dict[str, Any]:
    return {name: end.edge.get(name) for name in names} | {name: end.edge.get(of) for name, of in renamed.items()}
