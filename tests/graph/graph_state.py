"""Everything that is in a store, in a form that can be compared."""

import json
from typing import Any

from graph.schema import KEYS
from graph.store import Store
from graph.verify import COUNTED


def whole_graph(store: Store) -> list[str]:
    """Each node and each relationship with all its properties as a line of JSON, sorted; not what a load
    notes of itself."""
    nodes = store.read("MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties")
    edges = store.read(
        "MATCH (a)-[r]->(b) RETURN labels(a) AS la, properties(a) AS a, type(r) AS type, properties(r) AS properties,"
        " labels(b) AS lb, properties(b) AS b"
    )
    for row in nodes:
        for note in ("loaded", *COUNTED):
            row["properties"].pop(note, None)
    lines = [[sorted(row["labels"]), row["properties"]] for row in nodes]
    lines += [[_key(row["la"], row["a"]), row["type"], row["properties"], _key(row["lb"], row["b"])] for row in edges]
    return sorted(json.dumps(line, sort_keys=True, default=str) for line in lines)


def _key(labels: list[str], properties: dict[str, Any]) -> str:
    label = next(name for name in KEYS if name in labels)
    return f"{label} {properties[KEYS[label]]}"
