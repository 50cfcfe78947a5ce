"""The policies of an article: which phrases name one, and which of them mean the same.

Known policies are found by their names and aliases. Every other candidate gets a likelihood from a log-linear model
over its words and grammar; likely ones that share their words are joined ("ban on Muslims", "ban Muslims from
entering"), and so is what the text calls another ("a trade deal, known as …", "… (TPP)"). "The measure" and the like go
to the policy that they go on about, and are never a policy by themselves.
"""

import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log, log1p
from operator import attrgetter, itemgetter

from extract.attribution.spans import crossing
from extract.speakers.names import abbreviates
from extract.topics.candidates import ALONE, FAMILIES, GENERIC, POLICY_NOUNS, SOMEBODY, Candidate, keys_of
from extract.topics.reading import Reading
from extract.topics.scheme import KnownPolicy
from extract.topics.weights import LogLinear, log_odds
from extract.topics.words import folded, words_in

LEAST = 0.04
"""Likelihood from which on a phrase takes part; chosen on PolNeAR train, as are the next two."""
LEAST_BARE = 0.2
KNOWN = 0.6
"""The likelihood of a known policy's mention."""
_ALIKE = 0.6
"""Share of their words that two phrases of one policy have in common, unless one is within the other."""
_MOST_POLICIES = 200
"""Policies of an article that are looked at, at most: of 124 news articles the one with most has 99 phrases that may be
one."""
_LATELY = 300
"""Policies with which a phrase is compared, at most: those that were named last."""
_ANYTHING = frozenset(["measure", "proposal"])
"""Heads that go on about any policy that a policy noun names."""
_INDEFINITE = frozenset(["a", "an", "any", "some", "no", "every", "each"])
_FORMAL = FAMILIES["law"] | frozenset(
    ["plan", "treaty", "agreement", "accord", "pact", "partnership", "program", "initiative", "convention", "protocol"]
)
_CALLED = re.compile(
    r"[,\s(]*(?:(?:which|that)\s+(?:is|was)\s+)?(?:(?:also|better|formally|officially|commonly)\s+)?"
    r"(?:known as|called|dubbed|titled|entitled|named|nicknamed|referred to as)\s+(?:the\s+)?[“\"‘']*"
)
_APPOSED = re.compile(r"(?:,\s+|\s+\()(?:or\s+)?(?:the\s+)?[“\"‘']?(?=[A-Z])")
"""What stands between a number and a title: "AB 1180, the California Values Act"."""
_ACRONYM = re.compile(r"[\"”]?(?:\s*\(|,\s+or\s+)(?:the\s+)?[\"“]?([A-Z][A-Za-z.&-]{1,7})[\"”]?[),]")


_LONGEST = 1000
"""Characters of a mention, at most."""
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PolicyMention:
    """Characters `start:end` of the text; not `named` for "the ordinance" and the like."""

    start: int
    end: int
    named: bool
    likelihood: float
    candidate: Candidate | None = None


@dataclass
class ArticlePolicy:
    """A policy of one article: its names by how often they occur, and its mentions in text order."""

    known: KnownPolicy | None
    keys: frozenset[str]
    heads: set[str] = field(default_factory=set)
    forms: Counter[str] = field(default_factory=Counter)
    owners: Counter[str] = field(default_factory=Counter)
    mentions: list[PolicyMention] = field(default_factory=list)

    @property
    def named(self) -> list[PolicyMention]:
        """The mentions that name it."""
        return [mention for mention in self.mentions if mention.named]

    @property
    def likelihood(self) -> float:
        """That of its best mention."""
        return max((mention.likelihood for mention in self.mentions if mention.named), default=0.0)

    @property
    def families(self) -> set[str]:
        """The kinds of policies that its heads are of: a bill is a law, and may be gone on about as one."""
        numbered = {"law"} if "#" in self.heads else set()
        return numbered | {name for name, heads in FAMILIES.items() if self.heads & heads}

    @property
    def name(self) -> str:
        """The known name, else the article's shortest clear wording, with whose plan it is."""
        if self.known is not None:
            return self.known.name
        likeliest: dict[str, float] = {}
        for mention in self.named:
            if mention.candidate is not None:
                form = mention.candidate.name
                likeliest[form] = max(likeliest.get(form, 0.0), mention.likelihood)
        best = max(likeliest, key=lambda form: log1p(self.forms[form]) + 2 * likeliest[form] + _clearness(form))
        owner = max(sorted(self.owners), key=self.owners.__getitem__, default="")
        if owner and 2 * self.owners[owner] >= len(self.named) and self.heads & FAMILIES["plan"] and owner not in best:
            return f"{owner}’s {best}"
        return best


