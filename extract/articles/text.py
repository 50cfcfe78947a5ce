"""Plain text, with or without front matter."""

from collections.abc import Iterator
from typing import BinaryIO

from extract.articles.columns import article_of
from extract.articles.decode import read_text
from extract.articles.front_matter import parted
from extract.articles.reading import Found, Reading


def read(stream: BinaryIO, name: str, reading: Reading) -> Iterator[Found]:
    """Yield the one article of a text file. Offsets count from the first character after the front matter."""
    head, text = parted(read_text(stream))
    yield article_of({**head, "text": text}, name)
