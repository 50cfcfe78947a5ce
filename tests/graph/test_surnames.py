"""Bare surnames across articles, as `graph.identity` joins them."""

from datetime import date, timedelta

import pytest

from extract.records import speaker_id
from graph.corrections import Corrections, Split
from graph.identity import identities
from graph.register import Register, Tenure
from graph.speaker_form import Form

DAY = date(2031, 5, 1)


def person(
    name: str, *articles: str, roles: tuple[str, ...] = (), quotes: int = 1, day: date | None = DAY, later: int = 0
) -> Form:
    id = speaker_id(type="person", name=name, article_id=articles[0] if articles else "a")
    last = day + timedelta(days=later) if day else None
    return Form(
        id, name, "person", roles=frozenset(roles), quotes=quotes, articles=frozenset(articles), first=day, last=last
    )


def tenure(name: str, office: str, *, since: str = "2030-01-01", until: str = "", alone: bool = False) -> Tenure:
    row = {"name": name, "office": office, "place": "Sweden", "from": since, "until": until}
    return Tenure.of(row | {"by surname alone": "yes" if alone else ""})


PREMIER = Register((tenure("Ada Lindqvist", "prime minister", alone=True),))
NOBODY = Register()


def joined(*forms: Form, register: Register = NOBODY, corrections: Corrections | None = None) -> dict[str, str]:
    """How each form's bearer is called, by the form's id, with how it was joined."""
    found = identities(forms, corrections or Corrections("speakers"), register)
    names = {form.id for form in forms}
    return {id: f"{one.name}: {how}" for one in found for id, how in one.forms.items() if id in names}


def test_an_office_on_its_day() -> None:
    now, before = person("Lindqvist", "a", roles=("Prime Minister",)), person("Lindqvist", "b", day=date(2020, 5, 1))
    before = person("Lindqvist", "b", roles=("Prime Minister",), day=date(2020, 5, 1))
    assert joined(now, before, register=PREMIER) == {
        "person:a:lindqvist": "Ada Lindqvist: office",
        "person:b:lindqvist": "Lindqvist: same name",
    }


def test_whom_only_the_register_names_is_one_in_all_articles() -> None:
    forms = [person("Lindqvist", article, roles=("Prime Minister",)) for article in "abc"]
    (one,) = identities(forms, Corrections("speakers"), PREMIER)
    assert (one.id, one.name) == ("person:ada-lindqvist", "Ada Lindqvist")


def test_two_who_held_the_office_are_nobody() -> None:
    both = Register((tenure("Ada Lindqvist", "senator"), tenure("Bo Lindqvist", "senator")))
    form = person("Lindqvist", "a", roles=("Sen.",))
    full = person("Ada Lindqvist", "b", roles=("Sen.",), quotes=90)
    assert joined(form, full, register=both)["person:a:lindqvist"] == "Lindqvist: same name"


def test_a_surname_that_the_news_uses_alone() -> None:
    form, rival = person("Lindqvist", "a"), person("Bo Lindqvist", "b")
    assert joined(form, rival, register=PREMIER)["person:a:lindqvist"] == "Ada Lindqvist: by surname"


@pytest.mark.parametrize(
    "others",
    [
        (person("Bo Lindqvist", "b", quotes=9),),  # a rival who is quoted as well
        (person("Bo Lindqvist", "a"),),  # named in the same article
    ],
)
def test_not_where_another_may_be_meant(others: tuple[Form, ...]) -> None:
    found = joined(person("Lindqvist", "a"), *others, register=PREMIER)
    assert found["person:a:lindqvist"] == "Lindqvist: same name"


def test_nor_where_the_article_says_something_else_of_the_bearer() -> None:
    found = joined(person("Lindqvist", "a", roles=("carpenter",)), register=PREMIER)
    assert found == {"person:a:lindqvist": "Lindqvist: same name"}


def test_nor_a_woman_where_a_man_is_known() -> None:
    george = Register((tenure("George Lindqvist", "prime minister", alone=True),))
    assert joined(person("Mrs. Lindqvist", "a"), register=george) == {
        "person:a:mrs-lindqvist": "Mrs. Lindqvist: same name"
    }
    assert joined(person("Mr. Lindqvist", "a"), register=george) == {
        "person:a:mr-lindqvist": "George Lindqvist: by surname"
    }


KNOWN = person("Hugo Brandt", "b", "c", "d", "e", quotes=20, later=200)


def test_the_only_one_who_is_often_quoted_around_that_day() -> None:
    assert joined(KNOWN, person("Brandt", "a"))["person:a:brandt"] == "Hugo Brandt: well known"


@pytest.mark.parametrize(
    "others",
    [
        (person("Hugo Brandt", "b", quotes=3), person("Brandt", "a")),  # hardly known
        (KNOWN, person("Brandt", "a", day=DAY - timedelta(days=900))),  # long before
        (KNOWN, person("Ida Brandt", "f", quotes=5), person("Brandt", "a")),  # two of the surname
        (KNOWN, person("Brandt", "a", roles=("nurse",))),  # somebody else
        (KNOWN, person("Brandt", "b")),  # the article has both
    ],
)
def test_unsure_stays_separate(others: tuple[Form, ...]) -> None:
    bare = next(form.id for form in others if form.name == "Brandt")
    assert joined(*others)[bare] == "Brandt: same name"


def test_names_together() -> None:
    beside = [person(name, "a", "b") for name in ("Nora Hale", "Ana Ruiz")]
    full, bare = person("Hugo Brandt", "b"), person("Brandt", "a")
    assert joined(full, bare, *beside)["person:a:brandt"] == "Hugo Brandt: together"
    assert joined(full, bare, beside[0])["person:a:brandt"] == "Brandt: same name"
    late = person("Brandt", "a", day=DAY + timedelta(days=99))
    assert joined(full, late, *beside)["person:a:brandt"] == "Brandt: same name"


def test_a_person_parts_a_surname_again() -> None:
    forms = [person("Lindqvist", article, roles=("Prime Minister",)) for article in "ab"]
    split = Split.model_validate({"split": "person:a:lindqvist", "from": ["person:ada-lindqvist"]})
    found = joined(*forms, register=PREMIER, corrections=Corrections("speakers", (split,)))
    assert found == {"person:a:lindqvist": "Lindqvist: corrected", "person:b:lindqvist": "Ada Lindqvist: office"}


def test_a_bearer_of_the_register_is_who_the_store_has_by_another_form() -> None:
    found = joined(person("Ada B. Lindqvist", "b"), person("Lindqvist", "a"), register=PREMIER)
    assert found["person:a:lindqvist"] == "Ada B. Lindqvist: by surname"
