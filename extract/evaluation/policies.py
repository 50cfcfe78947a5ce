"""Figures for policies, stances and areas against gold ones, and for the whole: who said what about which policy.

A policy is right if any of its names shares half of its words (F1) with any wording of a gold policy of the quote.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extract.evaluation.gold import GoldArticle, GoldAttribution
from extract.evaluation.score import Figure, words_in
from extract.evaluation.speakers import contents, matched
from extract.records import Policy, Quote

WORTH_OF_SPEAKER = 0.2
"""Of two quotes that match a gold one almost alike, the one with the right speaker is taken for it."""

_SAME = 0.5
_FIGURES = ("policy", "stance", "areas", "who said what about which policy")
_SMALL = frozenset(["the", "a", "an", "of", "on", "for", "to", "in", "and"])
_BARE = frozenset(
    [
        *("bill", "law", "legislation", "measure", "plan", "proposal", "deal", "agreement", "act", "order", "program"),
        *("programme", "policy", "rule", "reform", "it", "package", "decision", "ruling", "treaty", "the", "a", "this"),
        *("new", "proposed"),
    ]
)
"""Words that name no policy by themselves."""


def score_policies(gold: Iterable[GoldArticle], predicted: Mapping[str, Sequence[Quote]]) -> dict[str, Figure]:
    """Figure by name; empty if no gold article lists policies.

    ``policy`` and ``areas`` count those of quotes whose content is right. ``stance`` is right where the policy is, too;
    its recall counts all gold stances. ``who said what about which policy`` counts (quote, speaker, policy) of all
    quotes.
    """
    counts: Counter[tuple[str, str]] = Counter()
    for article in gold:
        if article.policies is not None:
            _count(counts, article, predicted.get(article.id, ()))
    return {
        name: Figure(counts[name, "right"], counts[name, "predicted"], counts[name, "gold"])
        for name in _FIGURES
        if counts[name, "gold"]
    }


def _count(counts: Counter[tuple[str, str]], article: GoldArticle, predicted: Sequence[Quote]) -> None:
    words = words_in(article.text)
    marked, found = contents(article.attributions, words), contents(predicted, words)
    whole = "who said what about which policy"
    counts[whole, "gold"] += sum(len(article.attributions[n].policies) for n in marked)
    counts[whole, "predicted"] += sum(len(predicted[n].policies) for n in found)
    counts["stance", "gold"] += sum(bool(stance) for n in marked for stance in article.attributions[n].stance.values())
    for right, i, j in matched(article, predicted, words, worth_of_speaker=WORTH_OF_SPEAKER):
        mine, quote = article.attributions[i], predicted[j]
        areas = {topic.id for topic in quote.topics}
        counts["areas", "gold"] += len(set(mine.areas))
        counts["areas", "predicted"] += len(areas)
        counts["areas", "right"] += len(areas & set(mine.areas))
        counts["policy", "gold"] += len(mine.policies)
        counts["policy", "predicted"] += len(quote.policies)
        counts["stance", "predicted"] += sum(policy.stance is not None for policy in quote.policies)
        for policy, id in _same(article, mine, quote):
            counts["policy", "right"] += 1
            counts[whole, "right"] += right
            counts["stance", "right"] += policy.stance is not None and policy.stance == mine.stance.get(id)


def _same(article: GoldArticle, gold: GoldAttribution, quote: Quote) -> Iterator[tuple[Policy, str]]:
    """The policies of a quote that are right, each with the id of the gold policy that it is."""
    names = {policy.id: (policy.name, *policy.names) for policy in article.policies or ()}
    left = list(gold.policies)
    for policy in quote.policies:
        id = next((id for id in left if is_same(names.get(id, ()), (policy.name, *policy.aliases))), None)
        if id is not None:
            left.remove(id)
            yield policy, id


def is_same(gold: Iterable[str], predicted: Iterable[str]) -> bool:
    """Whether any wording of a gold policy shares half of its words, as F1, with any name of a predicted one."""
    mine, others = list(gold), list(predicted)
    return any(name_f1(one, other) >= _SAME for one in mine for other in others)


def name_f1(one: str, other: str) -> float:
    """The words that two names share, as F1; 0 if either names no policy by itself."""
    bags = [_bag(one), _bag(other)]
    if any(bag <= _BARE for bag in bags):
        return 0.0
    return 2 * len(bags[0] & bags[1]) / (len(bags[0]) + len(bags[1]))


def _bag(name: str) -> frozenset[str]:
    """The words of a name in the singular, small ones and possessive endings aside."""
    words = re.findall(r"[\w&.]+", re.sub(r"['’]s\b", "", name.lower()))
    stripped = (word.strip(".") for word in words if word not in _SMALL)
    return frozenset(w[:-1] if len(w) > 3 and w.endswith("s") and not w.endswith("ss") else w for w in stripped)
