"""Bring a store that an earlier release wrote up to this release's schema, step by step; each may be run again."""

from collections.abc import Callable, Mapping

from graph import schema
from graph.forms import in_batches
from graph.knowledge import Knowledge
from graph.schema import searchable
from graph.settle import settle
from graph.store import Store


def _give_search(store: Store) -> None:
    """1 → 2: `search` on speakers and policies; echoes are not joined yet."""
    for label in ("Speaker", "Policy"):
        nodes = store.read(f"MATCH (n:{label}) RETURN n.id AS id, coalesce(n.aliases, []) + n.name AS names")
        rows = [{"id": node["id"], "search": searchable(node["names"])} for node in nodes]
        in_batches(store, f"UNWIND $rows AS row MATCH (n:{label} {{id: row.id}}) SET n.search = row.search", rows)
    quotes = store.read("MATCH (q:Quote) RETURN q.id AS id")
    in_batches(store, "UNWIND $rows AS row MATCH (q:Quote {id: row.id}) SET q.unsettled = q.id", quotes)


def _give_lists(store: Store) -> None:
    """0 → 1: what `graph.bulk` wrote, once it is imported. The importer knows no empty lists, and nothing is joined."""
    for lacking, give in _EMPTY_LISTS:
        in_batches(store, f"UNWIND $rows AS row {give}", store.read(lacking))


_EMPTY_LISTS = (
    (
        "MATCH (q:Quote) WHERE q.source IS NULL OR q.cue IS NULL RETURN q.id AS id",
        "MATCH (q:Quote {id: row.id}) SET q.source = coalesce(q.source, []), q.cue = coalesce(q.cue, [])",
    ),
    (
        "MATCH (s:Speaker) WHERE s.roles IS NULL RETURN s.id AS id",
        "MATCH (s:Speaker {id: row.id}) SET s.roles = []",
    ),
    (
        "MATCH (q:Quote)<-[r:SAID]-(:Speaker) WHERE r.aliases IS NULL RETURN DISTINCT q.id AS id",
        "MATCH (:Quote {id: row.id})<-[r:SAID]-(:Speaker) SET r.aliases = coalesce(r.aliases, [])",
    ),
    (
        "MATCH (q:Quote)-[r:ABOUT]->(:Policy) WHERE r.aliases IS NULL OR r.areas IS NULL RETURN DISTINCT q.id AS id",
        "MATCH (:Quote {id: row.id})-[r:ABOUT]->(:Policy) "
        "SET r.aliases = coalesce(r.aliases, []), r.areas = coalesce(r.areas, [])",
    ),
)

STEPS: Mapping[int, Callable[[Store], None]] = {0: _give_lists, 1: _give_search}
"""Version -> what makes it the next one."""


def migrate(
    store: Store, known: Knowledge | None = None, *, on_step: Callable[[str], None] = lambda step: None
) -> int | None:
    """Take every step from the store's version to this release's; return the version that it had (None: it is empty).

    `known` is what a person told of speakers and policies; `on_step` is told what is done next. The version is noted
    after the last step, so one that is cut short is finished by running it again. Raises `StoreError`, and
    `Contradiction` as `settle` does.
    """
    found = store.version()
    if found is not None and found < schema.VERSION:
        on_step("making constraints and indexes")
        store.lay_out()  # not within `alone`, whose transaction would keep constraints waiting
        with store.alone():
            for version in range(found, schema.VERSION):
                on_step(f"going from schema version {version} to {version + 1}")
                STEPS[version](store)
        settle(store, known or Knowledge(), on_step=on_step)
        store.note_version()
    return found
