from collections.abc import Callable

import pytest

from extract.records import ArticleQuotes

Quotes = Callable[..., ArticleQuotes]


@pytest.mark.parametrize(
    ("holder", "phrase"),
    [
        ("Dover’s fire chief, Bo Lee,", "Harwich’s fire chief"),
        ("Fire Chief Bo Lee", "The police chief"),
        ("Acme’s chief executive, Bo Lee,", "Oxley’s chief executive"),
        ("The mayor of Dover, Bo Lee,", "The mayor of Harwich"),
        ("North Dover Mayor Bo Lee", "North Harwich’s mayor"),
        ("Judge Bo Lee of Dover County", "The judge of Essex County"),
        ("French President Bo Lee", "The German president"),
        ("Secretary of State Bo Lee", "The secretary of defense"),
        ("Attorney General Bo Lee", "The inspector general"),
        ("Senate Majority Leader Bo Lee", "The Senate minority leader"),
        ("Republican leader Bo Lee", "The Democratic leader"),
        ("Google’s Kenya director, Bo Lee,", "Google’s India director"),
        ("Bo Lee, president of the nurses’ union,", "The president of the school board"),
        ("Police spokesman Bo Lee", "A spokesman for the mayor"),
        ("Bo Lee, a lawyer for the tenants,", "The landlord’s lawyer"),
        ("Mayor Bo Lee", "The former mayor"),
        ("Mayor Bo Lee", "The deputy mayor"),
        ("Vice President Bo Lee", "The president"),
        ("Lt. Gov. Bo Lee", "The governor"),
        ("Senator Bo Lee", "Another senator"),
    ],
)
def test_who_holds_a_similar_office_is_somebody_else(quotes_of: Quotes, holder: str, phrase: str) -> None:
    quote = quotes_of(f"{holder} opened the meeting. {phrase} said the fee would fall.").quotes[-1]
    assert [s.type for s in quote.speakers] == ["anonymous"]


@pytest.mark.parametrize(
    ("holder", "phrase"),
    [
        ("Dover’s fire chief, Bo Lee,", "The fire chief"),
        ("Dover Mayor Bo Lee", "The mayor of Dover"),
        ("Dover Mayor Bo Lee", "The Democratic mayor"),
        ("Mayor Bo Lee", "The mayor of Dover"),
        ("French President Bo Lee", "The president of France"),
        ("Acme’s chief executive, Bo Lee,", "The company’s chief executive"),
        ("IMF director Bo Lee", "The director of the International Monetary Fund"),
        ("U.S. Senator Bo Lee", "The Dover senator"),
        ("Former Mayor Bo Lee", "The former mayor"),
        ("Then-Mayor Bo Lee", "The mayor"),
        ("Bo Lee, president of the nurses’ union,", "The union president"),
    ],
)
def test_who_holds_the_same_office_is_meant(quotes_of: Quotes, holder: str, phrase: str) -> None:
    quote = quotes_of(f"{holder} opened the meeting. {phrase} said the fee would fall.").quotes[-1]
    assert [(s.name, s.method) for s in quote.speakers] == [("Bo Lee", "nominal")]


def test_of_two_holders_the_place_decides(quotes_of: Quotes) -> None:
    text = "Ana Ruiz, the mayor of Dover, met Bo Lee, the mayor of Harwich. The mayor of {} said the fee would fall."
    for place, name in (("Dover", "Ana Ruiz"), ("Harwich", "Bo Lee")):
        assert [s.name for s in quotes_of(text.format(place)).quotes[-1].speakers] == [name]
