"""Labels, keys, constraints and indexes of the quote graph: the one place that names them.

::

    (:Speaker:Person|Organization|Document|Group|Anonymous)-[:SAID]->(:Quote)-[:APPEARS_IN]->(:Article)
    (:Article)-[:PUBLISHED_BY]->(:Outlet)
    (:Quote)-[:ABOUT]->(:Policy)-[:IN_AREA]->(:Topic)
    (:Quote)-[:ABOUT]->(:Topic)-[:BROADER]->(:Topic)
    (:Quote)-[:TOLD_TO|MENTIONS]->(:Speaker)
    (:Speaker)-[:HAS_ROLE]->(:Organization)

SAID, TOLD_TO, MENTIONS and ABOUT a policy keep the form that the article gives (`given`, `name`) and how it was
`joined`; ABOUT a policy also its `aliases`, `jurisdiction` and `areas` there, the `stance`, and as `evidence`
[start, end] and `evidenceText` the words that carry it.
"""

from extract.records import SpeakerType

VERSION = 1
"""Of the schema below. A store that says a higher one was written by a later release and is refused."""

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

SPEAKER_LABELS: dict[SpeakerType, str] = {
    "person": "Person",
    "organization": "Organization",
    "document": "Document",
    "group": "Group",
    "anonymous": "Anonymous",
}

QUOTE_TEXT_INDEX = "Quote[text]"
"""The full-text index over quotes; the embedded engine gives it this name, so Neo4j's is called the same."""


def statements() -> list[str]:
    """The Cypher that makes constraints and indexes; each may be run again."""
    constraints = [
        f"CREATE CONSTRAINT {label.lower()}_{key} IF NOT EXISTS FOR (n:{label}) REQUIRE n.{key} IS UNIQUE"
        for label, key in KEYS.items()
    ]
    return [*constraints, "CREATE INDEX quote_published IF NOT EXISTS FOR (n:Quote) ON (n.published)"]


FULL_TEXT = f"CREATE FULLTEXT INDEX `{QUOTE_TEXT_INDEX}` IF NOT EXISTS FOR (n:Quote) ON EACH [n.text]"
"""The full-text index in Neo4j's Cypher."""

FULL_TEXT_SQL = (
    "CREATE VERTEX TYPE Quote IF NOT EXISTS",
    "CREATE PROPERTY Quote.text IF NOT EXISTS STRING",
    "CREATE INDEX IF NOT EXISTS ON Quote (text) FULL_TEXT",
)
"""The same index in the embedded engine's SQL: its Cypher has no statement for it."""
