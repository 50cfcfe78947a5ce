"""CSV and TSV: a header, then one article a row; read row by row."""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from io import StringIO
from itertools import islice
from typing import Any, BinaryIO, TextIO

from extract.articles.columns import row_of, table_articles
from extract.articles.decode import text_stream
from extract.articles.faults import Unreadable
from extract.articles.limits import MIB
from extract.articles.reading import Found, Reading
from extract.lines import MAX_LINE
from extract.records import Problem

DELIMITERS = ",;\t|"

SAMPLE = 4 * MIB
"""Characters by which the dialect is told, of at most 200 lines."""

Rows = Callable[[Iterator[str]], Any]
"""Makes a reader of rows out of lines."""


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield one article, or one problem with its row's number, for each row; the header is row 1."""
    lines = text_stream(stream)
    rows = _numbered(_dialect(lines)(_lines(lines)))
    header = next((cells for _, cells in rows if isinstance(cells, list) and any(map(str.strip, cells))), None)
    if header is None:
        raise Unreadable("the file is empty")
    header = [column.strip() for column in header]
    yield from table_articles(header, _rows(rows, header, name), reading.columns)


def count(stream: BinaryIO) -> int | None:
    """How many rows there are, None if they cannot be counted."""
    try:
        lines = text_stream(stream)
        return max(0, sum(1 for _ in _dialect(lines)(_lines(lines))) - 1)
    except (csv.Error, Unreadable, UnicodeDecodeError):
        return None


def _numbered(rows: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | csv.Error]]:
    number = 0
    while True:
        number += 1
        try:
            yield number, next(rows)
        except StopIteration:
            return
        except csv.Error as error:  # the reader goes on with the next line
            yield number, error


def _rows(
    rows: Iterable[tuple[int, list[str] | csv.Error]], header: list[str], name: str
) -> Iterator[tuple[str, Mapping[str, Any]] | Problem]:
    for number, cells in rows:
        where = f"{name}, row {number}"
        if isinstance(cells, csv.Error):
            yield Problem(input=where, reason=f"broken quotation marks ({cells})")
        elif any(map(str.strip, cells[len(header) :])):
            reason = f"{len(cells)} cells, but {len(header)} columns: put cells with the separator in quotation marks"
            yield Problem(input=where, reason=reason)
        else:
            yield where, row_of(header, cells)


def _lines(lines: TextIO) -> Iterator[str]:
    while line := lines.readline(MAX_LINE):
        if len(line) == MAX_LINE and not line.endswith(("\r", "\n")):
            raise Unreadable(f"a line of more than {MAX_LINE // MIB} MB is no row of articles")
        yield line


def _dialect(lines: TextIO) -> Rows:
    """How rows are read: the separator that makes most columns of the header, and whether cells may be quoted.

    Tables parted by tabs often come from databases, which do not quote: there a text may begin with quotation marks
    that are its own. The stream is at its start afterwards.
    """
    csv.field_size_limit(MAX_LINE)
    start = lines.tell()
    sample = "".join(islice(iter(partial(lines.readline, SAMPLE), ""), 200))[:SAMPLE]
    lines.seek(start)
    header = next(filter(str.strip, sample.splitlines()), "")
    delimiter = max(DELIMITERS, key=lambda sign: len(next(csv.reader([header], delimiter=sign), [])))
    quoted: Rows = partial(csv.reader, delimiter=delimiter, strict=True)
    if delimiter == "\t":
        try:
            for _ in quoted(StringIO(sample, newline="")):
                pass
        except csv.Error as error:
            cut = len(sample) == SAMPLE or sample.count("\n") >= 200
            if not (cut and "end of data" in str(error)):
                return partial(csv.reader, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    return quoted
