"""The policies of an article: what mentions them, and which mentions mean the same one.

The network tags the mentions. Those with the same words are one policy's, and so are those that the network takes for
the same; then "the bill" and the like go to the policy that they go on about, and are never a policy by themselves.
Known policies are found by their names and aliases.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import log1p
from typing import Any

import numpy as np

from extract.attribution.encoding import Range
from extract.attribution.model import Floats
from extract.attribution.spans import crossing
from extract.speakers.names import abbreviates
from extract.topics.numbered import kind_and_number
from extract.topics.scheme import KnownPolicy
from extract.topics.words import LISTS, SMALL, words_in
from extract.training.about.encoding import ArticleText, Window
from extract.training.about.network import Comparer, Network

_NOTHING: Floats = np.zeros(0, np.float32)
OUTSIDE, FIRST, INSIDE = range(3)
"""The tags of words."""
BARE = LISTS["law"] | LISTS["plan"] | LISTS["deal"] | LISTS["vague"] | {"decision", "ruling", "regulation"}
"""Words that name no policy, alone or together: "the proposed bill"."""
LEAST, LEAST_BEST = 0.3, 0.5
"""Probability of each word of a mention, and of its likeliest word, at least; chosen on held-out stories."""
JOINED = 0.0
"""Mean log-odds above which groups of mentions are one policy."""
_CLAUSE = frozenset(["that", "which"])
"""Words that begin a relative clause: of the gold wordings, one in fifty has one."""
_MOST_NAMES = 100
"""Different wordings of an article that are compared, at most: those that occur most."""
_LATELY, _SOON = 8, 2
"""Mentions before and after "the bill" that it may go on about, at most."""
LIKENESS = 10
"""Features of how two mentions are worded."""


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """Characters `start:end` of the text, the words `words` of the article.

    `vector` is its meaning; `clear` is the probability that it is a good name, `sure` that it is a mention at all;
    `keys` are its folded words, `number` kind and number of a numbered policy.
    """

    start: int
    end: int
    words: tuple[int, int]
    text: str
    keys: frozenset[str]
    vector: Floats
    clear: float = 0.0
    sure: float = 1.0
    known: KnownPolicy | None = None
    number: tuple[str, str] | None = None

    @property
    def bare(self) -> bool:
        """Whether it names nothing by itself: "the measure"."""
        return self.known is None and self.keys <= BARE


@dataclass(eq=False)
class ArticlePolicy:
    """A policy of one article, with its mentions in text order."""

    mentions: list[Mention]

    @property
    def known(self) -> KnownPolicy | None:
        """The policy of the scheme that it is, if any."""
        return next((mention.known for mention in self.mentions if mention.known is not None), None)

    @property
    def names(self) -> list[str]:
        """The wordings that name it, the clearest first; a known policy's name leads."""
        clear: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.mentions:
            if not mention.bare:
                clear[mention.text.casefold()].append(mention)
        ranked = sorted(clear.values(), key=_clearness, reverse=True)
        known = [self.known.name] if self.known is not None else []
        return list(dict.fromkeys([*known, *map(_written, ranked)]))


def _written(same: Sequence[Mention]) -> str:
    """How mentions with the same words are written most often; of two ways the one with fewer capitals, for headlines
    have more."""
    ways = Counter(mention.text for mention in same)
    return max(ways, key=lambda text: (ways[text], -sum(map(str.isupper, text))))


def _clearness(same: Sequence[Mention]) -> tuple[float, int]:
    return sum(mention.clear for mention in same) / len(same) + 0.05 * log1p(len(same)), -same[0].start


