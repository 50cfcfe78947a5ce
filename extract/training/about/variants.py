"""What is learned from, somewhat different in every epoch: other names and quotation marks, a few paragraphs alone."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.attribution.encoding import FEATURES, Range, Words
from extract.attribution.wordpieces import word_pieces
from extract.training.about.encoding import ArticleText
from extract.training.about.stories import STRAIGHT, Spans, Story

_PERSON, _TITLE = 1, 2
"""Ids of the features `entity` and `shape`: a capitalised word of a person's name."""
_PARAGRAPHS = 3
"""Of an excerpt, at most."""


def variant(story: Story, names: Sequence[list[int]], chance: random.Random) -> Story:
    """A story with other names for half of its people and, in a third of all stories, straight quotation marks, so that
    no person's side is learned by heart."""
    words = varied(story.article.words, names, chance, renamed=0.5, restyled=0.3)
    return _with(story, words, range(len(words.tokens)), story.title)


def excerpt(story: Story, chance: random.Random) -> Story | None:
    """One to three paragraphs of a story with a quote in them, without a title; None if it has no such quote."""
    words = story.article.words
    quoted = [quote.content[0] for quote in story.article.quotes if quote.content]
    if not quoted:
        return None
    paragraph = words.paragraphs[chance.choice(quoted)]
    last = paragraph + chance.randrange(_PARAGRAPHS)
    first = paragraph - chance.randrange(_PARAGRAPHS) if last == paragraph else paragraph
    inside = [n for n, number in enumerate(words.paragraphs) if first <= number <= last]
    return _with(story, words, range(inside[0], inside[-1] + 1), "")


def _with(story: Story, words: Words, kept: range, title: str) -> Story:
    """A story that has some of its words alone, with the quotes and policies that are in them."""
    article, part = story.article, slice(kept.start, kept.stop)
    span = (article.starts[kept.start], article.ends[kept.stop - 1])
    cut = replace(
        words,
        tokens=words.tokens[part],
        pieces=words.pieces[part],
        features=words.features[part],
        heads=[],
        sentences=words.sentences[part],
        paragraphs=words.paragraphs[part],
        regions=words.regions[part],
    )
    inside = [n for n, quote in enumerate(story.quotes) if quote.content and _within(quote.content[0], span)]
    labels = [story.labels[n] for n in inside]
    mentions = [(place, ids) for place, ids in story.mentions if _within(place, span)]
    named = {id for _, ids in mentions for id in ids}
    quotes = [_cut(story.quotes[n], span) for n in inside]
    text = ArticleText(cut, starts=article.starts[part], ends=article.ends[part], title=title, quotes=quotes)
    policies = [policy for policy in story.policies if policy.id in named or title]
    return replace(story, title=title, article=text, quotes=quotes, policies=policies, mentions=mentions, labels=labels)


def _cut(quote: Spans, span: Range) -> Spans:
    return Spans(*([one for one in spans if _within(one, span)] for spans in (quote.source, quote.cue, quote.content)))


def _within(one: Range, span: Range) -> bool:
    return span[0] <= one[0] and one[1] <= span[1]


def names_in(words: Words) -> Iterator[list[int]]:
    """Yield the pieces of each capitalised word of a person's name."""
    for pieces, features in zip(words.pieces, words.features, strict=True):
        if _is_name(features):
            yield pieces


def varied(
    words: Words, names: Sequence[list[int]], chance: random.Random, *, renamed: float, restyled: float
) -> Words:
    """Words in which a share `renamed` of the names is another of `names`, and all quotation marks are straight with
    the probability `restyled`."""
    others: dict[tuple[int, ...], list[int]] = {}
    straight = chance.random() < restyled
    marks = {tuple(word_pieces()(curly)): word_pieces()(plain) for curly, plain in STRAIGHT.items()}
    pieces = []
    for own, features in zip(words.pieces, words.features, strict=True):
        if _is_name(features):
            if tuple(own) not in others:
                others[tuple(own)] = chance.choice(names) if chance.random() < renamed else own
            pieces.append(others[tuple(own)])
        else:
            pieces.append(marks.get(tuple(own), own) if straight else own)
    return replace(words, pieces=pieces)


def _is_name(features: Sequence[int]) -> bool:
    return features[FEATURES.index("entity")] == _PERSON and features[FEATURES.index("shape")] == _TITLE
