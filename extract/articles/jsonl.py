"""JSON Lines: one article a line, the fields of `extract.records.Article`."""

from collections.abc import Iterator
from typing import BinaryIO

from pydantic import ValidationError

from extract.articles.decode import read_text
from extract.articles.reading import Found, Reading
from extract.lines import parsed
from extract.records import FORMAT, Article, Problem


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield one article, or one problem with its line number, for each line that is not blank."""
    for line in parsed(read_text(stream).split("\n"), name):
        if isinstance(line, Problem):
            yield line
            continue
        where, data = line
        if isinstance(data, dict) and data.get("format") == FORMAT:
            yield Problem(input=where, reason="these are quotes already; load them by `onrecord load`")
            continue
        try:
            article = Article.model_validate(data)
        except ValidationError as error:
            yield Problem.of(where, error)
        else:
            yield article
