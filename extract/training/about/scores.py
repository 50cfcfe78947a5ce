"""Calibrate the scores of policies, stances and areas, and choose the least probability of each.

They are fitted on articles that the network was not trained on, with quotes as the tagger finds them.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any

import numpy as np
from spacy.tokens import Doc

from extract.evaluation.gold import GoldArticle
from extract.evaluation.policies import is_same
from extract.evaluation.score import Figure, words_in
from extract.evaluation.speakers import matched
from extract.topics.areas import MOST
from extract.topics.known import KnownPolicies
from extract.topics.reading import Reading
from extract.training.about.calibration import Limits, Scale
from extract.training.about.linking import read_quotes
from extract.training.about.network import Network
from extract.training.about.policies import find_policies
from extract.training.about.stories import article_text
from extract.training.calibrate import regress

LEAST_PRECISION = 0.82
"""Of stances: a wrong side beside a name does more harm than a missing one."""
RAW = Limits(*(Scale(1.0, 0.0),) * 3, least_about=0.0, least_stance=0.0, least_area=0.0)
"""Scores as the network gives them."""


@dataclass
class Seen:
    """Scores as log-odds beside whether they are right, and how many right ones there are to find.

    `stance` holds the odds of the policy and of the side, whether the policy is right, and whether both are.
    """

    about: list[tuple[float, bool]] = field(default_factory=list)
    stance: list[tuple[float, float, bool, bool]] = field(default_factory=list)
    areas: list[tuple[float, bool]] = field(default_factory=list)
    gold: Counter[str] = field(default_factory=Counter)


def seen_in(
    articles: Iterable[tuple[GoldArticle, Doc]], known: KnownPolicies, network: Network, areas: Sequence[str]
) -> Seen:
    """What a network scores in parsed articles with quotes on ``Doc._.quotes``."""
    seen = Seen()
    for gold, doc in articles:
        names = {policy.id: (policy.name, *policy.names) for policy in gold.policies or ()}
        text = article_text(doc)
        policies = find_policies(doc.text, text, list(known.find(Reading.of(doc))), network)
        read = read_quotes(text, policies, network, RAW)
        seen.gold["stance"] += sum(bool(side) for one in gold.attributions for side in one.stance.values())
        for _, i, j in matched(gold, doc._.quotes, words_in(gold.text), worth_of_speaker=0.0):
            mine, left = gold.attributions[i], list(gold.attributions[i].policies)
            seen.gold["about"] += len(left)
            seen.gold["areas"] += len(mine.areas)
            for link in read[j].links:
                same = next((id for id in left if is_same(names[id], link.policy.names)), None)
                seen.about.append((_odds(link.score), same is not None))
                if same is not None:
                    left.remove(same)
                right = same is not None and mine.stance.get(same) == link.stance
                side = (link.stance_score or 0.0) / link.score
                seen.stance.append((_odds(link.score), _odds(side), same is not None, right))
            best = sorted(zip(read[j].areas.tolist(), areas, strict=False), reverse=True)[:MOST]
            seen.areas += [(odds, area in mine.areas) for odds, area in best]
    return seen


def _odds(probability: float) -> float:
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return log(kept / (1 - kept))


def fitted(seen: Seen) -> dict[str, Any]:
    """How to scale the scores, and the least ones.

    The least probability of policies and of areas is the one with the best F1; that of stances is the lowest with a
    precision of `LEAST_PRECISION`.
    """
    about, areas = scale(seen.about), scale(seen.areas)
    stance = scale([(side, right) for _, side, policy, right in seen.stance if policy])
    kept = {
        "about": {"scale": _rounded(about), "least": _best(seen.about, about, seen.gold["about"])},
        "stance": {"scale": _rounded(stance), "least": 0.0},
        "areas": {"scale": _rounded(areas), "least": _best(seen.areas, areas, seen.gold["areas"])},
    }
    kept["stance"]["least"] = _precise(list(zip(*scaled(seen, kept)["stance"], strict=True)))
    return kept


def scale(seen: Sequence[tuple[float, bool]]) -> Scale:
    """The slope and offset under which log-odds are likeliest, by logistic regression (Platt 1999)."""
    odds, right = np.array([[one] for one, _ in seen]), np.array([float(one) for _, one in seen])
    offset, slope = regress(odds, right, ridge=0.0)
    return Scale(float(slope), float(offset))


def _rounded(scale: Scale) -> dict[str, float]:
    return {"slope": round(scale.slope, 4), "offset": round(scale.offset, 4)}


def _best(seen: Sequence[tuple[float, bool]], scale: Scale, gold: int) -> float:
    """The least probability with the best F1, to two digits."""

    def f1(least: float) -> float:
        told = [right for odds, right in seen if scale.probability(odds) >= least]
        return 2 * sum(told) / (len(told) + gold)

    return max((n / 100 for n in range(5, 90)), key=f1)


def _precise(told: Sequence[tuple[float, bool]]) -> float:
    """The least probability from which on enough are right, to two digits."""

    def precision(least: float) -> float:
        right = [one for sure, one in told if sure >= least]
        return sum(right) / max(1, len(right))

    return next((n / 100 for n in range(20, 100) if precision(n / 100) >= LEAST_PRECISION), 0.99)


def scaled(seen: Seen, kept: dict[str, Any]) -> dict[str, tuple[list[float], list[bool]]]:
    """Probability and outcome of the predictions above the least probability, by kind; `kept` comes from `fitted`."""
    about, stance, areas = (Scale(**kept[name]["scale"]) for name in ("about", "stance", "areas"))
    sides = [
        (about.probability(policy) * stance.probability(side), right)  # of a wrong policy no side is right
        for policy, side, _, right in seen.stance
        if about.probability(policy) >= kept["about"]["least"]
    ]
    sure = {
        "about": [(about.probability(odds), right) for odds, right in seen.about],
        "stance": sides,
        "areas": [(areas.probability(odds), right) for odds, right in seen.areas],
    }
    found = {}
    for name, pairs in sure.items():
        told = [one for one in pairs if one[0] >= kept[name]["least"]]
        found[name] = [one for one, _ in told], [right for _, right in told]
    return found


def figures(seen: Seen, kept: dict[str, Any]) -> dict[str, Figure]:
    """Precision and recall of those predictions, by kind."""
    return {name: Figure(sum(right), len(right), seen.gold[name]) for name, (_, right) in scaled(seen, kept).items()}
