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
CONFIDENCE = {
    "office": 0.98,
    "role": 0.98,
    "by surname": 0.97,
    "other kind": 0.98,
    "well known": 0.83,
    "together": 0.8,
}
"""How probable it is that a name is rightly joined with another one's bearer, by how that is known.

Of the joins in 300 news stories a reader found right 44 of 44 by an office or a role, 57 of 58 by surname, 51 of 51 of
another kind, and 4 of 4 of the well known: (right + 1) / (all + 2). Those named together were none, and count for less.
Other joins have no estimate: both names say the same.
"""


class Form(Protocol):
    """A name as articles give it: a unique id, and the number of quotes that go by it.

    `general` tells whether the id is no single article's, `misread` whether the name is not one for what it means.
    """

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def quotes(self) -> int: ...
    @property
    def general(self) -> bool: ...
    @property
    def misread(self) -> bool: ...


F = TypeVar("F", bound=Form)


@dataclass(frozen=True, slots=True)
class Identity(Generic[F]):
    """Whom or what a group of forms means.

    `id` is the least of the forms' ids, those of the `best` form's type and of no single article first; `name` that
    which a person gave, else that of the `best` form: a whole name, most quoted. `forms` tells by id how each came
    here: `SAME_NAME` (or nobody else's), as its join says, or ``corrected`` by a person.
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
        """Make two forms' groups one, unless that would bring two together that have to stay apart.

        A join that has a confidence is the first form's: the other one's bearer is known without it.
        """
        mine, theirs = self._group[one], self._group[other]
        if mine is theirs or any(pair & mine and pair & theirs for pair in unless):
            return
        few, many = sorted((mine, theirs), key=len)
        many |= few
        for id in few:
            self._group[id] = many
        for id in (one,) if how in CONFIDENCE else (one, other):
            if self.how[id] == SAME_NAME:
                self.how[id] = how

    def members(self) -> list[list[str]]:
        """The groups, each in order of ids."""
        return sorted(sorted(group) for group in {id(group): group for group in self._group.values()}.values())


def _identity(forms: list[F], how: Mapping[str, str], corrections: Corrections) -> Identity[F]:
    best = max(
        forms,
        key=lambda form: (not form.misread, form.general, " " in form.name, form.quotes, len(form.name), form.name),
    )
    name = corrections.name_of(form.id for form in forms) or best.name
    type = best.id.partition(":")[0]
    id = min(forms, key=lambda form: (form.id.partition(":")[0] != type, not form.general, form.id)).id
    return Identity(id, name, best, {form.id: how[form.id] for form in forms})
