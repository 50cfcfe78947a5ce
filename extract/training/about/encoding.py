"""An article as the policy network reads it: windows of whole paragraphs, each word with what is known of it.

A window may begin with the title and the policies in question, each after a mark of its own, so that the network reads
a quote and the policies that it may be about together. Words of the text that mention a policy bear the policy's
number. Training and run time read articles through this module alone.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from extract.attribution import encoding
from extract.attribution.encoding import BREAK, START, Ints, Range, Words, stretches, windows
from extract.attribution.wordpieces import word_pieces
from extract.topics.words import SMALL, words_in

Bools = NDArray[np.bool_]
Floats = NDArray[np.float32]

FEATURES = (*encoding.FEATURES, "role", "policy")
ROLES = {"source": 1, "cue": 2, "content": 4}
"""What a word is in any quote, as a bit of the feature "role"."""
MOST_POLICIES = 8
"""Policies that quotes are read beside, at most: an article of the training data has four."""
MOST_QUOTES = 12
"""Quotes that are read together, at most: what more a window has is read once more."""
TIES = 10
"""Features of how a quote and a policy stand to each other in the text."""
_WORDINGS, _WORDING = 2, 10
"""Wordings of a policy before a window, and pieces of each, at most."""
_TITLE, _BEFORE = 24, 48
"""Pieces of the title, and of the paragraph before the window, at most."""
_MARK, _COMMA = 1, 1010
"""BERT's first unused piece, and the piece between wordings."""
_WORD = re.compile(r"\w+(?:['’]\w+)*|[^\w\s]")


def sizes() -> list[int]:
    """How many ids each feature has."""
    of_words = encoding.sizes()
    return [*(of_words[name] for name in encoding.FEATURES), 1 << len(ROLES), 1 + MOST_POLICIES]


class Spoken(Protocol):
    """A quote's spans, in characters."""

    @property
    def source(self) -> Sequence[Range]: ...
    @property
    def cue(self) -> Sequence[Range]: ...
    @property
    def content(self) -> Sequence[Range]: ...


@dataclass(frozen=True, slots=True)
class QuoteWords:
    """The words of a quote, by their numbers in the article."""

    source: Sequence[int]
    cue: Sequence[int]
    content: Sequence[int]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A policy as it stands before a window: its wordings, the clearest first, and the words that mention it."""

    wordings: Sequence[str]
    mentions: Sequence[Range]


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of the article as arrays.

    `pieces` has shape (length,), `features` (length, features); `first` maps the number of a word to its first piece,
    `words` are those of the window itself, without the context before it. With policies, `marks` (policies,) are the
    places of their marks; `said` and `cues` (quotes, length) tell which first pieces are a quote's, `ties` (quotes,
    policies, `TIES`) how quotes and policies stand to each other.
    """

    pieces: Ints
    features: Ints
    first: Mapping[int, int]
    words: Range
    marks: Ints
    said: Bools
    cues: Bools
    ties: Floats


