"""Which policies of an article a quote is about: log-linear models over where and how often they are mentioned.

The first model weighs each policy of the article as a whole, the second each policy for each quote. Quotes that name no
policy get one as well, where the article, the paragraph and the topic speak for it.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log1p
from operator import attrgetter
from typing import Literal

import numpy as np

from extract.records import Quote
from extract.topics.areas import AreaClassifier, AreaReader, Floats
from extract.topics.candidates import LEAD, keys_of
from extract.topics.policies import ArticlePolicy, PolicyMention, Span, touches, touching
from extract.topics.reading import Reading
from extract.topics.weights import LogLinear, log_odds
from extract.topics.words import words_in

Tie = Literal["named", "nominal", "pronoun", "paragraph", "article"]
"""How a quote is tied to a policy: by a mention in its content, a pronoun, its paragraph, or the article alone."""
_PROMINENT = 6
"""The policies, most prominent first, that a quote may be about without any mention nearby."""
_MOST_OPTIONS = 30
"""The policies that a quote may be about, at most; in the news they are eighteen at most."""
_LEAST = 0.01
"""Likelihood as a policy of the article from which on quotes may be about it."""
THRESHOLD = 0.45
"""Least probability of the policy that a quote is most likely about; chosen on PolNeAR dev, as are the next."""
_LEAST_NAMED, _LEAST_MAIN, _MAIN_QUOTES = 0.1, 0.003, 4
"""The same where the quote itself mentions a policy by a policy noun; where the article has a main policy: one that at
least so many quotes are about, and half of those about any."""
_MAIN_INSTRUMENT, _MAIN_MENTIONS = 3, 5
"""How many quotes and mentions make a law, plan or deal the main policy."""
_INTRODUCED_MENTIONS = 4
"""How many mentions make the policy that the beginning introduces the main one."""
BESIDE, MOST = 0.5, 3
"""Another policy is given if it is at least so likely beside the first one; and how many there are at most."""
_PRONOUNS = frozenset(["it", "this", "that", "such"])


@dataclass(frozen=True, slots=True)
class QuoteContext:
    """A quote with its words and the spans around it (the paragraphs before and after, where there are some), and the
    probabilities of the areas: shape (areas,)."""

    quote: Quote
    words: Sequence[str]
    sentences: Sequence[Span]
    paragraph: Span
    before: Sequence[Span]
    after: Sequence[Span]
    areas: Floats

    @classmethod
    def of(cls, quote: Quote, reading: Reading, areas: Floats) -> "QuoteContext":
        """The context of a quote in its article."""
        own = (quote.paragraph.start, quote.paragraph.start + len(quote.paragraph.text))
        first, last = reading.paragraph_of(own[0]), reading.paragraph_of(own[1] - 1)
        return cls(
            quote=quote,
            words=[word for span in quote.content for word in words_in(quote.paragraph[span])],
            sentences=reading.sentences_of(quote),
            paragraph=own,
            before=reading.paragraphs[first - 1 : first] if first > 0 else (),
            after=reading.paragraphs[last + 1 : last + 2],
            areas=areas,
        )


def contexts_of(
    quotes: Sequence[Quote], reading: Reading, reader: AreaReader, classifier: AreaClassifier
) -> list[QuoteContext]:
    """The quotes of an article in their contexts."""
    return [QuoteContext.of(quote, reading, classifier.probabilities(reader, reading.zones(quote))) for quote in quotes]


@dataclass(frozen=True, slots=True)
class Link:
    """A policy that a quote may be about, with what speaks for it."""

    policy: ArticlePolicy
    features: Mapping[str, float]


def tie_of(quote: Quote, link: Link) -> tuple[Tie, PolicyMention | None]:
    """How a quote is tied to a policy, and the mention that tells it best."""
    mentions, start = link.policy.mentions, quote.paragraph.start
    inside = touching(mentions, quote.content)
    if inside:
        named = next((mention for mention in inside if mention.named), None)
        return ("nominal", inside[0]) if named is None else ("named", named)
    first = bisect_left(mentions, start, key=attrgetter("start"))
    if first == len(mentions) or mentions[first].start >= start + len(quote.paragraph.text):
        return "article", None
    return ("pronoun" if link.features["pronoun nearby"] else "paragraph"), mentions[first]


class _Weighed:
    """A policy with what the whole article tells of it."""

    def __init__(self, policy: ArticlePolicy, contexts: Sequence[QuoteContext]) -> None:
        self.policy = policy
        self.log_odds = log_odds(policy.likelihood)
        named = policy.named
        self.mean = sum(m.likelihood for m in named) / len(named)
        self.weight = (policy.likelihood + 0.05) * log1p(len(policy.mentions))
        near = [touches(policy.mentions, (context.paragraph, *context.sentences)) for context in contexts]
        here = list(zip(contexts, near, strict=True))
        self.in_content = [touching(policy.mentions, one.quote.content) if mentioned else [] for one, mentioned in here]
        self.in_sentence = [mentioned and touches(policy.mentions, one.sentences) for one, mentioned in here]
        self.areas = np.mean([one.areas for one, mentioned in here if mentioned], axis=0) if any(near) else None
        self.quoted = sum(map(bool, self.in_content)) / max(1, len(contexts))
        self.told = sum(self.in_sentence) / max(1, len(contexts))
        self.rank = 0
        self.kinds = _kinds(policy)
        self.likelihood = 0.0


def _kinds(policy: ArticlePolicy) -> dict[str, float]:
    named = [m.candidate for m in policy.named if m.candidate is not None]
    count = max(1, len(named))

    def share(*features: str) -> float:
        return sum(any(f in one.features for f in features) for one in named) / count

    return {
        "policy noun": share("policy noun"),
        "policy action": share("policy action"),
        "title": share("title"),
        "numbered": share("kind=numbered", "kind=case"),
        "law": share("entity=LAW"),
        "speaker": share("speaker=anonymous", "speaker=group", "speaker=organization", "speaker=document"),
        "somebody": share("name=ORG", "name=GPE", "name=NORP"),
        "known": float(policy.known is not None),
        "action only": float(bool(named) and all(one.kind == "action" for one in named)),
    }


def weighed(
    policies: Sequence[ArticlePolicy], contexts: Sequence[QuoteContext], reading: Reading
) -> list[tuple[_Weighed, dict[str, float]]]:
    """Each policy with the features that tell whether the article speaks of it as a policy."""
    found = [_Weighed(policy, contexts) for policy in policies]
    for rank, one in enumerate(sorted(found, key=lambda one: -one.weight)):
        one.rank = rank
    mentions = sum(len(one.policy.mentions) for one in found) or 1
    title = keys_of(words_in(reading.title))
    return [(one, _policy_features(one, title, mentions)) for one in found]


def _policy_features(one: _Weighed, title: frozenset[str], mentions: int) -> dict[str, float]:
    policy = one.policy
    name = policy.name.split()
    return {
        "likelihood": one.log_odds,
        "mean likelihood": one.mean,
        "mentions": log1p(len(policy.mentions)),
        "named mentions": log1p(len(policy.named)),
        "share of mentions": len(policy.mentions) / mentions,
        "quoted": one.quoted,
        "quoted, root": one.quoted**0.5,
        "told": one.told,
        "rank": float(min(one.rank, 10)),
        "first": float(one.rank == 0),
        "weight": one.weight,
        "keys": float(len(policy.keys)),
        "words": float(len(name)),
        "one word": float(len(name) == 1),
        "forms": float(len(policy.forms)),
        "late": min(policy.mentions[0].start, 8000) / 1000,
        "in title": len(policy.keys & title) / max(1, len(policy.keys)),
        "area": float(one.areas.max()) if one.areas is not None and len(one.areas) else 0.1,
        **one.kinds,
    }


def links(
    policies: Sequence[ArticlePolicy], contexts: Sequence[QuoteContext], reading: Reading, model: LogLinear
) -> Iterator[list[Link]]:
    """Yield for each quote the policies that it may be about; `model` weighs policies as the article's."""
    rated = weighed(policies, contexts, reading)
    for one, features in rated:
        one.likelihood = model.probability(features)
    kept = [(one, features) for one, features in rated if one.likelihood >= _LEAST]
    ranks = {id(one): n for n, (one, _) in enumerate(sorted(kept, key=lambda pair: -pair[0].likelihood))}
    total = sum(one.likelihood for one, _ in kept) or 1.0
    most = max((one.likelihood for one, _ in kept), default=0.0)
    spoke_of: dict[str, ArticlePolicy] = {}
    for number, context in enumerate(contexts):
        speaker = context.quote.speakers[0].id if context.quote.speakers else ""
        rows = []
        for one, features in _nearest(kept, number, context):
            own = _link_features(one, features, number, context)
            own["article"] = log_odds(one.likelihood)
            own["article, relative"] = one.likelihood / most
            own["article, share"] = one.likelihood / total
            own["article rank"] = float(min(ranks[id(one)], 10))
            own["article rank 0"] = float(ranks[id(one)] == 0)
            own["article sum"] = total
            own["spoke of it"] = float(bool(speaker) and spoke_of.get(speaker) is one.policy)
            rows.append((one, own))
        yield _compared(rows)
        inside = [one for one, own in rows if own["in content"]]
        if inside and speaker:
            spoke_of[speaker] = max(inside, key=lambda one: one.likelihood).policy


