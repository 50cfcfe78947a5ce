"""Loads that are killed at any moment, and loads that run beside each other."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extract.records import ArticleQuotes
from graph.load import load
from graph.store import Login, open_store
from tests.graph.graph_state import whole_graph
from tests.server.neo4j_server import Neo4jServer, empty

KILLED = """
import os, signal, sys, threading
from extract.lines import quote_lines
from graph.load import load
from graph.store import Login, open_store
uri, password, seconds, file = sys.argv[1:]
articles = list(quote_lines([file], on_problem=print))
with open_store(uri, login=Login(password=password)) as store:
    if float(seconds):
        threading.Timer(float(seconds), os.kill, [os.getpid(), signal.SIGKILL]).start()
    load(store, articles, batch_quotes=1)
    os._exit(0)
"""


@pytest.fixture(params=["embedded", "neo4j_2026"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """The address of an empty store, and its password."""
    if request.param == "embedded":
        return str(tmp_path / "store"), ""
    server: Neo4jServer = request.getfixturevalue(request.param)
    empty(server)
    return server.uri, server.password


def started(place: tuple[str, str], file: Path, seconds: float = 0) -> "subprocess.Popen[bytes]":
    """A process that loads a file, and is killed some seconds after the store has opened, if any are given."""
    return subprocess.Popen([sys.executable, "-c", KILLED, *place, str(seconds), file])


def written(file: Path, articles: list[ArticleQuotes]) -> Path:
    file.write_text("".join(article.to_json() + "\n" for article in articles), "utf-8")
    return file


def graph_now(place: tuple[str, str]) -> list[str]:
    """The graph as it is."""
    with open_store(place[0], login=Login(password=place[1])) as store:
        return whole_graph(store)


def graph_of(place: tuple[str, str], articles: list[ArticleQuotes], *, anew: bool) -> list[str]:
    """The graph once these articles are loaded."""
    with open_store(place[0], login=Login(password=place[1])) as store:
        if anew:
            store.execute("MATCH (n) DETACH DELETE n")
        load(store, articles)
        return whole_graph(store)


def test_killed_thirty_times_and_loaded_again_is_whole(
    place: tuple[str, str], seed_quotes: list[ArticleQuotes], tmp_path: Path
) -> None:
    lines = written(tmp_path / "quotes.jsonl", seed_quotes)
    whole = graph_of(place, seed_quotes, anew=True)
    graph_of(place, [], anew=True)
    begun = time.monotonic()
    graph_of(place, seed_quotes, anew=False)
    seconds = time.monotonic() - begun
    chance = random.Random(1)
    killed = done = 0
    while killed < 30 and done < 30:
        code = started(place, lines, chance.uniform(0.001, seconds / 3)).wait(timeout=120)
        if code == -signal.SIGKILL:
            killed += 1
        else:
            done += 1
            assert graph_now(place) == whole
            graph_of(place, [], anew=True)
    assert killed == 30
    assert graph_of(place, seed_quotes, anew=False) == whole


def test_four_that_load_at_once_give_the_graph_of_one(
    neo4j_5: Neo4jServer, seed_quotes: list[ArticleQuotes], tmp_path: Path
) -> None:
    place = neo4j_5.uri, neo4j_5.password
    whole = graph_of(place, seed_quotes, anew=True)
    graph_of(place, [], anew=True)
    shares = [written(tmp_path / f"{n}.jsonl", seed_quotes[n::4] + seed_quotes[:2]) for n in range(4)]
    assert [process.wait(timeout=120) for process in [started(place, share) for share in shares]] == [0] * 4
    assert graph_now(place) == whole


def test_three_that_load_into_a_served_folder_at_once(tmp_path: Path, seed_quotes: list[ArticleQuotes]) -> None:
    place = str(tmp_path / "store"), ""
    whole = graph_of(place, seed_quotes, anew=True)
    graph_of(place, [], anew=True)
    serve = [str(Path(sys.executable).with_name("onrecord")), "serve", "--store", place[0]]
    with subprocess.Popen(serve, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as server:
        assert server.stdout is not None and "bolt://" in server.stdout.readline()
        shares = [written(tmp_path / f"{n}.jsonl", seed_quotes[n::3] + seed_quotes[:2]) for n in range(3)]
        assert [process.wait(timeout=120) for process in [started(place, share) for share in shares]] == [0] * 3
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=60) in (0, 130)
    assert graph_now(place) == whole
