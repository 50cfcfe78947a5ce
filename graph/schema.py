"""Labels, keys, constraints and indexes of the quote graph: the one place that names them.

::

    (:Speaker:Person|Organization|Document|Group|Anonymous)-[:SAID]->(:Quote)-[:APPEARS_IN]->(:Article)
    (:Article)-[:PUBLISHED_BY]->(:Outlet)
    (:Quote)-[:ABOUT]->(:Policy)-[:IN_AREA]->(:Topic)
    (:Quote)-[:ABOUT]->(:Topic)-[:BROADER]->(:Topic)
    (:Quote)-[:TOLD_TO|MENTIONS]->(:Speaker)
    (:Quote)-[:ECHOES]->(:Quote)
    (:Speaker)-[:HAS_ROLE]->(:Organization)

SAID, TOLD_TO, MENTIONS and ABOUT a policy keep the form that the article gives (`given`, `name`), how it was
`joined`, and as `joinConfidence` how probably that is right, where evidence had to tell; ABOUT a policy also its
`aliases`, `jurisdiction` and `areas` there, `score` (the probability that the quote is about it), the `stance` with its
`stanceScore` (the probability that it is right; none in stores of earlier releases), and as `evidence` [start, end] and
`evidenceText` the words that carry it.
"""

import unicodedata
from collections.abc import Iterable

from extract.records import SpeakerType

VERSION = 2
"""Of the schema below. A store that says a higher one was written by a later release and is refused; one that says a
lower one is brought up by `graph.migrations`."""

KEYS = {
    "Speaker": "id",
    "Quote": "id",
    "Article": "id",
    "Outlet": "name",
    "Policy": "id",
    "Topic": "id",
    "Schema": "id",
}
"""Label -> the property that tells its nodes apart."""

RELATIONSHIPS = (
    "SAID",
    "APPEARS_IN",
    "ABOUT",
    "TOLD_TO",
    "MENTIONS",
    "ECHOES",
    "PUBLISHED_BY",
    "IN_AREA",
    "BROADER",
    "HAS_ROLE",
)
"""All types of relationships."""

SPEAKER_LABELS: dict[SpeakerType, str] = {
    "person": "Person",
    "organization": "Organization",
    "document": "Document",
    "group": "Group",
    "anonymous": "Anonymous",
}

INDEXED = ("published", "unsettled")
"""Properties of quotes that are looked up.

`unsettled` is on those that `graph.settle` has not come to yet. It holds their ids: the embedded engine is slow to take
entries out of an index in which many are alike.
"""

QUOTE_TEXT_INDEX = "Quote[text]"
"""The full-text index over quotes; the embedded engine gives it this name, so Neo4j's is called the same."""


def searchable(names: Iterable[str]) -> str:
    """What `search` of a speaker or a policy holds: the names in lower case, a line each, a space before every word.

    So ``CONTAINS ' ' + word`` finds the words that begin with it. A name with accents, hyphens or curly apostrophes has
    a second line without.
    """
    lines = {variant for name in names for variant in (name.lower(), _plain(name))}
    return "\n".join(f" {' '.join(line.split())}" for line in sorted(lines))


def _plain(name: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(char))
    return bare.replace("’", "'").replace("-", " ")


def statements() -> list[str]:
    """The Cypher that makes constraints and indexes; each may be run again."""
    constraints = [
        f"CREATE CONSTRAINT {label.lower()}_{key} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
        for label, key in KEYS.items()
    ]
    indexes = [f"CREATE INDEX quote_{property} IF NOT EXISTS FOR (n:Quote) ON (n.{property})" for property in INDEXED]
    return [*constraints, *indexes]


def constraints() -> set[str]:
    """The names of the constraints."""
    return {f"{label.lower()}_{key}" for label, key in KEYS.items()}


def names() -> set[str]:
    """The names of the constraints and indexes that every store has."""
    return constraints() | {f"quote_{property}" for property in INDEXED} | {QUOTE_TEXT_INDEX}


TEXT_INDEXES = [
    f"CREATE TEXT INDEX {label.lower()}_search IF NOT EXISTS FOR (n:{label}) ON (n.search)"
    for label in ("Speaker", "Policy")
]
"""Neo4j's indexes for CONTAINS. The embedded engine has none, and looks through the names."""


FULL_TEXT = f"CREATE FULLTEXT INDEX `{QUOTE_TEXT_INDEX}` IF NOT EXISTS FOR (n:Quote) ON EACH [n.text]"
"""The full-text index in Neo4j's Cypher."""

FULL_TEXT_SQL = (
    "CREATE VERTEX TYPE Quote IF NOT EXISTS",
    "CREATE PROPERTY Quote.text IF NOT EXISTS STRING",
    "CREATE INDEX IF NOT EXISTS ON Quote (text) FULL_TEXT",
)
"""The same index in the embedded engine's SQL: its Cypher has no statement for it."""