Told = tuple[_Weighed, dict[str, float]]
"""A policy with the features that the article gives it."""


def _nearest(policies: Sequence[Told], number: int, context: QuoteContext) -> Sequence[Told]:
    """The policies that a quote may be about: mentioned in or near it, or prominent; at most `_MOST_OPTIONS`."""
    found: list[tuple[int, Told]] = []
    for policy in policies:
        one, mentions = policy[0], policy[0].policy.mentions
        if one.in_content[number]:
            found.append((0, policy))
        elif one.in_sentence[number]:
            found.append((1, policy))
        elif one.rank < _PROMINENT:
            found.append((2, policy))
        elif touches(mentions, [context.paragraph]):
            found.append((3, policy))
        elif touches(mentions, context.before):
            found.append((4, policy))
    if len(found) <= _MOST_OPTIONS:
        return [policy for _, policy in found]
    nearest = sorted(found, key=lambda pair: (pair[0], pair[1][0].rank))[:_MOST_OPTIONS]
    return [policy for _, policy in nearest]


def _link_features(
    one: _Weighed, features: Mapping[str, float], number: int, context: QuoteContext
) -> dict[str, float]:
    mentions, quote = one.policy.mentions, context.quote
    inside, in_sentence = one.in_content[number], one.in_sentence[number]
    in_paragraph, before = touches(mentions, [context.paragraph]), touches(mentions, context.before)
    start, end = quote.content[0][0], quote.content[-1][1]
    earlier = bisect_left(mentions, end, key=attrgetter("start"))
    words = context.words
    pronoun = not _PRONOUNS.isdisjoint(words)
    nearby = in_sentence or before or in_paragraph
    best = max((m.likelihood for m in inside if m.named), default=0.0)
    reported = touching(mentions, [*quote.cue, *quote.source])
    near = 0.5
    if one.areas is not None:
        lengths = float(np.linalg.norm(one.areas) * np.linalg.norm(context.areas))
        near = float(one.areas @ context.areas) / (lengths + 1e-9)
    area = float(context.areas.max()) if len(context.areas) else 0.0
    roles = {f for m in inside if m.candidate is not None for f in m.candidate.features if f.startswith("dependency=")}
    return {
        **features,
        "in content": float(bool(inside)),
        "likelihood in content": best,
        "nominal in content": float(any(not m.named for m in inside)),
        "in sentence": float(in_sentence),
        "in paragraph": float(in_paragraph),
        "in paragraph before": float(before),
        "in paragraph after": float(touches(mentions, context.after)),
        "density": 10 * len(inside) / max(3, len(words)),
        "distance": min(9.0, max(0.0, (start - mentions[earlier - 1].start) / 500)) if earlier else 9.0,
        "mentioned before": float(bool(earlier)),
        "pronoun": float(pronoun),
        "pronoun nearby": float(pronoun and not inside and nearby),
        "reported": float(bool(reported)),
        "length": min(4.0, len(words) / 20),
        "quote area": area,
        "near": near,
        "near when absent": near * (not inside),
        "area when absent": area * (not inside),
        "object": float(bool(roles & {"dependency=dobj"})),
        "subject": float(bool(roles & {"dependency=nsubj", "dependency=nsubjpass"})),
    }


