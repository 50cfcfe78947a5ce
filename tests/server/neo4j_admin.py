"""The importer of a Neo4j, run as its ``neo4j-admin`` runs it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.server.java import find_java
from tests.server.maven import ServerUnavailable, fetch
from tests.server.neo4j_server import JAVA_OPTIONS, VERSIONS


def run_import(version: str, script: Path, *, home: Path, java_options: Sequence[str] = JAVA_OPTIONS) -> None:
    """Run a script that calls ``neo4j-admin database import`` for a Neo4j whose data goes to `home`, a new folder.

    Raises:
        ServerUnavailable: no fitting Java, no Maven, or no download.
        RuntimeError: the import failed; with what it says.
    """
    java = find_java(VERSIONS[version])
    if not java:
        raise ServerUnavailable(f"No JDK for Neo4j {version}: install JDK {VERSIONS[version][0]}, or set JAVA_HOME")
    jars = fetch(f"neo4j/{version}/lib", "dependency:copy-dependencies", f"-Dneo4j.version={version}")
    (home / "conf").mkdir(parents=True)
    (home / "conf" / "neo4j.conf").touch()
    command = home / "bin" / "neo4j-admin"
    command.parent.mkdir()
    options = " ".join([*java_options, "--add-opens=java.base/java.nio=ALL-UNNAMED"])
    command.write_text(
        f'#!/bin/sh\nexport NEO4J_HOME="{home}" NEO4J_CONF="{home}/conf"\n'
        f'exec "{java}" {options} -cp "{jars}/*" org.neo4j.cli.AdminTool "$@"\n',
        "utf-8",
    )
    command.chmod(0o755)
    path = f"{command.parent}:/usr/bin:/bin"
    done = subprocess.run([script], env={"PATH": path}, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{script} failed:\n{done.stdout}{done.stderr}")
