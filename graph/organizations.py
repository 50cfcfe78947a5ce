"""Which names are one organisation's: equal ones (articles and the order of "Department" aside), and acronyms.

A body of a generic name ("Supreme Court") is that of its place (`extract.speakers.bodies`), or of the country whose
leaders the article names. Where neither tells, a town's body goes with the place that most other articles of its outlet
tell, or with the outlet's others if none tells one. Else it stays the article's.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from extract.records import slug
from extract.speakers.bodies import is_generic, is_local
from extract.speakers.countries import countries_in
from extract.speakers.names import acronyms_of, folded, letters_of
from graph.grouping import Join
from graph.speaker_form import Form

_GUESSED = 3
"""Letters of an acronym at least that is joined without an article that says so: two stand for too much."""
_OFTEN, _MOSTLY = 2, 2 / 3
"""In how many of an outlet's articles, and in what share of them, a body has the place that goes without saying."""


def organization_joins(forms: Iterable[Form], countries: Mapping[str, str]) -> Iterator[Join]:
    """What joins the forms of organisations: equal names, then acronyms.

    `countries` tells of articles whose leaders they name (`graph.leaders`): a country's body is that one's.
    """
    named: dict[str, list[Form]] = defaultdict(list)
    untold: dict[str, list[Form]] = defaultdict(list)
    bodies: dict[str, dict[str, list[Form]]] = defaultdict(lambda: defaultdict(list))
    for form in forms:
        key, place = organization_key(form.name), place_of(form)
        if place is None and not form.general and not is_local(key):
            place = next((slug(countries[article]) for article in sorted(form.articles) if article in countries), None)
        if not is_generic(key):
            named[key].append(form)
        elif place is None:
            untold[key].append(form)
        else:
            bodies[key][place].append(form)
    for key, places in bodies.items():
        for place, body in places.items():  # "Los Angeles City Council" is the City Council of Los Angeles
            named[f"{place.replace('-', ' ')} {key}"] += body
    for _, same in sorted(named.items()):
        yield from _one(same, "same name")
    for key, same in sorted(untold.items()):
        yield from _one([form for form in same if form.general], "same name")
        if (general := next((form for form in same if form.general), None)) is not None and len(bodies[key]) == 1:
            yield general.id, next(iter(bodies[key].values()))[0].id, "only one"
        if is_local(key):
            yield from _by_outlet([form for form in same if not form.general], bodies[key])
    anywhere = {
        key: same for key, forms in untold.items() if not bodies[key] and (same := [f for f in forms if f.general])
    }
    yield from _acronyms({**anywhere, **named})


def _one(forms: Sequence[Form], how: str) -> Iterator[Join]:
    yield from ((forms[0].id, other.id, how) for other in forms[1:])


def place_of(form: Form) -> str | None:
    """The place of a body of a generic name, as in ids, where an article or the name itself tells it."""
    _, _, rest = form.id.partition(":")
    owner, inside, _ = rest.partition(":")
    if inside:
        return owner if form.general else None
    countries = {country for country, _ in countries_in(form.name)}
    return slug(countries.pop()) if len(countries) == 1 else None


def _by_outlet(forms: Sequence[Form], places: Mapping[str, Sequence[Form]]) -> Iterator[Join]:
    """Join the bodies of towns that one outlet means, where its articles tell no place."""
    meant: dict[str, Counter[str]] = defaultdict(Counter)
    for place, body in places.items():
        for outlet in (outlet for form in body for outlet in form.outlets):
            meant[outlet][place] += len(set().union(*(form.articles for form in body if outlet in form.outlets)))
    others: dict[str, list[Form]] = defaultdict(list)
    for form in forms:
        outlet = min(form.outlets, default="")
        if (home := _home(meant[outlet])) is not None:
            yield form.id, places[home][0].id, "outlet"
        elif outlet and not meant[outlet]:
            others[outlet].append(form)
    for _, own in sorted(others.items()):
        yield from _one(own, "outlet")


def _home(places: Counter[str]) -> str | None:
    """The place whose body an outlet means without a word: that of most of its articles, more than one of them."""
    place, times = max(places.items(), key=lambda item: (item[1], item[0]), default=(None, 0))
    return place if times >= _OFTEN and times >= _MOSTLY * places.total() else None


def _acronyms(named: Mapping[str, Sequence[Form]]) -> Iterator[Join]:
    """Acronyms with the one name that articles say they stand for, else with the one whose initials they are."""
    told: dict[str, set[str]] = defaultdict(set)
    initials: dict[str, set[str]] = defaultdict(set)
    for key, same in named.items():
        for form in same:
            if not letters_of(form.name):
                for alias in form.aliases:
                    told[letters_of(alias)].add(key)
                for letters in acronyms_of(form.name) | acronyms_of(organization_key(form.name)):
                    initials[letters.upper()].add(key)
    for same in named.values():
        for short in same:
            if letters := letters_of(short.name):
                guessed = initials[letters] if len(letters) >= _GUESSED else set()
                if len(keys := told[letters] or guessed) == 1:
                    yield short.id, named[next(iter(keys))][0].id, "acronym"


@lru_cache(maxsize=65536)
def organization_key(name: str) -> str:
    """ "The U.S. Justice Department" as "department of justice", "Supreme Court of India" as "supreme court"."""
    plain = _without_country(name)
    words = re.findall(r"\w+", re.sub(r"^(?:(?:the|us|federal)\s+)+(?=\S)", "", folded(plain).replace(".", "")))
    if len(words) > 1 and words[-1] in ("department", "ministry"):
        words = [words[-1], "of", *words[:-1]]
    return " ".join(words)


def _without_country(name: str) -> str:
    """A body's generic name without the one country that it is of; another name as it is."""
    found = countries_in(name)
    if len(found) != 1:
        return name
    country = re.escape(found[0][1])
    rest = re.sub(rf"^(?:the )?{country}(?:[’']s)? | of (?:the )?{country}$", "", name, flags=re.IGNORECASE)
    return rest if is_generic(rest) else name
