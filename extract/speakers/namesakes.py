"""Which of several people of one surname is meant, by what is said beside it: "Brennan, the board president"."""

from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from extract.speakers.bearers import Bearers
from extract.speakers.entities import Entity, Tokens
from extract.speakers.names import name_words
from extract.speakers.offices import same_office
from extract.speakers.roles import descriptions_at


def settle(doc: Doc, people: Sequence[Entity], bearers: Bearers) -> frozenset[Tokens]:
    """Give each surname that several bear to the one of whom the same is said beside the whole name.

    Mentions move from person to person; returns those that are settled. Those that say nothing, or what is said of
    none or several of them, stay where they are.
    """
    roles: dict[int, list[Tokens]] = {}
    moves: list[tuple[Entity, Entity, Tokens]] = []
    for person in people:
        for mention in person.mentions:
            name = doc[slice(*mention)].text
            fitting = bearers.of(name) if len(name_words(name)) < len(person.words) else []
            sought = list(_roles(doc, mention)) if len(fitting) > 1 else []
            for bearer in fitting if sought else ():
                if id(bearer) not in roles:
                    whole = [m for m in bearer.mentions if name_words(doc[slice(*m)].text) == bearer.words]
                    roles[id(bearer)] = [role for m in whole for role in _roles(doc, m)]
            held = [p for p in fitting if any(same_office(doc, a, b) for a in sought for b in roles.get(id(p), ()))]
            if len(held) == 1:
                moves.append((person, held[0], mention))
    for person, other, mention in moves:
        person.mentions.remove(mention)
        other.mentions = sorted([*other.mentions, mention])
    return frozenset(mention for _, _, mention in moves)


def _roles(doc: Doc, mention: Tokens) -> Iterator[Tokens]:
    return (d.tokens for d in descriptions_at(doc, mention) if d.kind != "affiliation")
