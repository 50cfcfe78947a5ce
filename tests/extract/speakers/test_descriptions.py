from collections.abc import Callable

import pytest

from extract.records import ArticleQuotes, Speaker

Quotes = Callable[..., ArticleQuotes]


def speaker(found: ArticleQuotes) -> Speaker:
    (one,) = {speaker for quote in found.quotes for speaker in quote.speakers}
    return one


@pytest.mark.parametrize(
    ("text", "role", "affiliation"),
    [
        ("Secretary of State Ana Ruiz said the fee would fall.", "Secretary of State", None),
        ("Ana Ruiz, a senior fellow at the Harbor Institute, said it.", "senior fellow at the Harbor Institute", None),
        ("“The fee will fall,” said Sen. Ana Ruiz (D-Ore.).", "Sen.", "Democratic Party"),
        ("The foreign minister, Ana Ruiz, said the fee would fall.", "foreign minister", None),
        ("Ana Ruiz said the fee would fall. She is the director of the fund.", "director of the fund", None),
        ("Councilwoman Ana Ruiz said the fee would fall.", "Councilwoman", None),
        ("Labour MP Ana Ruiz said the fee would fall.", "Labour MP", None),
        ("Ana Ruiz MP said the fee would fall.", "MP", None),
        ("New York Gov. Ana Ruiz said the fee would fall.", "New York Gov.", None),
        ("Harbor Bank’s Ana Ruiz said the fee would fall.", None, "Harbor Bank"),
    ],
)
def test_role_and_affiliation(quotes_of: Quotes, text: str, role: str | None, affiliation: str | None) -> None:
    found = speaker(quotes_of(text))
    assert found.name == "Ana Ruiz"
    assert found.role == role
    if affiliation is not None:
        assert found.affiliation == affiliation


def test_both_say_where_they_stand(quotes_of: Quotes) -> None:
    text = "Ana Ruiz, director of the Harbor League, said the fee would fall."
    found = speaker(quotes_of(text))
    assert found.role_span is not None and found.affiliation_span is not None
    assert text[slice(*found.role_span)] == found.role == "director of the Harbor League"
    assert text[slice(*found.affiliation_span)] == found.affiliation == "Harbor League"


def test_what_somebody_is_goes_before_what_they_were(quotes_of: Quotes) -> None:
    found = speaker(quotes_of("Mayor Ana Ruiz, a former nurse, said the fee would fall."))
    assert found.role == "Mayor"
