"""What is settled over a whole store, once its quotes are what they are to be: speakers, policies, echoes, topics.

All of it is derived from what the store holds. It may be run again at any time, and a run that was cut short is
finished by the next. Who else writes to the store waits meanwhile.
"""

from collections.abc import Callable

from graph.echoes import join_echoes
from graph.knowledge import Knowledge
from graph.policies_reconcile import reconcile_policies
from graph.reconcile import reconcile_speakers
from graph.store import Store
from graph.verify import note_counts


def settle(store: Store, known: Knowledge, *, on_step: Callable[[str], None] = lambda step: None) -> None:
    """Settle everything; `on_step` is told what is done next.

    Raises `StoreError`, and `Contradiction` if the corrections cannot all hold.
    """
    on_step("joining names of speakers, finding copies of statements")
    settle_speakers(store, known)
    on_step("joining names of policies")
    settle_policies(store, known)
    with store.alone():
        store.execute(_REMOVE_UNUSED_TOPICS)
        note_counts(store)


def settle_speakers(store: Store, known: Knowledge) -> None:
    """Settle who speaks, and who echoes whom. Raises as `settle` does."""
    with store.alone():
        reconcile_speakers(store, known)
        join_echoes(store)


def settle_policies(store: Store, known: Knowledge) -> None:
    """Settle what quotes are about. Raises as `settle` does."""
    with store.alone():
        reconcile_policies(store, known)


_REMOVE_UNUSED_TOPICS = """
MATCH (t:Topic)
WHERE NOT EXISTS { (t)<-[:ABOUT]-() } AND NOT EXISTS { (t)<-[:IN_AREA]-() }
  AND NOT EXISTS { (t)<-[:BROADER*1..]-()<-[:ABOUT|IN_AREA]-() }
DETACH DELETE t"""
