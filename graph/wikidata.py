"""Speakers linked by a person's list: names with Wikidata's ids, and who held which office."""

from collections.abc import Callable
from pathlib import Path

from extract.records import Problem
from graph.corrections import read_corrections
from graph.knowledge import Knowledge, people_file, read_listed
from graph.settle import settle_speakers
from graph.store import Store


def link(store: Store, file: Path, listed: Path, *, on_problem: Callable[[Problem], None]) -> list[str]:
    """Link speakers to Wikidata, and surnames to people, by a CSV file that is kept for later loads.

    Return the names with ids that link nobody yet: those that no speaker has, or that several have.
    """
    people = read_listed(listed, on_problem=on_problem)
    corrections = read_corrections(file, "speakers")
    corrections.check()
    settle_speakers(store, Knowledge({"speakers": corrections}, people.qids, people.tenures))
    kept = people_file(file)
    if kept.absolute() != listed.absolute():
        kept.write_bytes(listed.read_bytes())
    linked = {row["qid"] for row in store.read("MATCH (s:Speaker) WHERE s.qid IS NOT NULL RETURN s.qid AS qid")}
    return [name for name, qid in people.qids.items() if qid not in linked]
