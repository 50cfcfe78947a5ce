"""Addresses of the web in the place of files: a page is read as a saved one, a feed with the pages that it links to."""

import re
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

from extract.articles import feed
from extract.articles.reading import Found, Reading, completed, problem_of, shown
from extract.records import Problem

if TYPE_CHECKING:
    from extract.articles.fetch import Fetcher, Page

FEEDS = (".rss", ".atom", ".xml")

ONE_ARTICLE = (".html", ".txt", ".pdf")
"""Formats whose file is one article, so that the file's address is the article's."""


def is_address(path: object) -> bool:
    """Whether a path of the command line is an address, of whatever scheme."""
    return isinstance(path, str) and re.match(r"[a-z][a-z0-9+.-]*://", path, re.IGNORECASE) is not None


def lacks_scheme(path: str) -> bool:
    """Whether a path begins as the name of a host does ("www.gazette.example/a")."""
    return re.match(r"www\.\S+\.|([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?/", path, re.IGNORECASE) is not None


def without_password(url: str) -> str:
    """An address as it may be printed."""
    return shown(re.sub(r"(://)[^/?#]*@", r"\1", url))


def read(url: str, reading: Reading, *, fetcher: "Fetcher | None" = None) -> Iterator[Found]:
    """Yield the articles at an address; an article that names no address of its own gets the one it was found at.

    Of a feed, entries without their whole text are fetched by their links, `reading.linked` at most; the rest is
    reported.
    Raises `Unreadable` if nothing can be had from the address.
    """
    fetcher = fetcher or _fetcher(private_addresses=reading.private_addresses)
    name = without_password(url)
    page = fetcher.fetch(url)
    if page.ending in FEEDS or feed.FEED.match(page.content[:4096]):
        yield from _feed(page, name, reading, fetcher)
    else:
        yield from _page(page, name, reading)


@cache
def _fetcher(*, private_addresses: bool) -> "Fetcher":
    """One for the whole process: it knows when a host was last asked."""
    from extract.articles.fetch import Fetcher
    from extract.articles.network import is_public

    return Fetcher(allowed=(lambda _: True) if private_addresses else is_public)


def _page(page: "Page", name: str, reading: Reading) -> Iterator[Found]:
    from extract.articles import read_stream  # it holds this module, too

    for found in read_stream(BytesIO(page.content), name, page.ending, reading):
        yield completed(found, {"url": page.url} if page.ending in ONE_ARTICLE else {})


def _feed(page: "Page", name: str, reading: Reading, fetcher: "Fetcher") -> Iterator[Found]:
    left = reading.linked
    over = 0
    for number, entry in enumerate(feed.entries(page.content, name, url=page.url), start=1):
        if isinstance(entry, Problem):
            yield entry
        elif entry.text is not None:
            yield feed.article(entry, f"{name}, entry {number}")
        elif "url" not in entry.fields:
            yield Problem(input=f"{name}, entry {number}", reason="only a summary, and no link to its page")
        elif left:
            left -= 1
            link = entry.fields["url"]
            where = without_password(link)
            try:
                for found in _page(fetcher.fetch(link), where, reading):
                    yield completed(found, entry.fields)
            except Exception as error:
                yield problem_of(error, where)
        else:
            over += 1
    if over:
        reason = f"pages of entries that were not fetched: {over:,}; --limit {reading.linked + over} fetches all"
        yield Problem(input=name, reason=reason)
