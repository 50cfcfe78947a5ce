"""Who is asked about, or taken up as a topic, is not the "he" who answers."""

from collections.abc import Callable

import pytest

from extract.records import ArticleQuotes

Quotes = Callable[..., ArticleQuotes]


@pytest.mark.parametrize(
    "line",
    [
        "Asked about Karl Voss, he said: “He should go.”",
        "Asked by a reporter whether Karl Voss had lied, he said: “He should go.”",
        "Pressed on what Karl Voss knew, he said: “He should go.”",
        "In reply to a question about Karl Voss, he said: “He should go.”",
        "Of Karl Voss, he said: “He should go.”",
        "As for Karl Voss, he said: “He should go.”",
        "He was asked whether Karl Voss would stay. “He should go,” he said.",
    ],
)
def test_whom_a_question_is_about_does_not_answer(quotes_of: Quotes, line: str) -> None:
    text = f"Mayor Peter Lang met the press on Monday.\n\n{line}"
    (quote,) = [quote for quote in quotes_of(text).quotes if quote.kind == "direct"]
    assert [speaker.name for speaker in quote.speakers] == ["Peter Lang"]
    (quote,) = [quote for quote in quotes_of(line).quotes if quote.kind == "direct"]
    assert quote.speakers == ()


def test_who_is_named_behind_the_question_may_go_on(quotes_of: Quotes) -> None:
    text = "Asked about Karl Voss, Mayor Peter Lang said: “He should go.” He said he would call him."
    found = [
        speaker.name
        for quote in quotes_of(text).quotes
        if quote.cue and quote.act == "statement"
        for speaker in quote.speakers
    ]
    assert found == ["Peter Lang"] * 2


def test_she_is_no_man(quotes_of: Quotes) -> None:
    (quote,) = quotes_of("Gary Stone took her to his house. She said: “I saw a hole in the floor.”").quotes
    assert quote.speakers == ()
