"""How much a file may hold: no file, however it was made, may cost the machine its memory or its disk."""

import os
from collections.abc import Callable, Iterator
from gzip import GzipFile
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from extract.articles.faults import Unreadable
from extract.articles.reading import Note, without
from extract.records import Article, Problem
from extract.safe_text import web_address

MIB = 2**20

MAX_CHARACTERS = 250_000
"""Longer texts are no news article (this is a short book) and would need gigabytes to parse."""

MAX_FIELD = 5_000
"""Characters of a field that is not the text; the names of a hundred authors are fewer."""

MAX_FILE = 256 * MIB
"""Of files that are read whole."""

MAX_PAGE = 32 * MIB
"""Of web pages, saved, fetched or captured: parsing takes many times their size; pictures may be inside them."""

MAX_FEED = 20 * MIB
"""Of feeds, whose parsing takes many times as much memory."""

MAX_TAGS = 200_000
"""Of a web page or a feed; a long page has 10,000."""

MAX_ATTRIBUTES = 1_000
"""Of one tag of a web page: parsers compare each with all others."""

MAX_MARKDOWN = MIB // 2
"""Of Markdown, which parses slowly."""

MAX_HEAD = 20_000
"""Characters of the YAML head of a text, which parses slowly."""

MAX_HEADER = 20_000
"""Characters of a header of a message, which parses slowly."""

MAX_CELLS = 20_000_000
"""Of a sheet; files may leave out cells, which are filled in."""

MAX_WARC_LINE = 64 * 1024
"""Bytes of a line in the head of a web archive's record."""

MAX_DOCX_XML = 64 * MIB
"""What a Word document may unpack to without its pictures: it is parsed whole."""

MAX_XLSX_XML = 512 * MIB
"""What a workbook may unpack to without its pictures: it is read row by row."""

MAX_OFFICE = 512 * MIB
"""What all the parts of a Word document or workbook may unpack to, pictures included."""

IN_MEMORY = 8 * MIB
"""Larger streams are kept in a temporary file while they are read."""


def fitting(article: Article, where: str) -> Article | Problem:
    """The article, or the problem that it is longer than `MAX_CHARACTERS`, reported under `where`."""
    if len(article.text) <= MAX_CHARACTERS:
        return article
    reason = (
        f"{len(article.text):,} characters are too many for one article (at most {MAX_CHARACTERS:,}); split it into "
        f"its articles, one a file or one a JSON line"
    )
    return Problem(input=where, reason=reason)


def presentable(article: Article, name: str) -> Iterator[Article | Note]:
    """The article without what would harm who reads on, and a note about each such field, reported under `name`.

    That is an address that is not one of the web ("javascript:…"), or a field other than the text of more than
    `MAX_FIELD` characters.
    """
    fields = article.model_dump(exclude={"text"}, exclude_none=True, mode="json")
    long = {field for field, value in fields.items() if len(value) > MAX_FIELD}
    foreign = {"url"} - long if article.url and not web_address(article.url) else set()
    for field in sorted(long):
        yield Note(input=name, text=f"{field} left out: {len(fields[field]):,} characters (at most {MAX_FIELD:,})")
    for field in foreign:
        yield Note(input=name, text=f"{field} left out: {fields[field]} is not an http or https address")
    yield without(article, long | foreign)


def spooled(stream: IO[bytes] | GzipFile, *, on_read: Callable[[int], None] = lambda size: None) -> BinaryIO:
    """The rest of `stream` as a stream that can be sought in, kept on disk where it is large.

    `on_read` is called with the size of each piece that is read, before it is kept.
    """
    kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed by whoever reads it
    while chunk := stream.read(MIB):
        on_read(len(chunk))
        kept.write(chunk)
    kept.seek(0)
    return cast(BinaryIO, kept)


def size_of(stream: BinaryIO) -> int:
    """The size of a stream in bytes, which is at its start afterwards."""
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    return size


def read_whole(stream: BinaryIO, *, limit: int = MAX_FILE) -> bytes:
    """All that is left of `stream`. Raises `Unreadable` if that is more than `limit` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Unreadable(
            f"more than {limit / MIB:g} MB are too much to be read at once; split it, or write its articles as JSON "
            f"lines (.jsonl), which are read one by one"
        )
    return data
