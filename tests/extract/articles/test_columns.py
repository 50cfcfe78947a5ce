import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from extract.articles.columns import article_of, parse_columns, table_articles
from extract.failure import Failure
from extract.records import Article, Problem
from tests.conftest import Run


@pytest.mark.parametrize("name", ["text", "Text", "BODY", "Article Text", "full_text", "content"])
def test_the_text_is_found_under_usual_names(name: str) -> None:
    found = article_of({"Headline": "T", "Published At": "2026-03-04", "Authors": ["A", "B"], name: "Hello."}, "row 2")
    assert isinstance(found, Article)
    assert (found.text, found.title, found.published, found.byline) == ("Hello.", "T", date(2026, 3, 4), "A, B")


def test_a_chosen_column_goes_before_the_usual_names_and_may_lie_in_an_object() -> None:
    row = {"text": "Summary.", "fields": {"bodyText": "Hello."}, "source": {"id": None, "name": "Gazette"}}
    found = article_of(row, "item 1", {"text": "fields.bodyText"})
    assert isinstance(found, Article)
    assert (found.text, found.outlet) == ("Hello.", "Gazette")
    assert article_of({"text": "Hello.", "body": ""}, "", {"text": "body"}) == article_of({"text": "Hello."}, "")


@pytest.mark.parametrize(
    ("written", "day"),
    [
        *(
            (written, date(2026, 3, 14))
            for written in ("2026-03-14", "2026-03-14T10:15:00Z", "2026-03-14 10:15", "20260314")
        ),
        *((written, date(2026, 3, 14)) for written in ("14/3/2026", "3/14/2026", "14.03.2026", "2026/03/14")),
        *(
            (written, date(2026, 3, 14))
            for written in ("March 14, 2026", "14 Mar 2026", "Sat, 14 Mar 2026 10:15:00 GMT")
        ),
        (datetime(2026, 3, 14, 10, 15), date(2026, 3, 14)),
        (float("nan"), None),
        (" ", None),
    ],
)
def test_days_however_they_are_written(written: Any, day: date | None) -> None:
    found = article_of({"text": "Hello.", "date": written}, "row 2")
    assert isinstance(found, Article), found
    assert found.published == day


@pytest.mark.parametrize("written", ["yesterday", "03/04/2026", "March", "2026-02-30", "31/2/2026", "soon", "14"])
def test_what_is_no_day_or_may_be_two(written: str) -> None:
    found = article_of({"text": "Hello.", "date": written}, "row 2")
    assert isinstance(found, Problem)
    assert found.reason.startswith("published")


@pytest.mark.parametrize(
    "row", [None, "Hello.", 3, True, ["Hello."], {}, {"title": "T"}, {"text": None}, {"text": "\ud800"}]
)
def test_what_is_no_article_is_named(row: Any) -> None:
    found = article_of(row, "item 3")
    assert isinstance(found, Problem)
    assert found.input == "item 3"


@pytest.mark.parametrize("day", ["Mon, 1 Jan 99999999999 00:00:00 GMT", "Mon, 32 Jan 2026 00:00:00 GMT"])
def test_a_mail_day_that_is_none(day: str) -> None:
    found = article_of({"text": "Hello.", "date": day}, "row 2")
    assert isinstance(found, Problem)
    assert found.reason.startswith("published")


def nested(depth: int) -> Any:
    value: Any = "Hello."
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"body": "<p>bad &#1; char</p>"}, "no NULL bytes or control characters"),
        ({"text": b"PNG\0"}, "a binary file, not text"),
        ({"text": nested(900)}, "RecursionError"),
    ],
)
def test_what_breaks_a_row_costs_that_row_only(row: dict[str, Any], reason: str) -> None:
    rows = [("row 2", row), ("row 3", dict.fromkeys(row, "Hello."))]
    problem, article = table_articles(list(row), rows, {})
    assert isinstance(problem, Problem)
    assert isinstance(article, Article)
    assert (problem.input, article.text) == ("row 2", "Hello.")
    assert reason in problem.reason


def test_a_row_without_text_tells_what_there_is() -> None:
    found = article_of({"slug": "T", "words": "Hello."}, "item 3")
    assert isinstance(found, Problem)
    assert "slug, words" in found.reason and "--column text=NAME" in found.reason


def test_columns_are_chosen_by_any_name_of_the_field() -> None:
    chosen = ["text=Body = 2", "headline=h", "Byline=Written by"]
    assert parse_columns(chosen) == {"text": "Body = 2", "title": "h", "byline": "Written by"}


@pytest.mark.parametrize("choice", ["text", "text=", "=body", "words=body"])
def test_a_choice_that_is_none_is_told(choice: str) -> None:
    with pytest.raises(Failure, match="write FIELD=COLUMN, where FIELD is one of id, text, title"):
        parse_columns([choice])


def test_html_under_another_name_than_text_becomes_plain() -> None:
    page = "<p>“We\n<b>won’t</b>&nbsp;stop,” <a href='x'>she</a> said.</p><ul><li>One<li>Two</ul>"
    page += "<!-- no --><script>no</script>a<br>b"
    for row in ({"content": {"rendered": page}}, {"body": page}):
        found = article_of(row, "item 1")
        assert isinstance(found, Article)
        assert found.text == "“We won’t\xa0stop,” she said.\n\nOne\n\nTwo\n\na\nb"
    for row in ({"text": page}, {"body": "1 < 2 and 3 > 2, x<y>z, </3"}):
        found = article_of(row, "item 1")
        assert isinstance(found, Article)
        assert found.text in row.values()


def test_columns_on_the_command_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("slug,words\nT,Mayor Ana Ruiz said the parking tax would fall.\n")
    failed = run("extract", "a.csv")
    assert failed.returncode == 1
    assert "skipped: a.csv: nothing here is called text (but slug, words)" in failed.stderr
    done = run("extract", "a.csv", "--column", "text=words", "--column", "title=slug")
    assert done.returncode == 0
    line = json.loads(done.stdout)
    assert (line["title"], len(line["quotes"])) == ("T", 1)
    wrong = run("add", "a.csv", "--column", "words")
    assert wrong.returncode == 1
    assert wrong.stderr.startswith("onrecord: --column words: write FIELD=COLUMN")
    assert not (tmp_path / "onrecord-store").exists()
