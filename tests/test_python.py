"""What programs import: its examples run as they stand, in the docstrings and in docs/python.md."""

import ast
import doctest
import importlib
import inspect
import io
import shutil
from pathlib import Path

import pytest

import onrecord
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
