"""The README and the guides do what they say: their commands run, output is real, figures have a floor."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT, SEEDS, Run
from tests.extract.test_accuracy import FLOORS
from tests.server.neo4j_server import Neo4jServer, empty

README = (ROOT / "README.md").read_text("utf-8")
GUIDES = {
    name: (ROOT / "docs" / name).read_text("utf-8")
    for name in ("articles.md", "asking.md", "names.md", "exports.md", "measuring.md", "neo4j.md")
}
PAGES = {"README.md": README, **GUIDES}


def consoles(page: str) -> list[str]:
    return re.findall(r"```console\n(.*?)```", PAGES[page], re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with seeds/ in it, as a checkout has."""
    (tmp_path / "seeds").symlink_to(SEEDS)
    return tmp_path


NOTING = """
import os, sys

def note(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"):
        where = arguments[:2] if "get" in event else arguments[1]
        own = ("127.0.0.1", "::1", "localhost")  # a store in a folder answers there
        if isinstance(where, tuple) and where[0] not in own:  # addresses that are no tuples are paths
            with open(os.environ["REACHED"], "a") as log:
                print(event, where, file=log)

sys.addaudithook(note)
"""


@pytest.fixture
def noting(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment in which a command notes what it connects to, or looks up, in the file REACHED."""
    place = tmp_path_factory.mktemp("noting")
    (place / "sitecustomize.py").write_text(NOTING)
    paths = [str(place), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(paths), "REACHED": str(place / "reached")}


def commands(console: str) -> Iterator[tuple[list[str], str]]:
    """Each command of a console block with the output under it."""
    for part in console.split("$ ")[1:]:
        line, _, output = part.partition("\n")
        yield shlex.split(line), output


def test_the_output_shown_is_the_output(run: Run, folder: Path) -> None:
    for (name, *arguments), output in commands(consoles("README.md")[0]):
        assert name == "onrecord"
        done = run(*arguments, cwd=folder, COLUMNS="100")
        printed = "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines()).strip("\n")
        assert printed == output.strip("\n")


@pytest.mark.parametrize("page", PAGES)
def test_every_console_command_runs(run: Run, folder: Path, noting: dict[str, str], page: str) -> None:
    """In the order of the page, beginning in a folder that has nothing but seeds/; none of them uses the network."""
    for console in consoles(page)[1 if page == "README.md" else 0 :]:
        for (name, *arguments), _ in commands(console):
            assert name == "onrecord"
            done = run(*arguments, cwd=folder, **noting)
            assert done.returncode == 0, (arguments, done.stderr)
            assert not Path(noting["REACHED"]).exists(), (arguments, Path(noting["REACHED"]).read_text())


def test_an_address_that_is_named_is_asked_and_noted(run: Run, noting: dict[str, str]) -> None:
    done = run("extract", "http://127.0.0.2:9/news", "--allow-private-addresses", **noting)
    assert done.returncode == 1
    assert "socket.connect ('127.0.0.2', 9)" in Path(noting["REACHED"]).read_text()


def test_a_machine_without_a_network_is_enough(folder: Path) -> None:
    """But for its loopback interface, where a store in a folder answers."""
    alone = ["unshare", "--map-root-user", "--net", "sh", "-c", 'ip link set lo up && "$@"', "sh"]
    if not shutil.which("unshare") or subprocess.run([*alone, "true"], capture_output=True).returncode:
        pytest.skip("no network namespace can be made here")
    for arguments in (
        ["add", "seeds/articles", "--jobs", "2"],
        ["ask", "who-said-what", "--policy", "leaf-blower ban"],
        ["report", "--policy", "leaf-blower ban", "-o", "report.html"],
        ["report", "--policy", "leaf-blower ban", "-o", "report.pdf"],
    ):
        command = [*alone, str(Path(sys.executable).parent / "onrecord"), *arguments]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, (arguments, done.stderr)


def test_the_neo4j_commands_run(run: Run, folder: Path, neo4j_5: Neo4jServer) -> None:
    empty(neo4j_5)
    block = next(
        found for found in re.findall(r"```sh\n(.*?)```", GUIDES["neo4j.md"], re.DOTALL) if "NEO4J_URI" in found
    )
    exports, *lines = block.splitlines()
    names = [word.partition("=")[0] for word in exports.split()[1:]]
    values = {"NEO4J_URI": neo4j_5.uri, "NEO4J_USERNAME": neo4j_5.user, "NEO4J_PASSWORD": neo4j_5.password}
    assert names == list(values)
    for line in lines:
        done = run(*shlex.split(line)[1:], cwd=folder, **values)
        assert done.returncode == 0, done.stderr


def test_the_python_lines_run(folder: Path) -> None:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    check = "\nassert rows and graph.number_of_nodes() > len(rows)"
    subprocess.run([sys.executable, "-c", code + check], cwd=folder, check=True, timeout=120)


def test_the_figures_are_those_of_the_floors() -> None:
    figures = re.findall(r"^\| [^|]+ \| (\d\.\d\d) \|", README, re.MULTILINE)
    exact = ("content exact", "source exact", "cue exact")
    who = ("who said what", "speaker", "speaker, persons", "speaker, pronoun source", "type", "role")
    names = ("attribution lenient", "direct", *exact, *who, "topics", "policy")
    whole = "who said what about which policy"
    news = ("quotes", "speaker", "who said what", "areas", "policy", whole, "stance, precision", "stance, recall")
    for figure, name in zip(figures, (*(f"dev: {n}" for n in names), *(f"news: {n}" for n in news)), strict=True):
        assert abs(float(figure) - FLOORS[name]) <= 0.01, name


@pytest.mark.parametrize("page", ["README.md", *(f"docs/{file.name}" for file in (ROOT / "docs").glob("*.md"))])
def test_links_lead_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", (ROOT / page).read_text("utf-8")):
        if "://" not in target:
            assert ((ROOT / page).parent / target).exists(), target


@pytest.mark.skipif(os.environ.get("ONRECORD_REQUIRE_SERVERS") != "1", reason="installs anew; CI runs it")
def test_the_tests_that_the_security_page_names_exist() -> None:
    named = re.findall(r"`([\w/]+\.py)`", (ROOT / "docs" / "security.md").read_text("utf-8"))
    there = {file.name for file in (ROOT / "tests").rglob("*.py")}
    assert len(named) > 15
    assert [name for name in named if not (ROOT / name).exists() and ("/" in name or name not in there)] == []


def test_make_demo_from_a_clean_checkout_twice(tmp_path: Path) -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    for name in filter(None, listed):
        target = tmp_path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((ROOT / name).read_bytes())
    outer = ("MAKE", "VENV", "STORE", "COLUMNS", "ONRECORD_", "NEO4J_")  # of the make that runs these tests
    environment = {name: value for name, value in os.environ.items() if not name.startswith(outer)}
    outputs, seconds = [], []
    for _ in range(2):
        started = time.perf_counter()
        done = subprocess.run(
            ["make", "demo"], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=500
        )
        seconds.append(time.perf_counter() - started)
        assert done.returncode == 0, done.stderr
        outputs.append(done)
    assert "Omar Castellane" in outputs[0].stdout
    assert "Next: onrecord ask evidence" in outputs[0].stderr
    assert outputs[0].stdout.partition("Who said")[2] == outputs[1].stdout.partition("Who said")[2]
    assert "0 articles added, 12 unchanged" in outputs[1].stderr
    assert seconds[1] < seconds[0] / 2
    written = {path.name for path in tmp_path.iterdir()} - {name.partition("/")[0] for name in listed}
    assert written <= {".venv", ".cache", "demo-store", "onrecord.egg-info", "__pycache__"}
    assert json.loads((tmp_path / "demo-store" / "onrecord-store.json").read_text())["store"] == "onrecord"
