"""Spans of characters, and what the tagger makes of a name."""

from collections.abc import Callable

import pytest

from extract.attribution.spans import without
from extract.records import ArticleQuotes

Quotes = Callable[..., ArticleQuotes]


def test_spans_without_others() -> None:
    assert without([(0, 10), (12, 20)], [(0, 4), (14, 16), (20, 30)]) == ((4, 10), (12, 14), (16, 20))
    assert without([(2, 3)], [(0, 4)]) == ()


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Ana “Annie” Ruiz said, “We sleep in the park.”", "Ana “Annie” Ruiz"),
        ("“We sleep in the park.” Bo 'Bobby' Lee said about the cut in school meals.", "Bo 'Bobby' Lee"),
        ("“We sleep in the park.” Bo Lee said of the cut.", "Bo Lee"),
    ],
)
def test_neither_a_name_nor_what_a_quote_is_about_is_content(quotes_of: Quotes, text: str, source: str) -> None:
    (quote,) = quotes_of(text).quotes
    assert quote.text == "“We sleep in the park.”"
    assert [text[start:end] for start, end in quote.source] == [source]
