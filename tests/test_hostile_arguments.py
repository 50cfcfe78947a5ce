"""Whatever stands on the command line: no traceback, an exit code that tells the truth, a message that names it."""

import contextlib
import io
import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord
from extract.safe_text import unprintable
from graph.embedded import Engine
from queries.catalogue import LARGEST_INTEGER
from tests.conftest import Run

OURS = "an error of onrecord itself"


@pytest.fixture(scope="module")
def served(seed_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A copy of the seed store that is served, so that many commands need not start an engine each."""
    folder = tmp_path_factory.mktemp("served") / "store"
    shutil.copytree(seed_store, folder)
    engine = Engine(folder)
    engine.announce()
    yield folder
    engine.close()


def called(*arguments: str) -> tuple[object, str]:
    """The exit code of a command that runs in this process, and what it says on standard error."""
    said = io.StringIO()
    with (
        mock.patch.object(sys, "argv", ["onrecord", *arguments]),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(said),
        pytest.raises(SystemExit) as end,
    ):
        onrecord.main()
        sys.exit(0)
    return end.value.code, said.getvalue()


COMMANDS = (
    "ask", "ask evidence --quote", "ask who-said-what --policy", "ask who-said-what --since",
    "ask who-said-what --kind", "ask most-quoted --limit", "ask most-quoted --min-confidence",
    "ask most-quoted --outlet", "show", "cypher", "cypher RETURN --param", "speakers list", "speakers list --limit",
    "speakers undo", "speakers rename nobody", "policies split", "remove", "export policies --format",
    "report --output /dev/null --format md --title", "report --output /dev/null --format md --speaker",
    "report --output /dev/null --since",
)  # fmt: skip
NASTY = (
    "caf\udce9\udcff", "\x1b[31m", "\u2028", "[/red]", "nan", "1e999", "-inf", "9" * 30, "9" * 5000, "[" * 5000,
    "{" * 5000, "x=" + "[" * 5000, "x=" + "[" * 900 + "]" * 900, 'x="\\ud800"', "x=NaN", "x=" + "1" * 26, "cypher=1",
    "self=1", "a" * 9000, "RETURN $x AS x", "'", '"', "\\", "-", "--", " ", "", "%s", "{}", "$x", "0000-00-00",
    "2026-02-30", "бан 禁止",
)  # fmt: skip
ARGUMENTS = st.sampled_from(NASTY) | st.text(max_size=40) | st.text(max_size=20).map(lambda text: f"x={text}")


@settings(max_examples=150, deadline=None)
@given(command=st.sampled_from(COMMANDS), argument=ARGUMENTS)
def test_no_argument_leads_to_a_traceback(served: Path, command: str, argument: str) -> None:
    code, said = called(*command.split(), argument, "--store", str(served))
    assert code in (0, 1, 2)
    assert OURS not in said and "Traceback" not in said
    if code == 1:
        assert said.startswith("onrecord: ") or said.startswith("skipped: ")
        assert unprintable(said) is None


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("1" * 26, "'11111111111111111111111111' is too large for a number; give it as text"),
        (str(-LARGEST_INTEGER - 2), "is too large for a number"),
        ("9" * 5000, "is too large for a number"),
        ("[1e999]", "'[1e999]' is too large for a number"),
        ('"\\ud800"', "holds half of a character; write the whole one"),
    ],
)
def test_a_parameter_that_no_store_can_be_given_is_named(served: Path, value: str, fault: str) -> None:
    code, said = called("cypher", "RETURN $x AS x", "--param", f"x={value}", "--store", str(served))
    assert code == 1
    assert said.startswith("onrecord: --param x: ") and fault in said


def test_a_parameter_nested_too_deeply_is_refused(served: Path) -> None:
    for value in ("[" * 5000, "[" * 900 + "]" * 900):
        code, said = called("cypher", "RETURN $x AS x", "--param", f"x={value}", "--store", str(served))
        assert (code, "--param, or of the answer, is nested too deeply" in said) == (1, True)


@pytest.mark.parametrize("value", [str(LARGEST_INTEGER), "-0.5", '"1e999"', "[1, null]", '{"cypher": "\\u2028"}'])
def test_json_goes_in_and_comes_out_as_it_is(run: Run, served: Path, value: str) -> None:
    done = run("cypher", "RETURN $x AS x", "-p", f"x={value}", "-f", "json", "--store", served)
    assert json.loads(done.stdout) == [{"x": json.loads(value)}]


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "plain words"])
def test_what_is_no_json_is_text(run: Run, served: Path, value: str) -> None:
    done = run("cypher", "RETURN $x AS x", "-p", f"x={value}", "-f", "json", "--store", served)
    assert json.loads(done.stdout, parse_constant=pytest.fail) == [{"x": value}]


def test_an_argument_that_is_no_utf_8_is_named_but_a_file_may_be_called_so(run: Run, tmp_path: Path) -> None:
    name = "caf\udce9.txt"
    (tmp_path / name).write_text("Mayor Ana Ruiz said the parking tax would fall.\n")
    assert "1 article added" in run("add", name).stderr
    done = run("speakers", "rename", "Ana Ruiz", "Zo\udceb")
    assert done.returncode == 1
    assert done.stderr.startswith("onrecord: the argument 'Zo\\udceb' is no text in UTF-8")
    assert not (tmp_path / "onrecord-store" / "corrections.yaml").exists()
    (tmp_path / "d\udce9").mkdir()
    store = run("add", name, "--store", "d\udce9")
    assert (store.returncode, "is no text in UTF-8" in store.stderr) == (1, True)


@pytest.mark.parametrize("address", ["bolt://[::", "bolt://:x", "neo4j://", "bolt://a:99999999", "bolt+s://x y"])
def test_an_address_that_is_none_is_named(address: str) -> None:
    code, said = called("status", "--store", address, "--password", "x")
    assert (code, said.count("\n")) == (1, 1)
    assert said.startswith("onrecord: ") and address in said and OURS not in said


def test_an_error_of_ours_is_told_without_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise KeyError("what nobody thought of\x1b[31m")

    monkeypatch.setattr(onrecord, "app", broken)
    code, said = called("status")
    assert (code, said.count("\n")) == (1, 1)
    assert OURS in said and "KeyError" in said and "ONRECORD_DEBUG=1" in said and "report it" in said
    assert unprintable(said) is None
    monkeypatch.setenv("ONRECORD_DEBUG", "1")
    with pytest.raises(KeyError), mock.patch.object(sys, "argv", ["onrecord", "status"]):
        onrecord.main()
