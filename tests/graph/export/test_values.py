"""Values as the formats write them."""

import pytest

from graph.export.values import one_line, web_address


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("https://news.example/a?b=c#:~:text=d", "https://news.example/a?b=c#:~:text=d"),
        (" HTTP://news.example/a b\n", "HTTP://news.example/a%20b"),
        ('https://news.example/"<>\\^`{|}', "https://news.example/%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("https:evil", None),
        ("https:///evil", None),
        ("javascript:alert(1)//https://news.example", None),
        ("", None),
        (None, None),
    ],
)
def test_an_address_is_one_of_the_web(value: str | None, address: str | None) -> None:
    assert web_address(value) == address


def test_text_on_a_line() -> None:
    assert one_line(" a \n\x00\u2028 b\tc ") == "a b c"
    assert one_line(" a \n b ", edges=True) == " a b "
