"""Words that the recogniser takes for people, and that are none: days, peoples, what it mostly reads otherwise."""

from collections import Counter, defaultdict

from spacy.tokens import Doc, Span

from extract.speakers.countries import country_of
from extract.speakers.entities import trimmed_name
from extract.speakers.names import folded, is_given
from extract.speakers.sources import DAYS

_NO_ONE = frozenset({"NORP", "GPE", "LOC", "FAC", "DATE", "TIME", "EVENT", "LAW", "PRODUCT", "LANGUAGE", "WORK_OF_ART"})
"""Labels of what is neither a person nor an organisation, which is often taken for a person's surname."""


class NotPeople:
    """Tells of single words in a text whether they are people's names."""

    def __init__(self, doc: Doc) -> None:
        self._labels: dict[str, Counter[str]] = defaultdict(Counter)
        for entity in doc.ents:
            self._labels[folded(trimmed_name(entity).text)][entity.label_] += 1

    def names(self, span: Span) -> bool:
        """Whether a single word is a day, a people ("Americans"), or mostly read as no person's name in this text."""
        word = folded(span.text)
        if len(span) != 1 or is_given(word):
            return False
        labels = self._labels[word]
        others = sum(times for label, times in labels.items() if label in _NO_ONE)
        return word in DAYS or country_of(word.removesuffix("s")) is not None or others > labels["PERSON"]
