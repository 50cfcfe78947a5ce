"""What programs import: its examples run as they stand, in the docstrings and in docs/python.md."""

import ast
import doctest
import importlib
import inspect
import io
import json
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import onrecord
from extract.failure import Failure
from graph.embedded import StoreError
from queries.answer import MOST_SHOWN, Answer
from tests.conftest import ROOT, SEEDS
from tests.pages import python_page

PAGE = ROOT / "docs" / "python.md"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory, seed_store: Path) -> Path:
    """A folder as the examples have it: with seeds/, and a store "town" that holds them."""
    folder = tmp_path_factory.mktemp("python")
    (folder / "seeds").symlink_to(SEEDS)
    shutil.copytree(seed_store, folder / "town")
    return folder


@pytest.fixture
def answer(town: Path) -> Iterator[Answer]:
    with onrecord.open_store(str(town / "town")) as store:
        yield store.ask("who-said-what", policy="leaf-blower ban")


def examples() -> list[doctest.DocTest]:
    modules = {inspect.getmodule(getattr(onrecord, name)) for name in onrecord.__all__}
    finder = doctest.DocTestFinder(exclude_empty=True)
    names = sorted(module.__name__ for module in modules if module is not None)
    return [test for name in names for test in finder.find(importlib.import_module(name)) if test.examples]


@pytest.mark.parametrize("example", examples(), ids=lambda example: example.name)
def test_the_examples_of_docstrings(example: doctest.DocTest, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(town)
    assert not any(doctest.SKIP in one.options for one in example.examples)
    told = io.StringIO()
    doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(example, out=told.write)
    assert not told.getvalue(), told.getvalue()


@pytest.mark.parametrize("name", onrecord.__all__)
def test_every_name_is_documented_with_an_example(name: str) -> None:
    told = inspect.getdoc(getattr(onrecord, name)) or ""
    asked = "".join(inspect.getdoc(method) or "" for _, method in inspect.getmembers(getattr(onrecord, name)))
    assert ">>> " in told or (name == "QuoteStore" and ">>> " in asked)


def test_the_types_are_those_of_the_names() -> None:
    stub = ast.parse((ROOT / "onrecord-stubs" / "__init__.pyi").read_text("utf-8"))
    told = {
        (alias.asname, node.module) for node in stub.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert {name for name, _ in told} == set(onrecord.__all__)
    for name, module in told:
        assert getattr(importlib.import_module(str(module)), str(name)) is getattr(onrecord, str(name))


def test_the_page_runs_and_shows_what_it_prints(tmp_path: Path) -> None:
    (tmp_path / "seeds").symlink_to(SEEDS)
    page = PAGE.read_text("utf-8")
    assert page.count("```python") > 10
    assert page == python_page(page, tmp_path)


def test_an_answer_is_a_list_of_rows_for_json_and_for_old_code(answer: Answer, town: Path) -> None:
    assert answer == list(answer) and isinstance(answer, list)
    assert json.loads(json.dumps(answer, default=str))[0]["date"] == "2026-03-27"
    assert answer.parameters["act"] == "statement"
    assert answer == onrecord.ask(answer.store, "who-said-what", policy="leaf-blower ban")
    assert set(answer.query.columns) < set(answer.columns) == set(answer[0])
    nobody = onrecord.ask(answer.store, "who-said-what", policy="no such thing")
    assert nobody == [] and nobody.columns == nobody.query.columns
    assert list(nobody.to_pandas().columns) == list(nobody.columns)
    assert nobody.to_networkx().number_of_nodes() == 0


def test_a_frame_has_days_as_such(answer: Answer) -> None:
    frame = answer.to_pandas()
    assert list(frame.columns) == list(answer.columns) and len(frame) == len(answer)
    assert str(frame["date"].dtype).startswith("datetime64")
    assert frame["date"].max().date() == max(row["date"] for row in answer)
    undated = Answer(
        [{"date": None, "speaker": "a"}, {"date": date(2026, 3, 4), "speaker": "b"}],
        query=answer.query,
        parameters={},
        store=answer.store,
    ).to_pandas()
    assert undated["date"].isna().tolist() == [True, False]


def test_without_pandas_it_says_how_to_get_it(answer: Answer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(Failure, match=r"pip install 'onrecord\[pandas\]'"):
        answer.to_pandas()


def test_the_graph_is_had_while_the_store_is_open(town: Path) -> None:
    with onrecord.open_store(str(town / "town")) as store:
        answer = store.ask_in_words("who is for the ferry subsidy plan?")
        graph = answer.to_networkx()
    assert {"Quote/" + row["quoteId"] for row in answer} <= set(graph)
    with pytest.raises(StoreError, match="is closed; ask it inside of its `with` block"):
        answer.to_networkx()


def test_a_notebook_shows_a_table_and_no_markup_of_an_article(answer: Answer) -> None:
    html = answer._repr_html_()
    assert "<caption>Who said what about a policy</caption>" in html and html.count("<tr>") == len(answer) + 1
    hostile = {**answer[0], "said": "<img src=x onerror=alert(1)>", "speaker": None}
    many = Answer([hostile] * (MOST_SHOWN + 5), query=answer.query, parameters={}, store=answer.store)._repr_html_()
    assert "<img" not in many and "&lt;img src=x" in many and "None" not in many
    assert many.endswith("<p>… and 5 more rows</p>")