class ArticleText:
    """An article's words, found by characters, and its quotes."""

    def __init__(
        self, words: Words, *, starts: Sequence[int], ends: Sequence[int], title: str, quotes: Sequence[Spoken]
    ) -> None:
        """`starts` and `ends` are the characters of the words; `quotes` stand in the order of their content."""
        self.words, self.starts, self.ends = words, starts, ends
        self.quotes = [
            QuoteWords(*(self._inside(spans) for spans in (quote.source, quote.cue, quote.content))) for quote in quotes
        ]
        self._title = _pieces(title, _TITLE)
        self._headline = {*words_in(title)} - SMALL
        self._stretches = list(stretches(words))
        roles = np.zeros((len(starts), 1), np.int64)
        for quote in self.quotes:
            for name, bit in ROLES.items():
                roles[getattr(quote, name)] |= bit
        self._features = np.concatenate([words.features, roles], axis=1)

    def between(self, start: int, end: int) -> Range:
        """The words that share a character with `start:end`."""
        first = bisect_right(self.ends, start)
        return first, bisect_left(self.starts, end, lo=first)

    def _inside(self, spans: Sequence[Range]) -> list[int]:
        return sorted({word for span in spans for word in range(*self.between(*span))})

    def plain(self) -> Iterator[Window]:
        """Yield the windows as they are."""
        nothing = _Asked([], np.zeros(len(self.starts), np.int64))
        for window in windows(self.words, self._stretches):
            yield self._window(window, nothing, (), before=[])

    def beside(self, policies: Sequence[Prompt]) -> Iterator[tuple[list[int], Window]]:
        """Yield each window that a quote begins in, with the policies before it, and the numbers of those quotes."""
        numbers = np.zeros(len(self.starts), np.int64)
        for number, policy in enumerate(policies, start=1):
            for start, end in policy.mentions:
                numbers[start:end] = number
        asked = _Asked([self._of(policy) for policy in policies], numbers)
        begins = sorted((quote.content[0], n) for n, quote in enumerate(self.quotes) if quote.content)
        for window in windows(self.words, self._stretches):
            first, after = (bisect_left(begins, (word, 0)) for word in (window[0][0], window[-1][1]))
            own = [n for _, n in begins[first:after]]
            for some in (own[n : n + MOST_QUOTES] for n in range(0, len(own), MOST_QUOTES)):
                yield some, self._window(window, asked, some, before=self._before(window[0][0]))

    def _of(self, policy: Prompt) -> "_AskedPolicy":
        words = sorted({word for mention in policy.mentions for word in range(*mention)})
        names = [{*words_in(wording)} - SMALL for wording in policy.wordings[:_WORDINGS]]
        return _AskedPolicy(
            pieces=[_MARK, *_wordings(policy)],
            mentions=len(policy.mentions),
            words=words,
            inside=frozenset(words),
            paragraphs=frozenset(self.words.paragraphs[word] for word in words),
            in_title=max((len(name & self._headline) / max(1, len(name)) for name in names), default=0.0),
        )

    def _before(self, start: int) -> list[Range]:
        """The end of the paragraph before a word."""
        number = bisect_left(self._stretches, (start, 0))
        paragraph = self._stretches[number - 1][0] if number else start
        first, size = start, 0
        while first > paragraph and size + len(self.words.pieces[first - 1]) <= _BEFORE:
            first -= 1
            size += len(self.words.pieces[first])
        return [(first, start)] if first < start else []

    def _window(
        self, window: Sequence[Range], asked: "_Asked", quotes: Sequence[int], *, before: Sequence[Range]
    ) -> Window:
        pieces, features = [START], [np.zeros((1, len(FEATURES)), np.int64)]
        marks = []

        def add(own: Sequence[int], policy: int = 0) -> None:
            pieces.extend(own)
            row = np.zeros((len(own), len(FEATURES)), np.int64)
            row[:, -1] = policy
            features.append(row)

        if quotes:
            add([*self._title, BREAK])
            for number, policy in enumerate(asked.policies, start=1):
                marks.append(len(pieces))
                add(policy.pieces, number)
            add([BREAK])
        first = {}
        for start, end in (*before, *window):
            for word in range(start, end):
                first[word] = len(pieces)
                pieces.extend(self.words.pieces[word])
            counts = [len(self.words.pieces[word]) for word in range(start, end)]
            rows = np.concatenate([self._features[start:end], asked.numbers[start:end, None]], axis=1)
            features.append(np.repeat(rows, counts, axis=0))
            add([BREAK])
        said, cues = (np.zeros((len(quotes), len(pieces)), bool) for _ in range(2))
        for row, quote in enumerate(self.quotes[n] for n in quotes):
            said[row, [first[word] for word in {*quote.content, *quote.cue} if word in first]] = True
            cues[row, [first[word] for word in quote.cue if word in first]] = True
        return Window(
            pieces=np.array(pieces, np.int64),
            features=np.concatenate(features),
            first=first,
            words=(window[0][0], window[-1][1]),
            marks=np.array(marks, np.int64),
            said=said,
            cues=cues,
            ties=self._ties([self.quotes[n] for n in quotes], asked.policies),
        )

    def _ties(self, quotes: Sequence[QuoteWords], policies: Sequence["_AskedPolicy"]) -> Floats:
        total = max(1, sum(policy.mentions for policy in policies))
        ties = np.zeros((len(quotes), len(policies), TIES), np.float32)
        for row, quote in enumerate(quotes):
            first, own = quote.content[0], {self.words.paragraphs[word] for word in quote.content}
            for column, policy in enumerate(policies):
                before = bisect_left(policy.words, first)
                ties[row, column] = (
                    not policy.inside.isdisjoint(quote.content),
                    not policy.inside.isdisjoint((*quote.cue, *quote.source)),
                    not policy.paragraphs.isdisjoint(own),
                    min(own) - 1 in policy.paragraphs,
                    policy.in_title,
                    log1p(policy.mentions) / 3,
                    policy.mentions / total,
                    column / MOST_POLICIES,
                    log1p(first - policy.words[before - 1]) / 7 if before else 1.5,
                    0.0,
                )
        near = ties[:, :, 2] > 0
        ties[:, :, -1] = near & (near.sum(1, keepdims=True) == 1)
        return ties


@dataclass(frozen=True, slots=True)
class _AskedPolicy:
    """A policy before a window: its pieces, the number of its `mentions`, their words and paragraphs, and the share of
    its name that is in the title."""

    pieces: Sequence[int]
    mentions: int
    words: Sequence[int]
    inside: frozenset[int]
    paragraphs: frozenset[int]
    in_title: float


@dataclass(frozen=True, slots=True)
class _Asked:
    """The policies before a window; `numbers` (words,) has the policy that a word mentions, from 1; 0 for none."""

    policies: Sequence[_AskedPolicy]
    numbers: Ints


def _wordings(policy: Prompt) -> Iterator[int]:
    for number, wording in enumerate(policy.wordings[:_WORDINGS]):
        yield from ([_COMMA] if number else [])
        yield from _pieces(wording, _WORDING)


def _pieces(text: str, most: int) -> list[int]:
    pieces_of = word_pieces()
    return [piece for word in _WORD.findall(text) for piece in pieces_of(word)][:most]
