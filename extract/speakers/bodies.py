"""The places of bodies with a generic name ("City Council", "Ministry of Health"), from the article.

Every town has a City Council and every country a Supreme Court. A country or town named with the body decides, else one
named with it elsewhere in the article. Failing that, the dateline decides for a town's body; for a country's body the
country of the dateline, or the one that the article mentions most.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc

from extract.attribution.furniture import dateline_town
from extract.speakers.countries import countries_in, country_of
from extract.speakers.entities import Entity, entity_over, trimmed_name
from extract.speakers.names import folded

_MOSTLY = 0.9
"""The share of an article's countries that the one has whose bodies it means: a "Congress" in a story about Iran is not
Iran's."""
_OFTEN = 2
"""How often the article has to name it: once may be in passing."""


@cache
def _words() -> dict[str, frozenset[str]]:
    """The words of generic names: `bodies` of countries and of `towns`, those that are a name `alone`, and what bodies
    are for and of which level: a town's (`local`), or any (`about`)."""
    loaded: dict[str, str] = json.loads(files(__package__).joinpath("bodies.json").read_text("utf-8"))
    return {key: frozenset(words.split()) for key, words in loaded.items()}


def is_generic(name: str) -> bool:
    """Whether a name is one that bodies of many places have.

    Examples
    --------
    >>> is_generic("City Council"), is_generic("Ministry of Foreign Affairs"), is_generic("Wrenmouth City Council")
    (True, True, False)
    """
    words, lists = _parts(name), _words()
    if len(words) == 1:
        return words[0] in lists["alone"]
    heads = lists["towns"] if is_local(name) else lists["bodies"]
    return not heads.isdisjoint(words) and all(word in heads | lists["local"] | lists["about"] for word in words)


def is_local(name: str) -> bool:
    """Whether a generic name is of a town's or a county's body."""
    words, lists = _parts(name), _words()
    return not lists["local"].isdisjoint(words) or (len(words) == 1 and words[0] in lists["towns"] - lists["bodies"])


def _parts(name: str) -> list[str]:
    words = re.findall(r"\w+", re.sub(r"['’]s\b", "", folded(name)))
    return words[1:] if words[:1] == ["the"] and len(words) > 1 else words


def note_places(doc: Doc, organizations: Sequence[Entity]) -> None:
    """Set the `place` of bodies with a generic name, if the article gives it."""
    bodies = [organization for organization in organizations if is_generic(organization.name)]
    text = doc.text if bodies else ""
    for body in bodies:
        body.place = (
            _most(place for mention in body.mentions if (place := _beside(doc, *mention)))
            or _named_with(body, organizations)
            or (dateline_town(text) if is_local(body.name) else _country(doc, text))
        )


def _beside(doc: Doc, start: int, end: int) -> str | None:
    """The place that stands with a body: "Pakistan’s Supreme Court", "the Supreme Court of Pakistan"."""
    before = start - 1
    while before >= 0 and doc[before].text in ("’s", "'s", "’", "'"):
        before -= 1
    nouns = [before] if before >= 0 else []
    if end + 1 < len(doc) and doc[end].lower_ in ("of", "in"):
        nouns.append(end + 1 + (doc[end + 1].lower_ == "the" and end + 2 < len(doc)))
    for token in nouns:
        entity = entity_over(doc, token)
        if entity is not None and entity.label_ in ("GPE", "NORP", "LOC"):
            name = re.sub(r"^the |['’]s?$", "", entity.text.strip(), flags=re.IGNORECASE)
            if named := countries_in(name):
                return named[0][0]
            if entity.label_ == "GPE":
                return name
    return None


def _named_with(body: Entity, organizations: Iterable[Entity]) -> str | None:
    """The one place that stands before or behind the name elsewhere: "Wrenmouth City Council"."""
    own = folded(body.name).removeprefix("the ")
    places = set()
    for other in organizations:
        name = folded(other.name).removeprefix("the ")
        if other is not body and name != own and name.endswith(f" {own}"):
            place = re.sub(r"^the |['’]s?$", "", other.name[: -len(own)].strip(), flags=re.IGNORECASE)
            country = country_of(place)
            if country or (is_local(body.name) and place[:1].isupper()):
                places.add(country or place)
    return places.pop() if len(places) == 1 else None


def _country(doc: Doc, text: str) -> str | None:
    """The country of the dateline, else the one that an article speaks of."""
    if (town := dateline_town(text)) is not None and (country := country_of(town)) is not None:
        return country
    named = Counter(
        country
        for entity in doc.ents
        if entity.label_ in ("GPE", "NORP") and (country := country_of(trimmed_name(entity).text))
    )
    country, times = max(named.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    return country if times >= _OFTEN and times >= _MOSTLY * named.total() else None


def _most(places: Iterable[str]) -> str | None:
    counted = Counter(places)
    return max(sorted(counted), key=counted.__getitem__, default=None)
