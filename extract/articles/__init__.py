"""Readers, one module a format: files in, `Article` records out.

What cannot be read is reported as a `Problem` with its name and skipped; reading goes on.
"""

import gzip
import re
import sys
from collections.abc import Callable, Iterable, Iterator
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
    web,
    xlsx,
)
from extract.articles.files import files_of
from extract.articles.limits import MAX_CHARACTERS, MAX_UNPACKED, spooled
from extract.articles.reading import Found, Reader, Reading, Unreadable, problem_of, shown
from extract.articles.sniff import NAMES, is_binary, sniff
from extract.records import Article, Problem

__all__ = ["MAX_CHARACTERS", "READERS", "count_articles", "ending", "read_articles", "read_stream"]

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


def read_articles(
    paths: str | Path | Iterable[str | Path],
    *,
    on_problem: Callable[[Problem], None],
    on_note: Callable[[str], None] = lambda _: None,
    reading: Reading | None = None,
) -> Iterator[Article]:
    """Yield the articles of files and folders, in the order given, folders by file name.

    Parameters
    ----------
    paths : files, folders and patterns ("news/**/*.html"), both searched for the known formats, addresses of the web
        (as text: "https://…"), or "-" for standard input in any format that its first bytes tell: JSON, JSON Lines,
        HTML, a feed, PDF, Word, Excel, Parquet, WARC, ZIP, gzip of text, else plain text.
    on_problem : called with each input that was skipped.
    on_note : called with what a person may want to know: which files of a folder are of no known format.
    reading : how to read, where it is not as usual.

    Examples
    --------
    >>> articles = list(read_articles("seeds/articles", on_problem=print))
    >>> len(articles), sorted({article.outlet for article in articles})
    (12, ['Harbor Gazette', 'Tideline Weekly', 'Wrenmouth Ledger'])
    """
    reading = reading or Reading()
    for path in [paths] if isinstance(paths, str | Path) else paths:
        for file in _files(path, reading, on_problem, on_note):
            for found in _read_file(file, reading):
                if isinstance(found, Problem):  # names of columns, sheets and attachments are the file's
                    on_problem(Problem(input=shown(found.input), reason=shown(found.reason)))
                else:
                    yield found


def count_articles(paths: Iterable[str | Path], *, reading: Reading | None = None) -> int | None:
    """About how many articles there are to read, None if nobody can tell: for telling the time left."""
    number = 0
    for path in paths:
        for file in _files(path, reading or Reading(), lambda _: None, lambda _: None):
            kind = "" if isinstance(file, str) else ending(file)
            if isinstance(file, str) or kind.endswith(UNCOUNTED):
                return None
            more: int | None = 1
            if kind in COUNTERS:
                try:
                    if not file.is_file():  # a pipe can be read once only
                        return None
                    with file.open("rb") as stream:
                        more = COUNTERS[kind](stream)
                except Exception:  # reading it will tell what is wrong
                    more = None
            if more is None:
                return None
            number += more
    return number


def ending(file: Path) -> str:
    """The ending by which a file is read, in lower case (".html", ".jsonl.gz"); "" if no reader knows it."""
    packed = [f"{kind}.gz" for kind in TEXT]
    return next((known for known in [*READERS, *packed] if file.name.lower().endswith(known)), "")


def read_stream(stream: BinaryIO, name: str, ending: str, reading: Reading) -> Iterator[Found]:
    """Yield the articles of a stream that can be sought in and has the content that `ending` tells.

    Whatever is wrong with it is a `Problem`, reported under `name`: no error is raised.
    """
    try:
        if ending.endswith(".gz") and ending not in READERS:
            with gzip.GzipFile(fileobj=stream, mode="rb") as packed, spooled(packed, limit=MAX_UNPACKED) as unpacked:
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
        raise Unreadable(f"{NAMES[kind]}, which cannot be read (known formats: {_FORMATS})")
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


def _files(
    path: str | Path, reading: Reading, on_problem: Callable[[Problem], None], on_note: Callable[[str], None]
) -> Iterator[str | Path]:
    if web.is_address(path):
        yield str(path)
        return
    try:
        if web.lacks_scheme(str(path)) and not Path(Path(path).parts[0]).exists():
            on_problem(Problem(input=str(path), reason=f"no such file; for a page of the web write https://{path}"))
        else:
            yield from files_of(
                path,
                known=lambda file: bool(ending(file)),
                formats=_FORMATS,
                follow_links=reading.follow_links,
                on_problem=on_problem,
                on_note=on_note,
            )
    except OSError as error:  # a name that is too long, a folder that nobody may look into
        on_problem(problem_of(error, str(path)))


def _read_file(file: str | Path, reading: Reading) -> Iterator[Found]:
    name = "standard input" if file == "-" else web.without_password(str(file))
    try:
        if web.is_address(file):
            yield from web.read(str(file), reading)
        elif isinstance(file, str):
            with spooled(sys.stdin.buffer) as stream:
                yield from read_stream(stream, name, sniff(stream), reading)
        elif kind := ending(file):
            with file.open("rb") as opened, opened if opened.seekable() else spooled(opened) as stream:
                yield from read_stream(stream, name, kind, reading)
        else:
            why = f"no reader for {file.suffix or 'files without an ending'} (known formats: {_FORMATS})"
            yield Problem(input=name, reason=why if file.exists() else "no such file")
    except FileNotFoundError:
        yield Problem(input=name, reason="no such file")
    except Exception as error:
        yield problem_of(error, name)


_SPREAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[|\{\s*\n)")
"""How JSON begins that no line ends with."""

_FORMATS = f"{', '.join(READERS)}; .gz of those that are text"
