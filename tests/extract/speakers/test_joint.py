from collections.abc import Callable

import pytest

from extract.records import ArticleQuotes

Quotes = Callable[..., ArticleQuotes]


def names(found: ArticleQuotes) -> list[str]:
    return [speaker.name for speaker in found.quotes[-1].speakers]


@pytest.mark.parametrize(
    "name",
    [
        "Avon and Somerset Police",
        "Tyne and Wear Fire Service",
        "Windsor and Maidenhead Council",
        "Barnes & Noble",
        "Dorset and Wiltshire Fire and Rescue Service",
        "John D. and Catherine T. Harlow Foundation",
        "Procter and Gamble",
        "Trinidad and Tobago",
        "Ann and Robert Lurie Foundation",
        "House Energy and Commerce Committee",
        "Department of Health and Human Services",
    ],
)
def test_and_inside_a_name(quotes_of: Quotes, name: str) -> None:
    assert names(quotes_of(f"{name} said the fee would fall.")) == [name]
    assert names(quotes_of(f"{name} was late. {name} said the fee would fall.")) == [name]


@pytest.mark.parametrize(
    ("source", "speakers"),
    [
        ("Amnesty International and Human Rights Watch", ["Amnesty International", "Human Rights Watch"]),
        ("The FBI and the Justice Department", ["FBI", "Justice Department"]),
        ("Ana Ruiz and the Justice Department", ["Ana Ruiz", "Justice Department"]),
        ("Ruiz and Hale", ["Ruiz", "Hale"]),
        ("Ana Ruiz, a nurse, and Bo Lee, a cook,", ["Ana Ruiz", "Bo Lee"]),
        ("Ana Ruiz, the mayor of Dover, and Bo Lee", ["Ana Ruiz", "Bo Lee"]),
        ("Sen. Ana Ruiz, D-Eugene, and Rep. Bo Lee, R-Salem,", ["Ana Ruiz", "Bo Lee"]),
        ("The mayor and Sheriff Bo Lee", ["mayor", "Bo Lee"]),
    ],
)
def test_and_between_names(quotes_of: Quotes, source: str, speakers: list[str]) -> None:
    assert names(quotes_of(f"{source} said the fee would fall.")) == speakers


@pytest.mark.parametrize(
    "source",
    [
        "Singer, writer and activist Ana Ruiz",
        "President and CEO Ana Ruiz",
        "The author, activist and former mayor Ana Ruiz",
        "Ana Ruiz, a friend of Bo Lee and Nora Hale,",
        "Rep. Ana Ruiz, D-Eugene,",
    ],
)
def test_one_speaker_with_and_beside_the_name(quotes_of: Quotes, source: str) -> None:
    assert names(quotes_of(f"{source} said the fee would fall.")) == ["Ana Ruiz"]
