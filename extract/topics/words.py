"""An article's words, folded so that forms of one word agree, and the phrases of a list found among them."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Generic, TypeVar

_WORD = re.compile(r"[^\W_$]+(?:[-.'’&][^\W_]+)*|\$\d[\d.,]*\w*")


def word_lists(file: str) -> Mapping[str, frozenset[str]]:
    """The lists of words in a file of this room, by name."""
    loaded: dict[str, str] = json.loads(files(__package__).joinpath(file).read_text("utf-8"))
    return {name: frozenset(words.split()) for name, words in loaded.items()}


LISTS = word_lists("words.json")
"""The lists of words that the modules of this room share."""
SMALL = LISTS["small"]
"""Words that tell nothing of what a text is about."""
T = TypeVar("T")


@lru_cache(maxsize=1 << 16)
def folded(word: str) -> str:
    """A word in lower case without the ending of a plural or a possessive: "Ordinances" as "ordinance"."""
    word = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    if len(word) > 4 and word.endswith(("xes", "ches", "shes", "sses", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def words_in(text: str) -> list[str]:
    """The folded words of a text, in order."""
    return [folded(found.group()) for found in _WORD.finditer(text)]


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: folded, and their offsets in characters, end exclusive."""

    folded: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, text: str) -> "Words":
        """Read a text."""
        found = list(_WORD.finditer(text))
        return cls([folded(m.group()) for m in found], [m.start() for m in found], [m.end() for m in found])

    def between(self, start: int, end: int) -> tuple[int, int]:
        """The indexes of the first word that begins in a span of characters, and of the first one after it."""
        first = bisect_left(self.starts, start)
        return first, bisect_left(self.starts, end, lo=first)


class Phrases(Generic[T]):
    """What is said of phrases, by their folded words."""

    def __init__(self) -> None:
        self._values: dict[tuple[str, ...], list[T]] = {}
        self._longest = 0

    def add(self, phrase: str, value: T) -> None:
        """Let a phrase have one more value; one without a word is left out."""
        if words := tuple(words_in(phrase)):
            self._values.setdefault(words, []).append(value)
            self._longest = max(self._longest, len(words))

    def find(self, words: Sequence[str]) -> Iterator[tuple[int, int, T]]:
        """Yield every occurrence as (first word, end, value); those inside longer ones too."""
        for first in range(len(words)):
            for end in range(first + 1, min(first + self._longest, len(words)) + 1):
                for value in self._values.get(tuple(words[first:end]), ()):
                    yield first, end, value


def longest(found: Iterable[tuple[int, int, T]]) -> Iterator[tuple[int, int, T]]:
    """Of occurrences that overlap, the one that begins first and is the longest."""
    after = 0
    for first, end, value in sorted(found, key=lambda one: (one[0], -one[1])):
        if first >= after:
            yield first, end, value
            after = end
