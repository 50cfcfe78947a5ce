"""Web pages, saved as HTML: trafilatura finds the article's text, title, author, date and outlet."""

from collections.abc import Iterator
from typing import BinaryIO

from extract.articles.decode import read_text
from extract.articles.reading import Found, Reading
from extract.records import Article, Problem


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield the one article of a page. Offsets count in the extracted text (paragraphs end in a line feed)."""
    import trafilatura  # loads lxml and its word lists: only where a page is read

    page = trafilatura.bare_extraction(read_text(stream), include_comments=False, with_metadata=True)
    found = page if isinstance(page, dict) or page is None else page.as_dict()
    if not found or not any(map(str.isalnum, found.get("text") or "")):
        yield Problem(input=name, reason="no article text found in this page")
        return
    yield Article(
        text=found["text"],
        title=found.get("title"),
        outlet=found.get("sitename"),
        published=found.get("date"),
        url=found.get("url"),
        byline=found.get("author"),
        language=found.get("language"),
    )
