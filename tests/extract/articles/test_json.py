import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.extract.articles.reading_helpers import article, read

ONE, TWO = {"text": "One.\r\n\r\nMore. “Ü”", "date": "2026-03-04"}, {"Body": "Two.", "tags": [{"name": "tax"}]}


@pytest.mark.parametrize(
    ("data", "number"),
    [
        (ONE, 1),
        (TWO, 1),
        ([ONE], 1),
        ([ONE, TWO], 2),
        ({"articles": [ONE, TWO]}, 2),
        ({"status": "ok", "sources": ["a"], "response": {"total": 2, "docs": [ONE, TWO]}}, 2),
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_one_article_or_a_list_however_deep(tmp_path: Path, data: Any, number: int, indent: int | None) -> None:
    (tmp_path / "a.json").write_text(json.dumps(data, indent=indent), "utf-8")
    articles, problems = read(tmp_path)
    assert len(articles) == number
    assert {one.text for one in articles} <= {ONE["text"], TWO["Body"]}
    assert not problems


def test_the_form_of_a_news_service(tmp_path: Path) -> None:
    service = {"source": {"id": None, "name": "Gazette"}, "author": None, "title": "T", "url": "https://a.example/"}
    service |= {"publishedAt": "2026-03-04T10:15:00Z", "content": "Hello.", "description": "Short."}
    (tmp_path / "a.json").write_text(json.dumps({"status": "ok", "totalResults": 1, "articles": [service]}))
    found = article(tmp_path)
    assert (found.text, found.outlet, found.byline, found.published) == ("Hello.", "Gazette", None, date(2026, 3, 4))


def test_keys_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"results": [{"webTitle": "T", "fields": {"bodyText": "Hello."}}]}))
    found = article(tmp_path, text="fields.bodyText", title="webTitle")
    assert (found.text, found.title) == ("Hello.", "T")
    (tmp_path / "a.json").write_text(json.dumps({"webTitle": "T", "fields": {"bodyText": "Hello."}, "tags": [{}]}))
    assert article(tmp_path, text="fields.bodyText").text == "Hello."


def test_what_is_wrong_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([ONE, {"slug": "x"}, "text", TWO, {"format": "onrecord/1"}]))
    articles, problems = read(tmp_path)
    assert [one.text for one in articles] == ["One.\r\n\r\nMore. “Ü”", "Two."]
    assert [problem.input.rpartition(", ")[2] for problem in problems] == ["item 2", "item 3", "item 5"]
    assert "slug" in problems[0].reason
    assert "load them by `onrecord load`" in problems[2].reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"articles": [{"text": "cut', "broken JSON"),
        ('{\n"text":: 1}', "broken JSON: Expecting value (line 2, column 8)"),
        ("[" * 100_000, "not JSON that can be read"),
        ("[]", "a list without articles"),
        ("{}", "nothing here is called text"),
        ('"Hello."', "no article but a string"),
        (" ", "the file is empty"),
    ],
)
def test_what_is_no_json_of_articles(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "a.json").write_text(text)
    articles, (problem,) = read(tmp_path)
    assert not articles
    assert reason in problem.reason


def test_json_lines_that_are_called_json_and_the_other_way_round(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"text": "One."}\n{"text": "Two."}\n')
    (tmp_path / "b.jsonl").write_text('[\n{"text": "Three."},\n{"text": "Four."}\n]')
    (tmp_path / "c.ndjson").write_text('{"text": "Five."}\n{"text": \n')
    articles, (problem,) = read(tmp_path)
    assert [one.text for one in articles] == ["One.", "Two.", "Three.", "Four.", "Five."]
    assert problem.input.endswith("c.ndjson, line 2")


def test_the_form_of_a_content_system(tmp_path: Path) -> None:
    post = {
        "id": 17,
        "date": "2026-03-04T10:15:00",
        "link": "https://a.example/",
        "title": {"rendered": "It&#8217;s &amp;"},
    }
    post |= {"content": {"rendered": "<p>“No,” she\nsaid.</p>\n<p>End.</p>\n"}, "_links": {"self": [{"href": "x"}]}}
    for data in (post, [post]):
        (tmp_path / "a.json").write_text(json.dumps(data))
        found = article(tmp_path)
        assert (found.text, found.title) == ("“No,” she said.\n\nEnd.", "It’s &")
        assert found.id != "17"
