"""Which reader reads what: the formats by their endings, and what a stream of each holds."""

import gzip
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from extract.articles import (
    archive,
    csv,
    docx,
    eml,
    feed,
    html,
    json,
    jsonl,
    markdown,
    parquet,
    pdf,
    text,
    warc,
    xlsx,
)
from extract.articles.faults import Unreadable, problem_of
from extract.articles.limits import size_of, spooled
from extract.articles.reading import Found, Reader, Reading
from extract.articles.sniff import NAMES, is_binary, sniff

READERS: dict[str, Reader] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": html.read,
    ".htm": html.read,
    ".json": json.read,
    ".jsonl": jsonl.read,
    ".ndjson": jsonl.read,
    ".csv": csv.read,
    ".tsv": csv.read,
    ".xlsx": xlsx.read,
    ".parquet": parquet.read,
    ".docx": docx.read,
    ".pdf": pdf.read,
    ".eml": eml.read,
    ".rss": feed.read,
    ".atom": feed.read,
    ".xml": feed.read,
    ".warc": warc.read,
    ".warc.gz": warc.read,
    ".zip": archive.read,
}
"""The reader of each ending. Those of text formats are known with .gz behind them, too."""

COUNTERS: dict[str, Callable[[BinaryIO], int | None]] = {
    ".jsonl": jsonl.count,
    ".ndjson": jsonl.count,
    ".csv": csv.count,
    ".tsv": csv.count,
    ".parquet": parquet.count,
}
"""How many articles a file holds, where it may be several and telling is quick."""

UNCOUNTED = (".json", ".xlsx", ".rss", ".atom", ".xml", ".warc", ".zip", ".gz")
"""Endings of files that may hold several articles, too, which only reading tells."""

TEXT = (
    *(".txt", ".md", ".markdown", ".html", ".htm", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".eml"),
    *(".rss", ".atom", ".xml"),
)
BINARY = (".xlsx", ".parquet", ".docx", ".pdf")

_SPREAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[|\{\s*\n)")
"""How JSON begins that no line ends with."""

FORMATS = f"{', '.join(READERS)}; .gz of those that are text"
"""The known formats, in words."""


def ending(file: Path) -> str:
    """The ending by which a file is read, in lower case (".html", ".jsonl.gz"); "" if no reader knows it."""
    packed = [f"{kind}.gz" for kind in TEXT]
    return next((known for known in [*READERS, *packed] if file.name.lower().endswith(known)), "")


def read_stream(stream: BinaryIO, name: str, ending: str, reading: Reading) -> Iterator[Found]:
    """Yield the articles of a stream that can be sought in and has the content that `ending` tells.

    Whatever is wrong with it is a `Problem`, reported under `name`: no error is raised but `Exhausted`.
    """
    try:
        if ending.endswith(".gz") and ending not in READERS:
            count = reading.budget.unpacking(size_of(stream))
            with (
                reading.budget.member(name),
                gzip.GzipFile(fileobj=stream, mode="rb") as packed,
                spooled(packed, on_read=count) as unpacked,
            ):
                if (inner := ending.removesuffix(".gz") or sniff(unpacked)) == ".gz":
                    raise Unreadable("a gzip file in a gzip file; unpack it")
                yield from read_stream(unpacked, name, inner, reading)
            return
        yield from READERS[_checked(stream, ending)](stream, name, reading)
    except Exception as error:  # what is wrong with one file must not cost the others
        yield problem_of(error, name, kind=ending.lstrip(".").upper())


def _checked(stream: BinaryIO, ending: str) -> str:
    """The ending, or that of the kind of JSON that it is. Raises `Unreadable` if the content is of another kind."""
    kind = sniff(stream)
    start = stream.read(64)
    stream.seek(0)
    if not start:
        raise Unreadable("the file is empty")
    if ending not in READERS:
        raise Unreadable(f"{NAMES[kind]}, which cannot be read (known formats: {FORMATS})")
    if {kind, ending} == {".json", ".jsonl"}:  # either is often called the other; a line by itself may be both
        return kind if kind == ".jsonl" or _SPREAD.match(start) else ending
    if kind == ending:
        return ending
    hint = f"; give it the ending {kind}" if kind in READERS else ""
    if ending in TEXT and is_binary(kind):
        raise Unreadable(f"a binary file, not text: {NAMES[kind]}{hint}")
    if ending in BINARY and not (kind == ".zip" and ending in (".docx", ".xlsx")):  # a ZIP that is cut off
        if kind == ".txt":
            raise Unreadable(f"its content is not that of {NAMES[ending]}")
        raise Unreadable(f"not {NAMES[ending]} but {NAMES[kind]}{hint}")
    return ending
