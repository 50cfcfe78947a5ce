from collections.abc import Callable

import pytest

from extract.records import ArticleQuotes


@pytest.mark.parametrize("word", ["Monday", "Americans", "Kenyans"])
def test_days_and_peoples_are_nobody(quotes_of: Callable[..., ArticleQuotes], word: str) -> None:
    text = f"“{word} will decide about the ferry,” said Mayor Ana Ruiz. “{word} is what counts,” Ruiz added."
    found = quotes_of(text).quotes
    assert found
    assert all(mention.type != "person" for quote in found for mention in quote.mentions)
    assert {speaker.name for quote in found for speaker in quote.speakers} == {"Ana Ruiz"}