def find_policies(
    text: str, article: ArticleText, known: Sequence[tuple[int, int, KnownPolicy]], network: Network
) -> list[ArticlePolicy]:
    """The policies of an article, given its known ones as (start, end, policy); those first that are mentioned most
    often and most surely."""
    mentions = sorted(_mentions(text, article, known, network), key=lambda mention: mention.start)
    policies = joined([mention for mention in mentions if not mention.bare], network)
    named = sorted(
        ((mention, policy) for policy in policies for mention in policy.mentions), key=lambda pair: pair[0].start
    )
    for mention in mentions:
        if mention.bare and (policy := _gone_on_about(mention, named, network)) is not None:
            policy.mentions.append(mention)
    for policy in policies:
        policy.mentions.sort(key=lambda mention: mention.start)
    return sorted(policies, key=lambda policy: (-sum(m.sure for m in policy.mentions), policy.mentions[0].start))


def _mentions(
    text: str, article: ArticleText, known: Sequence[tuple[int, int, KnownPolicy]], network: Network
) -> Iterator[Mention]:
    named = [(article.between(start, end), policy) for start, end, policy in known]
    spans = [words for words, _ in named]
    for window in article.plain():
        read = network.read(window)
        first, after = window.words
        likely = 1 - _softmax(read.tags)[:, OUTSIDE]
        trimmed = [_trimmed(text, article, words) for words in tagged(likely, window, article)]
        found = [words for words in trimmed if _is_worded(text, article, words) and not crossing(spans, *words)]
        known_here = [one for one in named if first <= one[0][0] < after]
        for words, policy in (*((words, None) for words in found), *known_here):
            pieces = [window.first[word] for word in range(words[0], min(words[1], after))]
            yield mention_of(
                text,
                article,
                words,
                vector=read.vectors[pieces].mean(0),
                clear=float(1 / (1 + np.exp(-read.clear[pieces].mean()))),
                sure=1.0 if policy is not None else float(likely[pieces].mean()),
                known=policy,
            )


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    shares: Floats = powers / powers.sum(-1, keepdims=True)
    return shares


def _is_worded(text: str, article: ArticleText, words: Range) -> bool:
    """Whether some words are any, and not only numbers."""
    first, after = words
    return first < after and any(map(str.isalpha, text[article.starts[first] : article.ends[after - 1]]))


def _trimmed(text: str, article: ArticleText, words: Range) -> Range:
    """The words of a mention up to a relative clause, without those at its ends that are not part of the name: "of",
    "the", "proposed". Capitalized words stay ("No Child Left Behind", "New Deal"), except for determiners."""
    first, after = words

    def belongs(word: int) -> bool:
        end = article.ends[word]
        own = text[article.starts[word] : end]
        if own.lower() in LISTS["determiners"] or not any(letter.isalnum() or letter in "$£€" for letter in own):
            return False
        return text.startswith("-", end) or (own not in SMALL and own not in LISTS["status"])

    while first < after and not belongs(first):
        first += 1
    clauses = (n for n in range(first + 1, after) if text[article.starts[n] : article.ends[n]] in _CLAUSE)
    after = next(clauses, after)
    while first < after and not belongs(after - 1):
        after -= 1
    return first, after


def mention_of(text: str, article: ArticleText, words: Range, *, vector: Floats = _NOTHING, **told: Any) -> Mention:
    """Make a mention of some words of an article; `told` are its other fields."""
    start, end = article.starts[words[0]], article.ends[words[1] - 1]
    own = " ".join(text[start:end].split())
    keys, number = frozenset(words_in(own)) - SMALL, kind_and_number(own)
    return Mention(start, end, words, own, keys, vector, number=number, **told)


def tagged(likely: Floats, window: Window, article: ArticleText) -> Iterator[Range]:
    """Yield the runs of words that are likely in a mention, and one of them very; none runs over a paragraph's end.

    `likely` has the probability of each of the window's pieces.
    """
    first, after = window.words
    inside = [float(likely[window.first[word]]) for word in range(first, after)]
    paragraphs = article.words.paragraphs[first:after]
    for _, run in groupby(range(len(inside)), key=lambda n: (paragraphs[n], inside[n] >= LEAST)):
        words = list(run)
        if max(inside[n] for n in words) >= LEAST_BEST:
            yield first + words[0], first + words[-1] + 1


