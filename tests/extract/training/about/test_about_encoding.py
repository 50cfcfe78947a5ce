from itertools import pairwise

import pytest
from spacy.language import Language

from extract.attribution.encoding import WINDOW
from extract.training.about.encoding import FEATURES, MOST_POLICIES, MOST_QUOTES, ROLES, ArticleText, Prompt, sizes
from extract.training.about.linking import prompt
from extract.training.about.stories import article_text
from tests.extract.training.about.marked import parsed, policy_called

_MOST_PIECES = 512
"""Positions of the network."""
TEXT = """\
A rental ordinance came up in the council on Monday.

“The rental ordinance is fair,” Ana Ruiz said.

“It would help families,” Bo Lee said."""


def asked(text: str, article: ArticleText, *phrases: str) -> list[Prompt]:
    return [prompt(policy_called(phrase, text, article)) for phrase in phrases]


def test_every_word_is_in_one_window(nlp: Language) -> None:
    article = article_text(parsed(nlp, TEXT * 40))
    windows = list(article.plain())
    assert len(windows) > 2
    assert windows[0].words[0] == 0 and windows[-1].words[1] == len(article.starts)
    assert all(one.words[1] == other.words[0] for one, other in pairwise(windows))
    for window in windows:
        assert len(window.pieces) <= WINDOW and window.features.shape == (len(window.pieces), len(FEATURES))
        for word in range(*window.words):
            first = window.first[word]
            assert window.pieces[first : first + len(article.words.pieces[word])].tolist() == article.words.pieces[word]


def test_each_quote_is_read_once_with_what_is_before_it(nlp: Language) -> None:
    text = TEXT * 40
    article = article_text(parsed(nlp, text))
    policies = asked(text, article, "rental ordinance", "council")
    read = list(article.beside(policies))
    assert sorted(number for numbers, _ in read for number in numbers) == list(range(len(article.quotes)))
    for numbers, window in read:
        assert len(numbers) <= MOST_QUOTES
        assert len(window.pieces) <= _MOST_PIECES
        assert len(window.marks) == 2 and window.features[window.marks, -1].tolist() == [1, 2]
        assert window.said.any(1).all() and (window.said | ~window.cues).all()
        for row, number in enumerate(numbers):
            quote = article.quotes[number]
            assert window.said[row].sum() == len({*quote.content, *quote.cue} & window.first.keys())


def test_words_bear_their_role_and_their_policy(nlp: Language) -> None:
    article = article_text(parsed(nlp, TEXT))
    ((_, window),) = article.beside(asked(TEXT, article, "rental ordinance"))
    features = {
        TEXT[article.starts[word] : article.ends[word]]: dict(zip(FEATURES, window.features[place], strict=True))
        for word, place in window.first.items()
    }
    assert features["Bo"]["role"] == ROLES["source"]
    assert features["families"]["role"] == ROLES["content"]
    assert features["said"]["role"] == ROLES["cue"]
    assert features["ordinance"]["policy"] == features["rental"]["policy"] == 1
    assert features["council"]["policy"] == features["council"]["role"] == 0
    assert (window.features < sizes()).all()


def test_how_quotes_and_policies_stand_to_each_other(nlp: Language) -> None:
    article = article_text(parsed(nlp, TEXT, title="Council weighs rental ordinance"))
    ((_, window),) = article.beside(asked(TEXT, article, "rental ordinance", "families"))
    in_content, in_source, in_paragraph, before = window.ties[:, :, :4].transpose(2, 0, 1).astype(bool).tolist()
    assert in_content == [[True, False], [False, True]]
    assert in_source == [[False, False], [False, False]]
    assert in_paragraph == [[True, False], [False, True]]
    assert before == [[True, False], [True, False]]
    assert window.ties[0, 0, 4] == 1 and window.ties[0, 1, 4] == 0


@pytest.mark.parametrize("title", ["", "word " * 500, "x" * 3000])
def test_long_titles_and_names_leave_room(nlp: Language, title: str) -> None:
    text = f"{'rental ' * 100}ordinance came up.\n\n" + "“It is fair,” Ana Ruiz said. " * 60
    article = article_text(parsed(nlp, text, title=title))
    policies = asked(text, article, "rental " * 100 + "ordinance") * MOST_POLICIES
    for _, window in article.beside(policies):
        assert len(window.pieces) <= _MOST_PIECES


def test_no_policies_and_no_quotes(nlp: Language) -> None:
    article = article_text(parsed(nlp, "Dogs bark at night."))
    assert list(article.beside([])) == []
    article = article_text(parsed(nlp, "“Dogs bark,” Ana Ruiz said."))
    ((numbers, window),) = article.beside([])
    assert numbers == [0] and window.ties.shape == (1, 0, 10) and window.marks.shape == (0,)
