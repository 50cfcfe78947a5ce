"""Fixtures of the Neo4j servers, for `tests/conftest.py` to import.

A machine without what a server needs skips the tests that ask for it; `ONRECORD_REQUIRE_SERVERS=1` fails them instead.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from typing import TypeVar

import pytest

from tests.server.maven import ServerUnavailable
from tests.server.neo4j_server import Neo4jServer, empty, neo4j_server

T = TypeVar("T")


def required(server: AbstractContextManager[T]) -> Iterator[T]:
    """What a fixture yields from: the server, or a skip (a failure where servers are required) with the reason."""
    with ExitStack() as stack:
        try:
            running = stack.enter_context(server)
        except ServerUnavailable as reason:
            refuse = pytest.fail if os.environ.get("ONRECORD_REQUIRE_SERVERS") == "1" else pytest.skip
            refuse(str(reason))
        yield running


@pytest.fixture(scope="session")
def neo4j_5(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """Neo4j 5.26 LTS, one for the test session; `empty` it before use."""
    yield from required(neo4j_server("5.26.30", tmp_path_factory.mktemp("neo4j")))


@pytest.fixture(scope="session")
def neo4j_2026(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    """The calendar release of Neo4j, one for the test session; `empty` it before use."""
    yield from required(neo4j_server("2026.09.0", tmp_path_factory.mktemp("neo4j")))


@pytest.fixture(params=["neo4j_5", "neo4j_2026"])
def empty_neo4j(request: pytest.FixtureRequest) -> Neo4jServer:
    """Each Neo4j in turn, with nothing in it."""
    server: Neo4jServer = request.getfixturevalue(request.param)
    empty(server)
    return server
