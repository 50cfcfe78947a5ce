"""Make the policies of a store those that its forms mean: one node a policy, with its names, jurisdiction and areas.

Every ABOUT keeps the form that the article gave with its `aliases`, `jurisdiction` and `areas`, so the whole of it is
derived from what the store holds, is the same in whatever order articles came, and may be run again at any time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from graph.forms import ABOUT, in_batches, remove_left
from graph.grouping import Identity
from graph.knowledge import Knowledge
from graph.policies_identity import PolicyForm, policy_identities
from graph.schema import searchable
from graph.store import Row, Store


def reconcile_policies(store: Store, known: Knowledge) -> int:
    """Join and part the policies of a store by their forms and what a person told; return the number of policies.

    Raises `Contradiction` before anything is written if the corrections cannot all hold, and `StoreError`.
    """
    corrections = known.of("policies")
    about = ABOUT.read(store, corrections, _GIVES)
    found = policy_identities(_forms(about), corrections)
    owner = {form: identity for identity in found for form in identity.forms}
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in about:
        rows[owner[row["form"]].id].append(row)
    wanted = [_policy(identity, rows[identity.id]) for identity in found]
    present = {row["id"]: row for row in store.read(_PRESENT)}
    in_batches(store, _POLICIES, [row for row in wanted if present.get(row["id"]) != row])
    ABOUT.move(store, about, owner, corrections)
    remove_left(store, "Policy", present.keys() - rows.keys())
    _write_areas(store, rows)
    return len(found)


_GIVES = """
       r.jurisdiction AS jurisdiction, coalesce(r.aliases, n.aliases) AS aliases, r.areas AS areas,
       count(DISTINCT q.id) AS quotes"""
_PRESENT = """
MATCH (p:Policy)
RETURN p.id AS id, p.name AS name, p.aliases AS aliases, p.search AS search, p.jurisdiction AS jurisdiction"""
_POLICIES = """
UNWIND $rows AS row
MERGE (n:Policy {id: row.id})
SET n.name = row.name, n.aliases = row.aliases, n.search = row.search, n.jurisdiction = row.jurisdiction"""


def _forms(about: Iterable[Row]) -> list[PolicyForm]:
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in about:
        rows[row["form"]].append(row)
    return [
        PolicyForm(
            id=id,
            name=min(row["shown"] for row in same),
            jurisdiction=_jurisdiction(same),
            aliases=frozenset(alias for row in same for alias in row["aliases"]),
            quotes=sum(row["quotes"] for row in same),
        )
        for id, same in rows.items()
    ]


def _jurisdiction(rows: Sequence[Row]) -> str | None:
    """The jurisdiction that most quotes go with."""
    quotes: dict[str, int] = defaultdict(int)
    for row in rows:
        if row["jurisdiction"]:
            quotes[row["jurisdiction"]] += row["quotes"]
    return max(quotes, key=lambda place: (quotes[place], place), default=None)


def _policy(identity: Identity[PolicyForm], rows: Sequence[Row]) -> Row:
    aliases = {identity.name}.union(*({row["name"], *row["aliases"]} for row in rows))
    return {
        "id": identity.id,
        "name": identity.name,
        "aliases": sorted(aliases),
        "search": searchable(aliases),
        "jurisdiction": _jurisdiction(rows),
    }


def _write_areas(store: Store, policies: Mapping[str, Sequence[Row]]) -> None:
    wanted = {(id, area) for id, rows in policies.items() for row in rows for area in row["areas"] or ()}
    present = {(row["policy"], row["topic"]) for row in store.read(_IN_AREAS)}
    untold = {id for id, rows in policies.items() if any(row["areas"] is None for row in rows)}  # by release 0.1
    former = {(id, area) for id, area in present - wanted if id not in untold}
    for cypher, pairs in ((_REMOVE_AREA, former), (_IN_AREA, wanted - present)):
        in_batches(store, cypher, [{"policy": id, "topic": area} for id, area in sorted(pairs)])


_IN_AREAS = "MATCH (p:Policy)-[:IN_AREA]->(t:Topic) RETURN p.id AS policy, t.id AS topic"
_REMOVE_AREA = """
UNWIND $rows AS row
MATCH (:Policy {id: row.policy})-[r:IN_AREA]->(:Topic {id: row.topic})
DELETE r"""
_IN_AREA = """
UNWIND $rows AS row
MATCH (p:Policy {id: row.policy})
MATCH (t:Topic {id: row.topic})
MERGE (p)-[:IN_AREA]->(t)"""