def joined(mentions: Iterable[Mention], network: Comparer) -> list[ArticlePolicy]:
    """The policies that mentions name: those with the same words, and those that the network takes for the same.

    Groups are joined while the mean log-odds between the members of two is positive, the likeliest pair first (average
    linkage).
    """
    alike: dict[object, list[Mention]] = defaultdict(list)
    for mention in mentions:
        alike[mention.known.id if mention.known is not None else mention.number or mention.keys].append(mention)
    groups = sorted(alike.values(), key=lambda same: (-len(same), same[0].start))[:_MOST_NAMES]
    odds = _odds([_middle(same) for same in groups], network)
    members = [[n] for n in range(len(groups))]
    np.fill_diagonal(odds, -np.inf)
    while len(members) > 1:
        one, other = sorted(np.unravel_index(odds.argmax(), odds.shape))
        if odds[one, other] <= JOINED:
            break
        sizes = len(members[one]), len(members[other])
        odds[one] = (sizes[0] * odds[one] + sizes[1] * odds[other]) / sum(sizes)
        odds[:, one] = odds[one]
        odds[one, one] = -np.inf
        odds = np.delete(np.delete(odds, other, 0), other, 1)
        members[one] += members.pop(other)
    return [ArticlePolicy([mention for n in own for mention in groups[n]]) for own in members]


def _middle(same: Sequence[Mention]) -> Mention:
    """The first of mentions with the same words, with what they mean on the average."""
    return replace(same[0], vector=np.mean([mention.vector for mention in same], 0))


def _odds(mentions: Sequence[Mention], network: Comparer) -> Floats:
    """Log-odds that two mentions name one policy, shape (mentions, mentions)."""
    count = len(mentions)
    found: Floats = np.zeros((count, count), np.float32)
    rows, columns = (part.tolist() for part in np.triu_indices(count, 1))
    if len(rows):
        vectors = np.stack([mention.vector for mention in mentions])
        pairs = [(mentions[a], mentions[b]) for a, b in zip(rows, columns, strict=True)]
        odds = network.same(vectors[rows], vectors[columns], np.array([likeness(*pair) for pair in pairs], np.float32))
        odds[[_two(*pair) for pair in pairs]] = -np.inf
        found[rows, columns] = found[columns, rows] = odds
    return found


def _two(one: Mention, other: Mention) -> bool:
    """Whether mentions with other words name two policies for sure: two known ones, or two numbers."""
    known = one.known is not None and other.known is not None
    return known or (one.number is not None and other.number is not None)


def _gone_on_about(
    bare: Mention, named: Sequence[tuple[Mention, ArticlePolicy]], network: Comparer
) -> ArticlePolicy | None:
    """The policy that "the bill" goes on about, given the mentions that name one in text order."""
    place = bisect_left(named, bare.start, key=lambda pair: pair[0].start)
    near = named[max(0, place - _LATELY) : place + _SOON]
    if not near:
        return None
    others = np.stack([mention.vector for mention, _ in near])
    ways = np.array([likeness(bare, mention) for mention, _ in near], np.float32)
    odds = network.same(np.repeat(bare.vector[None], len(near), 0), others, ways)
    best = int(odds.argmax())
    return near[best][1] if odds[best] > 0 else None


def likeness(one: Mention, other: Mention) -> list[float]:
    """How two mentions are worded: `LIKENESS` features for the network."""
    first, second = (one, other) if one.start <= other.start else (other, one)
    shared, all_words = len(one.keys & other.keys), len(one.keys | other.keys)
    named = not (one.bare or other.bare)
    return [
        float(one.text.casefold() == other.text.casefold()),
        shared / max(1, all_words),
        float(named and (one.keys <= other.keys or other.keys <= one.keys)),
        float(_head(one) == _head(other)),
        float(abbreviates(one.text, other.text) or abbreviates(other.text, one.text)),
        float(not named),
        float(one.bare and other.bare),
        float(np.log1p(second.words[0] - first.words[0])) / 7,
        float(second.bare),
        float(shared > 0),
    ]


def _head(mention: Mention) -> str:
    return (words_in(mention.text) or [""])[-1]
