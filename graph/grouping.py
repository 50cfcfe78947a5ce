"""Forms that mean the same, in groups: by what joins them, and by what a person told.

A *form* is a name as articles give it. Forms are joined by what they are alone, never by the order in which articles
came: the same forms and corrections give the same groups.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from graph.corrections import Corrections

Join = tuple[str, str, str]
"""The ids of two forms that mean the same, and how that is known."""
SAME_NAME = "same name"
"""How a form came to what it means that nothing had to join."""


class Form(Protocol):
    """A name as articles give it: a unique id, and the number of quotes that go by it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def quotes(self) -> int: ...


F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class Identity(Generic[F]):
    """Whom or what a group of forms means.

    `id` is the least of the forms' ids; `name` that which a person gave, else that of the `best` form: a whole name,
    most quoted. `forms` tells by id how each came here: `SAME_NAME` (or nobody else's), as its join says, or
    ``corrected`` by a person.
    """

    id: str
    name: str
    best: F
    forms: Mapping[str, str]


def grouped(forms: Mapping[str, F], joins: Iterable[Join], corrections: Corrections) -> list[Identity[F]]:
    """What forms, by their ids, mean: in order of the ids. Raises `Contradiction` if the corrections do."""
    groups = Groups(sorted(forms))
    kept_apart, parted = corrections.apart(), corrections.parted()
    # whom a person parted is joined last, so that the others come together first
    for one, other, how in sorted(joins, key=lambda join: not parted.isdisjoint(join[:2])):
        groups.join(one, other, how, unless=kept_apart)
    for one, other in corrections.together(forms):
        groups.join(one, other, "corrected")
    corrections.check(groups.members())
    told = groups.how | dict.fromkeys(corrections.touched() & forms.keys(), "corrected")
    return [_identity([forms[id] for id in ids], told, corrections) for ids in groups.members()]


class Groups:
    """Forms in groups, each at first in one of its own."""

    def __init__(self, ids: Iterable[str]) -> None:
        self._group = {id: {id} for id in ids}
        self.how = dict.fromkeys(self._group, SAME_NAME)

    def join(self, one: str, other: str, how: str, *, unless: frozenset[frozenset[str]] = frozenset()) -> None:
        """Make two forms' groups one, unless that would bring two together that have to stay apart."""
        mine, theirs = self._group[one], self._group[other]
        if mine is theirs or any(frozenset((a, b)) in unless for a in mine for b in theirs):
            return
        mine |= theirs
        for id in theirs:
            self._group[id] = mine
        for id in (one, other):
            if self.how[id] == SAME_NAME:
                self.how[id] = how

    def members(self) -> list[list[str]]:
        """The groups, each in order of ids."""
        return sorted(sorted(group) for group in {id(group): group for group in self._group.values()}.values())


def _identity(forms: list[F], how: Mapping[str, str], corrections: Corrections) -> Identity[F]:
    best = max(forms, key=lambda form: (" " in form.name, form.quotes, len(form.name), form.name))
    name = corrections.name_of(form.id for form in forms) or best.name
    return Identity(min(form.id for form in forms), name, best, {form.id: how[form.id] for form in forms})
