"""One speaker across articles: which names mean the same person or organisation.

People need a given name and a surname to be joined; the given names must agree (equal, an initial, a nickname, which
nothing that is said of the two may contradict), and so must middle initials and suffixes. A form that fits two people
who differ ("Chris Hale", Christopher and Christine) goes with neither, unless a role or an affiliation that it shares
with one of them alone decides. A bare surname is joined by evidence (`graph.surnames`), organisations by their names
(`graph.organizations`), and what few articles take for a person with the organisation that the others name
(`graph.misread`).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from extract.speakers.names import name_words, same_person
from graph.corrections import Corrections
from graph.grouping import Groups, Identity, Join, grouped
from graph.leaders import countries_by_leaders
from graph.misread import joined_with, organizations_taken_for_people, people_taken_for_organizations
from graph.organizations import organization_joins
from graph.register import Register, shipped_register
from graph.speaker_form import Form, person_id
from graph.surnames import Bearer, Surnames, evidence, telling


def identities(
    forms: Iterable[Form], corrections: Corrections, register: Register | None = None
) -> list[Identity[Form]]:
    """The speakers that forms mean, in order of their ids. Raises `Contradiction` if the corrections do.

    Whom `register` (the shipped one, if none is given) tells and no article names in full is a form without quotes.
    """
    register = shipped_register() if register is None else register
    by_id = {form.id: form for form in sorted(forms, key=lambda form: form.id)}
    joins = list(_joins(by_id, corrections, register))
    return grouped(by_id, joins, corrections)


def _joins(by_id: dict[str, Form], corrections: Corrections, register: Register) -> Iterator[Join]:
    """What the names say; those that a person made up for a namesake say nothing. Adds whom the register tells."""
    invented = corrections.invented()
    named = [f for f in by_id.values() if any(map(str.isupper, f.name)) and f.id not in invented]  # "the group" is none
    untouched = [form for form in named if form.id not in corrections.touched()]
    companies = organizations_taken_for_people(untouched)
    names = people_taken_for_organizations(untouched, register)
    for id in companies.keys() | names.keys():  # what was misread names nobody
        by_id[id] = replace(by_id[id], type="person" if id in names else "organization", misread=True)
    yield from joined_with(companies)
    yield from joined_with({id: _known(by_id, name) for id, name in names.items()})

    rest = [form for form in named if form.id not in companies and form.id not in names]
    countries = countries_by_leaders((form for form in rest if form.type == "person"), register)
    yield from organization_joins((form for form in rest if form.type == "organization"), countries)
    blocks: dict[str, list[Form]] = defaultdict(list)
    for form in rest:
        if form.type == "person" and (words := name_words(form.name)):
            blocks[words[-1]].append(form)
    beside = _named_in(form for form in rest if form.type == "person" and len(name_words(form.name)) > 1)
    for _, block in sorted(blocks.items()):
        yield from _people(block, register, beside, by_id)


def _known(by_id: dict[str, Form], name: str) -> str:
    """The id of somebody whom the register tells, among the forms from now on."""
    id = person_id(name)
    by_id.setdefault(id, Form(id, name, "person"))
    return id


def _named_in(people: Iterable[Form]) -> Mapping[str, frozenset[str]]:
    """The people by whole name of each article."""
    found: dict[str, set[str]] = defaultdict(set)
    for form in people:
        for article in form.articles:
            found[article].add(form.id)
    return {article: frozenset(ids) for article, ids in found.items()}


def _people(
    block: Sequence[Form], register: Register, beside: Mapping[str, frozenset[str]], by_id: dict[str, Form]
) -> Iterator[Join]:
    full = [form for form in block if len(name_words(form.name)) > 1]
    surnames = [form for form in block if len(name_words(form.name)) == 1]
    fits = {
        frozenset((a.id, b.id))
        for a, b in combinations(full, 2)
        if same_person(a.name, b.name) and not (_by_nickname(a, b) and _told_otherwise(a, b))
    }

    def compatible(a: Form, b: Form) -> bool:
        return frozenset((a.id, b.id)) in fits

    unclear = [form for form in full if _fits_two(form, full, compatible)]
    clear = [form for form in full if form not in unclear]
    groups = Groups(form.id for form in clear)
    for a, b in combinations(clear, 2):
        if compatible(a, b):
            groups.join(a.id, b.id, "")
            yield a.id, b.id, _how(a, b)
    for form in unclear:
        yield from _by_evidence(form, [other for other in full if compatible(form, other)], compatible)
    if surnames:
        bearers = [Bearer(tuple(by_id[id] for id in ids)) for ids in groups.members()]
        bearers += [Bearer((form,)) for form in unclear]
        told = Surnames(bearers, register, beside)
        yield from told.joins(surnames)
        for id, name in told.register_names.items():
            by_id.setdefault(id, Form(id, name, "person"))


def _by_nickname(a: Form, b: Form) -> bool:
    return name_words(a.name)[0] != name_words(b.name)[0]


def _told_otherwise(a: Form, b: Form) -> bool:
    """Whether all that is said of two forms differs: Steve, a union's director, and Steven, a tax lawyer."""
    one, other = (telling(form.roles | form.affiliations) for form in (a, b))
    return bool(one) and bool(other) and one.isdisjoint(other)


def _how(a: Form, b: Form) -> str:
    return "same name" if name_words(a.name) == name_words(b.name) else "variant"


def _fits_two(form: Form, others: Sequence[Form], compatible: Callable[[Form, Form], bool]) -> bool:
    """Whether a form fits two that do not fit one another."""
    fitting = [other for other in others if other is not form and compatible(form, other)]
    return any(not compatible(a, b) for a, b in combinations(fitting, 2))


def _by_evidence(form: Form, others: Sequence[Form], compatible: Callable[[Form, Form], bool]) -> Iterator[Join]:
    """Join a form with the one person who shares a role or an affiliation with it."""
    sharing = [other for other in others if evidence(form) & evidence(other)]
    if sharing and all(compatible(a, b) for a, b in combinations(sharing, 2)):
        for other in sharing:
            yield form.id, other.id, "role"
