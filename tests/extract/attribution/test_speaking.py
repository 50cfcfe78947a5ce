"""Passives: who is told or asked only hears, and who was quoted spoke."""

from collections.abc import Callable

import pytest

from extract.records import ArticleQuotes

Quotes = Callable[..., ArticleQuotes]


@pytest.mark.parametrize(
    ("text", "content", "source"),
    [
        ("Ana Ruiz was quoted as saying the fee was “a mistake.”", "the fee was “a mistake.”", "Ana Ruiz"),
        ("“The fee is dead,” Ana Ruiz was quoted by the Courier as saying.", "“The fee is dead,”", "Ana Ruiz"),
        ("“The fee is dead,” the Courier quoted Mayor Bo Lee as saying.", "“The fee is dead,”", "Mayor Bo Lee"),
        ("The Courier cited Mayor Bo Lee as saying the fee would fall.", "the fee would fall", "Mayor Bo Lee"),
        ("Mayor Bo Lee is reported to have said that the fee will fall.", "that the fee will fall", "Mayor Bo Lee"),
        ("Mayor Bo Lee was overheard saying that the fee will fall.", "that the fee will fall", "Mayor Bo Lee"),
        (
            "Ana Ruiz was quoted by Reuters as having said the fee was “a mistake.”",
            "the fee was “a mistake.”",
            "Ana Ruiz",
        ),
        ("Ana Ruiz was told that the fee would fall.", "that the fee would fall", ""),
        ("Ana Ruiz was told by Mayor Bo Lee that the fee would fall.", "that the fee would fall", "Mayor Bo Lee"),
        ("“The fee is dead,” Ana Ruiz was told.", "“The fee is dead,”", ""),
        ("“The fee is dead,” she was informed by Mayor Bo Lee.", "“The fee is dead,”", "Mayor Bo Lee"),
        ("Ana Ruiz was labelled “a liar” by Mayor Bo Lee.", "“a liar”", "Mayor Bo Lee"),
    ],
)
def test_whose_words_a_passive_reports(quotes_of: Quotes, text: str, content: str, source: str) -> None:
    (quote,) = quotes_of(text).quotes
    assert quote.text == content
    assert [text[start:end] for start, end in quote.source] == [source] * bool(source)


@pytest.mark.parametrize(
    ("text", "content", "source"),
    [
        ("When Ana Ruiz said “the fee is dead,” Mayor Bo Lee sued.", "“the fee is dead,”", "Ana Ruiz"),
        ("Ana Ruiz's claim that the fee is “dead” surprised Mayor Bo Lee.", "that the fee is “dead”", "Ana Ruiz's"),
    ],
)
def test_what_another_acts_on_is_not_the_others(quotes_of: Quotes, text: str, content: str, source: str) -> None:
    (quote,) = quotes_of(text).quotes
    assert (quote.text, [text[start:end] for start, end in quote.source]) == (content, [source])


def test_what_is_called_names_does_not_speak(quotes_of: Quotes) -> None:
    for quote in quotes_of("The fee was called “a gift to the rich of this town.”").quotes:
        assert quote.source == () and quote.speakers == ()


def test_whoever_was_asked_did_not_speak(quotes_of: Quotes) -> None:
    (question,) = quotes_of("Senator Ana Ruiz came.\n\n“Where is the money?” she was asked. Ruiz shrugged.").quotes
    assert question.speakers == ()
