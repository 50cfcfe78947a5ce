"""Whose policy it is: the place that an article ties a policy to, so that one city's ordinance is not another's.

Known policies have theirs. Else a place counts that owns the policy ("L.A.’s proposed ordinance") or that a law is of
("a Texas law", "the ordinance in Wrenmouth"); an ordinance without one is of the place whose council, mayor or city the
article names, or that it is datelined from.
"""

import re
from collections import Counter
from functools import cached_property

from spacy.tokens import Doc, Token

from extract.attribution.furniture import dateline_town
from extract.speakers.entities import entity_over
from extract.speakers.names import abbreviates
from extract.topics.candidates import FAMILIES
from extract.topics.policies import ArticlePolicy
from extract.topics.reading import Reading
from extract.topics.words import folded

_LOCAL = frozenset(["ordinance", "bylaw", "rezoning", "zoning", "referendum"])
"""Heads of policies that towns, cities and counties make."""
_ABROAD = frozenset(["sanction", "embargo", "aid", "war", "trade", "travel"])
"""What laws do to other places: "the Iran sanctions bill"."""
_NAME = r"((?:[A-Z][\w.’'-]{1,40} ){0,2}[A-Z][\w.’'-]{1,40})"
_BODY = re.compile(rf"{_NAME} (?:(?:City|Town|County|Village) (?:Council|Commission|Board)|Board of Supervisors)")
_PLACE = re.compile(rf"(?:[Cc]ity|[Tt]own|[Cc]ounty|[Mm]ayor) of {_NAME}")
_CITY = re.compile(r"(?<=\s)City\b(?! (?:Council|Commission|Board|Hall))", re.IGNORECASE)
_LAST_WORDS = re.compile(r"(?:[\w.’'-]{1,40} ){1,3}\Z")
_LONGEST = 120
"""Characters of a place's name, at most."""
_DAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "last", "next"])
_NO_NAMES = _DAYS | {
    "the",
    "a",
    "an",
    "on",
    "in",
    "at",
    "when",
    "as",
    "if",
    "but",
    "and",
    "this",
    "after",
    "before",
    "meanwhile",
}
"""Words with capitals that stand before a place's name and are no part of it."""


class Places:
    """The places of an article, and which of them a policy is of."""

    def __init__(self, doc: Doc, reading: Reading) -> None:
        self._doc, self._text = doc, reading.text
        self._names = Counter(entity.text.strip() for entity in doc.ents if entity.label_ == "GPE")
        self._cities = {
            before.group().lower().split(" ", n)[-1].strip()
            for city in _CITY.finditer(self._text)
            if (before := _LAST_WORDS.search(self._text, max(0, city.start() - _LONGEST), city.start()))
            for n in range(before.group().count(" "))
        }

    def of(self, policy: ArticlePolicy) -> str | None:
        """The jurisdiction of a policy; None if the article does not tell."""
        if policy.known is not None:
            return policy.known.jurisdiction
        told = Counter(place for mention in policy.mentions if (place := self._told(mention.start, mention.end)))
        if told:
            return self._full(max(sorted(told), key=told.__getitem__))
        return self._local if policy.heads & _LOCAL else None

    def _told(self, start: int, end: int) -> str | None:
        span = self._doc.char_span(start, end, alignment_mode="expand")
        if span is None:
            return None
        root = span.root
        law = root.lemma_.lower() in FAMILIES["law"]
        for child in root.children:
            of_law = law and child.dep_ in ("compound", "nmod") and child.i < root.i
            abroad = any(folded(token.text) in _ABROAD for token in self._doc[child.i : root.i])
            owns = child.dep_ == "poss" or (of_law and not abroad)
            if owns and child.ent_type_ == "GPE":
                return _entity(child)
            if law and child.dep_ == "prep" and child.lower_ == "in":
                inside = next((c for c in child.children if c.dep_ == "pobj" and c.ent_type_ == "GPE"), None)
                if inside is not None:
                    return _entity(inside)
        return None

    def _full(self, place: str) -> str:
        """The place's name written out, where the article does so: "L.A." as "Los Angeles"."""
        if "." in place or place.isupper():
            place = next((name for name in sorted(self._names) if "." not in name and abbreviates(place, name)), place)
            place = _without_article(place)
        return place.title() if place.isupper() and len(place) > 4 else place

    def _whole(self, name: str) -> str:
        """ "Kansas City", not "Kansas", of the "Kansas City Council", where the text has the city by itself."""
        return f"{name} City" if name.lower() in self._cities else name

    @cached_property
    def _local(self) -> str | None:
        """The place whose council, mayor or city the article names most, else the one of its dateline."""
        named = Counter(
            name
            for pattern in (_BODY, _PLACE)
            for found in pattern.finditer(self._text)
            if (name := self._whole(self._place(found.group(1), first=pattern is _PLACE) or ""))
        )
        if named:
            return max(sorted(named), key=named.__getitem__)
        return dateline_town(self._text)

    def _place(self, name: str, *, first: bool) -> str | None:
        """The place that a run of capitalised words begins with: an entity, else all of them or the `first`, if any."""
        words = _without_article(name).split()
        if not words or words[-1].endswith(("’s", "'s")):
            return None
        known = (" ".join(words[:n]) for n in range(len(words), 0, -1))
        return next((place for place in known if place in self._names), words[0] if first else " ".join(words))


def _entity(token: Token) -> str:
    """The whole name that a token is part of."""
    span = entity_over(token.doc, token.i)
    assert span is not None  # whoever asks has looked
    return _without_article(span.text.strip().removesuffix("’s").removesuffix("'s"))


def _without_article(name: str) -> str:
    words = name.split()
    while words and words[0].lower() in _NO_NAMES:
        words = words[1:]
    return " ".join(words)
