"""Completion as the shells ask for it: by environment variables, and by the very function that bash calls."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.load import load
from graph.store import Login, open_store
from queries.completion import is_plain, plain
from tests.conftest import ROOT, Run
from tests.graph.invented import article, quote
from tests.queries.shells import Shell, interactive
from tests.server.fixtures import required
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


RUN = "touch ran"
HOSTILE = (
    rf"Alpha \$({RUN})", f"Bravo $({RUN})", f"Charlie `{RUN}`", rf"Delta \`{RUN}\`", f"Echo'; {RUN}; '",
    f'Foxtrot"; {RUN}; "', 'Golf\\" (', "Hotel\\", f"India\n{RUN}\n", f"Juliet\r{RUN}\r", f"Kilo:{RUN}",
    f"Lima\t{RUN}", f"Mike; {RUN} #", f"November|{RUN}", f"Oscar && {RUN}", f"Papa <({RUN})",
    f"Quebec \x03{RUN}\r", "Romeo !!", "Sierra *", "Tango {a,b} [a-z]?", "Uniform % ^ =", "~root", "--help",
    f"=({RUN})", f"'\\''; {RUN} #", f"$(({RUN}))", f"))'; {RUN} #",
)  # fmt: skip
"""Names of outlets that a shell takes for more than a name, in one way of quoting or another."""


@pytest.fixture(scope="module")
def hostile_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of one harmless outlet and the hostile ones."""
    folder = tmp_path_factory.mktemp("hostile") / "store"
    articles = [
        article(f"a{n}", quote(f"a{n}", 1)).model_copy(update={"outlet": name})
        for n, name in enumerate(("Harbor Times", *HOSTILE))
    ]
    with open_store(str(folder)) as store:
        load(store, articles)
    return folder


@pytest.fixture
def shell(request: pytest.FixtureRequest, hostile_store: Path, tmp_path: Path) -> Iterator[Shell]:
    yield from required(interactive(request.param, tmp_path, hostile_store))


SHELLS = pytest.mark.parametrize("shell", ["bash", "zsh", "fish"], indirect=True)


@SHELLS
def test_no_name_of_the_store_runs_in_a_shell(shell: Shell, tmp_path: Path) -> None:
    """A tab is typed, and Enter: nothing but onrecord runs, with the one harmless name or what was typed."""
    asked = ["ask", "exclusive-to-outlet", "--outlet"]
    line = " ".join(["onrecord", *asked])
    for mark in ("", '"', "'"):
        assert shell.typed(f"{line} {mark}\t") == [*asked, "Harbor Times"]
        assert shell.typed(f"{line} {mark}bra\t{mark}") == [*asked, "bra"]
    assert list((tmp_path / "here").iterdir()) == []


@SHELLS
def test_no_description_of_a_question_runs_in_a_shell(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    for n, words in enumerate(HOSTILE):
        words = words.replace("\n", " ").replace("\r", " ")
        text = f"// {words}\n// {words}\n// :param place{n}: text = null — {words}\nRETURN $place{n} AS place\n"
        (tmp_path / "mine" / f"own-{n:02}.cypher").write_text(text)
    asked = ["ask", "--queries", "../mine"]
    line = " ".join(["onrecord", *asked])
    for n in range(0, len(HOSTILE), 5):
        assert shell.typed(f"{line} own-{n:02}\t") == [*asked, f"own-{n:02}"]
        assert shell.typed(f"{line} own-{n:02} --pl\t") == [*asked, f"own-{n:02}", f"--place{n}"]
    assert list((tmp_path / "here").iterdir()) == []


@pytest.mark.parametrize("kind", ["bash", "zsh", "fish", "powershell"])
def test_hostile_names_are_not_offered(run: Run, hostile_store: Path, kind: str) -> None:
    offered = completed(run, *QUESTION, "--store", hostile_store, "--outlet", "", shell=kind)
    assert [name.replace("\\", "").removesuffix("::: ") for name in offered] == ["Harbor Times"]


@pytest.mark.parametrize("name", ["Harbor Times", "Zoë O’Hara-Sáenz Jr.", "AB 1180", "प्रिया शर्मा", "Šime Župan, 3rd"])
def test_usual_names_are_plain(name: str) -> None:
    assert is_plain(name) and plain(name) == name


@given(st.text() | st.sampled_from(HOSTILE))
def test_what_is_offered_holds_nothing_that_a_shell_reads(text: str) -> None:
    active = set("\\$`\"'!*?[]{}()<>|&;#~=^%:/@+\n\r\t\0\x1b")
    if is_plain(text):
        assert text[0].isalnum() and not active & set(text)
    assert not active & set(plain(text))


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
