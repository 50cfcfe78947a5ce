from collections.abc import Sequence

import numpy as np
import pytest
from spacy.language import Language

from extract.attribution.model import Floats
from extract.topics.scheme import KnownPolicy
from extract.training.about.encoding import ArticleText, Window
from extract.training.about.network import Pairs, Read
from extract.training.about.policies import LEAST, LEAST_BEST, find_policies, joined, mention_of, tagged
from extract.training.about.stories import article_text
from tests.extract.training.about.marked import parsed


class Together:
    """A network that takes all mentions for the same, or none."""

    def __init__(self, odds: float) -> None:
        self._odds = odds

    def same(self, one: Floats, other: Floats, likeness: Floats) -> Floats:
        assert len(one) == len(other) == len(likeness)
        return np.full(len(one), self._odds, np.float32)


@pytest.mark.parametrize(("odds", "count"), [(1.0, 1), (-1.0, 3), (0.0, 3)])
def test_mentions_are_joined_while_they_are_likely_the_same(nlp: Language, odds: float, count: int) -> None:
    text = "The rental ordinance, the parking tax and the leaf-blower ban came up. The parking tax passed."
    article = article_text(parsed(nlp, text))
    places = [(text.index(name), text.index(name) + len(name)) for name in ("rental ordinance", "parking tax")]
    ban = text.index("leaf-blower ban")
    places += [(text.rindex("parking tax"), text.rindex("parking tax") + 11), (ban, ban + 15)]
    made = [mention_of(text, article, article.between(*place), vector=np.zeros(4, np.float32)) for place in places]
    found = joined(made, Together(odds))
    assert len(found) == count
    assert sorted(mention.start for policy in found for mention in policy.mentions) == sorted(s for s, _ in places)
    assert joined([], Together(odds)) == []


def test_two_known_policies_are_never_one(nlp: Language) -> None:
    text = "The parking tax and the parking fee came up."
    article = article_text(parsed(nlp, text))
    known = [KnownPolicy(id=name, name=name) for name in ("parking tax", "parking fee")]
    made = [
        mention_of(
            text,
            article,
            article.between(text.index(one.name), text.index(one.name) + 11),
            vector=np.zeros(4, np.float32),
            known=one,
        )
        for one in known
    ]
    found = joined(made, Together(9.0))
    assert {policy.known.id for policy in found if policy.known} == {"parking tax", "parking fee"}


def test_mentions_are_runs_of_likely_words_with_a_likelier_one_among_them(nlp: Language) -> None:
    text = "They took up the parking tax on Monday.\n\nNight trains came up, too."
    article = article_text(parsed(nlp, text))
    (window,) = article.plain()
    likely = np.zeros(len(window.pieces), np.float32)

    def mark(words: str, *values: float) -> None:
        first, after = article.between(text.index(words), text.index(words) + len(words))
        for word, value in zip(range(first, after), values, strict=True):
            likely[window.first[word]] = value

    mark("parking tax", LEAST + 0.01, LEAST_BEST + 0.01)
    mark("Monday.", LEAST + 0.01, LEAST + 0.01)  # nothing in it is likely enough
    mark("Night trains", LEAST_BEST + 0.01, LEAST - 0.01)
    found = [text[article.starts[first] : article.ends[after - 1]] for first, after in tagged(likely, window, article)]
    assert found == ["parking tax", "Night"]


def test_another_spelling_of_a_number_is_the_same_policy_and_another_number_is_not(nlp: Language) -> None:
    text = "AB 12 passed. A.B. 12 is fair, and Assembly Bill 12 is old. AB 13 failed."
    article = article_text(parsed(nlp, text))
    names = ("AB 12", "A.B. 12", "Assembly Bill 12", "AB 13")
    words = [article.between(text.index(name), text.index(name) + len(name)) for name in names]
    made = [mention_of(text, article, own, vector=np.zeros(4, np.float32)) for own in words]
    for odds in (1.0, -1.0):
        assert sorted(len(policy.mentions) for policy in joined(made, Together(odds))) == [1, 3]


class Marker:
    """A network that tags the words of some phrases as mentions, and takes none for another's."""

    def __init__(self, text: str, article: ArticleText, phrases: Sequence[str]) -> None:
        places = [(text.index(phrase), text.index(phrase) + len(phrase)) for phrase in phrases]
        self._words = {word for place in places for word in range(*article.between(*place))}

    def read(self, window: Window) -> Read:
        nothing = np.zeros((len(window.pieces), 4), np.float32)
        tags = np.tile(np.array([9, 0, 0], np.float32), (len(window.pieces), 1))
        tags[[window.first[word] for word in self._words], 0] = -9
        return Read(states=nothing, tags=tags, vectors=nothing, clear=nothing[:, 0])

    def pairs(self, window: Window, states: Floats) -> Pairs:
        raise AssertionError("no quotes are read")

    def same(self, one: Floats, other: Floats, likeness: Floats) -> Floats:
        return np.full(len(one), -1, np.float32)


@pytest.mark.parametrize(
    ("tagged", "name"),
    [
        ("the proposed parking tax", "parking tax"),
        ("a new parking tax that passed", "parking tax"),
        ("New Deal for parks", "New Deal for parks"),
        ("No Parking Act", "No Parking Act"),
        ("The Parking Act", "Parking Act"),
        ("new-build levy", "new-build levy"),
        ("12", None),
        ("the $5 parking tax", "$5 parking tax"),
    ],
)
def test_names_begin_and_end_with_words_of_the_name(nlp: Language, tagged: str, name: str | None) -> None:
    text = f"The council debated {tagged} on Monday."
    article = article_text(parsed(nlp, text))
    found = find_policies(text, article, [], Marker(text, article, [tagged]))
    assert [policy.names for policy in found] == ([[name]] if name else [])
