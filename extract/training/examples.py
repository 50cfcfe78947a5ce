"""Gold attributions as the tagger learns them: for each word that triggers one, a label for every word around it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from extract.attribution.encoding import Range, Words, stretches, words_of
from extract.attribution.marks import paragraphs, quoted_regions
from extract.attribution.roles import BEGIN, INSIDE, ROLES
from extract.attribution.wordpieces import word_pieces

Gold = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Example:
    """An article: its words, the stretches that windows are made of, and trigger -> labels of its stretch's words."""

    id: str
    words: Words
    stretches: list[Range]
    labels: dict[int, list[int]]


def examples(gold: Iterable[Gold], nlp: Language) -> Iterator[Example]:
    """Parse each article (``{"id", "text", "attributions"}``) and align its gold spans with its words."""
    rows = list(gold)
    for row, doc in zip(rows, nlp.pipe((row["text"] for row in rows), batch_size=8), strict=True):
        words = words_of(doc, list(paragraphs(doc.text)), quoted_regions(doc.text), word_pieces())
        pieces = list(stretches(words))
        yield Example(row["id"], words, pieces, _labels(row["attributions"], doc, words, pieces))


def trigger(cue: Sequence[int], words: Words, doc: Doc) -> int:
    """The word of a cue that stands for it: its first verb that no other word of the cue governs, else its root."""
    roots = [word for word in cue if words.heads[word] not in cue or words.heads[word] == word] or list(cue)
    verbs = [word for word in roots if doc[words.tokens[word]].pos_ in ("VERB", "AUX")]
    return (verbs or roots)[0]


def _labels(attributions: Iterable[Gold], doc: Doc, words: Words, pieces: Sequence[Range]) -> dict[int, list[int]]:
    starts = np.array([doc[token].idx for token in words.tokens])
    ends = np.array([doc[token].idx + len(doc[token]) for token in words.tokens])
    found: dict[int, list[int]] = {}
    for attribution in attributions:
        spans = {
            role: [np.flatnonzero((starts < end) & (ends > start)).tolist() for start, end in attribution[role]]
            for role in ROLES
        }
        cue = [word for span in spans["cue"] for word in span]
        if not cue or not attribution["content"]:
            continue
        chosen = trigger(cue, words, doc)
        start, end = next((s, e) for s, e in pieces if s <= chosen < e)
        labels = found.setdefault(chosen, [0] * (end - start))
        for role in ("content", "source", "cue"):
            for span in spans[role]:
                inside = [word - start for word in span if start <= word < end]
                for word in inside:
                    labels[word] = INSIDE[role]
                if inside:
                    labels[inside[0]] = BEGIN[role]
    return found
