"""How much a file may hold: no file, however it was made, may cost the machine its memory or its disk."""

import shutil
from gzip import GzipFile
from tempfile import SpooledTemporaryFile
from typing import IO, BinaryIO, cast

from extract.articles.reading import Found, Unreadable
from extract.records import Article, Problem

MIB = 2**20

MAX_CHARACTERS = 250_000
"""Longer texts are no news article (this is a short book) and would need gigabytes to parse."""

MAX_FILE = 256 * MIB
"""Of files that are read whole."""

MAX_PAGE = 32 * MIB
"""Of web pages, saved, fetched or captured: parsing takes many times their size; pictures may be inside them."""

MAX_FEED = 20 * MIB
"""Of feeds, whose parsing takes many times as much memory."""

MAX_MARKDOWN = MIB
"""Of Markdown, which parses slowly."""

MAX_LINE = 32 * MIB
"""Characters of a line, or of a cell, of files that are read row by row."""

MAX_WARC_LINE = 64 * 1024
"""Bytes of a line in the head of a web archive's record."""

MAX_DOCX_XML = 64 * MIB
"""What a Word document may unpack to without its pictures: it is parsed whole."""

MAX_XLSX_XML = 512 * MIB
"""What a workbook may unpack to without its pictures: it is read row by row."""

MAX_OFFICE = 512 * MIB
"""What all the parts of a Word document or workbook may unpack to, pictures included."""

MAX_UNPACKED = 2048 * MIB
"""What a compressed file, or a file in an archive, may unpack to: some 400,000 articles."""

IN_MEMORY = 8 * MIB
"""Larger streams are kept in a temporary file while they are read."""


def fitting(article: Article, where: str) -> Found:
    """The article, or the problem that it is longer than `MAX_CHARACTERS`, reported under `where`."""
    if len(article.text) <= MAX_CHARACTERS:
        return article
    reason = (
        f"{len(article.text):,} characters are too many for one article (at most {MAX_CHARACTERS:,}); split it into "
        f"its articles, one a file or one a JSON line"
    )
    return Problem(input=where, reason=reason)


def spooled(stream: IO[bytes] | GzipFile, *, limit: int | None = None) -> BinaryIO:
    """The rest of `stream` as a stream that can be sought in, kept on disk where it is large.

    Raises `Unreadable` if there are more than `limit` bytes.
    """
    kept = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  # closed by whoever reads it
    if limit is None:
        shutil.copyfileobj(stream, kept)
    else:
        while chunk := stream.read(MIB):
            if kept.tell() + len(chunk) > limit:
                kept.close()
                raise Unreadable(f"unpacks to more than {limit // MIB:,} MB; unpack it yourself if you trust it")
            kept.write(chunk)
    kept.seek(0)
    return cast(BinaryIO, kept)


def read_whole(stream: BinaryIO, *, limit: int = MAX_FILE) -> bytes:
    """All that is left of `stream`. Raises `Unreadable` if that is more than `limit` bytes."""
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise Unreadable(
            f"more than {limit // MIB} MB are too much to be read at once; split it, or write its articles as JSON "
            f"lines (.jsonl), which are read one by one"
        )
    return data