def _compared(rows: Sequence[tuple[_Weighed, dict[str, float]]]) -> list[Link]:
    """The policies that a quote may be about, each beside the others."""
    rough = [own["article"] + 1.5 * own["in content"] + 0.7 * own["in paragraph"] for _, own in rows]
    nearest = max((own["near"] for _, own in rows), default=0.0)
    within = max((one.likelihood for one, own in rows if own["in content"]), default=0.0)
    around = max((one.likelihood for one, own in rows if own["in paragraph"]), default=0.0)
    for (one, own), value in zip(rows, rough, strict=True):
        own["behind"] = value - max(rough)
        own["ahead of it"] = float(sum(other > value for other in rough))
        own["less near"] = own["near"] - nearest
        own["behind those in content"] = one.likelihood - within
        own["behind those in paragraph"] = one.likelihood - around
        own["article in content"] = own["article"] * own["in content"]
        own["article in sentence"] = own["article"] * own["in sentence"]
        own["first when absent"] = own["article rank 0"] * (1 - own["in content"])
        own["told when absent"] = own["told"] * (1 - own["in content"])
    return [Link(one.policy, own) for one, own in rows]


Rated = list[tuple[Link, float]]


def rate(options: Sequence[Link], model: LogLinear) -> Rated:
    """The policies that a quote may be about with their log-odds, likeliest first."""
    return likeliest_first((link, model.odds(link.features)) for link in options)


