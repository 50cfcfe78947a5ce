import random
import time
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from extract.records import ArticleQuotes, Speaker, speaker_id
from graph.echoes import Echo, Said, find_echoes
from graph.load import load, remove
from graph.store import Store
from queries.catalogue import ask
from tests.graph import invented
from tests.graph.graph_state import whole_graph

WORDS = "we will fix every road in this town before the first snow falls"


def said(id: str, text: str = WORDS, *, day: int = 1, start: int = 0) -> Said:
    return Said(id, article=id.rstrip("'"), published=date(2026, 1, 1) + timedelta(days=day), start=start, text=text)


def echoes(*quotes: Said) -> list[Echo]:
    return sorted(find_echoes(quotes), key=lambda echo: echo.copy)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“We will fix every road in this town,”", 8),
        ("“We’ll fix every road in this town,” … “before the first snow falls.”", 11),
        ("In short: WE WILL FIX every road – in this town before the first snow falls!", 13),
        ("we will fix every road in that town before the first snow", 0),
        ("yes", 0),
        ("", 0),
    ],
)
def test_a_run_of_eight_words_is_an_echo_whatever_the_marks(text: str, words: int) -> None:
    assert [echo.words for echo in echoes(said("a"), said("b", text, day=2))] == ([words] if words else [])


def test_a_later_copy_leads_to_the_earliest_whatever_the_order() -> None:
    quotes = [said("a", day=1), said("b", day=20), said("c", day=45), said("d", "nothing else is the same at all")]
    for seed in range(6):
        mixed = random.Random(seed).sample(quotes, len(quotes))
        assert [(echo.copy, echo.earliest) for echo in echoes(*mixed)] == [("b", "a"), ("c", "a")]


def test_a_copy_of_two_leads_to_the_earlier_of_their_firsts() -> None:
    other = "nobody has ever asked the people of the harbor what they want"
    quotes = [said("a", day=1), said("b", other, day=15), said("c", day=20), said("d", f"{other} and {WORDS}", day=40)]
    assert [(echo.copy, echo.earliest) for echo in echoes(*quotes)] == [("c", "a"), ("d", "a")]


def test_thirty_days_and_no_more() -> None:
    assert echoes(said("a", day=1), said("b", day=31))
    assert not echoes(said("a", day=1), said("b", day=32))


def test_an_article_does_not_echo_itself() -> None:
    assert not echoes(said("a"), said("a'", start=50))
    found = echoes(said("a"), said("a'", start=50), said("b", day=2))
    assert [(echo.copy, echo.earliest) for echo in found] == [("b", "a")]


def test_a_hundred_thousand_quotes_take_less_than_a_minute() -> None:
    """A statement that everybody repeats does not change that."""
    chance = random.Random(1)
    words = [f"w{n}" for n in range(5000)]
    texts = [" ".join(chance.choices(words, k=25)) for _ in range(50_000)] + [WORDS] * 50_000
    quotes = [said(f"q{n}", text, day=n % 1000) for n, text in enumerate(texts)]
    started = time.process_time()
    found = list(find_echoes(quotes))
    assert time.process_time() - started < 60
    assert len(found) > 49_000


def edges(store: Store) -> list[tuple[str, str]]:
    rows = store.read("MATCH (c:Quote)-[:ECHOES]->(q:Quote) RETURN c.id AS copy, q.id AS first ORDER BY copy, first")
    return [(row["copy"], row["first"]) for row in rows]


def article(id: str, day: int, *names: str, text: str = WORDS) -> ArticleQuotes:
    speakers = tuple(
        Speaker(id=speaker_id(type="person", name=name, article_id=id), name=name, type="person", method="named")
        for name in names
    )
    return invented.article(id, invented.quote(id, 1, text=text, speakers=speakers), day=day)


COPIED = [
    article("a1", 1, "Ana Ruiz"),
    article("a2", 2, "Ana Ruiz"),
    article("a3", 3, "Bo Lind"),
    article("a4", 4, "Ana Ruiz", "Bo Lind"),
    article("a5", 5, "Ana Ruiz", text="something else was said by her on that cold day"),
]


def ids(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    of = {article.id: article.quotes[0].id for article in COPIED}
    return [(of[copy], of[first]) for copy, first in pairs]


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (1, 3, 0, 4, 2)])
def test_loading_joins_them_whatever_the_order(store: Store, order: Sequence[int]) -> None:
    for n in order:
        load(store, [COPIED[n]])
    assert edges(store) == ids(("a2", "a1"), ("a4", "a1"), ("a4", "a3"))
    assert not store.read("MATCH (q:Quote) WHERE q.unsettled IS NOT NULL RETURN q.id AS id")


def test_what_is_removed_or_changed_takes_its_echoes_along(store: Store) -> None:
    load(store, COPIED)
    remove(store, ["a1"])
    assert edges(store) == ids(("a4", "a2"), ("a4", "a3"))
    load(store, [article("a2", 2, "Ana Ruiz", text="she has said no such thing to anybody at all")])
    assert edges(store) == ids(("a4", "a3"))
    load(store, COPIED)
    whole = whole_graph(store)
    store.execute("MATCH (n) DETACH DELETE n")
    load(store, COPIED)
    assert whole_graph(store) == whole


def test_speakers_that_become_one_echo_each_other(store: Store) -> None:
    one, other = article("a1", 1, "Ana Ruiz"), article("a2", 2, "A. Ruiz")
    load(store, [one, other])
    assert edges(store) == [(other.quotes[0].id, one.quotes[0].id)]
    load(store, [article("a6", 6, "Al Ruiz", text="of another Ruiz whose name begins like hers")])
    assert edges(store) == []  # "A. Ruiz" may be either now


def test_answers_may_leave_copies_out(store: Store, seed_quotes: list[ArticleQuotes]) -> None:
    load(store, seed_quotes)
    wired = ask(store, "echoes")
    assert {(row["outlet"], row["copyOutlet"]) for row in wired} == {("Harbor Gazette", "Wrenmouth Ledger")}
    copies = {row["quoteIds"][1] for row in wired}
    every = {row["quoteId"] for row in ask(store, "who-said-what")}
    assert every - {row["quoteId"] for row in ask(store, "who-said-what", copies="without")} == copies & every
