from collections.abc import Callable

import pytest

from extract.records import ArticleQuotes
from extract.speakers.bodies import is_generic, is_local
from extract.speakers.countries import countries_in, country_of


@pytest.mark.parametrize(
    "name", ["City Council", "the County Board of Supervisors", "Ministry of Health", "Supreme Court"]
)
def test_names_that_bodies_of_many_places_have(name: str) -> None:
    assert is_generic(name)


def test_a_council_is_a_towns_and_a_parliament_is_not() -> None:
    assert is_generic("Council") and is_local("Council")
    assert is_generic("Parliament") and not is_local("Parliament")


@pytest.mark.parametrize("name", ["Norwich City Council", "World Bank", "Security Council", "White House", "House"])
def test_names_of_one_body(name: str) -> None:
    assert not is_generic(name)


def test_countries_by_name_people_and_capital() -> None:
    assert [country for country, _ in countries_in("U.S. and South Korean envoys flew from Seoul")] == [
        "United States", "South Korea",
    ]  # fmt: skip
    assert (country_of("NEW DELHI"), country_of("Dutch"), country_of("Norwich")) == ("India", "Netherlands", None)


SAID = "said on Monday that the law was valid."


@pytest.mark.parametrize(
    ("text", "id"),
    [
        (f"The Supreme Court of Ghana {SAID}", "organization:ghana:supreme-court"),
        (
            f"Farmers in Kenya wept, and Kenyan papers wrote of it. The Supreme Court {SAID}",
            "organization:kenya:supreme-court",
        ),
        (f"LIMA, Peru (AP) — The Supreme Court {SAID}", "organization:peru:supreme-court"),
        (f"Farmers wept. The Supreme Court {SAID}", "organization:an-article:supreme-court"),
        (f"NORWICH — The City Council {SAID}", "organization:norwich:city-council"),
    ],
)
def test_whose_a_body_is(quotes_of: Callable[..., ArticleQuotes], text: str, id: str) -> None:
    found = quotes_of(text, id="an-article").quotes
    assert {speaker.id for quote in found for speaker in quote.speakers} == {id}
