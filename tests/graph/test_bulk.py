"""Files for Neo4j's importer, imported by it."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from extract.failure import Failure
from extract.records import ArticleQuotes, Problem
from graph.bulk import SCRIPT, SHEETS, write_bulk
from graph.load import load
from graph.migrations import migrate
from graph.store import Login, Store, open_store
from tests.conftest import Run
from tests.graph import invented
from tests.graph.graph_state import whole_graph
from tests.server.fixtures import required
from tests.server.neo4j_admin import run_import
from tests.server.neo4j_server import VERSIONS, Neo4jServer, neo4j_server


def scored() -> ArticleQuotes:
    """An article with a stance whose score is known, and a policy without a stance."""
    policies = (
        invented.policy("parking tax", stance="for", stance_score=0.8, evidence=(0, 5)),
        invented.policy("sugar levy"),
    )
    return invented.article("scored", invented.quote("scored", 0, policies=policies))


def not_expected(problem: Problem) -> None:
    pytest.fail(str(problem))


@contextmanager
def imported(version: str, script: Path, home: Path) -> Iterator[Neo4jServer]:
    """A Neo4j with what a script imports."""
    run_import(version, script, home=home)
    with neo4j_server(version, home) as server:
        yield server


@pytest.mark.parametrize("version", VERSIONS)
def test_what_is_imported_is_what_is_loaded(
    version: str, seed_quotes: list[ArticleQuotes], tmp_path: Path, run: Run
) -> None:
    title = 'A "title", with\na \r and \\ and ; and \N{GRINNING FACE}'
    quotes = [seed_quotes[0].model_copy(update={"title": title, "outlet": None}), *seed_quotes[1:], scored()]
    (tmp_path / "quotes.jsonl").write_text("".join(article.to_json() + "\n" for article in quotes), "utf-8")
    done = run("load", "quotes.jsonl", "--bulk", "files")
    assert done.returncode == 0 and "files/import.sh" in done.stderr
    for server in required(imported(version, tmp_path / "files" / SCRIPT, tmp_path / "neo4j")):
        login = Login(server.user, server.password)
        environment = {"NEO4J_URI": server.uri, "NEO4J_PASSWORD": server.password}
        assert "run `onrecord migrate" in run("ask", "policies", **environment).stderr
        with open_store(server.uri, login=login, outdated=True) as store:
            assert migrate(store) == 0
            made = whole_graph(store)
            assert load(store, quotes).unchanged == len(quotes)
            store.execute("MATCH (n) DETACH DELETE n")
            load(store, quotes)
            assert whole_graph(store) == made


def test_the_scores_of_policies_and_stances_are_in_the_files(tmp_path: Path) -> None:
    write_bulk([scored()], tmp_path / "files", on_problem=not_expected)
    head, *rows = csv.reader((tmp_path / "files" / "about-policies.csv").read_text("utf-8").splitlines())
    told = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(row["score:double"], row["stance"], row["stanceScore:double"]) for row in told] == [
        ("0.9", "for", "0.8"),
        ("0.9", "", ""),
    ]


def test_an_article_given_twice_is_told(seed_quotes: list[ArticleQuotes], tmp_path: Path) -> None:
    problems: list[Problem] = []
    written = write_bulk([*seed_quotes, seed_quotes[0]], tmp_path / "files", on_problem=problems.append)
    assert (written.articles, [problem.input for problem in problems]) == (12, [f"article {seed_quotes[0].id}"])
    assert {file.stem for file in (tmp_path / "files").glob("*.csv")} == SHEETS.keys()


def test_a_folder_that_holds_something_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(Failure, match=r"is not empty; name another folder by --bulk"):
        write_bulk([], tmp_path, on_problem=not_expected)
    assert [file.name for file in tmp_path.iterdir()] == ["mine.txt"]


def test_no_label_and_no_type_is_forgotten(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    load(store, seed_quotes)
    labels = {
        label for row in store.read("MATCH (n) UNWIND labels(n) AS l RETURN DISTINCT l") for label in row.values()
    }
    types = {row["type"] for row in store.read("MATCH ()-[r]->() RETURN DISTINCT type(r) AS type")}
    settled = {"ECHOES", "HAS_ROLE", "IN_AREA"}
    assert labels | types - settled <= {name for sheet in SHEETS.values() for name in sheet.of.split(":")}
