"""Addresses of the web in the place of files: a page is read as a saved one, a feed with the pages that it links to."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, cast

from extract.articles import apart, feed
from extract.articles.faults import problem_of
from extract.articles.limits import presentable
from extract.articles.reading import Reading, completed, shown
from extract.articles.site import of_site
from extract.records import Article, Problem, Record

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


def read(url: str, reading: Reading, *, fetcher: "Fetcher | None" = None) -> Iterator[Record]:
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


def _page(page: "Page", name: str, reading: Reading) -> Iterator[Record]:
    with _opened(page) as stream:
        for found in apart.records("articles", stream, name, columns=reading.columns, ending=page.ending):
            if isinstance(found, Article):
                yield from of_site(found, page.url, name, whole_file=page.ending in ONE_ARTICLE)
            else:
                yield found


@contextmanager
def _opened(page: "Page") -> Iterator[BinaryIO]:
    with TemporaryFile() as stream:
        stream.write(page.content)
        stream.seek(0)
        yield cast(BinaryIO, stream)


def _feed(page: "Page", name: str, reading: Reading, fetcher: "Fetcher") -> Iterator[Record]:
    left = reading.linked
    over = 0
    with _opened(page) as stream:
        entries = list(apart.records("entries", stream, name, url=page.url))
    for number, entry in enumerate(entries, start=1):
        if not isinstance(entry, feed.Entry):
            yield entry
        elif entry.text is not None:
            where = f"{name}, entry {number}"
            whole = feed.article(entry, where)
            if isinstance(whole, Article):
                for found in of_site(whole, page.url, where, whole_file=False):
                    yield from presentable(found, where) if isinstance(found, Article) else (found,)
            else:
                yield whole
        elif "url" not in entry.fields:
            yield Problem(input=f"{name}, entry {number}", reason="only a summary, and no link to its page")
        elif left:
            left -= 1
            link = entry.fields["url"]
            where = without_password(link)
            try:
                linked = fetcher.fetch(link)
                fields = entry.fields if linked.ending in ONE_ARTICLE else {"outlet": entry.fields.get("outlet")}
                for record in _page(linked, where, reading):
                    if isinstance(record, Article):
                        yield from presentable(completed(record, fields), where)
                    else:
                        yield record
            except Exception as error:
                yield problem_of(error, where)
        else:
            over += 1
    if over:
        reason = f"pages of entries that were not fetched: {over:,}; --limit {reading.linked + over} fetches all"
        yield Problem(input=name, reason=reason)
