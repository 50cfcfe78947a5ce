"""The organisations of an article, each acronym joined to the name that it abbreviates."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span

from extract.speakers.entities import Entity, overlaps, trimmed_name
from extract.speakers.names import abbreviates, display, folded, letters_of

_WELL_KNOWN = {"un": "United Nations", "eu": "European Union", "us": "United States", "uk": "United Kingdom"}
"""Acronyms that articles do not spell out."""


def find_organizations(doc: Doc, people: Sequence[Entity]) -> list[Entity]:
    """The named organisations, governments among them, that are not people by another of the recogniser's labels."""
    taken = [doc[start:end] for person in people for start, end in person.mentions]
    found: list[Entity] = []
    for span in _recognised(doc):
        if not overlaps(span, taken):
            _join(found, span)
    known = [doc[start:end] for organization in found for start, end in organization.mentions]
    for span in _acronyms(doc):
        if not overlaps(span, [*taken, *known]):
            _join(found, span)
    _join_acronyms(doc, found)
    for organization in found:
        organization.mentions.sort()
    return found


def find_places(doc: Doc) -> list[Entity]:
    """The countries, states and towns of a text: they speak too ("Mexico said that it …")."""
    found: list[Entity] = []
    for span in _recognised(doc, "GPE"):
        _join(found, span)
    return found


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


def _acronyms(doc: Doc) -> Iterator[Span]:
    """Capitals in running text that the recogniser passed over: "the IMF"."""
    for token in doc:
        letters = token.text.replace(".", "")
        capitals = 2 <= len(letters) <= 8 and letters.isupper() and letters.isalpha()
        if capitals and token.pos_ in ("PROPN", "NOUN") and token.i and doc[token.i - 1].lower_ in ("the", "("):
            yield doc[token.i : token.i + 1]


def _join(found: list[Entity], span: Span) -> None:
    name = display(span.text)
    key = _key(name)
    for organization in found:
        if _key(organization.name) == key:
            organization.mention(span, name)
            return
    found.append(Entity(name, "organization"))
    found[-1].mention(span, name)


def _key(name: str) -> str:
    return re.sub(r"[^\w&]+", " ", folded(name).replace(".", "").removeprefix("the ")).strip()


def _join_acronyms(doc: Doc, found: list[Entity]) -> None:
    """Let "CHIRLA" be what it abbreviates: the name that it follows in brackets, or whose initials it is."""
    for short in [e for e in found if letters_of(e.name)]:
        long = _introduced(doc, short, found) or next(
            (e for e in found if e is not short and abbreviates(short.name, e.name)), None
        )
        if long is not None:
            long.aliases |= short.aliases
            long.mentions += short.mentions
            found.remove(short)
        elif letters_of(short.name).lower() in _WELL_KNOWN and "." in short.name:
            short.name = _WELL_KNOWN[letters_of(short.name).lower()]


def _introduced(doc: Doc, short: Entity, found: Sequence[Entity]) -> Entity | None:
    """The organisation in whose brackets an acronym stands: "Special Weapons Unit (SPU)"."""
    for start, end in short.mentions:
        if start > 1 and end < len(doc) and doc[start - 1].text == "(" and doc[end].text == ")":
            return next((e for e in found if e is not short and any(m[1] == start - 1 for m in e.mentions)), None)
    return None
