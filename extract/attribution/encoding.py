"""A parsed text as the tagger reads it: words with their pieces and features, in windows of whole paragraphs.

A word is a spaCy token that is not white space. Features tell the encoder, which is uncased, what it cannot see: open
quotation marks, capital letters, the parse. Training and run time read texts through this module alone.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from extract.attribution.marks import QuotedRegion

Ints = NDArray[np.int64]
Range = tuple[int, int]

WINDOW = 256
"""Pieces of a window at most, with the marks between its paragraphs."""
WORD_PIECES = 8
"""Pieces of one word at most: the rest of a web address adds nothing."""
START, BREAK = 101, 102
"""The pieces before a window and after each paragraph: BERT's [CLS] and [SEP]."""
FEATURES = ("quotation", "shape", "tag", "dependency", "entity")
RELATIONS = ("path", "distance", "marks")
_SHAPES = ("lower", "title", "upper", "mixed", "number", "other")
_ENTITIES = ("PERSON", "ORG", "GPE", "NORP", "DATE")
_OTHER_SENTENCES = 5
_DEEPEST = 200
"""Steps up the parse from a word, at most: a sentence of a person's is a tenth as deep."""
_ON_PATH = 0


@cache
def _numbers(kind: str) -> dict[str, int]:
    """Each part-of-speech tag or dependency label that the model was trained with -> its id, from 1; 0 is any other."""
    labels = json.loads(files("extract.model").joinpath("labels.json").read_text("utf-8"))
    return {label: number for number, label in enumerate(labels[kind], start=1)}


