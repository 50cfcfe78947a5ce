from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest
from spacy.language import Language

from extract.attribution.encoding import (
    FEATURES,
    RELATIONS,
    WINDOW,
    Words,
    encoded,
    sizes,
    stretches,
    windows,
    words_of,
)
from extract.attribution.marks import paragraphs, quoted_regions
from extract.attribution.wordpieces import word_pieces
from extract.records import Article


def read(nlp: Language, text: str) -> Words:
    doc = nlp(text)
    return words_of(doc, list(paragraphs(text)), quoted_regions(text), word_pieces())


def texts(seed_articles: Sequence[Article]) -> list[str]:
    long = " ".join(f"Ana Ruiz said item {n} would cost ${n},000 more than in 20{n}." for n in range(10, 60))
    return [
        *(article.text for article in seed_articles),
        long,
        "Oh. " + "a " * 253 + "xyz" * 30,
        "x" * 5000,
        "“" * 400,
        "one word",
        "a\u0301 🙂 ‮שלום",
    ]


def test_windows_hold_every_word_once_in_order_and_are_not_too_long(
    nlp: Language, seed_articles: list[Article]
) -> None:
    for text in texts(seed_articles):
        words = read(nlp, text)
        cut = list(stretches(words))
        assert [cut[0][0], *(end for _, end in cut)] == [0, *(start for start, _ in cut[1:]), len(words.tokens)]
        assert all(len({words.paragraphs[word] for word in range(*stretch)}) == 1 for stretch in cut)
        packed = list(windows(words, cut))
        assert [stretch for window in packed for stretch in window] == cut
        for window in packed:
            pieces, features, first = encoded(words, window)
            assert len(pieces) == len(features) <= WINDOW
            assert len(first) == sum(end - start for start, end in window)
            assert [pieces[at] for at in first] == [words.pieces[n][0] for span in window for n in range(*span)]


def test_ids_stay_within_their_tables(nlp: Language, seed_articles: list[Article]) -> None:
    tables = sizes()
    for text in texts(seed_articles):
        words = read(nlp, text)
        for name, column in zip(FEATURES, words.features.T, strict=True):
            assert column.min() >= 0 and column.max() < tables[name], name
        for start, end in stretches(words):
            relations = words.relations((start + end) // 2, start, end)
            for name, column in zip(RELATIONS, relations.T, strict=True):
                assert column.min() >= 0 and column.max() < tables[name], name


def test_a_word_does_not_depend_on_what_else_is_in_its_text(nlp: Language) -> None:
    alone = read(nlp, "Ana Ruiz said the fee would fall.")
    after = read(nlp, "It rained.\n\nAna Ruiz said the fee would fall.")
    assert np.array_equal(alone.features, after.features[-len(alone.features) :])
    assert alone.pieces == after.pieces[-len(alone.pieces) :]


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("He said “no way” twice.", [0, 0, 1, 3, 3, 5, 0, 0]),
        ("He said “no way twice.", [0, 0, 1, 4, 4, 4, 4]),
    ],
)
def test_the_encoder_sees_how_far_quotation_marks_reach(nlp: Language, text: str, quoted: list[int]) -> None:
    assert read(nlp, text).features[:, FEATURES.index("quotation")].tolist() == quoted


def test_a_path_names_the_branch_that_leads_from_the_cue_to_the_word(nlp: Language) -> None:
    text = "Ana Ruiz said that the fee would fall. Bo Lee left."
    words = read(nlp, text)
    paths = words.relations(2, 0, len(words.tokens))[:, 0].tolist()
    source, content, other = {paths[0], paths[1]}, set(paths[3:8]), set(paths[9:])
    assert len(source) == len(content) == len(other) == 1
    assert len(source | content | other) == 3


def test_distance_tells_direction_and_grows(nlp: Language) -> None:
    words = read(nlp, " ".join(["word"] * 120))
    far = words.relations(60, 0, 120)[:, 1].tolist()
    assert all(one <= other for one, other in pairwise(far[60:]))
    assert all(one >= other for one, other in pairwise(far[:60]))
    assert not set(far[60:]) & set(far[:60])
