"""What all tests share: the seed articles and their quotes, the stores, the command line."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path

import pytest
from spacy.language import Language

from extract.articles import read_articles
from extract.pipeline import extract, load_pipeline
from extract.records import Article, ArticleQuotes
from graph.store import Login, Store, open_store
from tests.browser.fixtures import browser_page, browser_url
from tests.browser.serving import serving
from tests.server.fixtures import empty_neo4j, neo4j_5, neo4j_2026
from tests.server.neo4j_server import Neo4jServer, empty

__all__ = ["browser_page", "browser_url", "empty_neo4j", "neo4j_5", "neo4j_2026", "serving"]

ROOT = Path(__file__).parent.parent
SEEDS = ROOT / "seeds"
SHARED = Path(os.environ.get("ONRECORD_SHARED", ROOT.parent / "shared"))

Opener = Callable[..., AbstractContextManager[Store]]
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The gold data beside the checkout."""
    if not (SHARED / "gold").is_dir():
        missing = f"no gold data at {SHARED} (ONRECORD_SHARED names another place)"
        (pytest.fail if os.environ.get("ONRECORD_REQUIRE_SERVERS") == "1" else pytest.skip)(missing)
    return SHARED


@pytest.fixture(scope="session")
def nlp() -> Language:
    return load_pipeline()


@pytest.fixture(scope="session")
def seed_articles() -> list[Article]:
    """The articles of seeds/, with none of them skipped."""

    def fail(problem: object) -> None:
        pytest.fail(str(problem))

    return list(read_articles([SEEDS / "articles"], on_problem=fail))


@pytest.fixture(scope="session")
def seed_quotes(seed_articles: list[Article], nlp: Language) -> list[ArticleQuotes]:
    return list(extract(seed_articles, nlp=nlp))


@pytest.fixture
def quotes_of(nlp: Language) -> Callable[..., ArticleQuotes]:
    """The quotes of a text."""

    def quotes(text: str, **fields: object) -> ArticleQuotes:
        return next(extract([Article.model_validate({"text": text, **fields})], nlp=nlp))

    return quotes


@pytest.fixture(params=["embedded", "neo4j_5", "neo4j_2026"])
def reopen(request: pytest.FixtureRequest, tmp_path: Path) -> Opener:
    """Opens an empty store of each kind, and the same one again: ``with reopen() as store``."""
    if request.param == "embedded":
        return partial(open_store, str(tmp_path / "store"))
    server: Neo4jServer = request.getfixturevalue(request.param)
    empty(server)
    login = Login(server.user, server.password)
    return partial(open_store, server.uri, login=login)


@pytest.fixture
def store(reopen: Opener) -> Iterator[Store]:
    """An empty store: the embedded engine, Neo4j 5.26 and Neo4j 2026.09 in turn."""
    with reopen() as opened:
        yield opened


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the command line as a user does, in an empty folder."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "ONRECORD_"))}
    environment |= {"COLUMNS": "120", "PYTHONUTF8": "1"}

    def onrecord(
        *arguments: object, cwd: Path = tmp_path, input: str | None = None, **extra: str
    ) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [Path(sys.executable).parent / "onrecord", *map(str, arguments)],
            cwd=cwd,
            env=environment | extra,
            input="" if input is None else input,
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert "Traceback" not in done.stderr, done.stderr
        return done

    return onrecord


@pytest.fixture(scope="session")
def seed_store(tmp_path_factory: pytest.TempPathFactory, seed_quotes: list[ArticleQuotes]) -> Path:
    """A folder store that holds the seed articles. Tests only read it."""
    from graph.load import load

    folder = tmp_path_factory.mktemp("seeds") / "store"
    with open_store(str(folder)) as opened:
        load(opened, seed_quotes)
    return folder
