"""A question as text to paste: its parameters and its Cypher, for Neo4j Browser and for cypher-shell."""

from pathlib import Path
from typing import Any

from extract.safe_text import json_text
from queries.catalogue import checked, with_own
from queries.header import SavedQuery


def explain(name: str, /, *, queries: str | Path | None = None, **parameters: Any) -> str:
    """What `queries.catalogue.ask` would run, without running it: a ``:param`` line, then the Cypher.

    cypher-shell and Neo4j Browser take all of it at one go. The Browser then hides the answer behind the statement; it
    shows it where the first line is pasted alone (without the semicolon), and the Cypher after it.

    Raises `queries.catalogue.BadQuestion` as `ask` does.

    Examples
    --------
    >>> print(explain("evidence", quote="58933fdcc009:593"))                      # doctest: +ELLIPSIS
    :param {quote: "58933fdcc009:593"}
    ;
    <BLANKLINE>
    // Evidence for a quote
    ...
    """
    return explained(with_own(queries).query(name), parameters)


def explained(query: SavedQuery, parameters: dict[str, Any]) -> str:
    """`explain` of a question at hand."""
    told = ", ".join(f"{key}: {_literal(value)}" for key, value in checked(query, parameters).items())
    end = "\n;" if "//" in query.cypher.rpartition("\n")[2] else ";"  # a comment would take it along
    return f":param {{{told}}}\n;\n\n{query.cypher}{end}\n"


def _literal(value: Any) -> str:
    """A value that JSON, Cypher and the Browser read alike; the Browser takes the first closing brace for the last."""
    return json_text(value).replace("}", "\\u007d")
