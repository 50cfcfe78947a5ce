"""JSON Lines: one article a line, the fields of `extract.records.Article`."""

from collections.abc import Iterator
from typing import BinaryIO

from extract.articles.columns import article_of
from extract.articles.decode import text_stream
from extract.articles.limits import MAX_LINE, MIB
from extract.articles.reading import Found, Reading, Unreadable
from extract.lines import parsed
from extract.records import Problem


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield one article, or one problem with its line number, for each line that is not blank."""
    blank = True
    for line in parsed(_lines(stream, name), name):
        blank = False
        yield line if isinstance(line, Problem) else article_of(line[1], line[0], reading.columns)
    if blank:
        raise Unreadable("the file is empty")


def count(stream: BinaryIO) -> int:
    """How many lines there are."""
    return sum(1 for _ in stream)


def _lines(stream: BinaryIO, name: str) -> Iterator[str | Problem]:
    lines = text_stream(stream, newline="\n")
    number = 0
    while line := lines.readline(MAX_LINE):
        number += 1
        if len(line) < MAX_LINE or line.endswith("\n"):
            yield line
            continue
        while (rest := lines.readline(MAX_LINE)) and not rest.endswith("\n"):
            pass
        yield Problem(input=f"{name}, line {number}", reason=f"a line of more than {MAX_LINE // MIB} MB is no article")
