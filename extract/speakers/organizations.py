"""The organisations of an article, each acronym joined to the name that it abbreviates."""

import re
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from spacy.tokens import Doc, Span

from extract.speakers.bodies import note_places
from extract.speakers.entities import Entity, overlaps, trimmed_name
from extract.speakers.names import acronyms_of, display, folded, letters_of
from extract.speakers.nouns import names_a_person

_WELL_KNOWN = {"un": "United Nations", "eu": "European Union", "us": "United States", "uk": "United Kingdom"}
"""Acronyms that articles do not spell out."""


def find_organizations(doc: Doc, people: Sequence[Entity]) -> list[Entity]:
    """The named organisations, governments among them, that are not people by another of the recogniser's labels."""
    taken = _tokens(people)
    found: dict[str, Entity] = {}
    for span in _recognised(doc):
        if not overlaps(span, taken):
            _join(found, span)
    taken |= _tokens(found.values())
    spelled_out = {letters for organization in found.values() for letters in acronyms_of(organization.name)}
    for span in _acronyms(doc, spelled_out):
        if not overlaps(span, taken):
            _join(found, span)
    organizations = _with_acronyms(doc, list(found.values()))
    for organization in organizations:
        organization.mentions.sort()
    note_places(doc, organizations)
    return organizations


def _tokens(entities: Iterable[Entity]) -> set[int]:
    return {token for entity in entities for mention in entity.mentions for token in range(*mention)}


def find_places(doc: Doc) -> list[Entity]:
    """The countries, states and towns of a text: they speak too ("Mexico said that it …")."""
    found: dict[str, Entity] = {}
    for span in _recognised(doc, "GPE"):
        _join(found, span)
    return list(found.values())


def _recognised(doc: Doc, label: str = "ORG") -> Iterator[Span]:
    for ent in doc.ents:
        if ent.label_ != label:
            continue
        name = trimmed_name(ent)
        span = _without_article(name) if len(name) else name
        if any(token.pos_ == "PROPN" for token in span) and re.search(r"[^\W\d_]{2}", span.text):
            yield span


def _without_article(span: Span) -> Span:
    """The name without "the" and "federal" before it."""
    start = span.start
    while start < span.end - 1 and span.doc[start].text[0].islower():
        start += 1
    return span.doc[start + (span.doc[start].lower_ == "the" and start < span.end - 1) : span.end]


def _acronyms(doc: Doc, spelled_out: Container[str]) -> Iterator[Span]:
    """Capitals in running text that the recogniser passed over: "the IMF", and what abbreviates an organisation."""
    for token in doc:
        letters = token.text.replace(".", "")
        capitals = 2 <= len(letters) <= 8 and letters.isupper() and letters.isalpha() and not names_a_person(letters)
        known = len(letters) > 2 and letters.lower() in spelled_out
        introduced = token.i > 0 and doc[token.i - 1].lower_ in ("the", "(")
        if capitals and token.pos_ in ("PROPN", "NOUN") and (known or introduced):
            yield doc[token.i : token.i + 1]


def _join(found: dict[str, Entity], span: Span) -> None:
    name = display(span.text)
    organization = found.setdefault(_key(name), Entity(name, "organization"))
    organization.mention(span, name)


def _key(name: str) -> str:
    return re.sub(r"[^\w&]+", " ", folded(name).replace(".", "").removeprefix("the ")).strip()


def _with_acronyms(doc: Doc, found: Sequence[Entity]) -> list[Entity]:
    """The organisations, "CHIRLA" joined to what it abbreviates: the name that it follows in brackets, or whose
    initials it is."""
    by_initials: dict[str, list[Entity]] = defaultdict(list)
    by_end: dict[int, Entity] = {}
    for organization in found:
        by_end.update((end, organization) for _, end in organization.mentions)
        for letters in acronyms_of(organization.name):
            by_initials[letters].append(organization)
    joined: set[int] = set()
    for short in [e for e in found if letters_of(e.name)]:
        letters = letters_of(short.name).lower()
        abbreviated = (e for e in by_initials[letters] if e is not short and id(e) not in joined)
        long = _introduced(doc, short, by_end) or next(abbreviated, None)
        if long is not None:
            long.aliases |= short.aliases
            long.mentions += short.mentions
            by_end.update((end, long) for _, end in short.mentions)
            joined.add(id(short))
        elif letters in _WELL_KNOWN and "." in short.name:
            short.name = _WELL_KNOWN[letters]
    return [organization for organization in found if id(organization) not in joined]


def _introduced(doc: Doc, short: Entity, by_end: Mapping[int, Entity]) -> Entity | None:
    """The organisation in whose brackets an acronym stands: "Special Weapons Unit (SPU)"."""
    for start, end in short.mentions:
        if start > 1 and end < len(doc) and doc[start - 1].text == "(" and doc[end].text == ")":
            organization = by_end.get(start - 1)
            return organization if organization is not short else None
    return None
