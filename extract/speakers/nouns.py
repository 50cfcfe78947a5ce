"""Common nouns that name a speaker: what type of speaker each names."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from extract.records import SpeakerType
from extract.speakers.names import lexicon

_TYPES: dict[str, SpeakerType] = {
    "person": "anonymous",
    "group": "group",
    "organization": "organization",
    "document": "document",
}


@cache
def title_nouns() -> dict[str, SpeakerType]:
    """Lemma of a common noun -> the type of speaker that it names; the people's may stand before a name."""
    return {noun: _TYPES[kind] for kind in reversed(_TYPES) for noun in _lists()[kind].split()}


def alike(word: str) -> str:
    """One of the words that stand for one another where people are described: "gov." and "governor"."""
    word = word.strip(".,")
    return _representatives().get(word, word)


def is_relational(noun: str) -> bool:
    """Whether a noun tells what somebody is to another: "the spokeswoman" is not whoever was named last."""
    return noun in _relational()


@cache
def in_names_of(noun: str) -> frozenset[str]:
    """Words that the names of a kind of organisation hold: of an agency "office", "bureau"."""
    return frozenset(_lists()["names"].get(noun, "").split())


@cache
def partners() -> frozenset[str]:
    """Names that "and" is part of, in lower case and without it: "marks spencer"."""
    return frozenset(_lists()["partners"].split(", "))


@cache
def _relational() -> frozenset[str]:
    return frozenset(_lists()["relational"].split())


@cache
def _representatives() -> dict[str, str]:
    return {word: words.split()[0] for words in _lists()["alike"] for word in words.split()}


@cache
def _lists() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(files(__package__).joinpath("nouns.json").read_text("utf-8"))
    return loaded


def noun_type(noun: str) -> SpeakerType | None:
    """The type of speaker that a noun (a lemma) names: `anonymous` for one person, None if unknown."""
    noun = noun.lower()
    last = noun.rpartition("-")[2]  # "co-director"
    found = title_nouns().get(noun) or title_nouns().get(last)
    return "anonymous" if found is None and last in lexicon()["person"] else found


def names_a_person(noun: str) -> bool:
    """Whether a noun names one person: "senator", "tycoon"."""
    return noun_type(noun) == "anonymous"
