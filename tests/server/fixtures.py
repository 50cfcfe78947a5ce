"""Fixtures of the servers that tests run against, for `tests/conftest.py` to import.

A machine without what a server needs skips the tests that ask for it; `ONRECORD_REQUIRE_SERVERS=1` fails them instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.server.maven import ServerUnavailable
from tests.server.neo4j_server import Neo4jServer, empty, neo4j_server


@contextmanager
def required() -> Iterator[None]:
    """Skip the test, or fail it where servers are required, when the block raises ServerUnavailable."""
    try:
        yield
    except ServerUnavailable as reason:
        if os.environ.get("ONRECORD_REQUIRE_SERVERS") == "1":
            pytest.fail(str(reason))
        pytest.skip(str(reason))


def _session_server(version: str, folders: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    with ExitStack() as stack:
        with required():
            server = stack.enter_context(neo4j_server(version, folders.mktemp("neo4j")))
        yield server


@pytest.fixture(scope="session")
def neo4j_5(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """Neo4j 5.26 LTS, one for the test session; `empty` it before use."""
    yield from _session_server("5.26.30", tmp_path_factory)


@pytest.fixture(scope="session")
def neo4j_2026(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """The current calendar release of Neo4j, one for the test session; `empty` it before use."""
    yield from _session_server("2026.09.0", tmp_path_factory)


@pytest.fixture(params=["neo4j_5", "neo4j_2026"])
def empty_neo4j(request: pytest.FixtureRequest) -> Neo4jServer:
    """Each Neo4j in turn, with nothing in it."""
    server: Neo4jServer = request.getfixturevalue(request.param)
    empty(server)
    return server
