"""The country that an article is about, by whose office holders it names: Obama and Pelosi are of the United States."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from extract.speakers.countries import country_of
from extract.speakers.names import name_words
from graph.register import Register
from graph.speaker_form import Form

_MOSTLY = 2 / 3
"""The share of the office holders that an article names who have to be of one country: a guest comes from abroad."""


def countries_by_leaders(people: Iterable[Form], register: Register) -> Mapping[str, str]:
    """Article -> the country of most of the people whom it names and the register has."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for person in people:
        for place in _places(person, register):
            for article in person.articles:
                found[article][place] += 1
    countries: dict[str, str] = {}
    for article, named in found.items():
        country, times = max(named.items(), key=lambda item: (item[1], item[0]))
        if times >= _MOSTLY * named.total():
            countries[article] = country
    return countries


def _places(person: Form, register: Register) -> set[str]:
    """The countries that somebody held an office of, if it is one."""
    words = name_words(person.name)
    if len(words) > 1:
        names = {person.name}
    elif words and words[0] in register and person.first is not None:
        names = register.by_surname_alone(words[0], person.first)
    else:
        names = set()
    places = {place for name in names for place in register.places(name) if country_of(place) == place}
    return places if len(places) == 1 else set()
