"""Each bound at its edge: what just fits is read, and what is one more is named."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from extract.articles import read_articles
from extract.articles.limits import (
    MAX_ATTRIBUTES,
    MAX_CELLS,
    MAX_FIELD,
    MAX_HEAD,
    MAX_HEADER,
    MAX_MARKDOWN,
    MAX_TAGS,
)
from extract.articles.worker import MOST_PROBLEMS
from extract.records import Article
from tests.extract.articles.reading_helpers import read
from tests.fuzz.hostile_files import HEADER, cell, feed, workbook

WORDS = "<p>The council of Wrenmouth voted five to two on Tuesday to close the old harbour road to lorries.</p>"


def page(more: str = "") -> bytes:
    return f"<html><body><article>{WORDS * 4}{more}</article></body></html>".encode()


def tags(more: int) -> bytes:
    return page("<b>" * (MAX_TAGS - page().count(b"<") + more))


def attributes(more: int) -> bytes:
    names = " ".join(f'a{number}="1 > 0"' for number in range(MAX_ATTRIBUTES - 1 + more))
    return page(f"<p {names}>Words.</p>")


def entries(more: int) -> bytes:
    item = f"<item><description>{WORDS.replace('<', '&lt;') * 20}</description></item>"
    return feed(item + "<b/>" * (MAX_TAGS - feed(item).count(b"<") + more))


def head(more: int) -> bytes:
    fields = "title: A\n"
    return f"---\n{fields}#{'a' * (MAX_HEAD - len(fields) - 2 + more)}\n---\nWords.".encode()


def header(more: int) -> bytes:
    return f"From: a@b.example\nSubject: {'a' * (MAX_HEADER + more)}\n\nWords.".encode()


def markdown(more: int) -> bytes:
    text = "Words.\n\n"
    return (text + " " * (MAX_MARKDOWN - len(text) + more)).encode()


def cells(more: int) -> bytes:
    """Rows of 10,000 cells each, of which the file holds the last."""
    rows = (MAX_CELLS - 2) // 10_000
    last = f'<row r="{rows + 2}">{cell("A" + str(rows + 2), "Words.")}</row>'
    wide = "".join(f'<row r="{n}"><c r="NTP{n}"><v>1</v></c></row>' for n in range(2, rows + 2 + more))
    return workbook(HEADER + wide + last)


EDGES: dict[str, tuple[Callable[[int], bytes], str]] = {
    "tags.html": (tags, "more than 200,000 tags"),
    "attributes.html": (attributes, "more than 1,000 attributes"),
    "tags.rss": (entries, "more than 200,000 tags"),
    "head.txt": (head, "front matter of more than 20,000 characters"),
    "header.eml": (header, "its header Subject has more than 20,000 characters"),
    "bytes.md": (markdown, "more than 0.5 MB are too much"),
    "cells.xlsx": (cells, "more than 20,000,000 cells"),
}


@pytest.mark.parametrize("name", EDGES)
def test_what_just_fits_is_read_and_one_more_is_named(tmp_path: Path, name: str) -> None:
    make, reason = EDGES[name]
    (tmp_path / name).write_bytes(make(0))
    articles, problems = read(tmp_path)
    assert (len(articles), problems) == (1, [])
    (tmp_path / name).write_bytes(make(1))
    articles, (problem,) = read(tmp_path)
    assert not articles
    assert problem.input.startswith(str(tmp_path / name))
    assert reason in problem.reason


def fields_of(file: Path, **fields: str) -> tuple[Article, list[str]]:
    notes: list[str] = []
    file.write_text(json.dumps({"text": "Words.", **fields}))
    (article,) = read_articles(file, on_problem=print, on_note=notes.append)
    return article, notes


@pytest.mark.parametrize("field", ["title", "outlet", "byline", "language", "id"])
def test_a_field_that_is_too_long_is_left_out_with_a_note(tmp_path: Path, field: str) -> None:
    article, notes = fields_of(tmp_path / "a.json", **{field: "a" * MAX_FIELD})
    assert (getattr(article, field), notes) == ("a" * MAX_FIELD, [])
    article, (note,) = fields_of(tmp_path / "a.json", **{field: "a" * (MAX_FIELD + 1)})
    assert getattr(article, field) == getattr(Article(text="Words."), field)
    assert note == f"note: {tmp_path}/a.json: {field} left out: 5,001 characters (at most 5,000)"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//a.example", "a"])
def test_an_address_that_is_not_of_the_web_is_left_out_with_a_note(tmp_path: Path, url: str) -> None:
    article, (note,) = fields_of(tmp_path / "a.json", url=url)
    assert (article.url, article.id) == (None, Article(text="Words.").id)
    assert note == f"note: {tmp_path}/a.json: url left out: {url} is not an http or https address"
    article, notes = fields_of(tmp_path / "a.json", url="https://a.example/b")
    assert (article.url, notes) == ("https://a.example/b", [])


@pytest.mark.parametrize("more", [0, 1, 500])
def test_as_many_problems_are_named_and_the_rest_is_counted(tmp_path: Path, more: int) -> None:
    (tmp_path / "a.jsonl").write_text("{\n" * (MOST_PROBLEMS + more) + '{"text": "Words."}\n')
    articles, problems = read(tmp_path)
    assert [article.text for article in articles] == ["Words."]
    assert len(problems) == MOST_PROBLEMS + bool(more)
    assert not more or problems[-1].reason.startswith(f"{more} more parts could not be read")
