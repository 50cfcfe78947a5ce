"""The engine itself: what it listens on, what it loads, and what a full disk looks like."""

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from extract.records import ArticleQuotes
from graph.embedded import Engine, StoreError
from tests.conftest import Run
from tests.server.java import find_java

JVM = """
import sys
sys.modules["arcadedb"] = None
"""
OPEN = """
import sys
from graph.store import open_store
with open_store(sys.argv[1]) as store:
    print(store.read("MATCH (q:Quote) RETURN count(q) AS n"))
"""
BARE_SERVER = """
import sys, arcadedb_embedded
server = arcadedb_embedded.create_server(sys.argv[1], "password123", {"http_port": 0, "host": "127.0.0.1"})
server.start()
server.stop()
"""
EVIL = """
public class Evil implements com.arcadedb.server.ServerPlugin {
  static { new java.io.File(System.getenv("EVIDENCE")).mkdir(); }
  public void startService() {}
}
"""
needs_jvm = pytest.mark.skipif(find_spec("arcadedb_embedded") is None, reason="the extra jvm is not installed")


def test_http_answers_nothing_and_on_the_loopback_only(tmp_path: Path) -> None:
    engine = Engine(tmp_path / "town")
    try:
        http = engine._server.get_http_port()
        for path, status in (("", 404), ("index.html", 404), ("api/v1/databases", 401), ("api/v1/mcp", 401)):
            with pytest.raises(urllib.error.HTTPError) as refused:
                urllib.request.urlopen(f"http://127.0.0.1:{http}/{path}", timeout=30)
            assert refused.value.code == status
        for port in (http, engine.served.port):
            with pytest.raises(ConnectionRefusedError):  # as a server on all addresses would not do
                socket.create_connection(("127.0.0.2", port), timeout=30)
    finally:
        engine.close()


def test_the_password_is_another_at_each_start_and_nowhere_in_the_folder(tmp_path: Path) -> None:
    passwords = set()
    for _ in range(2):
        engine = Engine(tmp_path / "town")
        passwords.add(engine.password)
        kept = [file.read_bytes() for file in (tmp_path / "town").rglob("*") if file.is_file()]
        assert not any(engine.password.encode() in content for content in kept)
        engine.close()
    assert len(passwords) == 2


@needs_jvm
@pytest.mark.parametrize("place", ["lib", "engine/lib"])
def test_a_jar_in_a_store_never_runs(tmp_path: Path, seed_store: Path, place: str) -> None:
    jar = _evil_jar(tmp_path)
    for root, code in ((tmp_path / "bare", BARE_SERVER), (tmp_path / "store", JVM + OPEN)):
        if root.name == "store":
            subprocess.run(["cp", "-r", seed_store, root], check=True)
        plugins = root / ("lib" if root.name == "bare" else place) / "plugins"
        plugins.mkdir(parents=True, exist_ok=True)
        (plugins / "evil.jar").write_bytes(jar.read_bytes())
        evidence = tmp_path / f"ran-{root.name}"
        environment = os.environ | {"EVIDENCE": str(evidence)}
        done = subprocess.run([sys.executable, "-c", code, root], env=environment, capture_output=True, text=True)
        assert evidence.exists() == (root.name == "bare"), done.stderr  # the jar does run where a server has its root
    assert "120" in done.stdout if place == "engine/lib" else "evil.jar is not a file that stores have" in done.stderr


def _evil_jar(folder: Path) -> Path:
    java = find_java(range(21, 99))
    if java is None:
        pytest.skip("no JDK 21 or newer to make a jar with")
    spec = find_spec("arcadedb_embedded")
    assert spec is not None and spec.origin is not None
    (folder / "Evil.java").write_text(EVIL)
    (folder / "META-INF" / "services").mkdir(parents=True)
    (folder / "META-INF" / "services" / "com.arcadedb.server.ServerPlugin").write_text("Evil\n")
    jars = Path(spec.origin).parent / "jars" / "*"
    subprocess.run([java.with_name("javac"), "-cp", jars, "-d", folder, folder / "Evil.java"], check=True)
    made = folder / "evil.jar"
    subprocess.run(
        [java.with_name("jar"), "cf", made, "-C", folder, "Evil.class", "-C", folder, "META-INF"], check=True
    )
    return made


@pytest.mark.parametrize("engine", ["", pytest.param(JVM, marks=needs_jvm)], ids=["native", "jvm"])
def test_the_name_of_a_folder_gives_the_engine_no_argument(tmp_path: Path, engine: str) -> None:
    folder = tmp_path / "x -Xlog:all=info:file=logged -javaagent:evil.jar ' \" $(touch ran)"
    code = engine + OPEN
    done = subprocess.run(
        [sys.executable, "-c", code, folder], cwd=tmp_path, capture_output=True, text=True, env=os.environ | _TREE
    )
    assert done.stdout == "[{'n': 0}]\n", done.stderr
    assert [file.name for file in tmp_path.iterdir()] == [folder.name]
    with pytest.raises(StoreError, match="cannot be a store"):
        Engine(tmp_path / "${java.home}")  # the engine would write elsewhere
    assert [file.name for file in tmp_path.iterdir()] == [folder.name]


_TREE = {"PYTHONPATH": os.pathsep.join(filter(None, [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH")]))}


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 7 MB, which a store of a few articles fills; `remount` in a test makes it larger."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=7m", "tmpfs", disk], capture_output=True)
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    yield disk
    subprocess.run(["umount", "-l", disk], check=True)


def test_a_full_disk_is_told_and_the_same_load_goes_on(
    small_disk: Path, run: Run, seed_quotes: list[ArticleQuotes], tmp_path: Path
) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(f"{article.to_json()}\n" for article in seed_quotes))
    store = small_disk / "town"
    full = run("load", lines, "--store", store)
    assert full.returncode == 1
    told = f"onrecord: the store {store} answered: No space left on device: make room and run the same again\n"
    assert full.stderr == told
    subprocess.run(["mount", "-o", "remount,size=100m", small_disk], check=True)
    assert run("load", lines, "--store", store).returncode == 0
    assert run("status", "--store", store, "--verify").returncode == 0
