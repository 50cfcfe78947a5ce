"""`status --verify` finds what a store lost or holds wrongly, in a folder and in a Neo4j."""

import random
from pathlib import Path

import pytest

from extract.records import ArticleQuotes
from graph.embedded import StoreError
from graph.load import load, remove
from graph.store import Store, open_store
from graph.verify import forget_counts, verify
from queries.no_answer import refuse_empty
from tests.conftest import Run

FIRST = "MATCH (a:Article) WITH a ORDER BY a.id LIMIT 1 "


def test_a_store_is_whole_after_each_load_and_removal(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    assert list(verify(store)) == []
    load(store, seed_quotes)
    assert list(verify(store)) == []
    remove(store, [seed_quotes[0].id])
    assert list(verify(store)) == []
    load(store, [seed_quotes[0].without_text()])
    assert list(verify(store)) == []


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (FIRST + "DETACH DELETE a", ["11 articles are there, and 12 were loaded", "quotes without an article: "]),
        (
            "MATCH (q:Quote) DETACH DELETE q",
            ["0 quotes are there, and 120 were loaded", "0 attributions are there, and"],
        ),
        ("MATCH (:Speaker)-[r:SAID]->() DELETE r", ["0 attributions are there, and 116 were loaded"]),
        (
            FIRST + "SET a.text = 'Nothing was said.'",
            ["the text of article ", "quotes say what their article does not: "],
        ),
        (
            "MATCH (q:Quote) WITH q ORDER BY q.id LIMIT 7 SET q.text = 'I never said so.'",
            ["quotes say what their article does not: "],
        ),
        ("CREATE (:Speaker:Person {id: 'person:nobody', name: 'Nobody'})", ["speakers without a quote: person:nobody"]),
        ("CREATE (:Policy {id: 'policy:nothing', name: 'Nothing'})", ["policies without a quote: policy:nothing"]),
    ],
)
def test_what_is_wrong_is_told(store: Store, seed_quotes: list[ArticleQuotes], harm: str, told: list[str]) -> None:
    load(store, seed_quotes)
    store.execute(harm)
    found = list(verify(store))
    for part in told:
        assert any(part in flaw for flaw in found), found


def test_a_load_that_was_cut_short_is_no_damage(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    load(store, seed_quotes)
    forget_counts(store)
    (told,) = verify(store)
    assert "was cut short: run it again" in told
    load(store, seed_quotes)
    assert list(verify(store)) == []


def test_a_store_whose_quotes_are_lost_is_not_called_empty(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    load(store, seed_quotes)
    store.execute("MATCH (q:Quote) DETACH DELETE q")
    with pytest.raises(StoreError, match="is damaged: none of the 120 quotes"):
        refuse_empty(store)


def test_verify_from_the_command_line(tmp_path: Path, run: Run, seed_quotes: list[ArticleQuotes]) -> None:
    with open_store(str(tmp_path / "town")) as store:
        load(store, seed_quotes)
    whole = run("status", "--verify", "--store", "town")
    assert (whole.returncode, whole.stderr) == (0, "no damage found\n")
    with open_store(str(tmp_path / "town")) as store:
        store.execute("MATCH (a:Article) DETACH DELETE a")
    harmed = run("status", "--verify", "--store", "town")
    assert (harmed.returncode, "0 articles are there, and 12 were loaded" in harmed.stderr) == (1, True)
    assert "Article" in harmed.stdout


def test_records_that_cannot_be_read_are_named(tmp_path: Path, run: Run, seed_quotes: list[ArticleQuotes]) -> None:
    """Bytes changed, sizes kept: no record of the files shows it, and the engine starts."""
    with open_store(str(tmp_path / "town")) as store:
        load(store, seed_quotes)
    (file,) = (tmp_path / "town" / "databases" / "onrecord").glob("SAID_0.*.bucket")
    data = bytearray(file.read_bytes())
    chance = random.Random(1)
    for _ in range(3_000):
        data[chance.randrange(1_000, len(data))] = chance.randrange(256)
    file.write_bytes(data)
    harmed = run("status", "--verify", "--store", "town")
    assert harmed.returncode == 1
    assert "SAID" in harmed.stderr


def test_a_quote_without_its_content_differs(tmp_path: Path, seed_quotes: list[ArticleQuotes]) -> None:
    with open_store(str(tmp_path / "town")) as store:
        load(store, seed_quotes)
        id = seed_quotes[0].quotes[0].id
        store.execute("MATCH (q:Quote {id: $id}) REMOVE q.content", id=id)
        assert list(verify(store)) == [f"quotes say what their article does not: {id}"]
