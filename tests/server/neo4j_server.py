"""A real Neo4j of a given version on a free loopback port, for as long as a `with` block lasts."""

from __future__ import annotations

import secrets
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from neo4j import Driver, GraphDatabase, TrustCustomCAs
from neo4j.exceptions import ServiceUnavailable

from tests.server.java import find_java
from tests.server.maven import ServerUnavailable, fetch

VERSIONS: dict[str, Sequence[int]] = {"5.26.30": (17, 21), "2026.09.0": range(21, 100)}
"""The Neo4j versions that we test against, each with the Java releases that run it."""

START_SECONDS = 90
STOP_SECONDS = 30
JAVA_OPTIONS = ("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")  # small, and quick to start


SETTINGS = {"server.memory.pagecache.size": "64m"}


@dataclass(frozen=True)
class Neo4jServer:
    """Where a running server is, and how to log in."""

    uri: str
    user: str
    password: str
    version: str
    ca: Path | None = None

    def driver(self, *, password: str | None = None) -> Driver:
        """A driver to the server, for the caller to close."""
        auth = self.user, password or self.password
        if self.ca is None:
            return GraphDatabase.driver(self.uri, auth=auth)
        trusted = TrustCustomCAs(str(self.ca))
        return GraphDatabase.driver(self.uri, auth=auth, encrypted=True, trusted_certificates=trusted)


@contextmanager
def neo4j_server(
    version: str,
    home: Path,
    *,
    certificates: Path | None = None,
    java_options: Sequence[str] = JAVA_OPTIONS,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Neo4jServer]:
    """Run a Neo4j of one of VERSIONS with its data in `home`; stop it at the end.

    With a folder of `certificates` (``private.key``, ``public.crt`` and the authority's ``ca.crt``) it takes encrypted
    connections only. `settings` are more of those of neo4j.conf; the server refuses to start with an unknown one.

    Raises:
        ServerUnavailable: no fitting Java, no Maven, or no download.
        RuntimeError: the server ended, or did not answer in START_SECONDS; with the tail of its log.
    """
    java = find_java(VERSIONS[version])
    if not java:
        raise ServerUnavailable(f"No JDK for Neo4j {version}: install JDK {VERSIONS[version][0]}, or set JAVA_HOME")
    jars = fetch(f"neo4j/{version}/lib", "dependency:copy-dependencies", f"-Dneo4j.version={version}")
    port = free_port()
    ca = certificates / "ca.crt" if certificates else None
    server = Neo4jServer(f"bolt://127.0.0.1:{port}", "neo4j", secrets.token_urlsafe(), version, ca)
    program = Path(__file__).with_name("Neo4jServer.java")
    home.mkdir(parents=True, exist_ok=True)
    secured = [certificates] if certificates else []
    log = home / "server.log"
    conf = "".join(f"{name}={value}\n" for name, value in {**SETTINGS, **(settings or {})}.items())
    (home / "neo4j.conf").write_text(conf, "utf-8")
    with log.open("w") as output:
        process = subprocess.Popen(
            [str(java), *java_options, "-cp", f"{jars}/*", str(program), str(home), str(port), *map(str, secured)],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_and_set_password(server, process, log)
        yield server
    finally:
        try:
            process.communicate(timeout=STOP_SECONDS)  # closes the server's standard input, which stops it in order
        finally:
            process.kill()  # nothing, where it has stopped


def _wait_and_set_password(server: Neo4jServer, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    with server.driver(password="neo4j") as driver:
        while True:
            try:
                driver.verify_connectivity()
                break
            except ServiceUnavailable:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"Neo4j {server.version} did not start:\n{log.read_text()[-3000:]}") from None
            time.sleep(0.1)
        statement = "ALTER CURRENT USER SET PASSWORD FROM 'neo4j' TO $password"
        driver.execute_query(statement, password=server.password, database_="system")


def empty(server: Neo4jServer) -> None:
    """Remove every node, relationship, constraint and index; only the built-in look-up indexes stay."""
    with server.driver() as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
        # In this order: a constraint takes its index with it, and that index cannot be dropped alone.
        for kind, show in (("CONSTRAINT", "SHOW CONSTRAINTS"), ("INDEX", "SHOW INDEXES WHERE type <> 'LOOKUP'")):
            for row in driver.execute_query(show).records:
                driver.execute_query(f"DROP {kind} `{row['name'].replace('`', '``')}`")


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
