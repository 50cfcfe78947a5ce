"""The command line as a user meets it: what it prints, where, and with which exit code."""

import contextlib
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extract.records import ArticleQuotes
from graph.schema import VERSION
from graph.store import Login, open_store
from tests.conftest import ROOT, SEEDS, Run
from tests.graph.graph_state import whole_graph
from tests.server.neo4j_server import Neo4jServer, empty

GOOD = "Mayor Ana Ruiz said the parking tax would fall.\n"


def test_add_then_ask_then_add_again(run: Run, tmp_path: Path) -> None:
    first = run("add", SEEDS / "articles")
    assert first.returncode == 0
    assert "12 articles added, 0 unchanged" in first.stderr
    assert first.stdout == ""
    with open_store(str(tmp_path / "onrecord-store")) as store:
        graph = whole_graph(store)
    asked = run("ask", "who-said-what", "--policy", "LEAF-BLOWER ban")
    assert asked.returncode == 0
    assert "Omar Castellane" in asked.stdout
    assert "2026-03-27" in asked.stdout
    assert asked.stderr.startswith("Next: onrecord ask evidence --quote ")
    evidence = run(*asked.stderr.removeprefix("Next: onrecord ").split())
    assert evidence.returncode == 0
    assert "contentOffsets" in evidence.stdout
    again = run("add", SEEDS / "articles")
    assert "0 articles added, 12 unchanged" in again.stderr
    with open_store(str(tmp_path / "onrecord-store")) as store:
        assert whole_graph(store) == graph


def test_extract_and_load_are_add(run: Run, tmp_path: Path) -> None:
    assert run("extract", SEEDS / "articles", "-o", "quotes.jsonl").returncode == 0
    lines = (tmp_path / "quotes.jsonl").read_text("utf-8").splitlines()
    assert [ArticleQuotes.model_validate_json(line).format for line in lines] == ["onrecord/1"] * 12
    loaded = run("load", "-", "--store", "loaded", input="\n".join(lines))
    assert "12 articles loaded" in loaded.stderr
    run("add", SEEDS / "articles", "--store", "added")
    with open_store(str(tmp_path / "loaded")) as one, open_store(str(tmp_path / "added")) as other:
        assert whole_graph(one) == whole_graph(other)


def test_the_text_of_articles_is_kept_unless_told_otherwise(run: Run, tmp_path: Path) -> None:
    assert json.loads(run("extract", "-", input=GOOD).stdout)["text"] == GOOD
    assert json.loads(run("extract", "-", "--no-text", input=GOOD).stdout)["text"] is None
    run("add", "-", "--no-text", "--store", "without", input=GOOD)
    with open_store(str(tmp_path / "without")) as store:
        assert store.read("MATCH (a:Article) RETURN a.text AS text") == [{"text": None}]


def test_add_to_neo4j_by_environment(run: Run, neo4j_5: Neo4jServer) -> None:
    empty(neo4j_5)
    where = {"NEO4J_URI": neo4j_5.uri, "NEO4J_USERNAME": neo4j_5.user, "NEO4J_PASSWORD": neo4j_5.password}
    added = run("add", SEEDS / "articles", **where)
    assert added.returncode == 0
    assert neo4j_5.password not in added.stderr + added.stdout
    asked = run("ask", "most-quoted", "--format", "json", **where)
    assert json.loads(asked.stdout)[0]["quotes"] > 5
    with open_store(neo4j_5.uri, login=Login(password=neo4j_5.password)) as store:
        assert len(store.read("MATCH (a:Article) RETURN a.id AS id")) == 12


def test_ask_without_a_name_lists_the_questions(run: Run) -> None:
    done = run("ask")
    assert done.returncode == 0
    for name in ("who-said-what", "what-did-speaker-say", "most-quoted", "policies", "evidence"):
        assert name in done.stdout


CORRECT = ("list", "merge", "split", "rename", "corrections", "undo")
COMMANDS = [[], ["add"], ["extract"], ["load"], ["evaluate"], ["ask"], ["export"], ["serve"], ["speakers", "link"]]


