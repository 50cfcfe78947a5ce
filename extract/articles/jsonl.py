"""JSON Lines: one article a line, the fields of `extract.records.Article`."""

from collections.abc import Iterator
from typing import BinaryIO

from extract.articles.columns import article_of
from extract.articles.decode import text_stream
from extract.articles.faults import Unreadable
from extract.articles.reading import Found, Reading
from extract.lines import parsed
from extract.records import Problem


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield one article, or one problem with its line number, for each line that is not blank."""
    blank = True
    for line in parsed(text_stream(stream, newline="\n"), name):
        blank = False
        yield line if isinstance(line, Problem) else article_of(line[1], line[0], reading.columns)
    if blank:
        raise Unreadable("the file is empty")


def count(stream: BinaryIO) -> int:
    """How many lines there are."""
    return sum(1 for _ in stream)