_READ_LATER = ("in content", "policy noun", "pronoun nearby")


def as_rated(link: Link) -> Link:
    """A link with those features alone that are read once it is rated: an article may have a hundred thousand links."""
    return Link(link.policy, {name: link.features[name] for name in _READ_LATER})


def likeliest_first(options: Iterable[tuple[Link, float]]) -> Rated:
    """Policies in the order of what they are rated; those rated alike stay in theirs."""
    return sorted(options, key=lambda pair: -pair[1])


def chosen_links(rated: Sequence[Rated]) -> list[Rated]:
    """For each quote the policies that it is about, given those that it may be, likeliest first.

    A quote that says "the ordinance" is about a policy, be it ever so unsure which; and so, less strictly, is one in an
    article whose other quotes are about one and the same. Those rules are as sure as `THRESHOLD` at least.
    """
    first = [row[:1] if row and row[0][1] >= _least(row[0][0]) else [] for row in rated]
    main = _main_policy([row[0][0].policy for row in first if row]) or _introduced(rated)
    found: list[Rated] = []
    for row, sure in zip(rated, first, strict=True):
        if sure:
            chosen = [(link, score) for link, score in row[:MOST] if score >= BESIDE * row[0][1]]
        else:
            chosen = [(link, score) for link, score in row if link.policy is main and score >= _LEAST_MAIN]
        found.append([(link, max(score, THRESHOLD) if n == 0 else score) for n, (link, score) in enumerate(chosen)])
    return found


def _main_policy(quoted: Sequence[ArticlePolicy]) -> ArticlePolicy | None:
    """The policy that an article is about, given that of each quote: half of them, or a law, plan or deal that the
    article keeps coming back to."""
    counts = Counter(map(id, quoted))
    by_id = {id(policy): policy for policy in quoted}
    for main, number in counts.most_common():
        policy = by_id[main]
        if number >= _MAIN_QUOTES and 2 * number >= len(quoted):
            return policy
        lasting = len(policy.mentions) >= _MAIN_MENTIONS and (policy.known is not None or bool(policy.families))
        if number >= _MAIN_INSTRUMENT and lasting:
            return policy
    return None


def _introduced(rated: Sequence[Rated]) -> ArticlePolicy | None:
    """The policy that an article introduces by a policy noun at its beginning and keeps coming back to."""
    policies = {id(link.policy): (link.policy, link.features) for row in rated for link, _ in row}
    if not policies:
        return None
    most, features = max(policies.values(), key=lambda one: len(one[0].mentions))
    introduced = most.mentions[0].start < LEAD and features["policy noun"] >= 0.5
    return most if introduced and len(most.mentions) >= _INTRODUCED_MENTIONS else None


def _least(link: Link) -> float:
    names = link.features["in content"] and link.features["policy noun"] >= 0.5
    return _LEAST_NAMED if names else THRESHOLD
