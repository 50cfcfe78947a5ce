"""The same statement in several articles: later copies lead by ECHOES to the earliest.

Two quotes of one speaker are the same statement where they share a run of eight words and are at most thirty days
apart. Shared runs are found by an index of all runs ("shingles", Broder 1997), so the time grows with the number of
quotes and not with that of pairs.
"""

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from graph.forms import in_batches
from graph.store import Row, Store

RUN = 8
"""Words that two quotes have to share in a row."""
APART = timedelta(days=30)
"""How far apart a copy and what it was copied from may be."""
_WORD = re.compile(r"\w+(?:['’]\w+)*")
_SPEAKERS = 200  # whose quotes are held in memory at once


@dataclass(frozen=True, slots=True)
class Said:
    """A quote of a speaker, as far as echoes go. `start` is where it stands in its article."""

    id: str
    article: str
    published: date
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Echo:
    """A later copy, the earliest quote of the same, and the longest run of words that it shares with what it copied."""

    copy: str
    earliest: str
    words: int


def find_echoes(quotes: Iterable[Said]) -> Iterator[Echo]:
    """The echoes among the quotes of one speaker.

    A copy of a copy leads to the first of them all, so an earliest quote echoes none.
    """
    recent: dict[tuple[str, ...], deque[Said]] = defaultdict(deque)
    first: dict[str, Said] = {}
    for quote in sorted(quotes, key=_order):
        runs = _runs(quote.text)
        copied: list[Said] = []
        for run in runs:
            same = recent[run]
            while same and quote.published - same[0].published > APART:
                same.popleft()
            other = next((said for said in same if said.article != quote.article), None)
            if other is not None:
                copied.append(other)
        if copied:
            earliest, source = min(((first.get(said.id) or said, said) for said in copied), key=_orders)
            first[quote.id] = earliest
            yield Echo(quote.id, earliest.id, _longest(runs, set(_runs(source.text))))
        for run in set(runs):
            recent[run].append(quote)


def _order(said: Said) -> tuple[date, str, int]:
    """The earliest first; of one day, which nobody can tell, always the same one."""
    return said.published, said.article, said.start


def _orders(pair: tuple[Said, Said]) -> tuple[tuple[date, str, int], ...]:
    return tuple(map(_order, pair))


def _runs(text: str) -> list[tuple[str, ...]]:
    words = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    return [tuple(words[n : n + RUN]) for n in range(len(words) - RUN + 1)]


def _longest(runs: Sequence[tuple[str, ...]], others: set[tuple[str, ...]]) -> int:
    """Words of the longest stretch of `runs`, each a word further, that are all among `others`."""
    breaks = [n for n, run in enumerate(runs) if run not in others]
    return RUN - 1 + max(end - start - 1 for start, end in pairwise([-1, *breaks, len(runs)]))


def join_echoes(store: Store) -> None:
    """Make the ECHOES of a store those of its quotes. Only speakers of quotes that are `unsettled` are looked at.

    Each ECHOES keeps the id of its `speaker`, and so what has to be looked at again if that changes. Raises
    `StoreError`; cut short, it is finished by the next call.
    """
    unsettled = store.read("MATCH (q:Quote) WHERE q.unsettled IS NOT NULL RETURN q.id AS id")
    speakers = sorted({row["id"] for cypher in _TOUCHED for row in store.read(cypher)})
    for start in range(0, len(speakers), _SPEAKERS):
        ids = speakers[start : start + _SPEAKERS]
        said: dict[str, list[Said]] = defaultdict(list)
        for row in store.read(_SAID, ids=ids):
            said[row.pop("speaker")].append(Said(**row))
        wanted = [
            {"speaker": speaker, "copy": echo.copy, "earliest": echo.earliest, "words": echo.words}
            for speaker, quotes in said.items()
            for echo in find_echoes(quotes)
        ]
        _write(store, present=store.read(_PRESENT, ids=ids), wanted=wanted)
    in_batches(store, _REMOVE_LEFT, store.read(_JOINED))
    in_batches(store, _SETTLED, unsettled)


_KEYS = ("speaker", "copy", "earliest", "words")


def _write(store: Store, *, present: Iterable[Row], wanted: Iterable[Row]) -> None:
    there, due = ({tuple(row[key] for key in _KEYS) for row in rows} for rows in (present, wanted))
    for cypher, echoes in ((_REMOVE, there - due), (_ECHOES, due - there)):
        in_batches(store, cypher, [dict(zip(_KEYS, echo, strict=True)) for echo in sorted(echoes)])


_TOUCHED = (
    "MATCH (q:Quote) WHERE q.unsettled IS NOT NULL MATCH (q)<-[:SAID]-(s:Speaker) RETURN DISTINCT s.id AS id",
    "MATCH (q:Quote) WHERE q.unsettled IS NOT NULL MATCH (q)-[r:ECHOES]-(:Quote) RETURN DISTINCT r.speaker AS id",
)
_SAID = """
UNWIND $ids AS id
MATCH (s:Speaker {id: id})-[:SAID]->(q:Quote)-[place:APPEARS_IN]->(a:Article)
WHERE q.published IS NOT NULL
RETURN DISTINCT id AS speaker, q.id AS id, a.id AS article, q.published AS published, place.start AS start,
       q.text AS text"""
_PRESENT = """
UNWIND $ids AS id
MATCH (:Speaker {id: id})-[:SAID]->(c:Quote)-[r:ECHOES]->(q:Quote)
WHERE r.speaker = id
RETURN DISTINCT id AS speaker, c.id AS copy, q.id AS earliest, r.words AS words"""
_REMOVE = """
UNWIND $rows AS row
MATCH (c:Quote {id: row.copy})-[r:ECHOES {speaker: row.speaker}]->(:Quote {id: row.earliest})
DELETE r"""
_ECHOES = """
UNWIND $rows AS row
MATCH (c:Quote {id: row.copy})
MATCH (q:Quote {id: row.earliest})
MERGE (c)-[r:ECHOES {speaker: row.speaker}]->(q)
SET r.words = row.words"""
_JOINED = """
MATCH (q:Quote) WHERE q.unsettled IS NOT NULL
MATCH (q)-[:ECHOES]-(:Quote)
RETURN DISTINCT q.id AS id"""
# of those who say it no more
_REMOVE_LEFT = """
UNWIND $rows AS row
MATCH (:Quote {id: row.id})-[r:ECHOES]-(:Quote)
WITH DISTINCT r, startNode(r) AS c, endNode(r) AS q
WHERE NOT EXISTS { (c)<-[:SAID]-(s:Speaker) WHERE s.id = r.speaker }
   OR NOT EXISTS { (q)<-[:SAID]-(s:Speaker) WHERE s.id = r.speaker }
DELETE r"""
_SETTLED = "UNWIND $rows AS row MATCH (q:Quote {id: row.id}) REMOVE q.unsettled"
