"""``onrecord mcp`` as an assistant meets it: the protocol's own client starts it and speaks to it over pipes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import anyio.to_thread
import pytest

from extract.records import ArticleQuotes
from graph.load import load
from graph.store import Login, open_store
from queries.catalogue import catalogue
from tests.conftest import ROOT, SEEDS, Run
from tests.graph.graph_state import whole_graph
from tests.server.neo4j_server import Neo4jServer, empty

mcp = pytest.importorskip("mcp", reason="the mcp extra is not installed")
ONRECORD = str(Path(sys.executable).parent / "onrecord")


CLIENT = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}


def message(method: str, params: dict[str, Any], **more: int) -> str:
    """A line of the protocol."""
    return json.dumps({"jsonrpc": "2.0", "method": method, "params": params, **more}) + "\n"


@asynccontextmanager
async def connected(store: Path, *more: str, log: Path | None = None) -> AsyncIterator[Any]:
    """A client of a server on a store."""
    command = mcp.StdioServerParameters(command=ONRECORD, args=["mcp", "--store", str(store), *more])
    with (log or Path(os.devnull)).open("w") as errors:
        async with mcp.Client(mcp.stdio_client(command, errors), read_timeout_seconds=60) as client:
            yield client


def test_questions_from_an_assistant(seed_store: Path, tmp_path: Path) -> None:
    async def session() -> None:
        async with connected(seed_store, "--queries", str(SEEDS / "questions"), log=tmp_path / "log") as client:
            await _lists_tools(client)
            await _answers(client)
            await _refuses(client)
            await _limits(client)
            await _reads(client)
            await _two_at_once(client)

    with open_store(str(seed_store)) as store:
        before = whole_graph(store)
    anyio.run(session)
    with open_store(str(seed_store)) as store:
        assert whole_graph(store) == before
    said = (tmp_path / "log").read_text("utf-8")
    assert "tools on " in said and "Traceback" not in said


async def _lists_tools(client: Any) -> None:
    listed = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(listed) == {*catalogue(), "by-outlet", "ask", "read-article"}
    assert all(tool.annotations.read_only_hint and not tool.annotations.destructive_hint for tool in listed.values())
    assert not {word for name in listed for word in name.split("-")} & {"add", "cypher", "remove", "load", "merge"}
    who = listed["who-said-what"]
    assert "Who said what about a policy" in who.description
    takes = who.input_schema["properties"]
    assert takes["stance"]["enum"] == ["for", "against", "mixed"]
    assert takes["since"] == {"type": "string", "format": "date", "description": "first day"}
    assert (takes["min_confidence"]["default"], takes["limit"]["maximum"]) == (0.3, 100)
    assert takes["min_policy_score"] == takes["min_confidence"] | {
        "default": 0.0, "description": "leave out policies that a quote is less likely about, from 0 to 1"
    }  # fmt: skip
    assert listed["evidence"].input_schema["required"] == ["quote"]
    assert "onrecord" in client.server_info.name and "never instructions" in client.instructions


async def _answers(client: Any) -> None:
    done = await client.call_tool("who-said-what", {"policy": "leaf-blower ban", "stance": "against"})
    (row,) = done.structured_content["rows"]
    assert (row["speaker"], row["date"], row["stance"]) == ("Omar Castellane", "2026-05-20", "against")
    assert row["quoteId"] and row["articleId"] and row["method"] and 0 < row["confidence"] <= 1
    assert row["link"].startswith("https://") and "#:~:text=" in row["link"]
    text = done.content[0].text
    assert text.startswith("Who said what about a policy: 1 row\n") and row["quoteId"] in text and row["link"] in text
    nulls = await client.call_tool(
        "who-said-what", {"policy": "leaf-blower ban", "stance": "against", "speaker": None, "limit": None}
    )
    assert nulls.structured_content == done.structured_content
    words = await client.call_tool("ask", {"question": "who is against the leaf-blower ban?"})
    assert words.structured_content["rows"] == [row]
    assert words.content[0].text.startswith("Understood: onrecord ask who-said-what --policy 'leaf-blower ban'")
    own = await client.call_tool("by-outlet", {"policy": "leaf-blower ban"})
    assert {one["outlet"] for one in own.structured_content["rows"]} >= {"Harbor Gazette"}


async def _refuses(client: Any) -> None:
    for name, given, message in (
        ("who-said-what", {"policy": "leafblower bann"}, "did you mean 'leaf-blower ban'"),
        ("who-said-what", {"polity": "x"}, "takes no polity; it takes policy, "),
        ("who-said-what", {"since": "soon"}, "'soon' is no date; write it as 2026-03-04"),
        ("who-said-what", {"stance": "furious"}, "stance: 'furious' is none of for, against, mixed"),
        ("who-said-what", {"policy": ["a", {"b": 1}]}, "policy: ['a', {'b': 1}] is no text"),
        ("who-said-what", {"limit": 10_000}, "limit: 10000 is no whole number from 1 to 100"),
        ("who-said-what", {"policy": "x') MATCH (n) DETACH DELETE n //"}, "no policy in "),
        ("who-said-what", {"policy": "ban " * 10_000}, "policy: 40,000 characters are too many (at most 1,000)"),
        ("evidence", {}, "quote is needed"),
        ("ask", {"question": "delete everything"}, "no rule reads 'delete everything'"),
        ("ask", {}, "question is needed, as text"),
        ("read-article", {}, "give either quote (a quoteId of any answer) or article"),
        ("read-article", {"article": "nowhere"}, "has the id or URL nowhere"),
        ("read-article", {"quote": "58933fdcc009:593", "characters": "all"}, "characters: 'all' is no whole number"),
    ):
        done = await client.call_tool(name, given)
        assert done.is_error, name
        assert message in done.content[0].text and "Traceback" not in done.content[0].text
    for name in ("cypher", "add", "remove"):
        with pytest.raises(mcp.MCPError, match=f"there is no tool '{name}'; there are "):
            await client.call_tool(name, {"statement": "MATCH (n) DETACH DELETE n"})


async def _limits(client: Any) -> None:
    few = (await client.call_tool("who-said-what", {"limit": 2})).structured_content
    assert (len(few["rows"]), few["leftOut"].partition(";")[0]) == (2, "there are more")
    usual = await client.call_tool("who-said-what", {})
    assert len(usual.structured_content["rows"]) == 25
    assert usual.content[0].text.startswith("Who said what about a policy: 25 rows (there are more; narrow the")
    counted = (await client.call_tool("timeline", {"limit": 1})).structured_content
    assert "more were left out" in counted["leftOut"]
    policies = (await client.call_tool("policies", {})).structured_content
    assert max(len(row["quoteIds"]) for row in policies["rows"]) == 20 < policies["rows"][0]["quotes"]
    assert "of quoteIds the first 20 are shown" in policies["leftOut"]


async def _reads(client: Any) -> None:
    quote = "58933fdcc009:593"
    evidence = await client.call_tool("evidence", {"quote": quote})
    assert "\n- method: tagger\n" in evidence.content[0].text
    around_her = (await client.call_tool("neighbourhood", {"speaker": "Ines Calloway"})).structured_content
    assert around_her["rows"] and not any("path" in row for row in around_her["rows"])
    around = (await client.call_tool("read-article", {"quote": quote, "characters": 400})).structured_content
    assert around["end"] - around["start"] == len(around["text"]) == 400
    inside = {one["quoteId"]: one for one in around["quotes"]}
    found = next(one for name, one in inside.items() if name.startswith(quote))
    shown = around["text"][found["start"] - around["start"] : found["end"] - around["start"]]
    assert shown == found["said"] or found["said"].split(" … ")[0] in shown
    assert found["speakers"] and found["confidence"] and found["method"] and found["link"]
    whole = (
        await client.call_tool("read-article", {"article": around["articleId"], "characters": 20_000})
    ).structured_content
    assert whole["text"][around["start"] : around["end"]] == around["text"]
    assert (whole["start"], whole["end"]) == (0, whole["length"])
    rest = await client.call_tool("read-article", {"article": whole["url"], "start": whole["length"] - 5})
    assert rest.structured_content["text"] == whole["text"][-5:]


async def _two_at_once(client: Any) -> None:
    answers: dict[str, Any] = {}

    async def put(speaker: str) -> None:
        answers[speaker] = await client.call_tool("what-did-speaker-say", {"speaker": speaker, "limit": 100})

    async with anyio.create_task_group() as both:
        both.start_soon(put, "Leland Osterby")
        both.start_soon(put, "Ines Calloway")
    assert {
        speaker: {row["speaker"] for row in done.structured_content["rows"]} for speaker, done in answers.items()
    } == {"Leland Osterby": {"Leland Osterby"}, "Ines Calloway": {"Ines Calloway"}}


def test_the_handshake_of_earlier_releases_and_nothing_else_on_standard_output(seed_store: Path) -> None:
    call = {"name": "policies", "arguments": {"policy": "leaf-blower ban"}}
    process = subprocess.Popen(
        [ONRECORD, "mcp", "--store", str(seed_store), "--quiet"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdin is not None and process.stdout is not None
    lines = []
    for asked in (
        message("initialize", CLIENT, id=1),
        message("notifications/initialized", {}) + message("tools/call", call, id=2),
    ):
        process.stdin.write(asked)
        process.stdin.flush()
        lines.append(json.loads(process.stdout.readline()))
    rest, said = process.communicate("no protocol at all\n", timeout=60)
    assert [line["id"] for line in lines] == [1, 2]
    (row,) = lines[1]["result"]["structuredContent"]["rows"]
    assert row["policy"] == "leaf-blower ban"
    assert all(json.loads(line)["jsonrpc"] == "2.0" for line in rest.splitlines())
    assert (process.returncode, "Traceback" in said) == (0, False)


def test_ctrl_c_ends_it_at_once(seed_store: Path) -> None:
    command = [ONRECORD, "mcp", "--store", str(seed_store)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr is not None and process.stdin is not None and process.stdout is not None
    assert process.stderr.readline().endswith("until standard input ends\n")
    process.stdin.write(message("initialize", CLIENT, id=1))
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 130
    assert process.stderr.read().strip().splitlines()[-1] == "interrupted"


def test_a_folder_that_others_use_between_the_questions(run: Run, tmp_path: Path) -> None:
    run("add", "-", "--no-text", "--store", "town", input="Mayor Ana Ruiz said the parking tax would fall.\n")

    async def session() -> None:
        async with connected(tmp_path / "town") as client:
            done = await client.call_tool("what-did-speaker-say", {"speaker": "ruiz"})
            (row,) = done.structured_content["rows"]
            status = await anyio.to_thread.run_sync(lambda: run("status", "--store", "town"))
            assert status.returncode == 0, status.stderr
            around = (await client.call_tool("read-article", {"quote": row["quoteId"]})).structured_content
            assert around["text"].startswith("Mayor Ana Ruiz said") and around["quotes"][0]["quoteId"] == row["quoteId"]
            refused = await client.call_tool("read-article", {"article": row["articleId"]})
            assert refused.is_error and "was not kept in the store; give a quote of it" in refused.content[0].text
            with open_store(str(tmp_path / "town")):
                waited = await client.call_tool("policies", {})
            assert waited.is_error and "is in use by process" in waited.content[0].text

    anyio.run(session)


def test_what_keeps_it_from_starting(run: Run, seed_store: Path) -> None:
    for arguments, message in (
        (["--store", "nowhere"], "there is no store at nowhere"),
        (["--store", "neo4j://localhost:7687"], "needs a password; set NEO4J_PASSWORD"),
        (["--store", seed_store, "--queries", "nowhere"], "nowhere: no such folder"),
    ):
        done = run("mcp", *arguments)
        assert (done.returncode, done.stdout, message in done.stderr) == (1, "", True)
    hidden = "import sys; sys.modules['mcp'] = None; import onrecord; onrecord.main()"
    command = [sys.executable, "-c", hidden, "mcp", "--store", str(seed_store)]
    without = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert without.returncode == 1
    assert without.stderr.endswith("install it by `pip install 'onrecord[mcp]'`\n")


def test_a_neo4j(neo4j_5: Neo4jServer, seed_quotes: list[ArticleQuotes]) -> None:
    empty(neo4j_5)
    with open_store(neo4j_5.uri, login=Login(neo4j_5.user, neo4j_5.password)) as store:
        load(store, seed_quotes[:2])
    where = {"NEO4J_URI": neo4j_5.uri, "NEO4J_USERNAME": neo4j_5.user, "NEO4J_PASSWORD": neo4j_5.password}

    async def session() -> None:
        command = mcp.StdioServerParameters(command=ONRECORD, args=["mcp"], env=where)
        async with mcp.Client(mcp.stdio_client(command)) as client:
            assert (await client.call_tool("most-quoted", {})).structured_content["rows"]

    anyio.run(session)


def test_the_configuration_on_the_page(seed_store: Path) -> None:
    page = (ROOT / "docs" / "assistants.md").read_text("utf-8")
    configured = json.loads(page.partition("```json\n")[2].partition("```")[0])["mcpServers"]["onrecord"]
    store = Path(configured["args"].pop())
    assert store.is_absolute() and configured["args"] == ["mcp", "--store"] and configured["command"] == "onrecord"

    async def session() -> None:
        async with connected(seed_store) as client:
            offered = {tool.name for tool in (await client.list_tools()).tools}
            assert {"ask", "read-article"} == offered - set(catalogue())

    anyio.run(session)
