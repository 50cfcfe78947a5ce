"""Names that resemble one that nothing in a store has: "did you mean"."""

from rapidfuzz import fuzz, process

from graph.store import Store


def nearest_names(store: Store, kind: str, wanted: str, *, limit: int = 5) -> list[str]:
    """Names of a kind ("policy", "speaker" or "outlet") that resemble a name that nothing matched."""
    label = {"policy": "Policy", "speaker": "Speaker", "outlet": "Outlet"}[kind]
    rows = store.read(f"MATCH (n:{label}) RETURN n.name AS name, n.aliases AS aliases ORDER BY name")
    by_form = {form: row["name"] for row in rows for form in (row["name"], *(row["aliases"] or ()))}
    best = process.extract(
        wanted, list(by_form), scorer=fuzz.WRatio, processor=str.lower, limit=4 * limit, score_cutoff=60
    )
    return list(dict.fromkeys(by_form[form] for form, _, _ in best))[:limit]
