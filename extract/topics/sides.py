"""The speakers' sides to the policies of an article: rules first, and a log-linear model where none speaks.

The model weighs the signs of `extract.topics.signs` twice: first each quote by itself; then once more beside what the
same speaker's other quotes of the article say of the same policy, since people seldom change sides within one.
"""

import json
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, log

from spacy.tokens import Doc

from extract.records import Quote
from extract.topics.linking import Link, tie_of
from extract.topics.signs import Signs, signs_of
from extract.topics.stance import SIDES, Found, Side, stance_of, tokens_of, words_that_tell
from extract.topics.weights import LogLinear

LEAST = 0.7
"""How likely a side has to be for the model to be heard; chosen on PolNeAR dev and train, as are the next."""
LEAST_POLICY, LEAST_WEIGHED = 0.4, 0.5
"""How likely a policy has to be for a rule to be heard, and for the model: a side to a wrong policy would be wrong."""
_HEARD = ("named", "nominal", "pronoun")
"""How a quote has to be tied to a policy: of those that it does not mention, one side in five was right on train."""
_PLAIN = frozenset(["say", "tell", "add", "be", "have", "do"])
"""Words that may speak for a side, since one explains what one is for, but carry none."""
Shares = Mapping[Side, float]


@dataclass(frozen=True, slots=True)
class SideModel:
    """The probabilities of the two sides, beside that of none: odds of each against none, as log-linear models."""

    odds: Mapping[Side, LogLinear]

    def shares(self, features: Mapping[str, float]) -> Shares:
        """The probability of each side."""
        weights = {side: exp(self.odds[side].odds(features)) for side in SIDES}
        total = 1 + sum(weights.values())
        return {side: weight / total for side, weight in weights.items()}

    def words(self, signs: Signs, side: Side) -> dict[int, float]:
        """What each word, by its number, adds to the odds of a side against the other one."""
        own, other = self.odds[side].weights, self.odds[SIDES[side == "for"]].weights
        found: dict[int, float] = defaultdict(float)
        for name, words in signs.words.items():
            for word in words:
                found[word] += (own.get(name, 0.0) - other.get(name, 0.0)) * signs.features[name] / len(words)
        return found


@cache
def shipped() -> tuple[SideModel, SideModel]:
    """The models that ship with the package: of a quote by itself, and beside the speaker's others."""
    loaded = json.loads(files("extract.model").joinpath("sides.json").read_text("utf-8"))
    alone, beside = (
        SideModel({side: LogLinear(loaded[name][side]["bias"], loaded[name][side]["weights"]) for side in SIDES})
        for name in ("alone", "beside")
    )
    return alone, beside


@dataclass(frozen=True, slots=True)
class Case:
    """A quote with a policy that it is about, and what tells the speaker's side to it."""

    quote: Quote
    link: Link
    likelihood: float
    rule: Found | None
    signs: Signs

    @classmethod
    def of(cls, doc: Doc, quote: Quote, link: Link, likelihood: float) -> "Case":
        """Read a quote of a parsed article for its side to a policy that it is, so likely, about."""
        tie, _ = tie_of(quote, link)
        rule = stance_of(doc, quote, link.policy)
        return cls(quote, link, likelihood, rule, signs_of(doc, quote, link.policy, tie, rule))

    @property
    def told(self) -> Found | None:
        """What a rule tells, where rules are heard."""
        return self.rule if self.likelihood >= LEAST_POLICY and self.is_tied else None

    @property
    def is_tied(self) -> bool:
        """Whether the quote mentions the policy, or seems to by a pronoun."""
        return tie_of(self.quote, self.link)[0] in _HEARD


def sides_of(doc: Doc, cases: Sequence[Case]) -> list[Found | None]:
    """The side of each case of an article and the words that carry it; None where they do not."""
    alone, beside = shipped()
    elsewhere = said_elsewhere(cases, [alone.shares(case.signs.features) for case in cases])
    return [
        case.told or _weighed(doc, case, beside, beside.shares(case.signs.features | others))
        for case, others in zip(cases, elsewhere, strict=True)
    ]


def said_elsewhere(cases: Sequence[Case], shares: Sequence[Shares]) -> list[dict[str, float]]:
    """For each case the features of what its speaker says of the policy in the surest of the other quotes."""
    together: dict[Hashable, list[int]] = defaultdict(list)
    for number, case in enumerate(cases):
        if case.quote.speakers:
            together[case.quote.speakers[0].id, id(case.link.policy)].append(number)
    found: list[dict[str, float]] = [{} for _ in cases]
    for numbers in together.values():
        surest_first = sorted(numbers, key=lambda one: -max(shares[one].values()))
        for number in numbers:
            others = (other for other in surest_first if cases[other].quote is not cases[number].quote)
            if (surest := next(others, None)) is not None:
                found[number] = _leaning(shares[surest])
    return found


def _leaning(shares: Shares) -> dict[str, float]:
    lean = max(shares.values()) * log((shares["for"] + 0.02) / (shares["against"] + 0.02))
    return {"elsewhere for": max(0.0, lean), "elsewhere against": max(0.0, -lean)}


def _weighed(doc: Doc, case: Case, model: SideModel, shares: Shares) -> Found | None:
    side = max(SIDES, key=lambda one: shares[one])
    if shares[side] < LEAST or case.likelihood < LEAST_WEIGHED or not case.is_tied:
        return None
    if case.rule is not None and case.rule.side == side:
        return case.rule
    evidence = _evidence(doc, case, model, side)
    return Found(side, evidence) if evidence is not None else None


def _evidence(doc: Doc, case: Case, model: SideModel, side: Side) -> tuple[int, int] | None:
    """The words of cue and content that add most to a side, with those that belong to them."""
    spans = (*case.quote.cue, *case.quote.content)
    inside = {
        token.i: span
        for span in spans
        for token in tokens_of(doc, span)
        if token.lemma_.lower() not in _PLAIN and (token.pos_ != "ADP" or token.lower_ in SIDES)
    }
    added = {word: value for word, value in model.words(case.signs, side).items() if word in inside and value > 0}
    if not added:
        return None
    best = min(added, key=lambda word: (-added[word], word))
    start, end = words_that_tell(doc[best])
    first, last = inside[best]
    return max(start, first), min(end, last)