@pytest.mark.parametrize("command", COMMANDS + [[kind, name] for kind in ("speakers", "policies") for name in CORRECT])
def test_every_command_has_help_and_an_example(run: Run, command: list[str]) -> None:
    done = run(*command, "--help")
    assert done.returncode == 0
    if command and command[0] not in ("ask", "export"):
        assert f"Example: onrecord {' '.join(command)} " in " ".join(done.stdout.split())


@pytest.mark.parametrize("command", ["ask", "export"])
def test_every_question_has_help_and_an_example(run: Run, command: str) -> None:
    done = run(command, "who-said-what", "--help")
    assert f"Example: onrecord {command} who-said-what" in " ".join(done.stdout.split())
    assert "--min-confidence" in done.stdout


def test_statements_are_shown_unless_told_otherwise(run: Run) -> None:
    text = "Mayor Ana Ruiz said the parking tax would fall. She fears that the parking tax will return.\n"
    run("add", "-", input=text)
    said = json.loads(run("ask", "who-said-what", "--format", "json").stdout)
    assert [row["act"] for row in said] == ["statement"]
    everything = json.loads(run("ask", "who-said-what", "--act", "all", "--format", "json").stdout)
    assert [row["act"] for row in everything] == ["statement", "belief"]
    beliefs = json.loads(run("ask", "most-quoted", "--act", "belief", "--format", "json").stdout)
    assert [row["quoteIds"] for row in beliefs] == [[everything[1]["quoteId"]]]
    none = run("ask", "who-said-what", "--min-confidence", "1", "--speaker", "ruiz")
    assert none.returncode == 1
    assert "loosen the options, or add --act all --min-confidence 0" in none.stderr
    beyond = run("ask", "who-said-what", "--min-confidence", "2")
    assert "min_confidence: 2.0 is not between 0 and 1" in beyond.stderr


def test_evaluate_prints_figures_and_writes_a_page(run: Run, tmp_path: Path) -> None:
    gold, articles = SEEDS / "gold.jsonl", SEEDS / "articles"
    done = run("evaluate", gold, "--articles", articles, "--page", "page.html", "--format", "json")
    assert done.returncode == 0
    figures = {row["figure"]: row for row in json.loads(done.stdout)}
    assert figures["attribution lenient"]["f1"] > 0.8
    assert figures["direct"]["gold"] > 40
    assert "gold beside prediction: page.html" in done.stderr
    assert "Gold beside prediction" in (tmp_path / "page.html").read_text("utf-8")
    run("extract", articles, "-o", "quotes.jsonl")
    again = run("evaluate", gold, "--articles", articles, "--predicted", "quotes.jsonl")
    assert "The worst articles" in again.stdout
    itself = run("evaluate", "quotes.jsonl", "--articles", articles, "--predicted", "quotes.jsonl", "-f", "json")
    assert {row["f1"] for row in json.loads(itself.stdout) if row["gold"]} == {1.0}


def test_evaluate_names_what_is_wrong_with_the_gold(run: Run, tmp_path: Path) -> None:
    (tmp_path / "gold.jsonl").write_text('{"id": "a", "attributions": []}\n')
    done = run("evaluate", "gold.jsonl")
    assert done.returncode == 1
    assert "gold.jsonl, line 1: no text, and --articles holds none with the id 'a'" in done.stderr
    assert "no gold article has a prediction" in done.stderr
    (tmp_path / "gold.jsonl").write_text('{"id": "a", "text": "She said so.", "attributions": []}\n')
    (tmp_path / "other.jsonl").write_text('{"format": "onrecord/1", "id": "a", "textHash": "0", "quotes": []}\n')
    other = run("evaluate", "gold.jsonl", "--predicted", "other.jsonl")
    assert "a: the prediction was made on another text of this article" in other.stderr
    nowhere = run("evaluate", "gold.jsonl", "--page", "nowhere/page.html")
    assert "nowhere/page.html cannot be written: name a file in a folder that exists by --page" in nowhere.stderr
    assert run("evaluate", "gold.jsonl", "--act", "statment").returncode == 2


