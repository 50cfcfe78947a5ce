"""What one input may hold in all, however its files lie inside one another: depth, number of files, bytes."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from extract.articles.faults import Exhausted, Unreadable

MAX_DEPTH = 8
"""Files inside one another: a message that forwards a message, an archive attached to it."""

BYTES_PER_MEMBER = 64
"""No format stores a file in fewer bytes, so an input with more files than this allows was made to overwhelm."""

FREE_MEMBERS = 16
"""Files that even the smallest input may hold."""

BYTES_PER_ARTICLE = 4
"""The shortest row of a table, packed, takes more than this."""

FREE_ARTICLES = 100
"""Articles that even the smallest input may hold."""

MAX_RATIO = 200
"""Unpacked to packed size. Text packs to a tenth, tables of numbers to a fiftieth at most."""

FREE_BYTES = 1 << 20
"""What even the smallest file may unpack to."""

MAX_BYTES = 20 << 30
"""What the largest input may unpack to: some four million articles."""


@dataclass(slots=True)
class Budget:
    """Counts down while an input of `size` bytes is read.

    `failed` maps numbers of files, counted from 1 as they are opened, to why they are not read again; `on_member` is
    called with the number and name of the file that is read from now on, None between files.
    """

    size: int = 1 << 30
    failed: Mapping[int, str] = field(default_factory=dict)
    on_member: Callable[[tuple[int, str] | None], None] = lambda member: None
    _members: int = 0
    _articles: int = 0
    _bytes: int = 0
    _open: list[tuple[int, str]] = field(default_factory=list)

    @contextmanager
    def member(self, name: str) -> Iterator[None]:
        """Count a file within the input for as long as it is read.

        Raises `Unreadable` if it is one of `failed` or too deep, `Exhausted` if there were too many.
        """
        self._members += 1
        if self._members > self.most_members:
            raise Exhausted(f"holds more than {self.most_members:,} files; split it")
        if reason := self.failed.get(self._members):
            raise Unreadable(reason)
        if len(self._open) == MAX_DEPTH:
            raise Unreadable(f"more than {MAX_DEPTH} files inside one another; take it out and give it by itself")
        self._open.append((self._members, name))
        self.on_member(self._open[-1])
        try:
            yield
        finally:
            self._open.pop()
            self.on_member(self._open[-1] if self._open else None)

    def article(self) -> None:
        """Count an article. Raises `Exhausted` if there were too many."""
        self._articles += 1
        if self._articles > self.most_articles:
            raise Exhausted(f"holds more than {self.most_articles:,} articles; no input of its size does")

    def unpacking(self, packed: int) -> Callable[[int], None]:
        """Give a function that counts what a file of `packed` bytes unpacks to; it is called with each piece's size.

        It raises `Unreadable` if that is too much for the file, `Exhausted` if it is too much in all.
        """
        left = FREE_BYTES + MAX_RATIO * packed

        def count(size: int) -> None:
            nonlocal left
            left -= size
            self._bytes += size
            if self._bytes > self.most_bytes:
                raise Exhausted(f"unpacks to more than {self.most_bytes:,} bytes; unpack it yourself if you trust it")
            if left < 0:
                raise Unreadable(f"unpacks to more than {MAX_RATIO} times its size; no text does")

        return count

    @property
    def most_members(self) -> int:
        """How many files the input may hold."""
        return FREE_MEMBERS + self.size // BYTES_PER_MEMBER

    @property
    def most_articles(self) -> int:
        """How many articles it may hold."""
        return FREE_ARTICLES + self.size // BYTES_PER_ARTICLE

    @property
    def most_bytes(self) -> int:
        """How many bytes it may unpack to."""
        return min(FREE_BYTES * FREE_MEMBERS + MAX_RATIO * self.size, MAX_BYTES)
