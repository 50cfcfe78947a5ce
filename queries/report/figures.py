"""The headline figures of a report, and the counts behind its charts."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import TypeVar

from graph.export.values import xml_text
from queries.report.gather import Entry, Gathered

K = TypeVar("K")
STANCES = ("for", "against", "mixed")
BINS = 10
"""Of confidence, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Figures:
    """How much a report holds; `first` and `last` are the days of the earliest and the latest quote that has one.

    `stances` counts pairs of a quote and a policy by the stance that the words take, `silent` those whose take none.
    `sure` is the median of the quotes' confidence.
    """

    quotes: int
    speakers: int
    articles: int
    outlets: int
    policies: int
    first: date | None
    last: date | None
    stances: dict[str, int]
    silent: int
    sure: float

    @property
    def days(self) -> int:
        """From the first to the last, both counted; 0 where no article has a date."""
        return (self.last - self.first).days + 1 if self.first and self.last else 0


def figures(report: Gathered) -> Figures:
    """Count."""
    pairs = Counter(about.stance for entry in report.entries for about in entry.policies)
    dates = [entry.date for entry in report.entries if entry.date]
    return Figures(
        quotes=len(report.entries),
        speakers=sum(person.id is not None for person in report.people),
        articles=len({entry.article_id for entry in report.entries}),
        outlets=len({entry.outlet for entry in report.entries if entry.outlet}),
        policies=len({about.id for entry in report.entries for about in entry.policies}),
        first=min(dates, default=None),
        last=max(dates, default=None),
        stances={stance: pairs[stance] for stance in STANCES},
        silent=pairs[None],
        sure=median(entry.confidence for entry in report.entries),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """What one speaker says about one policy: how many quotes, and how many of them take which stance."""

    speaker: str
    policy: str
    quotes: int
    stances: dict[str, int]

    @property
    def stance(self) -> str | None:
        """The one stance of all that take any; "mixed" where they differ."""
        known = [stance for stance, number in self.stances.items() if number]
        return known[0] if len(known) == 1 else "mixed" if known else None


def lines(report: Gathered) -> list[Line]:
    """A line for each speaker and policy, speakers the most quoted first, and policies of each likewise.

    Of two speakers, or policies, of one name the less quoted has a number behind it.
    """
    names = speaker_names(report)
    policies = policy_names(report)
    found: list[Line] = []
    for person in report.people:
        by_policy: dict[str, list[str | None]] = {}
        for entry in (*person.quotes, *person.shared):
            for about in entry.policies:
                by_policy.setdefault(policies[about.id], []).append(about.stance)
        found += [
            Line(names[person.number], policy, len(taken), {one: taken.count(one) for one in STANCES})
            for policy, taken in sorted(by_policy.items(), key=lambda item: (-len(item[1]), item[0]))
        ]
    return found


def speaker_names(report: Gathered) -> dict[int, str]:
    """The name of each speaker by the number, those with the most quotes first."""
    return distinct([(person.number, person.name) for person in report.people])


def policy_names(report: Gathered) -> dict[str, str]:
    """The name of each policy by its id, those with the most quotes first."""
    counts = Counter(about.id for entry in report.entries for about in entry.policies)
    names = {about.id: about.name for entry in report.entries for about in entry.policies}
    return distinct([(id, names[id]) for id in sorted(counts, key=lambda id: (-counts[id], names[id], id))])


def shortened(name: str) -> str:
    """A label of 28 characters at most."""
    return name if len(name) <= 28 else name[:27].rstrip() + "…"


def distinct(named: list[tuple[K, str]]) -> dict[K, str]:
    """Names by a key, with a number behind those that another has had.

    The renderer of charts ends the process at a character that XML cannot have: there is none.
    """
    seen: Counter[str] = Counter()
    distinct: dict[K, str] = {}
    for id, name in named:
        name = xml_text(name)
        seen[name] += 1
        distinct[id] = name if seen[name] == 1 else f"{name} ({seen[name]})"
    return distinct


def over_time(report: Gathered) -> tuple[str, dict[str, int]]:
    """The unit that suits the span ("day", "month" or "year") and the number of quotes in each by its ISO date."""
    dates = sorted(entry.date for entry in report.entries if entry.date)
    if not dates:
        return "day", {}
    days = (dates[-1] - dates[0]).days
    unit = "day" if days < 32 else "month" if days < 3660 else "year"
    every = (dates[0] + timedelta(days=n) for n in range(days + 1))
    counts = dict.fromkeys((_moment(day, unit) for day in every), 0)
    for day in dates:
        counts[_moment(day, unit)] += 1
    return unit, counts


def speakers_over_time(report: Gathered) -> dict[tuple[str, str], int]:
    """The number of quotes of each speaker in each unit of `over_time`, where there are any."""
    unit, _ = over_time(report)
    names = speaker_names(report)
    return Counter(
        (names[person.number], _moment(entry.date, unit))
        for person in report.people
        for entry in (*person.quotes, *person.shared)
        if entry.date
    )


def _moment(day: date, unit: str) -> str:
    return day.isoformat()[: {"day": 10, "month": 7, "year": 4}[unit]]


def certainty(entries: tuple[Entry, ...]) -> list[int]:
    """How many quotes are 0–0.1, 0.1–0.2 … 0.9–1 sure."""
    bins = Counter(min(int(entry.confidence * BINS), BINS - 1) for entry in entries)
    return [bins[n] for n in range(BINS)]
