"""What some articles take for a person and most for an organisation, or the other way round."""

from datetime import date

from extract.records import SpeakerType, speaker_id
from graph.corrections import Corrections, Merge
from graph.identity import identities
from graph.register import Register, Tenure
from graph.speaker_form import Form

DAY = date(2031, 5, 1)


def form(name: str, type: SpeakerType, articles: str, *, roles: tuple[str, ...] = (), quotes: int = 1) -> Form:
    id = speaker_id(type=type, name=name, article_id=articles[0])
    return Form(
        id, name, type, roles=frozenset(roles), quotes=quotes, articles=frozenset(articles), first=DAY, last=DAY
    )


def kinds(*forms: Form, register: Register | None = None, corrections: Corrections | None = None) -> dict[str, str]:
    found = identities(forms, corrections or Corrections("speakers"), register or Register())
    return {id: f"{one.best.type} {one.id}" for one in found for id in one.forms}


COMPANY = form("Chirpr", "organization", "bcd", quotes=2)


def test_what_most_articles_take_for_an_organization_is_one() -> None:
    assert kinds(COMPANY, form("Chirpr", "person", "a", quotes=9)) == dict.fromkeys(
        ("organization:chirpr", "person:a:chirpr"), "organization organization:chirpr"
    )


def test_not_if_hardly_more_do_or_an_article_says_who_it_is_or_people_have_the_surname() -> None:
    assert len(set(kinds(form("Chirpr", "organization", "b"), form("Chirpr", "person", "a")).values())) == 2
    assert len(set(kinds(COMPANY, form("Chirpr", "person", "a", roles=("farmer",))).values())) == 2
    assert len(set(kinds(COMPANY, form("Chirpr", "person", "a"), form("Ana Chirpr", "person", "e")).values())) == 3


def test_what_is_left_of_an_organizations_name() -> None:
    paper = form("Old Norwich Gazette", "organization", "bcd")
    assert kinds(paper, form("Norwich Gazette", "person", "a"))["person:norwich-gazette"] == (
        "organization organization:old-norwich-gazette"
    )


def test_whom_the_news_calls_by_surname_is_no_organization() -> None:
    row = {"name": "Ada Lindqvist", "office": "prime minister", "from": "2030-01-01", "by surname alone": "yes"}
    people = [form("Ada Lindqvist", "person", "bc"), form("Lindqvist", "organization", "a")]
    assert kinds(*people, register=Register((Tenure.of(row),)))["organization:lindqvist"] == (
        "person person:ada-lindqvist"
    )
    assert kinds(*people)["organization:lindqvist"] == "organization organization:lindqvist"


def test_what_a_person_corrected_stays() -> None:
    merged = Corrections("speakers", (Merge(merge=("person:a:chirpr", "person:ana-ruiz")),))
    found = kinds(COMPANY, form("Chirpr", "person", "a"), form("Ana Ruiz", "person", "e"), corrections=merged)
    assert found["person:a:chirpr"] == "person person:ana-ruiz"
