"""Articles made up for a test: quotes of whom and about what it says."""

from datetime import date
from typing import Any

from extract.records import ArticleQuotes, Passage, Policy, Quote, policy_id, quote_id, short_hash


def quote(article: str, n: int, *, text: str = "words", **fields: Any) -> Quote:
    """The quote of this number in an article: a paragraph of its own."""
    start = 100 * n
    content = ((start, start + len(text)),)
    return Quote(
        id=quote_id(article, content), kind="indirect", text=text, content=content,
        paragraph=Passage(start=start, text=text), confidence=0.9, method="tagger", **fields,
    )  # fmt: skip


def article(id: str, *quotes: Quote, day: int = 1) -> ArticleQuotes:
    """An article of March 2026 with quotes."""
    return ArticleQuotes(id=id, title=id, published=date(2026, 3, day), text_hash=short_hash(id), quotes=quotes)


def policy(name: str, jurisdiction: str | None = None, **fields: Any) -> Policy:
    """A policy that a quote names."""
    id = policy_id(name, jurisdiction=jurisdiction)
    return Policy(id=id, name=name, jurisdiction=jurisdiction, score=0.9, method="named", **fields)