def touching(mentions: Sequence[PolicyMention], spans: Iterable[Span]) -> list[PolicyMention]:
    """Those of mentions in text order that share a character with one of the spans."""
    found = {n: mentions[n] for start, end in spans for n in _near(mentions, start, end) if mentions[n].end > start}
    return [found[n] for n in sorted(found)]


def touches(mentions: Sequence[PolicyMention], spans: Iterable[Span]) -> bool:
    """Whether any of mentions in text order shares a character with one of the spans."""
    return any(mentions[n].end > start for start, end in spans for n in _near(mentions, start, end))


def _near(mentions: Sequence[PolicyMention], start: int, end: int) -> range:
    first = bisect_left(mentions, start - _LONGEST, key=attrgetter("start"))
    return range(first, bisect_left(mentions, end, lo=first, key=attrgetter("start")))


def _clearness(form: str) -> float:
    words = form.split()
    return 1.5 * is_formal(form) - 0.3 * max(0, len(words) - 2) - (len(words) < 2)


def is_formal(name: str) -> bool:
    """Whether a name is written as a title: "Justice Against Sponsors of Terrorism Act"."""
    words = name.split()
    return (
        len(words) > 2
        and folded(words[-1]) in _FORMAL
        and all(
            word[0].isupper() or word[0].isdigit() or word in ("of", "the", "for", "and", "in", "on", "to")
            for word in words
        )
    )


def scored(candidates: Sequence[Candidate], model: LogLinear) -> list[tuple[Candidate, float]]:
    """Each candidate with its likelihood."""
    same = Counter(one.keys for one in candidates)
    heads = Counter(one.head for one in candidates)
    return [(one, model.probability(mention_features(one, same, heads))) for one in candidates]


def mention_features(one: Candidate, same: Mapping[frozenset[str], int], heads: Mapping[str, int]) -> dict[str, float]:
    """What tells whether a candidate names a policy, given how often its words and its head occur."""
    found = dict.fromkeys(one.features, 1.0)
    found["repeated"] = log(same[one.keys])
    found["head repeated"] = log(heads[one.head])
    found["owned"] = float(one.owner is not None)
    return found


def find_policies(
    reading: Reading, known: Sequence[tuple[int, int, KnownPolicy]], candidates: Sequence[tuple[Candidate, float]]
) -> list[ArticlePolicy]:
    """The policies of an article: its known ones, as (start, end, policy), and those of candidates with likelihoods."""
    text = reading.text
    found = _known_policies(text, known)
    spans = [(start, end) for start, end, _ in known]
    free = [(c, p) for c, p in candidates if not crossing(spans, c.start, c.end)]
    free = _without_headline(reading, free)
    for candidate, likelihood in free:
        if not candidate.bare and (likelihood >= LEAST or candidate.kind in ("numbered", "case")):
            _join(found, candidate, likelihood)
    found = _most_prominent(found)
    _join_called(text, found)
    _join_acronyms(text, found)
    named, standing = _Named(found), [_Standing.of(policy) for policy in found]
    left = [
        (candidate, likelihood)
        for candidate, likelihood in free
        if candidate.bare and not _go_on(text, named, standing, candidate) and likelihood >= LEAST_BARE
    ]
    found = _most_prominent([*found, *_of_one_word(left)])
    for policy in found:
        policy.mentions.sort(key=lambda mention: mention.start)
    return found


def _most_prominent(policies: list[ArticlePolicy]) -> list[ArticlePolicy]:
    """The `_MOST_POLICIES` that are most often and most clearly named; all of them in any news article."""
    if len(policies) <= _MOST_POLICIES:
        return policies
    kept = sorted(policies, key=lambda one: -(one.likelihood + 0.05) * log1p(len(one.mentions)))[:_MOST_POLICIES]
    return [policy for policy in policies if any(policy is one for one in kept)]


