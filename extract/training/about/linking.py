"""Which policies a quote is about, and which side it takes."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from extract.attribution.model import Floats
from extract.records import Stance
from extract.training.about.calibration import Limits
from extract.training.about.encoding import MOST_POLICIES, ArticleText, Prompt, Window
from extract.training.about.network import Network, Pairs
from extract.training.about.policies import ArticlePolicy

STANCES: tuple[Stance | None, ...] = (None, "for", "against", "mixed")
"""The classes of the network's stance output, in order."""
SHARED = 0.5
"""How far a quote's policy areas go towards those of all quotes about its policy, at most."""
MOST = 2
"""Policies of a quote at most, as in the annotation guide."""


@dataclass(frozen=True, slots=True)
class Link:
    """A policy that a quote is about, with the probability that it is; the stance with its own, and the words that
    carry it, as characters `start:end`."""

    policy: ArticlePolicy
    score: float
    stance: Stance | None = None
    stance_score: float | None = None
    evidence: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class QuoteLinks:
    """What the network reads off a quote: its policies, the likeliest first, and the log-odds of policy areas."""

    links: Sequence[Link]
    areas: Floats


def read_quotes(
    article: ArticleText, policies: Sequence[ArticlePolicy], network: Network, least: Limits
) -> list[QuoteLinks]:
    """What each quote of an article is about, of the article's policies those with most mentions."""
    asked = list(policies[:MOST_POLICIES])
    found: dict[int, QuoteLinks] = {}
    for numbers, window in article.beside([prompt(policy) for policy in asked]):
        pairs = network.pairs(window, network.read(window).states)
        for row, number in enumerate(numbers):
            links = list(_links(asked, pairs, row, article, window, number, least))
            found[number] = QuoteLinks(links, pairs.areas[row])
    nothing = QuoteLinks((), np.zeros(0, np.float32))
    shared = _shared(found)
    return [shared.get(number, nothing) for number in range(len(article.quotes))]


def _shared(found: Mapping[int, QuoteLinks]) -> dict[int, QuoteLinks]:
    """The quotes with their areas moved towards those of the other quotes about the same policies."""
    sums: dict[ArticlePolicy, Floats] = {}
    weights: dict[ArticlePolicy, float] = defaultdict(float)
    for own in found.values():
        for link in own.links:
            sums[link.policy] = sums.get(link.policy, 0) + link.score * own.areas
            weights[link.policy] += link.score
    moved = {}
    for number, own in found.items():
        areas = own.areas
        for link in own.links:
            areas = areas + SHARED * link.score * (sums[link.policy] / weights[link.policy] - own.areas)
        moved[number] = replace(own, areas=areas)
    return moved


def prompt(policy: ArticlePolicy) -> Prompt:
    """A policy as the network is asked of it."""
    return Prompt(policy.names, [mention.words for mention in policy.mentions])


def _links(
    policies: Sequence[ArticlePolicy],
    pairs: Pairs,
    row: int,
    article: ArticleText,
    window: Window,
    quote: int,
    least: Limits,
) -> Iterator[Link]:
    ranked = sorted(range(len(policies)), key=lambda n: -pairs.about[row, n])[:MOST]
    for column in ranked:
        score = least.about.probability(float(pairs.about[row, column]))
        if score < least.least_about:
            return
        stance, likely = _stance(pairs.stances[row, column], least)
        sure = score * likely  # of a wrong policy no side is right
        if stance is None or sure < least.least_stance:
            yield Link(policies[column], score)
            continue
        evidence = _evidence(pairs.evidence[:, column], article, window, quote)
        yield Link(policies[column], score, stance, sure, evidence)


def _stance(scores: Floats, least: Limits) -> tuple[Stance | None, float]:
    """The likeliest side and its probability."""
    likely = np.exp(scores - scores.max())
    best = 1 + int(scores[1:].argmax())
    share = float(likely[best] / likely.sum())
    odds = float(np.log(share / max(1e-6, 1 - share)))
    return STANCES[best], least.stance.probability(odds)


def _evidence(odds: Floats, article: ArticleText, window: Window, quote: int) -> tuple[int, int] | None:
    """The run of words around the one with the highest score, as far as each is likelier evidence than not."""
    spoken = article.quotes[quote]
    inside = {word for word in (*spoken.cue, *spoken.content) if word in window.first}
    best = max(inside, key=lambda word: (odds[window.first[word]], -word), default=None)
    if best is None:
        return None
    first = last = best
    while first - 1 in inside and odds[window.first[first - 1]] > 0:
        first -= 1
    while last + 1 in inside and odds[window.first[last + 1]] > 0:
        last += 1
    return article.starts[first], article.ends[last]
