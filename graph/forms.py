"""The forms that articles give, as relationships to quotes keep them: read, and moved to what each means.

SAID, TOLD_TO, MENTIONS and ABOUT (a policy) keep the form that the article gave (`given`, and its `name`). `form` is
the same, but where a person said that a name is another's in some articles; `joined` tells how the form came to its
node.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.corrections import Corrections
from graph.grouping import CONFIDENCE, Identity
from graph.store import Row, Store

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Forms:
    """Where the graph keeps forms: on a relationship between nodes of a `label` and quotes.

    `pattern` is the Cypher that matches a node ``n``, the relationship ``r`` and the quote ``q``; `made` that which
    makes one between ``q`` and another node ``t``.
    """

    label: str
    pattern: str
    made: str

    def read(self, store: Store, corrections: Corrections, columns: str) -> list[Row]:
        """A row for each form of each node, and for each article in which a person said that the form is another's.

        `columns` are more to return, of ``n``, ``r``, ``q`` and the article ``a``. The other keys: `node`, `given`,
        `name`, `current` (the form so far), `article` (None where none is told apart), `joined` and `joinConfidence`,
        and the `form` with the name `shown` that the corrections ask for.
        """
        splits = corrections.by_article()
        rows = store.read(
            f"MATCH {self.pattern}-[:APPEARS_IN]->(a:Article){_OF}, {columns}", apart=_articles(corrections)
        )
        for row in rows:
            split = splits.get((row["given"], row["article"]))
            row["form"], row["shown"] = (split.form, split.name) if split is not None else (row["given"], row["name"])
        return rows

    def move(
        self, store: Store, rows: Iterable[Row], owner: Mapping[str, Identity[Any]], corrections: Corrections
    ) -> None:
        """Let the quotes of each row that `read` gave lead to the node that their form means, by `owner`."""
        moved: dict[tuple[Any, ...], Row] = {}
        for row in rows:
            identity = owner[row["form"]]
            joined = identity.forms[row["form"]]
            wanted = {"to": identity.id, "form": row["form"], "joined": joined, "confidence": CONFIDENCE.get(joined)}
            current = {"to": row["node"], "form": row["current"], "joined": row["joined"]}
            if wanted != current | {"confidence": row["joinConfidence"]}:
                place = {"from": row["node"], "given": row["given"], "article": row["article"]}
                moved[tuple(place.values())] = place | wanted | {"apart": _articles(corrections)}
        move = _MOVE.format(label=self.label, pattern=self.pattern, made=self.made)
        in_batches(store, move, list(moved.values()))


def _articles(corrections: Corrections) -> list[str]:
    """The articles in which a form is another's."""
    return sorted({article for _, article in corrections.by_article()})


_OF = """
RETURN n.id AS node, coalesce(r.given, n.id) AS given, coalesce(r.name, n.name) AS name, r.form AS current,
       r.joined AS joined, r.joinConfidence AS joinConfidence,
       CASE WHEN a.id IN $apart THEN a.id ELSE null END AS article"""
# The relationship is made anew even where its node stays: `given` is its key, and old stores have none. It starts at
# the quote, which has few: the embedded engine looks for an existing one from that side.
_MOVE = """
UNWIND $rows AS row
MATCH (n:{label} {{id: row.from}})
MATCH {pattern}-[:APPEARS_IN]->(a:Article)
WHERE coalesce(r.given, n.id) = row.given
  AND CASE WHEN row.article IS NULL THEN NOT a.id IN row.apart ELSE a.id = row.article END
MATCH (t:{label} {{id: row.to}})
WITH row, q, t, r, properties(r) AS kept
DELETE r
MERGE {made}
SET m = kept, m.given = row.given, m.form = row.form, m.joined = row.joined, m.joinConfidence = row.confidence"""

SAID = Forms(
    label="Speaker",
    pattern="(n:Speaker)-[r:SAID]->(q:Quote)",
    made="(q)<-[m:SAID {given: row.given}]-(t) SET q.unsettled = q.id",  # its echoes are another's now
)
TOLD_TO = Forms(
    label="Speaker", pattern="(n:Speaker)<-[r:TOLD_TO]-(q:Quote)", made="(q)-[m:TOLD_TO {given: row.given}]->(t)"
)
MENTIONS = Forms(
    label="Speaker", pattern="(n:Speaker)<-[r:MENTIONS]-(q:Quote)", made="(q)-[m:MENTIONS {given: row.given}]->(t)"
)
ABOUT = Forms(label="Policy", pattern="(n:Policy)<-[r:ABOUT]-(q:Quote)", made="(q)-[m:ABOUT {given: row.given}]->(t)")


def remove_left(store: Store, label: str, ids: Iterable[str]) -> None:
    """Remove the nodes of a label and these ids that have no quote any more."""
    in_batches(store, _REMOVE_LEFT.replace("$label", label), [{"id": id} for id in sorted(ids)])


_REMOVE_LEFT = """
UNWIND $rows AS row
MATCH (n:$label {id: row.id})
WHERE NOT EXISTS { (n)--(:Quote) }
DETACH DELETE n"""


def in_batches(store: Store, cypher: str, rows: list[Row]) -> None:
    """Run a statement over rows, each batch a transaction of its own."""
    for start in range(0, len(rows), _BATCH):
        store.execute(cypher, rows=rows[start : start + _BATCH])
