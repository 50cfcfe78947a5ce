"""Speakers linked to Wikidata by a person's list of names and ids."""

from collections.abc import Callable
from pathlib import Path

from extract.records import Problem
from graph.corrections import read_corrections
from graph.knowledge import Knowledge, qid_file, read_qids
from graph.settle import settle_speakers
from graph.store import Store


def link(store: Store, file: Path, listed: Path, *, on_problem: Callable[[Problem], None]) -> list[str]:
    """Link speakers to Wikidata by a CSV file of names and ids, and keep it for later loads.

    Return the names that link nobody yet: those that no speaker has, or that several have.
    """
    qids = read_qids(listed, on_problem=on_problem)
    corrections = read_corrections(file, "speakers")
    corrections.check()
    settle_speakers(store, Knowledge({"speakers": corrections}, qids))
    kept = qid_file(file)
    if kept.absolute() != listed.absolute():
        kept.write_bytes(listed.read_bytes())
    linked = {row["qid"] for row in store.read("MATCH (s:Speaker) WHERE s.qid IS NOT NULL RETURN s.qid AS qid")}
    return [name for name, qid in qids.items() if qid not in linked]