def sizes() -> dict[str, int]:
    """How many ids each feature and each relation has; 0 means none in each."""
    tags, dependencies = len(_numbers("tag")) + 1, len(_numbers("dependency")) + 1
    counts = (6, len(_SHAPES) + 1, tags, dependencies, len(_ENTITIES) + 1)
    relations = (1 + _OTHER_SENTENCES + 4 * (dependencies + 1), 24, 7)
    return dict(zip((*FEATURES, *RELATIONS), (*counts, *relations), strict=True))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: an item or row each.

    `tokens` are spaCy's token indexes, `features` has shape (words, features), `heads` are the indexes of the governing
    words (a root's is its own), `regions` numbers what is quoted odd and what lies between even.
    """

    tokens: list[int]
    pieces: list[list[int]]
    features: Ints
    heads: list[int]
    sentences: list[int]
    paragraphs: list[int]
    regions: list[int]

    def relations(self, cue: int, start: int, end: int) -> Ints:
        """How the words `start:end` stand to the cue: shape (end - start, 3): path, distance, marks.

        The path climbs the parse from the cue to the first word that governs both, and names the branch that leads
        down from there: in "she said that it rained", "rained" lies on the branch ccomp of "said", no step up.
        """
        climbed: dict[int, tuple[int, int]] = {}
        word = cue
        while word not in climbed and len(climbed) < _DEEPEST:
            climbed[word] = (len(climbed), _ON_PATH)
            word = self.heads[word]
        paths = [self._path(word, cue, climbed) for word in range(start, end)]
        return np.stack([np.array(paths, np.int64), _distances(cue, start, end), self._marks(cue, start, end)], axis=1)

    def _path(self, word: int, cue: int, climbed: dict[int, tuple[int, int]]) -> int:
        apart = self.sentences[word] - self.sentences[cue]
        if apart:
            return {-1: 1, 1: 2}.get(apart, 3 if apart < 0 else 4)
        below: list[int] = []
        while word not in climbed:
            if self.heads[word] == word or len(below) == _DEEPEST:
                return _OTHER_SENTENCES
            below.append(word)
            word = self.heads[word]
        up, branch = climbed[word]
        for inner in reversed(below):
            branch = branch if branch != _ON_PATH else 1 + int(self.features[inner, FEATURES.index("dependency")])
            climbed[inner] = (up, branch)
        return 1 + _OTHER_SENTENCES + min(up, 3) * (2 + len(_numbers("dependency"))) + branch

    def _marks(self, cue: int, start: int, end: int) -> Ints:
        """Whether the words are quoted, and then where: with the cue, next after it, next before it, farther off."""
        regions = np.array(self.regions[start:end], np.int64)
        beside = regions - self.regions[cue]
        quoted = np.select([beside == 0, beside == 1, beside == -1], [1, 2, 3], 4)
        return np.where(regions % 2, quoted, 6 if self.regions[cue] % 2 else 5)


def words_of(
    doc: Doc, blocks: Sequence[Range], regions: Sequence[QuotedRegion], pieces_of: Callable[[str], list[int]]
) -> Words:
    """Read a parsed text, given its paragraphs and quoted regions (in characters), and how a word falls into pieces."""
    tokens = [token for token in doc if not token.is_space]
    index = {token.i: number for number, token in enumerate(tokens)}
    sentence_of = [number for number, sentence in enumerate(doc.sents) for _ in sentence]
    tags, dependencies = _numbers("tag"), _numbers("dependency")
    entities = {name: number for number, name in enumerate(_ENTITIES, start=1)}
    paragraphs, region_of, features = [], [], []
    paragraph = passed = 0
    for token in tokens:
        start, end = token.idx, token.idx + len(token)
        while paragraph < len(blocks) and start >= blocks[paragraph][1]:
            paragraph += 1
        while passed < len(regions) and start >= regions[passed].end:
            passed += 1
        region = regions[passed] if passed < len(regions) and end > regions[passed].start else None
        paragraphs.append(paragraph)
        region_of.append(2 * passed + (region is not None))
        features.append(
            (
                _quotation(region, start, end) if region else 0,
                1 + _SHAPES.index(_shape(token.text)),
                tags.get(token.tag_, 0),
                dependencies.get(token.dep_, 0),
                entities.get(token.ent_type_, 0),
            )
        )
    return Words(
        tokens=[token.i for token in tokens],
        pieces=[pieces_of(token.text) for token in tokens],
        features=np.array(features, np.int64).reshape(-1, len(FEATURES)),
        heads=[index.get(token.head.i, number) for number, token in enumerate(tokens)],
        sentences=[sentence_of[token.i] for token in tokens],
        paragraphs=paragraphs,
        regions=region_of,
    )


def stretches(words: Words) -> Iterator[Range]:
    """Yield the paragraphs as ranges of words; one too long for a window in pieces, cut where a sentence ends."""
    limit, start, cut, size = WINDOW - 2, 0, 0, 0
    for word in range(len(words.tokens)):
        pieces = len(words.pieces[word])
        if word > start and words.paragraphs[word] != words.paragraphs[word - 1]:
            yield start, word
            start, size = word, 0
        while size + pieces > limit:
            end = cut if cut > start else word
            yield start, end
            start, size = end, sum(len(words.pieces[other]) for other in range(end, word))
        if word > start and words.sentences[word] != words.sentences[word - 1]:
            cut = word
        size += pieces
    if start < len(words.tokens):
        yield start, len(words.tokens)


def windows(words: Words, stretches: Sequence[Range]) -> Iterator[list[Range]]:
    """Yield runs of stretches, each run as long as a window can hold."""
    window: list[Range] = []
    room = 0
    for start, end in stretches:
        size = 1 + sum(len(words.pieces[word]) for word in range(start, end))
        if window and size > room:
            yield window
            window = []
        room = (room if window else WINDOW - 1) - size
        window.append((start, end))
    if window:
        yield window


def encoded(words: Words, window: Sequence[Range]) -> tuple[Ints, Ints, Ints]:
    """A window as arrays: pieces (length,), their words' features (length, features), each word's first piece (words,).

    The first pieces follow the order of the window's words.
    """
    pieces, features, first = [START], [np.zeros((1, len(FEATURES)), np.int64)], []
    for start, end in window:
        for word in range(start, end):
            first.append(len(pieces))
            pieces.extend(words.pieces[word])
        counts = [len(words.pieces[word]) for word in range(start, end)]
        features.append(np.repeat(words.features[start:end], counts, axis=0))
        features.append(features[0])
        pieces.append(BREAK)
    return np.array(pieces, np.int64), np.concatenate(features), np.array(first, np.int64)


def _quotation(region: QuotedRegion, start: int, end: int) -> int:
    if start <= region.start:
        return 2 if region.continues else 1
    if end >= region.end and region.closed:
        return 5
    return 3 if region.closed else 4


def _shape(text: str) -> str:
    if not text[0].isalnum():
        return "other"
    if text[0].isdigit():
        return "number"
    if text.islower():
        return "lower"
    if text.isupper() and len(text) > 1:
        return "upper"
    return "title" if text[0].isupper() else "mixed"


def _distances(cue: int, start: int, end: int) -> Ints:
    """A bucket for each of the words `start:end`: from 1 to 12 after the cue, from 13 to 23 before it, the farther the
    wider."""
    steps = np.arange(start, end) - cue
    size = abs(steps)
    buckets = np.where(size < 6, size, 6 + np.searchsorted((7, 10, 15, 25, 40), size))
    return np.where(steps >= 0, 1 + buckets, 12 + buckets)
