"""Times loads and questions on invented news: ``python -m tests.benchmark --quotes 100000``.

Each question is asked as plainly as it can be, with at most 50 rows; what it has to be given (a policy, a speaker) is
that of a quote drawn by chance, so the much quoted come often. The first answers warm the server up and do not count.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graph.bulk import write_bulk
from graph.load import Loaded, load
from graph.migrations import migrate
from graph.store import Login, Store, open_store
from queries.catalogue import SavedQuery, ask, catalogue
from tests.benchmark.invented_news import InventedNews
from tests.server.neo4j_admin import run_import
from tests.server.neo4j_server import VERSIONS, neo4j_server

JAVA_OPTIONS = ("-Xmx4g", "-XX:+UseParallelGC")  # with these settings, what a Neo4j of this size is given
SETTINGS = {"server.memory.pagecache.size": "1g"}
WARM, ASKED = 3, 21
LIMIT = 50
NARROWED = {"who-said-what": "policy", "timeline": "policy", "flip-flops": "policy", "echoes": "speaker"}
"""Questions about everything that are asked of one policy, or one speaker, here as people do."""


@contextmanager
def opened(server: str, folder: Path) -> Iterator[Store]:
    """An empty store: ``embedded``, or a Neo4j of a version."""
    if server == "embedded":
        with open_store(str(folder / "store")) as store:
            yield store
        return
    with (
        neo4j_server(server, folder / server, java_options=JAVA_OPTIONS, settings=SETTINGS) as running,
        open_store(running.uri, login=Login(running.user, running.password), outdated=True) as store,
    ):
        yield store


def time_load(store: Store, news: InventedNews) -> None:
    """Load news, and print how fast each tenth went and all of it."""
    started = last = time.perf_counter()
    tenth, told = news.quotes // 10, 0

    def on_batch(done: Loaded) -> None:
        nonlocal last, told
        if done.quotes - told >= tenth:
            now = time.perf_counter()
            print(f"  {done.quotes:>9,} quotes  {(done.quotes - told) / (now - last):7,.0f} a second", flush=True)
            last, told = now, done.quotes

    done = load(store, news.articles(), on_batch=on_batch)
    seconds = time.perf_counter() - started
    print(
        f"load: {done.quotes:,} quotes in {seconds:.0f} s, {done.quotes / seconds:,.0f} a second, names joined and all"
    )


def parameters(query: SavedQuery, store: Store, chance: random.Random) -> dict[str, Any]:
    """What a question is given."""
    first = f"{chance.getrandbits(32):08x}"  # the ids of articles are hashes, and those of quotes begin with them
    near = store.read("MATCH (q:Quote) WHERE q.id >= $first RETURN q.id AS id ORDER BY id LIMIT 30", first=first)
    near = near if len(near) == 30 else store.read("MATCH (q:Quote) RETURN q.id AS id ORDER BY id LIMIT 30")
    drawn = store.read(_DRAWN, ids=[row["id"] for row in near])
    one, other = chance.sample(drawn, 2)
    known = {"policy": one["policy"], "speaker": one["speaker"], "other": other["speaker"], "quote": one["quote"]}
    given = {p.name: known[p.name] for p in query.parameters if p.required or NARROWED.get(query.name) == p.name}
    return given | ({"limit": LIMIT} if any(p.name == "limit" for p in query.parameters) else {})


_DRAWN = """
MATCH (s:Speaker)-[:SAID]->(q:Quote)-[:ABOUT]->(p:Policy)
WHERE q.id IN $ids
RETURN q.id AS quote, s.name AS speaker, p.name AS policy"""


def time_questions(store: Store) -> None:
    """Print the median and the 95th percentile of each question, in milliseconds, and the most rows."""
    print(f"{'question':24}{'median':>10}{'95th':>10}{'rows':>8}   (ms)")
    chance = random.Random(1)
    for query in catalogue().values():
        seconds, rows = [], 0
        for n in range(WARM + ASKED):
            given = parameters(query, store, chance)
            started = time.perf_counter()
            answer = ask(store, query.name, **given)
            if n >= WARM:
                seconds.append(time.perf_counter() - started)
                rows = max(rows, len(answer))
        ranks = statistics.quantiles(seconds, n=20, method="inclusive")
        print(f"{query.name:24}{1000 * ranks[9]:10,.0f}{1000 * ranks[18]:10,.0f}{rows:8,}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmark", description=__doc__)
    parser.add_argument("--quotes", type=int, default=100_000)
    parser.add_argument("--servers", nargs="+", default=["embedded", *VERSIONS], help="embedded, or versions of Neo4j")
    parser.add_argument("--bulk", action="store_true", help="fill a Neo4j by its importer")
    chosen = parser.parse_args()
    if chosen.bulk:
        chosen.servers = [server for server in chosen.servers if server != "embedded"]
    for server in chosen.servers:
        print(f"{server}, {chosen.quotes:,} quotes", flush=True)
        with tempfile.TemporaryDirectory() as folder:
            if chosen.bulk:
                time_bulk(server, Path(folder), InventedNews(chosen.quotes))
            with opened(server, Path(folder)) as store:
                if chosen.bulk:
                    time_migrate(store)
                else:
                    time_load(store, InventedNews(chosen.quotes))
                time_questions(store)


def time_bulk(server: str, folder: Path, news: InventedNews) -> None:
    started = time.perf_counter()
    written = write_bulk(news.articles(), folder / "files", on_problem=print)
    print(f"files: {written.quotes:,} quotes in {time.perf_counter() - started:.0f} s", flush=True)
    started = time.perf_counter()
    run_import(server, written.script, home=folder / server, java_options=JAVA_OPTIONS)
    print(f"import: {time.perf_counter() - started:.0f} s", flush=True)


def time_migrate(store: Store) -> None:
    started = time.perf_counter()
    migrate(store)
    print(f"migrate: {time.perf_counter() - started:.0f} s", flush=True)


if __name__ == "__main__":
    main()
