"""Completion as the shells ask for it: by environment variables, and by the very function that bash calls."""

import os
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.store import Login, open_store
from tests.conftest import ROOT, Run
from tests.server.neo4j_server import Neo4jServer, empty

QUESTION = ("ask", "who-said-what")


def completed(run: Run, *words: object, shell: str = "zsh", **extra: str) -> list[str]:
    """What is offered for the last of the words."""
    line = " ".join(["onrecord", *map(str, words)])
    if shell == "bash":
        asked = {"COMP_WORDS": line.replace(" ", "\n"), "COMP_CWORD": str(len(words))}
    else:
        asked = {"_TYPER_COMPLETE_ARGS": line, "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    done = run(**asked, _ONRECORD_COMPLETE=f"complete_{shell}", **extra)
    assert done.stderr == ""
    if shell == "zsh":
        offered = done.stdout.strip().removeprefix("_arguments '*: :((").removesuffix("))'")
        return [] if offered == "_files" else [line.split('":"')[0].strip('"') for line in offered.splitlines()]
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("option", "typed", "offered"),
    [
        ("--speaker", "osterby", ["Leland Osterby"]),
        ("--speaker", "LEL", ["Leland Osterby"]),
        ("--speaker", "hallo", ["Nora Hallorane", "Pete Hallorane"]),
        ("--speaker", "ortiz", ["Fay Drummond-Ortiz"]),
        ("--speaker", "zzz", []),
        ("--policy", "bill", ["Senate Bill 212"]),
        ("--outlet", "gaz", ["Harbor Gazette"]),
        ("--kind", "d", ["direct"]),
        ("--kind", "IN", ["indirect"]),
    ],
)
def test_values_from_the_store_and_choices(
    run: Run, seed_store: Path, option: str, typed: str, offered: list[str]
) -> None:
    assert completed(run, *QUESTION, "--store", seed_store, option, typed) == offered


def test_the_store_by_environment_and_other_commands(run: Run, seed_store: Path) -> None:
    where = {"ONRECORD_STORE": str(seed_store)}
    assert completed(run, "ask", "common-ground", "--other", "pete", **where) == ["Pete Hallorane"]
    assert completed(run, "export", *QUESTION[1:], "--outlet", "tide", shell="fish", **where) == ["Tideline Weekly"]
    everybody = completed(run, *QUESTION, "--speaker", "", shell="bash", **where)
    assert len(everybody) > 30 and everybody == sorted(everybody)
    assert completed(run, "ask", "who-s") == ["who-said-what"]


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("typed", "put"),
    [("osterby", r"Leland\ Osterby"), (r"leland\ os", r"Leland\ Osterby"), ('"leland o', "Leland Osterby")],
)
def test_bash_puts_in_one_word(seed_store: Path, tmp_path: Path, typed: str, put: str) -> None:
    script = f"""
        eval "$(_ONRECORD_COMPLETE=source_bash onrecord)"
        COMP_WORDS=(onrecord ask who-said-what --speaker '{typed}') COMP_CWORD=4
        _onrecord_completion onrecord
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "ONRECORD_STORE": str(seed_store)}
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, text=True, cwd=tmp_path)
    assert (done.stdout.splitlines(), done.stderr) == ([put], "")


def test_a_store_that_cannot_be_asked_offers_nothing(run: Run, seed_store: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.txt").write_text("")
    for store in ("nowhere", "thesis", "bolt://127.0.0.1:9", "neo4j://localhost:7687", "http://localhost"):
        assert completed(run, *QUESTION, "--store", store, "--speaker", "os") == []
    assert not (tmp_path / "nowhere").exists()
    copy = tmp_path / "locked"
    with open_store(str(copy)):
        assert completed(run, *QUESTION, "--store", copy, "--speaker", "os") == []
    assert completed(run, "ask", "--queries", "nowhere", "polic", NEO4J_URI="bolt://127.0.0.1:9") == ["policies"]


def test_a_server_that_does_not_answer_is_given_up(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        uri = f"bolt://127.0.0.1:{deaf.getsockname()[1]}"
        started = time.perf_counter()
        assert completed(run, *QUESTION, "--store", uri, "--speaker", "os", NEO4J_PASSWORD="x") == []
        assert time.perf_counter() - started < 8


def test_a_neo4j_is_asked_with_the_password_at_hand(run: Run, neo4j_5: Neo4jServer) -> None:
    empty(neo4j_5)
    with open_store(neo4j_5.uri, login=Login(neo4j_5.user, neo4j_5.password)) as store:
        store.prepare()
        store.execute("CREATE (:Outlet {name: 'Harbor Gazette'})")
    where = {"NEO4J_URI": neo4j_5.uri, "NEO4J_PASSWORD": neo4j_5.password}
    assert completed(run, *QUESTION, "--outlet", "gaz", **where) == ["Harbor Gazette"]
    assert completed(run, *QUESTION, "--outlet", "gaz", **(where | {"NEO4J_PASSWORD": "wrong"})) == []


@pytest.mark.parametrize(
    ("shell", "written"),
    [
        ("bash", [".bash_completions/onrecord.sh", ".bashrc"]),
        ("zsh", [".zfunc/_onrecord", ".zshrc"]),
        ("fish", [".config/fish/completions/onrecord.fish"]),
    ],
)
def test_completion_is_installed_where_the_page_says(run: Run, tmp_path: Path, shell: str, written: list[str]) -> None:
    page = (ROOT / "docs" / "commands.md").read_text("utf-8")
    row = next(line for line in page.splitlines() if line.startswith(f"| {shell} | "))
    told = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1", "HOME": str(tmp_path)}  # else that of the caller
    assert run("--install-completion", shell, **told).returncode == 0
    for file in written:
        assert f"`~/{file}`" in row
        assert "onrecord" in (tmp_path / file).read_text("utf-8") or shell == "zsh"
    shown = run("--show-completion", shell, **told)
    assert shown.stdout.strip() == (tmp_path / written[0]).read_text("utf-8").strip()
