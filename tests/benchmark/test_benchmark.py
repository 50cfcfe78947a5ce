"""The benchmark runs, on news that is small and as skewed as it says."""

import random
from collections import Counter

import pytest

from graph.echoes import Said, find_echoes
from queries.catalogue import catalogue
from tests.benchmark.__main__ import main
from tests.benchmark.invented_news import InventedNews


def test_it_times_a_load_and_every_question(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["benchmark", "--quotes", "400", "--servers", "embedded"])
    monkeypatch.setattr("tests.benchmark.__main__.ASKED", 2)
    main()
    printed = capsys.readouterr().out
    assert "a second, names joined and all" in printed
    assert all(f"\n{name} " in printed for name in catalogue())


def test_the_news_is_the_same_for_the_same_number() -> None:
    first, second = (list(InventedNews(300).articles()) for _ in range(2))
    assert first == second
    assert 290 <= sum(len(article.quotes) for article in first) <= 300


def test_a_few_speakers_have_most_quotes_and_some_quotes_are_copies() -> None:
    quotes = [(article, quote) for article in InventedNews(4000).articles() for quote in article.quotes]
    by = Counter(speaker.id for _, quote in quotes for speaker in quote.speakers)
    assert sum(number for _, number in by.most_common(len(by) // 10)) > len(quotes) / 3
    (most,) = [id for id, _ in by.most_common(1)]
    said = [
        Said(quote.id, article.id, article.published, quote.content[0][0], quote.text)
        for article, quote in quotes
        if article.published and most in {speaker.id for speaker in quote.speakers}
    ]
    assert list(find_echoes(random.Random(1).sample(said, len(said))))
