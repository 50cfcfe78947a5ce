"""People by the words of their names: whom a name may mean, without a look at everybody whom an article names."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from extract.speakers.entities import Entity
from extract.speakers.names import folded, name_words, short_for

_NAMESAKES = 100
"""People of one surname, or of one given name, that are compared with a name: no article has so many."""
_NEARLY = 83
"""How alike two spellings of a surname are, of 100: one letter in six."""


class Bearers:
    """The people whom an article names, in the order in which they were added, found by their names."""

    def __init__(self, people: Iterable[Entity] = ()) -> None:
        self._people: list[Entity] = []
        self._by_words: dict[tuple[str, ...], list[int]] = defaultdict(list)
        self._by_surname: dict[str, list[int]] = defaultdict(list)
        for person in people:
            self.add(person)

    def add(self, person: Entity) -> None:
        """Take one more person in."""
        number, words = len(self._people), person.words
        self._people.append(person)
        if words:
            self._by_words["", words[-1]].append(number)
            self._by_words[words[0], ""].append(number)
            self._by_words[words[:2]].append(number)
        if len(words) > 1:
            self._by_surname[words[-1]].append(number)

    def akin(self, name: str) -> list[Entity]:
        """Those who share with a name its last word or its first two, or with a single word their first one."""
        words = name_words(name)
        if not words:
            return []
        keys = [("", words[-1]), words[:2], *([(words[0], "")] if len(words) == 1 else [])]
        numbers = {number for key in keys for number in self._by_words.get(key, ())[:_NAMESAKES]}
        return [self._people[number] for number in sorted(numbers)]

    def of(self, name: str) -> list[Entity]:
        """Those whose name it is, or the surname or given name of."""
        return [p for p in self.akin(name) if short_for(name, p.name) or name_words(name) == p.words]

    def inside(self, phrase: str) -> list[Entity]:
        """Those whose whole name, of several words, stands in a phrase."""
        words = name_words(phrase)
        numbers = {number for word in words for number in self._by_surname.get(word, ())[:_NAMESAKES]}
        whole = f" {' '.join(words)} "
        return [p for n in sorted(numbers) if f" {' '.join((p := self._people[n]).words)} " in whole]

    def misspelt(self, name: str) -> list[Entity]:
        """Whose surname a single word nearly is: "Bornsten" for Bornstein."""
        word = folded(name)
        if len(word) < 6 or " " in word:
            return []
        alike = process.extract_iter(word, self._by_surname.keys(), scorer=fuzz.ratio, score_cutoff=_NEARLY)
        numbers = {number for surname, _, _ in alike for number in self._by_surname[surname][:_NAMESAKES]}
        return [self._people[number] for number in sorted(numbers)]
