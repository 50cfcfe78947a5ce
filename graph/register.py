"""People whom the news calls by surname and office ("President Obama"): who held which office when.

The shipped register (``office_holders.csv``) holds heads of state and government, leaders of parliaments and parties,
best-known members of cabinets, justices and heads of central banks; a user's list adds to it (`graph.knowledge`). An
office is written with what has to be said of it outside brackets and what may be said inside: "secretary (of state)" is
meant by "Secretary" and "Secretary of State".
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property, lru_cache
from importlib.resources import files

from extract.speakers.countries import countries_in
from extract.speakers.names import name_words
from extract.speakers.nouns import alike

BEFORE = timedelta(days=90)
"""How long before an office the news may call somebody by it: from an election in November to January."""
AFTER = timedelta(days=365)
"""How long afterwards, without a "former": who has just left, and whom a story looks back at."""
REMEMBERED = timedelta(days=25 * 365)
"""How long the news goes on calling somebody by an office without a "former" ("President Clinton"), if nobody else of
that surname has held it meanwhile: a generation."""
_FORMER = frozenset({"former", "ex", "late", "onetime", "then", "outgoing", "retired"})
_TELLS_NOTHING = frozenset({"of", "the", "for", "and", "at", "in", "to", "a", "elect", "current", "acting"})
_SAME_OFFICE = {
    "premier": "prime minister",
    "pm": "prime minister",
    "chairwoman": "chairman",
    "chair": "chairman",
    "chairperson": "chairman",
    "defence": "defense",
    "advisor": "adviser",
    "spokesperson": "spokesman",
    "ag": "attorney general",
    "vp": "vice president",
}
"""Other words for the same office."""


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office that somebody of these surnames held; `until` is None while it is held.

    `alone` tells that the news calls this person by surname alone, with no office beside it.
    """

    name: str
    surnames: frozenset[str]
    office: str
    place: str
    since: date
    until: date | None
    alone: bool = False

    @classmethod
    def of(cls, row: Mapping[str, str]) -> "Tenure":
        """A row of a register. Raises `ValueError` for a day that is none, or for an office without its first day."""
        name = row["name"].strip()
        own = [surname for surname in (row.get("surname") or "").split("|") if surname]
        return cls(
            name,
            frozenset(" ".join(name_words(surname)) for surname in own) or frozenset(name_words(name)[-1:]),
            (row.get("office") or "").strip(),
            (row.get("place") or "").strip(),
            date.fromisoformat((row.get("from") or "").strip()),
            date.fromisoformat(until) if (until := (row.get("until") or "").strip()) else None,
            (row.get("by surname alone") or "").strip().lower() == "yes",
        )

    def near(self, day: date) -> bool:
        """Whether the office was held on a day, or nearly so."""
        return self.since - BEFORE <= day and (self.until is None or day <= self.until + AFTER)

    def called(self, role: str, day: date) -> bool:
        """Whether a role that an article of this day states is this office, or what was this office."""
        said, former, countries = _said(role)
        needed, optional = _wanted(self.office)
        if (
            countries - {self.place}
            or not needed <= said
            or not said <= needed | optional | set(name_words(self.place))
        ):
            return False
        past = self.until is None or day <= self.until + REMEMBERED or former or self.alone
        return self.near(day) or (self.since <= day and past)


@lru_cache(maxsize=65536)
def _said(role: str) -> tuple[frozenset[str], bool, frozenset[str]]:
    """The words of a role that tell an office, whether it is said to be former, and the countries that it names."""
    named = countries_in(role)
    for _, country in named:
        role = role.replace(country, " ")
    words = _words(role)
    countries = frozenset(country for country, _ in named)
    return frozenset(words - _FORMER - _TELLS_NOTHING), not words.isdisjoint(_FORMER), countries


@lru_cache(maxsize=4096)
def _wanted(office: str) -> tuple[frozenset[str], frozenset[str]]:
    """The words of an office that have to be said, and those that may be."""
    outside, _, inside = office.partition("(")
    return frozenset(_words(outside)), frozenset(_words(inside))


def _words(text: str) -> set[str]:
    words = re.findall(r"[^\W_]+", " ".join(name_words(re.sub(r"[’']s\b|[-/]", " ", text).replace(".", ""))))
    return {part for word in words for part in _SAME_OFFICE.get(alike(word), alike(word)).split()}


@dataclass(frozen=True)
class Register:
    """Tenures, found by surname."""

    tenures: tuple[Tenure, ...] = ()

    @cached_property
    def _by_surname(self) -> dict[str, list[Tenure]]:
        found: dict[str, list[Tenure]] = defaultdict(list)
        for tenure in self.tenures:
            for surname in tenure.surnames:
                found[surname].append(tenure)
        return found

    @cached_property
    def _by_name(self) -> dict[str, list[Tenure]]:
        found: dict[str, list[Tenure]] = defaultdict(list)
        for tenure in self.tenures:
            found[tenure.name].append(tenure)
        return found

    def __contains__(self, surname: str) -> bool:
        return surname in self._by_surname

    def with_office(self, surname: str, roles: Iterable[str], day: date) -> set[str]:
        """Names of the people of a surname whose office a role states; those who held it near the day, if any did."""
        meant = [tenure for tenure in self._of(surname) if any(tenure.called(role, day) for role in roles)]
        return {t.name for t in meant if t.near(day)} or {t.name for t in meant}

    def by_surname_alone(self, surname: str, day: date) -> set[str]:
        """Names of the people whom the news of a day calls by this surname alone, unless another was in office then."""
        known = {t.name for t in self._of(surname) if t.alone and t.since - BEFORE <= day}
        return known if self.in_office(surname, day) <= known else set()

    def in_office(self, surname: str, day: date) -> set[str]:
        """Names of the people of a surname who held any office near a day."""
        return {tenure.name for tenure in self._of(surname) if tenure.near(day)}

    def offices(self, name: str) -> set[str]:
        """The offices that somebody of this name held at any time."""
        return {tenure.office for tenure in self._by_name.get(name, ())}

    def places(self, name: str) -> set[str]:
        """The places whose offices somebody of this name held."""
        return {tenure.place for tenure in self._by_name.get(name, ())}

    def _of(self, surname: str) -> Iterator[Tenure]:
        yield from self._by_surname.get(surname, ())


@cache
def shipped_register() -> Register:
    """The register that onrecord brings."""
    with files(__package__).joinpath("office_holders.csv").open(encoding="utf-8") as stream:
        return Register(tuple(map(Tenure.of, csv.DictReader(stream))))