@pytest.mark.parametrize("format", ["json", "jsonl", "csv", "md"])
def test_formats(run: Run, seed_store: Path, format: str) -> None:
    done = run("ask", "policies", "--store", seed_store, "--format", format)
    assert done.returncode == 0
    assert "leaf-blower ban" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize("format", ["graphml", "node-link"])
def test_export(run: Run, seed_store: Path, tmp_path: Path, format: str) -> None:
    out = tmp_path / "graph.out"
    done = run(
        "export", "who-said-what", "--policy", "ferry subsidy plan", "-f", format, "-o", out, "--store", seed_store
    )
    assert done.returncode == 0
    assert "nodes" in done.stderr
    assert "Thora Ekblad" in out.read_text("utf-8")


def test_help_starts_without_the_heavy_libraries() -> None:
    code = "import sys, onrecord; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"spacy", "neo4j", "networkx", "trafilatura", "arcadedb", "pydantic", "mcp", "pandas"} & set(
        done.stdout.split()
    )


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("gone.txt", None, "gone.txt: no such file"),
        ("empty.txt", b"", "empty.txt: the file is empty"),
        ("binary.txt", b"\x89PNG\x00\x01", "binary.txt: a binary file, not text"),
        ("broken.html", b"<html><body><", "broken.html: no article text found in this page"),
        ("wire.jsonl", b'{"text": "x\n', "wire.jsonl, line 1: broken JSON"),
        ("void.jsonl", b'{"title": "x", "text": ""}', "void.jsonl, line 1: text: the article has no text"),
        ("odd.txt", b"\x81\x8d\x8f text", "odd.txt: its encoding is not recognised; save the file as UTF-8"),
        ("long.txt", b"A word or two. " * 1_400_000, "long.txt: 21,000,000 characters are too many for one article"),
    ],
)
def test_a_bad_article_is_named_and_the_good_one_is_added(
    run: Run, tmp_path: Path, name: str, data: bytes | None, message: str
) -> None:
    if data is not None:
        (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(GOOD)
    done = run("add", name, "good.txt")
    assert done.returncode == 1
    assert f"skipped: {message}" in done.stderr
    assert "1 article added" in done.stderr
    assert "Ana Ruiz" in run("ask", "who-said-what").stdout


def test_a_broken_line_of_quotes_is_named_and_the_rest_is_loaded(run: Run, tmp_path: Path) -> None:
    line = run("extract", "-", input=GOOD).stdout
    (tmp_path / "quotes.jsonl").write_text('{"format": "onrecord/2"}\n{"for\n' + line)
    done = run("load", "quotes.jsonl", "gone.jsonl")
    assert done.returncode == 1
    assert "quotes.jsonl, line 1: not a line of onrecord extract (format onrecord/1)" in done.stderr
    assert "quotes.jsonl, line 2: broken JSON" in done.stderr
    assert "gone.jsonl: No such file or directory" in done.stderr
    assert "1 article loaded" in done.stderr


FAULTS = [
    (
        ["ask", "who-said-what", "--policy", "leafblower bann"],
        "is called 'leafblower bann'; did you mean 'leaf-blower ban'",
    ),
    (["ask", "what-did-speaker-say", "--speaker", "Ostreby"], "is called 'Ostreby'; did you mean 'Leland Osterby'"),
    (
        ["ask", "who-said-what", "--outlet", "gazete"],
        "is called 'gazete'; did you mean 'Harbor Gazette'",
    ),
    (["ask", "who-said-what", "--since", "2031-01-01"], "fit; loosen the options, or add --act all --min-confidence 0"),
    (["ask", "who-said-what", "--since", "soon"], "'soon' is no date; write it as 2026-03-04"),
    (["export", "policies", "-o", "missing/graph.graphml"], "missing/graph.graphml cannot be written: No such file"),
    (["export", "policies", "-o", "."], ". is a folder; name a file by --output"),
    (["ask", "who-said-what", "--limit", "-1"], "limit: -1 is less than 0"),
    (["ask", "evidence", "--quote", " "], "quote is empty; leave it out, or say what to look for"),
]


@pytest.mark.parametrize(("arguments", "message"), FAULTS)
def test_a_question_without_an_answer_says_why(run: Run, seed_store: Path, arguments: list[str], message: str) -> None:
    done = run(*arguments, "--store", seed_store)
    assert done.returncode == 1
    assert done.stderr.startswith("onrecord: ")
    assert message in done.stderr
    assert done.stdout == ""


def test_a_choice_that_there_is_not_is_refused_with_the_choices(run: Run) -> None:
    done = run("ask", "who-said-what", "--kind", "drect", "--store", "nowhere")
    assert (done.returncode, done.stdout) == (2, "")
    assert "'drect' is not one of 'direct', 'indirect', 'mixed'" in " ".join(done.stderr.split())


def test_faults_of_the_store(run: Run, tmp_path: Path, neo4j_5: Neo4jServer) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("")
    for arguments, environment, message in (
        (["--store", "new"], {}, "there is no store at new; make one by `onrecord add PATH --store new`"),
        (["--store", "mine"], {}, "is not a store of onrecord, and not empty; name another folder by --store"),
        (["--store", "http://localhost"], {"NEO4J_PASSWORD": "x"}, "http://localhost is no address of a store"),
        (["--store", neo4j_5.uri], {}, "needs a password; set NEO4J_PASSWORD"),
        (["--store", neo4j_5.uri], {"NEO4J_PASSWORD": "wrong"}, "refused the user or the password"),
        (["--store", "bolt://127.0.0.1:9"], {"NEO4J_PASSWORD": "x"}, "no server answers at bolt://127.0.0.1:9"),
    ):
        done = run("ask", "policies", *arguments, **environment)
        assert (done.returncode, done.stdout) == (1, ""), arguments
        assert message in done.stderr
        assert len(done.stderr.splitlines()) == 1
    added = run("add", "-", "--store", "file/store", input=GOOD)
    assert (added.returncode, added.stdout) == (1, "")
    assert "file/store cannot be used: Not a directory; name another by --store" in added.stderr


def test_an_output_that_cannot_be_written_and_a_model_that_is_missing(run: Run) -> None:
    done = run("extract", "-", "-o", "missing/quotes.jsonl", input=GOOD)
    assert (done.returncode, "missing/quotes.jsonl cannot be written" in done.stderr) == (1, True)
    done = run("extract", "-", "--model", "en_core_web_huge", input=GOOD)
    assert (done.returncode, "no spaCy pipeline 'en_core_web_huge' is installed" in done.stderr) == (1, True)


def test_a_folder_with_spaces_and_other_letters(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "Köln und Umgebung" / "статьи"
    folder.mkdir(parents=True)
    (folder / "déjà vu.txt").write_text(GOOD)
    store = tmp_path / "mein Speicher 日本"
    assert run("add", folder, "--store", store).returncode == 0
    done = run("ask", "who-said-what", "--store", store)
    assert "Ana Ruiz" in done.stdout
    assert f"--store '{store}'" in done.stderr


def test_a_missing_password_is_asked_for_on_a_terminal(neo4j_5: Neo4jServer, tmp_path: Path) -> None:
    empty(neo4j_5)
    child, terminal = pty.fork()
    if child == 0:  # the command, with the other end as its terminal
        os.chdir(tmp_path)
        command = str(Path(sys.executable).parent / "onrecord")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("NEO4J_")}
        os.execve(command, [command, "ask", "policies", "--store", neo4j_5.uri], environment)
    shown = b""
    with contextlib.suppress(OSError):  # Linux says that the other end has gone by an error
        while data := os.read(terminal, 4096):
            shown += data
            if shown.endswith(f"Password of neo4j at {neo4j_5.uri}: ".encode()):  # the last space says: echo is off
                os.write(terminal, neo4j_5.password.encode() + b"\n")
    _, status = os.waitpid(child, 0)
    os.close(terminal)
    assert os.waitstatus_to_exitcode(status) == 1
    assert b"is empty; fill it by" in shown
    assert neo4j_5.password.encode() not in shown


def test_a_store_of_a_later_release_is_refused(run: Run, tmp_path: Path) -> None:
    with open_store(str(tmp_path / "store")) as store:
        store.execute("CREATE (:Schema {id: 'onrecord', version: 99})")
    for command in (["ask", "policies"], ["add", SEEDS / "articles"]):
        done = run(*command, "--store", "store")
        assert done.returncode == 1
        assert (
            f"has schema version 99, and this onrecord has {VERSION}; nothing was changed: upgrade onrecord"
            in done.stderr
        )


def test_the_engine_on_a_jvm_opens_the_same_folder(seed_store: Path, tmp_path: Path) -> None:
    """Where only arcadedb-embedded is installed: the command line, with the native package hidden."""
    pytest.importorskip("arcadedb_embedded", reason="the jvm extra is not installed")
    hidden = "import sys; sys.modules['arcadedb'] = None; import onrecord; onrecord.main()"
    store = shutil.copytree(seed_store, tmp_path / "my store")
    for _ in range(2):
        done = subprocess.run(
            [sys.executable, "-c", hidden, "ask", "policies", "--store", store, "--format", "csv"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stderr
        assert "leaf-blower ban" in done.stdout
        assert "INFO" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["my store"]
    with open_store(str(store)) as again:
        assert again.version() == VERSION


def test_quiet_says_nothing_but_faults(run: Run, tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    assert run("add", "good.txt", "--quiet").stderr == ""
    assert run("add", "gone.txt", "--quiet").stderr == "skipped: gone.txt: no such file\n"


def test_interrupted_by_ctrl_c(tmp_path: Path) -> None:
    articles = tmp_path / "articles.txt"
    os.mkfifo(articles)
    arguments = [str(Path(sys.executable).parent / "onrecord"), "add", str(articles)]
    process = subprocess.Popen(arguments, cwd=tmp_path, stderr=subprocess.PIPE, text=True)
    with articles.open("w"):  # opens when the command has opened its end, and waits for the text
        process.send_signal(signal.SIGINT)
    _, said = process.communicate(
        timeout=60
    )  # the end of text wakes it if the signal went to one of the engine's threads
    assert process.returncode == 130, said
    assert (
        said.strip().splitlines()[-1]
        == "interrupted; every batch loaded so far is kept: run the same command again to go on"
    )
    with open_store(str(tmp_path / "onrecord-store")) as store:  # closed in order, and free
        assert store.version() == VERSION


def test_help_is_quick() -> None:
    """Under 0.4 s on a quiet machine; told against the bare interpreter, because machines are noisy."""
    onrecord = _seconds([Path(sys.executable).parent / "onrecord", "--help"])
    python = _seconds([sys.executable, "-c", "import typing, json, pathlib, inspect"])
    assert onrecord < max(0.4, 8 * python)


def _seconds(command: list[object]) -> float:
    """The best of five."""
    times = []
    for _ in range(5):
        started = time.perf_counter()
        subprocess.run(list(map(str, command)), capture_output=True, check=True, cwd=ROOT)
        times.append(time.perf_counter() - started)
    return min(times)


def test_speakers_alone_are_scored_on_gold_spans(run: Run) -> None:
    done = run("evaluate", SEEDS / "gold.jsonl", "--articles", SEEDS / "articles", "--gold-spans", "-f", "json")
    figures = {row["figure"]: row["f1"] for row in json.loads(done.stdout)}
    assert figures.keys() >= {"who said what", "speaker", "speaker, persons", "role"}
    assert figures["speaker, persons"] >= 0.9
    refused = run("evaluate", SEEDS / "gold.jsonl", "--gold-spans", "--page", "page.html")
    assert refused.returncode == 1
    assert "leave out --predicted and --page" in refused.stderr
