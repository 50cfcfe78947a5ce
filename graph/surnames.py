"""Whom a bare surname means ("Obama", where an article gives no first name): by evidence, or nobody.

A surname alone joins nobody where two people could be meant. What tells, the surest first:

``office``      the role that the article states, which one person of that surname held then (`graph.register`);
``role``        a role or an affiliation that one bearer in the store has as well;
``by surname``  the news of that day called one person by that surname alone (`graph.register`), and the store's other
                bearers are hardly quoted;
``well known``  one bearer is quoted often around that day, and others hardly;
``together``    one bearer is named within days of it beside the same people;
``same role``   two surnames whose whole name nothing tells have one role.

What an article says of somebody may never contradict it, nor may whom the article names in full besides.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise

from extract.speakers.names import folded, given_gender, name_words, same_person
from extract.speakers.nouns import alike
from graph.grouping import Join
from graph.register import Register
from graph.speaker_form import Form, person_id

NEAR = timedelta(days=365)
"""How far from the days of a bearer's quotes a surname may still be the bearer's: who is news is so for a year."""
TERM = timedelta(days=4 * 365)
"""How far apart the same office may be stated of one person: most offices are held for four years or more."""
SAME_NEWS = timedelta(days=30)
"""How long a story goes on in which people are named beside one another."""
MANY_QUOTES, MANY_ARTICLES = 10, 4
"""Of whom is well known in a store. Fewer have whole names that an article lost, and the surname is somebody else's."""
RIVALS = 10
"""How many times as often as all others of the surname together one has to be quoted who is meant without a word."""
SHARED = 2
"""People that two articles name beside a surname: one alone is named beside many."""

_OFFICES = frozenset(
    {"president", "senator", "representative", "governor", "mayor", "secretary", "minister", "chancellor", "premier"}
    | {"chairman", "chairwoman", "speaker", "justice", "commissioner", "sheriff", "king", "queen", "pope", "director"}
)
"""Words of roles that few hold at a time: with a surname, evidence."""
VAGUE = frozenset({"of", "the", "for", "and", "at", "in", "to", "a", "former", "senior", "chief", "u.s", "us", "new"})
"""Words of roles that tell nothing apart."""


@dataclass(frozen=True, eq=False)
class Bearer:
    """One person with a whole name: its forms, and all that is said of them."""

    forms: tuple[Form, ...]

    @cached_property
    def quotes(self) -> int:
        return sum(form.quotes for form in self.forms)

    @cached_property
    def articles(self) -> frozenset[str]:
        return frozenset[str]().union(*(form.articles for form in self.forms))

    @cached_property
    def telling(self) -> set[str]:
        return telling(role for form in self.forms for role in form.roles)

    def near(self, day: date | None, within: timedelta) -> bool:
        """Whether the bearer is in the news around a day; who has no day is always."""
        return day is None or any(form.near(day, within) for form in self.forms)


def evidence(form: Form) -> set[str]:
    """What tells, with a surname, who is meant: offices, and organisations that somebody is at."""
    roles = {" ".join(alike(word) for word in name_words(role)) for role in form.roles}
    offices = {role for role in roles if not _OFFICES.isdisjoint(role.split())}
    return offices | {f"at {folded(a)}" for a in form.affiliations if not a.endswith(" Party")}


def telling(roles: Iterable[str]) -> set[str]:
    """The words of roles that tell people apart."""
    return {alike(word) for role in roles for word in name_words(role)} - VAGUE


