"""Organisations across articles, as `graph.identity` joins them."""

from dataclasses import replace

import pytest

from extract.records import speaker_id
from graph.corrections import Corrections
from graph.identity import identities
from graph.register import Register, Tenure
from graph.speaker_form import Form


def body(
    name: str, article: str = "a", *, owner: str | None = None, outlet: str = "Gazette", aliases: tuple[str, ...] = ()
) -> Form:
    id = speaker_id(type="organization", name=name, article_id=article, owner=owner)
    return Form(
        id, name, "organization", frozenset(aliases), quotes=1,
        articles=frozenset({article}), outlets=frozenset({outlet}),
    )  # fmt: skip


def groups(*forms: Form) -> list[list[str]]:
    found = identities(forms, Corrections("speakers"), Register())
    return sorted(sorted(id.removeprefix("organization:") for id in one.forms) for one in found)


def test_two_towns_have_a_council_each() -> None:
    assert groups(
        body("City Council", "a", owner="Norwich"),
        body("City Council", "b", owner="Ashby"),
        body("Norwich City Council", "c"),
    ) == [["ashby:city-council"], ["norwich-city-council", "norwich:city-council"]]


@pytest.mark.parametrize(
    "names",
    [
        ("Supreme Court of Peru", "Peru’s Supreme Court", "Peruvian Supreme Court"),
        ("Ministry of Health of Ghana", "Ghanaian Health Ministry"),
    ],
)
def test_two_countries_have_a_body_of_one_name(names: tuple[str, ...]) -> None:
    key = "Supreme Court" if "Court" in names[0] else "Ministry of Health"
    home = "Peru" if "Peru" in names[0] else "Ghana"
    forms = [body(name, f"n{n}") for n, name in enumerate(names)]
    found = groups(*forms, body(key, "a", owner=home), body(key, "b", owner="Chile"))
    assert [len(group) for group in found] == [1, len(names) + 1]


def test_a_towns_body_without_a_place_goes_with_what_its_outlet_means() -> None:
    told = replace(body("City Council", "a", owner="Ashby"), articles=frozenset("ab"))
    untold, elsewhere = body("City Council", "c", owner="c"), body("City Council", "d", owner="d", outlet="Herald")
    assert groups(told, untold, elsewhere) == [["ashby:city-council", "c:city-council"], ["d:city-council"]]


def test_one_article_from_elsewhere_does_not_make_its_council_the_outlets_own() -> None:
    assert len(groups(body("City Council", "a", owner="Ashby"), body("City Council", "b", owner="b"))) == 2


def test_a_countrys_body_without_a_place_stays_the_articles() -> None:
    told = replace(body("Supreme Court", "a", owner="Ghana"), articles=frozenset("ab"))
    assert len(groups(told, body("Supreme Court", "c", owner="c"), body("Supreme Court", "d", owner="d"))) == 3


def test_an_outlet_that_tells_no_place_means_one_body() -> None:
    forms = [body("City Council", article, owner=article) for article in "ab"]
    assert len(groups(*forms)) == 1
    other = body("City Council", "c", owner="c", outlet="Herald")
    assert len(groups(*forms, other)) == 2


def test_an_acronym_that_some_article_tells() -> None:
    told = body("Centers for Disease Control and Prevention", aliases=("CDC",))
    assert len(groups(told, body("CDC", "b"))) == 1
    assert len(groups(body("Centers for Disease Control and Prevention"), body("CDC", "b"))) == 2
    other = body("Cambridge Dance Company", "c", aliases=("CDC",))
    assert len(groups(told, other, body("CDC", "b"))) == 3


def test_a_border_of_two_countries_is_neither() -> None:
    assert len(groups(body("U.S.-Mexico"), body("Mexico"))) == 2


def test_the_country_whose_leaders_an_article_names() -> None:
    row = {"name": "Ada Lindqvist", "office": "prime minister", "place": "Sweden", "from": "2030-01-01"}
    premier = Form("person:ada-lindqvist", "Ada Lindqvist", "person", articles=frozenset("ab"))
    bodies = [body("Parliament", article, owner=article, outlet=f"Gazette of {article}") for article in "abc"]
    council = body("City Council", "a", owner="a"), body("City Council", "b", owner="b", outlet="Herald")
    found = identities([premier, *bodies, *council], Corrections("speakers"), Register((Tenure.of(row),)))
    assert sorted(sorted(one.forms) for one in found if one.best.type == "organization") == [
        ["organization:a:city-council"],
        ["organization:a:parliament", "organization:b:parliament"],
        ["organization:b:city-council"],
        ["organization:c:parliament"],
    ]
