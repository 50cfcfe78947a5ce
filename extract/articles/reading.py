"""What every reader takes and gives."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import BinaryIO

from extract.records import Article, Problem

Found = Article | Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read: `columns` maps a field of `Article` to the column or key that holds it, where its name differs.

    `depth` is how many files what is read lies in: a message that is attached to another lies in one.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    depth: int = 0


Reader = Callable[[BinaryIO, str, Reading], Iterator[Found]]
"""Takes a stream of bytes that can be sought in, the name to report problems under, and how to read.

What is wrong with a part is a `Problem` among the articles; a reader raises `Unreadable` for all that it cannot read.
"""


class Unreadable(ValueError):
    """A file that cannot be read; the message says why and what to do."""


def shown(name: str) -> str:
    """A name out of somebody else's file, safe to print on a terminal."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in name)
