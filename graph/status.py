"""What a store holds, and in which state it is."""

from dataclasses import dataclass

from graph import schema
from graph.schema import KEYS
from graph.store import Row, Store


@dataclass(frozen=True, slots=True)
class Status:
    """A store in numbers. `version` is None and `loaded` too where nothing was loaded yet."""

    store: str
    server: str
    version: int | None
    loaded: str | None
    nodes: dict[str, int]
    relationships: dict[str, int]
    constraints: tuple[str, ...]
    indexes: tuple[str, ...]

    @property
    def schema(self) -> str:
        """The schema's version, and what to do if it is not this release's."""
        if self.version is None:
            return "none yet"
        return str(self.version) if self.version == schema.VERSION else f"{self.version}; run `onrecord migrate`"

    def rows(self) -> list[Row]:
        """One row: the numbers under the names of what they count."""
        return [
            {
                "store": self.store,
                "server": self.server,
                "schema": self.schema,
                "lastLoad": self.loaded,
                **self.nodes,
                **self.relationships,
                "constraints": list(self.constraints),
                "indexes": list(self.indexes),
            }
        ]


def status(store: Store) -> Status:
    """Count what is in a store. Raises `StoreError`."""
    loaded = store.read("MATCH (s:Schema {id: 'onrecord'}) RETURN s.loaded AS loaded")
    labels = [label for label in KEYS if label != "Schema"]
    return Status(
        store=store.name,
        server=store.server,
        version=store.version(),
        loaded=loaded[0]["loaded"] if loaded else None,
        nodes={label: _count(store, f"MATCH (n:{label}) RETURN count(n) AS n") for label in labels},
        relationships={
            type: _count(store, f"MATCH ()-[r:{type}]->() RETURN count(r) AS n") for type in schema.RELATIONSHIPS
        },
        constraints=tuple(sorted(row["name"] for row in store.read("SHOW CONSTRAINTS YIELD name"))),
        indexes=tuple(
            f"{row['name']} ({row['state'].lower()})"
            for row in store.read("SHOW INDEXES YIELD name, state, type WHERE type <> 'LOOKUP' RETURN * ORDER BY name")
        ),
    )


def _count(store: Store, cypher: str) -> int:
    count: int = store.read(cypher)[0]["n"]
    return count
