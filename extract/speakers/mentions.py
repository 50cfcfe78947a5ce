"""Where the entities of an article are mentioned, found by its tokens: an article may name thousands of them."""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from operator import itemgetter

from extract.speakers.entities import Entity, Tokens

MOST_NEAR = 150
"""Entities that a source may mean, at most: those that were named last before it. Of 124 news articles the one of most
names has 93."""
_FARTHEST = 5_000
"""Tokens: how far back those are looked for. Few articles are so long."""


class Mentions:
    """The mentions of entities, by token; entities keep the order in which they came."""

    def __init__(self) -> None:
        self._order: dict[int, int] = {}
        self._over: dict[int, list[tuple[int, int, Entity, Tokens]]] = defaultdict(list)
        self._count = count()

    def know(self, entity: Entity) -> None:
        """Take an entity in with its mentions, behind all others."""
        self._order[id(entity)] = len(self._order)
        for tokens in entity.mentions:
            self._add(entity, tokens)

    def note(self, entity: Entity, tokens: Tokens) -> None:
        """Note one more mention of an entity that is known."""
        entity.mentions.append(tokens)
        self._add(entity, tokens)

    def _add(self, entity: Entity, tokens: Tokens) -> None:
        one = (self._order[id(entity)], next(self._count), entity, tokens)
        for token in range(*tokens):
            self._over[token].append(one)

    def over(self, tokens: Iterable[int]) -> list[tuple[Entity, Tokens]]:
        """The mentions that hold any of some tokens, in the order of their entities."""
        found = {one[1]: one for token in tokens for one in self._over.get(token, ())}
        return [(entity, mention) for _, _, entity, mention in sorted(found.values(), key=itemgetter(0, 1))]

    def within(self, start: int, end: int) -> list[tuple[Entity, Tokens]]:
        """The mentions that lie in the tokens `start:end`, in the order of their entities."""
        return [(entity, m) for entity, m in self.over(range(start, end)) if start <= m[0] and m[1] <= end]

    def near(self, at: int, entities: Sequence[Entity], fits: Callable[[Entity], bool]) -> list[Entity]:
        """Those of an article's entities that fit; if it has more than `MOST_NEAR`, those named last before a token."""
        if len(entities) <= MOST_NEAR:
            return [entity for entity in entities if fits(entity)]
        found: dict[int, Entity] = {}
        for token in range(at - 1, max(-1, at - _FARTHEST), -1):
            for number, _, entity, _ in self._over.get(token, ()):
                if number not in found and fits(entity):
                    found[number] = entity
            if len(found) >= MOST_NEAR:
                break
        return [found[number] for number in sorted(found)]


@dataclass(slots=True)
class Trail:
    """One entity's mentions and references, as `follow` last found them.

    `everywhere` holds both in text order, `starts` the first tokens of the mentions; `here` tells for a paragraph where
    the first mention in it starts (else the first reference), and where the first of both.
    """

    everywhere: list[Tokens] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    here: dict[int, tuple[int, int]] = field(default_factory=dict)
    _named: set[int] = field(default_factory=set)
    _mentions: int = 0
    _references: int = 0

    def follow(self, entity: Entity, paragraph: Sequence[int]) -> "Trail":
        """Take in what was noted since; `paragraph` tells the paragraph of each token."""
        for tokens in entity.mentions[self._mentions :]:
            insort(self.everywhere, tokens)
            insort(self.starts, tokens[0])
            self._enter(paragraph[tokens[0]], tokens[0], named=True)
        for tokens in entity.references[self._references :]:
            insort(self.everywhere, tokens)
            self._enter(paragraph[tokens[0]], tokens[0], named=False)
        self._mentions, self._references = len(entity.mentions), len(entity.references)
        return self

    def _enter(self, paragraph: int, start: int, *, named: bool) -> None:
        first, least = self.here.get(paragraph, (start, start))
        if named and paragraph not in self._named:
            self._named.add(paragraph)
            first = start
        self.here[paragraph] = first, min(start, least)

    def last_before(self, token: int) -> Tokens | None:
        """The last mention or reference that ends before a token, or at it."""
        for place in range(bisect_left(self.everywhere, (token, token)) - 1, -1, -1):
            if self.everywhere[place][1] <= token:
                return self.everywhere[place]
        return None

    def names(self, start: int, end: int) -> bool:
        """Whether a mention begins in the tokens `start:end`."""
        return bisect_left(self.starts, start) < bisect_left(self.starts, end)
