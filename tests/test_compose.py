"""compose.yaml: what can be told of it without Docker. `tests/browser` tries its settings on a real Neo4j."""

import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import urlopen

import yaml

from queries.browser import PORT
from queries.browser.kit import kit
from tests.conftest import ROOT
from tests.server.neo4j_server import VERSIONS, free_port

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
NEO4J, KIT = COMPOSE["services"]["neo4j"], COMPOSE["services"]["kit"]


def settings() -> dict[str, str]:
    """The settings of neo4j.conf that Neo4j's image makes of its environment."""
    names = [name for name in NEO4J["environment"] if name != "NEO4J_AUTH"]
    return {
        re.sub("__|_", lambda found: "_" if found[0] == "__" else ".", name.removeprefix("NEO4J_")): NEO4J[
            "environment"
        ][name]
        for name in names
    }


def test_the_neo4j_is_one_that_is_tested() -> None:
    assert NEO4J["image"] in [f"neo4j:{version}-community" for version in VERSIONS]
    assert NEO4J["volumes"] == ["data:/data"] and "data" in COMPOSE["volumes"]


def test_nothing_is_open_to_other_machines() -> None:
    published = [port for service in (NEO4J, KIT) for port in service["ports"]]
    assert published == [f"127.0.0.1:{port}:{port}" for port in (7474, 7687, PORT)]


def test_the_password_has_no_default_and_a_missing_one_is_told() -> None:
    found = re.fullmatch(r"neo4j/\$\{(\w+):\?([^}]+)\}", NEO4J["environment"]["NEO4J_AUTH"])
    assert found is not None
    assert found[1] == "NEO4J_PASSWORD" and found[2].startswith("set NEO4J_PASSWORD to ")


def test_what_the_browser_is_told_to_fetch_is_in_the_kit() -> None:
    (command,) = settings().values()
    urls = [urlsplit(url) for url in re.findall(r"http://[^\s;]+", command)]
    assert {url.netloc for url in urls} == {f"localhost:{PORT}"}
    assert [url.path[1:] for url in urls] == ["onrecord.grass", "guide.html"]
    assert {url.path[1:] for url in urls} <= kit().keys()


def test_the_kit_is_served_by_what_is_mounted_and_python_alone(tmp_path: Path) -> None:
    for mount in KIT["volumes"]:
        source, target, mode = mount.split(":")
        assert mode == "ro"
        inside = tmp_path / Path(target).relative_to(KIT["working_dir"])
        inside.symlink_to(ROOT / source, target_is_directory=True)
    name, *arguments = KIT["command"].split()
    assert name == "python"
    port = free_port()
    with subprocess.Popen([sys.executable, "-S", *arguments, str(port)], cwd=tmp_path) as process:
        try:
            assert fetched(f"http://127.0.0.1:{port}/guide.html") == kit()["guide.html"]
        finally:
            process.terminate()


def fetched(url: str) -> bytes:
    """What is at an address, once something answers there."""
    for _ in range(100):
        try:
            with urlopen(url) as answer:
                content: bytes = answer.read()
                return content
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"nothing answers at {url}")
