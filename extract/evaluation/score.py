"""Figures for quotes against gold ones, after the attribution measures of PolNeAR (Newell et al., LREC 2018).

Words are runs of letters and digits, so punctuation and quotation marks never count. A predicted attribution is right
if its content shares at least half of all words that either content covers, and the sources share a word or neither
has one; each gold attribution is matched once.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol, get_args

from extract.records import Kind, Span

Part = Literal["source", "cue", "content"]
PARTS: tuple[Part, ...] = get_args(Part)
KINDS: tuple[Kind, ...] = ("direct", "mixed", "indirect")
_WORD = re.compile(r"\w+(?:[’'.-]\w+)*")
Words = frozenset[int]


class Spans(Protocol):
    """What has a source, a cue and a content: gold or predicted."""

    @property
    def source(self) -> Sequence[Span]: ...
    @property
    def cue(self) -> Sequence[Span]: ...
    @property
    def content(self) -> Sequence[Span]: ...


@dataclass(frozen=True, slots=True)
class Figure:
    """How many were predicted, how many are gold, and how many are right.

    `right_gold` counts those of gold, where the two differ: a direct quote may be matched by a mixed one.
    """

    right: int
    predicted: int
    gold: int
    right_gold: int | None = None

    @property
    def precision(self) -> float:
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        right = self.right if self.right_gold is None else self.right_gold
        return right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Match:
    """A gold and a predicted attribution whose contents share half of their words, by their numbers in the article."""

    gold: int
    predicted: int
    right: bool
    exact: bool


@dataclass(frozen=True, slots=True)
class ArticleScore:
    """One article's matches, and how many attributions it has in gold and prediction."""

    id: str
    gold: int
    predicted: int
    matches: tuple[Match, ...]

    @property
    def f1(self) -> float:
        """1 where there is nothing to find and nothing was found."""
        if not self.gold and not self.predicted:
            return 1.0
        return Figure(sum(match.right for match in self.matches), self.predicted, self.gold).f1


@dataclass(slots=True)
class Scores:
    """Figures by name, and the articles in the order of the gold file."""

    figures: dict[str, Figure] = field(default_factory=dict)
    articles: list[ArticleScore] = field(default_factory=list)

    def rows(self) -> list[dict[str, Any]]:
        """One row a figure."""
        return [
            {
                "figure": name,
                "precision": round(figure.precision, 4),
                "recall": round(figure.recall, 4),
                "f1": round(figure.f1, 4),
                "right": figure.right,
                "rightGold": figure.right if figure.right_gold is None else figure.right_gold,
                "predicted": figure.predicted,
                "gold": figure.gold,
            }
            for name, figure in self.figures.items()
        ]

    def worst(self, limit: int) -> list[dict[str, Any]]:
        """One row an article, those of least F1 first."""
        return [
            {
                "article": article.id,
                "f1": round(article.f1, 4),
                "missed": article.gold - sum(match.right for match in article.matches),
                "wrong": article.predicted - sum(match.right for match in article.matches),
                "gold": article.gold,
            }
            for article in sorted(self.articles, key=lambda article: article.f1)[:limit]
        ]


def score(gold: Iterable[tuple[str, str, Sequence[Spans]]], predicted: Mapping[str, Sequence[Spans]]) -> Scores:
    """Score predicted attributions by article id against gold ones, given as (id, text, attributions).

    Attributions without a word of content are left out, and so are predicted articles that gold lacks.
    """
    counts: Counter[tuple[str, str]] = Counter()
    scores = Scores()
    for id, text, attributions in gold:
        mine = predicted.get(id, ())
        scores.articles.append(_count(counts, id, text, attributions, mine))
    for name in sorted({name for name, _ in counts}, key=_ORDER.index):
        of = {what: counts[name, what] for what in ("right", "predicted", "gold")}
        by_gold = counts[name, "right gold"] if name in KINDS else None
        scores.figures[name] = Figure(**of, right_gold=by_gold)
    return scores


