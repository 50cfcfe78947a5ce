"""A small network that reads a quote's paragraph with the policies that the quote may be about.

It tells how likely the quote is about each of them, starting from what `extract.topics.linking` makes of the article.
The words come as the attribution tagger's encoder left them, so no text is encoded twice: two transformer layers over
the paragraph, with one slot for each policy. Training and run time prepare quotes through this module alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files

import numpy as np
from spacy.tokens import Doc

from extract.attribution.component import EncodedText
from extract.attribution.encoding import Ints
from extract.attribution.model import Floats, session
from extract.records import Quote
from extract.topics.linking import Rated
from extract.topics.policies import Span, touching

WORDS, OPTIONS = 64, 6
"""Words of a paragraph and policies of a quote that are read, at most."""
LEAST = -4.0
"""Log-odds of its likeliest policy from which on a quote is read: others are hardly about any."""
ROLES = ("source", "cue", "content")
_FORMS = 8
"""Mentions that tell what a policy means, at most."""
_TOGETHER = 16
"""Quotes that are read at once."""


@dataclass(frozen=True, slots=True)
class Case:
    """A quote as the network reads it; words are numbers of the article's words.

    `words` and `roles` (0 for none, else the number in `ROLES` from 1) have shape (words,); `marks` (options, words)
    has 1 where a policy is named and 2 where it is gone on about; `named` are the words that name each one; `odds`
    has shape (options,).
    """

    words: Ints
    roles: Ints
    marks: Ints
    named: Sequence[Ints]
    odds: Floats


class ArticleWords:
    """The words of an encoded article, found by characters; `meanings` are their vectors, (words, width)."""

    def __init__(self, doc: Doc, encoded: EncodedText) -> None:
        tokens = [doc[token] for token in encoded.words.tokens]
        self._starts = np.array([token.idx for token in tokens], np.int64)
        self._ends = np.array([token.idx + len(token) for token in tokens], np.int64)
        self.meanings: Floats = encoded.meanings

    def case(self, quote: Quote, options: Rated) -> Case:
        """A quote and the policies that it may be about, with their log-odds, likeliest first."""
        words = self._around(quote)
        roles = np.zeros(len(words), np.int64)
        for number, role in enumerate(ROLES, start=1):
            roles[self._inside(words, getattr(quote, role))] = number
        marks = np.zeros((len(options), len(words)), np.int64)
        named = []
        shown = (int(self._starts[words[0]]), int(self._ends[words[-1]]))
        for row, (link, _) in zip(marks, options, strict=True):
            mentions = touching(link.policy.mentions, [shown])
            row[self._inside(words, [(m.start, m.end) for m in mentions if not m.named])] = 2
            row[self._inside(words, [(m.start, m.end) for m in mentions if m.named])] = 1
            forms = [np.arange(*self._between(m.start, m.end)) for m in link.policy.named[:_FORMS]]
            named.append(np.concatenate(forms))
        return Case(words, roles, marks, named, np.array([odds for _, odds in options], np.float32))

    def _between(self, start: int, end: int) -> tuple[int, int]:
        return int(np.searchsorted(self._ends, start, side="right")), int(np.searchsorted(self._starts, end))

    def _around(self, quote: Quote) -> Ints:
        """The words of the quote's paragraph, cut around cue and content where they are too many."""
        spans = (*quote.cue, *quote.content)
        start, end = self._between(min(s for s, _ in spans), max(e for _, e in spans))
        first, last = self._between(quote.paragraph.start, quote.paragraph.start + len(quote.paragraph.text))
        room = max(0, WORDS - (end - start))
        before = min(start - first, max(room // 2, room - (last - end)))
        return np.arange(start - before, min(last, start - before + WORDS))

    def _inside(self, words: Ints, spans: Sequence[Span]) -> Ints:
        inside = np.zeros(len(words), bool)
        for start, end in spans:
            inside |= (self._starts[words] < end) & (self._ends[words] > start)
        return np.flatnonzero(inside)


def batch(cases: Sequence[Case], meanings: Sequence[Floats]) -> dict[str, np.ndarray]:
    """What the network takes: cases of one length, the longest one's, each with the meanings of its article's words.

    Shapes: `words` (cases, words, width), `roles` (cases, words), -1 where a case has no more words; `marks`
    (cases, options, words), `named` (cases, options, width), `odds` (cases, options), `there` (cases, options), `slots`
    (cases, options).
    """
    count, longest, width = len(cases), max(len(case.words) for case in cases), meanings[0].shape[1]
    words = np.zeros((count, longest, width), np.float32)
    roles = np.full((count, longest), -1, np.int64)
    marks = np.zeros((count, OPTIONS, longest), np.int64)
    named = np.zeros((count, OPTIONS, width), np.float32)
    odds = np.zeros((count, OPTIONS), np.float32)
    there = np.zeros((count, OPTIONS), bool)
    for n, (case, own) in enumerate(zip(cases, meanings, strict=True)):
        size, options = len(case.words), len(case.odds)
        words[n, :size] = own[case.words]
        roles[n, :size] = case.roles
        marks[n, :options, :size] = case.marks
        odds[n, :options] = case.odds
        there[n, :options] = True
        for option, forms in enumerate(case.named):
            named[n, option] = own[forms].mean(0)
    slots = np.tile(np.arange(OPTIONS), (count, 1))
    return {
        "words": words,
        "roles": roles,
        "marks": marks,
        "named": named,
        "odds": odds,
        "there": there,
        "slots": slots,
    }


class QuoteReader:
    """The network of ``extract/model``, loaded from the package."""

    def __init__(self) -> None:
        with as_file(files("extract.model")) as folder:
            self._session = session(folder / "reader.onnx")

    def read(self, cases: Sequence[Case], meanings: Floats) -> Iterator[list[float]]:
        """Yield the log-odds of each case's options; `meanings` are those of the article's words."""
        order = sorted(range(len(cases)), key=lambda n: len(cases[n].words))  # the less there is to fill up, the faster
        found: dict[int, list[float]] = {}
        for first in range(0, len(order), _TOGETHER):
            numbers = order[first : first + _TOGETHER]
            together = [cases[n] for n in numbers]
            (odds,) = self._session.run(None, batch(together, [meanings] * len(together)))
            found |= {n: own[: len(cases[n].odds)].tolist() for n, own in zip(numbers, odds, strict=True)}
        yield from (found[n] for n in range(len(cases)))
