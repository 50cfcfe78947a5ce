import json
import os
import pty
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from extract.records import ArticleQuotes
from graph.load import load
from graph.store import Store, open_store
from queries.marked import marked_articles
from queries.show import NoArticle, find_article, shown
from tests.conftest import Run
from tests.graph import invented

BLOWERS = "58933fdcc009"


def test_an_article_is_found_by_id_quote_url_and_title(seed_store: Path) -> None:
    with open_store(str(seed_store)) as store:
        for wanted in (BLOWERS, BLOWERS[:5], f"{BLOWERS}:593-612", "noisy LEAF-BLOWER"):
            assert find_article(store, wanted) == BLOWERS
        (url,) = (row["url"] for row in store.read("MATCH (a:Article {id: $id}) RETURN a.url AS url", id=BLOWERS))
        assert find_article(store, url) == BLOWERS
        with pytest.raises(NoArticle, match=rf"did you mean:\n(.*\n)*  {BLOWERS}"):
            find_article(store, "leaf-blowing bann clears")
        with pytest.raises(NoArticle, match=r"articles fit 'ordinance'; name one by its id:\n  \w+  "):
            find_article(store, "ordinance")


def test_all_of_the_text_is_shown_with_every_quote_in_brackets(
    seed_store: Path, seed_quotes: list[ArticleQuotes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "90")
    with open_store(str(seed_store)) as store:
        (article,) = marked_articles(store, [BLOWERS])
    text = shown(article)
    assert all(len(line) <= 90 for line in text.splitlines())
    flat = " ".join(text.split())
    (told,) = (one for one in seed_quotes if one.id == BLOWERS)
    assert told.text is not None
    numbers = {quote.id: number for number, quote in enumerate(article.quotes, start=1)}
    for quote in told.quotes:
        for start, end in quote.content:
            assert f"[{told.text[start:end]}][{numbers[quote.id]}]" in flat
    bare = flat
    for number in numbers.values():
        bare = bare.replace(f"][{number}]", "")
    assert " ".join(told.text.split()) in bare.replace("[", "")
    assert "Fay Drummond-Ortiz" in text.rpartition("[6]")[2]


def test_the_next_command_can_be_pasted_whatever_the_id(run: Run, tmp_path: Path) -> None:
    id = "it's $(date) `x`"
    quoted = invented.quote(id, 1, policies=(invented.policy("parking tax"),))
    with open_store(str(tmp_path / "town")) as store:
        load(store, [invented.article(id, quoted)])
    for asked in (("show", id), ("ask", "who-said-what")):
        done = run(*asked, "--store", "town")
        _, _, next = done.stderr.partition("Next: onrecord ")
        assert shlex.split(next) == ["ask", "evidence", "--quote", quoted.id, "--store", "town"]


def test_the_command_is_coloured_on_a_terminal_only(run: Run, seed_store: Path, tmp_path: Path) -> None:
    plain = run("show", "leaf-blower", "--store", seed_store)
    assert plain.returncode == 0
    assert "\x1b" not in plain.stdout
    assert f"Next: onrecord ask evidence --quote {BLOWERS}:" in plain.stderr
    parent, child = pty.openpty()
    command = [str(Path(sys.executable).parent / "onrecord"), "show", BLOWERS, "--store", str(seed_store), "--quiet"]
    environment = os.environ | {"TERM": "xterm-256color"}
    process = subprocess.Popen(command, stdout=child, stderr=child, cwd=tmp_path, env=environment)
    os.close(child)
    seen = b""
    try:
        while part := os.read(parent, 65536):
            seen += part
    except OSError:  # Linux ends a closed terminal so
        pass
    assert process.wait() == 0
    assert b"\x1b[36m" in seen and "“Has anyone,”".encode() in seen


def test_rows_for_programs_point_into_the_text(run: Run, seed_store: Path, seed_quotes: list[ArticleQuotes]) -> None:
    rows = json.loads(run("show", BLOWERS, "--store", seed_store, "--format", "json").stdout)
    (told,) = (one for one in seed_quotes if one.id == BLOWERS)
    for row in rows:
        assert told.text and " … ".join(told.text[start:end] for start, end in row["content"]) == row["said"]
    everything = run("show", BLOWERS, "--store", seed_store, "--act", "all", "--min-confidence", "0", "-f", "json")
    assert len(json.loads(everything.stdout)) == len(told.quotes) > len(rows) - 1


def test_without_the_text_the_paragraphs_with_quotes_are_shown(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    load(store, [article.without_text() for article in seed_quotes])
    (article,) = marked_articles(store, [BLOWERS])
    (told,) = (one for one in seed_quotes if one.id == BLOWERS)
    assert not article.whole
    assert "does not have the whole text" in shown(article)
    assert told.text is not None
    pieces = [piece for paragraph in article.paragraphs for piece in paragraph]
    assert all(told.text.startswith(piece.text, piece.start) for piece in pieces)
    assert {quote.id for quote in article.quotes} == {piece.quote.id for piece in pieces if piece.quote}


def test_control_characters_of_an_article_do_not_reach_the_terminal(run: Run) -> None:
    run("add", "-", input="Mayor Ana Ruiz said the \x1b[31mparking tax\x07 would fall.\n")
    done = run("show", "parking")
    assert done.returncode == 1
    assert "no article in onrecord-store has the id, the URL or the title 'parking'" in done.stderr
    (article,) = json.loads(run("cypher", "MATCH (a:Article) RETURN a.id AS id", "--format", "json").stdout)
    done = run("show", article["id"])
    assert "Ana Ruiz" in done.stdout
    assert not {"\x1b", "\x07"} & set(done.stdout)