_ORDER = (
    "attribution lenient", "attribution exact", "span lenient", *KINDS,
    *(f"{part} {how}" for part in ("content", "source", "cue") for how in ("exact", "tokens")),
)  # fmt: skip


def _count(
    counts: Counter[tuple[str, str]], id: str, text: str, gold: Sequence[Spans], predicted: Sequence[Spans]
) -> ArticleScore:
    words = words_in(text)
    quoted = _quoted(text, words)
    both = {
        "gold": {n: parts_of(a, words) for n, a in enumerate(gold)},
        "predicted": {n: parts_of(a, words) for n, a in enumerate(predicted)},
    }
    rows = {which: {n: parts for n, parts in side.items() if parts["content"]} for which, side in both.items()}
    for part in PARTS:
        sets = {which: {parts[part] for parts in side.values() if parts[part]} for which, side in rows.items()}
        tokens = {which: frozenset().union(*found) for which, found in sets.items()}
        for how, found in (("exact", sets), ("tokens", tokens)):
            counts[f"{part} {how}", "right"] += len(found["gold"] & found["predicted"])
            for which in found:
                counts[f"{part} {how}", which] += len(found[which])
    matches = _matches(rows["gold"], rows["predicted"])
    for name, right in (
        ("span lenient", len(matches)),
        ("attribution lenient", sum(match.right for match in matches)),
        ("attribution exact", sum(match.exact for match in matches)),
    ):
        counts[name, "right"] += right
        for which, side in rows.items():
            counts[name, which] += len(side)
    for which, side in rows.items():
        for parts in side.values():
            counts[_kind(parts["content"], quoted), which] += 1
    for match in matches:
        if match.right:
            counts[_kind(rows["gold"][match.gold]["content"], quoted), "right gold"] += 1
            counts[_kind(rows["predicted"][match.predicted]["content"], quoted), "right"] += 1
    return ArticleScore(id, len(rows["gold"]), len(rows["predicted"]), tuple(matches))


def _matches(gold: Mapping[int, dict[Part, Words]], predicted: Mapping[int, dict[Part, Words]]) -> list[Match]:
    pairs = []
    for i, mine in gold.items():
        for j, other in predicted.items():
            shared, either = len(mine["content"] & other["content"]), len(mine["content"] | other["content"])
            if shared and 2 * shared >= either:
                right = bool(mine["source"] & other["source"]) or not (mine["source"] or other["source"])
                exact = right and shared == either and mine["source"] == other["source"]
                pairs.append((right, shared / either, i, j, exact))
    matches: list[Match] = []
    for right, _, i, j, exact in sorted(pairs, reverse=True):
        if all(match.gold != i and match.predicted != j for match in matches):
            matches.append(Match(i, j, right, exact))
    return matches


def words_in(text: str) -> list[Span]:
    """The spans of a text's words."""
    return [found.span() for found in _WORD.finditer(text)]


def parts_of(attribution: Spans, words: Sequence[Span]) -> dict[Part, Words]:
    """The words of each part, by their numbers."""
    return {
        part: frozenset(
            n for start, end in getattr(attribution, part) for n, (s, e) in enumerate(words) if s < end and start < e
        )
        for part in PARTS
    }


def _kind(content: Words, quoted: Words) -> Kind:
    """Direct if at least half of the words stand in quotation marks, mixed if some do."""
    marked = len(content & quoted)
    return "direct" if 2 * marked >= len(content) else "mixed" if marked else "indirect"


def _quoted(text: str, words: Sequence[Span]) -> Words:
    """The words inside double quotation marks; marks left open close with their line."""
    inside = bytearray(len(text))
    is_open = False
    for at, character in enumerate(text):
        if character in "“«":
            is_open = True
        elif character in "”»\n":
            is_open = False
        elif character == '"':
            is_open = not is_open
        inside[at] = is_open
    return frozenset(n for n, (start, _) in enumerate(words) if inside[start])
