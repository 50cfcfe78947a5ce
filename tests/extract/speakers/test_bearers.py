import pytest

from extract.speakers.bearers import Bearers
from extract.speakers.entities import Entity
from extract.speakers.names import name_words, same_person, short_for

NAMES = (
    "Ana Ruiz",
    "Bo Lee",
    "Ana María Ruiz",
    "Enrique Peña Nieto",
    "Enrique Peña",
    "Bill de Blasio",
    "Ruiz",
    "Cy Bornstein",
    "Elizabeth Warren",
    "Ana",
)


@pytest.mark.parametrize("name", [*NAMES, "Peña", "De Blasio", "Bornsten", "Warren", "A. Ruiz", "Nobody Else", "", "’"])
def test_an_index_finds_whom_a_look_at_everybody_finds(name: str) -> None:
    people = [Entity(known, "person") for known in NAMES]
    bearers = Bearers(people)
    of = [p for p in people if short_for(name, p.name) or (name_words(name) and name_words(name) == p.words)]
    assert bearers.of(name) == of
    alike = [p for p in people if name_words(name) and (same_person(p.name, name) or short_for(name, p.name))]
    assert [p for p in bearers.akin(name) if same_person(p.name, name) or short_for(name, p.name)] == alike


def test_names_in_phrases_and_names_misspelt() -> None:
    people = [Entity(known, "person") for known in NAMES]
    bearers = Bearers(people)
    assert [p.name for p in bearers.inside("Elizabeth Warren Hammers Ana Ruiz")] == ["Ana Ruiz", "Elizabeth Warren"]
    assert [p.name for p in bearers.misspelt("Bornsten")] == ["Cy Bornstein"]
    assert bearers.misspelt("Rui") == []


def test_of_many_namesakes_the_first_are_compared() -> None:
    people = [Entity(f"Ana{'a' * number} Ruiz", "person") for number in range(102)]
    assert Bearers(people).of("Ruiz") == people[:100]