class Surnames:
    """Joins the bare surnames of one block (one surname) to bearers: the block's, or a register's.

    `register_names` are, by id, the names of whom only the register has told so far.
    """

    def __init__(self, bearers: Sequence[Bearer], register: Register, beside: Mapping[str, frozenset[str]]) -> None:
        self.register_names: dict[str, str] = {}
        self._bearers, self._register, self._beside = bearers, register, beside
        self._known_beside: dict[Bearer, set[str]] = {}
        self._evidence = [(bearer, set().union(*map(evidence, bearer.forms))) for bearer in bearers]

    def joins(self, surnames: Sequence[Form]) -> Iterator[Join]:
        """What joins surnames to bearers, and to one another where no bearer is known."""
        left: list[Form] = []
        for form in surnames:
            meant, how = self._by_role(form)
            if len(meant) == 1:
                yield from self._with(form, meant.pop(), how)
            elif not meant:
                left.append(form)
        days = self._by_day(left)
        for form in left:
            if (name := days.get(form.id)) is not None:
                yield from self._with(form, name, "by surname")
            elif (bearer := self._well_known(form)) is not None:
                yield from self._with(form, bearer, "well known")
            elif (bearer := self._together(form)) is not None:
                yield from self._with(form, bearer, "together")
        yield from self._alike([form for form in left if form.id not in days])

    def _with(self, form: Form, meant: "Bearer | str", how: str) -> Iterator[Join]:
        """The joins of a surname with a bearer, or with whom only the register names."""
        if isinstance(meant, str):
            self.register_names[person_id(meant)] = meant
            yield form.id, person_id(meant), how
        else:  # with each form: if a person parts it from one, it stays with the others
            yield from ((form.id, one.id, how) for one in meant.forms)

    def _by_role(self, form: Form) -> tuple[set["Bearer | str"], str]:
        """Whom a role may mean, and how that is known: by the register, or by what the store says of its bearers."""
        day, words = form.first, name_words(form.name)
        office: set[Bearer | str] = set()
        if form.roles and day is not None:
            named = self._register.with_office(words[-1], form.roles, day)
            office = {self._bearer(name) or name for name in named if _fits(form, name)}
        mine = evidence(form)
        role: set[Bearer | str] = {b for b, theirs in self._evidence if mine & theirs and b.near(day, TERM)}
        return (role, "role") if not office or office == role else (office, "office")

    def _by_day(self, forms: Sequence[Form]) -> dict[str, "Bearer | str"]:
        """Whom the news of the day calls by surname alone, by the form's id."""
        found: dict[str, Bearer | str] = {}
        for form in forms:
            words = name_words(form.name)
            if form.first is None:
                continue
            named = self._register.by_surname_alone(words[-1], form.first)
            name = next(iter(named)) if len(named) == 1 else ""
            if not name or not _fits(form, name) or self._denied(form, telling(self._register.offices(name))):
                continue
            bearer = self._bearer(name)
            rivals = [b for b in self._bearers if b is not bearer and b.near(form.first, NEAR)]
            mine = bearer.quotes if bearer is not None else 0
            if not self._told_apart(form) and sum(b.quotes for b in rivals) * RIVALS <= max(mine, MANY_QUOTES):
                found[form.id] = bearer or name
        return found

    def _well_known(self, form: Form) -> Bearer | None:
        near = [b for b in self._bearers if b.near(form.first, NEAR)]
        best = max(near, key=lambda b: b.quotes, default=None)
        if best is None or best.quotes < MANY_QUOTES or len(best.articles) < MANY_ARTICLES:
            return None
        others = sum(b.quotes for b in near if b is not best)
        clear = others * RIVALS <= best.quotes and self._only(form, best)
        return best if clear else None

    def _together(self, form: Form) -> Bearer | None:
        near = [b for b in self._bearers if b.near(form.first, NEAR)]
        if len(near) != 1 or form.first is None or not near[0].near(form.first, SAME_NEWS):
            return None
        shared = len(self._named_beside(form.articles) & self._beside_bearer(near[0])) >= SHARED
        return near[0] if shared and self._only(form, near[0]) else None

    def _beside_bearer(self, bearer: Bearer) -> set[str]:
        if bearer not in self._known_beside:
            self._known_beside[bearer] = self._named_beside(bearer.articles)
        return self._known_beside[bearer]

    def _named_beside(self, articles: Iterable[str]) -> set[str]:
        """The people by whole name whom articles name, those of the surname aside."""
        ids = {form.id for bearer in self._bearers for form in bearer.forms}
        return {id for article in articles for id in self._beside.get(article, ())} - ids

    def _only(self, form: Form, bearer: Bearer) -> bool:
        """Whether nothing that an article or the register says speaks against a bearer."""
        names = {one.name for one in bearer.forms}
        surname = name_words(form.name)[-1]
        in_office = self._register.in_office(surname, form.first) if form.first else set()
        known = all(self._bearer(name) is bearer for name in in_office)
        denied = self._told_apart(form) or self._denied(form, bearer.telling)
        return known and not denied and all(_fits(form, name) for name in names)

    def _bearer(self, name: str) -> Bearer | None:
        """The bearer whom a name of the register means, if the store has one."""
        meant = [bearer for bearer in self._bearers if any(same_person(one.name, name) for one in bearer.forms)]
        exact = [bearer for bearer in meant if any(one.id == person_id(name) for one in bearer.forms)]
        return exact[0] if exact else meant[0] if len(meant) == 1 else None

    def _told_apart(self, form: Form) -> bool:
        """Whether an article names a bearer besides who might be meant, and still gives the surname to another."""
        return any(
            form.articles & one.articles and _fits(form, one.name) for bearer in self._bearers for one in bearer.forms
        )

    @staticmethod
    def _denied(form: Form, told: set[str]) -> bool:
        """Whether an article says of a surname what nothing says of a bearer, of whom these words are said."""
        mine = telling(form.roles)
        return bool(mine) and mine.isdisjoint(told)

    def _alike(self, surnames: Sequence[Form]) -> Iterator[Join]:
        """Surnames whose whole name nothing tells: of one role, as long as one may have held it."""
        taken = set().union(*(theirs for _, theirs in self._evidence))
        by_role: dict[str, list[Form]] = defaultdict(list)
        for form in surnames:
            for role in evidence(form) - taken:
                by_role[role].append(form)
        for _, forms in sorted(by_role.items()):
            for one, other in pairwise(sorted(forms, key=lambda form: (form.first or date.min, form.id))):
                if other.first is None or one.near(other.first, TERM):
                    yield one.id, other.id, "same role"


def _fits(form: Form, name: str) -> bool:
    """Whether a "Mrs." or a "Mr." before a surname leaves it possible that a whole name is meant."""
    title = form.name.split()[0].strip(".").lower()
    told = {"mr": "m", "mrs": "f", "ms": "f", "miss": "f"}.get(title)
    given = given_gender(name)
    return told is None or given == told or (given is None and told == "m")
