from dataclasses import replace
from pathlib import Path
from typing import Any

from extract.records import ArticleQuotes
from graph.load import load
from graph.store import Store, open_store
from queries.marked import MarkedArticle, Piece, marked_articles
from tests.graph import invented


def test_pieces_are_the_text_cut_at_the_quotes(seed_store: Path, seed_quotes: list[ArticleQuotes]) -> None:
    with open_store(str(seed_store)) as store:
        articles = list(marked_articles(store, [one.id for one in seed_quotes]))
    assert [article.id for article in articles] == [one.id for one in seed_quotes]
    for article, told in zip(articles, seed_quotes, strict=True):
        assert article.whole and told.text is not None
        assert (article.title, article.outlet, article.byline) == (told.title, told.outlet, told.byline)
        assert [quote.id for quote in article.quotes] == [
            quote.id for quote in sorted(told.quotes, key=lambda q: (q.content[0][0], q.id))
        ]
        position = 0
        for paragraph in article.paragraphs:
            for piece in paragraph:
                assert not told.text[position : piece.start].strip()
                assert told.text.startswith(piece.text, piece.start)
                position = piece.start + len(piece.text)
        assert not told.text[position:].strip()
        for quote in told.quotes:
            own = [
                piece
                for paragraph in article.paragraphs
                for piece in paragraph
                if piece.quote and piece.quote.id == quote.id and piece.part == "content"
            ]
            marked = {at for piece in own for at in range(piece.start, piece.start + len(piece.text))}
            said = {at for start, end in quote.content for at in range(start, end)}
            assert {at for at in said ^ marked if told.text[at].strip()} == set()  # between paragraphs is no piece


def test_only_the_quotes_that_were_asked_for_are_marked(store: Store) -> None:
    quotes = [invented.quote("a1", n, act=act) for n, act in enumerate(("statement", "belief"))]
    load(store, [invented.article("a1", *quotes), invented.article("a2")])
    every, none = marked_articles(store, ["a1", "gone", "a2"])
    assert len(every.quotes) == 2
    assert not none.quotes and not none.paragraphs
    (beliefs,) = marked_articles(store, ["a1"], act="belief")
    assert [quote.act for quote in beliefs.quotes] == ["belief"]
    assert not next(marked_articles(store, ["a1"], min_confidence=1.0)).quotes


def test_a_first_paragraph_that_is_the_title_is_not_in_the_body() -> None:
    title, other = (Piece(0, "A tax falls"),), (Piece(13, "The tax falls."),)
    about: dict[str, Any] = {
        "id": "a",
        "outlet": None,
        "published": None,
        "url": None,
        "byline": None,
        "whole": True,
        "quotes": (),
    }
    article = MarkedArticle(title="A tax  falls", paragraphs=(title, other), **about)
    assert article.body == (other,)
    assert replace(article, title="Another").body == (title, other)
    assert replace(article, paragraphs=()).body == ()