def _known_policies(text: str, known: Iterable[tuple[int, int, KnownPolicy]]) -> list[ArticlePolicy]:
    found: dict[str, ArticlePolicy] = {}
    for start, end, policy in known:
        if policy.id not in found:
            words = words_in(policy.name)
            found[policy.id] = ArticlePolicy(policy, keys_of(words), {words[-1]})
        found[policy.id].heads.add(words_in(text[start:end])[-1])
        found[policy.id].forms[" ".join(text[start:end].split())] += 1
        found[policy.id].mentions.append(PolicyMention(start, end, True, KNOWN))
    return list(found.values())


def _without_headline(reading: Reading, candidates: list[tuple[Candidate, float]]) -> list[tuple[Candidate, float]]:
    """Without phrases of the headline that the article does not take up: headlines are badly parsed."""
    if not reading.paragraphs:
        return candidates
    start, end = reading.paragraphs[0]
    line = reading.text[start:end]
    if reading.title and line.startswith(reading.title[:40]):
        end = start + min(len(reading.title), len(line))
    elif len(line) > 140 or line.endswith((".", "!", "?", "”", '"')):
        return candidates
    body = {c.keys for c, _ in candidates if c.start >= end and len(c.keys) > 1}
    return [
        (c, p) for c, p in candidates if c.start >= end or any(c.keys <= other or other <= c.keys for other in body)
    ]


def _join(found: list[ArticlePolicy], candidate: Candidate, likelihood: float) -> None:
    lately = (found[n] for n in range(len(found) - 1, max(-1, len(found) - 1 - _LATELY), -1))
    same = next((policy for policy in lately if _is_same(policy, candidate)), None)
    if same is None:
        same = ArticlePolicy(None, candidate.keys)
        found.append(same)
    elif same.keys < candidate.keys and len(candidate.keys) <= 4 and candidate.head in same.heads:
        same.keys = candidate.keys
    same.heads.add(candidate.head)
    same.forms[candidate.name] += 1
    if candidate.owner not in (None, SOMEBODY):
        same.owners[str(candidate.owner)] += 1
    same.mentions.append(PolicyMention(candidate.start, candidate.end, True, likelihood, candidate))


def _is_same(policy: ArticlePolicy, candidate: Candidate) -> bool:
    shared = len(policy.keys & candidate.keys)
    if not shared or policy.known is not None or (shared == 1 and policy.keys != candidate.keys):
        return False  # of several words, one is too little to have in common
    another = candidate.owner not in (None, SOMEBODY) and policy.owners and candidate.owner not in policy.owners
    if another and candidate.head in FAMILIES["plan"]:
        return False
    within = policy.keys <= candidate.keys or candidate.keys <= policy.keys
    heads, head = keys_of(list(policy.heads)), keys_of([candidate.head])
    if within and shared > 1 and (head <= heads or heads & candidate.keys):
        return True
    akin = head <= policy.keys and bool(heads & candidate.keys)
    return policy.keys == candidate.keys or (akin and shared / len(policy.keys | candidate.keys) >= _ALIKE)


def _join_called(text: str, found: list[ArticlePolicy]) -> None:
    """Join a policy with what the text says that it is called, and a number with the title beside it."""
    named = _Named(found)
    for policy in [policy for policy in found if policy.known is None]:
        ends = (called.end() for m in policy.mentions if (called := _CALLED.match(text, m.end)) is not None)
        others = (o for end in ends if (o := named.at(end)) is not None and o is not policy)
        other = next(others, None) or _titled(text, named, policy)
        if other is not None:
            other.mentions += policy.mentions
            other.heads |= policy.heads
            other.forms += policy.forms
            other.owners += policy.owners
            found.remove(policy)
            named = _Named(found)


def _titled(text: str, named: "_Named", policy: ArticlePolicy) -> ArticlePolicy | None:
    """The policy whose title stands beside a number, or whose number beside a title."""
    numbered = "#" in policy.heads
    for mention in policy.named:
        between = _APPOSED.match(text, mention.end)
        other = named.at(between.end(), within=1) if between is not None else None
        if other is None or other is policy or ("#" in other.heads) == numbered:
            continue
        titles = other.forms if numbered else policy.forms
        if any(map(is_formal, titles)):
            return other
    return None


class _Named:
    """Where the policies of an article are named."""

    def __init__(self, policies: Iterable[ArticlePolicy]) -> None:
        self._starts: dict[int, tuple[int, ArticlePolicy]] = {}
        for number, policy in enumerate(policies):
            for mention in policy.named:
                self._starts.setdefault(mention.start, (number, policy))

    def at(self, place: int, *, within: int = 6) -> ArticlePolicy | None:
        """The first policy that is named less than so many characters from a place."""
        near = (self._starts.get(start) for start in range(place - within + 1, place + within))
        return min((one for one in near if one is not None), default=(0, None), key=itemgetter(0))[1]


