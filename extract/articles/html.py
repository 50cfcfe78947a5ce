"""Web pages, saved as HTML: trafilatura finds the article's text, title, author, date and outlet."""

from collections.abc import Iterator
from typing import BinaryIO

from extract.articles.decode import read_text
from extract.articles.limits import MAX_MARKED_UP
from extract.articles.reading import Found, Reading
from extract.records import Article, Problem


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield the one article of a page. Offsets count in the extracted text (paragraphs end in a line feed)."""
    yield article_of_page(read_text(stream, marked_up=True, limit=MAX_MARKED_UP), name)


def article_of_page(page: str, name: str) -> Found:
    """The article that the HTML of a page holds, or the problem with it, reported under `name`."""
    import trafilatura  # loads lxml and its word lists: only where a page is read

    data = trafilatura.bare_extraction(page, include_comments=False, with_metadata=True)
    found = data if isinstance(data, dict) or data is None else data.as_dict()
    if not found or not any(map(str.isalnum, found.get("text") or "")):
        return Problem(input=name, reason="no article text found in this page")
    return Article(
        text=found["text"],
        title=found.get("title"),
        outlet=found.get("sitename"),
        published=found.get("date"),
        url=found.get("url"),
        byline=found.get("author"),
        language=found.get("language"),
    )
