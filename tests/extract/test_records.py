import json
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from extract.records import Article, ArticleQuotes, Passage, Quote, policy_id, quote_id, short_hash, slug, speaker_id
from extract.safe_text import unprintable
from tests.conftest import ROOT, SEEDS


def test_the_line_format_round_trips(seed_quotes: list[ArticleQuotes]) -> None:
    for article in seed_quotes:
        line = article.to_json()
        assert "\n" not in line
        assert ArticleQuotes.model_validate_json(line) == article
        assert json.loads(line)["format"] == "onrecord/1"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://news.example/a b", "https://news.example/a b"),
        (" http://news.example\n", "http://news.example"),
        ("javascript:alert(1)//https://news.example", None),
        ("file:///etc/passwd", None),
        ("news.example/a", None),
        ("", None),
    ],
)
def test_an_address_is_one_of_the_web_or_none(url: str, kept: str | None) -> None:
    assert ArticleQuotes(id="a", text_hash="0", url=url).url == kept
    assert ArticleQuotes.model_validate({"id": "a", "textHash": "0", "url": url}).url == kept


def test_a_line_is_safe_to_print_and_holds_the_same_text() -> None:
    text = "He said \x1b[31m\x9b \u202eno\u2028."
    article = Article(text=text, title=text)
    assert unprintable(article.to_json()) is None
    assert Article.model_validate_json(article.to_json()) == article


def test_a_line_with_another_text_is_refused(seed_quotes: list[ArticleQuotes]) -> None:
    line = json.loads(next(article for article in seed_quotes if article.quotes).to_json())
    with pytest.raises(ValidationError, match="not the one that textHash is of"):
        ArticleQuotes.model_validate(line | {"text": line["text"] + " "})
    moved = line | {"text": " " + line["text"], "textHash": short_hash(" " + line["text"])}
    with pytest.raises(ValidationError, match="not what stands at its offset"):
        ArticleQuotes.model_validate(moved)


def test_the_published_schema_is_that_of_the_records() -> None:
    published = json.loads((ROOT / "docs" / "onrecord-1.schema.json").read_text("utf-8"))
    assert published == ArticleQuotes.model_json_schema(by_alias=True)


def test_the_gold_of_the_seeds_is_in_the_line_format() -> None:
    lines = Path(SEEDS / "gold.jsonl").read_text("utf-8").splitlines()
    assert sum(len(ArticleQuotes.model_validate_json(line).quotes) for line in lines) > 90


def test_the_same_article_gets_the_same_id() -> None:
    one = Article(text="Text.", url="https://a.example/1", title="One")
    assert Article(text="Corrected text.", url="https://a.example/1").id == one.id
    assert Article(text="Text.").id == Article(text="Text.", title="Other").id != one.id
    assert Article(id="mine", text="Text.").id == "mine"


def test_ids_are_readable_and_keep_unnamed_speakers_of_two_articles_apart() -> None:
    assert quote_id("a", [(3, 9), (12, 20)]) == "a:3-9+12-20"
    assert speaker_id(type="person", name="Zoë O’Hara", article_id="a") == "person:zoë-ohara"
    critics = {speaker_id(type="group", name="critics", article_id=article) for article in ("a", "b")}
    assert len(critics) == 2
    assert slug("…") == "unnamed"
    assert policy_id("Sanctuary Ordinance") == "policy:sanctuary-ordinance"
    assert policy_id("sanctuary ordinance", jurisdiction="Los Angeles") == "policy:los-angeles:sanctuary-ordinance"


@pytest.mark.parametrize("span", [(5, 5), (7, 3), (-1, 4)])
def test_a_span_that_holds_nothing_is_refused(span: tuple[int, int]) -> None:
    with pytest.raises(ValidationError, match="0 <= start < end"):
        Quote(
            id="q",
            kind="direct",
            text="x",
            content=(span,),
            paragraph=Passage(start=0, text="x"),
            confidence=1,
            method="marks",
        )


POLICY = {"id": "policy:ban", "name": "ban", "score": 1, "method": "named"}


def test_a_line_that_contradicts_itself_is_refused(seed_quotes: list[ArticleQuotes]) -> None:
    line = json.loads(seed_quotes[0].to_json())
    for change, message in (
        ({"text": "never said"}, "the text is not what stands at the content's offsets"),
        ({"source": [[90000, 90001]]}, "a span lies outside the paragraph"),
        ({"policies": [POLICY | {"evidence": [90000, 90001]}]}, "a span lies outside the paragraph"),
        ({"id": "other:1-2"}, "quote other:1-2 is another article's"),
    ):
        forged = line | {"quotes": [line["quotes"][0] | change]}
        with pytest.raises(ValidationError, match=message):
            ArticleQuotes.model_validate(forged)


def test_records_are_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Article(text="Text.").text = "Other."


@pytest.mark.parametrize("published", ["2026-03-04", "2026-03-04T23:59:00Z", "2026-03-04 10:15:00", date(2026, 3, 4)])
def test_a_time_stamp_is_its_day(published: object) -> None:
    assert Article.model_validate({"text": "Text.", "published": published, "title": 1984}).published == date(
        2026, 3, 4
    )