def _join_acronyms(text: str, found: Iterable[ArticlePolicy]) -> None:
    """Let "RES" be the Renewable Electricity Standard, once the text says so: "… (RES)", "…, or RES,"."""
    taken = {m.start for policy in found for m in policy.mentions}
    for policy in found:
        for mention in policy.named:
            bracketed = _ACRONYM.match(text, mention.end)
            if bracketed is None or not abbreviates(bracketed.group(1), text[mention.start : mention.end]):
                continue
            short = bracketed.group(1)
            for again in re.finditer(rf"\b{re.escape(short)}\b", text):
                if again.start() not in taken:
                    taken.add(again.start())
                    policy.forms[short] += 1
                    policy.mentions.append(PolicyMention(again.start(), again.end(), True, mention.likelihood))
            break


@dataclass(frozen=True, slots=True)
class _Standing:
    """A policy as it stands once all phrases that name it are joined; `starts` are those of its mentions, in order."""

    policy: ArticlePolicy
    log_odds: float
    families: set[str]
    starts: list[int]

    @classmethod
    def of(cls, policy: ArticlePolicy) -> "_Standing":
        starts = sorted(mention.start for mention in policy.mentions)
        return cls(policy, log_odds(policy.likelihood), policy.families, starts)


def _go_on(text: str, named: _Named, found: Sequence[_Standing], candidate: Candidate) -> bool:
    """Let "the measure" mean the policy that it goes on about; return whether there is one."""
    called = _CALLED.match(text, candidate.end)
    policy = named.at(called.end()) if called is not None else None
    meant = next((one for one in found if one.policy is policy), None)
    if meant is None and candidate.determiner not in _INDEFINITE:
        rated = [(_fit(one, candidate), n, one) for n, one in enumerate(found)]
        fit, _, best = max(rated, default=(0.0, 0, None), key=lambda one: one[:2])
        meant = best if fit > 0 else None
    if meant is None:
        return False
    if candidate.owner not in (None, SOMEBODY):
        meant.policy.owners[str(candidate.owner)] += 1
    meant.policy.mentions.append(PolicyMention(candidate.start, candidate.end, False, 0.0, candidate))
    insort(meant.starts, candidate.start)
    return True


def _fit(one: _Standing, candidate: Candidate) -> float:
    """How well "the measure" fits a policy: by head, kind, likelihood, mentions so far, distance and owner."""
    policy = one.policy
    same, inside = candidate.head in policy.heads, candidate.keys <= policy.keys
    families = {name for name, heads in FAMILIES.items() if candidate.head in heads}
    akin = inside or bool(families & one.families) or (candidate.head in _ANYTHING and policy.heads & POLICY_NOUNS)
    if not same and not (akin and candidate.head in GENERIC):
        return 0.0
    before = bisect_left(one.starts, candidate.start)
    if not before and not (policy.known is not None or any(map(is_formal, policy.forms))):
        return 0.0
    away = candidate.start - one.starts[before - 1] if before else policy.mentions[0].start - candidate.start
    owned = 0.0
    if candidate.owner not in (None, SOMEBODY):
        owned = 1.5 if candidate.owner in policy.owners else -1.0
    return (
        1.0
        + 1.5 * same
        + 0.5 * inside
        + one.log_odds / 2
        + 0.8 * log(before + 1)
        - 0.4 * min(4, away / 400)
        - (0 if before else 1.2)
        + owned
    )


def _of_one_word(left: Iterable[tuple[Candidate, float]]) -> list[ArticlePolicy]:
    """The policies of one word that no longer name takes in: "tariffs", "amnesty"."""
    by_key: dict[frozenset[str], ArticlePolicy] = defaultdict(lambda: ArticlePolicy(None, frozenset()))
    for candidate, likelihood in left:
        if candidate.head in GENERIC and candidate.head not in ALONE:
            continue
        policy = by_key[candidate.keys]
        policy.keys = candidate.keys
        policy.heads.add(candidate.head)
        policy.forms[candidate.name] += 1
        policy.mentions.append(PolicyMention(candidate.start, candidate.end, True, likelihood, candidate))
    return list(by_key.values())
