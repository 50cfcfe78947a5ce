"""Names that some articles were misread in: an organisation taken for a person, or a person for an organisation.

What most articles of a store say counts: "Twitter" is an organisation in a hundred articles and a person in a few.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from extract.speakers.names import is_given, name_words
from graph.organizations import organization_key
from graph.register import Register
from graph.speaker_form import Form

CLEARLY = 2
"""How many times as many articles have to say the one as the other: names are misread in fewer than a third. Of a name
cut short as many do: its words are those of the whole one."""
OTHER_KIND = "other kind"
"""How a form is joined that was misread."""


def organizations_taken_for_people(forms: Collection[Form]) -> dict[str, str]:
    """Id of a person's form -> that of the organisation of this name, or of a longer name cut short ("York Times").

    A person of whom an article says what he or she is, who has a given name, or whose surname others have, is none.
    """
    people: dict[str, list[Form]] = defaultdict(list)
    organizations: dict[str, list[Form]] = defaultdict(list)
    cut_short: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        key = organization_key(form.name)
        if form.type == "organization":
            organizations[key].append(form)
            if len(key.split()) > 2:
                cut_short[key.partition(" ")[2]].append(form)
        elif form.type == "person" and not form.roles:
            people[key].append(form)
    surnames = {name_words(form.name)[-1] for form in forms if form.type == "person" and _has_given_name(form)}
    found: dict[str, str] = {}
    for key, misread in people.items():
        named = organizations[key]
        if key in surnames or _has_given_name(misread[0]) or _articles(named) < CLEARLY * _articles(misread):
            named = cut_short[key] if _articles(cut_short[key]) >= _articles(misread) else []
        if named:
            best = max(named, key=lambda form: (form.quotes, form.id))
            found.update((form.id, best.id) for form in misread)
    return found


def people_taken_for_organizations(forms: Iterable[Form], register: Register) -> dict[str, str]:
    """Id of an organisation's form -> the name of the one whom the news of all its days calls by this surname alone."""
    people: dict[str, list[Form]] = defaultdict(list)
    single: list[Form] = []
    for form in forms:
        words = name_words(form.name)
        if form.type == "person" and words:
            people[words[-1]].append(form)
        elif form.type == "organization" and len(words) == 1 and words[0] in register:
            single.append(form)
    found: dict[str, str] = {}
    for form in single:
        surname = name_words(form.name)[0]
        if form.first is None or form.last is None or _articles(people[surname]) < CLEARLY * _articles([form]):
            continue
        named = {frozenset(register.by_surname_alone(surname, day)) for day in (form.first, form.last)}
        if len(named) == 1 and len(names := next(iter(named))) == 1:
            found[form.id] = next(iter(names))
    return found


def _has_given_name(form: Form) -> bool:
    words = name_words(form.name)
    return len(words) > 1 and is_given(words[0])


def _articles(forms: Iterable[Form]) -> int:
    return len(set().union(*(form.articles for form in forms)))


def joined_with(moved: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """The joins of what was misread."""
    return [(form, other, OTHER_KIND) for form, other in sorted(moved.items())]
