"""Connections that are encrypted, with a certificate of an authority of one's own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.conftest import SEEDS, Run
from tests.server.fixtures import required
from tests.server.neo4j_server import VERSIONS, Neo4jServer, neo4j_server


@pytest.fixture(scope="module", params=VERSIONS)
def encrypted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Neo4jServer]:
    folder = tmp_path_factory.mktemp("certificates")
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "ca.crt")
    certificate = authority.issue_cert("127.0.0.1", "localhost")
    certificate.private_key_pem.write_to_path(folder / "private.key")
    certificate.cert_chain_pems[0].write_to_path(folder / "public.crt")
    yield from required(neo4j_server(request.param, tmp_path_factory.mktemp("neo4j"), certificates=folder))


@pytest.mark.parametrize("scheme", ["neo4j+s", "bolt+s"])
def test_an_authority_of_ones_own_is_trusted_when_it_is_named(encrypted: Neo4jServer, run: Run, scheme: str) -> None:
    uri = encrypted.uri.replace("bolt", scheme)
    login = {"NEO4J_URI": uri, "NEO4J_PASSWORD": encrypted.password}
    refused = run("status", **login)
    assert refused.returncode == 1
    assert "give your authority's certificate by SSL_CERT_FILE=ca.pem" in refused.stderr
    trusted = login | {"SSL_CERT_FILE": str(encrypted.ca)}
    assert run("add", Path(SEEDS / "articles" / "wire.jsonl"), **trusted).returncode == 0
    assert run("ask", "policies", **trusted).returncode == 0


def test_any_certificate_is_taken_where_one_says_so(encrypted: Neo4jServer, run: Run) -> None:
    login = {"NEO4J_URI": encrypted.uri.replace("bolt", "neo4j+ssc"), "NEO4J_PASSWORD": encrypted.password}
    assert run("status", **login).returncode == 0


def test_without_encryption_it_does_not_answer(encrypted: Neo4jServer, run: Run) -> None:
    done = run("status", NEO4J_URI=encrypted.uri, NEO4J_PASSWORD=encrypted.password)
    assert done.returncode == 1 and f"no server answers at {encrypted.uri}" in done.stderr
