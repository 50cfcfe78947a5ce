"""One policy across articles: which names mean the same ordinance, bill or programme.

Names are alike if they have the same words in whatever order about the same head ("leaf-blower ban", "the ban on leaf
blowers"), and bills if they are of one kind and number ("SB 212", "Senate Bill 212"). Names that are alike, and a name
with what an article gives as another name of it, are one policy's, if that other name fits one policy alone. What two
jurisdictions have is never one policy; a form without one goes with that which alone has its name.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from extract.records import slug
from extract.speakers.names import folded, letters_of
from extract.topics.numbered import kind_and_number
from graph.corrections import Corrections
from graph.grouping import Groups, Identity, Join, grouped

_PREPOSITIONS = frozenset(
    {"about", "against", "at", "by", "for", "from", "in", "of", "on", "over", "to", "under", "with"}
)
_SMALL = _PREPOSITIONS | {"a", "an", "and", "the"}


@dataclass(frozen=True, slots=True)
class PolicyForm:
    """A policy's name as articles give it, with what they say of it. `id` is unique; `quotes` counts its quotes."""

    id: str
    name: str
    jurisdiction: str | None = None
    aliases: frozenset[str] = frozenset()
    quotes: int = 0
    general: bool = True
    misread: bool = False


def policy_identities(forms: Iterable[PolicyForm], corrections: Corrections) -> list[Identity[PolicyForm]]:
    """The policies that forms mean, in order of their ids. Raises `Contradiction` if the corrections do."""
    by_id = {form.id: form for form in sorted(forms, key=lambda form: form.id)}
    read = [form for form in by_id.values() if form.id not in corrections.invented() and any(name_key(form.name))]
    return grouped(by_id, _of_one_place(read, [*_by_name(read), *_by_alias(read)]), corrections)


Key = tuple[str, frozenset[str]]
"""What alike names share: the head, or the kind of bill; and all words, or the number."""


@lru_cache(maxsize=65536)
def name_key(name: str) -> Key:
    """What a name has in common with all that are alike: "the ban on leaf blowers" with "leaf-blower ban"."""
    if numbered := kind_and_number(name):
        kind, number = numbered
        return kind, frozenset({number})
    words = re.findall(r"\w+", re.sub(r"[.']", "", folded(name)).removeprefix("the "))
    head = next((words[n] for n, after in enumerate(words[1:]) if after in _PREPOSITIONS), words[-1] if words else "")
    return _singular(head), frozenset(_singular(word) for word in words if word not in _SMALL)


def _singular(word: str) -> str:
    """A noun without its plural's ending: "cities" as "city", "taxes" as "tax"."""
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    return re.sub(r"(?<=[^aeiou])ies$", "y", re.sub(r"(ss|x|ch|sh)es$", r"\1", word)).removesuffix("s")


def _place(form: PolicyForm) -> str | None:
    return slug(form.jurisdiction) if form.jurisdiction else None


def _compatible(one: PolicyForm, other: PolicyForm) -> bool:
    return None in (places := {_place(one), _place(other)}) or len(places) == 1


def _by_name(forms: Iterable[PolicyForm]) -> Iterator[Join]:
    alike: dict[Key, list[PolicyForm]] = defaultdict(list)
    for form in forms:
        alike[name_key(form.name)].append(form)
    for same in alike.values():
        for one, other in combinations(same, 2):
            if _compatible(one, other):
                yield one.id, other.id, "variant" if _place(one) == _place(other) else "place"


def _by_alias(forms: Iterable[PolicyForm]) -> Iterator[Join]:
    """Join what alone has a name with what alone has that name as another: "TPP", or "Obamacare"."""
    called: dict[Key, dict[str, tuple[PolicyForm, str]]] = defaultdict(dict)
    for form in forms:
        for name in (form.name, *sorted(form.aliases)):
            if _telling(name):
                called[name_key(name)].setdefault(form.id, (form, name))
    for key, bearers in called.items():
        named = [form for form, _ in bearers.values()]
        other_name = {form.id: _other_name(form, named) for form in named}
        acronym = any(letters_of(name) for _, name in bearers.values())
        nickname = not acronym and all(any(map(str.isupper, name)) for _, name in bearers.values())
        for one, other in combinations([form for form in named if other_name[form.id]], 2):
            keys = name_key(one.name), name_key(other.name)
            mutual = (other_name[other.id], other_name[one.id]) == keys and _compatible(one, other)
            # what two policies are called besides is one's only if it is a name of its own: no "parking tax", no "ACA"
            if mutual and (key in keys or nickname):
                yield one.id, other.id, "acronym" if acronym else "alias"


def _telling(name: str) -> bool:
    """Whether a name can tell a policy: no "ban", no "law"."""
    return any(map(str.isupper, name)) or len(name_key(name)[1]) > 1


def _other_name(form: PolicyForm, bearers: Iterable[PolicyForm]) -> Key | None:
    """The one name, unlike the form's own, of those that share another name with it; None if they have several."""
    names = {name_key(other.name) for other in bearers if _compatible(form, other)} - {name_key(form.name)}
    return names.pop() if len(names) == 1 else None


def _of_one_place(forms: Sequence[PolicyForm], joins: Sequence[Join]) -> Iterator[Join]:
    """The joins but those that would lead from one jurisdiction to another, by way of a form without one."""
    places = {form.id: _place(form) for form in forms}
    groups = Groups(places)
    for join in joins:
        groups.join(*join)
    disputed = {id for ids in groups.members() if len({places[id] for id in ids} - {None}) > 1 for id in ids}
    yield from (join for join in joins if join[0] not in disputed or places[join[0]] == places[join[1]])
