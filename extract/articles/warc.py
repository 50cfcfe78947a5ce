"""Archives of the web (.warc, .warc.gz) by warcio: one article for each page that was captured, in the archive's order.

A page is a `response` or `resource` record of HTML that was answered with status 200; everything else (requests,
revisits, images …) is passed over in silence. Two captures of one address are two articles with one id, so that a store
keeps the later. An article's day is what the page tells; the day of the capture, maybe years later, is not it.
"""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any, BinaryIO

from extract.articles import html
from extract.articles.budget import Budget
from extract.articles.faults import Unreadable, problem_of
from extract.articles.limits import MAX_PAGE, MAX_WARC_LINE, size_of
from extract.articles.reading import Found, Reading, shown
from extract.articles.site import of_site
from extract.records import Article, Problem

PAGES = {"text/html", "application/xhtml+xml"}


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield the articles of the pages, one page at a time in memory; a broken archive is read up to where it breaks."""
    pages = 0
    for record in _records(stream, name, reading.budget):
        if isinstance(record, Problem):
            pages += 1
            yield record
            continue
        uri = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
        where = f"{name}, {shown(uri)}" if uri else name
        if not _is_page(record):
            continue
        pages += 1
        try:
            with reading.budget.member(where):
                for found in html.read(BytesIO(_content(record, reading.budget)), where, reading):
                    if isinstance(found, Article) and uri:
                        yield from of_site(found, uri, where, whole_file=True)
                    else:
                        yield found
        except Exception as error:  # what is wrong with one page must not cost the others
            yield problem_of(error, where, kind="HTML")
    if not pages:
        raise Unreadable("no web pages in this archive")


def _records(stream: BinaryIO, name: str, budget: Budget) -> Iterator[Any]:
    """The records of an archive, and a problem where it breaks off."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.bufferedreaders import BufferedReader

    class Lines(BufferedReader):  # type: ignore[misc]  # warcio has no types
        """Lines of a sane length: what is no archive may have no line ends, and would be one line."""

        def readline(self, length: int | None = None) -> bytes:
            line: bytes = super().readline(min(length or MAX_WARC_LINE, MAX_WARC_LINE))
            if len(line) == MAX_WARC_LINE:
                raise Unreadable("no line of a WARC record")
            return line

    class Archive(ArchiveIterator):  # type: ignore[misc]  # warcio has no types
        INC_RECORD = ""  # it would be printed; `err_count` tells the same

    packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    archive = Archive(_Unpacked(stream, budget) if packed else stream)
    archive.reader = Lines(archive.fh)
    try:
        for record in archive:
            if archive.err_count or record.length is None:
                raise Unreadable("a record that is not as long as it says")
            yield record
            while record.raw_stream.read(MAX_WARC_LINE):
                pass
            if record.raw_stream.limit:
                raise Unreadable("it ends within a record")
    except Exception as error:  # warcio raises whatever its parsing of broken bytes comes upon
        reason = f"broken here ({shown(str(error)) or type(error).__name__}); what came before was read"
        yield Problem(input=f"{name}, about byte {stream.tell():,}", reason=reason)


class _Unpacked:
    """A gzip file of one member or many, as far as it goes; warcio itself takes a fault for the end of the file."""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        self._count = budget.unpacking(size_of(stream))
        self._file = gzip.GzipFile(fileobj=stream, mode="rb")

    def read(self, size: int) -> bytes:
        try:
            data = self._file.read1(size)  # not `read`, which loses what came before a fault
        except (EOFError, OSError, zlib.error) as error:
            raise Unreadable(f"the gzip data is cut off or damaged: {error}") from error
        self._count(len(data))
        return data


def _is_page(record: Any) -> bool:
    if record.rec_type == "response" and record.http_headers:
        kind = record.http_headers.get_header("Content-Type")
        answered = record.http_headers.get_statuscode() == "200"
    else:
        kind, answered = record.content_type, record.rec_type == "resource"
    return answered and (kind or "").partition(";")[0].strip().lower() in PAGES


def _content(record: Any, budget: Budget) -> bytes:
    """The bytes of a page as its server meant them. Raises `Unreadable` if they are too many, or not all there."""
    from warcio.bufferedreaders import ChunkedDataReader

    if record.length > MAX_PAGE:
        raise Unreadable(f"larger than {MAX_PAGE:,} bytes; no news article is")
    heads = record.http_headers
    chunked = heads and (heads.get_header("Transfer-Encoding") or "").strip().lower() == "chunked"
    content: bytes = (ChunkedDataReader(record.raw_stream) if chunked else record.raw_stream).read(MAX_PAGE + 1)
    if record.raw_stream.limit and not chunked:
        raise Unreadable("the capture is cut off")
    packed = heads and (heads.get_header("Content-Encoding") or "").strip().lower()
    if packed in ("gzip", "x-gzip", "deflate"):
        with suppress(zlib.error):  # many archives keep the heading and unpack the page
            count = budget.unpacking(len(content))
            content = zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(content, MAX_PAGE + 1)
            count(len(content))
    elif packed not in (None, "", "identity") and b"<" not in content[:1024]:
        raise Unreadable(f"packed as {shown(packed)}, which is not read")
    if len(content) > MAX_PAGE:
        raise Unreadable(f"larger than {MAX_PAGE:,} bytes; no news article is")
    return content
